"""Makes what the decoder calls sure mean what it says: a rising curve from its shares to the part that is right.

    python -m training.calibrate --model model.bin --out calibration.npz

Held-out pages give the curve for wrong letters, held-out lines of the corpus
without their marks the one for lost marks.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing import model_file
from dondoc.repairing.grading import graded_lines
from dondoc.repairing.rescoring import log_odds
from dondoc.repairing.restore import Restorer
from dondoc.repairing.syllables import old_tone, plain
from dondoc.repairing.whole import segments
from training.align import EDGE, aligned, line_pairs
from training.corpus import read

BLOCK = 300
SOURCES = ("legal_congbao", "legal_2026", "legal_tvpl", "legal_pccc")


def judged(restorer: Restorer, truth: list[str], reading: list[str], noisy: bool) -> Iterator[tuple[float, bool, bool]]:
    """For each unit of ``reading`` aligned with a word: its share, whether it is right, whether it was changed."""
    text = "\n".join(reading)
    starts = np.cumsum([0, *(len(line) + 1 for line in reading)])
    true_at: dict[tuple[int, int], str] = {}
    for row, (true, seen) in enumerate(zip(truth, reading, strict=True)):
        at = 0
        for a, b in aligned(true.split(), seen.split()):
            for word in b:
                at = seen.index(word, at)
                if len(a) == len(b) == 1:
                    true_at[row, at] = old_tone(a[0].strip(EDGE).lower())
                at += len(word)
    for found in restorer.restore(segments(text, graded_lines(text), noisy), not noisy):
        place = found.unit.span.start
        row = int(np.searchsorted(starts, place, side="right")) - 1
        begin = text.rfind(" ", starts[row], place) + 1 or int(starts[row])
        target = true_at.get((row, max(begin, int(starts[row])) - int(starts[row])))
        core = found.unit.core.lower()
        if target is not None and (len(core) > 0):
            word = found.word or old_tone(core)
            yield found.confidence, word == target, word != core


def blocks(kind: str) -> Iterator[tuple[list[str], list[str]]]:
    """Held-out lines as printed and as read, in runs that belong together."""
    if kind == "letters":
        pairs = [p for p in line_pairs() if p.part == "tune" and p.engine in ("eng-fast", "eng-best", "eng-int")]
        for start in range(0, len(pairs), BLOCK):
            part = pairs[start : start + BLOCK]
            yield [p.truth for p in part], [p.reading for p in part]
        return
    for source in SOURCES:
        lines = [line.text for line in read(source) if line.part == "tune"][:1500]
        for start in range(0, len(lines), BLOCK):
            part = lines[start : start + BLOCK]
            yield part, [plain(line) for line in part]


def rising(share: NDArray, right: NDArray, knots: int = 24) -> NDArray[np.float32]:
    """Knots [2, n] of the rising step curve that fits best (pool adjacent violators), over log odds."""
    order = np.argsort(share)
    x, y = share[order].astype(np.float64), right[order].astype(np.float64)
    groups: list[list[float]] = []
    size = max(1, len(x) // 400)
    for start in range(0, len(x), size):
        groups.append([y[start : start + size].sum(), len(y[start : start + size]), x[start : start + size].sum()])
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] >= groups[-1][0] / groups[-1][1]:
            last = groups.pop()
            groups[-1] = [a + b for a, b in zip(groups[-1], last, strict=True)]
    curve = np.array([[total / n, (good + 0.5) / (n + 1)] for good, n, total in groups]).T
    pick = np.unique(np.linspace(0, curve.shape[1] - 1, min(knots, curve.shape[1])).astype(int))
    return np.maximum.accumulate(curve[:, pick], axis=1).astype(np.float32)


def run(model: Path, out: Path) -> None:
    """Fits both curves and prints how they hold."""
    restorer = Restorer(model_file.read(model))
    restorer.curves = {"marks": None, "letters": None}
    curves = {}
    for kind in ("letters", "marks"):
        rows = [row for true, seen in blocks(kind) for row in judged(restorer, true, seen, kind == "letters")]
        share, right, changed = (np.array(column) for column in zip(*rows, strict=True))
        curves[f"calibration_{kind}"] = rising(log_odds(share.astype(np.float32)), right)
        sure = np.interp(log_odds(share.astype(np.float32)), *curves[f"calibration_{kind}"]) >= 0.95
        print(
            kind,
            f"{len(rows)} words, right {right.mean():.4f}; changed and sure: {right[sure & changed].mean():.4f} "
            f"right, {(sure & changed).sum() / changed.sum():.3f} of the changed",
            flush=True,
        )
    np.savez(out, **curves)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    run(given.model, given.out)
