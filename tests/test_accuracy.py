"""Documents with reviewed answers are read at least as well as benchmarks/floors.toml says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import score

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
