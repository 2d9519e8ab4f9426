"""Work that comes again by itself: ``RECURRING`` of the settings, kept as schedules of the engine.

The engine's workers look once in half a minute what is due; with several
clusters one of them hands it out. What the engine hands out is short: it puts
the round into the queue as a job, which may last as long as it gets on. There
is one open round of each work; its row stays until the next round. A round
that comes late, twice or not at all must do no harm: that is the business of
the function that is named. Where it may last, it says so with
:func:`dondoc_web.jobs.pulse.say` after each piece.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django_q.models import Schedule

from dondoc_web.jobs import engine
from dondoc_web.jobs.models import OPEN, Job, State

log = logging.getLogger(__name__)

RUN = f"{__name__}.run"
CARRY_OUT = f"{__name__}.carry_out"

NOBODYS = 0
"""The subject of a round: it is about everything."""


def keep() -> None:
    """Make the engine's schedules those of the settings; when each is due next stays as it is."""
    for name, (_work, minutes) in settings.RECURRING.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={"func": RUN, "args": repr((name,)), "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )
    Schedule.objects.filter(func=RUN).exclude(name__in=settings.RECURRING).delete()


def run(name: str) -> None:
    """Put a round of the recurring work ``name`` into the queue, unless one is still open."""
    work, _minutes = settings.RECURRING.get(name, (None, 0))
    if work is None:
        return
    rounds = Job.objects.filter(work=work, subject=NOBODYS)
    try:
        with transaction.atomic():
            if not rounds.filter(state__in=OPEN).exists():
                rounds.delete()
                engine.enqueue(work, subject=NOBODYS, by=None, through=CARRY_OUT)
    except IntegrityError:
        log.info("another worker has put a round of %s into the queue", name)


def carry_out(job_id: int) -> None:
    """Do the round that the job is about; an error is kept on its row, and the next round comes anyway."""
    engine.carry_out(job_id, _do, give_up=_give_up)


def _do(attempt: engine.Attempt) -> None:
    import_string(Job.objects.get(pk=attempt.job_id).work)()
    with transaction.atomic():
        engine.finish(attempt)


def _give_up(attempt: engine.Attempt, words: str) -> None:
    with transaction.atomic():
        engine.finish(attempt, state=State.FAILED, error=words)
