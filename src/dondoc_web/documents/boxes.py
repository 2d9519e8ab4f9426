"""From words of the text to their places on the pages: boxes, merged along each printed line.

A box is in points from the top left corner of its page, as the library gives
those of single words (:class:`dondoc.document.Word`).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dondoc.document import Page, Word
from dondoc.text import Span
from dondoc_web.documents.models import PageText, Reading

DOUBTFUL = 0.6
"""Words recognised with less confidence are shown as doubtful."""

_WORD_SPACES = 2.5
"""A gap wider than so many heights of a line is a gap between columns."""


class Box(NamedTuple):
    """A part of a page (from 1)."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def rows_of(reading: Reading, pages: Iterable[Page]) -> Iterator[PageText]:
    """Pages as they are stored; a tenth of a point is finer than any print."""
    for page in pages:
        words = [(w.start, w.end, *(round(edge, 1) for edge in w[2:6]), *_confidence(w)) for w in page.words]
        yield PageText(
            reading=reading,
            number=page.number,
            width=page.width,
            height=page.height,
            start=page.span.start,
            end=page.span.end,
            origin=page.origin,
            words_json=json.dumps(words, separators=(",", ":")),
        )


def _confidence(word: Word) -> tuple[float, ...]:
    return () if word.confidence is None else (round(word.confidence, 2),)


class PlacedWords:
    """The words of all pages, found by the characters that they are."""

    def __init__(self, pages: Iterable[Page]) -> None:
        placed = sorted(((word, page.number) for page in pages for word in page.words), key=lambda item: item[0][:2])
        self._words = [word for word, _ in placed]
        self._pages = [number for _, number in placed]
        self._starts = [word.start for word in self._words]
        self._longest = max((word.end - word.start for word in self._words), default=0)

    def boxes(self, span: Span) -> Sequence[Box]:
        """Where the characters of ``span`` stand: one box for each printed line, in the order of the text."""
        found: list[Box] = []
        for at in range(bisect_right(self._starts, span.start - self._longest), len(self._words)):
            word = self._words[at]
            if word.start >= span.end:
                break
            if word.end > span.start:
                _append(found, _part(word, self._pages[at], span))
        return found

    def doubtful(self) -> Iterator[tuple[Span, Box, float]]:
        """Words that were recognised with little confidence, and with how much."""
        for word, page in zip(self._words, self._pages, strict=True):
            if word.confidence is not None and word.confidence < DOUBTFUL:
                yield Span(word.start, word.end), Box(page, *word[2:6]), word.confidence


def _part(word: Word, page: int, span: Span) -> Box:
    """The part of a word's box that ``span`` covers, all letters being taken for equally wide."""
    letter = (word.x1 - word.x0) / max(word.end - word.start, 1)
    left = word.x0 + letter * max(span.start - word.start, 0)
    right = word.x1 - letter * max(word.end - span.end, 0)
    return Box(page, left, word.y0, right, word.y1)


def _append(found: list[Box], box: Box) -> None:
    """Add a box, to the last one where it goes on along the same line."""
    last = found[-1] if found else None
    if last is None or last.page != box.page or not _goes_on(last, box):
        found.append(box)
        return
    found[-1] = Box(box.page, last.x0, min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1))


def _goes_on(last: Box, box: Box) -> bool:
    height = min(last.y1 - last.y0, box.y1 - box.y0)
    shared = min(last.y1, box.y1) - max(last.y0, box.y0)
    gap = box.x0 - last.x1
    return shared > height / 2 and -height < gap < _WORD_SPACES * max(height, 1.0)
