"""Documents with reviewed answers are read at least as well as benchmarks/floors.toml says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

import dondoc
import repair_score
import score
from dondoc.repairing.encodings import tidy
from dondoc.repairing.syllables import plain

ROOT = Path(__file__).resolve().parent.parent
FLOORS = tomllib.loads((ROOT / "benchmarks/floors.toml").read_text(encoding="utf-8"))


def too_low(figures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    return {name: figures[name] for name, floor in floors.items() if figures[name] < floor}


@pytest.mark.parametrize("stem", FLOORS["demo"])
def test_a_demonstration_document_is_read_as_well_as_before(stem, tmp_path):
    figures = score.score_ours(score.cases(ROOT / "demo", [stem]), tmp_path)
    assert not too_low(figures[stem], FLOORS["demo"][stem])


@pytest.mark.parametrize("stem", FLOORS["samples"])
def test_a_real_document_is_read_as_well_as_before(stem, tmp_path, samples):
    figures = score.score_theirs(score.cases(samples, [stem]), tmp_path, samples / "score/score.py")
    assert not too_low(figures[stem], FLOORS["samples"][stem])


def test_every_demonstration_document_has_an_answer_and_a_floor():
    documents = {path.stem for path in (ROOT / "demo/documents").iterdir() if path.suffix in score.READABLE}
    assert documents == {case.stem for case in score.cases(ROOT / "demo")} == set(FLOORS["demo"])


def share_right(gold: str, got: str) -> float:
    judge = repair_score.scorer() if repair_score.SHARED.is_dir() else SimpleNamespace(canonical=str)
    good, words = repair_score.right(gold, got, judge)
    return good / words


@pytest.mark.parametrize("stem", FLOORS["repair"]["demo"])
def test_marks_taken_off_a_demonstration_come_back(stem):
    (path,) = (ROOT / "demo/documents").glob(f"{stem}.*")
    text = tidy(path.read_text(encoding="utf-8"))
    assert share_right(text, dondoc.repair(plain(text)).text) >= FLOORS["repair"]["demo"][stem]


@pytest.mark.parametrize("name", FLOORS["repair"]["samples"])
def test_a_real_document_is_repaired_as_well_as_before(name, samples):
    read = tidy((samples / "documents" / name).read_text(encoding="utf-8"))
    ocr = name.endswith("-ocr.txt")
    gold = (samples / "gold/restored" / name).read_text(encoding="utf-8") if ocr else read
    assert share_right(gold, dondoc.repair(read if ocr else plain(read)).text) >= FLOORS["repair"]["samples"][name]
