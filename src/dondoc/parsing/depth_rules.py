"""Which label may stand under which: each rule a sentence, each answer a weight.

A label can go on the list it belongs to, open a list under the label above, or
close some lists first. Every place is weighed by the rules below and the best
is taken; no rule is a veto, because plans number as they please.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.parsing.markers import BULLETS, LETTERS, Marker, Style

RANK: dict[Style, int] = {
    Style.APPENDIX: 0,
    Style.PART: 1,
    Style.CHAPTER: 2,
    Style.SECTION: 3,
    Style.UPPER: 3,
    Style.ARTICLE: 4,
    Style.ROMAN: 4,
    Style.ARABIC: 5,
    Style.DECIMAL: 6,
    Style.LETTER: 7,
    Style.PAREN: 8,
    Style.STAR: 9,
    Style.DASH: 10,
    Style.PLUS: 11,
}
"""Usual order from the top (NĐ 30/2020/NĐ-CP, Phụ lục I, and the practice of plans)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label might go: under ``above``, in the list whose last label is ``last``."""

    above: Marker | None
    last: Marker | None


def choose_depth(stack: Sequence[Marker], marker: Marker) -> int:
    """How many labels of ``stack`` stay open above ``marker``.

    >>> from dondoc.parsing.markers import find_marker as m
    >>> choose_depth([m("I. A"), m("2. B"), m("a) C")], m("3. D"))
    1
    """
    if marker.style is Style.DECIMAL and (depth := _decimal_depth(stack, marker)) is not None:
        return depth
    places = [Place(stack[k - 1] if k else None, stack[k] if k < len(stack) else None) for k in range(len(stack) + 1)]
    weights = [weigh(place, marker) for place in places]
    return max(range(len(places)), key=lambda k: (weights[k], k))


def weigh(place: Place, marker: Marker) -> float:
    """The sum of what every rule says of a place."""
    return sum(rule(place, marker) for rule in RULES)


def goes_on(place: Place, marker: Marker) -> float:
    """A label follows the one before it in its own list."""
    last = place.last
    if last is None or last.style is not marker.style:
        return 0
    if marker.style in BULLETS:
        return 3
    step = number_step(last, marker)
    if step < 0 and marker.numbers[-1] == 1:
        return 0.2  # numbers that begin again, rather than a list out of its section
    return {1: 4.0, 0: 0.5}.get(step, 2.0 if 1 < step <= 4 else -2.0)


def opens_with_first(place: Place, marker: Marker) -> float:
    """A new list begins with its first label."""
    if place.last is not None and place.last.style is marker.style:
        return 0
    return 3 if marker.style in BULLETS or marker.numbers[-1:] == (1,) else -2


def keeps_list_pure(place: Place, marker: Marker) -> float:
    """A list does not change its kind of label in the middle."""
    if place.last is None or place.last.style is marker.style:
        return 0
    return -3 if marker.style in BULLETS or marker.numbers[-1:] == (1,) else -1


def ranks_below(place: Place, marker: Marker) -> float:
    """A smaller unit stands under a larger one; figures under a letter are rare, but better than a broken list."""
    if place.above is None:
        return 1
    if place.above.style is Style.LETTER and marker.style is Style.ARABIC:
        return -1.75
    return 1 if RANK[place.above.style] < RANK[marker.style] else -2.5


def bullet_holds_bullets(place: Place, marker: Marker) -> float:
    """A bullet holds no numbered unit, and no bullet of its own kind."""
    if place.above is None or place.above.style not in BULLETS:
        return 0
    return -6 if marker.style not in BULLETS or marker.style is place.above.style else 0


def differs_from_above(place: Place, marker: Marker) -> float:
    """A list is not numbered like the unit it stands under."""
    return -6 if place.above is not None and place.above.style is marker.style else 0


RULES = (goes_on, opens_with_first, keeps_list_pure, ranks_below, bullet_holds_bullets, differs_from_above)


def _decimal_depth(stack: Sequence[Marker], marker: Marker) -> int | None:
    """2.1 stands under 2, and 2.1.3 under 2.1; else beside another of as many parts."""
    for k in range(len(stack), 0, -1):
        above = stack[k - 1]
        if above.style in (Style.DECIMAL, Style.ARABIC) and above.numbers == marker.numbers[:-1]:
            return k
    for k in range(len(stack), 0, -1):
        if stack[k - 1].style is Style.DECIMAL and len(stack[k - 1].numbers) == len(marker.numbers):
            return k - 1
    for k in range(len(stack), 0, -1):
        above = stack[k - 1]
        if above.style is Style.ROMAN and above.numbers == marker.numbers[:1] and len(marker.numbers) == 2:
            return k
    return None


def number_step(last: Marker, marker: Marker) -> int:
    """By how much a label counts on from the one before; đ may be left out after d."""
    if not last.numbers or not marker.numbers:
        return 1
    step = marker.numbers[-1] - last.numbers[-1]
    if marker.style is Style.LETTER and last.numbers[-1] == LETTERS.index("d") + 1 and step == 2:
        return 1
    return step
