"""The write side of review: a desk officer accepts, refuses, corrects; the last decision can be undone.

Splitting, merging and adding by words stand in :mod:`.cutting`; making orders
of accepted tasks in :mod:`.confirming`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work import doubts, facts
from dondoc_web.work import review_rights as rights
from dondoc_web.work.confirming import locked, plan_of
from dondoc_web.work.models import Party, Plan, Step, Task, TaskState

STATE = ("state", "refused_reason", "returned_reason", "accepted_by_id", "doubts", "confidence")
"""What a step keeps of a task beside its facts."""
OPEN = (TaskState.PROPOSED, TaskState.ACCEPTED, TaskState.REFUSED)
"""States in which a desk officer still decides alone."""


@transaction.atomic
def accept(*, by: User, task_ids: Iterable[int]) -> list[Task]:
    """Say that tasks are right; a second person then confirms them."""
    tasks, plan = reviewed(by, task_ids)
    step(plan, by, Verb.TASK_ACCEPTED, tasks)
    for task in tasks:
        _accept(task, by)
    record(actor=by, verb=Verb.TASK_ACCEPTED, target=plan, tasks=[task.pk for task in tasks])
    return tasks


def _accept(task: Task, by: User) -> None:
    task.state, task.accepted_by, task.accepted_at = TaskState.ACCEPTED, by, timezone.now()
    task.refused_reason = task.returned_reason = ""
    task.save(update_fields=["state", "accepted_by", "accepted_at", "refused_reason", "returned_reason"])


NEVER_IN_BULK = {"no_lead", "agency_unknown", "dates_disagree", "day_impossible", "due_outside", "due_before_issue"}
"""A task with one of these doubts is looked at by itself, however sure the rest is."""


@transaction.atomic
def accept_above(*, by: User, plan_id: int, confidence: float) -> list[Task]:
    """Accept every proposal of a plan that is at least so sure and has no grave doubt."""
    require(rights.may_review(by, Plan.objects.select_related("office").get(pk=plan_id)))
    sure = Task.objects.filter(plan=plan_id, state=TaskState.PROPOSED, confidence__gte=confidence, returned_reason="")
    chosen = [pk for pk, codes in sure.values_list("pk", "doubts") if not NEVER_IN_BULK & set(codes)]
    if not chosen:
        raise ValidationError(_("Không có đề xuất nào đủ tin cậy; hãy xem từng nhiệm vụ."))
    return accept(by=by, task_ids=chosen)


@transaction.atomic
def refuse(*, by: User, task_id: int, reason: str) -> Task:
    """Say that a proposal is no task, and why."""
    tasks, plan = reviewed(by, [task_id])
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do không nhận nhiệm vụ."))
    step(plan, by, Verb.TASK_REFUSED, tasks)
    task = tasks[0]
    task.state, task.refused_reason, task.accepted_by, task.accepted_at = TaskState.REFUSED, reason.strip(), None, None
    task.save(update_fields=["state", "refused_reason", "accepted_by", "accepted_at"])
    record(actor=by, verb=Verb.TASK_REFUSED, target=task, reason=task.refused_reason)
    return task


@transaction.atomic
def reopen(*, by: User, task_id: int) -> Task:
    """Take an accepted or refused task back into review."""
    tasks, plan = reviewed(by, [task_id])
    step(plan, by, Verb.TASK_REOPENED, tasks)
    task = tasks[0]
    task.state, task.refused_reason, task.accepted_by, task.accepted_at = TaskState.PROPOSED, "", None, None
    task.save(update_fields=["state", "refused_reason", "accepted_by", "accepted_at"])
    record(actor=by, verb=Verb.TASK_REOPENED, target=task)
    return task


@transaction.atomic
def correct(*, by: User, task_id: int, changed: Mapping[str, Any], then_accept: bool = False) -> Task:
    """Write what the directive really says; whoever corrects an accepted task is the one who accepted it.

    ``changed`` holds facts (:mod:`.facts`) and nothing else; the rest stays.
    """
    tasks, plan = reviewed(by, [task_id])
    task = tasks[0]
    before = facts.of_row(task)
    step(plan, by, Verb.TASK_CORRECTED, tasks)
    write(task, changed, plan)
    if then_accept or task.state == TaskState.ACCEPTED:
        _accept(task, by)
    names = sorted(name for name in changed if changed[name] != before[name])
    old, new = ({name: sheet[name] for name in names} for sheet in (before, changed))
    record(actor=by, verb=Verb.TASK_CORRECTED, target=task, before=old, after=new)
    return task


def write(task: Task, changed: Mapping[str, Any], plan: Plan) -> None:
    """Save changed facts of ``task``, its parties and its doubts.

    Doubts that only the reading knew stay until a person has corrected the
    words they are about.
    """
    facts.put(task, changed)
    if "parties" in changed:
        task.parties.all().delete()
        Party.objects.bulk_create(facts.parties(task, changed))
    sheet = facts.of_row(Task.objects.prefetch_related("parties").get(pk=task.pk)) | dict(changed)
    kept = [code for code in task.doubts if code in {"finding", "mended", "dates_disagree"} and "text" not in changed]
    if "due" in changed:
        kept = [code for code in kept if code != "dates_disagree"]
    task.doubts = doubts.of_facts(sheet, issued=plan.directive.date) + kept
    task.confidence = doubts.confidence((task.proposed or {}).get("origin", ""), task.doubts)
    task.save()


@transaction.atomic
def undo(*, by: User, plan_id: int) -> list[Task]:
    """Undo this person's last decision on a plan, unless somebody has gone on from there."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office", "directive").get(pk=plan_id)
    require(rights.may_review(by, plan))
    last = plan.steps.select_for_update().filter(by=by, undone_at=None).order_by("-pk").first()
    if last is None:
        raise ValidationError(_("Không còn quyết định nào của bạn để hoàn tác."))
    touched = {one["task"] for one in last.before} | set(last.made)
    later = plan.steps.filter(pk__gt=last.pk, undone_at=None)
    if any(touched & ({one["task"] for one in step.before} | set(step.made)) for step in later):
        raise ValidationError(_("Người khác đã xử lý tiếp nhiệm vụ này; không hoàn tác được nữa."))
    tasks = locked(touched)
    if any(task.state in (TaskState.CONFIRMED, TaskState.ENDED) for task in tasks):
        raise ValidationError(_("Nhiệm vụ đã được xác nhận; hãy đề nghị sửa thay vì hoàn tác."))
    _put_back({task.pk: task for task in tasks}, last)
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    record(actor=by, verb=Verb.REVIEW_UNDONE, target=plan, undone=last.verb, tasks=sorted(touched))
    return tasks


