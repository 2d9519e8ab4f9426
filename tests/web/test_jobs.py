"""The Job row answers for what the engine does not: counted starts, back-off, one effect."""

from datetime import timedelta

import plans
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_q.models import OrmQ
from office import read, uploaded, work

import dondoc
from dondoc_web.documents import actions, reading
from dondoc_web.documents.jobs import read_source
from dondoc_web.documents.models import Reading, Source
from dondoc_web.documents.status import Status, status_of
from dondoc_web.jobs import engine
from dondoc_web.jobs.models import Job, State


@pytest.fixture
def source(binh):
    return uploaded(binh)


@pytest.fixture
def lease(settings):
    settings.JOB_LEASE = 100
    return timedelta(seconds=100)


def break_off(times):
    """A reader that fails ``times`` times."""
    left = [times]

    def read_plan(content, *, name=None, limits=None):
        if left[0]:
            left[0] -= 1
            raise RuntimeError("đĩa đầy")
        return plans.read_plan(content, name=name)

    return read_plan


def test_row_and_message_are_written_together_or_not_at_all(binh, source):
    def caller():
        with transaction.atomic():
            engine.enqueue(actions.READ, subject=99, by=binh)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        caller()
    assert not Job.objects.filter(subject=99).exists()
    assert OrmQ.objects.count() == 1


def test_a_start_is_counted_before_the_work(source):
    engine.begin(source.job_id)
    job = Job.objects.get(pk=source.job_id)
    assert (job.state, job.starts) == (State.RUNNING, 1)


def test_a_message_presented_twice_while_the_work_is_done_waits(source):
    engine.begin(source.job_id)
    with pytest.raises(engine.LeaveInQueue):
        engine.begin(source.job_id)


def test_a_message_presented_again_after_the_end_does_nothing(source):
    read_source(source.job_id)
    read_source(source.job_id)
    assert Reading.objects.count() == 1


def test_a_killed_attempt_is_begun_again_after_the_lease(source, lease):
    killed = engine.begin(source.job_id)
    again = engine.begin(source.job_id, now=timezone.now() + lease + timedelta(seconds=1))
    assert (killed.number, again.number) == (1, 2)


def test_an_attempt_that_outran_its_lease_stores_nothing(source, lease):
    late = engine.begin(source.job_id)
    engine.begin(source.job_id, now=timezone.now() + lease + timedelta(seconds=1))
    with pytest.raises(engine.Superseded):
        reading.store(attempt=late, plan=plans.plan_of("1. Việc\n"))
    assert not Reading.objects.exists()


def test_a_file_that_kills_its_worker_is_given_up_after_three_starts(source, lease):
    now = timezone.now()
    for start in range(3):
        assert engine.begin(source.job_id, now=now + start * 2 * lease).number == start + 1
    Job.objects.update(held_until=now - lease)
    read_source(source.job_id)
    source.refresh_from_db()
    assert (source.job.state, source.job.starts) == (State.FAILED, 3)
    assert "Đã thử đọc 3 lần" in source.job.error
    assert status_of(source, timezone.now()) == Status.UNREAD


def test_an_unforeseen_error_is_kept_and_the_job_rests(source, lease, monkeypatch):
    monkeypatch.setattr(dondoc, "read_plan", break_off(1))
    with pytest.raises(RuntimeError):
        read_source(source.job_id)
    job = Job.objects.get(pk=source.job_id)
    assert (job.state, job.error) == (State.WAITING, "RuntimeError: đĩa đầy")
    with pytest.raises(engine.LeaveInQueue):
        engine.begin(source.job_id)
    assert engine.begin(source.job_id, now=timezone.now() + engine.backoff(1)).number == 2


def test_the_rest_doubles_with_each_failure(lease):
    assert [engine.backoff(n) for n in (1, 2, 3)] == [lease / 2, lease, lease * 2]


def test_after_the_last_failure_the_error_is_shown_and_the_message_goes(source, monkeypatch):
    monkeypatch.setattr(dondoc, "read_plan", break_off(9))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            read_source(source.job_id)
        Job.objects.update(not_before=None)
    read_source(source.job_id)
    job = Job.objects.get(pk=source.job_id)
    assert job.state == State.FAILED
    assert "RuntimeError: đĩa đầy" in job.error


def test_a_failure_that_passes_leaves_one_reading(source, monkeypatch):
    monkeypatch.setattr(dondoc, "read_plan", break_off(1))
    with pytest.raises(RuntimeError):
        read_source(source.job_id)
    Job.objects.update(not_before=None)
    read_source(source.job_id)
    assert Reading.objects.count() == 1
    assert Job.objects.get().error == ""


def test_one_subject_has_one_open_job(binh, source):
    with pytest.raises(IntegrityError), transaction.atomic():
        engine.enqueue(actions.READ, subject=source.pk, by=binh)


def test_the_steps_of_a_reading_are_told(source, monkeypatch):
    told = []
    monkeypatch.setattr(engine, "tell", lambda attempt, step: told.append(step))
    read_source(source.job_id)
    assert told == ["reading", "screening", "storing"]


@pytest.mark.parametrize(
    ("state", "starts", "held", "status"),
    [
        (State.WAITING, 0, None, Status.WAITING),
        (State.WAITING, 1, None, Status.WAITING_AGAIN),
        (State.RUNNING, 1, +60, Status.READING),
        (State.RUNNING, 1, -60, Status.WAITING_AGAIN),
        (State.FAILED, 3, None, Status.UNREAD),
    ],
)
def test_the_status_says_what_is_so_at_this_moment(source, state, starts, held, status):
    now = timezone.now()
    job = source.job
    job.state, job.starts = state, starts
    job.held_until = now + timedelta(seconds=held) if held else None
    assert status_of(source, now) == status


def test_reading_again_makes_a_new_reading_and_keeps_the_old(binh):
    source = read(binh)
    actions.read_again(by=binh, source_id=source.pk)
    work()
    assert source.readings.count() == 2
    assert Source.objects.get().reading == source.readings.last()


def test_a_failed_second_reading_leaves_the_first_in_place(binh, browser, monkeypatch):
    source = read(binh)
    monkeypatch.setattr(dondoc, "read_plan", lambda content, *, name, limits: plans.read_plan(b"", name=name))
    actions.read_again(by=binh, source_id=source.pk)
    work()
    page = browser.get(f"/documents/{source.pk}/").content.decode()
    assert "Tệp không có chữ nào" in page
    assert "chương trình số 2" in page
