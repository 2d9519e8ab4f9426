"""The read side of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require, within
from dondoc_web.audit.models import ChainHead, Event, Seal
from dondoc_web.audit.rights import READERS, may_read_log

STRAGGLERS = 1000
"""Keys of events before the newest sealed one among which an event without a seal may stand."""


def history(target: models.Model) -> Sequence[Event]:
    """Everything done to ``target``, oldest first."""
    name = f"{target._meta.model_name}:{target.pk}"
    return list(Event.objects.filter(target=name).select_related("actor"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; empty parts do not narrow. Days are of the site's time zone, both included."""

    verb: str = ""
    actor: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None


def events(user: User, wanted: Wanted) -> models.QuerySet[Event]:
    """The events of the branch that ``user`` may read, newest first."""
    require(may_read_log(user))
    found = Event.objects.filter(within(user, "office__", READERS)).select_related("actor", "office", "seal")
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.actor:
        found = found.filter(actor__username__iexact=wanted.actor)
    if wanted.target:
        found = found.filter(target=wanted.target)
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return found.order_by("-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def head() -> ChainHead | None:
    """The end of the chain; None before the first sealing."""
    return ChainHead.objects.filter(pk=ChainHead.ONLY).first()


def number_unsealed() -> int:
    """Events that wait for their seal, looked for among the newest: a sealing takes all older ones first.

    Going by keys from the newest sealed event on, and :data:`STRAGGLERS` keys
    back: transactions that end late have keys below those of others that are
    sealed already.
    """
    last = Seal.objects.order_by("-position").values_list("event", flat=True).first() or 0
    return Event.objects.filter(seal=None, pk__gt=last - STRAGGLERS).count()
