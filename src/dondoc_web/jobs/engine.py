"""The one door to the background: ``enqueue`` puts work in, ``carry_out`` does it.

django-q2 dispatches, locks and presents a message again when nobody said that
it was done. It does not count an attempt that was killed, knows no back-off,
and has one fixed lease for all. The Job row answers for these: starts are
counted before work, a job is given up after ``JOB_STARTS`` of them, and only
the attempt that holds the row may finish it. The row is held for
``JOB_LEASE`` seconds at a time; while the attempt is at work its guardian
prolongs that (:mod:`dondoc_web.jobs.cluster`), so work may last hours and a
killed attempt is noticed within seconds.

A message stays in the queue until the function it names returns. So a function
that raises is presented again, and nothing is ever scheduled here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from dondoc_web.accounts.models import User
from dondoc_web.jobs import pulse
from dondoc_web.jobs.models import OPEN, Job, State
from dondoc_web.jobs.trouble import words_for

log = logging.getLogger(__name__)


NO_LIMIT = -1
"""What the engine is told of the time that a message may take."""


class LeaveInQueue(Exception):
    """Not now: the message stays in the queue and comes again after the lease."""


class Superseded(Exception):
    """The attempt no longer holds its job: another has it, or the job was cancelled."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The ``number``-th start of a job; ``spent`` when every start it may have is used up."""

    job_id: int
    subject: int
    number: int
    spent: bool = False


def enqueue(work: str, *, subject: int, by: User | None, through: str = "") -> Job:
    """Put ``work`` (a dotted name) on ``subject`` into the queue; ``by`` is None for work that nobody asked for.

    The row and the engine's message are written in the caller's transaction:
    either both stand or neither. The function (or ``through``, which then
    looks up the work itself) is called with the key of the row and hands it
    to :func:`carry_out`.
    """
    with transaction.atomic():
        job = Job.objects.create(work=work, subject=subject, asked_by=by, asked_at=timezone.now())
        async_task(through or work, job.pk, timeout=NO_LIMIT)
    return job


def carry_out(job_id: int, do: Callable[[Attempt], None], *, give_up: Callable[[Attempt, str], None]) -> None:
    """Begin the job and ``do`` it, if there is something to do and nobody else is at it.

    ``do`` tells how it gets on with :func:`tell` and closes the job with
    :func:`finish` in the transaction of its effect. An error is kept on the
    row and raised, so that the job is begun again; after the last start
    ``give_up`` closes it, with what happened in words ("" when it was killed).
    """
    attempt = begin(job_id)
    if attempt is None:
        return
    if attempt.spent:
        give_up(attempt, "")
        return
    pulse.begin(attempt.job_id, attempt.number)
    try:
        with Recording(attempt, give_up=give_up):
            do(attempt)
    finally:
        pulse.rest()


def begin(job_id: int, *, now: datetime | None = None) -> Attempt | None:
    """Count a start and take the job, or None when nothing is left to do.

    A job whose starts are used up comes back as a spent attempt: its work is
    to say so. Raises :class:`LeaveInQueue` while another attempt holds the job
    or its back-off has not passed.
    """
    now = now or timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or not job.is_open:
            return None
        _wait_if_it_must(job, now)
        spent = job.starts >= settings.JOB_STARTS
        job.starts += not spent
        job.state, job.step, job.done, job.total = State.RUNNING, "", None, None
        job.started_at = job.started_at if spent else now
        job.held_until = now + timedelta(seconds=settings.JOB_LEASE)
        job.save()
    return Attempt(job.pk, job.subject, job.starts, spent)


def _wait_if_it_must(job: Job, now: datetime) -> None:
    if job.begins_at(now) is not None:
        raise LeaveInQueue(str(job))


def begins_at(job_id: int, now: datetime) -> datetime | None:
    """When the job may be begun; None when that is now, or when it is over."""
    job = Job.objects.filter(pk=job_id, state__in=OPEN).first()
    return job.begins_at(now) if job else None


