"""Roman numerals of headings and the word "số" before a document number, as an English reader leaves them.

``Il.`` ``I1l.`` ``Ill.`` before a heading in capitals are II, III, III: the
strokes of the numeral stay, only their names are lost. ``S6 254-KH/TU`` is
``Số 254-KH/TU``. A numeral that is written as one is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dondoc.edits import Edit, Reason
from dondoc.repairing.grading import LineGrade
from dondoc.text import UPPER, Span

_NUMERAL = re.compile(
    rf"^\s*(?P<numeral>[IVXil1|!]{{1,5}})\s?[.\-–)]\s*(?=[{UPPER}D]{{2,}}[{UPPER}\s,'’;:/\-]*[{UPPER}])"
)
_STROKES = str.maketrans(dict.fromkeys("il1|!", "I"))
_ROMAN = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})\Z")
_SO = re.compile(
    r"(?<!\S)(?P<word>[Ss](?!ố)[^\s\d:][^\s\d:]?|[Ss$§]6\)?|[Ss]0)(?=:?\s+\d{1,5}[a-z]?\s?[-/]\s?[A-ZĐ]{2})"
)

_CAPITAL_S = "S$§"
"""Signs that are read for a capital S."""

NUMERAL, WORD = 0.96, 0.97
"""How often these changes were right on the training pages."""


def numerals(text: str, lines: Iterable[LineGrade]) -> Iterator[Edit]:
    """Edits of the numerals of headings and of "số"; spans are those of ``text``.

    >>> from dondoc.repairing.grading import graded_lines
    >>> text = "I1l. NOI DUNG THUC HIEN"
    >>> [edit.after for edit in numerals(text, graded_lines(text))]
    ['III']
    """
    for line in lines:
        words, start = line.span.of(text), line.span.start
        if match := _NUMERAL.match(words):
            yield from _numeral(match, start)
        for found in _SO.finditer(words):
            place = Span(start + found.start("word"), start + found.end("word"))
            after = "Số" if found["word"][0] in _CAPITAL_S else "số"
            yield Edit(place, found["word"], after, Reason.SYMBOL, WORD)


def _numeral(match: re.Match[str], start: int) -> Iterator[Edit]:
    before = match["numeral"]
    after = before.translate(_STROKES)
    if after != before and _ROMAN.match(after) and not before.isdigit():
        place = Span(start + match.start("numeral"), start + match.end("numeral"))
        yield Edit(place, before, after, Reason.SYMBOL, NUMERAL)


def kept(text: str, lines: Iterable[LineGrade]) -> set[int]:
    """Where numerals of headings begin: no other rule changes what stands there."""
    found = set()
    for line in lines:
        if match := _NUMERAL.match(line.span.of(text)):
            found.add(line.span.start + match.start("numeral"))
    return found
