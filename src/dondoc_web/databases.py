"""What each of the two databases needs to be told."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import environ

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    # A refused paper must not live on in freed pages of the file.
    "PRAGMA secure_delete=ON; PRAGMA busy_timeout=20000;"
)

KEPT = 600
"""Seconds that a connection of a thread of the pages is kept."""


def database(url: str, *, pooled: bool) -> dict[str, Any]:
    """Django's settings for the database at ``url`` (``sqlite:///PATH`` or ``postgresql://…``).

    SQLite takes its write lock at the start of a transaction, so that two
    writers wait for each other instead of failing. ``pooled`` keeps
    PostgreSQL connections open between requests; a process that forks
    (the worker) must not be pooled.
    """
    settings = dict(environ.Env.db_url_config(url))
    options = dict(settings.get("OPTIONS", {}))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        options |= {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START}
        return settings | {"OPTIONS": options}
    # A socket's folder stands in an address with its slashes escaped.
    settings["HOST"] = unquote(settings["HOST"])
    if pooled:
        options |= {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
    return settings | {"OPTIONS": options}


def keep_connections(settings: dict[str, dict[str, Any]]) -> None:
    """Let each thread of the pages keep its connection, which is looked at before it is used again.

    To open SQLite anew for each page (its pragmas, its whole schema) costs as
    much as many a query. A pool keeps them by itself; workers fork, and keep none.
    """
    for one in settings.values():
        if "pool" not in one.get("OPTIONS", {}):
            one |= {"CONN_MAX_AGE": KEPT, "CONN_HEALTH_CHECKS": True}
