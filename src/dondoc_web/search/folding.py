"""How words are compared in search: the same on both databases, because it is done here and not there.

A text becomes tokens of the letters a–z or of figures. Marks go, đ is d, "qui"
and "quy", "lí" and "lý" are one; letters and figures part (``57KL/TW`` is
``57 kl tw``, like ``57 - KL/TW``); zeros before a number go. Beside its folded
form a token has a marked one, with the tone at its end wherever it was typed
(``hòa`` and ``hoà``), by which words that are marked as they were typed come first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

FORMAT = 1
"""Raised when folding changes: every object is then put on its shelf again."""

LONGEST = 64
"""Letters of a token that count: PostgreSQL refuses tokens without end."""

_RUN = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+")
_TONES = {"\u0300": "2", "\u0301": "3", "\u0309": "4", "\u0303": "5", "\u0323": "6"}
_SHORT_Y = re.compile(r"^(?:[bcdhklmnpqrstvxg]|ch|gh|kh|ng|nh|ph|th|tr)y$")


class Token(NamedTuple):
    """A token, its form with marks, and where it stands in the text."""

    folded: str
    marked: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text``, in order.

    >>> [one.folded for one in tokens("Kết luận số 057-KL/TW, Quý Hoà")]
    ['ket', 'luan', 'so', '57', 'kl', 'tw', 'qui', 'hoa']
    """
    for run in _RUN.finditer(text):
        folded, marked = _forms(run[0])
        if folded:
            yield Token(folded, marked, run.start(), run.end())


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, str]:
    """The folded and the marked form of a run of letters, or of figures."""
    plain = unicodedata.normalize("NFKD", word).lower().replace("đ", "d")
    if plain[:1].isdigit():
        figures = "".join(str(unicodedata.digit(sign, "")) for sign in plain).lstrip("0") or "0"
        return figures[:LONGEST], figures[:LONGEST]
    bare = "".join(_ascii(sign) for sign in plain if not unicodedata.combining(sign))
    tone = "".join(_TONES.get(sign, "") for sign in plain)
    shape = "".join(_quality(sign) for sign in unicodedata.normalize("NFKD", word).lower())
    return _one_spelling(bare)[:LONGEST], f"{_one_spelling(shape)}{tone}"[: 2 * LONGEST]


def _one_spelling(word: str) -> str:
    """``quy`` and ``qui``, ``ly`` and ``li`` are written both ways; ``tay`` and ``tai`` are two words."""
    word = word.replace("quy", "qui")
    return f"{word[:-1]}i" if _SHORT_Y.match(word) else word


def _quality(sign: str) -> str:
    """A letter, or a mark that makes another letter of it (ă â ê ô ơ ư đ), in letters of its own; tones are nothing."""
    if sign == "đ":
        return "dd"
    if unicodedata.combining(sign):
        return {"\u0302": "^", "\u0306": "(", "\u031b": "+"}.get(sign, "")
    return _ascii(sign)


def _ascii(sign: str) -> str:
    """A letter of another script, told in letters that both databases take for a word."""
    if "a" <= sign <= "z":
        return sign
    return "x" + "".join(chr(ord("g") + int(digit, 16)) for digit in f"{ord(sign):x}") if sign.isalpha() else ""


def folded(text: str) -> str:
    """The folded tokens of ``text``, one space between two."""
    return " ".join(one.folded for one in tokens(text))


def both(text: str) -> tuple[str, str]:
    """The folded and the marked tokens of ``text``."""
    found = list(tokens(text))
    return " ".join(one.folded for one in found), " ".join(one.marked for one in found)
