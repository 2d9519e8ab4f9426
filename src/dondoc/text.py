"""Where a character came from.

A *span* is a half-open range of characters in the text of a source. A
*passage* is text put together from several places of a source (lines joined,
page numbers left out, marks of Markdown dropped) that still knows, for each of
its characters, where it stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
"""Small letters of Vietnamese, for use inside a character class."""

UPPER = LOWER.upper()
"""Capitals of Vietnamese, for use inside a character class."""

_SPACE = re.compile(r"\s+")
_CHUNK = re.compile(r"[^\n]+")


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (excluded) of the text of a source, counted from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of ``text`` at this span."""
        return text[self.start : self.end]


class Piece(NamedTuple):
    """``length`` characters of a passage from ``at`` that stand at ``source`` in the source."""

    at: int
    source: int
    length: int


def squeeze(text: str) -> str:
    """``text`` in Unicode NFC with every run of white space made one space, ends trimmed.

    >>> squeeze(" Sở  Nội\\n vụ ")
    'Sở Nội vụ'
    """
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with the way back to its source.

    ``pieces`` are in order and do not overlap; characters of ``text`` outside
    any piece (a space put between two lines) stand nowhere in the source.
    """

    text: str
    pieces: tuple[Piece, ...]

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    @classmethod
    def aligned(cls, text: str, spans: Sequence[Span], source: str) -> Passage:
        """``text`` laid again over the places it was taken from.

        ``text`` is what stands at ``spans`` but for white space and marks of
        markup; what cannot be laid there (a word put in) stands nowhere.
        """
        pieces: list[Piece] = []
        at = 0
        for span in spans:
            for chunk in _CHUNK.finditer(source, span.start, span.end):
                at = _lay(text, at, source, chunk.span(), pieces)
        return cls(text, tuple(pieces))

    def cut(self, start: int, end: int) -> Passage:
        """The part from ``start`` to ``end`` of :attr:`text`."""
        start, end = max(start, 0), min(end, len(self.text))
        kept = []
        for at, source, length in self.pieces:
            left, right = max(at, start), min(at + length, end)
            if left < right:
                kept.append(Piece(left - start, source + left - at, right - left))
        return Passage(self.text[start:end], tuple(kept))

    def strip(self, characters: str | None = None) -> Passage:
        """Without white space (or ``characters``) at both ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = len(self.text.rstrip(characters))
        return self.cut(left, right) if left < right else Passage("", ())

    def place(self, index: int) -> int | None:
        """Where character ``index`` of :attr:`text` stands in the source, if anywhere."""
        for at, source, length in self.pieces:
            if at <= index < at + length:
                return source + index - at
        return None

    def spans(self, source: str) -> tuple[Span, ...]:
        """Places in ``source``; neighbours with only white space between them are one span.

        The text of the spans, joined by spaces, equals :attr:`text` but for
        white space and for marks of markup.
        """
        merged: list[Span] = []
        for _, start, length in self.pieces:
            if merged and not source[merged[-1].end : start].strip():
                merged[-1] = Span(merged[-1].start, start + length)
            else:
                merged.append(Span(start, start + length))
        return tuple(merged)


def join(passages: Iterable[Passage], separator: str = " ") -> Passage:
    """One passage of several, ``separator`` between them.

    A number broken after its hyphen (``57-`` / ``KL/TW``) is joined without a
    space, as it was before the line was broken.
    """
    parts: list[str] = []
    pieces: list[Piece] = []
    size = 0
    for passage in passages:
        if not passage.text:
            continue
        if parts:
            glue = "" if _broken_number(parts[-1], passage.text) else separator
            parts.append(glue)
            size += len(glue)
        parts.append(passage.text)
        pieces.extend(Piece(size + at, source, length) for at, source, length in passage.pieces)
        size += len(passage.text)
    return Passage("".join(parts), tuple(pieces))


_HYPHEN_END = re.compile(r"(?:\d|[A-ZĐ])-$")
_SYMBOL_START = re.compile(r"[A-ZĐ]{2,}")


def _broken_number(before: str, after: str) -> bool:
    """``57-`` before ``KL/TW``: a document symbol that a line end cut in two."""
    return bool(_HYPHEN_END.search(before) and _SYMBOL_START.match(after))


def _lay(text: str, at: int, source: str, place: tuple[int, int], pieces: list[Piece]) -> int:
    """Lays a line of the source over ``text`` from ``at``; gives how far ``text`` is covered then."""
    start, end = place
    line = source[start:end]
    bare = line.strip()
    begin = at
    while begin < len(text) and text[begin].isspace():
        begin += 1
    if bare and text.startswith(bare, begin):
        pieces.append(Piece(begin, start + line.index(bare), len(bare)))
        return begin + len(bare)
    for word in re.finditer(r"\w+|[^\w\s]", line):
        found = text.find(word[0], at, at + len(word[0]) + 4)
        if found >= 0:
            pieces.append(Piece(found, start + word.start(), len(word[0])))
            at = found + len(word[0])
    return at
