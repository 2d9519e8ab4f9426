"""Reminders, digests, calendar feeds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "dondoc_web.reminders"
    verbose_name = _("Nhắc việc")
