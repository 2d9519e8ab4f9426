"""Running heads and page numbers of recognised pages, put right by what the other pages say.

A head with a lost or misread number is not alike to the others any more and
would stand in the middle of a table or a sentence that goes on over the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from dondoc.reading.scan_page import ReadLine, ReadWord, Recognised

_LEAST: Final = 3
"""Pages that must agree."""
_ALIKE: Final = 0.85
_NUMBER_LETTERS: Final = 4
"""A page number is no longer than this, however it was read."""


def mended(pages: Sequence[Recognised]) -> list[Recognised]:
    """The pages with their running heads and page numbers alike."""
    lines = [_top(page) for page in pages]
    bodies = [_body(line) for line in lines]
    usual, count = Counter(body for body in bodies if body is not None).most_common(1)[0] if any(bodies) else ("", 0)
    if count < _LEAST:
        return list(pages)
    heads = {at for at, body in enumerate(bodies) if body is not None and _alike(body, usual)}
    pattern = next(line for line, body in zip(lines, bodies, strict=True) if body == usual and line is not None)
    first = _first_number([(at, line) for at, line in enumerate(lines) if at in heads and line is not None])
    return [_with_head(page, pattern, first + at) if at in heads and first else page for at, page in enumerate(pages)]


def _top(page: Recognised) -> ReadLine | None:
    """The first line of a page."""
    return page.parts[0] if page.parts and isinstance(page.parts[0], ReadLine) else None


def _body(line: ReadLine | None) -> str | None:
    """The words of a head without its number."""
    return None if line is None else " ".join(word.text for word in _named(line))


def _named(line: ReadLine) -> tuple[ReadWord, ...]:
    """The words before the page number; none where the number stands alone."""
    return line.words[:-1] if _may_be_number(line.words[-1]) else line.words


def _may_be_number(word: ReadWord) -> bool:
    return len(word.text) <= _NUMBER_LETTERS and (word.text.isdigit() or len(word.text) < 3)


def _alike(body: str, usual: str) -> bool:
    return body == usual or (bool(usual) and SequenceMatcher(None, body, usual).ratio() > _ALIKE)


def _first_number(heads: Sequence[tuple[int, ReadLine]]) -> int | None:
    """The number of the first page, by the vote of all; None where they do not agree."""
    votes = Counter(int(line.words[-1].text) - at for at, line in heads if line.words[-1].text.isdecimal())
    best, count = votes.most_common(1)[0] if votes else (0, 0)
    return best if count >= _LEAST and best > 0 else None


def _with_head(page: Recognised, pattern: ReadLine, number: int) -> Recognised:
    """The page with the head of the others and its own number."""
    line = _top(page)
    if line is None:
        return page
    named = _named(line)
    usual = _named(pattern)
    if len(named) == len(usual):
        named = tuple(word._replace(text=other.text) for word, other in zip(named, usual, strict=True))
    last = line.words[-1]
    space = line.spaces[-1] if len(named) < len(line.words) else 4
    box = last if len(named) < len(line.words) else last._replace(x0=last.x1 + 6, x1=last.x1 + 20, confidence=0.0)
    words = (*named, box._replace(text=str(number)))
    spaces = (*line.spaces[: len(named)], space)
    head = ReadLine(words=words, spaces=spaces, gap_above=line.gap_above)
    return page.model_copy(update={"parts": (head, *page.parts[1:])})
