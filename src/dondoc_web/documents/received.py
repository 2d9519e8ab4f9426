"""What became of files that were sent together: a line for each, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.documents import queries
from dondoc_web.documents.queries import Row
from dondoc_web.documents.status import Status


@dataclass(frozen=True, slots=True)
class Received:
    """The files that are still there; ``gone`` were refused for secrecy or withdrawn, ``known`` were here before."""

    rows: Sequence[Row]
    counts: Sequence[tuple[Status, int]]
    gone: int
    known: int

    @property
    def total(self) -> int:
        """Files that were sent."""
        return len(self.rows) + self.gone

    @property
    def over(self) -> int:
        """Files of which nothing more is awaited."""
        return self.total - sum(n for status, n in self.counts if status.is_under_way)

    @property
    def is_under_way(self) -> bool:
        """The page should look again soon."""
        return self.over < self.total


def keys_in(text: str) -> list[int]:
    """The keys that an address names (``12,13``); at most as many as one upload may hold."""
    return [int(part) for part in text.split(",") if part.isdecimal()][: settings.DATA_UPLOAD_MAX_NUMBER_FILES]


def received(person: User, keys: Iterable[int], known: int) -> Received:
    """The state of the sources ``keys``, as far as ``person`` may see them."""
    wanted = list(dict.fromkeys(keys))
    rows = queries.rows(queries.live_sources(person).filter(pk__in=wanted).order_by("pk"), timezone.now())
    counts = Counter(row.status for row in rows)
    ordered = [(status, counts[status]) for status in Status if counts[status]]
    return Received(rows, ordered, len(wanted) - len(rows), min(known, len(rows)))
