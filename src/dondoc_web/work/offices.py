"""The write side of an office's settings: how its days count, who confirms, which days are worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work.models import DayBefore, DayOverride, OfficeSettings

SETTLES = (Role.ADMINISTRATOR,)
LONGEST_SOON = 60


def may_settle(user: User, office: Agency) -> bool:
    """Administrators of the branch."""
    return reaches(user, office, SETTLES)


@dataclass(frozen=True, slots=True)
class Settled:
    """What an office settles; ``reporting_year_ends`` is ``MM-DD``."""

    second_person: bool
    day_before: str
    due_soon_days: int
    reporting_year_ends: str
    reports_approved: bool = False

    def check(self) -> None:
        """Stop at a value that no rule can count with."""
        if self.day_before not in DayBefore.values:
            raise ValidationError(_("Hãy chọn cách tính “trước ngày”."))
        if not 0 <= self.due_soon_days <= LONGEST_SOON:
            raise ValidationError(_("Số ngày “sắp đến hạn” từ 0 đến %s.") % LONGEST_SOON)
        try:
            # A year without 29 February: the day must be there every year.
            date.fromisoformat(f"2025-{self.reporting_year_ends}")
        except ValueError as error:
            raise ValidationError(_("Ngày cuối năm báo cáo không có trong mọi năm; hãy ghi như 14/12.")) from error


@transaction.atomic
def settle(*, office_id: int, by: User, settled: Settled) -> OfficeSettings:
    """Set how the office works; rounds that are made already keep their days."""
    office = Agency.objects.get(pk=office_id)
    require(may_settle(by, office))
    settled.check()
    OfficeSettings.objects.get_or_create(office=office)
    row = OfficeSettings.objects.select_for_update().get(office=office)
    before = {name: getattr(row, name) for name in settled.__dataclass_fields__}
    after = {name: getattr(settled, name) for name in settled.__dataclass_fields__}
    if before != after:
        for name, value in after.items():
            setattr(row, name, value)
        row.save()
        record(actor=by, verb=Verb.OFFICE_SETTLED, target=office, before=before, after=after)
    return row


@transaction.atomic
def enter_day(*, office_id: int, by: User, day: date, works: bool, reason: str) -> DayOverride:
    """Say that ``day`` is worked or not, against the calendar; a second word on the same day replaces the first."""
    office = Agency.objects.get(pk=office_id)
    require(may_settle(by, office))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do hoặc văn bản căn cứ."))
    row, _new = DayOverride.objects.update_or_create(
        office=office, day=day, defaults={"works": works, "reason": reason.strip()[:200]}
    )
    record(actor=by, verb=Verb.DAY_ENTERED, target=office, day=str(day), works=works, reason=row.reason)
    return row


@transaction.atomic
def remove_day(*, override_id: int, by: User) -> Agency:
    """Take back what was said of a day."""
    row = DayOverride.objects.select_related("office").get(pk=override_id)
    require(may_settle(by, row.office))
    record(actor=by, verb=Verb.DAY_REMOVED, target=row.office, day=str(row.day), works=row.works, reason=row.reason)
    row.delete()
    return row.office
