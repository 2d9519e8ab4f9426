"""Starting and keeping the site."""

from django.apps import AppConfig


class RunningConfig(AppConfig):
    name = "dondoc_web.running"
