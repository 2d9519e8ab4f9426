"""A text recognised with Vietnamese read over: few words are wrong, and those mostly by a mark.

Only words that the reader doubted, or that are spelled like no Vietnamese
syllable, may change; all others are context. What stands there keeps the more
weight the surer the reader was.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from dondoc.edits import Edit
from dondoc.repairing.channel import Candidates
from dondoc.repairing.grading import Quality, graded_lines
from dondoc.repairing.restore import Restorer, restorer
from dondoc.repairing.syllables import MARKED_LETTERS, could_be_plain, is_syllable, old_tone, plain
from dondoc.repairing.units import EDGE, Gap, Unit
from dondoc.repairing.whole import edits_of, segments
from dondoc.repairing.words import UNKNOWN
from dondoc.text import Span

SURE = 0.98
"""A syllable read with more confidence stays as it is."""
ENOUGH = 0.9
"""A word is changed only for a reading that has this share among all."""
LONGEST = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """A recognised word of the text and how sure its reader was (0 to 1)."""

    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Rarity:
    """Ln of how much rarer each is than a word read right: a wrong mark, a wrong letter, a strange word that is right.

    ``odds`` is the weight of the reader's own log odds.
    """

    stay: float = 2.0
    odds: float = 0.6
    mark: float = 1.6
    letter: float = 4.0
    strange: float = 8.0


def proofread(
    text: str, words: Iterable[Doubt], *, using: Restorer | None = None, rarity: Rarity | None = None
) -> tuple[Edit, ...]:
    """Edits of those recognised ``words`` of ``text`` that are surely wrong."""
    doubts = _Doubts(text, words)
    if not doubts.starts:
        return ()
    every = segments(text, graded_lines(text), False, set(Quality))
    stretches = ([doubts.opened(piece) for piece in stretch] for stretch in every)
    asked = [pieces for pieces in stretches if any(isinstance(piece, Unit) and piece.open for piece in pieces)]
    using = using or restorer()
    propose = _Proposals(using, doubts, rarity or Rarity()).of
    readings = using.read(asked, propose, None, letters_sure=True)
    return tuple(edit for edit in edits_of(text, readings) if edit.confidence >= ENOUGH)


def doubtful(word: str, confidence: float) -> bool:
    """The word may be wrong: its reader was not sure, or it bears marks and is no syllable.

    >>> doubtful("hội", 0.97), doubtful("hội", 0.6), doubtful("QUYÉT", 0.97), doubtful("57-KL/TW", 0.3)
    (False, True, True, False)
    """
    core = word.strip(EDGE)
    if not core.isalpha() or not 1 < len(core) <= LONGEST:
        return False
    if is_syllable(core):
        return confidence < SURE
    return not MARKED_LETTERS.isdisjoint(core) or (confidence < SURE and could_be_plain(core.lower()))


class _Doubts:
    """The doubtful words of a text, found by place."""

    def __init__(self, text: str, words: Iterable[Doubt]) -> None:
        self.words = sorted(
            (word for word in words if doubtful(word.span.of(text), word.confidence)), key=lambda word: word.span
        )
        self.starts = [word.span.start for word in self.words]

    def at(self, place: int) -> Doubt | None:
        """The doubtful word that holds character ``place``."""
        nth = bisect_right(self.starts, place) - 1
        return self.words[nth] if nth >= 0 and place < self.words[nth].span.end else None

    def opened(self, piece: Unit | Gap) -> Unit | Gap:
        """The piece, open only where its word is doubtful."""
        if isinstance(piece, Gap) or not piece.open or self.at(piece.span.start):
            return piece
        return replace(piece, open=False)


class _Proposals:
    """What a doubtful word may be: itself, words of the same letters, for a strange one also words of like letters."""

    def __init__(self, using: Restorer, doubts: _Doubts, rarity: Rarity) -> None:
        self.using, self.doubts, self.rarity = using, doubts, rarity

    def of(self, unit: Unit, inside: bool) -> Candidates:
        """Candidates with ln P(as read | word)."""
        form = old_tone(unit.core.lower())
        doubt = self.doubts.at(unit.span.start)
        own = self.using.number.get(form, UNKNOWN)
        scores = {own: self._own(form, doubt.confidence if doubt else 1.0)}
        bare = plain(form)
        for word in self.using.plain.get(bare, _NONE)[0].tolist():
            scores.setdefault(word, -self.rarity.mark * _different(form, self.using.vocabulary[word]))
        if not is_syllable(form):
            words, chance = self.using.channel.candidates(bare)
            for word, score in zip(words.tolist(), chance.tolist(), strict=True):
                scores.setdefault(word, max(score, -6.0) - self.rarity.letter)
        return np.fromiter(scores, np.uint16, len(scores)), np.fromiter(scores.values(), np.float32, len(scores))

    def _own(self, form: str, confidence: float) -> float:
        sure = min(max(confidence, 0.02), 0.98)
        stay = self.rarity.stay + self.rarity.odds * math.log(sure / (1 - sure))
        return stay if is_syllable(form) else stay - self.rarity.strange


_NONE = (np.zeros(0, np.uint16), np.zeros(0, np.float32))


def _different(a: str, b: str) -> int:
    """Letters that differ between two words of the same plain letters."""
    return sum(x != y for x, y in zip(a, b, strict=False))
