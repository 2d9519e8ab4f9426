"""The one order of hits: computed here from the folded words, so that it is the same on both databases.

The parts add up; a hit whose name says what was asked comes before one whose
text does, words that stand together before words that stand apart, words that
are marked as they were typed before those marked otherwise, short before long.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from dondoc_web.search.asking import Asked, Unit
from dondoc_web.search.models import Kind

HEAD_IS_IT = 60.0
"""The name of the object is what was asked, or begins with it."""
ALL_IN_HEAD = 30.0
NUMBER_IN_HEAD = 40.0
"""It is the directive whose number was asked, not one that cites it."""
TOGETHER = 20.0
"""All words stand side by side, in the order in which they were asked."""
IN_PAIRS = 10.0
"""Part of it for each two words that do."""
MARKED_ALIKE = 15.0
SHORT = 8.0
YOUNG = 4.0
NEAR = 12.0
"""It is of the place where the reader works: every province has a body of the same name."""
OVER = 12.0
"""Taken from a body that has ended: its successor is looked for more often."""

OF_KIND = {
    Kind.DIRECTIVE: 8.0,
    Kind.AGENCY: 6.0,
    Kind.TASK: 5.0,
    Kind.CLAUSE: 4.0,
    Kind.REPORT: 4.0,
    Kind.PROGRESS: 2.0,
    Kind.EVIDENCE: 2.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """As much of a hit as its score needs: ``near`` where the reader works, ``over`` for a body that has ended."""

    key: int
    kind: int
    folded: str
    marked: str
    year: int | None
    near: bool = False
    over: bool = False


def score(asked: Asked, hit: Candidate, this_year: int) -> float:
    """How good ``hit`` is, 0 and up."""
    head, _bar, _body = hit.folded.partition("|")
    head, whole = f" {head.strip()} ", f" {hit.folded} "
    total = OF_KIND.get(Kind(hit.kind), 0.0)
    total += _head(asked, head)
    total += _together(asked.words, whole)
    if asked.marks:
        marked = f" {hit.marked} "
        total += MARKED_ALIKE * sum(f" {one} " in marked for one in asked.marks) / len(asked.marks)
    total += SHORT * len(asked.words) / (len(asked.words) + hit.folded.count(" "))
    if hit.year is not None:
        total += YOUNG / (1 + max(this_year - hit.year, 0))
    return max(total + NEAR * hit.near - OVER * hit.over, 0.0)


def _head(asked: Asked, head: str) -> float:
    if not head.strip():
        return 0.0
    total = 0.0
    if head.startswith(f" {' '.join(asked.words)} "):
        total += HEAD_IS_IT
    if all(_stands(unit, head) for unit in asked.units):
        total += ALL_IN_HEAD
    numbers = [unit for unit in asked.units if any(len(one) > 1 and _is_number(one) for one in unit.phrases)]
    if numbers and any(_stands(unit, head) for unit in numbers):
        total += NUMBER_IN_HEAD
    return total


def _stands(unit: Unit, text: str) -> bool:
    end = "" if unit.begins else " "
    return any(f" {' '.join(phrase)}{end}" in text for phrase in unit.phrases)


def _is_number(phrase: tuple[str, ...]) -> bool:
    return any(word.isdigit() for word in phrase)


def _together(words: tuple[str, ...], whole: str) -> float:
    if len(words) < 2:
        return 0.0
    if f" {' '.join(words)} " in whole:
        return TOGETHER + IN_PAIRS
    pairs = list(pairwise(words))
    return IN_PAIRS * sum(f" {one} {other} " in whole for one, other in pairs) / len(pairs)
