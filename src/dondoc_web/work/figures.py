"""Figures of a report: typed as Vietnamese offices write numbers (1.234,5), kept as plain decimals (1234.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TYPED = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,\d{1,6})?")


def plain(typed: str) -> str | None:
    """The number of ``typed`` as a plain decimal; None for what is no number.

    >>> plain("1.234,5"), plain("500"), plain("12.5")
    ('1234.5', '500', None)
    """
    typed = typed.strip()
    return typed.replace(".", "").replace(",", ".") if _TYPED.fullmatch(typed) else None


def words(value: str) -> str:
    """A kept number as people write it.

    >>> words("1234.5")
    '1.234,5'
    """
    whole, _point, part = value.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = f"{int(digits):,}".replace(",", ".") if digits.isdecimal() else digits
    return sign + groups + (f",{part}" if part else "")


def rows(names: Iterable[str], values: Iterable[str], units: Iterable[str]) -> list[dict[str, str]]:
    """Rows of a form in which something was typed."""
    found = [
        {"name": name.strip(), "value": value.strip(), "unit": unit.strip()}
        for name, value, unit in zip(names, values, units, strict=False)
    ]
    return [row for row in found if any(row.values())]
