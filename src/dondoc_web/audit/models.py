"""Events (nhật ký): who did what to what, when. Written once, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """Everything that can be done; an action writes exactly one of these."""

    ACCOUNT_CREATED = "account.created", _("tạo tài khoản")
    PASSWORD_CHANGED = "account.password_changed", _("đổi mật khẩu")
    LANGUAGE_CHANGED = "account.language_changed", _("đổi ngôn ngữ")
    SOURCE_RECEIVED = "source.received", _("tải lên")
    SOURCE_READ_AGAIN = "source.read_again", _("yêu cầu đọc lại")
    SOURCE_READ = "source.read", _("đọc xong")
    SOURCE_UNREAD = "source.unread", _("không đọc được")
    SOURCE_WITHDRAWN = "source.withdrawn", _("rút văn bản tải nhầm")
    SECRET_REFUSED = "source.refused", _("từ chối: độ mật")


class AppendOnly(TypeError):
    """An event was about to be changed or deleted; write a new event instead."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events to read; every way to change or delete them is shut."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("events are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never changed")


class Event(models.Model):
    """One thing done.

    ``target`` is ``kind:key`` (``source:12``), empty where nothing may be
    named; ``data`` holds what a later reader needs to understand it.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("người thực hiện"),
    )
    verb = models.CharField(_("hành động"), max_length=40, choices=Verb.choices)
    target = models.CharField(_("đối tượng"), max_length=80, blank=True)
    data = models.JSONField(_("nội dung"), default=dict)
    at = models.DateTimeField(_("thời điểm"))

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["target", "id"], name="event_of_target")]
        verbose_name = _("sự kiện")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never deleted")
