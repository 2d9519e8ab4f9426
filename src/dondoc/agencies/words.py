"""Words of agency phrases: tokens with offsets, and the tables of heads, classes, fields and verbs.

A *head* is the noun that opens a name (``Sở``, ``Ủy ban nhân dân``), a *class
noun* one that opens a collective phrase (``các sở, ban, ngành``), a *field* the
known complement of a department (``Nội vụ``), a *verb* a word that follows a
subject and so ends its name. All tables are data files beside this module.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_TONE = re.compile(r"(?<!q)(" + "|".join(_TONES) + r")(?!\w)")

_TOKEN = re.compile(
    r"(?P<word>[A-ZĐ]{1,4},\s?[A-ZĐ]{1,4}(?:&[A-ZĐ]{1,4})+|(?:TP|Tp|TX|TT|Q|P)\.(?=\s?\w)"
    r"|[\w&\u0300-\u036f]+(?:[./-][\w&\u0300-\u036f]+)*)|(?P<break>\n)|(?P<mark>[^\w\s])"
)


class Token(NamedTuple):
    """A word or mark of a phrase; ``key`` is lower case with the tone mark in the old place."""

    start: int
    end: int
    text: str
    key: str
    is_word: bool

    @property
    def is_upper(self) -> bool:
        """Begins with a capital letter or a figure."""
        return self.text[0].isupper() or self.text[0].isdigit()


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """Lower case, composed, with one spelling of tone placement: ``Uỷ`` and ``Ủy`` are both ``ủy``."""
    return _TONE.sub(lambda m: _TONES[m[0]], unicodedata.normalize("NFC", text).lower())


def tokens(text: str, limit: int | None = None) -> list[Token]:
    """Words, marks and line ends of ``text`` in order, at most ``limit`` of them."""
    return [
        Token(m.start(), m.end(), m[0], key(m[0]), m.lastgroup == "word") for m in islice(_TOKEN.finditer(text), limit)
    ]


class Match(NamedTuple):
    """Table entries found at a token: the index after the last word, and their kinds."""

    end: int
    kinds: tuple[str, ...]


class Table:
    """Phrases looked up word by word, the longest first.

    ``skip`` names marks and words that may stand between two words of an entry
    and are left out of it (commas and ``và`` in the name of a field).
    """

    def __init__(self, rows: Iterable[tuple[str, str]], skip: frozenset[str] = frozenset()) -> None:
        found: dict[str, dict[tuple[str, ...], list[str]]] = {}
        for phrase, kind in rows:
            words = tuple(t.key for t in tokens(phrase) if t.key not in skip)
            found.setdefault(words[0], {}).setdefault(words, []).append(kind)
        self._skip = skip
        self._entries = {
            first: sorted(((w, tuple(k)) for w, k in by.items()), key=lambda e: -len(e[0]))
            for first, by in found.items()
        }

    def at(self, words: list[Token], i: int) -> Match | None:
        """The longest entry that begins with token ``i``."""
        if not 0 <= i < len(words):
            return None
        for entry, kinds in self._entries.get(words[i].key, ()):
            end = self._follow(words, i, entry)
            if end is not None:
                return Match(end, kinds)
        return None

    def all_at(self, words: list[Token], i: int) -> list[Match]:
        """Every entry that begins with token ``i``, longest first."""
        if not 0 <= i < len(words):
            return []
        ends = ((self._follow(words, i, e), k) for e, k in self._entries.get(words[i].key, ()))
        return [Match(end, kinds) for end, kinds in ends if end is not None]

    def _follow(self, words: list[Token], i: int, entry: tuple[str, ...]) -> int | None:
        at = i
        for n, word in enumerate(entry):
            while n and at < len(words) and words[at].key in self._skip:
                at += 1
            if at >= len(words) or words[at].key != word:
                return None
            at += 1
        return at


_BETWEEN_FIELD_WORDS = frozenset({",", "-", "–", "và", "&", "\n"})
_BETWEEN_WORDS = frozenset({"\n"})
_BETWEEN_PLACE_WORDS = frozenset({"\n", "-", "–"})


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data table of this package."""
    text = (files("dondoc.agencies") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def heads() -> Table:
    """Nouns that open a name: unit, open, body, front, committee, role, and ``not`` for look-alikes."""
    return Table(((r["head"], r["kind"]) for r in rows("heads.csv")), _BETWEEN_WORDS)


@cache
def classes() -> Table:
    """Nouns of collective phrases: bare (may stand without "các"), area, plain."""
    return Table(((r["noun"], r["kind"]) for r in rows("classes.csv")), _BETWEEN_WORDS)


@cache
def verbs() -> Table:
    """Words after a head: verbs strong and weak (weak ones are also found in names), function words, ends of names."""
    words = [(r["words"], r["kind"]) for r in rows("verbs.csv") if r["kind"] not in ("object", "participle")]
    places = [(r["name"], "tail") for r in rows("provinces.csv")]
    return Table([*words, *places], _BETWEEN_PLACE_WORDS)


@cache
def objects() -> Table:
    """Words after a weak verb that show it to be a verb: ``xây dựng kế hoạch``."""
    return Table(((r["words"], "object") for r in rows("verbs.csv") if r["kind"] == "object"), _BETWEEN_WORDS)


@cache
def participles() -> Table:
    """Words that tell what a class does: ``các đơn vị duy trì thoát nước``."""
    return Table(((r["words"], "participle") for r in rows("verbs.csv") if r["kind"] == "participle"), _BETWEEN_WORDS)


@cache
def fields(head: str) -> Table:
    """Known fields of a department under ``head`` (bộ, sở, phòng)."""
    return Table(((r["field"], head) for r in rows("fields.csv") if r["head"] == head), _BETWEEN_FIELD_WORDS)


@cache
def determiners() -> Table:
    """Words that make a class of a noun: các, mỗi, từng."""
    return Table(
        (
            (w, "all")
            for w in (
                "các",
                "những",
                "mỗi",
                "từng",
                "mọi",
                "một số",
                "toàn thể",
                "tất cả các",
                "toàn bộ các",
                "toàn thể các",
                "các đồng chí",
                "toàn bộ",
            )
        ),
        _BETWEEN_WORDS,
    )
