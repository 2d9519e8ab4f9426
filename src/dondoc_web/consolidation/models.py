"""A consolidated report as it is kept: sections, sentences with what they come from, tables of the annexes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency
from dondoc_web.jobs.models import Job
from dondoc_web.reports.models import Duty, Expected, ReportAttachment


class Kind(models.TextChoices):
    """What it is called; the means are the same."""

    PERIOD = "period", _("báo cáo tổng hợp của kỳ")
    INTERIM = "interim", _("báo cáo sơ kết")
    FINAL = "final", _("báo cáo tổng kết")


class Consolidation(models.Model):
    """The content of the lead's own expected report (``answers``), drafted from unit reports.

    Reports of ``duties`` whose closing day lies from ``start`` to ``end``, or
    that are of the same period, go into it. ``basis`` says, by key, how each of
    them stood when the sentences were last brought up; ``left`` holds, by key of
    a sentence, the digest of what a person did not take over. ``annexes`` are
    rows of words by name of the table. ``words`` are the phrases of the
    letterhead. ``docx`` and ``pdf`` go with the report; they are dropped
    with every change.
    """

    answers = models.OneToOneField(Expected, on_delete=models.PROTECT, related_name="consolidation")
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.PERIOD)
    duties = models.ManyToManyField(Duty, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến ngày"))
    by_unit = models.BooleanField(_("nêu việc từng đơn vị đã làm"), default=True)
    day = models.DateField(_("ngày lập"))
    words = models.JSONField(_("lời văn"), default=dict)
    basis = models.JSONField(default=dict)
    left = models.JSONField(default=dict)
    annexes = models.JSONField(default=dict)
    drafted_at = models.DateTimeField(_("lúc lập"), null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("lúc sửa"))
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(ReportAttachment, null=True, on_delete=models.SET_NULL, related_name="+")
    pdf = models.ForeignKey(ReportAttachment, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("báo cáo tổng hợp")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.start} {self.end}"

    @property
    def office(self) -> Agency:
        """The office that asks for it; in its branch the log shows what happens to it."""
        return self.answers.office


class Section(models.Model):
    """A part of it; ``level`` 0 has no heading (opening and end), 1 is I, II …, 2 is 1, 2 … below it.

    A section of a person's own (``own``) stands after the one with the key ``after``.
    """

    consolidation = models.ForeignKey(Consolidation, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    title = models.TextField(_("tên mục"), blank=True)
    own = models.BooleanField(default=False)
    after = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["consolidation", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["consolidation", "key"], name="one_section_per_key")]
        verbose_name = _("mục của báo cáo tổng hợp")

    def __str__(self) -> str:
        return self.title


class Sentence(models.Model):
    """A paragraph: what the draft said (``drafted``), what it says now, which lines of which reports say so.

    ``order`` are digits, so that every database sorts them alike. ``sources``
    are pairs of keys, an expected report and a line of it (0: the report as a
    whole). Once a person changed or left it out it is ``edited`` and no draft
    writes over it. ``gone``: the reports no longer give it.
    """

    consolidation = models.ForeignKey(Consolidation, on_delete=models.CASCADE, related_name="sentences")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="sentences")
    key = models.CharField(max_length=80)
    order = models.CharField(max_length=60)
    text = models.TextField(_("câu"))
    drafted = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    kept = models.BooleanField(_("đưa vào báo cáo"), default=True)
    edited = models.BooleanField(default=False)
    gone = models.BooleanField(default=False)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["section__position", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["consolidation", "key"], name="one_sentence_per_key")]
        verbose_name = _("câu của báo cáo tổng hợp")

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_own(self) -> bool:
        """A person added it; no report says it."""
        return self.key.startswith("own:")
