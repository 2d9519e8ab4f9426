"""The write side of what is owed when an order changes or ends: open rounds follow it, finished ones stay."""

from __future__ import annotations

from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.audit.models import Verb
from dondoc_web.work import holding, totals
from dondoc_web.work.assigning import (
    Responsible,
    horizon_of,
    obligation_of,
    order_task,
    responsible,
    rules_of,
    settings_of,
    when_of,
)
from dondoc_web.work.models import STAGES_OVER, Obligation, Occurrence, Plan, Stage, Task
from dondoc_web.work.rounds import DueRule, Round, rounds


def cancel_open(task: Task, *, by: User, reason: str) -> list[Obligation]:
    """Call off what is still owed for a task; called in the transaction of the decision."""
    owed = task.obligations.select_for_update(of=("self",)).exclude(stage__in=STAGES_OVER).order_by("pk")
    return [_cancel(one, by, reason) for one in owed]


def _cancel(one: Obligation, by: User, reason: str) -> Obligation:
    before = holding.facts(one)
    one.stage_before, one.stage, one.reason = one.stage, Stage.CANCELLED, reason
    holding.save(one, by=by, verb=Verb.OBLIGATION_CALLED_OFF, before=before, reason=reason)
    return one


def renew(task: Task, *, by: User, reason: str) -> None:
    """Bring what is still owed for a changed order into line with it, then make the rounds that it has now.

    A round is finished when nothing in it is owed any more. An obligation that
    was transferred stays with its agency, one whose day was extended keeps it.
    """
    plan = Plan.objects.select_related("office").get(pk=task.plan_id)
    today, chosen = timezone.localdate(), settings_of(plan.office)
    wanted = {one.period: one for one in rounds(when_of(task), rules_of(chosen), horizon_of(task, chosen, today))}
    owing = responsible(task, today)
    for occurrence in task.occurrences.select_for_update().order_by("pk"):
        owed = list(occurrence.obligations.select_for_update(of=("self",)).order_by("pk"))
        if owed and all(one.stage in STAGES_OVER for one in owed):
            continue
        _renew_round(occurrence, wanted.get(occurrence.period), owed, owing, (by, reason, plan))
    order_task(task=task, by=by)


def _renew_round(
    occurrence: Occurrence,
    now: Round | None,
    owed: list[Obligation],
    owing: Responsible,
    of: tuple[User, str, Plan],
) -> None:
    by, reason, plan = of
    before = occurrence.due_on
    if now is not None and occurrence.due_rule != DueRule.BY_HAND:
        _move(occurrence, now)
    for one in owed:
        if one.stage in STAGES_OVER:
            continue
        if now is None or (one.agency_id not in owing and one.follows_id is None):
            _cancel(one, by, reason)
        elif one.due_on == before != occurrence.due_on:
            facts = holding.facts(one)
            one.due_on = occurrence.due_on
            holding.save(one, by=by, verb=Verb.DUE_CHANGED, before=facts, reason=reason)
    if now is not None:
        there = {one.agency_id for one in owed}
        new = [(agency, group) for key, (agency, group) in owing.items() if key not in there]
        made = Obligation.objects.bulk_create(obligation_of(occurrence, plan, *one, timezone.now()) for one in new)
        totals.note(come=[totals.kind_of(one) for one in made])


def _move(occurrence: Occurrence, now: Round) -> None:
    occurrence.start, occurrence.end, occurrence.due_on = now.start, now.end, now.due_on
    occurrence.due_rule, occurrence.printed_on = now.rule.value, now.printed_on
    occurrence.save(update_fields=["start", "end", "due_on", "due_rule", "printed_on"])
