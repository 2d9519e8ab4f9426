"""Registers that plans ask for."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "dondoc_web.registers"
    verbose_name = _("Sổ theo dõi")
