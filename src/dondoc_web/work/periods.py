"""Periods of the calendar (kỳ): weeks from Monday, months, quarters, halves, years, reporting years.

A period has a code for machines (``2024-Q3``) and words for people; nothing
here looks at a clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; ``None`` where it is open."""

    code: str
    start: date | None
    end: date | None


Cycle = Callable[[date], Period]
"""The period of its kind that a day lies in."""


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def day_in_month(year: int, month: int, day: int) -> date:
    """A day of a month, or its last day where the month is shorter (29/2, 31/4)."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def week(day: date) -> Period:
    """Monday to Sunday, numbered after ISO 8601."""
    monday = day - day.weekday() * DAY
    year, number, _weekday = day.isocalendar()
    return Period(f"{year}-W{number:02}", monday, monday + 6 * DAY)


def month(day: date) -> Period:
    """The month of the calendar."""
    return Period(f"{day:%Y-%m}", day.replace(day=1), last_of_month(day.year, day.month))


def quarter_code(day: date) -> str:
    """The code of the quarter of ``day``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter(day: date) -> Period:
    """Three months of the calendar."""
    number = (day.month + 2) // 3
    return Period(quarter_code(day), date(day.year, 3 * number - 2, 1), last_of_month(day.year, 3 * number))


def half(day: date) -> Period:
    """Six months of the calendar."""
    number = 1 if day.month <= 6 else 2
    return Period(f"{day.year}-H{number}", date(day.year, 6 * number - 5, 1), last_of_month(day.year, 6 * number))


def year(day: date) -> Period:
    """The year of the calendar."""
    return Period(str(day.year), date(day.year, 1, 1), date(day.year, 12, 31))


def reporting_year(ends: tuple[int, int]) -> Cycle:
    """The year that ends on a month and day: 15/12 to 14/12 by Decree 09/2019/NĐ-CP, Article 12."""

    def of(day: date) -> Period:
        closes = day_in_month(day.year, *ends)
        number = day.year + (day > closes)
        return Period(str(number), day_in_month(number - 1, *ends) + DAY, day_in_month(number, *ends))

    return of


def following(cycle: Cycle, first: date) -> Iterator[Period]:
    """The period of ``first`` and all that come after it."""
    period = cycle(first)
    while period.end is not None:
        yield period
        period = cycle(period.end + DAY)


def named(start: date | None, end: date | None) -> Period:
    """The period from ``start`` to ``end`` under the shortest name that says it."""
    if start is None or end is None:
        return Period(f"{start or '..'}/{end or '..'}" if start or end else "once", start, end)
    for cycle in (year, half, quarter, month):
        first, last = cycle(start), cycle(end)
        if first.start == start and last.end == end:
            return Period(first.code if first == last else f"{first.code}/{last.code}", start, end)
    return Period(f"{start}/{end}", start, end)


_CODE = re.compile(r"(?P<year>\d{4})(?:-(?P<unit>[QHW]?)(?P<number>\d{1,2}))?")


def words_of(code: str) -> str:
    """The name of a period for people: ``2024-Q3`` is "Quý III/2024"."""
    if code.startswith("review-"):
        return _("Rà soát năm %s") % code.removeprefix("review-")
    if code == "once":
        return _("Một lần")
    return " – ".join(_words_of_one(part) for part in code.split("/") if part != "..")


def _words_of_one(code: str) -> str:
    found = _CODE.fullmatch(code)
    if found is None:
        return f"{date.fromisoformat(code):%d/%m/%Y}" if re.fullmatch(r"\d{4}-\d\d-\d\d", code) else code
    if found["number"] is None:
        return _("Năm %s") % found["year"]
    return _unit_words(found["unit"], int(found["number"])) + f"/{found['year']}"


def _unit_words(unit: str, number: int) -> str:
    if unit == "Q":
        return _("Quý %s") % ("", "I", "II", "III", "IV")[number]
    if unit == "H":
        return _("6 tháng đầu năm") if number == 1 else _("6 tháng cuối năm")
    return (_("Tuần %s") if unit == "W" else _("Tháng %s")) % number
