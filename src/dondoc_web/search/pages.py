"""Hits as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from dondoc_web.accounts.models import User
from dondoc_web.search.asking import Asked
from dondoc_web.search.models import Entry, Kind
from dondoc_web.search.shelf import shelf_of_kind
from dondoc_web.search.snippets import marked, places_in_source, snippet


@dataclass(frozen=True, slots=True)
class Line:
    """A hit: where it leads, what it is called, the words around what was found, and facts to tell it by."""

    address: str
    kind: str
    title: SafeString
    part: str
    words: SafeString
    state: str
    day: date | None
    office: str
    also: tuple[str, str] | None


def lines(what: Asked, entries: Sequence[Entry], user: User) -> list[Line]:
    """Lines for ``entries``; one more query for each kind that knows a second way."""
    also: dict[int, tuple[str, str]] = {}
    for kind in {entry.kind for entry in entries}:
        also |= shelf_of_kind(kind).also([entry for entry in entries if entry.kind == kind], user)
    return [_line(what, entry, also.get(entry.pk)) for entry in entries]


def _line(what: Asked, entry: Entry, also: tuple[str, str] | None) -> Line:
    shelf = shelf_of_kind(entry.kind)
    return Line(
        address=address(what, entry),
        kind=str(Kind(entry.kind).label),
        title=marked(what, shelf.title(entry)),
        part=shelf.label_words(entry),
        words=snippet(what, entry.words),
        state=shelf.state_words(entry.state),
        day=entry.date,
        office=entry.office.name if entry.office and entry.kind != Kind.AGENCY else "",
        also=also,
    )


def address(what: Asked, entry: Entry) -> str:
    """The page of the hit, at its exact words where they stand in the text of a directive."""
    where = shelf_of_kind(entry.kind).address(entry)
    places = places_in_source(what, entry) if entry.spans else ""
    return f"{where}?found={places}" if places else where
