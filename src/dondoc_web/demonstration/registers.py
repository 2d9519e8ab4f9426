"""Registers of the province: copied from the shipped ones, then kept by the units that finish work.

They draw from a chance of their own, so that the rest of the history is the same with and without them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from random import Random

from django.utils import timezone

from dondoc_web.demonstration.papers import rows
from dondoc_web.demonstration.province import body, officer_of, person
from dondoc_web.registers import defining, entering
from dondoc_web.registers.models import Register
from dondoc_web.registers.shipped import shipped
from dondoc_web.work.models import Obligation, Stage

KEPT = ("activities", "budget", "agreements", "commendations")
OFFICE = "uy-ban-nhan-dan-tinh"
MONTHS = {"activities": (3, 6, 9, 11), "budget": (9,), "agreements": (5,), "commendations": (12,)}
"""When units write in each register."""


def open_registers() -> None:
    """The desk officer of the province copies the shipped registers."""
    desk = person("dau-moi-1")
    for key in KEPT:
        defining.define(office_id=body(OFFICE).pk, by=desk, definition=shipped()[key])


def days(first: date, last: date) -> Iterator[date]:
    """The days on which units write entries, a month after another."""
    for year in range(first.year, last.year + 1):
        for month in sorted({month for months in MONTHS.values() for month in months}):
            if first < (day := date(year, month, 20)) <= last:
                yield day


def write() -> None:
    """Each unit writes what it has for this month, as evidence of work that is done."""
    today = timezone.localdate()
    chance = Random(f"sổ {today:%Y-%m}")  # noqa: S311 - a story, no secret
    for row in rows("entries"):
        if today.month in MONTHS[row["register"]] and (row["register"] != "activities" or chance.random() < 0.5):
            _write(row, today, chance)


def _write(row: dict[str, str], today: date, chance: Random) -> None:
    agency = body(row["agency"])
    officer = officer_of(agency)
    stage = Stage.UNDER_WAY if row["register"] == "budget" else Stage.DONE
    owed = Obligation.objects.filter(agency=agency, office=body(OFFICE))
    shown = list(owed.filter(stage=stage).order_by("pk")) or list(owed.exclude(stage=Stage.TRANSFERRED).order_by("pk"))
    if officer is None or not shown:
        return
    register = Register.objects.get(office=body(OFFICE), shipped=row["register"])
    values = json.loads(row["values"]) | _dated(row["register"], today)
    entering.add(register_id=register.pk, by=officer, obligation_id=chance.choice(shown[-20:]).pk, values=values)


def _dated(register: str, today: date) -> dict[str, str]:
    """What an entry of that register says of its day: plans are for the next year, the rest is of today."""
    said = {
        "activities": {"start": f"{today:%d/%m/%Y}"},
        "budget": {"year": str(today.year + 1)},
        "agreements": {"signed": f"{today:%d/%m/%Y}"},
        "commendations": {"day": f"{today:%d/%m/%Y}"},
    }
    return said[register]
