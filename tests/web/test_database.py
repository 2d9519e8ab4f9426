"""Migrations and the settings of the two databases."""

import pytest
from django.core.management import call_command
from django.db import connection

from dondoc_web.databases import database, keep_connections


@pytest.mark.django_db
def test_no_model_is_ahead_of_its_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_to_nothing_and_forward_again():
    for app in ("documents", "jobs"):
        call_command("migrate", app, "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    assert {"documents_source", "jobs_job"} <= set(connection.introspection.table_names())


@pytest.mark.django_db
def test_sqlite_waits_and_forgets_what_is_deleted():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "secure_delete")}
    assert found == {"journal_mode": "wal", "secure_delete": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_keeps_a_pool_where_it_is_asked_to():
    url = "postgresql://ai:mat@may-chu:5433/dondoc"
    assert "pool" in database(url, pooled=True)["OPTIONS"]
    assert database(url, pooled=False)["OPTIONS"] == {}
    assert database(url, pooled=False)["HOST"] == "may-chu"


def test_pages_keep_their_connections_where_no_pool_does():
    found = {"sqlite": database("sqlite:///x", pooled=False), "pool": database("postgresql://a/b", pooled=True)}
    keep_connections(found)
    assert found["sqlite"]["CONN_MAX_AGE"] > 0
    assert found["sqlite"]["CONN_HEALTH_CHECKS"]
    assert not found["pool"].get("CONN_MAX_AGE")
