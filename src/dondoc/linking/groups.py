"""Headings of two directives that head the same group of tasks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from dondoc.linking.items import Answer, Asked
from dondoc.linking.words import Bag, weighed

SAME_GROUP = 0.2
"""Likeness (0 to 2: of titles, and of all that stands under them) from which two headings may head the same group."""

NEAR_GROUP = 0.8
"""Further headings count whose likeness is at least this share of the best."""


def aligned(asked: Sequence[Asked], given: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """For each heading below those above that head the same group, each with how sure that is, 0 to 1.

    Sections that organise the work or tell aims have no groups, and an annex
    repeats those of the body.
    """
    above = _groups((one.heading, one.text) for one in asked if not (one.running or one.aim or one.row))
    below = _groups((one.heading, one.text) for one in given if not one.running)
    titles, contents = weighed([*above, *below]), weighed([*above.values(), *below.values()])
    found: dict[str, dict[str, float]] = {}
    for low, heading in enumerate(below, len(above)):
        alike = {
            high: likeness(titles[at], titles[low]) + likeness(contents[at], contents[low])
            for at, high in enumerate(above)
        }
        best = max(alike.values(), default=0.0)
        if best >= SAME_GROUP:
            found[heading] = {high: share / best for high, share in alike.items() if share >= best * NEAR_GROUP}
    return found


def likeness(one: Bag, other: Bag) -> float:
    """Weight in common over the geometric mean of both weights, 0 to 1."""
    whole = math.sqrt(sum(one.values()) * sum(other.values()))
    return sum(weight for word, weight in one.items() if word in other) / whole if whole else 0.0


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """All that stands under each heading."""
    found: dict[str, str] = {}
    for heading, text in pairs:
        if heading:
            found[heading] = f"{found.get(heading, '')} {text}"
    return found
