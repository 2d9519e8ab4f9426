"""Links by which a person sets a password: the first one, or a new one."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def digest_of(token: str) -> str:
    """What is stored of a token: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


class PasswordLink(models.Model):
    """A link that works once (liên kết đặt mật khẩu), until ``expires_at``; only a digest of its token is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("lúc tạo"))
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    used_at = models.DateTimeField(_("lúc dùng"), null=True)
    revoked_at = models.DateTimeField(_("lúc thu hồi"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("liên kết đặt mật khẩu")

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d %H:%M}"

    def works_at(self, moment: datetime) -> bool:
        """Neither used, nor revoked, nor too old."""
        return self.used_at is None and self.revoked_at is None and moment < self.expires_at
