"""The write side of following: the office changes a day, transfers, suspends, resumes, cancels; each with a reason."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work import follow_rights as rights
from dondoc_web.work import totals
from dondoc_web.work.holding import WORKING, asked, check, facts, locked, save
from dondoc_web.work.models import STAGES_OVER, Obligation, Occurrence, Stage
from dondoc_web.work.rounds import DueRule

OPEN = tuple(stage for stage in Stage if stage not in STAGES_OVER)


@transaction.atomic
def change_due(
    *, obligation_id: int, by: User, due_on: date | None, reason: str, seen: str | None = None
) -> Occurrence:
    """Set the day of a round by hand; obligations of it that are over, or have a day of their own, keep theirs.

    ``None`` takes the day away. The old day stays in the log.
    """
    round_id = Obligation.objects.values_list("occurrence_id", flat=True).get(pk=obligation_id)
    # A lock that lets others refer to the round: a transfer holds its obligation and adds one to the round.
    occurrence = Occurrence.objects.select_for_update(of=("self",), no_key=True).get(pk=round_id)
    rows = Obligation.objects.select_for_update(of=("self",), no_key=True).filter(occurrence=round_id).order_by("pk")
    held = list(rows.select_related("office", "agency"))
    asking = next(one for one in held if one.pk == obligation_id)
    require(rights.may_direct(by, asking))
    check(asking, seen=seen, stages=OPEN)
    reason = asked(reason, _("Hãy ghi lý do đổi hạn."))
    if due_on == asking.due_on:
        raise ValidationError(_("Hạn mới trùng hạn đang có; hãy chọn ngày khác."))
    before, now = {"due_on": str(asking.due_on or ""), "rule": occurrence.due_rule}, timezone.now()
    touched = [one for one in held if one.stage in OPEN and one.due_on == asking.due_on]
    gone = [totals.kind_of(one) for one in touched]
    for one in touched:
        one.due_on, one.changed_at = due_on, now
    Obligation.objects.bulk_update(touched, ["due_on", "changed_at"])
    totals.note(gone=gone, come=[totals.kind_of(one) for one in touched])
    occurrence.due_on, occurrence.due_rule, occurrence.due_reason = due_on, DueRule.BY_HAND.value, reason
    occurrence.save(update_fields=["due_on", "due_rule", "due_reason"])
    after = {"due_on": str(due_on or ""), "rule": occurrence.due_rule}
    also = [one.pk for one in touched]
    record(actor=by, verb=Verb.DUE_CHANGED, target=asking, before=before, after=after, reason=reason, obligations=also)
    return occurrence


@transaction.atomic
def transfer(*, obligation_id: int, by: User, to: Agency, reason: str, seen: str | None = None) -> Obligation:
    """Hand an obligation to another agency: the old one is over there, a new one with the same day begins here."""
    old = locked(obligation_id)
    require(rights.may_direct(by, old))
    check(old, seen=seen, stages=(*WORKING, Stage.SUSPENDED))
    reason = asked(reason, _("Hãy ghi lý do chuyển giao."))
    if Obligation.objects.filter(occurrence=old.occurrence_id, agency=to).exists():
        raise ValidationError(_("“%s” đã có việc này trong kỳ; hãy chọn cơ quan khác.") % to)
    before = facts(old)
    new = Obligation.objects.create(
        occurrence=old.occurrence,
        agency=to,
        task=old.task,
        plan=old.plan,
        office=old.office,
        due_on=old.due_on,
        follows=old,
        reason=reason,
        changed_at=timezone.now(),
    )
    totals.note(come=[totals.kind_of(new)])
    old.stage_before, old.stage, old.reason = old.stage, Stage.TRANSFERRED, reason
    save(old, by=by, verb=Verb.OBLIGATION_TRANSFERRED, before=before, reason=reason, to=to.pk, new=new.pk)
    return new


@transaction.atomic
def suspend(*, obligation_id: int, by: User, reason: str, seen: str | None = None) -> Obligation:
    """Put an obligation aside for a while; its day stays, and it is kept out of the rates."""
    return _set_aside(obligation_id, by, Stage.SUSPENDED, reason, seen)


@transaction.atomic
def cancel(*, obligation_id: int, by: User, reason: str, seen: str | None = None) -> Obligation:
    """Say that an obligation will not be carried out."""
    return _set_aside(obligation_id, by, Stage.CANCELLED, reason, seen)


def _set_aside(obligation_id: int, by: User, stage: Stage, reason: str, seen: str | None) -> Obligation:
    obligation = locked(obligation_id)
    require(rights.may_direct(by, obligation))
    check(obligation, seen=seen, stages=WORKING if stage == Stage.SUSPENDED else (*WORKING, Stage.SUSPENDED))
    obligation.reason = asked(reason, _("Hãy ghi lý do."))
    before = facts(obligation)
    obligation.stage_before, obligation.stage = obligation.stage, stage
    verb = Verb.OBLIGATION_SUSPENDED if stage == Stage.SUSPENDED else Verb.OBLIGATION_CANCELLED
    save(obligation, by=by, verb=verb, before=before, reason=obligation.reason)
    return obligation


@transaction.atomic
def resume(*, obligation_id: int, by: User, reason: str, seen: str | None = None) -> Obligation:
    """Take up a suspended obligation where it was left."""
    obligation = locked(obligation_id)
    require(rights.may_direct(by, obligation))
    check(obligation, seen=seen, stages=(Stage.SUSPENDED,))
    obligation.reason = asked(reason, _("Hãy ghi lý do."))
    before = facts(obligation)
    obligation.stage, obligation.stage_before = obligation.stage_before or Stage.NOT_STARTED, ""
    save(obligation, by=by, verb=Verb.OBLIGATION_RESUMED, before=before, reason=obligation.reason)
    return obligation
