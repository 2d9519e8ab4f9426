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
