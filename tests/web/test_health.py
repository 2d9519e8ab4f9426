"""What machines ask of the site."""

import json
import logging
import logging.config
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import DatabaseError
from django.utils import timezone
from office import uploaded

from dondoc_web.jobs.models import Job
from dondoc_web.running import health


def test_a_live_process_says_so_without_the_database(client):
    response = client.get("/health/live/")
    assert (response.status_code, response.content) == (200, b"ok")


def test_a_ready_site_names_its_parts(client, db):
    response = client.get("/health/ready/")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "store": "ok", "workers": "ok"}


def broken():
    raise DatabaseError("host 10.0.0.5 refused")


@pytest.mark.parametrize(("part", "status"), [("database", 503), ("migrations", 503), ("store", 503), ("workers", 200)])
def test_a_part_that_fails_is_told_without_its_secrets(client, db, monkeypatch, part, status):
    for questions in (health.NEEDED, health.WATCHED):
        if part in questions:
            monkeypatch.setitem(questions, part, broken)
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()[part]) == (status, "failing")
    assert b"10.0.0.5" not in response.content


def test_a_job_that_waits_long_says_that_workers_are_missing(client, an):
    uploaded(an)
    assert client.get("/health/ready/").json()["workers"] == "ok"
    Job.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert client.get("/health/ready/").json()["workers"] == "failing"


def test_a_line_of_the_log_may_be_json():
    facts = dict(site.LOGGING["formatters"]["json"])
    made = logging.config.DictConfigurator({"version": 1}).configure_formatter(facts)
    line = logging.LogRecord("dondoc_web.x", logging.WARNING, __file__, 1, "không đọc được %s", ("kh.pdf",), None)
    told = json.loads(made.format(line))
    assert (told["level"], told["logger"], told["message"]) == ("WARNING", "dondoc_web.x", "không đọc được kh.pdf")
