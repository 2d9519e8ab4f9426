"""What was recognised on a page, and its words laid out as printed: lines, columns, indents, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dondoc.document import Value
from dondoc.reading.ocr import Read


class ReadWord(NamedTuple):
    """A word with its box in points from the top left of the page as it arrived, confidence 0 to 1.

    ``read`` is what was read where the sequence of labels gave another text.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    read: str = ""


class ReadLine(Value):
    """A printed line: its words, the spaces before each (the first: indent), whether a gap stands above it."""

    words: tuple[ReadWord, ...]
    spaces: tuple[int, ...]
    gap_above: bool = False


class ReadCell(Value):
    """A cell of a ruled table; ``inked`` where something is printed in it, read or not."""

    words: tuple[ReadWord, ...] = ()
    inked: bool = False
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @property
    def text(self) -> str:
        """The words, words cut at a line end after a hyphen put together."""
        return "".join(gap + word.text for gap, word in zip(cell_gaps(self.words), self.words, strict=True))


class ReadTable(Value):
    """A ruled table, each row with a cell for every column; cells merged into another are empty."""

    rows: tuple[tuple[ReadCell, ...], ...]


class Recognised(Value):
    """A page as read from its picture: its size in points, what stands on it from top to bottom."""

    width: float
    height: float
    parts: tuple[ReadLine | ReadTable, ...] = ()

    @property
    def words(self) -> list[ReadWord]:
        """All words in reading order."""
        words: list[ReadWord] = []
        for part in self.parts:
            cells = [cell.words for row in part.rows for cell in row] if isinstance(part, ReadTable) else [part.words]
            words.extend(word for cell in cells for word in cell)
        return words

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, each weighted by its letters; 0 without words."""
        weights = [len(word.text) for word in self.words]
        return sum(w.confidence * n for w, n in zip(self.words, weights, strict=True)) / (sum(weights) or 1)


def cell_gaps(words: Sequence[ReadWord]) -> list[str]:
    """What stands before each word of a cell: a space, or nothing where a hyphen ends a line ("KH-" "UBND")."""
    gaps = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else None
        split = before is not None and _hangs(before.text) and word.y0 > before.y1 - 2 and word.text[:1].isupper()
        gaps.append("" if before is None or split else " ")
    return gaps


def _hangs(text: str) -> bool:
    return len(text) > 1 and text[-1] in "-/" and text[-2].isalnum()


# Lines --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measure:
    """Measures of the print on a page, in pixels: height of a word, width of a letter, ends of full lines."""

    tall: float
    letter: float
    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[Sequence[Read]]) -> Measure:
        """Taken from the words that were read with confidence."""
        sure = [word for line in lines for word in line if word.confidence > 0.7 and len(word.text) > 1]
        sure = sure or [word for line in lines for word in line]
        starts = [line[0].x0 for line in lines if len(line) > 3] or [word.x0 for word in sure]
        ends = [line[-1].x1 for line in lines if len(line) > 3] or [word.x1 for word in sure]
        return cls(
            tall=float(np.median([w.y1 - w.y0 for w in sure])),
            letter=float(np.median([(w.x1 - w.x0) / len(w.text) for w in sure])),
            left=float(np.percentile(starts, 10)),
            right=float(np.percentile(ends, 90)),
        )


class Segment(NamedTuple):
    """Words of one line without a wide gap between them."""

    words: tuple[Read, ...]

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def middle(self) -> float:
        """Height of its middle; by the median of its words, since their letters differ in height."""
        return float(np.median([w.y0 for w in self.words]) + np.median([w.y1 for w in self.words])) / 2


class Laid(NamedTuple):
    """A line as printed: its words, the spaces before each, whether a gap stands above; its middle height."""

    words: tuple[Read, ...]
    spaces: tuple[int, ...]
    gap_above: bool
    middle: float


def lay_out(lines: Iterable[Sequence[Read]]) -> list[Laid]:
    """The words of a page as printed lines in reading order.

    What stands beside each other stays on one line, four spaces or more
    apart; running text in two columns is read column by column.
    """
    printed = [list(line) for line in lines if line]
    if not printed:
        return []
    measure = Measure.of(printed)
    segments = [part for line in _without_specks(printed, measure) for part in _segments(line, measure)]
    done: list[Laid] = []
    for column in _columns(segments, measure):
        done.extend(_laid(_rows(column, measure), measure))
    return done


_BULLETS = frozenset("-–—+*•·;:.,…\"“”'()/%")
_EMPTY_WORD = 0.3
"""Confidence under which a reading outside the block of text, or without letters, is dirt on the paper."""


def _without_specks(lines: list[list[Read]], measure: Measure) -> list[list[Read]]:
    """Lines without what is no print: signs that are not used in text, doubtful marks in the margins."""
    kept = [_printed(_with_bullet(line), measure) for line in lines]
    return [line for line in kept if line and not _all_doubt(line)]


def _printed(line: list[Read], measure: Measure) -> list[Read]:
    return [
        word
        for at, word in enumerate(line)
        if (at == 0 and _may_be_label(line, measure)) or not (_is_speck(word, measure) or _is_stray(line, at, measure))
    ]


def _may_be_label(line: Sequence[Read], measure: Measure) -> bool:
    """A label badly read ("§." for "8.") is a sign before a stop, close before a line of words."""
    first = line[0]
    if len(line) < 4 or not 2 <= len(first.text) <= 3 or first.text[-1] not in ".,)" or first.text[0] in ".,-":
        return False
    return line[1].x0 - first.x1 < measure.tall and line[1].confidence > 0.5


def _is_stray(line: Sequence[Read], at: int, measure: Measure) -> bool:
    """A stroke by itself between two columns: the end of a rule, not a dash of the text."""
    if not 0 < at < len(line) - 1 or not set(line[at].text) <= _STROKES:
        return False
    return min(line[at].x0 - line[at - 1].x1, line[at + 1].x0 - line[at].x1) > 0.9 * measure.tall


_STROKES = frozenset("-–—_~=.,'|")
_DASHES = frozenset("-–—~_=¬−")


def _with_bullet(line: list[Read]) -> list[Read]:
    """A dash before an item is often read as another stroke, "~" or "_"."""
    first = line[0]
    dash = set(first.text) <= _DASHES and len(first.text) <= 2
    return [first._replace(text="–" if first.text == "—" else "-"), *line[1:]] if dash else line


def _is_speck(word: Read, measure: Measure) -> bool:
    letters = sum(sign.isalnum() for sign in word.text)
    if not letters:
        return len(word.text) > 6 or not set(word.text) <= _BULLETS
    if letters < 0.45 * len(word.text) and word.confidence < 0.7:
        return True
    outside = word.x1 < measure.left - measure.tall or word.x0 > measure.right + measure.tall
    return word.confidence < (0.6 if outside else 0.1) and (outside or len(word.text) < 3)


def _all_doubt(line: Sequence[Read]) -> bool:
    return max(word.confidence for word in line) < 0.35


def _segments(line: Sequence[Read], measure: Measure) -> list[Segment]:
    parts: list[list[Read]] = [[line[0]]]
    for word in line[1:]:
        if word.x0 - parts[-1][-1].x1 > 2.2 * measure.tall:
            parts.append([])
        parts[-1].append(word)
    return [Segment(tuple(part)) for part in parts]


def _rows(segments: Sequence[Segment], measure: Measure) -> list[list[Segment]]:
    """Segments that stand on one line, from left to right; lines from top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.middle):
        row = next((row for row in reversed(rows[-4:]) if _beside(row, segment, measure)), None)
        if row is None:
            rows.append([segment])
        else:
            row.append(segment)
    for row in rows:
        row.sort(key=lambda s: s.x0)
    return sorted(rows, key=_middle)


