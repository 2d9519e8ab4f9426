"""People who sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dondoc_web.accounts"
    verbose_name = _("Tài khoản")
