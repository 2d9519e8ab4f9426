"""Accuracy of repair on texts it was not made from.

    python benchmarks/repair_score.py [--all]

Marks are stripped from clean texts and restored; the real OCR plan is repaired
and compared with its reviewed text by the shared ``score.py``; a clean text must
stay as it is; one line in ten is ruined. Nothing clean of the same directive is
read before the repair is done. ``--all`` adds the plan kept for acceptance.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from training.corpus import read

from dondoc.repairing import Repaired, repair
from dondoc.repairing.encodings import tidy
from dondoc.repairing.syllables import plain

SHARED = Path(os.environ.get("DONDOC_SAMPLES", "../shared"))
STRIPPED = ["kh116-quangngai.md", "kh254-quangngai.txt", "qd2280-hanoi.txt", "nq116-chinhphu.txt"]
HELD_OUT = {
    "legal_congbao": "test",
    "legal_tvpl": "test",
    "legal_phapdien": "test",
    "legal_2026": "tune",
    "gen_viwiki": "test",
    "gen_d2l": "tune",
}


def scorer() -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit("score.py is not beside the samples; set DONDOC_SAMPLES")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def right(gold: str, got: str, score: ModuleType) -> tuple[int, int]:
    """Words exactly right and words in all, line by line (the line structure must be the same)."""
    errors = words = 0
    for true, seen in zip(gold.split("\n"), got.split("\n"), strict=True):
        if "⟦illegible⟧" not in true:
            a, b = score.canonical(true).split(), score.canonical(seen).split()
            errors += Levenshtein.distance(a, b)
            words += len(a)
    return words - errors, words


def show(name: str, good: int, words: int) -> None:
    """One line of the table: the share of words right."""
    print(f"{name:44} {100 * good / words:7.3f} %  of {words} words", flush=True)


def stripped(name: str, text: str, score: ModuleType) -> Repaired:
    """Takes the marks off ``text``, restores them and shows the share that is right."""
    repaired = repair(plain(text))
    show(f"stripped {name}", *right(text, repaired.text, score))
    return repaired


def held_out(source: str, part: str, seen: set[int]) -> str:
    """Up to 2,500 held-out lines in which fewer than half of the eight-word runs stand in the training text."""
    kept = []
    for line in read(source):
        if line.part == part and len(kept) < 2500:
            words = plain(line.text.lower()).split()
            runs = [hash(tuple(words[i : i + 8])) for i in range(max(1, len(words) - 7))]
            if sum(run in seen for run in runs) * 2 < len(runs):
                kept.append(tidy(line.text))
    return "\n".join(kept)


def training_runs(sources: list[str]) -> set[int]:
    """Eight-word runs, at every place, of the held-out sources' own training part (where copies are likeliest)."""
    runs: set[int] = set()
    for source in sources:
        for line in read(source):
            if line.part == "train":
                words = plain(line.text.lower()).split()
                runs.update(hash(tuple(words[i : i + 8])) for i in range(len(words) - 7))
    return runs


def clean(name: str, text: str) -> None:
    """Counts what repair alters in a clean text."""
    edits = [edit for edit in repair(text).edits if edit.before != edit.after]
    print(f"clean {name:38} {len(edits)} of {len(text.split())} words altered", flush=True)


def ocr(score: ModuleType) -> None:
    """The real OCR plan: share right, twice, confidence of the changed words, mixed text."""
    source = (SHARED / "documents" / "kh254-quangngai-ocr.txt").read_text("utf-8")
    gold = (SHARED / "gold" / "restored" / "kh254-quangngai-ocr.txt").read_text("utf-8")
    show("real OCR kh254, as it is", *right(gold, source, score))
    repaired = repair(source)
    show("real OCR kh254, repaired", *right(gold, repaired.text, score))
    print(f"repaired again: {len(repair(repaired.text).edits)} changes")
    confidence(gold, repaired, score)


def certainties(gold: str, repaired: Repaired, score: ModuleType) -> Iterator[tuple[float, bool]]:
    """Confidence of each changed word that stands for one printed word, and whether it is right."""
    from training.align import aligned

    sure = {repaired.offsets.span_forward(edit.span).start: edit.confidence for edit in repaired.edits}
    at = 0
    for true, line in zip(gold.split("\n"), repaired.text.split("\n"), strict=True):
        if "⟦illegible⟧" not in true:
            place = 0
            for a, b in aligned(true.split(), line.split()):
                for word in b:
                    place = line.index(word, place)
                    chances = [sure[at + i] for i in range(place, place + len(word)) if at + i in sure]
                    if chances and len(b) == 1:
                        yield min(chances), len(a) == 1 and score.canonical(a[0]) == score.canonical(word)
                    place += len(word)
        at += len(line) + 1


def confidence(gold: str, repaired: Repaired, score: ModuleType) -> None:
    """What confidence means: the share of changed words that are right, by steps of it."""
    found = list(certainties(gold, repaired, score))
    limits = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    for low, high in pairwise(limits):
        inside = [good for sure, good in found if low <= sure < high]
        if inside:
            share = sum(inside) / len(inside)
            print(f"  confidence {low:.2f}–{min(high, 1):.2f}: {share:.3f} right of {len(inside)}")
    high_ones = [good for sure, good in found if sure >= 0.95]
    print(
        f"  changed with confidence ≥ 0.95: {sum(high_ones) / len(high_ones):.4f} right, "
        f"{len(high_ones) / len(found):.3f} of the changed words"
    )


def mixed(score: ModuleType) -> None:
    """A clean text in which the marks of one line in ten are lost."""
    text = (SHARED / "documents" / "kh116-quangngai.md").read_text("utf-8")
    rng = random.Random(3)
    lines = text.split("\n")
    hit = {row for row in range(len(lines)) if rng.random() < 0.1 and len(lines[row].split()) > 3}
    got = repair("\n".join(plain(line) if row in hit else line for row, line in enumerate(lines))).text.split("\n")
    touched = sum(got[row] != lines[row] for row in range(len(lines)) if row not in hit)
    good = right("\n".join(lines[row] for row in sorted(hit)), "\n".join(got[row] for row in sorted(hit)), score)
    show(f"mixed kh116, {len(hit)} ruined lines", *good)
    print(f"mixed kh116: {touched} clean lines touched")


def main() -> None:
    """Every figure, document by document."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", action="store_true", help="also the plan kept for acceptance")
    arguments.add_argument("--corpus", action="store_true", help="also the held-out blocks of the corpus")
    given = arguments.parse_args()
    if not (SHARED / "score" / "score.py").is_file():
        print("DONDOC_SAMPLES holds no documents: repair was not measured")
        return
    score = scorer()
    names = [*STRIPPED, *(["qd893-thutuong.txt"] if given.all else [])]
    for name in names:
        text = tidy((SHARED / "documents" / name).read_text("utf-8"))
        stripped(name, text, score)
    ocr(score)
    for name in names:
        clean(name, tidy((SHARED / "documents" / name).read_text("utf-8")))
    mixed(score)
    if given.corpus:
        runs = training_runs(list(HELD_OUT))
        for source, part in HELD_OUT.items():
            text = held_out(source, part, runs)
            stripped(f"{source} ({part})", text, score)
            clean(source, text)


if __name__ == "__main__":
    main()
