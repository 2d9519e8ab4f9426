"""The log of what was done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "dondoc_web.audit"
    verbose_name = _("Nhật ký")
