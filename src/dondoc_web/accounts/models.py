"""The account of a person, and the roles that person holds at agencies."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who works with the site; one name, in the Vietnamese order.

    ``is_superuser`` marks an administrator of the whole site. A new
    ``session_series`` ends all sessions of before. Who belongs to the
    ``demonstration`` signs in only while the site shows it.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    language = models.CharField(
        _("ngôn ngữ"), max_length=5, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )

    session_series = models.PositiveIntegerField(default=0, editable=False)
    demonstration = models.BooleanField(default=False, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(AbstractUser.Meta):
        verbose_name = _("người dùng")  # type: ignore[assignment]
        verbose_name_plural = _("người dùng")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def office(self) -> models.Model | None:
        """Where the person works, for the log: the agency of the first role that has not ended."""
        membership = self.memberships.filter(until=None).select_related("agency").order_by("pk").first()
        return membership.agency if membership else None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions hang on the password, as Django has it, and on their series."""
        salt, value = f"{__name__}.sessions", f"{self.password}/{self.session_series}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The given name: the last word of a Vietnamese name."""
        return str(self).split()[-1]


class Role(models.TextChoices):
    """What a person does at an agency; reaches the agency's branch of the tree and no further."""

    ADMINISTRATOR = "administrator", _("quản trị")
    DESK = "desk", _("chuyên viên đầu mối")
    UNIT = "unit", _("cán bộ đơn vị")
    LEADER = "leader", _("lãnh đạo")
    AUDITOR = "auditor", _("kiểm tra, giám sát")


class Membership(models.Model):
    """A person holds a role at an agency (``org:Membership``), from one day to another, both included."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="staff", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("vai trò"), max_length=15, choices=Role.choices)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        ordering = ["person", "agency", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "role"], condition=models.Q(until=None), name="one_open_membership"
            )
        ]
        verbose_name = _("vai trò tại cơ quan")

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} @ {self.agency_id}"

    def holds_on(self, day: date) -> bool:
        """It holds on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)
