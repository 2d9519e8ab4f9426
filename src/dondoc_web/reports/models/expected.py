"""Reporting duties (chế độ báo cáo) and expected reports (báo cáo phải nộp)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.document import ReportingKind, Role
from dondoc_web.agencies.models import Agency, Group, Valid
from dondoc_web.reports.regimes import DEFAULT, OwnDays
from dondoc_web.work.models import Plan, Task


class Frequency(models.TextChoices):
    """How often a report is asked for."""

    MONTH = "month", _("hằng tháng")
    QUARTER = "quarter", _("hằng quý")
    HALF_YEAR = "half_year", _("6 tháng")
    NINE_MONTHS = "nine_months", _("9 tháng")
    YEAR = "year", _("hằng năm")
    ONCE = "once", _("một lần")
    AD_HOC = "ad_hoc", _("đột xuất, khi có yêu cầu")


PERIODIC = (Frequency.MONTH, Frequency.QUARTER, Frequency.HALF_YEAR, Frequency.NINE_MONTHS, Frequency.YEAR)


class DutyState(models.TextChoices):
    """What people have said of a duty; reports are expected from confirmed ones only."""

    PROPOSED = "proposed", _("máy đề xuất")
    CONFIRMED = "confirmed", _("đã xác nhận")
    REFUSED = "refused", _("không áp dụng")


REGIME_WORDS = [
    (DEFAULT, _("Nghị định 09/2019/NĐ-CP (15 đến 14, hạn ngày 25)")),
    ("calendar", _("theo lịch, hạn do văn bản nêu")),
    ("closing2", _("Nghị định 09/2019/NĐ-CP, hạn 2 ngày làm việc sau ngày chốt")),
]
KINDS = [
    (ReportingKind.REPORT.value, _("báo cáo")),
    (ReportingKind.CONSOLIDATED_REPORT.value, _("báo cáo tổng hợp")),
    (ReportingKind.BUDGET_SUBMISSION.value, _("dự toán, kinh phí")),
    (ReportingKind.PROPOSAL.value, _("đề xuất, kiến nghị")),
]


class Duty(models.Model):
    """Who reports to whom, through whom, how often (chế độ báo cáo).

    ``words`` stand at ``spans`` of the text of the plan's source. ``due`` and
    ``closes`` are days that the directive names (``--12-10``, ``---20``, one
    date for a single report); they win over the regime. ``parent`` is the duty
    that takes this one's reports further up (the ladder). ``since`` and
    ``until`` bound the periods. ``key`` keeps a second proposal from doubling it.
    """

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reporting_duties")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="duties")
    key = models.CharField(max_length=64, blank=True, editable=False)
    words = models.TextField(_("nội dung"))
    spans = models.JSONField(default=list, blank=True)
    kind = models.CharField(_("loại"), max_length=24, choices=KINDS, default=ReportingKind.REPORT.value)
    who = models.TextField(_("ai báo cáo, theo văn bản"), blank=True)
    to = models.CharField(_("gửi, theo văn bản"), max_length=300, blank=True)
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(_("qua"), max_length=300, blank=True)
    frequency = models.CharField(_("chu kỳ"), max_length=12, choices=Frequency, blank=True)
    regime = models.CharField(_("chế độ tính kỳ"), max_length=20, choices=REGIME_WORDS, default=DEFAULT)
    closes = models.CharField(_("ngày chốt số liệu do văn bản nêu"), max_length=10, blank=True)
    due = models.CharField(_("hạn do văn bản nêu"), max_length=10, blank=True)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến ngày"), null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="below")
    state = models.CharField(_("tình trạng"), max_length=10, choices=DutyState, default=DutyState.PROPOSED)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["office", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"], condition=~models.Q(key=""), name="one_duty_per_plan_and_words"
            )
        ]
        verbose_name = _("chế độ báo cáo")

    def __str__(self) -> str:
        return self.words[:120]

    @property
    def own_days(self) -> OwnDays:
        """The days that the directive names."""
        return OwnDays(self.closes, self.due)

    @property
    def leads(self) -> list[Agency | Group]:
        """The lead bodies of its task as people left them: who reports where the words name nobody that is known."""
        parties = self.task.parties.all() if self.task else ()
        found = [one.agency or one.group for one in parties if one.role == Role.LEAD.value]
        return [body for body in found if body is not None]

    @property
    def topic(self) -> str:
        """What its directive is about: the function by which it passes on where its own words name none."""
        return self.plan.directive.subject if self.plan else ""


class DutyReporter(Valid):
    """A body or a group that has to report; a group is expanded at the closing day of each period."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="reporters")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["duty", "id"]
        verbose_name = _("đơn vị phải báo cáo")

    def __str__(self) -> str:
        return str(self.agency or self.group)


class ReportState(models.TextChoices):
    """How far an expected report is: recorded; whether it is on time is computed."""

    OWED = "owed", _("chưa nộp")
    HANDED_IN = "handed_in", _("đã nộp, chờ tiếp nhận")
    ACCEPTED = "accepted", _("đã tiếp nhận")
    RETURNED = "returned", _("bị trả lại")
    PASSED_ON = "passed_on", _("không phải nộp nữa")


class Expected(models.Model):
    """Duty × agency × period (báo cáo phải nộp).

    ``closing_rule`` and ``due_rule`` name the rules that gave the days.
    ``handed_on`` is the day that counts, whenever it was accepted. ``granted_until``
    is an exception to the lock; granted before the report was late it moves the
    day that counts as well, to ``extended_to``. ``passed_to`` holds the report of a body that
    ended before its due day.
    """

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="expected")
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="expected_reports")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("kỳ"), max_length=40)
    start = models.DateField(_("từ ngày"))
    closes_on = models.DateField(_("ngày chốt số liệu"))
    due_on = models.DateField(_("hạn"))
    closing_rule = models.CharField(max_length=30)
    due_rule = models.CharField(max_length=30)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=ReportState, default=ReportState.OWED)
    handed_on = models.DateField(_("ngày nộp"), null=True, blank=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(_("số, ký hiệu báo cáo"), max_length=300, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    granted_until = models.DateField(_("được nộp đến ngày"), null=True, blank=True)
    granted_on = models.DateField(_("ngày cho nộp"), null=True, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    passed_to = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "agency", "period"], name="one_report_per_duty_and_agency_and_period"
            )
        ]
        indexes = [
            models.Index(fields=["office", "due_on"], name="report_of_office"),
            models.Index(fields=["agency", "due_on"], name="report_of_agency"),
        ]
        verbose_name = _("báo cáo phải nộp")

    def __str__(self) -> str:
        return f"{self.duty_id} × {self.agency_id} {self.period}"

    @property
    def counted_until(self) -> date:
        """The last day on which it is on time; an exception given after the due day makes nothing on time."""
        return self.extended_to or self.due_on

    @property
    def open_until(self) -> date:
        """The last day on which the agency may hand in by itself."""
        return max(self.due_on, self.granted_until or self.due_on)
