"""What is kept of reminding: the ladder of an office, each step that was given, digests, feeds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import Role
from dondoc_web.agencies.models import Agency
from dondoc_web.work.models import Obligation

REMINDED = (Role.UNIT, Role.LEADER, Role.DESK)


class LadderStep(models.Model):
    """A step of an office's own ladder (bậc nhắc việc); an office without rows has that of ``data/ladder.csv``.

    ``days`` counts from the due day, before it below zero; ``working`` counts
    working days. ``to`` is the role that is reminded: unit officers and leaders
    of the agency that owes, desk officers of the office that follows.
    """

    office = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="ladder")
    days = models.SmallIntegerField(_("số ngày so với hạn"))
    working = models.BooleanField(_("ngày làm việc"), default=False)
    to = models.CharField(_("nhắc"), max_length=15, choices=[(role.value, role.label) for role in REMINDED])

    class Meta:
        ordering = ["office", "days", "id"]
        constraints = [models.UniqueConstraint(fields=["office", "days", "to"], name="one_step_per_day_and_role")]
        verbose_name = _("bậc nhắc việc")

    def __str__(self) -> str:
        return f"{self.office_id} {self.days:+d} {self.to}"


class Given(models.Model):
    """A step that was given for an obligation and a due day: once and never again (``code`` of the step)."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="reminders_given")
    due_on = models.DateField()
    code = models.CharField(max_length=30)
    on = models.DateField(_("ngày nhắc"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "due_on", "code"], name="each_step_once")]
        verbose_name = _("bậc đã nhắc")

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.due_on} {self.code}"


class DigestState(models.TextChoices):
    """Where the mail of a digest stands; at most one is ever sent."""

    WAITING = "waiting", _("chờ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    FAILED = "failed", _("không gửi được")
    ON_SCREEN = "on_screen", _("chỉ xem trên trang")


class Digest(models.Model):
    """What a person is told on one day, in one mail (bản tin nhắc việc hằng ngày)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField(_("ngày"))
    state = models.CharField(max_length=10, choices=DigestState.choices, default=DigestState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(_("lỗi"), blank=True)
    sent_at = models.DateTimeField(_("lúc gửi"), null=True, blank=True)

    class Meta:
        ordering = ["-day", "person"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_per_person_and_day")]
        verbose_name = _("bản tin nhắc việc")

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"

    @property
    def is_open(self) -> bool:
        """Its mail has not been begun: more may be added."""
        return self.state == DigestState.WAITING and self.tries == 0


class Reminder(models.Model):
    """A step as one person is told it (nhắc việc), in the digest of the day."""

    given = models.ForeignKey(Given, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="reminders")
    seen_at = models.DateTimeField(_("lúc xem"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["given", "person"], name="each_person_once")]
        indexes = [models.Index(fields=["person", "seen_at"], name="reminder_of_person")]
        verbose_name = _("nhắc việc")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.given_id}"


class Feed(models.Model):
    """A calendar address of an agency that anybody who knows it may read (lịch iCalendar), until it is revoked.

    Only the SHA-256 of the secret is kept; the address is shown once.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="feeds")
    name = models.CharField(_("tên"), max_length=100)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("lúc tạo"))
    revoked_at = models.DateTimeField(_("lúc thu hồi"), null=True, blank=True)

    class Meta:
        ordering = ["agency", "-id"]
        verbose_name = _("lịch iCalendar")

    def __str__(self) -> str:
        return self.name

    @property
    def office(self) -> Agency:
        """The agency in whose branch its events are shown."""
        return self.agency
