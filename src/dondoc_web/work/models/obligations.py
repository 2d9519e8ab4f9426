"""Rounds of a task (kỳ thực hiện) and what each agency owes in each (việc phải làm)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency, Group
from dondoc_web.work.models.tasks import Plan, Task


class Occurrence(models.Model):
    """One round of a task in one period; keeps its own result for ever.

    ``period`` names it for machines (``2024``, ``2024-Q3``, ``2024-11``,
    ``once``, ``review-2025``); ``due_rule`` is the code of the rule that gave
    ``due_on`` (DESIGN §2), ``by-hand`` when a person set it, with ``due_reason``.
    ``printed_on`` is the day that the directive names, where it names one.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="occurrences")
    period = models.CharField(_("kỳ"), max_length=40)
    start = models.DateField(_("từ ngày"), null=True, blank=True)
    end = models.DateField(_("đến ngày"), null=True, blank=True)
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    printed_on = models.DateField(_("ngày được nêu"), null=True, blank=True)
    due_rule = models.CharField(_("cách tính hạn"), max_length=40, blank=True)
    due_reason = models.TextField(_("lý do đổi hạn"), blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["task", "start", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "period"], name="one_round_per_task_and_period")]
        verbose_name = _("kỳ thực hiện")

    def __str__(self) -> str:
        return f"{self.task_id} {self.period}"


class Stage(models.TextChoices):
    """How far an obligation is: recorded, never computed."""

    NOT_STARTED = "not_started", _("chưa thực hiện")
    UNDER_WAY = "under_way", _("đang thực hiện")
    TO_CONFIRM = "to_confirm", _("chờ xác nhận")
    DONE = "done", _("hoàn thành")
    SUSPENDED = "suspended", _("tạm dừng")
    CANCELLED = "cancelled", _("không thực hiện")
    TRANSFERRED = "transferred", _("chuyển giao")


STAGES_OVER = (Stage.DONE, Stage.CANCELLED, Stage.TRANSFERRED)
"""Stages in which nothing more is owed."""


class Obligation(models.Model):
    """One round of a task × one responsible agency: what is counted.

    ``task``, ``plan``, ``office`` and ``due_on`` repeat what the occurrence
    says, so that a list asks one table. ``done_on`` is the day on which the
    result was handed in that waits for a confirmation or has it; timeliness is
    computed from it.
    ``inferred_from`` is the group phrase that the agency was found through;
    ``follows`` the obligation that was transferred here.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="obligations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="obligations")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="obligations")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="obligations")
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(_("giai đoạn"), max_length=12, choices=Stage.choices, default=Stage.NOT_STARTED)
    stage_before = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    done_on = models.DateField(_("ngày hoàn thành"), null=True, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    inferred_from = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "agency"], name="one_obligation_per_round_and_agency")
        ]
        indexes = [
            models.Index(fields=["office", "stage", "due_on"], name="obligation_of_office"),
            models.Index(fields=["agency", "stage", "due_on"], name="obligation_of_agency"),
            models.Index(fields=["plan", "stage", "due_on"], name="obligation_of_plan"),
            models.Index(fields=["office", "due_on", "id"], name="obligation_days_of_office"),
            models.Index(fields=["agency", "due_on", "id"], name="obligation_days_of_agency"),
            models.Index(fields=["office", "changed_at", "id"], name="obligation_news_of_office"),
            models.Index(
                fields=["office", "due_on", "id"],
                name="obligation_open_of_office",
                condition=models.Q(stage__in=["not_started", "under_way", "to_confirm"]),
            ),
            models.Index(
                fields=["agency", "due_on", "id"],
                name="obligation_open_of_agency",
                condition=models.Q(stage__in=["not_started", "under_way", "to_confirm"]),
            ),
            models.Index(fields=["agency", "changed_at", "id"], name="obligation_news_of_agency"),
            models.Index(fields=["plan", "agency"], name="obligation_plan_of_agency"),
            models.Index(fields=["due_on", "id"], name="obligation_days", condition=models.Q(due_on__isnull=False)),
            models.Index(fields=["changed_at", "id"], name="obligation_news"),
        ]
        verbose_name = _("việc phải làm")

    def __str__(self) -> str:
        return f"{self.occurrence_id} × {self.agency_id}"
