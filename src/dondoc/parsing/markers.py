"""What the labels of clauses look like; nothing here about how they nest.

Forms after Nghị định 30/2020/NĐ-CP (Phần, Chương, Mục, Điều, khoản, điểm),
Party practice (``I-``, ``1-``) and the plans themselves (``2.1.``, ``a)``,
``-``, ``+``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from dondoc.text import UPPER


class Style(StrEnum):
    """A family of labels that count together."""

    APPENDIX = "appendix"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    UPPER = "upper"
    ROMAN = "roman"
    ARABIC = "arabic"
    DECIMAL = "decimal"
    LETTER = "letter"
    PAREN = "paren"
    DASH = "dash"
    PLUS = "plus"
    STAR = "star"


BULLETS = frozenset({Style.DASH, Style.PLUS, Style.STAR})

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Order of điểm (a, b, c, d, đ, e, g …): no f, j, w, z."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A label at the start of a line.

    ``label`` is without punctuation, ``numbers`` its value (``2.1`` → (2, 1);
    empty for bullets), ``length`` the characters it takes with the space after.
    """

    style: Style
    label: str
    numbers: tuple[int, ...]
    length: int


_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_END = rf"(?:\s+|(?=[{UPPER}“\"(])|$)"

_UNIT = re.compile(
    r"(?P<word>PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|TIỂU MỤC|Tiểu mục)\s+(?:THỨ\s+|thứ\s+)?"
    r"(?P<number>[IVXLC]+|\d{1,3}|NHẤT|HAI|BA|TƯ|NĂM|SÁU|BẢY|nhất|hai|ba|tư|năm|sáu|bảy)\b\s*[.:\-–]?\s*"
)
_ARTICLE = re.compile(r"(?:Điều|ĐIỀU)\s+(?P<number>\d{1,3})(?P<letter>[a-zđ]?)\s*[.:]?(?:\s+|$)")
_APPENDIX = re.compile(
    rf"(?:(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu)(?:\s+(?:SỐ\s+|số\s+)?(?P<number>[IVX]{{1,5}}|"
    rf"\d{{1,2}}|[A-E])\b)?\s*[.:\-–]?\s*(?=[{UPPER}(“\"]|$))"
)
_ROMAN = re.compile(rf"(?P<label>[IVX]{{1,6}})\s?(?:[.)]|/(?=\s)|[-–](?![IVX\d]))\s*(?=\S|$){_END}?")
_UPPER = re.compile(r"(?P<label>[A-HĐK-NP-UY])\s?[.)]\s+(?=\S)")
_DECIMAL = re.compile(
    rf"(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})"
    rf"(?:[.)]\s*(?=[^\d\s]|$)|\s?[-–]\s+(?=[{UPPER}“\"])|\s+(?=[{UPPER}“\"(]))"
)
_ARABIC = re.compile(rf"(?P<label>\d{{1,2}})\s?(?:[.)](?:\s+|(?=[{UPPER}“\"(])|$)|/\s+|[-–]\s+(?=[{UPPER}“\"]))")
_LETTER = re.compile(rf"(?P<label>[a-zđ])\s?(?:\)\s*(?=\S|$)|\.\s+(?=[{UPPER}“\"])|/\s+)")
_PAREN = re.compile(r"\((?P<label>\d{1,2}|[a-zđ]|[ivx]{1,4})\)\.?:?\s*(?=\S|$)")
_BULLET = re.compile(r"(?P<label>[-–—•●▪*+\uf0b7✓➢])(?:\s*(?=[^\s\d\-–—_*.])|\s+(?=\S))")

_BULLET_STYLE = {"+": Style.PLUS, "*": Style.STAR}
_UNIT_STYLE = {"PHẦN": Style.PART, "CHƯƠNG": Style.CHAPTER, "MỤC": Style.SECTION, "TIỂU MỤC": Style.SECTION}
_ORDINAL = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7}


