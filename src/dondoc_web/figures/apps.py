"""Figures for others: the table that offices publish, timelines, the public page of a plan."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "dondoc_web.figures"
    verbose_name = _("Số liệu công bố")
