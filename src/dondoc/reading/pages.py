"""Printed words put back into lines: reading order, columns, indents, gaps between paragraphs.

Reads: words with their boxes, in points from the top left corner of an upright
page. Gives: lines, each a row of words and of the characters between them
(:data:`Line`), and with :class:`Pages` the text of a file together with the
place of every word in it. Words may come from the text of a file or from
recognition; nothing here looks at where they are from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Literal, NamedTuple

from dondoc.document import Page, Word
from dondoc.text import LOWER, UPPER, Span


class PrintedWord(NamedTuple):
    """A word as it stands on a page: its characters and its box.

    ``order`` is its turn in the file (0 where the file has none);
    ``sideways`` is true for a word whose characters run up or down the page.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    order: int = 0
    sideways: bool = False
    confidence: float | None = None

    @property
    def height(self) -> float:
        """Height of the box, about the size of the font."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Half way down the box."""
        return (self.y0 + self.y1) / 2


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


Line = tuple[str | PrintedWord, ...]
"""A line to be written: words, and the characters that stand before, between and after them."""

COLUMN_GAP = "    "
"""What is written between two columns of one printed line."""


class Size(NamedTuple):
    """A page as it is read: points from left to right and from top to bottom."""

    width: float
    height: float


@dataclass(slots=True)
class Pages:
    """The text of a file as it grows page by page, and the place of each word in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[Page] = field(default_factory=list)

    def add(
        self, number: int, size: Size, lines: Sequence[Line], origin: Literal["text", "recognised"] = "text"
    ) -> None:
        """Writes the lines of a page, each ended by a line feed."""
        start = self.length
        words: list[Word] = []
        printed = "".join([part if isinstance(part, str) else part[0] for line in lines for part in line])
        form = str if unicodedata.is_normalized("NFC", printed) else _composed
        for line in lines:
            self._line(line, words, form)
        # Words made here need no checking one by one: a page has hundreds.
        page = Page.model_construct(
            number=number,
            width=size.width,
            height=size.height,
            span=Span(start, self.length),
            words=tuple(words),
            origin=origin,
        )
        self.pages.append(page)

    def _line(self, line: Line, words: list[Word], form: Callable[[str], str]) -> None:
        at, write = self.length, self.parts.append
        for part in line:
            if isinstance(part, str):
                write(part)
                at += len(part)
                continue
            text, x0, y0, x1, y1, _, _, confidence = part
            text = form(text)
            end = at + len(text)
            write(text)
            words.append(Word(at, end, x0, y0, x1, y1, confidence))
            at = end
        write("\n")
        self.length = at + 1

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self.parts)


# Words of one printed line ------------------------------------------------------------------------


def rows_of(words: Iterable[PrintedWord]) -> list[list[PrintedWord]]:
    """Words in printed lines from top to bottom, each from left to right.

    Two words stand on one line when half of the lower one lies beside the
    taller; a raised figure stands on the line of the word it hangs on.
    """
    rows: list[list[PrintedWord]] = []
    top = bottom = 0.0
    for word in sorted(words, key=_height_then_left):
        _, _, y0, _, y1, *_ = word
        beside = rows and (
            y1 == bottom
            or (min(bottom, y1) - max(top, y0) >= 0.5 * min(bottom - top, y1 - y0) and not _is_below(rows[-1], word))
        )
        if not beside:
            rows.append([word])
            top, bottom = y0, y1
            continue
        rows[-1].append(word)
        if y1 - y0 > bottom - top:
            top, bottom = y0, y1
    return [healed(sorted(row, key=_left)) for row in rows]


def _height_then_left(word: PrintedWord) -> tuple[float, float]:
    return word.y0 + word.y1, word.x0


_left = attrgetter("x0")


def _is_below(row: Sequence[PrintedWord], word: PrintedWord) -> bool:
    """Part of the next line of a narrower column: it stands lower, under words of the row."""
    if word.middle - row[0].middle < 0.25 * word.height:
        return False
    return any(other.x0 < word.x1 and word.x0 < other.x1 and word.y0 - other.y0 > 0.4 * other.height for other in row)


_TOUCHING = 0.05
"""Share of the height of a line under which a gap between two words is none."""

_NARROW = 0.2
"""Share of the height of a line under which a gap may be a space or the work of kerning."""


def healed(row: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Parts of a word that kerning has parted are one word again; a word printed twice in place counts once."""
    words: list[PrintedWord] = []
    before: PrintedWord | None = None
    for word in row:
        if before is None or word.x0 - before.x1 > _NARROW * (word.y1 - word.y0) or before.sideways or word.sideways:
            words.append(word)
        elif _printed_twice(before, word):
            continue
        elif _one_word(before, word):
            words[-1] = joined(before, word)
        else:
            words.append(word)
        before = words[-1]
    return words


