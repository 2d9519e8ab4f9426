"""What a unit writes into an expected report (báo cáo của đơn vị): lines, figures, files."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.reports.models.expected import Expected
from dondoc_web.work.models import Obligation, Task


class Approval(models.TextChoices):
    """What the unit's leader said, where the office asks for that."""

    NONE = "none", _("chưa trình duyệt")
    WAITING = "waiting", _("chờ lãnh đạo đơn vị duyệt")
    APPROVED = "approved", _("lãnh đạo đơn vị đã duyệt")


class UnitReport(models.Model):
    """The content of one expected report; whether it is in, accepted or returned stands on that.

    ``version`` counts how often it was handed in. ``changed_at`` is shown back
    by forms, so that nobody overwrites what another has just written.
    """

    expected = models.OneToOneField(Expected, on_delete=models.PROTECT, related_name="written")
    summary = models.TextField(_("đánh giá chung"), blank=True)
    difficulties = models.TextField(_("khó khăn, vướng mắc chung"), blank=True)
    proposals = models.TextField(_("kiến nghị, đề xuất chung"), blank=True)
    prepared_at = models.DateTimeField(_("lúc lập"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("lúc sửa"))
    version = models.PositiveSmallIntegerField(_("lần nộp"), default=0)
    approval = models.CharField(_("phê duyệt"), max_length=10, choices=Approval, default=Approval.NONE)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["expected"]
        verbose_name = _("báo cáo của đơn vị")

    def __str__(self) -> str:
        return f"{self.expected_id}, {self.version}"


class LineStanding(models.TextChoices):
    """How far a task was at the end of the period."""

    DONE = "done", _("hoàn thành trong hạn")
    LATE = "late", _("hoàn thành quá hạn")
    DOING = "doing", _("đang thực hiện")
    NOT_DONE = "not_done", _("chưa thực hiện")


class ReportLine(models.Model):
    """One task in a unit's report: how far, what was done, what stood in the way.

    ``basis`` holds the keys of the progress notes that it was prepared from;
    ``prepared`` what the preparation wrote, so that an edit is told from it.
    A line without an obligation was added by the unit.
    """

    report = models.ForeignKey(UnitReport, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    obligation = models.ForeignKey(Obligation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("nhiệm vụ"))
    standing = models.CharField(_("kết quả"), max_length=10, choices=LineStanding, default=LineStanding.NOT_DONE)
    result = models.TextField(_("nội dung đã thực hiện"), blank=True)
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True)
    proposals = models.TextField(_("kiến nghị, đề xuất"), blank=True)
    basis = models.JSONField(default=list, blank=True)
    prepared = models.JSONField(default=dict, blank=True)
    edited = models.BooleanField(default=False)

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "obligation"], name="one_line_per_report_and_obligation")
        ]
        verbose_name = _("dòng báo cáo")

    def __str__(self) -> str:
        return self.words[:80]


class ReportFigure(models.Model):
    """A figure of a line, with its unit: 12 "tin, bài"."""

    line = models.ForeignKey(ReportLine, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("chỉ tiêu"), max_length=300)
    value = models.DecimalField(_("số lượng"), max_digits=18, decimal_places=3)
    unit = models.CharField(_("đơn vị tính"), max_length=60, blank=True)

    class Meta:
        ordering = ["line", "id"]
        verbose_name = _("số liệu báo cáo")

    def __str__(self) -> str:
        return f"{self.label}: {self.value} {self.unit}".strip()


def place_of_attachment(attachment: ReportAttachment, name: str) -> str:
    """A path that says nothing of the file."""
    key = uuid.uuid4().hex
    return f"reports/{key[:2]}/{key}"


class ReportAttachment(models.Model):
    """A file that goes with a unit's report."""

    report = models.ForeignKey(UnitReport, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(_("tệp"), upload_to=place_of_attachment)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "id"]
        verbose_name = _("tệp kèm báo cáo")

    def __str__(self) -> str:
        return self.name


class FilledForm(models.Model):
    """What an uploaded form would change, until a person has looked at it; the last one of a report.

    ``content`` is what :func:`dondoc_web.reports.filling.as_json` keeps; ``seen``
    the stamp of the report that it was compared with.
    """

    report = models.OneToOneField(UnitReport, on_delete=models.CASCADE, related_name="filled")
    name = models.CharField(_("tên tệp"), max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    seen = models.CharField(max_length=40)
    older = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mẫu báo cáo đã điền")

    def __str__(self) -> str:
        return self.name
