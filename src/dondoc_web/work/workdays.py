"""Working days (ngày làm việc): Monday to Friday without holidays, with the days that were swapped.

Three sources, the later wins: the package ``holidays`` (public holidays of the
Labour Code, Article 112, with the substitutes it knows), our table
``data/calendar.csv`` (decisions that the package does not have yet), and what an
administrator has entered. Days that the package only estimates (the swap of
National Day, Tết of coming years) become right by the latter two.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

SHIPPED = Path(__file__).with_name("data") / "calendar.csv"
DAY = timedelta(days=1)


@cache
def _vietnam() -> holidays.HolidayBase:
    return holidays.country_holidays("VN", language="vi")


@cache
def shipped() -> Mapping[date, tuple[bool, str]]:
    """Our own table: day → (works, reason)."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return {
            date.fromisoformat(row["day"]): (row["works"] == "works", row["reason"]) for row in csv.DictReader(file)
        }


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked; ``entered`` is what an administrator put in: day → (works, reason)."""

    entered: Mapping[date, tuple[bool, str]] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """People work on ``day``."""
        told = self.entered.get(day) or shipped().get(day)
        return told[0] if told else bool(_vietnam().is_working_day(day))

    def reason(self, day: date) -> str:
        """Why ``day`` is not like others of its weekday; empty where it is."""
        told = self.entered.get(day) or shipped().get(day)
        if told:
            return told[1]
        return str(_vietnam().get(day) or ("Làm bù" if day.weekday() >= 5 and self.works(day) else ""))

    def on_or_after(self, day: date) -> date:
        """``day`` if people work on it, else the next day on which they do (Civil Code 2015, Article 148.5)."""
        while not self.works(day):
            day += DAY
        return day

    def on_or_before(self, day: date) -> date:
        """``day`` if people work on it, else the last day before on which they did."""
        while not self.works(day):
            day -= DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself is not counted (Article 147)."""
        for _counted in range(count):
            day = self.on_or_after(day + DAY)
        return day

    def before(self, day: date, count: int) -> date:
        """The ``count``-th working day before ``day``."""
        for _counted in range(count):
            day = self.on_or_before(day - DAY)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; less than none where ``end`` comes first."""
        if end < start:
            return -self.between(end, start)
        return sum(self.works(day) for day in days(start + DAY, end))


def days(start: date, end: date) -> Iterator[date]:
    """Each day from ``start`` to ``end``, both included."""
    for offset in range((end - start).days + 1):
        yield start + timedelta(days=offset)
