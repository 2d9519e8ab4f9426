"""The engine's queue, asked by one who knows the Job rows.

The engine presents a message again when nobody said within ``retry`` seconds
that it was done, however long the work may take. Here a message whose job is
held by an attempt, or rests after a failure, goes back to sleep instead of to
a worker; so ``retry`` may be short, and a lease that ran out is seen at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from time import sleep
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signing import BadSignature, SignedPackage

from dondoc_web.jobs import engine, pulse


class Broker(ORM):
    """Presents the oldest message that a worker may begin now."""

    def dequeue(self) -> list[tuple[int, str]] | None:
        """One message, or None after a short sleep; nothing while the worker of this cluster is busy.

        A message taken ahead would wait behind work that may last an hour.
        """
        now = timezone.now()
        message = None
        if pulse.beat() is None:
            message = self.get_connection().filter(key=self.list_key, lock__lt=now).order_by("lock", "pk").first()
        if message is None:
            sleep(Conf.POLL)
            return None
        wakes = wakes_at(message, now)
        lock = wakes or self.timeout(message)
        mine = self.get_connection().filter(pk=message.pk, lock=message.lock).update(lock=lock)
        return [(message.pk, message.payload)] if mine and wakes is None else None


def wakes_at(message: OrmQ, now: datetime) -> datetime | None:
    """When to look at ``message`` again; None when its job may be begun (or is over: its message then goes)."""
    until = engine.begins_at(_job_of(message), now)
    return None if until is None else min(until, now + timedelta(seconds=settings.JOB_KNOCK))


def _job_of(message: OrmQ) -> int:
    """The job that a message is about; 0 for a message that is not ours."""
    try:
        found: Any = SignedPackage.loads(message.payload)["args"][0]
    except (BadSignature, TypeError, KeyError, IndexError):
        return 0
    return found if isinstance(found, int) else 0
