"""What is stored of a directive: the work itself, its sources, each reading of them."""

from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.document import Document, Plan
from dondoc.text import squeeze
from dondoc_web.jobs.models import Job


def number_key(number: str | None) -> str:
    """A number and symbol as it is compared: without spaces, in capitals.

    >>> number_key("57 - KL/tw")
    '57-KL/TW'
    """
    return "".join((number or "").split()).upper()


class Directive(models.Model):
    """A directive (văn bản chỉ đạo): identity is kind + number + issuer + date.

    ``identity`` is a digest of these four, None where number or date is not
    printed: such a directive is never taken for another.
    """

    identity = models.CharField(max_length=64, unique=True, null=True, editable=False)
    kind = models.CharField(_("loại"), max_length=100, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True, db_index=True, editable=False)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=300, blank=True)
    date = models.DateField(_("ngày ban hành"), null=True)
    subject = models.TextField(_("trích yếu"), blank=True)

    class Meta:
        verbose_name = _("văn bản chỉ đạo")

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number) if part) or self.subject[:80]

    @staticmethod
    def identity_of(document: Document) -> str | None:
        """The digest for what is printed in ``document``."""
        if not document.number or not document.date:
            return None
        parts = (document.type, number_key(document.number), document.issuer, document.date)
        joined = "\n".join(squeeze(part or "").casefold() for part in parts)
        return hashlib.sha256(joined.encode()).hexdigest()


class Standing(models.TextChoices):
    """Whether a source may be seen."""

    QUARANTINE = "quarantine", _("đang cách ly")
    ADMITTED = "admitted", _("đã nhận")
    WITHDRAWN = "withdrawn", _("đã rút")


def place_in_store(source: Source, name: str) -> str:
    """A path that says nothing of the paper."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


class Source(models.Model):
    """One file of a directive (bản gốc), kept as it came.

    It stays in quarantine until it has been read and carries no secrecy mark.
    """

    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(_("tệp"), upload_to=place_in_store)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    sha256 = models.CharField(max_length=64)
    standing = models.CharField(_("tình trạng"), max_length=10, choices=Standing.choices, default=Standing.QUARANTINE)
    directive = models.ForeignKey(Directive, null=True, on_delete=models.PROTECT, related_name="sources")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    reading = models.OneToOneField("Reading", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("lúc tải lên"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("lúc rút"), null=True)
    withdrawn_reason = models.TextField(_("lý do rút"), blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(standing=Standing.WITHDRAWN), name="one_live_source_per_content"
            )
        ]
        verbose_name = _("bản gốc")

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Kind and number of the directive, or its subject; the name of the file while neither is known."""
        return (str(self.directive) if self.directive else "") or self.name

    def content(self) -> bytes:
        """The file as it came."""
        with self.file.open("rb") as file:
            return file.read()

    @property
    def is_withdrawn(self) -> bool:
        return self.standing == Standing.WITHDRAWN

    @property
    def may_be_read_again(self) -> bool:
        """Nothing is under way, and it is still there."""
        return not self.is_withdrawn and (self.job is None or not self.job.is_open)


class Reading(models.Model):
    """What the library made of a source once; the plan as JSON, and its counts."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="readings")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    plan_json = models.TextField()
    tasks = models.PositiveIntegerField(_("số nhiệm vụ"))
    findings = models.PositiveIntegerField(_("số điểm cần xem"))
    made_at = models.DateTimeField(_("lúc đọc"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("lần đọc")

    def __str__(self) -> str:
        return f"{self.source_id} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def plan(self) -> Plan:
        """The plan as the library's value; made anew from JSON each time it is asked for."""
        return Plan.model_validate_json(self.plan_json)


class Citation(models.Model):
    """A directive named by a reading (viện dẫn), kept as a row so that it can be looked up both ways."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True, db_index=True)
    kind = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    title = models.TextField(blank=True)
    date = models.DateField(null=True)
    relation = models.CharField(max_length=20)
    preamble = models.BooleanField(default=False)

    class Meta:
        ordering = ["reading", "position"]
        verbose_name = _("viện dẫn")

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number) if part) or self.title[:80]
