"""Regimes of periodic reports (chế độ báo cáo định kỳ) and their periods; nothing here looks at a clock.

Decree 09/2019/NĐ-CP, Article 12: a period of N months that ends in month M
covers day 15 of month M−N to day 14 of month M; Article 13: day 25 of month M
to the Government. Other issuers and laws fix their own days, so a regime is a
row of ``data/regimes.csv`` and a directive's own days win over it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dondoc_web.work.periods import day_in_month
from dondoc_web.work.workdays import WorkCalendar

TABLE = Path(__file__).with_name("data") / "regimes.csv"
DEFAULT = "nd09"
DAY = timedelta(days=1)
_OWN = re.compile(r"(?:--(?P<month>\d\d)-|---)(?P<day>\d\d)")
FOLLOWING_YEAR_UNTIL = 3
"""A yearly report that is due in January to March is about the year before."""


@dataclass(frozen=True, slots=True)
class Regime:
    """One row of the table; ``due_value`` is a day or a number of working days, None where the issuer has to say."""

    code: str
    frequency: str
    months: int
    start_day: int
    end_day: int
    due_rule: str
    due_value: int | None
    basis: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """It is in force on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Asked:
    """A period for which a report is asked: what it covers, when it is due, and the rules that gave both days."""

    code: str
    start: date
    closes_on: date
    due_on: date
    closing_rule: str
    due_rule: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days that the directive itself names: ``--12-10`` of every year, ``---20`` of every month."""

    closes: str = ""
    due: str = ""


@cache
def regimes() -> Mapping[tuple[str, str], Sequence[Regime]]:
    """Rows by code and frequency, as they followed each other."""
    found: dict[tuple[str, str], list[Regime]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["code"], row["frequency"]), []).append(_regime(row))
    return found


def _regime(row: Mapping[str, str]) -> Regime:
    days = [date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")]
    months, start, end = (int(row[name]) for name in ("months", "start_day", "end_day"))
    value = int(row["due_value"]) if row["due_value"] else None
    return Regime(
        row["code"], row["frequency"], months, start, end, row["due_rule"], value, row["basis"], days[0], days[1]
    )


def regime_of(code: str, frequency: str, day: date) -> Regime | None:
    """The row of a regime that is in force on ``day``."""
    return next((one for one in regimes().get((code, frequency), ()) if one.holds_on(day)), None)


def names_a_day(regime: Regime | None, own: OwnDays) -> bool:
    """Every period gets a due day, by the regime or by the directive."""
    return regime is not None and (regime.due_rule != "own" or bool(own.due))


def periods(
    regime: Regime, *, since: date, until: date, own: OwnDays | None = None, calendar: WorkCalendar | None = None
) -> Iterator[Asked]:
    """The periods that close from ``since`` on and begin by ``until``; one without a due day is left out."""
    calendar, own = calendar or WorkCalendar(), own or OwnDays()
    for year in range(since.year - 1, until.year + 2):
        for month in _ends(regime):
            asked = _asked(regime, year, month, own, calendar)
            if asked is not None and asked.closes_on >= since and asked.start <= until:
                yield asked


def _ends(regime: Regime) -> range:
    """Months in which a period ends; nine months are counted once a year."""
    return range(9, 10) if regime.months == 9 else range(regime.months, 13, regime.months)


def _asked(regime: Regime, year: int, month: int, own: OwnDays, calendar: WorkCalendar) -> Asked | None:
    closes, closing_rule = day_in_month(year, month, regime.end_day), "regime"
    start = _start(regime, year, month)
    own_close = _own_day(own.closes, regime, year, month)
    if own_close:
        closes, closing_rule = own_close, "directive"
    named = _own_day(own.due, regime, year, month)
    due, due_rule = (named, "directive") if named else _due(regime, closes, date(year, month, 1), calendar)
    if due is None or start > closes:
        return None
    if closes >= due and not own_close and due - DAY > start:
        closes, closing_rule = working_day_before(due, calendar), "before_due"
    return Asked(_code(regime, year, month), start, closes, due, closing_rule, due_rule, regime.basis)


def working_day_before(due: date, calendar: WorkCalendar) -> date:
    """The closing day that leaves one working day up to a due day (Decree 09/2019/NĐ-CP, Article 8.5)."""
    return calendar.before(calendar.on_or_before(due), 1)


def _start(regime: Regime, year: int, month: int) -> date:
    """Day 15 of month M−N where the period closes on day 14, day 1 of month M−N+1 where it closes with the month."""
    back = month - regime.months + (regime.start_day <= 1)
    year, month = (year, back) if back > 0 else (year - 1, back + 12)
    return day_in_month(year, month, regime.start_day)


def _due(regime: Regime, closes: date, last: date, calendar: WorkCalendar) -> tuple[date | None, str]:
    """The regime's due day for a period that closes on ``closes``, in the month of ``last``."""
    if regime.due_rule == "day_of_last_month" and regime.due_value:
        return day_in_month(last.year, last.month, regime.due_value), "day_of_last_month"
    if regime.due_rule == "working_days_after_closing" and regime.due_value:
        return calendar.after(closes, regime.due_value), "working_days_after_closing"
    return None, ""


def _own_day(words: str, regime: Regime, year: int, month: int) -> date | None:
    """The directive's day in a period that ends in ``month``.

    A day of every year speaks of a shorter period only when it lies in its last
    month or the two after it; a day of every month is that of the last month.
    """
    found = _OWN.fullmatch(words)
    if found is None:
        return None
    if found["month"] is None:
        return day_in_month(year, month, int(found["day"]))
    named = int(found["month"])
    if regime.months == 12:
        return day_in_month(year + (named <= FOLLOWING_YEAR_UNTIL), named, int(found["day"]))
    after = (named - month) % 12
    return day_in_month(year + (named < month), named, int(found["day"])) if after <= 2 else None


def _code(regime: Regime, year: int, month: int) -> str:
    """``2026``, ``2026-H1``, ``2026-Q3``, ``2026-09``, ``2026-9M``."""
    if regime.months == 9:
        return f"{year}-9M"
    return {12: f"{year}", 6: f"{year}-H{month // 6}", 3: f"{year}-Q{month // 3}"}.get(
        regime.months, f"{year}-{month:02}"
    )
