"""Reporting duties that a plan's reading holds become proposals, once; a person decides (:mod:`.duties`)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from django.utils import timezone

from dondoc.document import ReportingDuty, ReportingKind
from dondoc.document import Task as ReadTask
from dondoc.text import squeeze
from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.agencies.queries import Resolver
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.reports.models import Duty, DutyReporter, Frequency
from dondoc_web.work.models import Plan, Task

_EVERY = {
    "yearly": Frequency.YEAR,
    "half-yearly": Frequency.HALF_YEAR,
    "quarterly": Frequency.QUARTER,
    "monthly": Frequency.MONTH,
}
_NINE_MONTHS = re.compile(r"9 tháng|chín tháng", re.I)


def after_take_over(*, plan: Plan, by: User) -> None:
    """Propose each duty of the plan's reading that is not known yet.

    Named in the setting ``AFTER_TAKE_OVER``; runs in the transaction of taking over.
    """
    if plan.reading is None:
        return
    known = set(Duty.objects.filter(plan=plan).values_list("key", flat=True))
    resolver = Resolver(day=plan.directive.date or timezone.localdate(), office=plan.office)
    by_id = {read.id: row for read, row in _rows(plan)}
    made = []
    for duty in plan.reading.plan.reporting:
        key = hashlib.sha256(squeeze(duty.text).encode()).hexdigest()
        if key not in known:
            known.add(key)
            made.append(_proposed(plan, duty, key, by_id.get(duty.task_id or ""), resolver))
    if made:
        _lay_ladder(made)
        record(actor=by, verb=Verb.DUTIES_PROPOSED, target=plan, duties=[one.pk for one in made])


def _rows(plan: Plan) -> Iterator[tuple[ReadTask, Task]]:
    """Tasks of the reading beside the rows that were made of them, matched by clause and words."""
    rows = {(row.clause, squeeze(row.text)): row for row in plan.tasks.all()}
    for read in plan.reading.plan.tasks if plan.reading else ():
        row = rows.get((read.clause or "", squeeze(read.wording.text)))
        if row is not None:
            yield read, row


def _proposed(plan: Plan, read: ReportingDuty, key: str, task: Task | None, resolver: Resolver) -> Duty:
    to = resolver.phrase(read.to) if read.to else None
    duty = Duty.objects.create(
        office=plan.office,
        plan=plan,
        task=task,
        key=key,
        words=read.text,
        spans=[[span.start, span.end] for span in read.wording.spans],
        kind=read.kind.value,
        who=read.who or "",
        to=(read.to or "")[:300],
        to_agency=to if isinstance(to, Agency) else None,
        via=(read.via or "")[:300],
        frequency=frequency_of(read),
        due=read.due or "",
        since=timezone.localdate(plan.made_at),
    )
    _name_reporters(duty, read, task, resolver)
    return duty


def frequency_of(read: ReportingDuty) -> str:
    """How often, by the words; empty where they do not say it."""
    if read.recurrence in _EVERY:
        return str(_EVERY[read.recurrence])
    if _NINE_MONTHS.search(read.text):
        return str(Frequency.NINE_MONTHS)
    if read.on_request or read.condition:
        return str(Frequency.AD_HOC)
    if read.due:
        return str(
            Frequency.MONTH
            if read.due.startswith("---")
            else Frequency.YEAR
            if read.due.startswith("--")
            else Frequency.ONCE
        )
    return ""


def _name_reporters(duty: Duty, read: ReportingDuty, task: Task | None, resolver: Resolver) -> None:
    """The lead bodies of the task as people left them; without a task, the bodies that the phrase means."""
    if task is not None:
        name_leads(duty)
        return
    body = resolver.phrase(read.who) if read.who else None
    if isinstance(body, Agency):
        DutyReporter.objects.create(duty=duty, agency=body)
    elif isinstance(body, Group):
        DutyReporter.objects.create(duty=duty, group=body)


def name_leads(duty: Duty) -> None:
    """The lead bodies of its task report."""
    for body in duty.leads:
        DutyReporter.objects.create(duty=duty, **{"agency" if isinstance(body, Agency) else "group": body})


def _lay_ladder(made: list[Duty]) -> None:
    """A duty to a body which itself reports as often, and consolidates, stands below that body's duty."""
    for lower in made:
        if lower.to_agency_id is None:
            continue
        for upper in made:
            above = {one.agency_id for one in upper.reporters.all()}
            collects = upper.kind == ReportingKind.CONSOLIDATED_REPORT.value or upper.to_agency_id != lower.to_agency_id
            if upper is not lower and lower.to_agency_id in above and upper.frequency == lower.frequency and collects:
                lower.parent = upper
                lower.save(update_fields=["parent"])
                break
