"""The hash chain behind the log: events are sealed one after another, by one process at a time.

Writers never wait for each other: an event is written in its action's
transaction without a hash, and sealed afterwards. A sealing takes all events
that are committed and not yet sealed, in the order of their keys, so the chain
is in the order in which transactions came to an end (as far as a round of
sealing can see it). Each seal holds the hash of the one before and of the
event's own content: who changes, removes or inserts an event changes every
hash after it, and the day's last hash stands outside the database too
(:func:`write_heads`).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dondoc_web.audit.models import ChainHead, Event, Seal
from dondoc_web.jobs import pulse

log = logging.getLogger(__name__)

FIRST = "0" * 64
"""What stands before the first seal."""

BATCH = 2000
"""Events sealed in one transaction."""


def fingerprint(event: Event) -> str:
    """The content of an event as one line, the same on every database and machine."""
    parts = {
        "id": event.pk,
        "actor": event.actor_id,
        "verb": event.verb,
        "target": event.target,
        "data": event.data,
        "at": event.at.astimezone(tz=UTC).isoformat(timespec="microseconds"),
        "office": event.office_id,
        "address": event.address,
    }
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(before: str, event: Event) -> str:
    """The hash of ``event`` after the hash ``before``."""
    return hashlib.sha256(f"{before}\n{fingerprint(event)}".encode()).hexdigest()


def seal(limit: int = BATCH) -> int:
    """Seal up to ``limit`` events; how many. Two sealings wait for each other at the head of the chain."""
    with transaction.atomic():
        ChainHead.objects.get_or_create(pk=ChainHead.ONLY, defaults={"position": 0, "hash": FIRST})
        head = ChainHead.objects.select_for_update().get(pk=ChainHead.ONLY)
        events = list(Event.objects.filter(seal=None).order_by("pk")[:limit])
        Seal.objects.bulk_create(_seals(head, events))
        head.save()
    return len(events)


def _seals(head: ChainHead, events: Iterable[Event]) -> Iterator[Seal]:
    now = timezone.now()
    for event in events:
        head.position += 1
        before, head.hash = head.hash, link(head.hash, event)
        yield Seal(event=event, position=head.position, before=before, hash=head.hash, at=now)


def seal_all() -> int:
    """Seal everything that is committed, write the day's head; how many events were sealed."""
    total = 0
    while done := seal():
        total += done
        pulse.say()
    if total:
        write_heads(heads_file())
    return total


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found.

    ``broken_at`` is the position of the first seal that does not fit, with the
    key of its event and the reason; ``unsealed`` counts events without a seal.
    """

    sealed: int
    unsealed: int
    head: str
    broken_at: int | None = None
    event: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Every seal fits."""
        return self.broken_at is None


def verify(known_heads: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Recompute the chain from its start; ``known_heads`` are (position, hash) kept elsewhere.

    What is sealed meanwhile is checked or not, and harms nothing.
    """
    expected = dict(known_heads)
    head = ChainHead.objects.filter(pk=ChainHead.ONLY).first()
    before, position = FIRST, 0
    unsealed = Event.objects.filter(seal=None).count()
    for one in Seal.objects.select_related("event").order_by("position").iterator(chunk_size=BATCH):
        position += 1
        if position % BATCH == 0:
            pulse.say()
        reason = _fault(one, before, position, expected.pop(position, None))
        if not reason and head is not None and position == head.position and one.hash != head.hash:
            reason = "it differs from the head"
        if reason:
            return Verdict(position - 1, unsealed, before, position, one.event_id, reason)
        before = one.hash
    missing = [at for at in expected if at > position]
    if missing:
        reason = "the chain is shorter than a head that was kept outside"
        return Verdict(position, unsealed, before, position + 1, None, reason)
    return _against_head(head, position, unsealed, before)


def check_whole() -> Verdict:
    """Verify the chain against the heads kept outside, and keep what was found for the page of those who read the log.

    Recurring work, once a day: the page itself looks only at the end of the chain.
    """
    verdict = verify(kept_heads(heads_file()))
    if not verdict.holds:
        log.critical("the chain of the log is broken at %s: %s", verdict.broken_at, verdict.reason)
    ChainHead.objects.filter(pk=ChainHead.ONLY).update(checked_at=timezone.now(), broken_at=verdict.broken_at)
    return verdict


def _fault(one: Seal, before: str, position: int, kept: str | None) -> str:
    if one.position != position:
        return "a seal is missing"
    if one.before != before:
        return "the seal before it was changed"
    if one.hash != link(before, one.event):
        return "the event was changed"
    if kept is not None and kept != one.hash:
        return "it differs from the head that was kept outside"
    return ""


def _against_head(head: ChainHead | None, position: int, unsealed: int, before: str) -> Verdict:
    """``head`` is as it was before the seals were read."""
    if head is not None and head.position > position:
        return Verdict(position, unsealed, before, position + 1, None, "seals at the end are missing")
    if head is not None and ChainHead.objects.get(pk=ChainHead.ONLY).position < position:
        return Verdict(position, unsealed, before, position, None, "seals stand behind the head")
    return Verdict(position, unsealed, before)


def heads_file() -> Path:
    """Where the head of each day is kept outside the database."""
    return Path(settings.DATA) / "audit-heads.txt"


def write_heads(path: Path) -> None:
    """Append the present head to ``path``: day, position, hash; one line a sealing, never rewritten."""
    head = ChainHead.objects.get(pk=ChainHead.ONLY)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{timezone.localdate().isoformat()} {head.position} {head.hash}\n")


def kept_heads(path: Path) -> Iterator[tuple[int, str]]:
    """The heads kept in ``path``; nothing where there is no such file."""
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            _day, position, digest = line.split()
            yield int(position), digest
