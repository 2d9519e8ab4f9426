"""Turns the corpus into arrays of word numbers, once, in the cache folder.

    python -m training.tokens

Writes ``vocabulary.txt`` (number of a word = its line) and, for each source
and part of the split, ``tokens-SOURCE-PART.npy`` and, how each is written,
``cases-SOURCE-PART.npy``. Lines start with 1 (start of line).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import numpy as np

from dondoc.repairing.words import SMALL, SPECIAL, START, UNKNOWN, lm_cases, lm_words
from training.corpus import LEGAL, SOURCES, cache, read, samples

SIZE = 40000


def run() -> None:
    """Counts the words, fixes the vocabulary and writes the arrays."""
    texts: dict[tuple[str, str], list[list[str]]] = {}
    cases: dict[tuple[str, str], list[int]] = {}
    counts: Counter[str] = Counter()
    for source in SOURCES:
        weight = 3 if source in LEGAL else 1
        for line in read(source):
            words = lm_words(line.text)
            texts.setdefault((source, line.part), []).append(words)
            if words:
                cases.setdefault((source, line.part), []).extend([SMALL, *lm_cases(line.text)])
            if line.part == "train":
                counts.update(words if weight == 1 else words * weight)
    texts["boilerplate", "train"] = list(boilerplate())
    for name in SPECIAL:
        counts.pop(name, None)
    vocabulary = [*SPECIAL, *(word for word, count in counts.most_common(SIZE - len(SPECIAL)) if count >= 6)]
    number = {word: place for place, word in enumerate(vocabulary)}
    (cache() / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    for (source, part), lines in texts.items():
        ids = [number.get(word, UNKNOWN) for line in lines if line for word in (SPECIAL[START], *line)]
        np.save(cache() / f"tokens-{source}-{part}.npy", np.array(ids, dtype=np.uint16))
        if (source, part) in cases:
            np.save(cache() / f"cases-{source}-{part}.npy", np.array(cases[source, part], dtype=np.uint8))
        print(source, part, len(lines), len(ids), f"unknown {ids.count(UNKNOWN) / max(1, len(ids)):.4f}", flush=True)


def boilerplate() -> Iterable[list[str]]:
    """Short lines that the corpus holds once, given back some of their frequency (1 + log2 of the count)."""
    path = samples() / "corpus" / "boilerplate_counts.tsv"
    for row in path.read_text(encoding="utf-8").splitlines():
        count, _, text = row.partition("\t")
        if count.isdigit():
            for _ in range(int(math.log2(int(count)))):
                yield lm_words(text)


if __name__ == "__main__":
    run()
