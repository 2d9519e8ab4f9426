"""The thin row of a job: what its person is told, and what the engine does not count."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("chờ")
    RUNNING = "running", _("đang làm")
    DONE = "done", _("xong")
    FAILED = "failed", _("không làm được")
    CANCELLED = "cancelled", _("đã hủy")


OPEN = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """One piece of background work on one subject.

    ``work`` is the dotted name of the function, ``subject`` the key of the row
    it works on. ``starts`` is raised before any work is done, so that an
    attempt that was killed counts. Until ``held_until`` a started job belongs
    to the attempt that started it; ``not_before`` is the back-off. ``step``
    and ``done`` of ``total`` say how far the attempt is. Nobody asked for
    recurring work (:mod:`dondoc_web.jobs.schedules`).
    """

    work = models.CharField(_("việc"), max_length=120)
    subject = models.BigIntegerField(_("đối tượng"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(_("bước"), max_length=40, blank=True)
    done = models.PositiveIntegerField(_("phần đã xong"), null=True)
    total = models.PositiveIntegerField(_("tất cả các phần"), null=True)
    starts = models.PositiveSmallIntegerField(_("số lần bắt đầu"), default=0)
    error = models.TextField(_("lỗi"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("lúc yêu cầu"))
    started_at = models.DateTimeField(_("lúc bắt đầu"), null=True)
    held_until = models.DateTimeField(_("giữ đến"), null=True)
    not_before = models.DateTimeField(_("không trước"), null=True)
    finished_at = models.DateTimeField(_("lúc kết thúc"), null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "subject"], condition=Q(state__in=OPEN), name="one_open_job_per_work_and_subject"
            )
        ]
        indexes = [models.Index(fields=["work", "subject"], name="job_of_subject")]
        verbose_name = _("công việc nền")

    def __str__(self) -> str:
        return f"{self.work}({self.subject}) {self.state}"

    @property
    def is_open(self) -> bool:
        """It will still do something."""
        return self.state in OPEN

    def is_interrupted(self, now: datetime) -> bool:
        """Its last attempt stopped without a word: killed, or the machine went down."""
        return self.state == State.RUNNING and self.held_until is not None and self.held_until <= now

    def begins_at(self, now: datetime) -> datetime | None:
        """When an open job may be begun: once its attempt's lease and its back-off are over; None for now."""
        until = self.held_until if self.state == State.RUNNING else self.not_before
        return until if until is not None and until > now else None

    def seconds(self) -> float | None:
        """How long the last attempt took, once it is over."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at) / timedelta(seconds=1)
