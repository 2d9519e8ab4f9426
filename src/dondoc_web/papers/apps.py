"""Official documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "dondoc_web.papers"
    verbose_name = _("Văn bản hành chính")
