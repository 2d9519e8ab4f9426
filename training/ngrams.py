"""Counts n-grams and makes a modified Kneser-Ney model in back-off form.

    python -m training.ngrams [--order 5] [--no-wiki] --out FOLDER

Each level keeps, in one order, the place of its context in the level below,
its last word, ln p and the back-off weight. Levels are pruned by how much
p·|ln p − ln p(backed off)| is lost, keeping contexts and suffixes of what is kept.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.corpus import LEGAL, SOURCES, cache

REPEAT = {"legal_readability": 3, "legal_congbao": 2, "legal_tvpl": 2, "legal_2026": 2}
"""How often a source is counted: local administration is thin in the corpus."""


@dataclass(slots=True)
class Level:
    """All n-grams of one length: ``words`` (n columns), and per n-gram its probability and back-off."""

    words: np.ndarray
    prefix: np.ndarray
    suffix: np.ndarray
    counts: np.ndarray
    log_p: np.ndarray | None = None
    backoff: np.ndarray | None = None


def stream(wiki: bool) -> np.ndarray:
    """The training text as one array of word numbers, lines starting with 1."""
    names = [s for s in SOURCES if wiki or s in LEGAL] + ["boilerplate"]
    parts = [np.load(cache() / f"tokens-{name}-train.npy") for name in names for _ in range(REPEAT.get(name, 1))]
    return np.concatenate([*parts, np.array([1], dtype=np.uint16)])


def count_levels(text: np.ndarray, order: int, size: int) -> list[Level]:
    """N-grams of length 1 to ``order``, of ``size`` words, that do not cross a line start."""
    rank = text.astype(np.int64)  # rank[i]: place in its level of the n-gram that ends at i
    valid = np.ones(len(text), bool)
    levels = [
        Level(
            np.arange(size)[:, None].astype(np.uint16),
            np.zeros(size, np.int64),
            np.zeros(size, np.int64),
            np.bincount(text, minlength=size),
        )
    ]
    for _ in range(2, order + 1):
        last = text[1:]
        here = np.concatenate([[False], valid[:-1] & (last != 1)])
        places = np.flatnonzero(here)
        keys = rank[places - 1] * size + text[places]
        unique, first, inverse, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        prefix = unique // size
        words = np.column_stack([levels[-1].words[prefix], (unique % size).astype(np.uint16)])
        suffix = rank[places[first]]
        levels.append(Level(words, prefix, suffix, counts))
        rank = rank.copy()
        rank[places] = inverse
        valid = here
    return levels


def smooth(levels: list[Level]) -> None:
    """Interpolated modified Kneser-Ney: fills ``log_p`` (interpolated) and ``backoff`` (gamma) of each level."""
    raw = [level.counts for level in levels]
    for n in range(len(levels) - 1):
        kinds = np.bincount(levels[n + 1].suffix, minlength=len(levels[n].counts))
        starts = levels[n].words[:, 0] == 1
        levels[n].counts = np.where(starts, raw[n], kinds)
    unigram = levels[0]
    unigram.counts[1] = 0
    total = unigram.counts.sum()
    share = np.maximum(unigram.counts - 0.5, 0) / total
    share += (1 - share.sum()) / len(share)
    below = share
    unigram.log_p = np.log(share)
    for n in range(1, len(levels)):
        level = levels[n]
        of = np.bincount(level.counts[level.counts < 5], minlength=5)[:5].astype(float)
        y = of[1] / (of[1] + 2 * of[2])
        cut = np.array([0, 1 - 2 * y * of[2] / of[1], 2 - 3 * y * of[3] / of[2], 3 - 4 * y * of[4] / of[3]])
        discount = cut[np.minimum(level.counts, 3)]
        contexts = len(levels[n - 1].counts)
        total = np.bincount(level.prefix, level.counts, contexts)
        gamma = np.bincount(level.prefix, discount, contexts) / np.maximum(total, 1)
        gamma = np.where(total > 0, gamma, 1)
        p = (level.counts - discount) / np.maximum(total[level.prefix], 1) + gamma[level.prefix] * below[level.suffix]
        level.log_p = np.log(p)
        levels[n - 1].backoff = np.log(gamma)
        below = p
    levels[-1].backoff = np.zeros(len(levels[-1].counts))
    for level, counts in zip(levels, raw, strict=True):
        level.counts = counts


def prune(levels: list[Level], sizes: list[int]) -> list[Level]:
    """Keeps about ``sizes[n]`` n-grams of each length above one and weighs the back-off anew."""
    kept = [np.ones(len(levels[0].counts), bool)]
    for n in range(1, len(levels)):
        level, context = levels[n], levels[n - 1]
        backed = context.backoff[level.prefix] + levels[n - 1].log_p[level.suffix]
        gain = level.counts * np.abs(level.log_p - backed)
        gain[~(kept[n - 1][level.prefix] & kept[n - 1][level.suffix])] = -1
        keep = gain > 0
        if keep.sum() > sizes[n]:
            keep = gain >= np.partition(gain, -sizes[n])[-sizes[n]]
        kept.append(keep)
    return reduced(levels, kept)


def reduced(levels: list[Level], kept: list[np.ndarray]) -> list[Level]:
    """Levels with only the kept n-grams; back-off weights make each context sum to one again."""
    out: list[Level] = []
    number = [np.cumsum(keep) - 1 for keep in kept]
    for n, (level, keep) in enumerate(zip(levels, kept, strict=True)):
        prefix = number[n - 1][level.prefix[keep]] if n else level.prefix[keep]
        suffix = number[n - 1][level.suffix[keep]] if n else level.suffix[keep]
        out.append(Level(level.words[keep], prefix, suffix, level.counts[keep], level.log_p[keep]))
        if n:
            contexts = len(out[n - 1].counts)
            top = 1 - np.bincount(prefix, np.exp(out[n].log_p), contexts)
            bottom = 1 - np.bincount(prefix, np.exp(out[n - 1].log_p[suffix]), contexts)
            out[n - 1].backoff = np.log(np.clip(top, 1e-6, 1) / np.clip(bottom, 1e-6, 1))
    out[-1].backoff = np.zeros(len(out[-1].counts))
    return out


def run(order: int, wiki: bool, sizes: list[int], out: Path) -> None:
    """Counts, smooths, prunes and saves the levels as ``level-N.npz`` in ``out``."""
    size = len((cache() / "vocabulary.txt").read_text(encoding="utf-8").split("\n")) - 1
    levels = count_levels(stream(wiki), order, size)
    print("counted", [len(level.counts) for level in levels], flush=True)
    smooth(levels)
    levels = prune(levels, sizes)
    print("kept", [len(level.counts) for level in levels], flush=True)
    out.mkdir(parents=True, exist_ok=True)
    for n, level in enumerate(levels, 1):
        np.savez(
            out / f"level-{n}.npz",
            words=level.words,
            log_p=level.log_p.astype(np.float32),
            backoff=level.backoff.astype(np.float32),
        )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--order", type=int, default=5)
    arguments.add_argument("--no-wiki", action="store_true")
    arguments.add_argument("--sizes", type=int, nargs="+", default=[0, 1500000, 3500000, 3500000, 2500000])
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    run(given.order, not given.no_wiki, given.sizes, given.out)
