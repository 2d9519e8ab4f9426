"""Document symbols with letters misread: only listed parts and listed confusions.

``57-KLITW`` is ``57-KL/TW`` because KL and TW are parts of symbols and ``/`` is
read as I, l or 1; ``893/QD-TTg`` is ``893/QĐ-TTg`` because QĐ is a part and QD
is not. Digits are never changed.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from dondoc.repairing.syllables import plain

_SHAPE = re.compile(r"(\d+[a-z]?(?:/\d{4})?[-/])([A-ZĐa-zđ&/\-1|]+)(\d*)\Z")
_SLASHES = "Il1|"


@cache
def _parts() -> dict[str, int]:
    text = (files("dondoc.repairing.data") / "symbol_parts.csv").read_text("utf-8")
    return {row["part"]: int(row["count"]) for row in csv.DictReader(text.splitlines())}


@cache
def _by_plain() -> dict[str, str]:
    """Letters without marks → the most frequent part that has them."""
    table: dict[str, str] = {}
    for part in sorted(_parts(), key=lambda part: -_parts()[part]):
        table.setdefault(plain(part), part)
    return table


def mended(symbol: str) -> str:
    """``symbol`` with its parts made right where one listed reading explains it; else as it is.

    >>> mended("57-KLITW"), mended("893/QD-TTg"), mended("254-KH/TU")
    ('57-KL/TW', '893/QĐ-TTg', '254-KH/TU')
    """
    match = _SHAPE.match(symbol)
    if not match:
        return symbol
    pieces = re.split(r"([-/])", match[2])
    return match[1] + "".join(_part(piece) for piece in pieces) + match[3]


def _part(piece: str) -> str:
    """One part, or two parts with a misread slash between them."""
    known = _parts()
    if piece in known or piece in "-/" or len(piece) < 2:
        return _likelier(piece)
    if piece in _by_plain():
        return _by_plain()[piece]
    for place in range(2, len(piece) - 1):
        left, right = piece[:place], piece[place + 1 :]
        if piece[place] in _SLASHES and left in _by_plain() and right in _by_plain():
            return f"{_part(left)}/{_part(right)}"
    return piece


def _likelier(piece: str) -> str:
    """``QĐ`` for ``QD`` where the part with marks is a hundred times as frequent."""
    other = _by_plain().get(piece, piece)
    return other if _parts().get(other, 0) > 100 * _parts().get(piece, 0) else piece
