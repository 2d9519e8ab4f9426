"""Two sources of one directive beside each other: where they say different things, misread words left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.repairing.twins import differences, twin
from dondoc.text import Span
from dondoc_web.documents.models import Reading

LONGEST = 40_000
"""Words of a source that are still compared while a person waits."""

AROUND = 70
"""Letters that are shown on either side of a difference."""

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Side:
    """Words of one source, empty where it has none there, and the words around them."""

    left: str
    words: str
    right: str


@dataclass(frozen=True, slots=True)
class Line:
    """A difference; ``has_number`` when a figure, a date or a symbol may be another."""

    one: Side
    other: Side
    has_number: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two sources are, in hundredths, and where they differ; None when they are too long to compare."""

    alike: int
    lines: Sequence[Line] | None


def comparison(one: Reading, other: Reading) -> Comparison:
    """The differences between the texts of two readings."""
    mine, theirs = one.plan.source.text, other.plan.source.text
    if max(len(mine.split()), len(theirs.split())) > LONGEST:
        return Comparison(0, None)
    lines = [
        Line(_side(mine, found.here), _side(theirs, found.there), bool(_DIGIT.search(found.before + found.after)))
        for found in differences(mine, theirs)
    ]
    return Comparison(round(twin(mine, theirs).likeness * 100), lines)


def _side(text: str, span: Span) -> Side:
    left, right = text[max(span.start - AROUND, 0) : span.start], text[span.end : span.end + AROUND]
    return Side(
        f"… {left.split(' ', 1)[-1]}" if len(left) == AROUND else left,
        span.of(text),
        f"{right.rsplit(' ', 1)[0]} …" if len(right) == AROUND else right,
    )
