"""Whole directives in the styles offices write them, read and scored against reviewed answers.

Each document stands in ``directives/`` beside its answer (the shape of
``demo/gold``, only what is asserted): provinces, bodies and numbers do not
exist, the forms do: merged cells, letterheads set as tables or run together,
field blocks, charged prose, appendices with columns in another order.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import dondoc

HERE = Path(__file__).parent / "directives"
sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from scoring import score  # noqa: E402

DIRECTIVES = sorted(path for path in HERE.iterdir() if path.suffix != ".json")
FLOOR = 0.95
"""Two known misses are kept in the answers: a second body charged after ";" in a conclusion, and a bare yearly day
("6 tháng trước ngày 10/6, năm trước ngày 10/12")."""


def figures(path: Path) -> dict[str, float]:
    plan = dondoc.read_plan(path)
    answer = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return score(answer, json.loads(plan.model_dump_json(by_alias=True)), plan.text)


@pytest.mark.parametrize("path", DIRECTIVES, ids=lambda path: path.stem)
def test_a_directive_is_read_as_an_official_reads_it(path):
    read = figures(path)
    assert read["total"] >= FLOOR, read


@pytest.mark.parametrize("path", DIRECTIVES, ids=lambda path: path.stem)
def test_no_task_is_missed_or_invented(path):
    assert figures(path)["tasks"] == 1


@pytest.mark.parametrize("path", DIRECTIVES, ids=lambda path: path.stem)
def test_the_letterhead_is_right_field_by_field(path):
    assert figures(path)["header"] == 1


def test_every_directive_has_an_answer_and_every_answer_a_directive():
    assert {p.stem for p in HERE.glob("*.json")} == {p.stem for p in DIRECTIVES}