def _printed_twice(a: PrintedWord, b: PrintedWord) -> bool:
    """The same characters a hair further on: how some programs print bold."""
    near = 0.2 * a.height
    return a.text == b.text and abs(a.x0 - b.x0) < near and abs(a.y0 - b.y0) < near


def _one_word(a: PrintedWord, b: PrintedWord) -> bool:
    """The two touch, or one of them is no syllable without the other ("C" / "ơ", "chứ" / "c").

    Small letters before a capital, and two numbers, stay two words however close.
    """
    gap = (b.x0 - a.x1) / min(a.height, b.height)
    before, after = a.text[-1], b.text[0]
    if gap < -0.2 or (before.islower() and after.isupper()) or (before.isdigit() and after.isdigit()):
        return False
    if gap < _TOUCHING:
        return True
    return abs(a.y1 - b.y1) < 0.1 * a.height and bool(
        (_ONSET.match(a.text) and _VOWEL.match(b.text)) or (_VOWEL_END.search(a.text) and _CODA.match(b.text))
    )


_ONSET = re.compile(r"(?:[bcdđghklmnpqrstvx]|ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr)$", re.IGNORECASE)
_CODA = re.compile(r"(?:c|ch|m|n|ng|nh|p|t)[,.;:)]*$")
_VOWEL = re.compile(rf"(?![bcdđghklmnpqrstvx])[{LOWER}]")
_VOWEL_END = re.compile(rf"(?![bcdđghklmnpqrstvx])[{LOWER}{UPPER}]$")


def joined(a: PrintedWord, b: PrintedWord) -> PrintedWord:
    """One word of two."""
    return PrintedWord(
        a.text + b.text,
        min(a.x0, b.x0),
        min(a.y0, b.y0),
        max(a.x1, b.x1),
        max(a.y1, b.y1),
        a.order,
        a.sideways,
        a.confidence,
    )


_JUMP = 0.7
"""The same where the file writes the two sides at different times."""

_WIDE = 1.5
"""A gap wider than this many heights of its line, and than its other gaps, parts two columns."""


