"""Recurring work: kept as the settings say, each round harmless to the next."""

import logging

import office
import pytest
from django.utils.module_loading import import_string
from django_q.models import Schedule

from dondoc_web.jobs import schedules
from dondoc_web.jobs.models import Job, State

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


def test_a_round_is_a_job_of_which_one_is_open(recurring, db):
    DONE.clear()
    schedules.run("work")
    schedules.run("work")
    assert not DONE
    office.work()
    assert (DONE, Job.objects.get().state) == ([1], State.DONE)


def test_the_row_of_a_round_stays_until_the_next(recurring, db):
    for _ in range(3):
        schedules.run("work")
        office.work()
    assert Job.objects.count() == 1


def test_a_round_that_fails_is_begun_again_then_told_and_the_next_comes_anyway(settings, db, caplog):
    settings.RECURRING, settings.JOB_LEASE = {"broken": (f"{__name__}.broken", 1)}, 0
    with caplog.at_level(logging.ERROR):
        schedules.run("broken")
        for _ in range(settings.JOB_STARTS - 1):
            with pytest.raises(OSError, match="no disk"):
                office.work()
        office.work()
    job = Job.objects.get()
    assert (job.state, job.starts) == (State.FAILED, settings.JOB_STARTS)
    assert "Mã sự cố" in job.error
    assert f"job {job.pk} is given up" in caplog.text
    schedules.run("broken")
    assert Job.objects.get().state == State.WAITING


def test_a_round_that_is_no_longer_known_does_nothing(recurring, db):
    schedules.run("gone")
    assert not Job.objects.exists()


def test_the_work_of_the_settings_goes_round_once(settings, db):
    for name in settings.RECURRING:
        schedules.run(name)
    office.work()
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    assert Job.objects.count() == len(settings.RECURRING)
