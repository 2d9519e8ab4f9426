"""How likely a word is after the words before it: a back-off n-gram model in hashed tables.

Each length of n-gram has a table that returns, for the hash of an n-gram, a
fingerprint, ln p and the back-off weight: three cells are XORed (a static
function), so a look-up is three reads and no search. An n-gram that is not in
the table gives a wrong fingerprint, but once in 65,536 times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint16]
Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]

LOWEST = -17.0
"""ln p is kept in 255 steps from here to 0."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def word_hashes(size: int, order: int) -> Hashes:
    """Table [place before the end, word] of 64-bit numbers; row n, word ``size`` stands for no word."""
    numbers = np.arange(order * (size + 1), dtype=np.uint64).reshape(order, size + 1) + np.uint64(1)
    return stirred(stirred(numbers * _MIX))


def stirred(hashes: Hashes) -> Hashes:
    """Well-mixed 64-bit numbers of ``hashes``."""
    mixed = hashes ^ (hashes >> _HALF)
    mixed *= _STIR
    mixed ^= mixed >> _HALF
    return mixed


def cells(hashes: Hashes, third: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The three cells of each (stirred) hash in a table of three times ``third`` cells."""
    size = np.uint64(third)
    first = ((hashes & _LOW) * size) >> _HALF
    second = ((hashes >> _HALF) * size >> _HALF) + size
    crossed = (hashes * _MIX) >> _HALF
    return first.view(np.int64), second.view(np.int64), ((crossed * size >> _HALF) + size + size).view(np.int64)


def fingerprint(hashes: Hashes) -> NDArray[np.uint32]:
    """16 bits of each stirred hash, apart from those that choose the cells."""
    return (((hashes * _STIR) >> np.uint64(40)) & np.uint64(0xFFFF)).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Table:
    """N-grams of one length: cells of fingerprint (16 bits), ln p (8 bits), back-off (8 bits)."""

    prints: NDArray[np.uint16]
    values: NDArray[np.uint8]
    backoffs: NDArray[np.uint8] | None

    def find(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8] | None]:
        """Places in ``hashes`` that are in the table, with their values and back-offs in steps."""
        mixed = stirred(hashes)
        a, b, c = cells(mixed, len(self.prints) // 3)
        stored = self.prints[a] ^ self.prints[b] ^ self.prints[c]
        hit = np.flatnonzero(stored == fingerprint(mixed))
        a, b, c = a[hit], b[hit], c[hit]
        backoff = None if self.backoffs is None else self.backoffs[a] ^ self.backoffs[b] ^ self.backoffs[c]
        return hit, self.values[a] ^ self.values[b] ^ self.values[c], backoff


class LanguageModel:
    """Back-off n-gram model over numbered words.

    ``unigram`` is ln p of each word, ``backoff1`` its back-off weight (both
    [words]); ``tables`` are those for lengths 2, 3, … ; ``steps`` the 256
    back-off weights that a table's byte means.
    """

    def __init__(self, unigram: Floats, backoff1: Floats, tables: list[Table], steps: Floats) -> None:
        self.size = len(unigram)
        self.order = len(tables) + 1
        self.unigram = np.append(unigram, np.float32(LOWEST))
        self.backoff1 = np.append(backoff1, np.float32(0))
        self.tables = tables
        self.steps = steps
        self.levels = np.linspace(LOWEST, 0, 256, dtype=np.float32)
        self.hashes = word_hashes(self.size, self.order)

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> LanguageModel:
        """The model held in the arrays of a model file."""
        tables: list[Table] = []
        while f"prints{len(tables) + 2}" in arrays:
            n = len(tables) + 2
            tables.append(Table(arrays[f"prints{n}"], arrays[f"values{n}"], arrays.get(f"backoffs{n}")))
        return cls(arrays["unigram"], arrays["backoff1"], tables, arrays["steps"])

    def partial(self, history: Words) -> Hashes:
        """Hash parts of ``history`` [..., order - 1] (latest word first) for n-grams of length 2, 3 and so on."""
        places = np.arange(1, self.order)
        return np.cumsum(self.hashes[places, history], axis=-1, dtype=np.uint64)

    def extend(self, partial: Hashes, backoffs: Floats, words: Words) -> tuple[Floats, NDArray[np.uint8]]:
        """Ln p of each of ``words`` [n] after its history, and the back-off bytes of what it forms.

        ``partial`` [n, order - 1] comes from :meth:`partial`; ``backoffs``
        [n, order] is the sum of the history's back-off weights from each length on
        (column 0: all of them). The bytes [n, order - 2] are for lengths 2 … order - 1.
        """
        score = self.unigram[words] + backoffs[:, 0]
        formed = np.zeros((len(words), max(self.order - 2, 0)), np.uint8)
        last = self.hashes[0][words]
        alive = np.arange(len(words))
        for n, table in enumerate(self.tables):
            hit, value, backoff = table.find(partial[alive, n] + last[alive])
            alive = alive[hit]
            if not len(alive):
                break
            score[alive] = self.levels[value] + backoffs[alive, n + 1]
            if backoff is not None:
                formed[alive, n] = backoff
        return score, formed
