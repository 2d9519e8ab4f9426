"""The cascade at clause level."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CascadeConfig(AppConfig):
    name = "dondoc_web.cascade"
    verbose_name = _("Chuỗi văn bản theo mục")