def runs_of(row: Sequence[PrintedWord]) -> list[list[PrintedWord]]:
    """The columns of one printed line: letterheads, signatures beside recipients, unruled tables.

    A gap parts two columns when it is wide and wider than the other gaps of
    the line (a short line stretched to the margin has wide gaps everywhere),
    or when the file writes its two sides at different times.
    """
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    if not gaps or max(gaps) <= _JUMP * (row[0].y1 - row[0].y0):
        return [list(row)]
    usual = sorted(gaps)[len(gaps) // 2] if len(gaps) > 3 else 0.0
    runs = [[row[0]]]
    for gap, (before, word) in zip(gaps, pairwise(row), strict=True):
        height = min(before.height, word.height)
        apart = gap > _WIDE * height and gap > 2.5 * usual
        jumps = word.order not in {0, before.order + 1} and gap > _JUMP * height and gap > 1.8 * usual
        if apart or jumps:
            runs.append([word])
        else:
            runs[-1].append(word)
    return runs


def spaced(words: Sequence[PrintedWord]) -> list[str | PrintedWord]:
    """Words with one space between each two."""
    parts: list[str | PrintedWord] = []
    for word in words:
        if parts:
            parts.append(" ")
        parts.append(word)
    return parts


# Lines of prose -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """How the lines of a page are set, in points.

    ``left`` and ``right`` are the margins, ``column`` the usual width of a
    character, ``pitch`` the usual way from one line to the next.
    """

    left: float
    right: float
    column: float
    pitch: float


def setting_of(rows: Sequence[Sequence[PrintedWord]]) -> Setting:
    """Measures printed lines; margins are those of the long ones."""
    if not rows:
        return Setting(0.0, 0.0, 1.0, 0.0)
    reach = max(row[-1].x1 for row in rows) - min(row[0].x0 for row in rows)
    long = [row for row in rows if row[-1].x1 - row[0].x0 > 0.6 * reach] or list(rows)
    width = sum(word.x1 - word.x0 for row in rows for word in row)
    letters = sum(len(word.text) for row in rows for word in row)
    return Setting(
        min(row[0].x0 for row in long),
        max(row[-1].x1 for row in long),
        max(width / max(letters, 1), 1.0),
        _pitch(rows),
    )


def _pitch(rows: Sequence[Sequence[PrintedWord]]) -> float:
    """The usual step between lines that follow one another inside a paragraph: the lower quarter of all steps."""
    steps = sorted(_base(b) - _base(a) for a, b in pairwise(rows))
    steps = [step for step in steps if step > 0.6 * rows[0][0].height]
    return steps[len(steps) // 4] if steps else 0.0


def _base(row: Sequence[PrintedWord]) -> float:
    return median(word.y1 for word in row)


def prose(rows: Sequence[Sequence[PrintedWord]], setting: Setting, rules: Sequence[float] = ()) -> Iterator[Line]:
    """Lines with their indent, and an empty one where print leaves a gap or draws a rule.

    ``rules`` are the heights of drawn lines that stand between lines of text.
    """
    before: Sequence[PrintedWord] | None = None
    for row in rows:
        if before is not None and _parted(before, row, setting, rules):
            yield ()
        indent = round((row[0].x0 - setting.left) / setting.column)
        parts: list[str | PrintedWord] = [" " * indent] if indent > 0 else []
        for number, run in enumerate(runs_of(row)):
            parts.extend([COLUMN_GAP] if number else [])
            parts.extend(spaced(run))
        yield tuple(parts)
        before = row


def _parted(
    above: Sequence[PrintedWord], below: Sequence[PrintedWord], setting: Setting, rules: Sequence[float]
) -> bool:
    """A gap clearly larger than usual, or a rule between the lines.

    Lines set in the middle of the page are a title: they belong together up
    to nearly two lines apart.
    """
    step = _base(below) - _base(above)
    if any(_base(above) + 0.15 * above[0].height < at < min(word.y0 for word in below) + 1 for at in rules):
        return True
    much = 1.9 if _centred(above, setting) and _centred(below, setting) else 1.3
    return setting.pitch > 0 and step > much * max(setting.pitch, 0.8 * above[0].height)


def _centred(row: Sequence[PrintedWord], setting: Setting) -> bool:
    """As far from the left margin as from the right one, and clear of both."""
    left, right = row[0].x0 - setting.left, setting.right - row[-1].x1
    return min(left, right) > 2 * setting.column and abs(left - right) < 6 * setting.column


# Two columns of text ------------------------------------------------------------------------------

_COLUMN_LINES = 10


def in_reading_order(rows: Sequence[list[PrintedWord]]) -> list[list[list[PrintedWord]]]:
    """Printed lines in the order they are read, as groups: where text is set in two columns, the left one first.

    Two columns are at least ten lines with text up to one and the same gutter
    on both sides; a letterhead or a signature beside recipients is shorter or
    leaves one side ragged, and stays as it is printed.
    """
    gutter = _gutter(rows)
    if gutter is None:
        return [list(rows)]
    split = [k for k, row in enumerate(rows) if _cut(row, gutter)]
    first, last = split[0], split[-1] + 1
    inside = rows[first:last]
    left = [[word for word in row if word.x1 <= gutter] for row in inside]
    right = [[word for word in row if word.x0 >= gutter] for row in inside]
    groups = [list(rows[:first]), [row for row in left if row], [row for row in right if row], list(rows[last:])]
    return [group for group in groups if group]


def _cut(row: Sequence[PrintedWord], gutter: float) -> bool:
    """No word of the line crosses the gutter, and both sides have some."""
    return row[0].x1 <= gutter <= row[-1].x0 and not any(word.x0 < gutter < word.x1 for word in row)


def _gutter(rows: Sequence[Sequence[PrintedWord]]) -> float | None:
    """Where the two columns of a page part, if its text is set in two."""
    gaps = [(a.x1, b.x0) for row in rows for a, b in pairwise(row) if b.x0 - a.x1 > 0.9 * a.height]
    if len(gaps) < _COLUMN_LINES:
        return None
    gutter = median((a + b) / 2 for a, b in gaps)
    split = [row for row in rows if _cut(row, gutter)]
    crossing = [row for row in rows if any(word.x0 < gutter < word.x1 for word in row)]
    if len(split) < _COLUMN_LINES or len(crossing) > len(split) / 2:
        return None
    return gutter if _both_full(split, gutter) else None


def _both_full(split: Sequence[Sequence[PrintedWord]], gutter: float) -> bool:
    """Most lines reach the right edge of the left column and begin at the left edge of the right one; both are wide."""
    ends = [max(word.x1 for word in row if word.x1 <= gutter) for row in split]
    starts = [min(word.x0 for word in row if word.x0 >= gutter) for row in split]
    left, right = min(row[0].x0 for row in split), max(row[-1].x1 for row in split)
    height = split[0][0].height
    most = 0.6 * len(split)
    return (
        sum(end > max(ends) - 4 * height for end in ends) > most
        and sum(start < min(starts) + 2 * height for start in starts) > most
        and min(max(ends) - left, right - min(starts)) > 0.35 * (right - left)
    )
