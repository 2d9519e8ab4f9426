"""What people look at while the site is measured: each page with its addresses and how often it is asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

OFTEN = {"register": 6, "today": 3, "board": 2, "agency": 1}
"""Of twelve pages."""


@dataclass(frozen=True)
class Facts:
    """Keys of one province: its bodies and its plans, the latest first."""

    agencies: Sequence[int]
    plans: Sequence[int]
    year: int = date.today().year  # noqa: DTZ011 - the years to choose from


def addresses(page: str, role: str, facts: Facts) -> list[str]:
    """The addresses of ``page`` that somebody of ``role`` opens, in a fixed order."""
    if page == "today":
        return ["/today/"]
    if page == "agency":
        return [f"/agencies/{one}/work/" for one in facts.agencies[:5]]
    if page == "board":
        sides = ["", "&side=agency"] if role in {"leader", "auditor"} else [""]
        kinds = ["by=agency", "by=plan", "by=quarter", "by=group", f"by=agency&period=R{facts.year}"]
        return [f"/board/?{kind}{side}" for side in sides for kind in kinds]
    return [f"/register/?{query}" for query in _registers(role, facts)]


def _registers(role: str, facts: Facts) -> Iterator[str]:
    sides = ["side=office&", "side=agency&"] if role in {"leader", "auditor"} else [""]
    for side in sides:
        for query in ("", "state=overdue", "state=open", "state=done-late&sort=-due", "sort=changed", "sort=new"):
            yield side + query
        yield f"{side}period=R{facts.year}&state=open"
        yield f"{side}period={facts.year - 3}-Q2"
        yield f"{side}agency={facts.agencies[0]}&state=open"
        yield f"{side}plan={facts.plans[0]}"
        yield f"{side}words=bien+soan+tai+lieu"


def page_by_chance(dice: random.Random) -> str:
    """A page, as often as people open it."""
    return dice.choices(list(OFTEN), weights=list(OFTEN.values()))[0]
