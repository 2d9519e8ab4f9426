"""Whether a paper carries a secrecy mark where the stamp stands.

Decree 30/2020/NĐ-CP, annex I, puts the mark of secrecy (dấu chỉ độ mật) in the
head of the first page, in a frame of its own. Words in running text, such as a
cited rule on secrets, never count.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from dondoc.text import squeeze

MARKS = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})

_LOST = frozenset({"MÂT", "MẠT", "MAT"})
"""A mark alone whose signs recognition lost; "MẶT" and "MẮT" are words of their own."""
_BARE = frozenset({"TOI MAT", "TUYET MAT"})
"""Without signs these mean nothing else."""

HEAD_LINES = 30
"""No letterhead has more printed lines, both columns, number, kind and subject included."""

_COLUMN_GAP = re.compile(r"\s{3,}|\t|\|")
_FRAME = " *_#[](){}<>─━│┃┌┐└┘═║╔╗╚╝-:."
_BODY = re.compile(
    r"(?:Kính gửi|Căn cứ|Thực hiện|Xét|Theo|Điều \d|Chương [IVX\d]|Phần (?:thứ|[IVX\d])"
    r"|[IVX]{1,5}[.\-–)] ?\S|\d{1,2}[.)] ?\S|[-–+•] ?\w)"
)
"""How the body of a directive starts: address, legal basis, first heading or item."""


def head(text: str) -> list[str]:
    """The printed lines of the letterhead: from the top of the first page to where the body starts."""
    first_page = text.split("\f", 1)[0]
    printed = (line for line in first_page.splitlines() if line.strip())
    lines: list[str] = []
    for line in islice(printed, HEAD_LINES):
        if _BODY.match(squeeze(line).lstrip("*_# ")):
            break
        lines.append(line)
    return lines


def is_classified(text: str) -> bool:
    """A line of the letterhead, or one of its columns, holds a secrecy mark and nothing else."""
    return any(_is_mark(part) for line in head(text) for part in _COLUMN_GAP.split(line))


def _is_mark(part: str) -> bool:
    words = squeeze(part).strip(_FRAME)
    return words in MARKS or words in _LOST or _bare(words) in _BARE


def _bare(words: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", words) if not unicodedata.combining(sign))
