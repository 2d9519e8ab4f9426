"""The write side of rounds: an order becomes rounds × agencies = obligations (việc phải làm).

Made at confirmation, and again by a job that runs once a day: it may run
twice, late, or beside another, and never changes what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from dondoc.document import Role as PartyRole
from dondoc.document import TimingKind
from dondoc.parsing.dates import says_before_a_day
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.agencies.queries import Heirs, members_on
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.jobs import pulse
from dondoc_web.work import totals
from dondoc_web.work.models import (
    DayBefore,
    Obligation,
    Occurrence,
    OfficeSettings,
    Plan,
    PlanState,
    Task,
    TaskState,
)
from dondoc_web.work.periods import reporting_year
from dondoc_web.work.review_rights import may_confirm
from dondoc_web.work.rounds import Round, Rules, When, rounds

WEEKS_AHEAD = timedelta(days=62)
"""Weekly rounds are made two months ahead, not two years: a hundred lines that nobody looks at help nobody."""

Responsible = dict[int, tuple[Agency, Group | None]]
"""By the agency's key: who owes a task, and the group it was found through."""


@transaction.atomic
def order_task(*, task: Task, by: User, today: date | None = None) -> list[Obligation]:
    """Make the rounds of a confirmed task and what each agency owes in them; a second call makes nothing new."""
    plan = Plan.objects.select_related("office").get(pk=task.plan_id)
    require(may_confirm(by, plan))
    return _make(task.pk, plan, settings_of(plan.office), today or timezone.localdate(), by)


def bring_up(today: date | None = None) -> int:
    """Make the rounds of every order that have come within the horizon; the number of obligations made."""
    today = today or timezone.localdate()
    made = 0
    plans = Plan.objects.filter(state=PlanState.CONFIRMED).select_related("office")
    for plan in plans.order_by("pk"):
        pulse.say()
        chosen = settings_of(plan.office)
        for task_id in _behind(plan, chosen, today):
            with transaction.atomic():
                made += len(_make(task_id, plan, chosen, today, None))
            pulse.say()
    return made


def _behind(plan: Plan, chosen: OfficeSettings, today: date) -> list[int]:
    """Orders of a plan that lack a round which they should have by now."""
    known: dict[int, set[str]] = {}
    for task_id, period in Occurrence.objects.filter(task__plan=plan).values_list("task_id", "period"):
        known.setdefault(task_id, set()).add(period)
    orders = plan.tasks.filter(state=TaskState.CONFIRMED).order_by("pk")
    return [one.pk for one in orders if _new_rounds(one, chosen, today, known.get(one.pk, set()))]


def _new_rounds(task: Task, chosen: OfficeSettings, today: date, known: Iterable[str]) -> list[Round]:
    found = rounds(when_of(task), rules_of(chosen), horizon_of(task, chosen, today))
    return [one for one in found if one.period not in set(known)]


def _make(task_id: int, plan: Plan, chosen: OfficeSettings, today: date, by: User | None) -> list[Obligation]:
    """The task is held, so that two who make its rounds at once make each of them once."""
    task = Task.objects.select_for_update(of=("self",), no_key=True).get(pk=task_id)
    task.plan = plan
    if task.state != TaskState.CONFIRMED:
        return []
    new = _new_rounds(task, chosen, today, task.occurrences.values_list("period", flat=True))
    if not new:
        return []
    now = timezone.now()
    occurrences = Occurrence.objects.bulk_create(_occurrence(task, one, now) for one in new)
    owing = responsible(task, today).values()
    obligations = Obligation.objects.bulk_create(
        obligation_of(one, plan, agency, group, now) for one in occurrences for agency, group in owing
    )
    totals.note(come=[totals.kind_of(one) for one in obligations])
    periods, agencies = [one.period for one in occurrences], [agency.pk for agency, _group in owing]
    record(actor=by, verb=Verb.ROUNDS_MADE, target=task, periods=periods, agencies=agencies)
    return obligations


def _occurrence(task: Task, one: Round, now: datetime) -> Occurrence:
    return Occurrence(
        task=task,
        period=one.period,
        start=one.start,
        end=one.end,
        due_on=one.due_on,
        due_rule=one.rule.value,
        printed_on=one.printed_on,
        made_at=now,
    )


def obligation_of(of: Occurrence, plan: Plan, agency: Agency, group: Group | None, now: datetime) -> Obligation:
    """What ``agency`` owes in a round (not saved); ``group`` is what it was found through."""
    return Obligation(
        occurrence=of,
        agency=agency,
        task_id=of.task_id,
        plan=plan,
        office=plan.office,
        due_on=of.due_on,
        inferred_from=group,
        changed_at=now,
    )


# Who owes it ------------------------------------------------------------------------------------------------


def responsible(task: Task, day: date) -> Responsible:
    """Each lead agency on ``day``, or those who carry out where no lead is named.

    A group is expanded at the day; a body that has ended is followed to the
    one that holds its work, and stays itself where nobody knows that one, so
    that a person decides.
    """
    parties = list(task.parties.select_related("agency", "group__place"))
    leads = [party for party in parties if party.role == PartyRole.LEAD.value]
    named = leads or [party for party in parties if party.role == PartyRole.IMPLEMENTING.value]
    heirs, topic = Heirs(), task.plan.directive.subject
    found: Responsible = {}
    for party in sorted(named, key=lambda one: one.agency_id is None):
        for agency, group in _meant(party.agency, party.group, day):
            living = heirs.holder(agency, task.text, day=day, topic=topic).agency or agency
            found.setdefault(living.pk, (living, group))
    return found


def _meant(agency: Agency | None, group: Group | None, day: date) -> Sequence[tuple[Agency, Group | None]]:
    if agency is not None:
        return [(agency, None)]
    return [(member, group) for member in members_on(group, day)] if group is not None else []


# Task and office in terms of the rules -------------------------------------------------------------------------


def settings_of(office: Agency) -> OfficeSettings:
    """What ``office`` has settled, or the defaults (unsaved)."""
    return OfficeSettings.objects.filter(office=office).first() or OfficeSettings(office=office)


def rules_of(chosen: OfficeSettings) -> Rules:
    """The part of an office's settings that the rules of time look at."""
    month, day = chosen.reporting_year_ends.split("-")
    return Rules(day_before=chosen.day_before == DayBefore.DAY_BEFORE, year_ends=(int(month), int(day)))


def when_of(task: Task) -> When:
    """The time of a task; it is ordered on the day of its confirmation."""
    ordered = timezone.localdate(task.confirmed_at) if task.confirmed_at else timezone.localdate()
    return When(
        kind=TimingKind(task.timing_kind),
        ordered_on=ordered,
        start=task.start,
        end=task.end,
        days=tuple(task.due_dates) or ((task.due,) if task.due else ()),
        recurrence=task.recurrence,
        before=says_before_a_day(task.timing_text),
    )


def horizon_of(task: Task, chosen: OfficeSettings, today: date) -> date:
    """The end of the next reporting year; for weekly tasks two months from ``today``."""
    if task.recurrence == "weekly":
        return today + WEEKS_AHEAD
    cycle = reporting_year(rules_of(chosen).year_ends)
    closes = cycle(today).end
    return cycle(closes + timedelta(days=1)).end or today if closes else today