def find_marker(text: str) -> Marker | None:
    """The label with which ``text`` begins.

    >>> find_marker("2.1.12. Các giải pháp").label, find_marker("I- MỤC TIÊU").label
    ('2.1.12', 'I')
    >>> find_marker("đ) Định kỳ").numbers, find_marker("15/6/2023 của")
    ((5,), None)
    """
    if not text:
        return None
    first = text[0]
    for starts, reading in _READINGS:
        if first in starts:
            marker = reading(text)
            if marker:
                return marker
    return None


def _unit(text: str) -> Marker | None:
    if not (m := _UNIT.match(text)):
        return None
    number = m["number"]
    value = _ORDINAL.get(number.lower()) or (int(number) if number.isdigit() else roman_value(number))
    return Marker(_UNIT_STYLE[m["word"].upper()], f"{m['word'].capitalize()} {number}", (value,), m.end())


def _article(text: str) -> Marker | None:
    if not (m := _ARTICLE.match(text)):
        return None
    return Marker(Style.ARTICLE, f"Điều {m['number']}{m['letter']}", (int(m["number"]),), m.end())


def _appendix(text: str) -> Marker | None:
    if not (m := _APPENDIX.match(text)) or (m.end() < len(text) and not _appendix_title(text[m.end() :])):
        return None
    number = m["number"] or ""
    value = int(number) if number.isdigit() else roman_value(number) if number else 1
    return Marker(Style.APPENDIX, f"Phụ lục {number}".strip(), (value,), m.end())


def _appendix_title(rest: str) -> bool:
    """A title in capitals or the bracket "(Kèm theo …)"; "Phụ lục I kèm theo Kế hoạch" is a mention."""
    return rest.startswith(("(", "DANH", "NHIỆM")) or rest[:40].upper() == rest[:40]


def _roman(text: str) -> Marker | None:
    if not (m := _ROMAN.match(text)) or (value := roman_value(m["label"])) == 0:
        return None
    return Marker(Style.ROMAN, m["label"], (value,), m.end())


def _upper(text: str) -> Marker | None:
    if not (m := _UPPER.match(text)):
        return None
    return Marker(Style.UPPER, m["label"], (LETTERS.upper().find(m["label"]) + 1,), m.end())


def _decimal(text: str) -> Marker | None:
    if not (m := _DECIMAL.match(text)):
        return None
    return Marker(Style.DECIMAL, m["label"], tuple(int(n) for n in m["label"].split(".")), m.end())


def _arabic(text: str) -> Marker | None:
    if not (m := _ARABIC.match(text)):
        return None
    return Marker(Style.ARABIC, m["label"], (int(m["label"]),), m.end())


def _letter(text: str) -> Marker | None:
    if not (m := _LETTER.match(text)):
        return None
    return Marker(Style.LETTER, m["label"], (LETTERS.find(m["label"]) + 1,), m.end())


def _paren(text: str) -> Marker | None:
    if not (m := _PAREN.match(text)):
        return None
    label = m["label"]
    value = int(label) if label.isdigit() else roman_value(label.upper()) or LETTERS.find(label) + 1
    return Marker(Style.PAREN, label, (value,), m.end())


def _bullet(text: str) -> Marker | None:
    if not (m := _BULLET.match(text)):
        return None
    return Marker(_BULLET_STYLE.get(m["label"], Style.DASH), m["label"], (), m.end())


_READINGS = (
    ("PpCcMmTt", _unit),
    ("ĐĐ", _article),
    ("P", _appendix),
    ("IVX", _roman),
    ("ABCDEFGHKLMNPQRSTUYĐ", _upper),
    ("0123456789", _decimal),
    ("0123456789", _arabic),
    ("abcdđefghiklmnopqrstuvxy", _letter),
    ("(", _paren),
    ("-–—•●▪*+\uf0b7✓➢", _bullet),
)


def roman_value(label: str) -> int:
    """Value of a Roman numeral; 0 when it is not written as one is.

    >>> roman_value("IV"), roman_value("IIII"), roman_value("VX")
    (4, 0, 0)
    """
    if not label or not re.fullmatch(r"L?X{0,3}(?:IX|IV|V?I{0,3})", label):
        return 0
    total = 0
    for sign, after in zip(label, label[1:] + " ", strict=True):
        value = _ROMAN_VALUE[sign]
        total += -value if _ROMAN_VALUE.get(after, 0) > value else value
    return total
