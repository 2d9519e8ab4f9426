"""Restores ruined lines: candidates of every word, the best reading of all, and how sure each is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing import model_file
from dondoc.repairing.channel import Candidates, Channel, stripped
from dondoc.repairing.decoder import NEVER, Lattice, beam_search
from dondoc.repairing.language_model import Floats, LanguageModel, Words
from dondoc.repairing.rescoring import (
    Choices,
    Surroundings,
    best_of,
    from_both_sides,
    log_odds,
    shares,
    undecided,
    use_elsewhere,
    within,
)
from dondoc.repairing.syllables import could_be_plain, old_tone, plain
from dondoc.repairing.tagging import Tagger
from dondoc.repairing.units import Gap, Unit, sure_marks
from dondoc.repairing.words import NUMBER, PUNCTUATION, UNKNOWN, case_of, lm_words

LONGEST_PARAGRAPH = 5000
"""Words of a paragraph that somebody wrote; a line longer than this is no prose, and not worth the network of marks."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each voice counts; found on held-out pages (``training/tune.py``)."""

    model: float = 1.0
    network: float = 0.6
    across: float = 0.1
    marks: float = 0.4
    habit: float = 0.3
    margin: float = 6.0
    unknown: float = 7.0
    unknown_letter: float = 1.4
    number: float = -1.0
    channel: float = 1.0
    capital: float = 0.6
    width: int = 8
    longest: int = 120


@dataclass(frozen=True, slots=True)
class Reading:
    """What a unit was found to be: the word (lower case, None = as it stands), how sure, and the next best."""

    unit: Unit
    word: str | None
    confidence: float
    others: tuple[tuple[str | None, float], ...]


Proposal = Callable[[Unit, bool], Candidates]
"""The words a unit may stand for; true where it stands straight after another word."""


@dataclass(slots=True)
class _Flat:
    """Places of all segments one after the other, with their candidates."""

    units: list[Unit | None] = field(default_factory=list)
    words: list[NDArray[np.uint16]] = field(default_factory=list)
    scores: list[NDArray[np.float32]] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


