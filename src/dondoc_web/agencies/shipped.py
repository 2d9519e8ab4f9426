"""The registry that ships with the site: facts of ``data/*.csv``, templates of provincial bodies × provinces.

A row has the number of the release it came with (``since``). Provincial bodies
are written once and hold for every province; a province that was merged lends
its bodies to the one that took it over.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

EVERYWHERE = "all"
SOMEWHERE = "some"
"""Presence of a body that only some provinces have: shipped everywhere as unchecked, in no group."""


@dataclass(frozen=True, slots=True)
class Period:
    """A province under one name and rank; ``paper`` began it, or ended it where the province was merged."""

    name: str
    unit: str
    valid_from: date | None
    valid_to: date | None
    paper: str
    certainty: str
    since: int


@dataclass(frozen=True, slots=True)
class Place:
    """A province (tỉnh, thành phố) in all its periods, and the one that took it over."""

    key: str
    also: str
    periods: tuple[Period, ...]
    successor: str
    since: int

    @property
    def ended(self) -> date | None:
        """Its last day."""
        return self.periods[-1].valid_to

    def name_on(self, day: date) -> str:
        """``tỉnh Lâm Đồng``, as it was called on ``day``, or at the nearest day it existed."""
        for period in self.periods:
            if period.valid_to is None or day <= period.valid_to:
                return f"{period.unit} {period.name}"
        return f"{self.periods[-1].unit} {self.periods[-1].name}"


@dataclass(frozen=True, slots=True)
class Body:
    """A central body, or the template of a provincial one."""

    key: str
    name: str
    pattern: str
    system: str
    level: str
    parent: str
    parent_from: date | None
    valid_from: date | None
    valid_to: date | None
    presence: str
    symbol: str
    aliases: tuple[str, ...]
    certainty: str
    note: str
    since: int

    def stands_in(self, place: str) -> bool:
        """The province has such a body."""
        return self.presence in (EVERYWHERE, SOMEWHERE) or place in self.presence.split("|")

    def lives_on(self, day: date) -> bool:
        """It existed on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def titles(self, place: Place) -> list[tuple[str, date | None, date | None]]:
        """Its names in a province, each with the days it holds."""
        found: list[tuple[str, date | None, date | None]] = []
        for period in place.periods:
            title = spoken(self.pattern, period)
            if found and found[-1][0] == title:
                found[-1] = (title, found[-1][1], period.valid_to)
            else:
                found.append((title, period.valid_from, period.valid_to))
        return [(found[0][0], None, found[0][2]), *found[1:]] if found[0][1] is None else found


@dataclass(frozen=True, slots=True)
class Passing:
    """Work that passes from one body to another on a day; ``places`` limits it (``!x`` all but x)."""

    old: str
    new: str
    function: str
    effective_on: date
    kind: str
    certainty: str
    legal_basis: str
    note: str
    places: str
    since: int

    def happens_in(self, place: str) -> bool:
        """It happened in the province."""
        if not self.places:
            return True
        return place != self.places[1:] if self.places.startswith("!") else place == self.places


@dataclass(frozen=True, slots=True)
class Collective:
    """A group phrase, the body whose branch it speaks of, and its members."""

    key: str
    name: str
    place: str
    members: tuple[str, ...]
    since: int


def spoken(pattern: str, period: Period) -> str:
    """The name that a pattern gives in a province: ``Tỉnh ủy Lâm Đồng``, ``Thành ủy Huế``."""
    city = period.unit == "thành phố"
    return pattern.format(
        unit=period.unit,
        place=period.name,
        uy="Thành ủy" if city else "Tỉnh ủy",
        doan="Thành đoàn" if city else "Tỉnh đoàn",
    )


@cache
def places() -> dict[str, Place]:
    """Every province that was or is, by its key."""
    periods: dict[str, list[Period]] = {}
    facts: dict[str, dict[str, str]] = {}
    for row in _rows("places"):
        known = facts.setdefault(row["key"], {"also": "", "successor": ""})
        known |= {name: row[name] for name in ("also", "successor") if row[name]}
        periods.setdefault(row["key"], []).append(
            Period(
                row["name"],
                row["unit"],
                _day(row["valid_from"]),
                _day(row["valid_to"]),
                row["legal_basis"],
                row["certainty"],
                int(row["since"]),
            )
        )
    return {
        key: Place(key, facts[key]["also"], tuple(found), facts[key]["successor"], found[0].since)
        for key, found in periods.items()
    }


def place_called(key: str) -> str:
    """The key under which a place is kept: ``hue`` for ``thua-thien-hue``."""
    return next((one.key for one in places().values() if one.also == key), key) if key else ""


@cache
def bodies() -> dict[str, Body]:
    """Central bodies and templates, by key; a parent stands before its children."""
    rows = {row["key"]: row for row in _rows("bodies")}
    found = {key: _body(row) for key, row in rows.items()}

    def depth(body: Body) -> int:
        return 1 + depth(found[body.parent]) if body.parent else 0

    return dict(sorted(found.items(), key=lambda pair: depth(pair[1])))


@cache
def passings() -> tuple[Passing, ...]:
    """What passed on at the level of bodies."""
    return tuple(
        Passing(
            row["old"],
            row["new"],
            row["function"],
            date.fromisoformat(row["effective_on"]),
            row["kind"],
            row["certainty"],
            row["legal_basis"],
            row["note"],
            row["places"],
            int(row["since"]),
        )
        for row in _rows("changes")
    )


@cache
def collectives() -> tuple[Collective, ...]:
    """Group phrases."""
    return tuple(
        Collective(row["key"], row["name"], row["place"], _parts(row["members"]), int(row["since"]))
        for row in _rows("groups")
    )


def release() -> int:
    """The number of the newest row."""
    periods = [period.since for place in places().values() for period in place.periods]
    bodies_ = [body.since for body in bodies().values()]
    return max(*periods, *bodies_, *(one.since for one in passings()), *(one.since for one in collectives()))


def day_after(day: date) -> date:
    """The next day."""
    return day + timedelta(days=1)


def _body(row: dict[str, str]) -> Body:
    return Body(
        row["key"],
        row["name"],
        row["pattern"],
        row["system"],
        row["level"],
        row["parent"],
        _day(row["parent_from"]),
        _day(row["valid_from"]),
        _day(row["valid_to"]),
        row["presence"],
        row["symbol"],
        _parts(row["aliases"]),
        row["certainty"],
        row["note"],
        int(row["since"]),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("dondoc_web.agencies") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
