"""The share of weighed words that a clause and a task have in common, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dondoc.linking.items import Answer, Asked
from dondoc.linking.words import Bag, duties, numbers, weighed

DUTIES = 0.3
"""What equal duties add to the share where both sides organise the work: such clauses are short and much alike."""

COMMON = 0.3
"""A paper that more than this share of the texts cites is the common parent, and tells nothing."""

SLIGHT = 0.02
"""Shares below this are left out."""

Numbers = npt.NDArray[np.float64]


class Shares:
    """Both sides made ready: every part of every clause, by the words it holds."""

    def __init__(self, asked: Sequence[Asked], given: Sequence[Answer]) -> None:
        self.parts = [(at, text) for at, one in enumerate(asked) for text in one.parts]
        own = [text for one in given for text in one.parts]
        bags = weighed([*(text for _, text in self.parts), *own])
        mine, theirs = bags[: len(self.parts)], iter(bags[len(self.parts) :])
        self.answers = {one.key: [next(theirs) for _ in one.parts] for one in given}
        self.owner = np.array([at for at, _ in self.parts], dtype=np.intp)
        self.sums = np.array([sum(one.values()) for one in mine])
        self.holders = _holders(mine)
        self.running = {
            part: duties(text) for part, (at, text) in enumerate(self.parts) if asked[at].running and duties(text)
        }
        self.clauses = len(asked)

    def of(self, answer: Answer) -> dict[int, float]:
        """For each clause (by its place) the largest share of a part of it with a part of ``answer``."""
        best = np.zeros(self.clauses)
        for text, words in zip(answer.parts, self.answers[answer.key], strict=True):
            share = self._with(words)
            if answer.running:
                self._add_duties(share, duties(text))
            np.maximum.at(best, self.owner, share)
        return {int(at): float(best[at]) for at in np.nonzero(best >= SLIGHT)[0]}

    def _with(self, words: Bag) -> Numbers:
        """For each part the weight in common over the geometric mean of both weights."""
        common = np.zeros(len(self.parts))
        for word, weight in words.items():
            holders = self.holders.get(word)
            if holders is not None:
                common[holders] += weight
        whole = np.sqrt(self.sums * sum(words.values()))
        return np.divide(common, whole, out=np.zeros_like(common), where=whole > 0)

    def _add_duties(self, share: Numbers, charged: frozenset[str]) -> None:
        for part, own in self.running.items():
            both = len(own & charged)
            if both and share[part]:
                share[part] += DUTIES * both / len(own | charged)


def _holders(bags: Sequence[Bag]) -> dict[str, npt.NDArray[np.intp]]:
    """Which bags hold a word."""
    found: dict[str, list[int]] = {}
    for at, one in enumerate(bags):
        for word in one:
            found.setdefault(word, []).append(at)
    return {word: np.array(places, dtype=np.intp) for word, places in found.items()}


def telling(texts: Sequence[str]) -> frozenset[str]:
    """Papers that only few of the texts cite."""
    counted = Counter(number for text in texts for number in numbers(text))
    return frozenset(number for number, n in counted.items() if n <= max(2, COMMON * len(texts)))
