"""The write side of a reading: what the worker stores, reports or deletes.

Each verb closes the job in the same transaction as its effect, so that a
message presented twice finds nothing left to do.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dondoc.document import Citation as Named
from dondoc.document import Document, Finding, Plan
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.actions import READ, locked
from dondoc_web.documents.models import Citation, Directive, Reading, Source, Standing, number_key
from dondoc_web.jobs import engine
from dondoc_web.jobs.models import State


@transaction.atomic
def store(*, attempt: engine.Attempt, plan: Plan) -> Reading:
    """Keep what was read and let the source out of quarantine; once for each job."""
    job = engine.finish(attempt)
    source = locked(attempt.subject)
    reading = Reading.objects.create(
        source=source,
        job=job,
        plan_json=plan.model_dump_json(by_alias=True, exclude_computed_fields=True),
        tasks=len(plan.tasks),
        findings=len(all_findings(plan)),
        made_at=timezone.now(),
    )
    Citation.objects.bulk_create(_row(reading, at, named) for at, named in enumerate(plan.document.citations))
    source.reading, source.standing = reading, Standing.ADMITTED
    source.directive = _directive(plan.document, before=source.directive)
    source.save(update_fields=["reading", "standing", "directive"])
    record(actor=job.asked_by, verb=Verb.SOURCE_READ, target=source, reading=reading.pk, tasks=reading.tasks)
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
    Source.objects.filter(pk=source.pk).update(job=None, reading=None, directive=None)
    source.readings.all().delete()
    Source.objects.filter(pk=source.pk).delete()
    engine.forget(work=READ, subject=source.pk)
    record(actor=source.uploaded_by, verb=Verb.SECRET_REFUSED)
    source.file.delete(save=False)


def all_findings(plan: Plan) -> tuple[Finding, ...]:
    """Findings of the file, the document, its tasks and the plan, in this order, each once."""
    of_tasks = tuple(finding for task in plan.tasks for finding in task.findings)
    every = plan.source.findings + plan.document.findings + of_tasks + plan.findings
    return tuple(dict.fromkeys(every))


def _directive(document: Document, *, before: Directive | None) -> Directive:
    """The directive with the identity printed in ``document``; a new one where none is known."""
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
        return Directive.objects.update_or_create(identity=identity, defaults=fields)[0]
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
