"""Rule sets of form (thể thức): sizes, places and set words, as data, chosen by system and day of issue."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

STATE, PARTY = "state", "party"


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule set: ``number`` gives a measure in the unit that the table names, ``words`` a set phrase."""

    name: str
    system: str
    since: date
    source: str
    values: Mapping[str, str]

    def number(self, rule: str) -> float:
        """A measure, in the unit of its row; KeyError for a rule that is not in the table."""
        return float(self.values[rule])

    def words(self, rule: str) -> str:
        """A phrase; empty where this system has none."""
        return self.values[rule]


def rules_for(system: str, on: date) -> Rules:
    """The rules of ``system`` for a paper issued ``on``; the oldest known ones for an older paper.

    Bodies of the Front, mass and other organisations follow the State's rules by analogy.
    """
    wanted = PARTY if system == PARTY else STATE
    known = [one for one in rule_sets() if one.system == wanted]
    return max((one for one in known if one.since <= on), key=lambda one: one.since, default=known[0])


@cache
def rule_sets() -> tuple[Rules, ...]:
    """Every rule set, of each system the oldest first."""
    rows = _table("rules.csv")
    return tuple(
        Rules(
            name=one["name"],
            system=one["system"],
            since=date.fromisoformat(one["from"]),
            source=one["source"],
            values={row["rule"]: row[one["name"]] for row in rows},
        )
        for one in _table("rule_sets.csv")
    )


def _table(name: str) -> list[dict[str, str]]:
    text = files("dondoc_web.papers").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
