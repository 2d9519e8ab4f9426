"""Figures of units added up: never across units of measure, never one stretch of time twice, "lũy kế" not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dondoc_web.consolidation.gathering import Said

RUNNING_TOTAL = "lũy kế"
"""Where a label says so, each report tells the whole up to its day, so the last one stands for all before it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit told in one period."""

    line: Said
    value: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure in one unit of measure: the parts that were added, units in their order, periods in theirs."""

    label: str
    unit: str
    parts: Sequence[Part]

    @property
    def total(self) -> Decimal:
        """All parts together."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def by_unit(self) -> dict[str, Decimal]:
        """What each unit adds, by its name."""
        return _added((part.line.report.name, part.value) for part in self.parts)

    @property
    def by_period(self) -> dict[str, Decimal]:
        """What each period adds, the first one first."""
        ordered = sorted(self.parts, key=lambda part: part.line.report.closes_on)
        return _added((part.line.report.period, part.value) for part in ordered)

    @property
    def is_running(self) -> bool:
        """It tells a whole up to a day; its periods are not shown apart."""
        return RUNNING_TOTAL in same(self.label)


def same(words: str) -> str:
    """Two labels or units of measure that differ in capitals and spaces only are one.

    >>> same(" Tin,  bài ") == same("tin, bài")
    True
    """
    return " ".join(words.split()).casefold()


def sums(lines: Iterable[Said]) -> Sequence[Sum]:
    """The figures of these lines, in the order in which they were first told."""
    found: dict[tuple[str, str], list[Part]] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for line in lines:
        for figure in line.figures:
            key = same(figure.label), same(figure.unit)
            names.setdefault(key, (" ".join(figure.label.split()), " ".join(figure.unit.split())))
            found.setdefault(key, []).append(Part(line, figure.value))
    return [Sum(*names[key], _counted(parts, running=RUNNING_TOTAL in key[0])) for key, parts in found.items()]


def _counted(parts: Sequence[Part], *, running: bool) -> list[Part]:
    """Of each unit the latest report first; an earlier one counts unless it covers days that are counted already."""
    units: dict[int, list[Part]] = {}
    for part in parts:
        units.setdefault(part.line.report.agency, []).append(part)
    kept: set[int] = set()
    for told in units.values():
        begins = None
        for part in sorted(told, key=lambda one: (one.line.report.closes_on, one.line.report.pk), reverse=True):
            report = part.line.report
            if begins is None or report.pk == begins[1] or (not running and report.closes_on < begins[0]):
                begins = (report.start, report.pk)
                kept.add(id(part))
    return [part for part in parts if id(part) in kept]


def _added(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for name, value in pairs:
        found[name] = found.get(name, Decimal(0)) + value
    return found
