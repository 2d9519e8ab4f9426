"""Committees of the Party ("Tỉnh ủy", "Thành ủy", "Đảng ủy", "cấp ủy"), of which an English reader leaves ``Tinh ty``.

The hook over the u of "ủy" is read as a part of the letter, so that the word
comes out as ``ty``, ``try``, ``dy``, ``Gy`` and the like, which look like other
words. After the name of a level they are never anything else. "Quản lý", "đăng
ký", "thành lý" and "tỉnh này" are not of this form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dondoc.edits import Edit, Reason
from dondoc.repairing.grading import RUINED, LineGrade
from dondoc.repairing.syllables import plain
from dondoc.text import Span

_LEVELS = {
    "tinh": "Tỉnh",
    "thanh": "Thành",
    "huyen": "Huyện",
    "quan": "Quận",
    "thi": "Thị",
    "dang": "Đảng",
    "pang": "Đảng",
    "bang": "Đảng",
    "cap": "Cấp",
}
_PAIR = re.compile(r"(?<![\w])(?P<level>[^\W\d_]{3,6})[ ]+(?P<uy>[^\W_]{1,3}[yY])(?![\w])")
_UY = re.compile(r"(?:[uvgw1]|tt?|t?r|d|a)y")
"""What stands for "ủy" without its marks."""

SURE = 0.95
"""Not measured on pages of its own: as sure as a change must be that nobody is asked about."""


def committees(text: str, lines: Iterable[LineGrade]) -> Iterator[Edit]:
    """Edits of the two words on ruined lines; a level in small letters counts for "cấp ủy" only.

    >>> from dondoc.repairing.grading import graded_lines
    >>> text = "Ban Thudng vu Thanh ty, thuc hién Két luan s6 5; quan ly, dang ky"
    >>> [edit.after for edit in committees(text, graded_lines(text))]
    ['Thành', 'ủy']
    """
    for line in lines:
        if line.quality not in RUINED:
            continue
        for match in _PAIR.finditer(line.span.of(text)):
            if words := _meant(match["level"], match["uy"]):
                yield from _edits(match, line.span.start, words)


def _meant(level: str, uy: str) -> tuple[str, str] | None:
    """The two words as they should stand; None where these are other words."""
    name = _LEVELS.get(plain(level.lower()))
    if name is None or not _UY.fullmatch(plain(uy.lower())) or not (level[0].isupper() or name == "Cấp"):
        return None
    if level.isupper():
        return name.upper(), "ỦY"
    return (name if level[0].isupper() else name.lower()), "ủy"


def _edits(match: re.Match[str], start: int, words: tuple[str, str]) -> Iterator[Edit]:
    for group, after in zip(("level", "uy"), words, strict=True):
        before = match[group]
        if before != after:
            place = Span(start + match.start(group), start + match.end(group))
            reason = Reason.MARKS if plain(before) == plain(after) else Reason.LETTERS
            yield Edit(place, before, after, reason, SURE)
