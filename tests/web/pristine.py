"""A database as the migrations leave it, to go back to after a test that commits.

The log refuses to be emptied, so a test's database is not flushed: SQLite's
file is copied, PostgreSQL's database is made anew from a template.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from django.db import connection, connections


def keep() -> None:
    """Remember the test database as it is now."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        shutil.copyfile(_file(), _copy())
    else:
        _on_the_server(_made_from(_template(), _name()))


def put_back() -> None:
    """Make the test database what it was; connections of other threads and processes are cut."""
    connections.close_all()
    if connection.vendor == "sqlite":
        for end in ("-wal", "-shm"):
            Path(f"{_file()}{end}").unlink(missing_ok=True)
        shutil.copyfile(_copy(), _file())
    else:
        _on_the_server(_made_from(_name(), _template()))


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _file() -> Path:
    return Path(_name())


def _copy() -> Path:
    return _file().with_suffix(".pristine")


def _template() -> str:
    return f"{_name()}_pristine"


def _made_from(name: str, template: str) -> list[str]:
    return [f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{template}"']


def _on_the_server(statements: list[str]) -> None:
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [_name()],
        )
        for statement in statements:
            cursor.execute(statement)
