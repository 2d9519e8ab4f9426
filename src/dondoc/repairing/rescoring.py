"""A second look at every chosen word, from both sides.

Given the words chosen around it, each candidate of a place gets the ln
probability of all n-grams it is in, what the network of surroundings says, and
what the rest of the document uses; the sum is compared among the candidates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing.language_model import Floats, LanguageModel, Words

NEAR = 8
FAR = 64
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Choices:
    """Places of a document in order, and the candidates of each.

    ``path`` [places] is the word chosen; candidate k has its place ``where[k]``
    (rising), its word ``words[k]`` and the ln probability ``scores[k]`` that it
    is read as what stands there. ``first`` [places] counts the places before
    each in its segment; ``forms`` [places] numbers what stands there, ``cases`` says whether it is in capitals.
    """

    path: Words
    first: Indices
    where: Indices
    words: Words
    scores: Floats
    forms: Indices
    cases: NDArray[np.uint8]


def from_both_sides(model: LanguageModel, choices: Choices) -> Floats:
    """Ln probability of the n-grams that each candidate forms with the chosen words before and after it."""
    depth = model.order - 1
    count = len(choices.path)
    padded = np.concatenate(
        [np.full(depth, model.size, np.uint16), choices.path, np.full(depth, model.size, np.uint16)]
    )
    history = _histories(model, choices)
    formed = model.extend(model.partial(history), np.zeros((count, model.order), np.float32), choices.path)[1]
    sums = _after(model, choices.path, formed)
    previous = np.where((choices.first > 0)[:, None], sums[np.maximum(np.arange(count) - 1, 0)], _at_start(model))
    past, weights = history[choices.where], previous[choices.where]
    current, total = choices.words, np.zeros(len(choices.words), np.float32)
    rest = _rest(choices)[choices.where]
    for step in range(model.order):
        alive = rest >= step
        score, bytes_ = model.extend(model.partial(past), weights, current)
        total += np.where(alive, score, 0)
        weights = _after(model, current, bytes_)
        past = np.concatenate([current[:, None], past[:, :-1]], axis=1)
        current = padded[np.minimum(choices.where + step + 1 + depth, len(padded) - 1)]
    return total


def _histories(model: LanguageModel, choices: Choices) -> Words:
    """Words before each place, latest first [places, order - 1]; before a segment's start: line start, then nothing."""
    count, depth = len(choices.path), model.order - 1
    back = np.arange(1, depth + 1)
    place = np.arange(count)[:, None] - back
    known = np.where(place >= 0, choices.path[np.maximum(place, 0)], model.size)
    inside = choices.first[:, None] >= back
    start = choices.first[:, None] == back - 1
    return np.where(inside, known, np.where(start, 1, model.size)).astype(np.uint16)


def _at_start(model: LanguageModel) -> Floats:
    sums = np.zeros(model.order, np.float32)
    sums[0] = model.backoff1[1]
    return sums


def _after(model: LanguageModel, last: Words, formed: NDArray[np.uint8]) -> Floats:
    """Sums of back-off weights from each length on, after ``last``: [n, order]."""
    sums = np.zeros((len(last), model.order), np.float32)
    sums[:, 0] = model.backoff1[last]
    sums[:, 1:-1] = model.steps[formed]
    return np.ascontiguousarray(np.cumsum(sums[:, ::-1], axis=1)[:, ::-1])


def _rest(choices: Choices) -> Indices:
    """Places that follow each place in its segment."""
    count = len(choices.path)
    ends = np.append(np.flatnonzero(choices.first == 0)[1:], count)
    return np.repeat(ends, np.diff(np.append(np.flatnonzero(choices.first == 0), count))) - 1 - np.arange(count)


def use_elsewhere(choices: Choices, share: Floats, size: int, trust: float = 0.3) -> Floats:
    """Ln of how the rest of the document uses each candidate, among the candidates of its place.

    Counted four times: the word alone, after the same word, before the same
    word, and read as the same form; ``share`` is each candidate's chance so far. ``size`` is that of the vocabulary.
    """
    count = len(choices.path)
    words = choices.words.astype(np.int64)
    before = np.concatenate([[1], choices.path[:-1]]).astype(np.int64)[choices.where]
    after = np.concatenate([choices.path[1:], [1]]).astype(np.int64)[choices.where]
    number = np.bincount(choices.where, minlength=count)[choices.where]
    total = np.zeros(len(words), np.float32)
    read = choices.forms[choices.where]
    for key in (words, before * size + words, (after + size) * size + words, (read + 2 * size) * size + words):
        _, member = np.unique(key, return_inverse=True)
        others = np.maximum(np.bincount(member, share)[member] - share, 0)
        place = np.bincount(choices.where, others, count)[choices.where]
        total += np.log((others + trust) / (place + trust * number)).astype(np.float32)
    return total


