"""The write side of the ladder and of what people have seen."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.reminders.giving import ladder_of
from dondoc_web.reminders.ladder import Step, shipped
from dondoc_web.reminders.models import REMINDED, LadderStep, Reminder
from dondoc_web.work.offices import may_settle

FARTHEST = 60
"""Days from the due day within which a step may lie."""
MOST = 20


@transaction.atomic
def set_ladder(*, office_id: int, by: User, steps: Sequence[Step]) -> Sequence[Step]:
    """Replace the ladder of an office; steps that were given are not given again. An empty one is the shipped one."""
    office = Agency.objects.select_for_update().get(pk=office_id)
    require(may_settle(by, office))
    _check(steps)
    before = [step.code for step in ladder_of(office)]
    LadderStep.objects.filter(office=office).delete()
    if list(steps) != list(shipped()):
        LadderStep.objects.bulk_create(
            LadderStep(office=office, days=step.days, working=step.working, to=step.to) for step in steps
        )
    after = ladder_of(office)
    record(actor=by, verb=Verb.LADDER_SET, target=office, before=before, after=[step.code for step in after])
    return after


def _check(steps: Sequence[Step]) -> None:
    if len(steps) > MOST:
        raise ValidationError(_("Không quá %s bậc nhắc việc.") % MOST)
    if any(abs(step.days) > FARTHEST or step.to not in {role.value for role in REMINDED} for step in steps):
        raise ValidationError(_("Mỗi bậc cách hạn không quá %s ngày và nhắc một trong các vai trò đã nêu.") % FARTHEST)
    if len({(step.days, step.to) for step in steps}) != len(steps):
        raise ValidationError(_("Mỗi ngày chỉ nhắc một vai trò một lần; hãy bỏ bậc trùng."))


@transaction.atomic
def mark_seen(*, by: User, up_to: int | None = None) -> int:
    """The person has seen all own reminders, or those up to the key ``up_to``; how many were new.

    Looking is no change of the work, so no event.
    """
    new = Reminder.objects.filter(person=by, seen_at=None)
    if up_to is not None:
        new = new.filter(pk__lte=up_to)
    return new.update(seen_at=timezone.now())
