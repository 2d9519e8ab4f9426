"""The Job row answers for what the engine does not: counted starts, back-off, one effect."""

import errno
from datetime import timedelta

import plans
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django_q.models import OrmQ
from office import read, uploaded, work

import dondoc
from dondoc_web.documents import actions, reading
from dondoc_web.documents.jobs import read_source
from dondoc_web.documents.models import Reading, Source
from dondoc_web.documents.status import Status, status_of
from dondoc_web.jobs import broker, engine
from dondoc_web.jobs.models import Job, State
from dondoc_web.jobs.trouble import words_for


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

    def read_plan(content, *, name=None, **how):
        if left[0]:
            left[0] -= 1
            raise RuntimeError("đĩa đầy")
        return plans.read_plan(content, name=name, **how)

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


def test_an_unforeseen_error_is_told_in_words_and_the_job_rests(source, lease, monkeypatch, caplog):
    monkeypatch.setattr(dondoc, "read_plan", break_off(1))
    with pytest.raises(RuntimeError):
        read_source(source.job_id)
    job = Job.objects.get(pk=source.job_id)
    assert job.state == State.WAITING
    assert f"Mã sự cố: {job.pk}-1." in job.error
    assert "RuntimeError" not in job.error
    assert f"job {job.pk}-1 failed" in caplog.text
    assert "RuntimeError: đĩa đầy" in caplog.text
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
    assert "Có lỗi ngoài dự kiến" in job.error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "không đủ bộ nhớ"),
        (OSError(errno.ENOSPC, "No space left on device"), "Ổ đĩa của máy chủ đã đầy"),
        (PermissionError(errno.EACCES, "Permission denied"), "không được phép"),
        (OperationalError("database is locked"), "Cơ sở dữ liệu đang bận"),
        (KeyError("số kín"), "Có lỗi ngoài dự kiến"),
    ],
)
def test_an_unforeseen_error_says_who_can_help_and_quotes_nothing(error, words):
    told = words_for(error, "7-1")
    assert words in told
    assert told.endswith("Mã sự cố: 7-1.")
    assert "số kín" not in told


def test_a_failure_that_passes_leaves_one_reading(source, monkeypatch):
    monkeypatch.setattr(dondoc, "read_plan", break_off(1))
    with pytest.raises(RuntimeError):
        read_source(source.job_id)
    Job.objects.update(not_before=None)
    read_source(source.job_id)
    assert Reading.objects.count() == 1
    assert Job.objects.get().error == ""


def test_work_that_is_prolonged_is_not_begun_twice(source, lease):
    attempt = engine.begin(source.job_id)
    Job.objects.update(held_until=timezone.now())
    assert engine.prolong(attempt.job_id, attempt.number)
    assert engine.begins_at(source.job_id, timezone.now()) > timezone.now() + lease / 2
    with pytest.raises(engine.LeaveInQueue):
        engine.begin(source.job_id)


def test_the_lease_of_another_attempt_is_left_alone(source, lease):
    late = engine.begin(source.job_id)
    engine.begin(source.job_id, now=timezone.now() + 2 * lease)
    assert not engine.prolong(late.job_id, late.number)
    with pytest.raises(engine.Superseded):
        engine.tell(late, "reading")


def test_what_a_killed_worker_held_may_be_begun_at_once_and_its_start_counts(source):
    killed = engine.begin(source.job_id)
    engine.let_go(killed.job_id, killed.number)
    assert engine.begin(source.job_id).number == 2


def test_what_a_stopped_worker_handed_back_has_its_start_back(source):
    stopped = engine.begin(source.job_id)
    engine.hand_back(stopped.job_id, stopped.number)
    assert engine.begin(source.job_id).number == 1


def test_a_message_of_held_or_resting_work_goes_back_to_sleep(source, lease, settings):
    settings.JOB_KNOCK = 5
    now = timezone.now()
    message = OrmQ.objects.get()
    assert broker.wakes_at(message, now) is None
    engine.begin(source.job_id, now=now)
    assert broker.wakes_at(message, now) == now + timedelta(seconds=5)
    Job.objects.update(state=State.WAITING, not_before=now + timedelta(seconds=2))
    assert broker.wakes_at(message, now) == now + timedelta(seconds=2)
    engine.cancel(work=actions.READ, subject=source.pk)
    assert broker.wakes_at(message, now) is None


def test_progress_is_told_in_parts(source):
    attempt = engine.begin(source.job_id)
    engine.tell(attempt, "pages", done=3, total=12)
    job = Job.objects.get(pk=source.job_id)
    assert (job.step, job.done, job.total) == ("pages", 3, 12)


def test_the_list_shows_how_far_each_file_is_and_why_one_failed(source, browser):
    attempt = engine.begin(source.job_id)
    engine.tell(attempt, "pages", done=3, total=12)
    assert "trang 3/12" in browser.get("/").content.decode()
    reading.report_unread(attempt=attempt, error="Tệp rỗng, hãy gửi lại.")
    assert "Tệp rỗng, hãy gửi lại." in browser.get("/").content.decode()


def test_one_subject_has_one_open_job(binh, source):
    with pytest.raises(IntegrityError), transaction.atomic():
        engine.enqueue(actions.READ, subject=source.pk, by=binh)


def test_the_steps_of_a_reading_are_told(source, monkeypatch):
    told = []
    monkeypatch.setattr(engine, "tell", lambda attempt, step, done=None, **_: told.append((step, done)))
    Source.objects.update(name="ba-trang.txt")
    source.file.storage.delete(source.file.name)
    source.file.storage.save(source.file.name, ContentFile(b"I\fII\fIII\n1. A\n"))
    read_source(source.job_id)
    assert told == [("reading", None), ("pages", 1), ("pages", 2), ("planning", 3), ("storing", None)]


def test_a_withdrawn_paper_is_read_no_further(binh, monkeypatch):
    source = uploaded(binh, "I\fII\fIII\n1. A\n")
    tell = engine.tell

    def withdrawn_at_page_two(attempt, step, *, done=None, total=None):
        if done == 2:
            actions.withdraw(by=binh, source_id=source.pk, reason="nhầm")
        assert done != 3
        tell(attempt, step, done=done, total=total)

    monkeypatch.setattr(engine, "tell", withdrawn_at_page_two)
    read_source(source.job_id)
    assert Job.objects.get(pk=source.job_id).state == State.CANCELLED
    assert not Reading.objects.exists()


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
    monkeypatch.setattr(dondoc, "read_plan", lambda content, *, name, **_: plans.read_plan(b"", name=name))
    actions.read_again(by=binh, source_id=source.pk)
    work()
    page = browser.get(f"/documents/{source.pk}/").content.decode()
    assert "Tệp không có chữ nào" in page
    assert "chương trình số 2" in page
