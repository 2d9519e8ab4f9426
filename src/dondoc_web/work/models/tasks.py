"""Tasks of a plan (nhiệm vụ), from proposal to order."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.document import Role, TimingKind
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.agencies.naming import folded
from dondoc_web.documents.models import Directive, Reading, Source


class PlanState(models.TextChoices):
    """Where the following of a plan stands."""

    REVIEW = "review", _("đang rà soát")
    CONFIRMED = "confirmed", _("đã giao, đang theo dõi")
    ENDED = "ended", _("đã kết thúc")
    WITHDRAWN = "withdrawn", _("đã rút")


class Plan(models.Model):
    """A directive that an office follows (kế hoạch được theo dõi), with the source its tasks are taken from.

    ``reading`` is the reading whose proposals were last taken over.
    """

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="plans", verbose_name=_("cơ quan"))
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="plans")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="plans")
    reading = models.ForeignKey(Reading, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("tình trạng"), max_length=10, choices=PlanState.choices, default=PlanState.REVIEW)
    made_at = models.DateTimeField(_("lúc lập"))
    confirmed_at = models.DateTimeField(_("lúc xác nhận"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "directive"], name="one_plan_per_office_and_directive")
        ]
        verbose_name = _("kế hoạch theo dõi")

    def __str__(self) -> str:
        return str(self.directive)


class TaskState(models.TextChoices):
    """What people have said of a task; only a confirmed one is an order."""

    PROPOSED = "proposed", _("máy đề xuất")
    ACCEPTED = "accepted", _("đã chấp nhận, chờ xác nhận")
    CONFIRMED = "confirmed", _("đã xác nhận")
    REFUSED = "refused", _("không phải nhiệm vụ")
    REPLACED = "replaced", _("đã tách hoặc gộp")
    ENDED = "ended", _("chấm dứt theo văn bản sau")


class Task(models.Model):
    """One thing that agencies are charged with, as the directive says it and as people corrected it.

    ``spans`` holds, for each field (``text``, ``bullets``, ``timing``,
    ``product``, ``group_title``), places ``[[start, end], …]`` in the text of
    ``reading`` (the plan's reading when it was proposed or last tied).
    ``due`` is a printed day as in :class:`dondoc.document.Timing`.
    ``proposed`` keeps the library's proposal; None for a task added by hand.
    ``folded`` are label and words without marks, made when the task is saved alone.
    ``doubts`` are codes of what a reviewer should look at. ``confidence`` is 0 to 1.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    reading = models.ForeignKey(Reading, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.FloatField(_("thứ tự"))
    key = models.CharField(max_length=64, db_index=True, editable=False)
    label = models.CharField(_("địa chỉ"), max_length=100, blank=True)
    clause = models.CharField(_("mục"), max_length=200, blank=True)
    group = models.CharField(_("nhóm"), max_length=60, blank=True)
    group_title = models.TextField(_("nhóm nhiệm vụ"), blank=True)
    text = models.TextField(_("nội dung nhiệm vụ"))
    folded = models.TextField(editable=False, default="")
    bullets = models.JSONField(_("các ý"), default=list, blank=True)
    product = models.TextField(_("sản phẩm"), blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    timing_text = models.TextField(_("thời gian thực hiện"), blank=True)
    timing_kind = models.CharField(
        _("loại thời gian"),
        max_length=20,
        choices=[(kind.value, kind.value) for kind in TimingKind],
        default=TimingKind.UNSPECIFIED.value,
    )
    start = models.DateField(_("từ ngày"), null=True, blank=True)
    end = models.DateField(_("đến ngày"), null=True, blank=True)
    due = models.CharField(_("thời hạn được nêu"), max_length=10, blank=True)
    due_dates = models.JSONField(_("các thời hạn được nêu"), default=list, blank=True)
    recurrence = models.CharField(_("chu kỳ"), max_length=20, blank=True)
    spans = models.JSONField(default=dict, blank=True)
    doubts = models.JSONField(default=list, blank=True)
    confidence = models.FloatField(_("độ tin cậy"), default=0.0)
    proposed = models.JSONField(null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=TaskState.choices, default=TaskState.PROPOSED)
    refused_reason = models.TextField(_("lý do không nhận"), blank=True)
    returned_reason = models.TextField(_("lý do trả lại"), blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "position", "id"]
        indexes = [
            models.Index(fields=["plan", "state"], name="task_of_plan"),
            models.Index(
                fields=["plan", "state"], name="task_in_review", condition=models.Q(state__in=["proposed", "accepted"])
            ),
        ]
        verbose_name = _("nhiệm vụ")

    def __str__(self) -> str:
        return f"{self.label} {self.text[:80]}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """``folded`` follows the words, for the search without marks; an order is saved once at least."""
        self.folded = folded(f"{self.label} {self.text}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)

    @property
    def office(self) -> Agency:
        """The office that follows it; in its branch the log shows what happens to the task."""
        return self.plan.office

    @property
    def found(self) -> str:
        """What shows its words on the page of the directive (``?found=12-30``); empty once that was read anew."""
        if self.reading_id is None or self.reading_id != self.plan.source.reading_id:
            return ""
        places = ",".join(f"{start}-{end}" for start, end in self.spans.get("text", ()))
        return f"?found={places}" if places else ""


class Party(models.Model):
    """An agency phrase in a role, as printed, with the agency or the group that it means.

    Both are None while nobody knows whom it means.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("vai trò"), max_length=20, choices=[(role.value, role.value) for role in Role])
    phrase = models.CharField(_("theo văn bản"), max_length=500)
    spans = models.JSONField(default=list, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="parties")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="parties")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["task", "position", "id"]
        verbose_name = _("vai trò")

    def __str__(self) -> str:
        return f"{self.role}: {self.phrase}"


class LinkState(models.TextChoices):
    """Whether a person agreed."""

    PROPOSED = "proposed", _("máy đề xuất")
    CONFIRMED = "confirmed", _("đã xác nhận")
    REFUSED = "refused", _("không đúng")


class TaskLink(models.Model):
    """A task of a lower plan that answers a task of its parent plan; ``basis`` says what spoke for it."""

    child = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="answers")
    parent = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="answered_by")
    score = models.FloatField(default=0.0)
    basis = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "parent"], name="one_link_per_pair_of_tasks")]
        verbose_name = _("nhiệm vụ cấp trên")

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"
