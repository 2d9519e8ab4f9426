"""Puts a pruned n-gram model into hashed tables of a model file."""

from __future__ import annotations

from pathlib import Path

import numba
import numpy as np
from numpy.typing import NDArray

from dondoc.repairing.language_model import LOWEST, cells, fingerprint, stirred, word_hashes

SPACE = 1.235


@numba.njit(cache=True)
def peel(a: NDArray, b: NDArray, c: NDArray, size: int) -> tuple[NDArray, NDArray, int]:
    """An order of keys such that each has a cell that no later key touches."""
    degree = np.zeros(size, np.int32)
    xor = np.zeros(size, np.int64)
    n = len(a)
    for i in range(n):
        for cell in (a[i], b[i], c[i]):
            degree[cell] += 1
            xor[cell] ^= i
    queue = np.empty(size, np.int64)
    tail = 0
    for cell in range(size):
        if degree[cell] == 1:
            queue[tail] = cell
            tail += 1
    keys = np.empty(n, np.int64)
    own = np.empty(n, np.int64)
    done = 0
    while tail:
        tail -= 1
        free = queue[tail]
        if degree[free] != 1:
            continue
        key = xor[free]
        keys[done] = key
        own[done] = free
        done += 1
        for cell in (a[key], b[key], c[key]):
            degree[cell] -= 1
            xor[cell] ^= key
            if degree[cell] == 1:
                queue[tail] = cell
                tail += 1
    return keys, own, done


@numba.njit(cache=True)
def fill(keys: NDArray, own: NDArray, a: NDArray, b: NDArray, c: NDArray, value: NDArray, out: NDArray) -> None:
    """Cells of ``out`` such that the three of a key give its value by XOR."""
    for place in range(len(keys) - 1, -1, -1):
        key = keys[place]
        out[own[place]] = value[key] ^ out[a[key]] ^ out[b[key]] ^ out[c[key]] ^ out[own[place]]


def table(words: NDArray, values: dict[str, NDArray], hashes: NDArray) -> dict[str, NDArray]:
    """Cells for the n-grams ``words`` [n, length]: one array for each of ``values`` and ``prints``."""
    length = words.shape[1]
    total = np.zeros(len(words), np.uint64)
    for place in range(length):
        total += hashes[place][words[:, length - 1 - place]]
    mixed = stirred(total)
    third = int(len(words) * SPACE / 3) + 16
    a, b, c = cells(mixed, third)
    keys, own, done = peel(a, b, c, 3 * third)
    if done != len(words):
        raise ValueError(f"{len(words) - done} n-grams of length {length} could not be placed; widen SPACE")
    out = {}
    for name, value in {"prints": fingerprint(mixed).astype(np.uint16), **values}.items():
        cells_of = np.zeros(3 * third, value.dtype)
        fill(keys, own, a, b, c, value, cells_of)
        out[f"{name}{length}"] = cells_of
    return out


def model_arrays(folder: Path, order: int) -> dict[str, NDArray]:
    """Arrays of a language model from the levels that :mod:`training.ngrams` saved."""
    levels = [np.load(folder / f"level-{n}.npz") for n in range(1, order + 1)]
    size = len(levels[0]["log_p"])
    weights = np.concatenate([level["backoff"] for level in levels[1:-1]]) if order > 2 else np.zeros(1)
    steps = np.unique(np.quantile(weights[weights != 0], np.linspace(0, 1, 255)).astype(np.float32))
    steps = np.concatenate([[0], steps, np.zeros(255 - len(steps))]).astype(np.float32)
    arrays = {"unigram": levels[0]["log_p"], "backoff1": levels[0]["backoff"], "steps": steps}
    hashes = word_hashes(size, order)
    for n, level in enumerate(levels[1:], 2):
        value = np.rint((1 - np.clip(level["log_p"], LOWEST, 0) / LOWEST) * 255).astype(np.uint8)
        kept = {"values": value}
        if n < order:
            kept["backoffs"] = nearest(level["backoff"], steps)
        arrays |= table(level["words"], kept, hashes)
    return arrays


def nearest(weights: NDArray, steps: NDArray) -> NDArray[np.uint8]:
    """For each weight the number of the nearest step."""
    order = np.argsort(steps, kind="stable")
    middle = (steps[order][1:] + steps[order][:-1]) / 2
    return order[np.searchsorted(middle, weights)].astype(np.uint8)
