"""The pages of a reading as the page of its directive shows them: frames, and outlines of what was read on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dondoc.document import Page
from dondoc_web.documents.boxes import Box, PlacedWords
from dondoc_web.documents.edits import Change, changes_of
from dondoc_web.documents.marking import ROLES, Meaning, meanings
from dondoc_web.documents.models import PageText, Reading, Source


@dataclass(frozen=True, slots=True)
class Frame:
    """A page before its picture is there: number from 1, width and height in points."""

    number: int
    width: float
    height: float
    recognised: bool


def frames(reading: Reading) -> Sequence[Frame]:
    """The pages of ``reading``, without their words; none for a text or a Word file."""
    rows = PageText.objects.filter(reading=reading).order_by("number")
    return [
        Frame(number, width, height, origin == "recognised")
        for number, width, height, origin in rows.values_list("number", "width", "height", "origin")
    ]


def has_page(source: Source, number: int) -> bool:
    """Whether the current reading of ``source`` has a page ``number``."""
    return PageText.objects.filter(reading=source.reading_id, number=number).exists()


def outlines(reading: Reading) -> list[dict[str, Any]]:
    """What the plan says about places of its text, each with its boxes, the widest meaning first.

    ``m`` is the token of :mod:`.marking`, ``role`` its role, ``boxes`` are page,
    left, top, width and height in points. Changes of the text and words that
    were recognised with little confidence come last, their role says of which
    kind they are (``e-doubt``).
    """
    pages = _pages(reading)
    return list(_outlines(meanings(reading.plan), pages, changes_of(reading))) if pages else []


def outlines_of(reading: Reading, found: Iterable[Meaning]) -> list[dict[str, Any]]:
    """The same for places that somebody else names."""
    pages = _pages(reading)
    return list(_outlines(found, pages, changes_of(reading))) if pages else []


def _pages(reading: Reading) -> Sequence[Page]:
    return [row.page for row in PageText.objects.filter(reading=reading).order_by("number")]


def _outlines(every: Iterable[Meaning], pages: Sequence[Page], changes: Iterable[Change]) -> Iterator[dict[str, Any]]:
    placed = PlacedWords(pages)
    for (token, role), found in _by_token(every):
        boxes = [box for meaning in found for box in placed.boxes(meaning.span)]
        if boxes:
            yield {"m": token, "role": role, "boxes": [_flat(box) for box in boxes]}
    for change in changes:
        marked = placed.boxes(change.here)
        if marked:
            yield {"m": change.token, "role": f"e-{change.level.code}", "boxes": [_flat(box) for box in marked]}


def _by_token(every: Iterable[Meaning]) -> Iterator[tuple[tuple[str, str], list[Meaning]]]:
    rank = {role: at for at, role in enumerate(ROLES)}
    groups: dict[tuple[str, str], list[Meaning]] = {}
    for meaning in every:
        groups.setdefault((meaning.token, meaning.role), []).append(meaning)
    yield from sorted(groups.items(), key=lambda item: -rank[item[0][1]])


def _flat(box: Box) -> list[float]:
    numbers = (box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0)
    return [box.page, *(round(number, 1) for number in numbers)]
