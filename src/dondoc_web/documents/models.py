"""What is stored of a directive: the work itself, its sources, each reading of them."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.document import Columns, Document, Page, Plan, Sheet
from dondoc.text import Span, squeeze
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
        return self.words_of(self.kind, self.number, self.subject)

    @staticmethod
    def words_of(kind: str, number: str, subject: str) -> str:
        """What a directive is called, for lists that read only these three of it."""
        return " ".join(part for part in (kind, number) if part) or subject[:80]

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
    ``office`` is the agency it was taken in for; only its branch sees it.
    ``chosen`` when people of the office said that the tasks of the directive are
    taken from it and not from its twins.
    """

    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(_("tệp"), upload_to=place_in_store)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    sha256 = models.CharField(max_length=64)
    standing = models.CharField(_("tình trạng"), max_length=10, choices=Standing.choices, default=Standing.QUARANTINE)
    directive = models.ForeignKey(Directive, null=True, on_delete=models.PROTECT, related_name="sources")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    reading = models.OneToOneField("Reading", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="sources", verbose_name=_("cơ quan nhận")
    )
    chosen = models.BooleanField(_("bản lấy nhiệm vụ"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("lúc tải lên"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("lúc rút"), null=True)
    withdrawn_reason = models.TextField(_("lý do rút"), blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "sha256"],
                condition=~Q(standing=Standing.WITHDRAWN),
                name="one_live_source_per_office_and_content",
            ),
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(standing=Standing.WITHDRAWN) & Q(office=None),
                name="one_live_source_per_content_of_no_office",
            ),
            models.UniqueConstraint(
                fields=["office", "directive"],
                condition=Q(chosen=True),
                name="one_chosen_source_per_office_and_directive",
            ),
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


class PageText(models.Model):
    """A page (trang) of a reading: its size in points, the characters that stand on it, and where each word is.

    ``words_json`` is the list of :class:`dondoc.document.Word`; it stands apart
    from the plan because only the picture of the page needs it.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    width = models.FloatField()
    height = models.FloatField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    origin = models.CharField(max_length=10)
    words_json = models.TextField()

    class Meta:
        ordering = ["reading", "number"]
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="one_row_per_page")]
        verbose_name = _("trang")

    def __str__(self) -> str:
        return str(self.number)

    @property
    def page(self) -> Page:
        """The page as the library's value; made anew from JSON each time it is asked for."""
        return Page.model_validate(
            {
                "number": self.number,
                "width": self.width,
                "height": self.height,
                "span": (self.start, self.end),
                "origin": self.origin,
                "words": json.loads(self.words_json),
            }
        )


class Verdict(models.TextChoices):
    """What a person decided of a place in the text."""

    CONFIRMED = "confirmed", _("đúng")
    UNDONE = "undone", _("bỏ chỗ sửa")
    READ_AS = "read_as", _("đọc là")


class EditDecision(models.Model):
    """What a person decided of a repaired or doubtful place; holds for every later reading of the source.

    ``start`` and ``end`` count characters of the text before repair, where
    ``before`` stood; ``after`` is the reading that was confirmed or chosen.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="edit_decisions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    before = models.TextField(blank=True)
    verdict = models.CharField(_("quyết định"), max_length=10, choices=Verdict.choices)
    after = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc quyết định"))

    class Meta:
        ordering = ["source", "start"]
        constraints = [models.UniqueConstraint(fields=["source", "start", "end"], name="one_decision_per_place")]
        verbose_name = _("quyết định về chỗ sửa")

    def __str__(self) -> str:
        return f"{self.start}-{self.end} {self.verdict}"

    @property
    def place(self) -> Span:
        """The characters of the text before repair."""
        return Span(self.start, self.end)

    @property
    def changes_reading(self) -> bool:
        """The text is other than the library would read it."""
        return self.verdict != Verdict.CONFIRMED


class SheetHead(models.Model):
    """The first rows of a sheet (trang tính) of a source, as the file holds them: what its columns are named by.

    ``rows_json`` is a :class:`dondoc.document.Sheet`.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="sheets")
    position = models.PositiveIntegerField()
    rows_json = models.TextField()

    class Meta:
        ordering = ["source", "position"]
        constraints = [models.UniqueConstraint(fields=["source", "position"], name="one_head_per_sheet")]
        verbose_name = _("trang tính")

    def __str__(self) -> str:
        return f"{self.source_id} {self.position}"

    @property
    def sheet(self) -> Sheet:
        """The sheet as the library's value."""
        return Sheet.model_validate_json(self.rows_json)


class ColumnMapping(models.Model):
    """What the columns of lists with one header are, as somebody of the office said (cách đọc cột).

    ``header`` is a digest of the cells that head the columns; ``columns_json``
    is a :class:`dondoc.document.Columns`, ``fields`` the field of each column,
    "" for one that is left out.
    """

    office = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    header = models.CharField(max_length=64)
    columns_json = models.TextField()
    fields = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc chọn"))

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["office", "header"], name="one_mapping_per_office_and_header"),
            models.UniqueConstraint(
                fields=["header"], condition=Q(office=None), name="one_mapping_per_header_of_no_office"
            ),
        ]
        verbose_name = _("cách đọc cột")

    def __str__(self) -> str:
        return f"{self.office_id} {self.header[:12]}"

    @property
    def columns(self) -> Columns:
        """The columns as the library's value."""
        return Columns.model_validate_json(self.columns_json)


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


class TextMark(models.Model):
    """A mark of the text of a source, by which texts that are alike are looked up (dondoc.repairing.twins.sketch)."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="marks")
    mark = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("dấu của chữ")

    def __str__(self) -> str:
        return f"{self.source_id} {self.mark}"


class Likeness(models.Model):
    """Two sources that may be the same directive (có thể là cùng một văn bản); a person says whether they are.

    ``source`` was read after ``other``. ``share`` is the part of their runs of
    words that they have in common, 0 to 1. ``same`` is None until somebody answers.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    share = models.FloatField(_("phần giống nhau"))
    same = models.BooleanField(_("là cùng một văn bản"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("lúc trả lời"), null=True)

    class Meta:
        ordering = ["-share", "id"]
        constraints = [models.UniqueConstraint(fields=["source", "other"], name="one_likeness_of_two_sources")]
        verbose_name = _("khả năng trùng văn bản")

    def __str__(self) -> str:
        return f"{self.source_id} ~ {self.other_id}"

    @property
    def percent(self) -> int:
        """The share in hundredths."""
        return round(self.share * 100)