def held(attempt: Attempt) -> Job:
    """The row of ``attempt``, locked for the caller's transaction; Superseded if it is another's."""
    job = Job.objects.select_for_update().get(pk=attempt.job_id)
    if job.state != State.RUNNING or job.starts != attempt.number:
        raise Superseded(str(job))
    return job


def tell(attempt: Attempt, step: str, *, done: int | None = None, total: int | None = None) -> None:
    """Say which step the attempt has reached (and how many of how many parts of it), for the page that waits.

    Work that lasts says so now and then: an attempt that is silent for
    ``JOB_SILENCE`` seconds is taken for one that hangs, and stopped.
    Raises :class:`Superseded` where going on would be in vain.
    """
    pulse.say()
    if not _row(attempt.job_id, attempt.number).update(step=step, done=done, total=total):
        raise Superseded(f"job {attempt.job_id}")


def prolong(job_id: int, number: int) -> bool:
    """Hold the job for another lease; False when the attempt no longer holds it."""
    until = timezone.now() + timedelta(seconds=settings.JOB_LEASE)
    return bool(_row(job_id, number).update(held_until=until))


def let_go(job_id: int, number: int) -> None:
    """The attempt was killed: another may begin at once."""
    _row(job_id, number).update(held_until=timezone.now())


def hand_back(job_id: int, number: int) -> None:
    """The attempt was stopped with the whole worker, which is nobody's fault: its start does not count."""
    _row(job_id, number).update(held_until=None, state=State.WAITING, starts=number - 1)


def _row(job_id: int, number: int) -> QuerySet[Job]:
    return Job.objects.filter(pk=job_id, state=State.RUNNING, starts=number)


def finish(attempt: Attempt, *, state: State = State.DONE, error: str = "") -> Job:
    """Close the job in the caller's transaction, beside the effect that it had."""
    job = held(attempt)
    job.state, job.error = state, error
    job.held_until, job.finished_at = None, timezone.now()
    job.save()
    return job


def cancel(*, work: str, subject: int) -> int:
    """Close open jobs of ``subject`` without doing them; the number closed.

    An attempt that is at work will find that it no longer holds the job.
    """
    open_jobs = Job.objects.filter(work=work, subject=subject, state__in=OPEN)
    return open_jobs.update(state=State.CANCELLED, held_until=None, finished_at=timezone.now())


def forget(*, work: str, subject: int) -> None:
    """Delete every job of ``subject``: nothing of it may stay."""
    Job.objects.filter(work=work, subject=subject).delete()


class Recording:
    """Around the work of an attempt: an error that nobody foresaw is kept on the row.

    The job then waits for its back-off; the error goes on, so that the message
    stays in the queue. After the last start ``give_up`` is called instead.
    """

    def __init__(self, attempt: Attempt, *, give_up: Callable[[Attempt, str], None]) -> None:
        self.attempt = attempt
        self.give_up = give_up

    def __enter__(self) -> Attempt:
        return self.attempt

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None:
            return False
        if isinstance(error, Superseded):
            log.warning("attempt %s of job %s came too late", self.attempt.number, self.attempt.job_id)
            return True
        code = f"{self.attempt.job_id}-{self.attempt.number}"
        log.error("job %s failed", code, exc_info=error)
        return self._keep(words_for(error, code))

    def _keep(self, words: str) -> bool:
        if self.attempt.number >= settings.JOB_STARTS:
            log.error("job %s is given up", self.attempt.job_id)
            self.give_up(self.attempt, words)
            return True
        with transaction.atomic():
            job = held(self.attempt)
            job.state, job.error, job.held_until = State.WAITING, words, None
            job.not_before = timezone.now() + backoff(self.attempt.number)
            job.save()
        return False


def backoff(starts: int) -> timedelta:
    """How long a job rests after its ``starts``-th failure: half a lease, then twice as long each time."""
    return timedelta(seconds=settings.JOB_LEASE / 2 * 2 ** (starts - 1))
