"""Where the squares of a map stand: shipped places, what people settled, and rows below for the rest."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from dondoc_web.agencies.naming import folded
from dondoc_web.figures.models import SquarePlace

SHIPPED = Path(__file__).with_name("data") / "squares.csv"

At = tuple[int, int]
"""Column and row, counted from 1."""


@cache
def shipped() -> Mapping[str, At]:
    """The 34 provinces in force since 1 July 2025, roughly as they lie: north above south, west before east."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return {row["key"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def settled(keys: Collection[str]) -> dict[str, At]:
    """The place of each of ``keys`` that has one: settled by people, else shipped."""
    own = SquarePlace.objects.filter(key__in=keys).values_list("key", "column", "row")
    return {key: at for key, at in shipped().items() if key in keys} | {key: (c, r) for key, c, r in own}


def laid(names: Mapping[str, str], places: Mapping[str, At]) -> dict[str, At | None]:
    """Where each key of ``names`` stands, in alphabetical order; None in the rows below the map.

    The map begins at the first column and the first row that are taken. Of two
    that have the same place the first in the alphabet has it: none is covered, none is lost.
    """
    ordered = sorted(names, key=lambda key: (folded(names[key]), key))
    taken: dict[At, str] = {}
    for key in ordered:
        if key in places:
            taken.setdefault(places[key], key)
    left, top = (min((at[side] for at in taken), default=1) - 1 for side in (0, 1))
    found = {key: (column - left, row - top) for (column, row), key in taken.items()}
    return {key: found.get(key) for key in ordered}
