"""The write side of confirmation: a second person makes orders of accepted tasks, or sends them back.

Nobody is the only checker of own work where the office asks for a second person
(``OfficeSettings.second_person``, on by default).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.document import Role
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work import review_rights as rights
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import OfficeSettings, Plan, PlanState, Task, TaskState


def needs_second_person(plan: Plan) -> bool:
    """The office asks for a second person; it does unless it said otherwise."""
    chosen = OfficeSettings.objects.filter(office=plan.office_id).values_list("second_person", flat=True).first()
    return True if chosen is None else chosen


@transaction.atomic
def confirm(*, by: User, task_ids: Iterable[int]) -> list[Task]:
    """Make orders of accepted tasks of one plan; all of them or none."""
    tasks = locked(task_ids)
    plan = plan_of(tasks)
    require(rights.may_confirm(by, plan))
    second = needs_second_person(plan)
    for task in tasks:
        _check(task, by, second)
    now = timezone.now()
    for task in tasks:
        task.state, task.confirmed_by, task.confirmed_at = TaskState.CONFIRMED, by, now
        task.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    if plan.state == PlanState.REVIEW:
        plan.state, plan.confirmed_at = PlanState.CONFIRMED, now
        plan.save(update_fields=["state", "confirmed_at"])
    for task in tasks:
        order_task(task=task, by=by)
    record(actor=by, verb=Verb.TASKS_CONFIRMED, target=plan, tasks=[task.pk for task in tasks])
    return tasks


def _check(task: Task, by: User, second: bool) -> None:
    if task.state != TaskState.ACCEPTED:
        raise ValidationError(_("Nhiệm vụ “%s” không còn chờ xác nhận; hãy tải lại trang.") % task.label)
    if second and task.accepted_by_id == by.pk:
        raise ValidationError(_("Bạn đã rà soát nhiệm vụ “%s”; cần người thứ hai xác nhận.") % task.label)
    if not has_lead(task):
        words = _("Nhiệm vụ “%s” chưa rõ cơ quan chủ trì; hãy trả lại để chọn cơ quan trước khi xác nhận.")
        raise ValidationError(words % task.label)


def has_lead(task: Task) -> bool:
    """An agency or a group that is known leads it."""
    return any(party.role == Role.LEAD.value and (party.agency_id or party.group_id) for party in task.parties.all())


@transaction.atomic
def confirm_all(*, by: User, plan_id: int) -> list[Task]:
    """Make orders of every accepted task of a plan that ``by`` may confirm and that somebody leads."""
    plan = Plan.objects.select_related("office").get(pk=plan_id)
    require(rights.may_confirm(by, plan))
    waiting = plan.tasks.filter(state=TaskState.ACCEPTED).prefetch_related("parties")
    if needs_second_person(plan):
        waiting = waiting.exclude(accepted_by=by)
    chosen = [task.pk for task in waiting if has_lead(task)]
    if not chosen:
        raise ValidationError(_("Không có nhiệm vụ nào bạn có thể xác nhận."))
    return confirm(by=by, task_ids=chosen)


@transaction.atomic
def send_back(*, by: User, task_ids: Iterable[int], reason: str) -> list[Task]:
    """Return accepted tasks to review, with a reason that the reviewer reads."""
    tasks = locked(task_ids)
    plan = plan_of(tasks)
    require(rights.may_confirm(by, plan))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do trả lại."))
    for task in tasks:
        if task.state != TaskState.ACCEPTED:
            raise ValidationError(_("Nhiệm vụ “%s” không còn chờ xác nhận; hãy tải lại trang.") % task.label)
        task.state, task.returned_reason = TaskState.PROPOSED, reason.strip()
        task.accepted_by = task.accepted_at = None
        task.save(update_fields=["state", "returned_reason", "accepted_by", "accepted_at"])
    record(actor=by, verb=Verb.TASKS_SENT_BACK, target=plan, tasks=[task.pk for task in tasks], reason=reason.strip())
    return tasks


def locked(task_ids: Iterable[int]) -> list[Task]:
    """The tasks in their order, held for the rest of the caller's transaction; all of one plan."""
    wanted = set(task_ids)
    tasks = list(
        Task.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").prefetch_related("parties")
    )
    if len(tasks) != len(wanted) or not tasks:
        raise ValidationError(_("Hãy chọn nhiệm vụ còn trong danh sách."))
    return sorted(tasks, key=lambda task: (task.position, task.pk))


def plan_of(tasks: Iterable[Task]) -> Plan:
    """The plan that all ``tasks`` belong to."""
    keys = {task.plan_id for task in tasks}
    if len(keys) != 1:
        raise ValidationError(_("Hãy chọn nhiệm vụ của cùng một kế hoạch."))
    return Plan.objects.select_related("office", "directive").get(pk=keys.pop())
