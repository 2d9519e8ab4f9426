"""Definitions of registers that come with the site; an office copies one and changes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dondoc_web.registers.kinds import Field, fields_of


@dataclass(frozen=True, slots=True)
class Definition:
    """A register without entries; ``shipped`` is its key among the shipped ones, empty for one of the office's own."""

    name: str
    fields: Sequence[Field]
    note: str = ""
    shipped: str = ""


@cache
def shipped() -> dict[str, Definition]:
    """Every shipped definition by its key, in the order of the file."""
    text = files("dondoc_web.registers").joinpath("data", "shipped.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    return {row["key"]: Definition(row["name"], fields_of(row["fields"]), row["note"], row["key"]) for row in rows}
