"""What a word read by a machine may have been, with probabilities learned from pairs.

Two sources are mixed: how often a whole word was read as this form, and how
often its onset and its rhyme were read as the two parts of the form. Forms that
neither explains are compared letter by letter with the frequent words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing.syllables import plain

CHOICES = 14
"""At most so many candidates are kept for a form."""
STRENGTH = 12.0
"""The onset-rhyme estimate counts as much as this many readings of the word."""
LONGEST = 12
"""Longer forms are no syllables: they stay as they are."""
FLOOR = -18.0

Candidates = tuple[NDArray[np.uint16], NDArray[np.float32]]
Counts = Mapping[str, Mapping[int, int]]


class Channel:
    """Candidates of forms (lower case): words of the vocabulary with ln P(form | word).

    ``parts`` [words, 2] holds each word's onset and rhyme number (-1 when it is
    no syllable), ``onsets`` and ``rhymes`` map a piece of a form to a vector of
    P(piece | onset) or P(piece | rhyme).
    """

    def __init__(self, vocabulary: list[str], unigram: NDArray[np.float32], arrays: Mapping[str, Any]) -> None:
        self.vocabulary = vocabulary
        self.unigram = unigram
        self.parts = arrays["parts"]
        self.totals = arrays["word_totals"]
        self.onsets = _pieces(arrays, "onset")
        self.rhymes = _pieces(arrays, "rhyme")
        self.grid = self._grid()
        self.known: dict[str, Candidates] = _known(arrays) if "known_forms" in arrays else {}
        self.alphabet, self.confusion = bytes(arrays["alphabet"]).decode(), arrays["confusion"]
        self.letters = self._letters(arrays["frequent"])

    def _grid(self) -> NDArray[np.int32]:
        """Word number of each onset and rhyme, or -1."""
        grid = np.full((int(self.parts[:, 0].max()) + 1, int(self.parts[:, 1].max()) + 1), -1, np.int32)
        is_syllable = np.flatnonzero(self.parts[:, 0] >= 0)
        grid[self.parts[is_syllable, 0], self.parts[is_syllable, 1]] = is_syllable
        return grid

    def candidates(self, form: str) -> Candidates:
        """The words ``form`` may stand for, best first by P(form | word) · P(word)."""
        found = self.known.get(form)
        if found is None:
            found = self.known[form] = self.generated(form, {})
            if len(self.known) > 400_000:
                self.known.clear()
        return found

    def generated(self, form: str, counts: Mapping[int, int]) -> Candidates:
        """Candidates worked out from the parts of ``form`` and the readings ``counts`` of whole words."""
        if not 0 < len(form) <= LONGEST:
            return np.zeros(0, np.uint16), np.zeros(0, np.float32)
        words, chance = self.composed(form)
        table = dict(zip(words.tolist(), (STRENGTH * chance).tolist(), strict=True))
        for word, count in counts.items():
            table[word] = table.get(word, 0.0) + count
        number = np.fromiter(table, np.int64, len(table))
        score = np.log(np.fromiter(table.values(), np.float64, len(table)) / (self.totals[number] + STRENGTH) + 1e-30)
        if not len(score) or (score + self.unigram[number]).max() < FLOOR - 4:
            number, score = self.compared(form)
        best = np.argsort(-(score + self.unigram[number]), kind="stable")[:CHOICES]
        best = best[(score + self.unigram[number])[best] > (score + self.unigram[number])[best[0]] - 14]
        return number[best].astype(np.uint16), score[best].astype(np.float32)

    def composed(self, form: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Words whose onset and rhyme may be read as two parts of ``form``, with P(form | word)."""
        total: NDArray[np.floating[Any]] | None = None
        for cut in range(min(len(form), 5) + 1):
            onset, rhyme = self.onsets.get(form[:cut]), self.rhymes.get(form[cut:])
            if onset is not None and rhyme is not None:
                cross = np.outer(onset, rhyme)
                total = cross if total is None else np.maximum(total, cross)
        if total is None:
            return np.zeros(0, np.int64), np.zeros(0)
        place = np.nonzero((total > 1e-9) & (self.grid >= 0))
        return self.grid[place].astype(np.int64), total[place].astype(np.float64)

    def _letters(self, frequent: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.int64]]:
        """The frequent words as rows of letter numbers, and their lengths."""
        words = [self.vocabulary[number] for number in frequent]
        width = max(map(len, words), default=1)
        place = {letter: number for number, letter in enumerate(self.alphabet)}
        rows = np.zeros((len(words), width), np.uint8)
        for row, word in enumerate(words):
            rows[row, : len(word)] = [place.get(letter, 0) for letter in word]
        return frequent.astype(np.int64), rows, np.array([len(word) for word in words])

    def compared(self, form: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Every frequent word with the ln probability of its likeliest change into ``form``, letter by letter."""
        numbers, rows, lengths = self.letters
        place = {letter: number for number, letter in enumerate(self.alphabet)}
        seen = [place.get(letter, 0) for letter in form]
        gone, come = -4.5, -5.0
        row = np.cumsum(np.full(rows.shape[1] + 1, gone, np.float32)) - gone
        before = np.repeat(row[None, :], len(rows), axis=0)
        for letter in seen:
            change = self.confusion[rows, letter]
            now = np.empty_like(before)
            now[:, 0] = before[:, 0] + come
            for column in range(1, before.shape[1]):
                step = np.maximum(before[:, column - 1] + change[:, column - 1], before[:, column] + come)
                now[:, column] = np.maximum(step, now[:, column - 1] + gone)
            before = now
        score = before[np.arange(len(rows)), lengths].astype(np.float64)
        best = np.argpartition(-(score + self.unigram[numbers]), min(2 * CHOICES, len(score) - 1))[: 2 * CHOICES]
        return numbers[best], score[best]


def _pieces(arrays: Mapping[str, Any], kind: str) -> dict[str, NDArray[np.float32]]:
    """Piece of a form → vector of its probability for each onset or rhyme (kept as bytes of -4·ln p)."""
    forms = bytes(arrays[f"{kind}_forms"]).decode("utf-8").split("\n")
    matrix = np.where(arrays[f"{kind}_cost"] < 255, np.exp(arrays[f"{kind}_cost"] / np.float32(-12)), 0)
    return dict(zip(forms, matrix.astype(np.float32), strict=True))


def _known(arrays: Mapping[str, Any]) -> dict[str, Candidates]:
    """Form → candidates worked out beforehand."""
    forms = bytes(arrays["known_forms"]).decode("utf-8").split("\n")
    ends = np.cumsum(arrays["known_counts"]).tolist()
    words, scores = arrays["known_words"], arrays["known_scores"] / np.float32(-12)
    starts = [0, *ends[:-1]]
    return {form: (words[start:end], scores[start:end]) for form, start, end in zip(forms, starts, ends, strict=True)}


def stripped(vocabulary: list[str], unigram: NDArray[np.float32]) -> dict[str, Candidates]:
    """Plain letters → the words that have them, each as likely to be written so."""
    groups: dict[str, list[int]] = {}
    for number, word in enumerate(vocabulary):
        groups.setdefault(plain(word), []).append(number)
    table = {}
    for form, numbers in groups.items():
        numbers.sort(key=lambda number: -unigram[number])
        table[form] = (np.array(numbers[:24], np.uint16), np.zeros(len(numbers[:24]), np.float32))
    return table
