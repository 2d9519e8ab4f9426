"""What each engine does with its own database: write it out as of one moment, take it in again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.db import connection, models, transaction


class EngineFailed(RuntimeError):
    """The engine's own program failed or is missing; the message holds its words."""


DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""The name that a database has in an archive."""


@contextmanager
def one_moment(dump: Path) -> Iterator[None]:
    """Write the database to ``dump``; inside the block, queries see exactly what was written."""
    with _sqlite_moment(dump) if connection.vendor == "sqlite" else _postgresql_moment(dump):
        yield


@contextmanager
def _sqlite_moment(dump: Path) -> Iterator[None]:
    """SQLite's own online copy; then the copy is what is asked."""
    connection.ensure_connection()
    with closing(sqlite3.connect(dump)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    original = connection.settings_dict["NAME"]
    connection.close()
    try:
        connection.settings_dict["NAME"] = str(dump)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original
        for end in ("-wal", "-shm"):
            Path(f"{dump}{end}").unlink(missing_ok=True)


@contextmanager
def _postgresql_moment(dump: Path) -> Iterator[None]:
    """A transaction that reads one snapshot, which ``pg_dump`` is told to read too."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        _program(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", f"--file={dump}"
        )
        yield


def take_in(dump: Path) -> None:
    """Fill the empty database with ``dump``."""
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        for end in ("", "-wal", "-shm"):
            Path(f"{target}{end}").unlink(missing_ok=True)
        shutil.copyfile(dump, target)
        target.chmod(0o600)
    else:
        name = connection.settings_dict["NAME"]
        _program(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={name}",
            dump,
        )


def is_empty() -> bool:
    """The database has no table at all."""
    return not connection.introspection.table_names()


def rows() -> dict[str, int]:
    """How many rows each table of the site has."""
    tables = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return {model._meta.db_table: model._default_manager.count() for model in tables if not model._meta.proxy}


def stored_files() -> list[str]:
    """The names of all files that rows ask for, each once."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField):
                names.update(model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))
    return sorted(name for name in names if name)


def _program(name: str, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL against the database of the settings."""
    if shutil.which(name) is None:
        raise EngineFailed(f"Thiếu chương trình {name} (gói postgresql-client). Hãy cài rồi chạy lại.")
    facts = connection.settings_dict
    environment = dict(os.environ) | {
        "PGHOST": str(facts["HOST"] or ""),
        "PGPORT": str(facts["PORT"] or ""),
        "PGUSER": str(facts["USER"] or ""),
        "PGPASSWORD": str(facts["PASSWORD"] or ""),
        "PGDATABASE": str(facts["NAME"]),
    }
    done = subprocess.run(  # noqa: S603 - a program of the database, with our own arguments
        [name, *map(str, arguments)],
        env={key: value for key, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise EngineFailed(f"{name}: {done.stderr.strip()[-2000:]}")
