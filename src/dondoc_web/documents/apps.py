"""Directives, their sources and what was read of them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "dondoc_web.documents"
    verbose_name = _("Văn bản")
