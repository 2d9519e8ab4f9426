"""Words of the vocabulary that look the same without their marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing.syllables import plain


@dataclass(frozen=True, slots=True)
class Groups:
    """Words with the same plain letters: form of each word; words of form f are ``order[start[f]:start[f + 1]]``."""

    form: NDArray[np.int64]
    order: NDArray[np.int64]
    start: NDArray[np.int64]
    place: NDArray[np.int64]

    @classmethod
    def of(cls, vocabulary: list[str]) -> Groups:
        """Groups of ``vocabulary``, numbered as they come."""
        seen: dict[str, int] = {}
        form = np.array([seen.setdefault(plain(word), len(seen)) for word in vocabulary])
        order = np.argsort(form, kind="stable")
        start = np.concatenate([[0], np.cumsum(np.bincount(form))])
        place = np.empty(len(form), np.int64)
        place[order] = np.arange(len(form)) - start[form[order]]
        return cls(form, order, start, place)