class Restorer:
    """The trained parts, read once from the model file."""

    def __init__(self, held: model_file.ModelFile, weights: Weights | None = None) -> None:
        arrays = held.arrays
        self.weights = weights or Weights(**dict(held.about.get("weights", {})))
        self.vocabulary = held.text("vocabulary").split("\n")[:-1]
        self.number = {word: place for place, word in enumerate(self.vocabulary)}
        self.model = LanguageModel.of(arrays)
        self.channel = Channel(self.vocabulary, np.asarray(arrays["unigram"]), arrays)
        self.plain = stripped(self.vocabulary, np.asarray(arrays["unigram"]))
        groups: dict[str, int] = {}
        self.alike = np.array([groups.setdefault(plain(word), len(groups)) for word in self.vocabulary])
        self.network = Surroundings(arrays) if "net_words" in arrays else None
        self.tagger = Tagger(arrays) if "tag_words" in arrays else None
        capitals = np.asarray(arrays["capitals"], np.float32)
        self.capital, self.small = np.log(capitals), np.log1p(-np.minimum(capitals, 0.98))
        self.curves = {kind: arrays.get(f"calibration_{kind}") for kind in ("marks", "letters")}
        self.cuts: dict[tuple[str, bool], int | None] = {}
        self._fixed: dict[str, list[int]] = {}
        self._seen: dict[tuple[str, bool, bool], Candidates] = {}

    def restore(self, segments: Iterable[Sequence[Unit | Gap]], only_marks: bool) -> list[Reading]:
        """Readings of the open units of ``segments`` (stretches of text that belong together)."""
        curve = self.curves["marks" if only_marks else "letters"]
        propose = partial(self._proposed, only_marks=only_marks)
        return self.read(segments, propose, curve, letters_sure=only_marks)

    def _proposed(self, unit: Unit, inside: bool, only_marks: bool) -> Candidates:
        return self.candidates(unit.core, only_marks, inside)

    def read(
        self, segments: Iterable[Sequence[Unit | Gap]], candidates: Proposal, curve: Floats | None, letters_sure: bool
    ) -> list[Reading]:
        """Readings among the ``candidates`` of each open unit, sure as ``curve`` says of their shares.

        With ``letters_sure`` only marks are in doubt, so that the network of marks can read the whole at once.
        """
        stretches = list(segments)
        flat = self.flattened(stretches, candidates)
        if not flat.starts:
            return []
        prose = max(map(len, stretches)) <= LONGEST_PARAGRAPH
        choices = self.searched(flat, letters_sure and prose)
        score = self.weighed(choices)
        return self.readings(flat, choices, score, curve)

    def flattened(self, segments: Iterable[Sequence[Unit | Gap]], candidates: Proposal) -> _Flat:
        """Places with candidates; segments longer than ``weights.longest`` are cut."""
        flat = _Flat()
        for segment in segments:
            begin = len(flat.units)
            flat.starts.append(begin)
            inside = False
            for piece in segment:
                if isinstance(piece, Gap):
                    self._context(flat, [PUNCTUATION], "")
                elif not piece.open:
                    self._context(flat, self._words_of(piece.core), piece.core)
                else:
                    words, scores = candidates(piece, inside)
                    flat.units.append(piece)
                    flat.words.append(words)
                    flat.scores.append(scores)
                    flat.cases.append(case_of(piece.core))
                inside = isinstance(piece, Unit) and piece.open
            flat.starts += range(begin + self.weights.longest, len(flat.units), self.weights.longest)
            if len(flat.units) == begin:
                flat.starts.pop()
        return flat

    def _context(self, flat: _Flat, words: list[int], core: str) -> None:
        case = case_of(core)
        for word in words:
            flat.cases.append(case if word > PUNCTUATION or word == UNKNOWN else 0)
            flat.units.append(None)
            flat.words.append(np.array([word], np.uint16))
            flat.scores.append(np.zeros(1, np.float32))

    def _words_of(self, core: str) -> list[int]:
        if len(self._fixed) > 50_000:
            self._fixed.clear()
        if core not in self._fixed:
            self._fixed[core] = [self.number.get(word, UNKNOWN) for word in lm_words(core)[:8]] or [PUNCTUATION]
        return self._fixed[core]

    def candidates(self, core: str, only_marks: bool, inside: bool = True) -> Candidates:
        """Words that ``core`` may stand for, the word as it stands among them, with ln P(core | word).

        A capital says something only ``inside`` a sentence, straight after another word.
        """
        found = self._seen.get((core, only_marks, inside))
        if found is None:
            if len(self._seen) > 100_000:
                self._seen.clear()
            found = self._seen[core, only_marks, inside] = self._candidates(core, only_marks, inside)
        return found

    def _candidates(self, core: str, only_marks: bool, inside: bool) -> Candidates:
        form = old_tone(core.lower())
        own = self.number.get(form, UNKNOWN)
        if sure_marks(core) or len(form) > 20:
            return np.array([own], np.uint16), np.zeros(1, np.float32)
        if form.isdigit() and (only_marks or len(form) > 3):
            return np.array([NUMBER], np.uint16), np.zeros(1, np.float32)
        words, scores = self.plain.get(form, _NONE) if only_marks else self.channel.candidates(form)
        if not only_marks:
            words, scores = self._with_itself(form, core, words, scores)
        if not len(words):
            return np.array([own], np.uint16), np.zeros(1, np.float32)
        if core[:1].isupper() and not inside:
            return words, np.float32(self.weights.channel) * scores
        return words, np.float32(self.weights.channel) * scores + self._capitals(words, core)

    def _with_itself(self, form: str, core: str, words: Words, scores: Floats) -> Candidates:
        """Candidates with those that leave ``form`` as it stands: a number, a name, a foreign word."""
        more: dict[int, float] = {}
        if form.isdigit():
            more[NUMBER] = -self.weights.number
        elif not could_be_plain(form) or core.isupper():
            more[UNKNOWN] = -self.weights.unknown - self.weights.unknown_letter * len(form)
            if could_be_plain(form):  # in capitals: rather a word than a short name
                more[UNKNOWN] -= 4
            elif not form.isalpha() and not core[:1].isupper():  # digits and signs in a small word: misread
                more[UNKNOWN] -= 5
            if _UNIT_OF_MEASURE.match(form):
                more[NUMBER] = -1.0
            for word in self.plain.get(plain(form), _NONE)[0].tolist():
                if not could_be_plain(plain(self.vocabulary[word])):
                    more[word] = -0.5
        elif not len(words):
            return self.plain.get(plain(form), _NONE)
        if not more:
            return words, scores
        kept = ~np.isin(words, np.fromiter(more, np.uint16, len(more)))
        return (
            np.concatenate([words[kept], np.fromiter(more, np.uint16, len(more))]),
            np.concatenate([scores[kept], np.fromiter(more.values(), np.float32, len(more))]),
        )

    def _capitals(self, words: Words, core: str) -> Floats:
        """What the first letter's case says of each word."""
        if core.isupper() and len(core) > 1:
            return np.zeros(len(words), np.float32)
        share: Floats = (self.capital if core[:1].isupper() else self.small)[words]
        return np.float32(self.weights.capital) * share

    def searched(self, flat: _Flat, letters_sure: bool) -> Choices:
        """The best path through all segments, with every candidate beside it."""
        count = len(flat.units)
        sizes = np.array([len(words) for words in flat.words])
        where = np.repeat(np.arange(count), sizes)
        words, scores = np.concatenate(flat.words), np.concatenate(flat.scores)
        bounds = np.array([*flat.starts, count])
        lengths = np.diff(bounds)
        nth = np.arange(len(where)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        segment = np.repeat(np.arange(len(lengths)), lengths)
        first = np.arange(count) - bounds[:-1][segment]
        path = np.zeros(count, np.uint16)
        cases = np.array(flat.cases, np.uint8)
        if self.tagger and self.weights.marks and letters_sure:
            scores = scores + self._marks(self.tagger, Choices(path, first, where, words, scores, first, cases))
        order = np.argsort(-lengths, kind="stable")
        for begin in range(0, len(order), 256):
            batch = order[begin : begin + 256]
            row = np.full(len(lengths), -1)
            row[batch] = np.arange(len(batch))
            mine = np.flatnonzero(row[segment[where]] >= 0)
            shape = (len(batch), int(lengths[batch[0]]), int(sizes[where[mine]].max()))
            grid, emitted = np.zeros(shape, np.uint16), np.full(shape, NEVER, np.float32)
            at = (row[segment[where[mine]]], first[where[mine]], nth[mine])
            grid[at], emitted[at] = words[mine], scores[mine]
            best = beam_search(self.model, Lattice(grid, emitted, lengths[batch]), self.weights.width)
            places = np.flatnonzero(row[segment] >= 0)
            r, c = row[segment[places]], first[places]
            path[places] = grid[r, c, best[r, c]]
        forms: dict[str, int] = {}
        read = [forms.setdefault(unit.core.lower(), len(forms)) if unit else 0 for unit in flat.units]
        return Choices(path, first, where, words, scores, np.array(read, np.int64), cases)

    def _marks(self, tagger: Tagger, choices: Choices) -> Floats:
        """What the network of marks says of each candidate among those of the same plain letters."""
        choices.path[:] = best_of(choices, choices.scores + self.model.unigram[choices.words])
        own = tagger.score(choices, np.ones(len(choices.path), np.bool_))
        return np.float32(self.weights.marks) * (own - within(choices, self.alike[choices.words], own))

    def weighed(self, choices: Choices) -> Floats:
        """Final score of each candidate; changes ``choices.path`` where a second and third look find better."""
        first = self._second_look(choices)
        best = best_of(choices, first)
        same = bool((best == choices.path).all())
        choices.path[:] = best
        score = first if same else self._second_look(choices)
        if self.weights.habit:
            chance = shares(choices, np.float32(0.7) * score)
            score = score + self.weights.habit * use_elsewhere(choices, chance, len(self.vocabulary))
        choices.path[:] = best_of(choices, score)
        return score

    def _second_look(self, choices: Choices) -> Floats:
        weights = self.weights
        score = choices.scores + weights.model * from_both_sides(self.model, choices)
        open_ = undecided(choices, score, weights.margin)
        if self.network and (weights.network or weights.across):
            own = self.network.score(choices, open_)
            among = within(choices, self.alike[choices.words], own)
            score = score + weights.network * (own - among) + weights.across * among
        return score

    def readings(self, flat: _Flat, choices: Choices, score: Floats, curve: Floats | None) -> list[Reading]:
        """The chosen word of each open unit with its confidence and the next best."""
        share = shares(choices, score)
        chance = share if curve is None else calibrated(share, curve)
        ends = np.cumsum(np.bincount(choices.where, minlength=len(flat.units))).tolist()
        out = []
        begin = 0
        for place, end in enumerate(ends):
            unit = flat.units[place]
            if unit is not None:
                span = slice(begin, end)
                rows = zip(score[span].tolist(), chance[span].tolist(), choices.words[span].tolist(), strict=True)
                ranked = sorted(rows, reverse=True)
                others = ((self._surface(word), round(p, 3)) for _, p, word in ranked[1:4])
                best = ranked[0]
                out.append(Reading(unit, self._surface(best[2]), best[1], tuple(o for o in others if o[1] > 0.001)))
            begin = end
        return out

    def _surface(self, word: int) -> str | None:
        return None if word in (UNKNOWN, NUMBER, PUNCTUATION) else self.vocabulary[word]


def calibrated(share: Floats, knots: Floats) -> Floats:
    """Shares of score made the chance of being right, by the curve found on held-out pages."""
    chance: Floats = np.interp(log_odds(share), knots[0], knots[1]).astype(np.float32)
    return chance


_UNIT_OF_MEASURE = re.compile(r"[a-z]{1,2}[23]\Z")
_NONE: Candidates = (np.zeros(0, np.uint16), np.zeros(0, np.float32))


@cache
def restorer(path: str | None = None) -> Restorer:
    """The restorer with the model of the package, or with the one at ``path``."""
    place = Path(path) if path else Path(str(files("dondoc.repairing.data") / "model.bin"))
    return Restorer(model_file.read(place))
