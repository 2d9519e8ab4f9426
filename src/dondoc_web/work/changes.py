"""The write side of changes to tasks that people have decided before: one person decides, a second one confirms.

A change comes from a correction by hand, from a later reading, or from a later
directive (:mod:`.rereading`, :mod:`.life`). Finished rounds stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work import facts, renewing
from dondoc_web.work import review_rights as rights
from dondoc_web.work.confirming import needs_second_person
from dondoc_web.work.models import ChangeKind, Plan, ProposalState, Task, TaskChange, TaskState
from dondoc_web.work.review import write

WRITES = (ChangeKind.CORRECT, ChangeKind.REREAD, ChangeKind.AMEND)
ENDS = (ChangeKind.GONE, ChangeKind.END)


@transaction.atomic
def propose_correction(*, by: User, task_id: int, changed: Mapping[str, Any], reason: str) -> TaskChange:
    """Ask for a correction of a confirmed task, with a reason; a second person confirms it."""
    task = Task.objects.select_for_update(of=("self",)).select_related("plan__office").get(pk=task_id)
    require(rights.may_review(by, task.plan))
    if task.state != TaskState.CONFIRMED:
        raise ValidationError(_("Nhiệm vụ chưa được xác nhận; hãy sửa ngay ở bước rà soát."))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do sửa nhiệm vụ đã xác nhận."))
    if not changed:
        raise ValidationError(_("Chưa có trường nào thay đổi."))
    if task.changes.filter(state__in=WAITING).exists():
        raise ValidationError(_("Nhiệm vụ này đang có một thay đổi chờ quyết định; hãy xử lý thay đổi đó trước."))
    sheet, now = facts.of_row(task), timezone.now()
    change = TaskChange.objects.create(
        task=task,
        kind=ChangeKind.CORRECT,
        before={name: sheet[name] for name in changed},
        after=dict(changed),
        reason=reason.strip(),
        state=ProposalState.DECIDED,
        made_at=now,
        decided_by=by,
        decided_at=now,
    )
    record(actor=by, verb=Verb.CHANGE_DECIDED, target=task, kind=change.kind, after=change.after, reason=change.reason)
    return change


WAITING = (ProposalState.PROPOSED, ProposalState.DECIDED)


@transaction.atomic
def decide(*, by: User, change_id: int, take: bool) -> TaskChange:
    """Take a proposed change or leave it; one of an order then waits for a second person."""
    change, plan = held(change_id, ProposalState.PROPOSED)
    require(rights.may_review(by, plan))
    change.decided_by, change.decided_at = by, timezone.now()
    if not take:
        change.state = ProposalState.REFUSED
    elif change.task.state == TaskState.CONFIRMED:
        change.state = ProposalState.DECIDED
    else:
        apply(change, plan, by)
    change.save()
    record(actor=by, verb=Verb.CHANGE_DECIDED, target=change.task, kind=change.kind, taken=take, after=change.after)
    return change


@transaction.atomic
def confirm(*, by: User, change_id: int) -> TaskChange:
    """Make a decided change hold: the second person's word."""
    change, plan = held(change_id, ProposalState.DECIDED)
    require(rights.may_confirm(by, plan))
    if needs_second_person(plan) and change.decided_by_id == by.pk:
        raise ValidationError(_("Bạn đã quyết định thay đổi này; cần người thứ hai xác nhận."))
    apply(change, plan, by)
    change.confirmed_by, change.confirmed_at = by, timezone.now()
    change.save()
    record(
        actor=by,
        verb=Verb.CHANGE_CONFIRMED,
        target=change.task,
        kind=change.kind,
        before=change.before,
        after=change.after,
    )
    return change


@transaction.atomic
def send_back(*, by: User, change_id: int, reason: str) -> TaskChange:
    """Do not confirm a decided change, and say why: a correction by hand falls, a proposal is open again."""
    change, plan = held(change_id, ProposalState.DECIDED)
    require(rights.may_confirm(by, plan))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do trả lại."))
    change.state = ProposalState.REFUSED if change.kind == ChangeKind.CORRECT else ProposalState.PROPOSED
    change.decided_by = change.decided_at = None
    change.save()
    record(actor=by, verb=Verb.CHANGE_SENT_BACK, target=change.task, kind=change.kind, reason=reason.strip())
    return change


def apply(change: TaskChange, plan: Plan, by: User) -> None:
    """Write what a change says into its task and what is owed; the caller saves the change."""
    task = change.task
    change.state = ProposalState.DONE
    if change.kind in WRITES:
        sheet = facts.of_row(task)
        change.before = {name: sheet[name] for name in change.after}
        write(task, change.after, plan)
        if task.state == TaskState.CONFIRMED:
            renewing.renew(task, by=by, reason=change.reason)
    elif change.kind in ENDS:
        ordered = task.state == TaskState.CONFIRMED
        task.state = TaskState.ENDED if ordered else TaskState.REFUSED
        task.refused_reason = change.reason
        task.save(update_fields=["state", "refused_reason"])
        if ordered:
            renewing.cancel_open(task, by=by, reason=change.reason)


def held(change_id: int, state: ProposalState) -> tuple[TaskChange, Plan]:
    """A change in ``state`` with its task and plan, held for the rest of the caller's transaction."""
    change = TaskChange.objects.select_for_update(of=("self",)).filter(pk=change_id).first()
    if change is None or change.state != state:
        raise ValidationError(_("Thay đổi này đã được xử lý; hãy tải lại trang."))
    change.task = Task.objects.select_for_update(of=("self",)).get(pk=change.task_id)
    plan = Plan.objects.select_related("office", "directive").get(pk=change.task.plan_id)
    return change, plan
