"""What is said of an obligation: progress, evidence, extensions, comments."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.documents.models import Directive
from dondoc_web.work.models.obligations import Obligation, Stage


class Answer(models.TextChoices):
    """What the other person said."""

    DRAFT = "draft", _("đang soạn")
    WAITING = "waiting", _("chờ trả lời")
    ACCEPTED = "accepted", _("chấp nhận")
    RETURNED = "returned", _("trả lại")


class Progress(models.Model):
    """A dated note by an agency (tiến độ). One that claims completion waits for a confirmation.

    ``figures`` are ``[{"name": …, "value": "12", "unit": "tin, bài"}, …]``.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="progress")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc báo cáo"))
    stage = models.CharField(_("giai đoạn"), max_length=12, choices=Stage.choices)
    text = models.TextField(_("nội dung"), blank=True)
    figures = models.JSONField(_("số liệu"), default=list, blank=True)
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True)
    proposals = models.TextField(_("kiến nghị, đề xuất"), blank=True)
    answer = models.CharField(_("trả lời"), max_length=10, choices=Answer.choices, default=Answer.DRAFT)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_reason = models.TextField(_("lý do trả lại"), blank=True)

    class Meta:
        ordering = ["obligation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "by"], condition=models.Q(answer=Answer.DRAFT), name="one_draft_per_person"
            )
        ]
        indexes = [
            models.Index(fields=["obligation"], name="progress_waiting", condition=models.Q(answer=Answer.WAITING))
        ]
        verbose_name = _("tiến độ")

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.at:%Y-%m-%d} {self.stage}"


def place_of_evidence(evidence: Evidence, name: str) -> str:
    """A path that says nothing of the file."""
    key = uuid.uuid4().hex
    return f"evidence/{key[:2]}/{key}"


class Evidence(models.Model):
    """A file or a directive that shows progress (minh chứng); one of the two is there."""

    progress = models.ForeignKey(Progress, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(_("tên tệp"), max_length=255, blank=True)
    file = models.FileField(_("tệp"), upload_to=place_of_evidence, blank=True)
    size = models.PositiveBigIntegerField(_("dung lượng"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    directive = models.ForeignKey(Directive, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["progress", "id"]
        verbose_name = _("minh chứng")

    def __str__(self) -> str:
        return self.name or str(self.directive)


class Extension(models.Model):
    """More time asked for and granted or refused (gia hạn); the old day is kept."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="extensions")
    old_due_on = models.DateField(_("hạn cũ"), null=True)
    new_due_on = models.DateField(_("hạn mới đề nghị"))
    reason = models.TextField(_("lý do"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    granted_due_on = models.DateField(_("hạn mới được duyệt"), null=True, blank=True)
    paper = models.CharField(_("văn bản cho gia hạn"), max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_reason = models.TextField(_("lý do trả lời"), blank=True)

    class Meta:
        ordering = ["obligation", "id"]
        verbose_name = _("gia hạn")

    def __str__(self) -> str:
        return f"{self.obligation_id} → {self.new_due_on}"


class Comment(models.Model):
    """A remark on an obligation; ``mentions`` are people of the office's branch."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("ý kiến"))
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in")

    class Meta:
        ordering = ["obligation", "id"]
        verbose_name = _("ý kiến")

    def __str__(self) -> str:
        return self.text[:80]
