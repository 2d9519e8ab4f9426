"""What is kept of a paper that an office made: its words, and the lines of its table with what they came from."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency
from dondoc_web.jobs.models import Job
from dondoc_web.work.models import Obligation, Plan, Task


class Kind(models.TextChoices):
    """What the site makes from its own data."""

    REMINDER = "reminder", _("Công văn đôn đốc nhiệm vụ quá hạn")
    SLIP = "slip", _("Phiếu giao việc")
    SUBMISSION = "submission", _("Tờ trình giao nhiệm vụ của kế hoạch")
    ANNEX = "annex", _("Phụ lục danh mục nhiệm vụ của kế hoạch")


def place_of_pdf(paper: OfficialPaper, name: str) -> str:
    """A path that says nothing of the paper."""
    key = uuid.uuid4().hex
    return f"papers/{key[:2]}/{key}.pdf"


class OfficialPaper(models.Model):
    """A paper (văn bản hành chính) before it has a number: a draft for the clerk.

    ``day`` is the day at which its lists were taken. ``words`` holds the
    phrases that people may change (:data:`dondoc_web.papers.wording.FIELDS`).
    ``pdf`` was made of the DOCX with the digest ``pdf_of``.
    """

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="papers", verbose_name=_("cơ quan"))
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    day = models.DateField(_("số liệu đến ngày"))
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="papers")
    words = models.JSONField(_("lời văn"), default=dict)
    pdf = models.FileField(upload_to=place_of_pdf, blank=True)
    pdf_of = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("lúc lập"))
    changed_at = models.DateTimeField(_("lúc sửa"))

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["office", "-id"], name="paper_of_office")]
        verbose_name = _("văn bản hành chính")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words.get('abstract', '')}"


class Standing(models.TextChoices):
    """Where a form of the office's own stands."""

    TRIAL = "trial", _("đang thử")
    IN_USE = "in_use", _("đang dùng")
    WITHDRAWN = "withdrawn", _("đã rút")


def place_of_form(form: OfficeForm, name: str) -> str:
    """A path that says nothing of the form."""
    key = uuid.uuid4().hex
    return f"paper-forms/{key[:2]}/{key}.docx"


class OfficeForm(models.Model):
    """A DOCX of an office (mẫu của cơ quan) that stands in for the shipped form of one kind of paper.

    ``trial`` is that DOCX filled with made-up words, ``shown`` its lines, for people to look at.
    """

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan"))
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(upload_to=place_of_form)
    sha256 = models.CharField(max_length=64)
    trial = models.FileField(upload_to=place_of_form)
    shown = models.JSONField(default=list)
    standing = models.CharField(_("tình trạng"), max_length=10, choices=Standing.choices, default=Standing.TRIAL)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField(_("lúc tải lên"))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind"],
                condition=models.Q(standing=Standing.IN_USE),
                name="one_form_in_use_per_office_and_kind",
            )
        ]
        verbose_name = _("mẫu văn bản của cơ quan")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class PaperLine(models.Model):
    """A line of the table as it stood on the day, with the obligation or task that it says; left out unless ``kept``.

    ``cells`` are words by name of column; a day is written ``2026-12-15``.
    """

    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, null=True, on_delete=models.PROTECT, related_name="+")
    cells = models.JSONField()
    kept = models.BooleanField(_("đưa vào văn bản"), default=True)

    class Meta:
        ordering = ["paper", "position"]
        verbose_name = _("dòng của văn bản")

    def __str__(self) -> str:
        return f"{self.paper_id}.{self.position}"
