"""Recurring work: kept as the settings say, each round harmless to the next."""

import logging

import pytest
from django.utils.module_loading import import_string
from django_q.models import Schedule

from dondoc_web.jobs import schedules

DONE = []


def work():
    DONE.append(1)


def broken():
    raise OSError("no disk")


@pytest.fixture
def recurring(settings):
    settings.RECURRING = {"work": (f"{__name__}.work", 5)}
    return settings.RECURRING


def test_every_recurring_function_of_the_settings_is_there(settings):
    assert all(callable(import_string(work)) for work, _ in settings.RECURRING.values())


def test_schedules_follow_the_settings_and_are_kept_once(recurring, db):
    schedules.keep()
    recurring["work"] = (recurring["work"][0], 7)
    schedules.keep()
    assert [(one.name, one.minutes) for one in Schedule.objects.all()] == [("work", 7)]
    recurring.clear()
    schedules.keep()
    assert not Schedule.objects.exists()


def test_when_the_next_round_is_due_stays_as_it_is(recurring, db):
    schedules.keep()
    due = Schedule.objects.get().next_run
    schedules.keep()
    assert Schedule.objects.get().next_run == due


def test_a_round_that_fails_is_told_to_the_log_and_harms_nobody(recurring, settings, caplog):
    settings.RECURRING = {"broken": (f"{__name__}.broken", 1)}
    with caplog.at_level(logging.ERROR):
        schedules.run("broken")
    assert "broken" in caplog.text


def test_a_round_that_is_no_longer_known_does_nothing(recurring):
    schedules.run("gone")
