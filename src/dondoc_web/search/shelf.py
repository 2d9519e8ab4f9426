"""A shelf (kệ): how the objects of one kind get their entries, and who sees them.

An application that has something to be found writes a shelf and names it in
``SHELVES`` of the settings. Rights are a query of the shelf's own application:
it is asked each time somebody searches, so what a person may no longer see is
not found a moment later, whatever the index still holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from dondoc_web.accounts.models import User
from dondoc_web.search.folding import FORMAT
from dondoc_web.search.models import Entry, Kind


@dataclass(frozen=True, slots=True)
class Facts:
    """What every entry of an object has in common, by which people narrow a search."""

    date: date | None = None
    state: str = ""
    office_id: int | None = None
    place: str = ""
    agencies: Sequence[int] = ()
    source_id: int | None = None
    target: int | None = None
    """The key that the address of a hit needs, where it is not the object itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words of an object: what it is called, its words as printed, and where they stand in the text of its source.

    ``head`` is searched, ``label`` only shown. ``words`` begin with exactly the
    stretches ``spans`` of the text, a line feed between two; ``loose`` where a
    person may have changed them, so that the words are known to stand there
    only as a whole.
    """

    kind: Kind
    words: str
    head: str = ""
    label: str = ""
    spans: Sequence[tuple[int, int]] = ()
    loose: bool = False


class Shelf:
    """One kind of objects."""

    name: ClassVar[str]
    kinds: ClassVar[tuple[Kind, ...]]
    piece: ClassVar[int] = 200
    """Objects that are looked at in one go; fewer where an object is large."""

    must_forget: ClassVar[bool] = False
    """Words of objects that are gone may not lie in the index until the database clears it by itself."""

    def objects(self) -> QuerySet[Any]:
        """Those that belong on the shelf."""
        raise NotImplementedError

    def seen(self, user: User) -> QuerySet[Any]:
        """Those of :meth:`objects` that ``user`` may see, as the application's own pages say."""
        raise NotImplementedError

    def stamps(self, keys: Sequence[int]) -> Mapping[int, str]:
        """The state of each object, cheap to ask; it changes whenever an entry would."""
        raise NotImplementedError

    def made(self, keys: Sequence[int]) -> Mapping[int, tuple[Facts, Sequence[Found]]]:
        """The entries of each object."""
        raise NotImplementedError

    def address(self, entry: Entry) -> str:
        """Where an entry leads; places in a text are added by the page."""
        raise NotImplementedError

    def title(self, entry: Entry) -> str:
        """What a hit is called."""
        return entry.head

    def label_words(self, entry: Entry) -> str:
        """Where in its object a hit stands, in words."""
        return ""

    def also(self, entries: Sequence[Entry], user: User) -> Mapping[int, tuple[str, str]]:
        """For keys of ``entries`` a second way, its address and words: what ``user`` has to do with it."""
        return {}

    def states(self) -> Sequence[tuple[str, str]]:
        """States by which hits may be narrowed, with their words."""
        return ()

    def state_words(self, state: str) -> str:
        """The words of a state."""
        return dict(self.states()).get(state, "")


def digest(*parts: object) -> str:
    """A stamp for values."""
    text = "\x1f".join(str(part) for part in (FORMAT, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def shelves() -> tuple[Shelf, ...]:
    """Those of the settings, in their order."""
    return tuple(import_string(name)() for name in settings.SHELVES)


def shelf_of_kind(kind: int) -> Shelf:
    """The shelf that has entries of ``kind``."""
    return next(one for one in shelves() if kind in one.kinds)


def named(name: str) -> Shelf:
    """The shelf called ``name``."""
    return next(one for one in shelves() if one.name == name)


def rows_by_key(rows: Iterable[Model]) -> dict[int, Any]:
    """Rows by their primary key."""
    return {row.pk: row for row in rows}
