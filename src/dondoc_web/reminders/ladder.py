"""Which steps of a ladder a day has reached: pure, the clock is passed in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dondoc_web.accounts.models import Role
from dondoc_web.work.workdays import WorkCalendar

SHIPPED = Path(__file__).with_name("data") / "ladder.csv"


@dataclass(frozen=True, slots=True)
class Step:
    """Reminds ``to`` when a day lies ``days`` (working ones if ``working``) from the due day; below zero: before it."""

    days: int
    working: bool
    to: str

    @property
    def code(self) -> str:
        """The name of the step, the same as long as the step is: ``-3-unit``, ``+1w-leader``."""
        return f"{self.days:+d}{'w' if self.working else ''}-{self.to}"

    @property
    def is_before(self) -> bool:
        """It lies before the due day."""
        return self.days < 0

    @property
    def count(self) -> int:
        """How many days it lies from the due day."""
        return abs(self.days)

    def day(self, due_on: date, calendar: WorkCalendar) -> date:
        """The day of the step."""
        if not self.working:
            return due_on + timedelta(days=self.days)
        if self.days < 0:
            return calendar.before(due_on, -self.days)
        return calendar.after(due_on, self.days)


@cache
def shipped() -> tuple[Step, ...]:
    """The ladder of an office that settled nothing: the unit, then its leader, then the desk officer."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return tuple(
            Step(int(row["days"]), row["working"] == "yes", Role(row["to"]).value) for row in csv.DictReader(file)
        )


Dated = Sequence[tuple[date, Step]]
"""Steps with their days, in the order of the days."""


def dated(due_on: date, steps: Iterable[Step], calendar: WorkCalendar) -> Dated:
    """The days of ``steps`` for a due day."""
    return sorted(((step.day(due_on, calendar), step) for step in steps), key=lambda one: (one[0], one[1].code))


def reached(
    due_on: date, ordered_on: date, today: date, steps: Iterable[Step], calendar: WorkCalendar
) -> Sequence[Step]:
    """The steps whose day has come by ``today``, in the order of their days; as :func:`reached_of`."""
    return reached_of(dated(due_on, steps, calendar), ordered_on, today)


def reached_of(days: Dated, ordered_on: date, today: date) -> Sequence[Step]:
    """The steps whose day has come by ``today``.

    Days before the order remind of nothing, but the last step that had passed
    by then is kept for each role: who is given work that is late already
    should hear of it once.
    """
    late: dict[str, Step] = {}
    found = []
    for day, step in days:
        if day > today:
            break
        if day >= ordered_on:
            found.append(step)
        elif step.days > 0:
            late[step.to] = step
    told = {step.to for step in found if step.days > 0}
    return [*(step for to, step in late.items() if to not in told), *found]
