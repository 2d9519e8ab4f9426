"""People of a branch."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "dondoc_web.people"
    verbose_name = _("Người dùng")
