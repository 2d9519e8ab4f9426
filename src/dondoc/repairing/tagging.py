"""The network that gives every word of a text its marks from the whole of the text around it.

It sees the words without their marks, and whether they are in capitals, and runs
over the text in both directions through gated linear recurrences: a state is kept
by the share ``keep`` and takes in the rest. So a word's score depends on no other
word's marks, and a wrong mark nearby does not draw others after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing.language_model import Floats
from dondoc.repairing.rescoring import Choices, Indices
from dondoc.repairing.words import SMALL, START

CORE, MARGIN = 192, 24
"""A text is read in stretches of ``CORE`` words with ``MARGIN`` more on each side."""
TOGETHER = 16
"""So many stretches at once."""


class Tagger:
    """The trained weights; ``form`` [vocabulary] is the row of each word's plain letters, 0 where none was learned."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self.form = np.asarray(arrays["tag_form"])
        self.row = np.asarray(arrays["tag_row"])
        self.prior = np.asarray(arrays["tag_prior"])
        self.words = _dense(arrays, "tag_words")
        self.forms = _dense(arrays, "tag_forms") @ _dense(arrays, "tag_widen").T + arrays["tag_widen_bias"]
        self.cases = np.asarray(arrays["tag_cases"], np.float32)
        self.layers: list[tuple[Floats, Floats, Floats, Floats]] = []
        while f"tag_into{len(self.layers)}" in arrays:
            n = len(self.layers)
            into, out = _dense(arrays, f"tag_into{n}"), _dense(arrays, f"tag_out{n}")
            self.layers.append((into.T.copy(), arrays[f"tag_into{n}_bias"], out.T.copy(), arrays[f"tag_out{n}_bias"]))
        self.last = _dense(arrays, "tag_last").T.copy()
        self.last_bias = arrays["tag_last_bias"]

    def score(self, choices: Choices, open_: NDArray[np.bool_]) -> Floats:
        """Score of each candidate of the ``open_`` places, comparable among words of the same plain letters; else 0."""
        out = np.zeros(len(choices.words), np.float32)
        asked = np.flatnonzero(open_[choices.where] & (self.row[choices.words] > 0))
        if not len(asked):
            return out
        vectors = self.vectors(choices)
        rows = self.row[choices.words[asked]]
        for begin in range(0, len(asked), 65536):
            part = slice(begin, begin + 65536)
            mine = vectors[choices.where[asked[part]]]
            out[asked[part]] = np.einsum("kd,kd->k", self.words[rows[part]], mine) + self.prior[rows[part]]
        return out

    def vectors(self, choices: Choices) -> Floats:
        """A vector for each place [places, outer]; a line start stands before each segment."""
        starts = np.flatnonzero(choices.first == 0)
        forms = np.insert(self.form[choices.path], starts, self.form[START])
        cases = np.insert(choices.cases, starts, SMALL)
        places = np.arange(len(choices.path)) + np.cumsum(choices.first == 0)
        vectors: Floats = self._read(forms, cases)[places]
        return vectors

    def _read(self, forms: Indices, cases: NDArray[np.uint8]) -> Floats:
        """Vectors of one long text, read in stretches."""
        count = len(forms)
        begins = np.arange(0, count, CORE)
        size = min(count, CORE + 2 * MARGIN)
        low = np.clip(begins - MARGIN, 0, count - size)
        out = np.empty((count, self.last.shape[1]), np.float32)
        for first in range(0, len(begins), TOGETHER):
            batch = low[first : first + TOGETHER]
            inside = batch + np.arange(size)[:, None]
            vectors = self._run(self.forms[forms[inside]] + self.cases[cases[inside]])
            for nth, begin in enumerate(begins[first : first + TOGETHER]):
                end = min(begin + CORE, count)
                out[begin:end] = vectors[begin - batch[nth] : end - batch[nth], nth]
        return out

    def _run(self, x: Floats) -> Floats:
        """All layers over ``x`` [places, stretches, width]."""
        for into, into_bias, out, out_bias in self.layers:
            inputs, keep, gate = np.split(_normal(x) @ into + into_bias, 3, axis=2)
            keep = _soft(keep)
            state = _scanned(inputs * (1 - keep), keep)
            x = x + (state * gate * _soft(gate)) @ out + out_bias
        vectors: Floats = _normal(x) @ self.last + self.last_bias
        return vectors


def _dense(arrays: Mapping[str, Any], name: str) -> Floats:
    weights: Floats = arrays[name].astype(np.float32) * np.asarray(arrays[f"{name}_scale"], np.float32)[:, None]
    return weights


def _normal(x: Floats) -> Floats:
    """Each vector with mean 0 and variance 1."""
    centred = x - x.mean(axis=-1, keepdims=True)
    normal: Floats = centred / np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + np.float32(1e-5))
    return normal


def _soft(x: Floats) -> Floats:
    """0 to 1, like a sigmoid but without an exponential."""
    half: Floats = np.float32(0.5) + np.float32(0.5) * x / (1 + np.abs(x))
    return half


def _scanned(new: Floats, keep: Floats) -> Floats:
    """States: the first half of the channels runs forward, the second back."""
    half = new.shape[2] // 2
    for way in (slice(None, half), slice(half, None)):
        step = 1 if way.stop else -1
        fresh, kept = new[::step, :, way], keep[::step, :, way]
        for place in range(1, len(fresh)):
            fresh[place] += kept[place] * fresh[place - 1]
    return new