def undecided(choices: Choices, score: Floats, margin: float) -> NDArray[np.bool_]:
    """Places [places] where a second candidate comes within ``margin`` of the best."""
    count = len(choices.path)
    top = np.full(count, -np.inf, np.float32)
    np.maximum.at(top, choices.where, score)
    close = np.bincount(choices.where, score > top[choices.where] - margin, count)
    return np.asarray(close > 1)


def best_of(choices: Choices, score: Floats) -> Words:
    """The candidate of each place with the highest score."""
    order = np.lexsort((score, choices.where))
    last = np.flatnonzero(np.append(np.diff(choices.where[order]), 1))
    return choices.words[order][last]


def within(choices: Choices, group: Indices, score: Floats) -> Floats:
    """For each candidate ln of the sum of the exponentials of ``score`` over its place's candidates of its group."""
    key = choices.where * (int(group.max()) + 1) + group
    _, member = np.unique(key, return_inverse=True)
    top = np.full(int(member.max()) + 1, -np.inf, np.float32)
    np.maximum.at(top, member, score)
    sums = np.bincount(member, np.exp(score - top[member]))
    mass: Floats = (top + np.log(sums).astype(np.float32))[member]
    return mass


def shares(choices: Choices, score: Floats) -> Floats:
    """Soft-max of the scores within each place."""
    count = len(choices.path)
    top = np.full(count, -np.inf, np.float32)
    np.maximum.at(top, choices.where, score)
    power = np.exp(score - top[choices.where])
    share: Floats = (power / np.bincount(choices.where, power, count)[choices.where]).astype(np.float32)
    return share


def log_odds(share: Floats) -> Floats:
    """ln(p / (1 - p)), within ±14."""
    kept = np.clip(share.astype(np.float64), 1e-6, 1 - 1e-6)
    odds: Floats = np.log(kept / (1 - kept)).astype(np.float32)
    return odds


class Surroundings:
    """The network of surroundings: scores candidates by eight words and the mean of 64 on each side."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        def dense(name: str) -> Floats:
            weights: Floats = arrays[f"net_{name}"].astype(np.float32)
            scale = arrays.get(f"net_{name}_scale")
            return weights if scale is None else weights * np.asarray(scale, np.float32)[:, None]

        self.inside, self.outside = dense("words"), dense("choices")
        self.first, self.second, self.last = dense("first").T.copy(), dense("second").T.copy(), dense("last").T.copy()
        self.bias = [arrays[f"net_{name}_bias"] for name in ("first", "second", "last")]
        self.prior = arrays["net_prior"]

    def score(self, choices: Choices, open_: NDArray[np.bool_]) -> Floats:
        """Score of each candidate of the ``open_`` places [places], comparable within a place; 0 elsewhere."""
        out = np.zeros(len(choices.words), np.float32)
        asked = np.flatnonzero(open_)
        if not len(asked):
            return out
        vectors = np.empty((len(asked), self.outside.shape[1]), np.float32)
        mean = self._far(choices)
        for start in range(0, len(asked), 4096):
            part = asked[start : start + 4096]
            inputs = np.concatenate([self._near(choices, part), mean[part]], axis=1)
            one = np.maximum(inputs @ self.first + self.bias[0], 0)
            two = np.maximum(one @ self.second + self.bias[1], 0) + one
            vectors[start : start + 4096] = two @ self.last + self.bias[2]
        row = np.full(len(choices.path), -1)
        row[asked] = np.arange(len(asked))
        several = np.flatnonzero(row[choices.where] >= 0)
        words = choices.words[several]
        mine = vectors[row[choices.where[several]]]
        out[several] = np.einsum("kd,kd->k", self.outside[words], mine) + self.prior[words]
        return out

    def _near(self, choices: Choices, part: Indices) -> Floats:
        """Embeddings of the words beside each place of ``part``, side by side."""
        padded = np.concatenate([np.full(NEAR, 1, np.uint16), choices.path, np.full(NEAR, 1, np.uint16)])
        offsets = np.array([*range(-NEAR, 0), *range(1, NEAR + 1)]) + NEAR
        beside: Floats = self.inside[padded[part[:, None] + offsets]].reshape(len(part), -1)
        return beside

    def _far(self, choices: Choices) -> Floats:
        """Mean embedding of the words around each place of the document, four times over as in training."""
        count = len(choices.path)
        own = self.inside[choices.path]
        sums = np.concatenate([np.zeros((1, own.shape[1])), np.cumsum(own, axis=0, dtype=np.float64)])
        place = np.arange(count)
        low, high = np.maximum(place - FAR + 1, 0), np.minimum(place + FAR + 1, count)
        mean: Floats = ((sums[high] - sums[low] - own) / np.maximum(high - low - 1, 1)[:, None] * 4).astype(np.float32)
        return mean
