"""Reporting duties and the reports that are expected from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "dondoc_web.reports"
    label = "reports"
    verbose_name = _("Báo cáo")
