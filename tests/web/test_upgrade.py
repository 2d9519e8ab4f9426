"""A database of the first release, with rows in it, migrates to today's without loss."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps as today
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FIRST = [(app, "0001_initial") for app in ("accounts", "audit", "jobs", "documents")]
"""What the first release had; its other applications did not exist."""
SINCE = ("reminders", "work", "people", "agencies")
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def rows(old) -> None:
    """What an office of one administrator had: a paper read, one withdrawn, one that could not be read."""
    user = old.get_model("accounts", "User").objects.create(username="cu", full_name="Người cũ", is_superuser=True)
    job = {"work": "documents.read", "asked_at": AT, "asked_by": user}
    done = old.get_model("jobs", "Job").objects.create(subject=1, state="done", finished_at=AT, **job)
    old.get_model("jobs", "Job").objects.create(subject=3, state="failed", error="tệp hỏng", starts=3, **job)
    directive = old.get_model("documents", "Directive").objects.create(
        identity="x", kind="Kế hoạch", number="9/KH-UBND", number_key="9/kh-ubnd", date=date(2026, 1, 5), subject="Việc"
    )
    facts = {"size": 3, "uploaded_by": user, "uploaded_at": AT}
    sources = old.get_model("documents", "Source").objects
    source = sources.create(
        name="a.txt", file="a", sha256="a" * 64, standing="admitted", directive=directive, job=done, **facts
    )
    reading = old.get_model("documents", "Reading").objects.create(
        source=source, job=done, plan_json='{"giữ": "nguyên"}', tasks=1, findings=2, made_at=AT
    )
    source.reading = reading
    source.save()
    reading.citations.create(position=1, number="47/NQ-CP", number_key="47/nq-cp", relation="implements")
    for name in ("b.txt", "c.txt"):  # the same content again, withdrawn twice: the rule of one allows it
        gone = {"standing": "withdrawn", "withdrawn_at": AT, "withdrawn_by": user, "withdrawn_reason": "nhầm"}
        sources.create(name=name, file=name, sha256="a" * 64, **gone, **facts)
    event = old.get_model("audit", "Event").objects
    event.create(verb="source.received", actor=user, target=f"source:{source.pk}", data={"tên": "a.txt"}, at=AT)
    event.create(verb="source.read", target=f"source:{source.pk}", data={"tasks": 1}, at=AT)


COLUMNS = {
    ("accounts", "User"): "username full_name is_superuser is_active password",
    ("jobs", "Job"): "work subject state error starts asked_by finished_at",
    ("documents", "Directive"): "identity kind number number_key date subject",
    ("documents", "Source"): "name file size sha256 standing directive reading job uploaded_by withdrawn_reason",
    ("documents", "Reading"): "source job plan_json tasks findings made_at",
    ("documents", "Citation"): "reading position number number_key relation",
    ("audit", "Event"): "verb actor target data at",
}


def everything(apps) -> dict[str, list]:
    """The rows, by the columns of the first release."""
    return {
        name: list(apps.get_model(app, name).objects.order_by("pk").values("pk", *columns.split()))
        for (app, name), columns in COLUMNS.items()
    }


@pytest.mark.django_db(transaction=True)
def test_a_database_of_the_first_release_migrates_forward_without_loss():
    executor = MigrationExecutor(connection)
    executor.migrate([(app, None) for app in SINCE] + FIRST)
    old = MigrationExecutor(connection).loader.project_state(FIRST).apps
    rows(old)
    before = everything(old)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert everything(today) == before
    assert all(len(found) for found in before.values())
