"""How good a text is, line by line, told cheaply from the forms of its words.

Signs looked at, per word: a possible syllable with marks; one that is only
possible with marks that are gone (``viec``, ``cac``); letters that form no
syllable; letters mixed with digits or signs (``d6i``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dondoc.repairing.syllables import MARKED_LETTERS, could_be_plain, is_syllable
from dondoc.text import Span


class Quality(StrEnum):
    """What is wrong with a line or a text, in the words of the page."""

    CLEAN = "sạch"
    MARKS_LOST = "mất dấu"
    LETTERS_WRONG = "sai chữ"
    NOT_VIETNAMESE = "không phải tiếng Việt"
    UNREADABLE = "không đọc được"
    EMPTY = "trống"


@dataclass(frozen=True, slots=True)
class LineGrade:
    """The quality of one line: its span in the text and how many words speak for it."""

    span: Span
    quality: Quality
    words: int


@dataclass(frozen=True, slots=True)
class Grade:
    """The quality of a text: that of most of its words, and the share of words in each kind of line.

    ``noise`` is the share of words with wrong letters among those of ruined lines.
    """

    quality: Quality
    shares: tuple[tuple[Quality, float], ...]
    noise: float

    @property
    def asks_for_repair(self) -> bool:
        """Some lines have lost marks or letters."""
        return any(kind in RUINED and share > 0 for kind, share in self.shares)

    @property
    def asks_for_ocr(self) -> bool:
        """If there is an image underneath, reading it again with Vietnamese OCR is better than repair."""
        bad = sum(share for kind, share in self.shares if kind in (*RUINED, Quality.UNREADABLE))
        return bad > 0.2


RUINED = (Quality.MARKS_LOST, Quality.LETTERS_WRONG)

MARKED, REAL, LOST, STRANGE, MIXED, OTHER = range(6)
"""Kinds of a word: marked; rightly without marks; marks lost; no syllable; digits or signs inside; no word."""

_TOKEN = re.compile(r"\S+")
_EDGE = " \t.,;:!?()[]{}\"'“”‘’`…–—-_/*+=<>|~«»•°#"
_NUMBER_LIKE = re.compile(r"[\d.,:/\-–%()]*\Z|[IVXLC]+\Z")
_SYMBOL = re.compile(
    r"[A-ZĐ]+[.\d]*\d\Z|[A-ZĐ]{2,}\.[A-ZĐ]+\d+\Z|\d+[\w.]*[/\-][\w/\-&.,]+\Z|https?:|www\.|[\w.]+@|[A-ZĐ]{2,}[\w]*[-/][\w\-/]+\Z"
)
_LONGEST = 64
_SURE_MARKS = MARKED_LETTERS - frozenset("éÉ")
_COMMON_SIGNS = frozenset("/-–&.")


@lru_cache(maxsize=200_000)
def kind(token: str) -> int:
    """Kind of one token between spaces."""
    if len(token) > _LONGEST:
        return OTHER
    core = token.strip(_EDGE)
    if not core or _NUMBER_LIKE.match(core) or _SYMBOL.match(core):
        return OTHER
    if core.isalpha():
        low = core.lower()
        if not _SURE_MARKS.isdisjoint(core):
            return MARKED if is_syllable(low) else STRANGE
        if "é" in low:  # the one mark that a reader of English writes, mostly for another
            return REAL if is_syllable(low) else LOST if could_be_plain(low.replace("é", "e")) else STRANGE
        if not could_be_plain(low):
            return OTHER if core.isupper() and len(core) <= 6 else STRANGE
        return REAL if is_syllable(low) else LOST
    letters = [part for part in re.split(r"[/\-–&.,]", core) if part]
    if all(part.isalpha() or part.isdigit() for part in letters) and all(
        c.isalnum() or c in _COMMON_SIGNS for c in core
    ):
        kinds = [kind(part) for part in letters if part.isalpha()]
        return max(kinds, default=OTHER) if OTHER not in kinds else OTHER
    return MIXED if any(c.isalpha() for c in core) or len(core) > 1 else OTHER


def counts(tokens: Iterable[str]) -> list[int]:
    """How many tokens there are of each kind."""
    tally = [0] * 6
    for token in tokens:
        tally[kind(token)] += 1
    return tally


def quality(tally: Sequence[int], around: Quality | None = None) -> Quality:
    """Quality of a line (or text) from its kinds of words; ``around`` decides for lines too short to tell."""
    marked, real, lost, strange, mixed, other = tally
    words = marked + real + lost + strange + mixed
    if not words:
        return Quality.EMPTY if not other else (around if around in RUINED else Quality.CLEAN) or Quality.CLEAN
    known = marked + real + lost
    wrong = strange + mixed
    if words >= 4 and known < (0.15 if around in RUINED else 0.3) * words:
        return Quality.NOT_VIETNAMESE if mixed <= 0.25 * words else Quality.UNREADABLE
    if marked >= 0.25 * words and marked > mixed + lost:
        return Quality.CLEAN
    evidence = lost + mixed + (strange if marked < 0.25 * words else 0)
    if words < 4 and around is not None:
        if around == Quality.CLEAN and evidence < 2:
            return Quality.CLEAN
        if around in RUINED and marked <= wrong + lost + real:
            return Quality.LETTERS_WRONG if wrong else around
    if not wrong and not marked and words >= 6:
        return Quality.MARKS_LOST  # four words in five bear a mark; six in a row without one is no chance
    if not evidence:
        return around if around in RUINED and not marked else Quality.CLEAN
    if words >= 3 and lost + real < 0.5 * words and strange > mixed + lost and around not in RUINED:
        return Quality.NOT_VIETNAMESE
    return Quality.LETTERS_WRONG if wrong else Quality.MARKS_LOST


def graded_lines(text: str) -> tuple[LineGrade, ...]:
    """The quality of each line of ``text`` (lines end at ``\\n``)."""
    tallies, spans = [], []
    start = 0
    for line in text.split("\n"):
        tallies.append(counts(line.split()))
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    overall = quality([sum(column) for column in zip(*tallies, strict=True)])
    near = _neighbours(tallies, overall)
    return tuple(
        LineGrade(span, quality(tally, around), sum(tally[:5]))
        for span, tally, around in zip(spans, tallies, near, strict=True)
    )


def _neighbours(tallies: list[list[int]], overall: Quality) -> list[Quality]:
    """Quality of the nearest lines before and after that are long enough to tell, for each line."""
    sure = [quality(tally) if sum(tally[:5]) >= 4 else None for tally in tallies]
    before: list[Quality | None] = []
    last = None
    for own in sure:
        before.append(last)
        last = own or last
    after: list[Quality | None] = []
    last = None
    for own in reversed(sure):
        after.append(last)
        last = own or last
    return [
        b if b is not None and (b == a or a is None) else a if b is None and a is not None else overall
        for b, a in zip(before, reversed(after), strict=True)
    ]


def grade(text: str) -> Grade:
    """The quality of ``text``, from the forms of its words alone."""
    return summed(text, graded_lines(text))


def summed(text: str, lines: Sequence[LineGrade]) -> Grade:
    """The quality of a text from that of its lines."""
    words: dict[Quality, int] = {}
    tally = [0] * 6
    for line in lines:
        if line.quality != Quality.EMPTY:
            words[line.quality] = words.get(line.quality, 0) + line.words
        if line.quality in RUINED:
            tally = [a + b for a, b in zip(tally, counts(line.span.of(text).split()), strict=True)]
    total = sum(words.values())
    if not total:
        return Grade(Quality.EMPTY if not text.strip() else Quality.CLEAN, (), 0.0)
    shares = sorted(((kind_, count / total) for kind_, count in words.items()), key=lambda pair: -pair[1])
    ruined = sum(tally[:5])
    return Grade(shares[0][0], tuple(shares), (tally[STRANGE] + tally[MIXED]) / ruined if ruined else 0.0)
