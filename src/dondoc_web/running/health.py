"""What a machine asks of the site: whether the process is alive, and ready for people."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from dondoc_web.jobs.models import Job, State

LATE = timedelta(minutes=10)
"""A job that waits longer than this says that no worker is there, or too few."""


def database() -> bool:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations() -> bool:
    """The database has the form of this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def store() -> bool:
    """Files can be written."""
    folder = Path(settings.MEDIA_ROOT)
    return os.access(folder if folder.exists() else Path(settings.DATA), os.W_OK)


def workers() -> bool:
    """No job has waited for long."""
    late = Job.objects.filter(state=State.WAITING, asked_at__lt=timezone.now() - LATE)
    return not late.filter(not_before=None).exists()


NEEDED: dict[str, Callable[[], bool]] = {"database": database, "migrations": migrations, "store": store}
"""Without one of these the site is of no use."""

WATCHED: dict[str, Callable[[], bool]] = {"workers": workers}
"""These are told, but people can still work."""


def state() -> tuple[bool, dict[str, str]]:
    """Whether the site is ready, and each part as ``ok`` or ``failing``; nothing more is told to strangers."""
    told = {name: _ask(question) for name, question in (NEEDED | WATCHED).items()}
    return all(told[name] == "ok" for name in NEEDED), told


def _ask(question: Callable[[], bool]) -> str:
    try:
        return "ok" if question() else "failing"
    except (DatabaseError, OSError):
        return "failing"
