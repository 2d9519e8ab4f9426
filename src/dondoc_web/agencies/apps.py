"""The registry of agencies."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "dondoc_web.agencies"
    label = "agencies"
