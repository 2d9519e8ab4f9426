"""What an office has settled for its own work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency


class DayBefore(models.TextChoices):
    """How "trước ngày X" is counted: X itself is the last day, or the day before it."""

    SAME_DAY = "same_day", _("ngày được nêu là ngày cuối")
    DAY_BEFORE = "day_before", _("ngày cuối là ngày liền trước ngày được nêu")


class OfficeSettings(models.Model):
    """Settings of one office (cơ quan theo dõi); an office without a row has the defaults.

    ``reporting_year_ends`` is the day ``MM-DD`` of Decree 09/2019/NĐ-CP, Article 12.
    """

    office = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="settings")
    second_person = models.BooleanField(_("cần người thứ hai xác nhận"), default=True)
    day_before = models.CharField(_("“trước ngày”"), max_length=10, choices=DayBefore, default=DayBefore.SAME_DAY)
    due_soon_days = models.PositiveSmallIntegerField(_("số ngày “sắp đến hạn”"), default=3)
    reporting_year_ends = models.CharField(_("ngày cuối năm báo cáo"), max_length=5, default="12-14")
    reports_approved = models.BooleanField(_("báo cáo của đơn vị phải được lãnh đạo đơn vị duyệt"), default=False)

    class Meta:
        verbose_name = _("thiết lập của cơ quan")

    def __str__(self) -> str:
        return str(self.office)


class DayOverride(models.Model):
    """A day that is worked or not worked, against what the calendar says (ngày nghỉ, ngày làm bù), for a branch."""

    office = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="day_overrides")
    day = models.DateField(_("ngày"))
    works = models.BooleanField(_("làm việc"))
    reason = models.CharField(_("lý do, căn cứ"), max_length=200)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="one_override_per_office_and_day")]
        verbose_name = _("ngày nghỉ, ngày làm bù")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
