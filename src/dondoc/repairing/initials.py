"""Initials in capitals (``BCĐ``, ``TTĐN``, ``VPTU``): never spelled out, only a lost Đ is given back.

A word of capitals that can be no syllable is an abbreviation. Which ones have
a Đ is told by the register of abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dondoc.agencies.registry import abbreviations
from dondoc.edits import Edit, Reason
from dondoc.repairing.grading import LineGrade
from dondoc.repairing.syllables import could_be_plain
from dondoc.text import Span

_CAPITALS = re.compile(r"(?<![\w&])[A-ZĐ](?:&?[A-ZĐ]){1,7}\d{0,2}(?![\w&])")
_LOST = ("D", "P")
"""What a reader of English makes of Đ."""

SURE = 0.96


@cache
def _with_d() -> dict[str, str]:
    """An abbreviation with Đ by each way of losing it; None of those that would make two."""
    found: dict[str, str | None] = {}
    for full in abbreviations():
        if "Đ" not in full:
            continue
        for lost in _LOST:
            key = full.replace("Đ", lost)
            found[key] = full if found.get(key, full) == full and key not in abbreviations() else None
    return {key: full for key, full in found.items() if full}


def initials(text: str, lines: Iterable[LineGrade]) -> Iterator[Span]:
    """Where abbreviations stand; no other rule changes what stands there."""
    for line in lines:
        for match in _CAPITALS.finditer(line.span.of(text)):
            if not could_be_plain(match[0].lower().replace("đ", "d")):
                yield Span(line.span.start + match.start(), line.span.start + match.end())


def given_back(text: str, places: Iterable[Span]) -> Iterator[Edit]:
    """Edits of the abbreviations whose Đ is lost.

    >>> [edit.after for edit in given_back("BCD TTDN", [Span(0, 3), Span(4, 8)])]
    ['BCĐ', 'TTĐN']
    """
    for place in places:
        before = place.of(text)
        if after := _with_d().get(before):
            yield Edit(place, before, after, Reason.MARKS, SURE)
