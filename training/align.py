"""Aligns the words of line pairs, so that what Tesseract makes of each word can be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from dondoc.repairing.syllables import old_tone, plain
from dondoc.repairing.units import EDGE
from training.corpus import cache

_ONLY_LETTERS = re.compile(r"[^\W\d_]+\Z")


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line as printed and as read, with the part of the split and the reader."""

    part: str
    engine: str
    font: str
    truth: str
    reading: str


def line_pairs() -> Iterator[LinePair]:
    """All cached pairs."""
    for path in sorted(cache().glob("pairs-*.tsv")):
        for row in path.read_text(encoding="utf-8").split("\n"):
            fields = row.split("\t")
            if len(fields) == 5:
                yield LinePair(*fields)


def bare(token: str) -> str:
    """Letters of a token as they are compared: lower case, no marks."""
    return plain(token.lower())


def aligned(truth: list[str], reading: list[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Tokens that stand for each other: one for one, one for two, two for one; the rest alone."""
    a, b = [bare(t) for t in truth], [bare(t) for t in reading]
    n, m = len(a), len(b)
    cost = [[1e9] * (m + 1) for _ in range(n + 1)]
    back = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    cost[0][0] = 0.0
    moves = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1))
    for i in range(n + 1):
        for j in range(max(0, i - 6), min(m, i + 6) + 1):
            here = cost[i][j]
            if here > 1e8:
                continue
            for di, dj in moves:
                if i + di > n or j + dj > m:
                    continue
                step = _cost(a[i : i + di], b[j : j + dj])
                if here + step < cost[i + di][j + dj]:
                    cost[i + di][j + dj] = here + step
                    back[i + di][j + dj] = (di, dj)
    out, i, j = [], n, m
    if cost[n][m] > 1e8:
        return []
    while i or j:
        di, dj = back[i][j]
        out.append((tuple(truth[i - di : i]), tuple(reading[j - dj : j])))
        i, j = i - di, j - dj
    return out[::-1]


def _cost(a: list[str], b: list[str]) -> float:
    if not a or not b:
        return 1.0
    distance = Levenshtein.normalized_distance("".join(a), "".join(b))
    return distance + 0.3 * (len(a) + len(b) - 2)


def word_pairs(pair: LinePair) -> Iterator[tuple[str, str]]:
    """Lower-case words (true, as read) without the punctuation around them, tones placed the old way."""
    for a, b in aligned(pair.truth.split(), pair.reading.split()):
        if len(a) == len(b) == 1:
            true, seen = a[0].strip(EDGE), b[0].strip(EDGE)
            if true and seen and _ONLY_LETTERS.match(true):
                yield old_tone(true.lower()), seen.lower()
