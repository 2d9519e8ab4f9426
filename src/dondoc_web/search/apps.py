"""Search over directives, clauses, tasks, agencies, reports and evidence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "dondoc_web.search"
    label = "search"
    verbose_name = _("Tìm kiếm")