def _middle(row: Sequence[Segment]) -> float:
    return sum(s.middle * len(s.words) for s in row) / sum(len(s.words) for s in row)


def _beside(row: Sequence[Segment], segment: Segment, measure: Measure) -> bool:
    if abs(_middle(row) - segment.middle) > 0.45 * measure.tall:
        return False
    return all(segment.x0 > other.x1 - 2 or segment.x1 < other.x0 + 2 for other in row)


def _laid(rows: Sequence[Sequence[Segment]], measure: Measure) -> list[Laid]:
    """Spaces before each word, gaps above each line."""
    middles = [_middle(row) for row in rows]
    steps = [b - a for a, b in pairwise(middles) if b - a > 0.7 * measure.tall]
    pitch = float(np.median(steps)) if steps else 0.0
    left = min(measure.left, min((row[0].x0 for row in rows if len(row[0].words) > 3), default=measure.left))
    if rows and min(row[0].x0 for row in rows) > measure.left + 10 * measure.letter:
        left = min(row[0].x0 for row in rows)
    done = []
    for at, row in enumerate(rows):
        gap = at > 0 and pitch > 0 and middles[at] - middles[at - 1] > 1.75 * pitch
        words = tuple(word for segment in row for word in segment.words)
        done.append(Laid(words, tuple(_spaces(row, left, measure)), gap, middles[at]))
    return done


def _spaces(row: Sequence[Segment], left: float, measure: Measure) -> Iterable[int]:
    end = None
    for segment in row:
        wide = round((segment.x0 - (left if end is None else end)) / measure.letter)
        yield min(max(wide, 0), 90) if end is None else min(max(wide, 4), 60)
        yield from [1] * (len(segment.words) - 1)
        end = segment.x1


# Two columns --------------------------------------------------------------------------------------

_LEAST_LINES = 12
"""Lines beside each other that make two columns of running text; letterheads and closings have fewer full ones."""


def _columns(segments: Sequence[Segment], measure: Measure) -> list[list[Segment]]:
    """The segments in the groups in which they are read: the left column, then the right one; else all."""
    gutter = _gutter(segments, measure)
    if gutter is None:
        return [list(segments)]
    crossing = [s for s in segments if s.x0 < gutter < s.x1]
    top = min(s.middle for s in segments if s.x1 <= gutter or s.x0 >= gutter)
    above = [s for s in crossing if s.middle < top]
    below = [s for s in crossing if s.middle >= top]
    left, right = [s for s in segments if s.x1 <= gutter], [s for s in segments if s.x0 >= gutter]
    return [group for group in (above, left, right, below) if group]


def _gutter(segments: Sequence[Segment], measure: Measure) -> float | None:
    """The middle of a white strip with full lines on both sides of it; None where there is none."""
    middle = (measure.left + measure.right) / 2
    half = (measure.right - measure.left) / 2
    left = [s for s in segments if s.x1 < middle + 0.1 * half and s.x1 - s.x0 > 0.7 * half]
    right = [s for s in segments if s.x0 > middle - 0.1 * half and s.x1 - s.x0 > 0.7 * half]
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    gutter = (max(s.x1 for s in left) + min(s.x0 for s in right)) / 2
    crossing = sum(s.x0 < gutter < s.x1 for s in segments)
    return float(gutter) if crossing <= 0.15 * len(segments) else None
