"""Letters of old fonts and code pages made Unicode: TCVN3 (``.VnTime``) and VNI-Windows (``VNI-Times``).

Such a font draws Vietnamese letters in the places of Western ones, so the name
of the font decides what a run of text says; its characters alone do not. The
table of letters is ``data/legacy_encodings.csv`` (STANDARDS §7).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

_UNICODE_ONLY = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
"""Vietnamese letters that no old font shows: text with them is Unicode already."""

_PRIVATE = re.compile("[\uf020-\uf0ff]")


def encoding_of_font(font: str | None) -> str | None:
    """``tcvn3`` or ``vni`` for the fonts of these families.

    >>> encoding_of_font(".VnTimeH"), encoding_of_font("VNI-Times"), encoding_of_font("Times New Roman")
    ('tcvn3', 'vni', None)
    """
    name = (font or "").strip().lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith(("vni-", "vni ")) else None


def decoded_run(text: str, font: str) -> str:
    """What a run of text in an old font shows, in Unicode NFC.

    A TCVN3 font whose name ends in H draws capitals whatever is typed.

    >>> decoded_run("\\xae\\xabn \\xae\\xe8c", ".VnTime"), decoded_run("kÕ ho¹ch", ".VnTimeH")
    ('đôn đốc', 'KẾ HOẠCH')
    """
    text = _PRIVATE.sub(lambda match: chr(ord(match[0]) - 0xF000), text)
    encoding = encoding_of_font(font)
    if encoding is None or _UNICODE_ONLY.search(text):
        return unicodedata.normalize("NFC", text)
    shown = from_tcvn3(text) if encoding == "tcvn3" else from_vni(text)
    capitals = encoding == "tcvn3" and font.strip().lower().endswith("h")
    return unicodedata.normalize("NFC", shown.upper() if capitals else shown)


def from_tcvn3(text: str) -> str:
    """TCVN3 bytes that stand as characters of Latin-1."""
    return text.translate(_tcvn3())


def from_vni(text: str) -> str:
    """VNI-Windows: a letter and the sign after it that carries hat and tone."""
    pattern, table = _vni()
    return pattern.sub(lambda match: table[match[0]], text)


@cache
def letters() -> list[dict[str, str]]:
    """The rows of the table: a letter and how each old encoding writes it."""
    text = files("dondoc.reading").joinpath("data/legacy_encodings.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _tcvn3() -> dict[int, str]:
    return {int(row["tcvn3_byte_hex"], 16): row["char"] for row in letters() if len(row["tcvn3_byte_hex"]) == 2}


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["vni_windows"]: row["char"] for row in letters()}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table
