"""Kinds of documents: their names, and the line in capitals that prints one.

The names are data (``data/document_kinds.csv``): NĐ 30/2020/NĐ-CP, Điều 7, and
Quy định 399-QĐ/TW for Party documents.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files


@cache
def kind_names() -> tuple[str, ...]:
    """Names of kinds, longest first: ``Nghị quyết liên tịch`` before ``Nghị quyết``."""
    text = files("dondoc.parsing").joinpath("data/document_kinds.csv").read_text(encoding="utf-8")
    names = {row["name"] for row in csv.DictReader(text.splitlines())}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def kind_symbols() -> dict[str, str]:
    """Abbreviation in a symbol → name: ``KH`` → ``Kế hoạch`` (the first of the table where several share it)."""
    text = files("dondoc.parsing").joinpath("data/document_kinds.csv").read_text(encoding="utf-8")
    symbols: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["symbol"]:
            symbols.setdefault(row["symbol"], row["name"])
    return symbols


_CAPITALS = "|".join(re.escape(name.upper()) for name in kind_names())


def _skeleton(text: str) -> str:
    """The letters without marks."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


_LINE = re.compile(rf"^(?P<kind>{_CAPITALS})(?:\s+(?:HÀNH ĐỘNG|CÔNG TÁC|LIÊN TỊCH|PHỐI HỢP))?$")
_SKELETONS = {_skeleton(name.upper()): name for name in kind_names()}
_MOST_LETTERS = 60
MARKS_RESTORED = "dấu của tên loại được khôi phục"
"""Why the words of a kind differ from the printed ones."""


def kind_of_line(text: str) -> str | None:
    """The kind of a line that holds nothing else, in capitals: ``KẾ HOẠCH``.

    The marks may be wrong, as recognition leaves them on capitals.

    >>> [kind_of_line(line) for line in ("KẾ HOẠCH", "KÉ HOẠCH", "Kế hoạch", "KẾ HOẠCH NĂM")]
    ['Kế hoạch', 'Kế hoạch', None, None]
    """
    if _LINE.match(text):
        return text.capitalize()
    if len(text) > _MOST_LETTERS or text.upper() != text:
        return None
    return _SKELETONS.get(_skeleton(text))


KIND_IN_LINE = re.compile(rf"(?<!\w)(?P<kind>{_CAPITALS})(?!\w)")
"""A kind in capitals inside a line, for texts whose line ends are lost."""