def _put_back(tasks: Mapping[int, Task], last: Step) -> None:
    for pk in last.made:
        tasks[pk].state = TaskState.REPLACED
        tasks[pk].save(update_fields=["state"])
    for one in last.before:
        task = tasks[one["task"]]
        facts.put(task, one["facts"])
        for name in STATE:
            setattr(task, name, one[name])
        task.save()
        task.parties.all().delete()
        Party.objects.bulk_create(facts.parties(task, one["facts"]))


def reviewed(by: User, task_ids: Iterable[int]) -> tuple[list[Task], Plan]:
    """Tasks of one plan that ``by`` may still decide alone, held, with their plan."""
    tasks = locked(task_ids)
    plan = plan_of(tasks)
    require(rights.may_review(by, plan))
    for task in tasks:
        if task.state not in OPEN:
            words = _("Nhiệm vụ “%(task)s”: %(state)s; không còn ở bước rà soát. Hãy tải lại trang.")
            raise ValidationError(words % {"task": task.label, "state": task.get_state_display()})
    return tasks, plan


def step(plan: Plan, by: User, verb: Verb, tasks: Sequence[Task], made: Sequence[Task] = ()) -> Step:
    """Keep what stands before a decision, so that it can be undone."""
    before = [
        {"task": task.pk, "facts": facts.of_row(task), **{name: getattr(task, name) for name in STATE}}
        for task in tasks
    ]
    return Step.objects.create(
        plan=plan, by=by, at=timezone.now(), verb=verb, before=before, made=[task.pk for task in made]
    )
