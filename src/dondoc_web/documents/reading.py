"""The write side of a reading: what the worker stores, reports or deletes.

Each verb closes the job in the same transaction as its effect, so that a
message presented twice finds nothing left to do.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from dondoc.document import Citation as Named
from dondoc.document import Document, Finding, Plan
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents import boxes, columns, edits, likeness, page_pictures, recognised
from dondoc_web.documents.actions import MEND, READ, locked
from dondoc_web.documents.models import Citation, Directive, PageText, Reading, Source, Standing, number_key
from dondoc_web.jobs import engine
from dondoc_web.jobs.models import State


@transaction.atomic
def store(
    *, attempt: engine.Attempt, plan: Plan, decided: edits.Decided = frozenset(), mended: bool = False
) -> Reading | None:
    """Keep what was read and let the source out of quarantine; once for each job.

    ``decided`` are the decisions of people that ``plan`` was made with: None, and
    nothing kept, when they are others by now.
    """
    engine.held(attempt)
    source = locked(attempt.subject)
    if decided != edits.decided(source.pk):
        return None
    job = engine.finish(attempt)
    reading = Reading.objects.create(
        source=source,
        job=job,
        plan_json=plan.model_dump_json(by_alias=True, exclude_computed_fields=True),
        tasks=len(plan.tasks),
        findings=len(all_findings(plan)),
        made_at=timezone.now(),
    )
    PageText.objects.bulk_create(boxes.rows_of(reading, plan.source.pages))
    Citation.objects.bulk_create(_row(reading, at, named) for at, named in enumerate(plan.document.citations))
    source.reading, source.standing = reading, Standing.ADMITTED
    before = source.directive_id
    source.directive = _directive(
        plan.document, before=source.directive, office=source.office, settled=likeness.is_settled(source)
    )
    source.chosen = source.chosen and source.directive_id == before
    source.save(update_fields=["reading", "standing", "directive", "chosen"])
    record(
        actor=job.asked_by,
        verb=Verb.SOURCE_MENDED if mended else Verb.SOURCE_READ,
        target=source,
        reading=reading.pk,
        tasks=reading.tasks,
    )
    if not mended:
        columns.keep_sheets(source, plan)
    likeness.look_for(source, plan)
    for follows in settings.AFTER_READING:
        import_string(follows)(source=source, by=job.asked_by)
    return reading


@transaction.atomic
def report_unread(*, attempt: engine.Attempt, error: str) -> None:
    """Close the job with the error that its person will see; the upload stays."""
    job = engine.finish(attempt, state=State.FAILED, error=error)
    record(actor=job.asked_by, verb=Verb.SOURCE_UNREAD, target=locked(attempt.subject), error=error)


@transaction.atomic
def refuse_as_classified(*, attempt: engine.Attempt) -> None:
    """Delete a paper that carries a secrecy mark, and all made from it.

    The log keeps time, person and "từ chối: độ mật" only. The file goes before
    the transaction ends: should the machine stop in between, a row is left
    over, never the paper.
    """
    engine.held(attempt)
    source = locked(attempt.subject)
    others = Source.objects.exclude(pk=source.pk)
    directives = list(Directive.objects.filter(sources=source).exclude(sources__in=others).values_list("pk", flat=True))
    columns.forget_all_of(source)
    Source.objects.filter(pk=source.pk).update(job=None, reading=None, directive=None)
    delete_with_all_made_from(source.readings.all())
    delete_with_all_made_from(Source.objects.filter(pk=source.pk))
    delete_with_all_made_from(Directive.objects.filter(pk__in=directives))
    for work in (READ, MEND):
        engine.forget(work=work, subject=source.pk)
    record(actor=source.uploaded_by, verb=Verb.SECRET_REFUSED)
    page_pictures.forget(source)
    recognised.forget(source)
    source.file.delete(save=False)


def delete_with_all_made_from(rows: QuerySet[Any]) -> None:
    """Delete ``rows`` and, first, what protects them because it was made from them: plans, tasks, what follows."""
    try:
        rows.delete()
    except ProtectedError as error:
        for row in error.protected_objects:
            delete_with_all_made_from(type(row)._default_manager.filter(pk=row.pk))
        delete_with_all_made_from(rows)


def all_findings(plan: Plan) -> tuple[Finding, ...]:
    """Findings of the file, the document, its tasks and the plan, in this order, each once."""
    of_tasks = tuple(finding for task in plan.tasks for finding in task.findings)
    every = plan.source.findings + plan.document.findings + of_tasks + plan.findings
    return tuple(dict.fromkeys(every))


def _directive(document: Document, *, before: Directive | None, office: Agency | None, settled: bool) -> Directive:
    """The directive with the identity printed in ``document``; a new one where none is known.

    What is known of it is renewed only while no other office holds it too.
    ``settled``: a person said that ``before`` is the directive.
    """
    fields = {
        "kind": _short(document.type, 100),
        "number": _short(document.number, 100),
        "number_key": _short(number_key(document.number), 100),
        "issuer": _short(document.issuer, 300),
        "date": day(document.date),
        "subject": _short(document.subject, 5000),
    }
    identity = Directive.identity_of(document)
    if identity is not None:
        found, new = Directive.objects.get_or_create(identity=identity, defaults=fields)
        if not new and not found.sources.exclude(office=office).exists():
            Directive.objects.filter(pk=found.pk).update(**fields)
        return found
    if before is not None and settled:
        return before
    if before is not None and before.identity is None:
        Directive.objects.filter(pk=before.pk).update(**fields)
        return before
    return Directive.objects.create(**fields)


def _row(reading: Reading, position: int, named: Named) -> Citation:
    return Citation(
        reading=reading,
        position=position,
        number=_short(named.number, 100),
        number_key=_short(number_key(named.number), 100),
        kind=_short(named.kind, 100),
        issuer=_short(named.issuer, 300),
        title=_short(named.title, 5000),
        date=day(named.date),
        relation=named.relation.value,
        preamble=named.preamble,
    )


def day(iso: str | None) -> date | None:
    """The day written ``YYYY-MM-DD``; None for anything else, such as a 31 February of a bad scan."""
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return None


def _short(text: str | None, limit: int) -> str:
    """``text`` as a column takes it; PostgreSQL knows no NUL."""
    return (text or "").replace("\0", "")[:limit]
