"""Tasks, obligations and progress."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "dondoc_web.work"
    label = "work"
