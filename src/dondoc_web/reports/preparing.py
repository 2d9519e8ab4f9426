"""A unit's report prepared from what it owes and what was confirmed of it, as it stood on the closing day.

It may be prepared again at any time: what a person edited stays, and what the
preparation would write now is kept beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from dondoc.text import squeeze
from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.reports.holding import held_to_write
from dondoc_web.reports.lines import Content, Figure, content_of, put
from dondoc_web.reports.models import Approval, Duty, Expected, LineStanding, ReportLine, UnitReport
from dondoc_web.work.models import Answer, Obligation, Progress, Stage

PLACES = Decimal("0.001")
GONE = (Stage.TRANSFERRED, Stage.CANCELLED)
"""Nothing to report: another body has it, or nobody."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a line would say of an obligation if it were prepared now, and the progress that says so."""

    obligation: Obligation
    content: Content
    basis: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A line that preparing again would write, rewrite or take away (``now`` is None)."""

    words: str
    before: Content | None
    now: Content | None
    edited: bool = False


def fresh(expected: Expected) -> Sequence[Fresh]:
    """Every obligation of the period, in the order of its plan, as it stood on the closing day."""
    return [_fresh(one, expected) for one in _owed(expected)]


def _owed(expected: Expected) -> Sequence[Obligation]:
    """Begun by the closing day and not finished before the period; of the directive, where the duty stands in one."""
    begun = Q(occurrence__start=None) | Q(occurrence__start__lte=expected.closes_on)
    open_then = Q(done_on=None) | Q(done_on__gte=expected.start)
    rows = Obligation.objects.filter(begun, open_then, agency=expected.agency_id, office=expected.office_id)
    plan = expected.duty.plan_id
    if plan is not None:
        rows = rows.filter(plan=plan)
    notes = Progress.objects.exclude(answer=Answer.DRAFT).order_by("at", "id")
    rows = rows.exclude(stage__in=GONE).exclude(task__in=_ordering(expected.duty)).select_related("task")
    return list(rows.prefetch_related(Prefetch("progress", notes)).order_by("plan", "task__position", "due_on", "id"))


def _ordering(duty: Duty) -> Sequence[int]:
    """The task that asks for this very report and nothing else: no report says of itself that it is not done."""
    task = duty.task
    return [task.pk] if task is not None and squeeze(task.text) == squeeze(duty.words) else []


def _fresh(one: Obligation, expected: Expected) -> Fresh:
    said = [note for note in one.progress.all() if timezone.localdate(note.at) <= expected.closes_on]
    told = [note for note in said if note.answer == Answer.ACCEPTED and timezone.localdate(note.at) >= expected.start]
    held_up = [one.reason] if one.stage == Stage.SUSPENDED and one.reason else []
    content = Content(
        standing=_standing(one, expected, bool(said)),
        result=_joined([note.text for note in told]),
        difficulties=_joined([*(note.difficulties for note in told), *held_up]),
        proposals=_joined([note.proposals for note in told]),
        figures=_figures(told),
    )
    return Fresh(one, content, tuple(note.pk for note in told))


def _standing(one: Obligation, expected: Expected, said: bool) -> str:
    """Done counts by the day of the confirmed result; what came after the closing day was under way then."""
    if one.stage == Stage.DONE and one.done_on is not None and one.done_on <= expected.closes_on:
        late = one.due_on is not None and one.done_on > one.due_on
        return LineStanding.LATE.value if late else LineStanding.DONE.value
    return LineStanding.DOING.value if said else LineStanding.NOT_DONE.value


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _figures(notes: Sequence[Progress]) -> tuple[Figure, ...]:
    """The last value of each figure: a later note says it anew, nothing is added up."""
    found: dict[tuple[str, str], Figure] = {}
    for note in notes:
        for row in note.figures:
            label, unit = row.get("name", "").strip()[:300], row.get("unit", "").strip()[:60]
            value = _value(row.get("value", ""))
            if label and value is not None:
                found[label, unit] = Figure(label, value, unit)
    return tuple(found.values())


def _value(written: str) -> Decimal | None:
    try:
        return Decimal(written).quantize(PLACES)
    except InvalidOperation:
        return None


def changes(expected: Expected, report: UnitReport) -> Sequence[Change]:
    """What preparing again would change, against what was prepared the last time."""
    there = {line.obligation_id: line for line in report.lines.filter(obligation__isnull=False)}
    found = []
    for one in fresh(expected):
        line = there.pop(one.obligation.pk, None)
        before = Content.of_json(line.prepared) if line else None
        if before is None or before.as_json() != one.content.as_json():
            found.append(Change(one.obligation.task.text, before, one.content, bool(line and line.edited)))
    gone = [line for line in there.values() if not line.edited]
    return [*found, *(Change(line.words, Content.of_json(line.prepared), None) for line in gone)]


@transaction.atomic
def prepare(*, report_id: int, by: User) -> UnitReport:
    """Write the lines from what is known now; lines that a person edited keep their words."""
    expected = held_to_write(report_id, by)
    now = timezone.now()
    report, made = UnitReport.objects.get_or_create(
        expected=expected, defaults={"prepared_at": now, "written_by": by, "changed_at": now}
    )
    known = {line.obligation_id: line for line in report.lines.prefetch_related("figures")}
    own = [line for line in report.lines.all() if line.obligation_id is None]
    found = fresh(expected)
    new = ReportLine.objects.bulk_create(
        ReportLine(report=report, position=0, obligation=one.obligation, task=one.obligation.task, words="")
        for one in found
        if one.obligation.pk not in known
    )
    lines = known | {line.obligation_id: line for line in new}
    rows = [_prepared(lines[one.obligation.pk], one, position) for position, one in enumerate(found, 1)]
    put(rows)
    for position, line in enumerate(own, len(found) + 1):
        line.position = position
    ReportLine.objects.bulk_update(own, ["position"])
    still = {one.obligation.pk for one in found}
    ReportLine.objects.filter(report=report, edited=False).exclude(obligation__in=still).delete()
    report.prepared_at = report.changed_at = now
    report.approval = Approval.NONE
    report.save()
    told = {"lines": len(found), "new": len(new), "own": len(own), "again": not made}
    record(actor=by, verb=Verb.REPORT_PREPARED, target=expected, **told)
    return report


def _prepared(line: ReportLine, one: Fresh, position: int) -> tuple[ReportLine, Content]:
    keeps = content_of(line) if line.edited else one.content
    line.position, line.words = position, one.obligation.task.text
    line.basis, line.prepared = list(one.basis), one.content.as_json()
    return line, keeps
