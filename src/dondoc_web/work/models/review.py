"""What is stored of review: decisions that can be undone, changes that wait for a person, effects of later papers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.documents.models import Reading, Source
from dondoc_web.work.models.tasks import Plan, Task


class Step(models.Model):
    """One decision of review (bước rà soát), with what stood before, so that the last one can be undone.

    ``before`` holds the facts of each task that was touched, ``made`` the keys
    of the tasks that the decision made.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    before = models.JSONField(default=list)
    made = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "id"]
        verbose_name = _("bước rà soát")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.verb}"


class ProposalState(models.TextChoices):
    """How far a proposed change is."""

    PROPOSED = "proposed", _("chờ quyết định")
    DECIDED = "decided", _("chờ người thứ hai xác nhận")
    DONE = "done", _("đã áp dụng")
    REFUSED = "refused", _("không áp dụng")


class Proposal(models.Model):
    """Something proposed that one person decides and, where the office asks for it, another confirms."""

    state = models.CharField(
        _("tình trạng"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    made_at = models.DateTimeField(_("lúc đề xuất"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Effect(Proposal):
    """A later directive changes or ends a plan (tác động của văn bản sau).

    ``relation`` is one of :class:`dondoc.document.Relation`; ``words`` the
    sentence of ``source`` that says so.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="effects")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="effects")
    relation = models.CharField(_("quan hệ"), max_length=20)
    words = models.TextField(_("theo văn bản"), blank=True)

    class Meta:
        ordering = ["plan", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "source"], name="one_effect_per_plan_and_source")]
        verbose_name = _("tác động của văn bản sau")

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.plan_id}"


class ChangeKind(models.TextChoices):
    """Where a change of a task comes from, and what it does."""

    CORRECT = "correct", _("sửa nhiệm vụ đã xác nhận")
    REREAD = "reread", _("đọc lại thấy khác")
    GONE = "gone", _("lần đọc sau không thấy")
    KEEP = "keep", _("giữ nguyên")
    AMEND = "amend", _("thay đổi")
    END = "end", _("chấm dứt")


class TaskChange(Proposal):
    """A change of a task that waits for a person (thay đổi nhiệm vụ).

    ``after`` holds the fields that would change, in the form of
    :mod:`dondoc_web.work.facts`; ``effect`` is the later directive that asks
    for it, ``reading`` the reading that differs.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("thay đổi"), max_length=10, choices=ChangeKind.choices)
    effect = models.ForeignKey(Effect, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    reading = models.ForeignKey(Reading, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("lý do"), blank=True)

    class Meta:
        ordering = ["task", "id"]
        indexes = [models.Index(fields=["state", "kind"], name="change_waiting")]
        verbose_name = _("thay đổi nhiệm vụ")

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"
