"""Our measures against answers made wrong on purpose, and against the program that comes with the real documents."""

from __future__ import annotations

import copy
import importlib.util
import json
import random

import pytest

from scoring import score
from words import canonical, folded, similar

DEVELOPMENT = ("ct21-thutuong", "kh116-quangngai", "kh254-quangngai", "nq116-chinhphu", "qd2280-hanoi")

GOLD = {
    "document": {
        "number": "12/KH-UBND",
        "type": "Kế hoạch",
        "issuer": "UBND tỉnh Lam Giang",
        "issuer_also": ["Ủy ban nhân dân tỉnh Lam Giang"],
        "place": None,
        "date": "2024-02-05",
        "subject": "thông tin đối ngoại",
        "signer": {"name": "Đoàn Khắc Nghi"},
        "parent_citations": [{"number": "57-KL/TW"}],
        "body_citations": ["1191/QĐ-TTg"],
        "recipients": ["Thường trực Tỉnh ủy"],
    },
    "sections": [{"label": "I", "title": "MỤC ĐÍCH"}, {"label": "1", "title": None, "kind": "item"}],
    "tasks": [
        {
            "text": "Xây dựng bản tin đối ngoại",
            "label": "III.1",
            "lead": ["Sở Nội vụ"],
            "timing": {"kind": "year", "start": "2025-01-01", "end": "2025-12-31"},
            "source_lines": [10, 13],
        },
        {"text": "Tập huấn nghiệp vụ cho cán bộ", "label": "III#1", "optional": True, "source_lines": [14, 14]},
    ],
    "reporting": [{"text": "Báo cáo kết quả trước ngày 15/12", "due": "--12-15"}],
}


def changed(**fields):
    """The first task read with other fields than the answer says."""
    read = copy.deepcopy(GOLD)
    read["tasks"][0].update(fields)
    return score(GOLD, read)


def with_header(**fields):
    read = copy.deepcopy(GOLD)
    read["document"].update(fields)
    return score(GOLD, read)


def test_the_answer_itself_is_right_throughout():
    assert set(score(GOLD, GOLD).values()) == {1.0}


def test_nothing_read_gets_nothing_but_what_was_not_asked():
    figures = score(GOLD, {})
    assert figures["tasks"] == figures["lead"] == figures["sections"] == figures["reporting"] == 0
    assert figures["header"] == pytest.approx(1 / 7)  # the place is not printed, and none was read


@pytest.mark.parametrize(
    ("figure", "fields", "value"),
    [
        ("lead", {"lead": ["Sở Tài chính"]}, 0.0),
        ("lead", {"lead": ["Sở Nội vụ", "Sở Tài chính"]}, pytest.approx(2 / 3)),
        ("coordinating", {"coordinating": ["Sở Tài chính"]}, 0.0),
        ("timing_kind", {"timing": {"kind": "deadline", "start": "2025-01-01", "end": "2025-12-31"}}, 0.0),
        ("timing_dates", {"timing": {"kind": "year", "start": "2025-01-01", "end": None}}, 0.0),
        ("task_label", {"label": "III.2"}, 0.0),
        ("task_place", {"source_lines": [9, 14]}, 1.0),
        ("task_place", {"source_lines": [8, 13]}, 0.0),
        ("task_place", {"source_lines": [10, 10]}, 0.0),
        ("task_text", {"text": "Xây dựng bản tin đối nội"}, pytest.approx(5 / 6)),
    ],
)
def test_a_wrong_field_costs_its_own_figure(figure, fields, value):
    assert changed(**fields)[figure] == value


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"issuer": "Ủy ban nhân dân tỉnh Lam Giang"}, 1.0),
        ({"issuer": "Sở Nội vụ"}, pytest.approx(6 / 7)),
        ({"place": "Lam Giang"}, pytest.approx(6 / 7)),
        ({"signer": None}, pytest.approx(6 / 7)),
    ],
)
def test_the_header_is_judged_field_by_field(fields, value):
    assert with_header(**fields)["header"] == value


@pytest.mark.parametrize(
    ("numbers", "value"),
    [
        (["57 - KL/TW"], 1.0),
        (["57-KL/TW", "1191/QĐ-TTg"], 1.0),
        (["57-KL/TW", "9/XX"], pytest.approx(2 / 3)),
        ([], 0.0),
    ],
)
def test_citations_known_from_the_text_are_no_error(numbers, value):
    assert with_header(parent_citations=[{"number": n} for n in numbers])["citations"] == value


def test_a_task_too_many_is_punished():
    read = copy.deepcopy(GOLD)
    read["tasks"].append({"text": "Một việc không có trong văn bản"})
    assert score(GOLD, read)["tasks"] == pytest.approx(2 / 3)


def test_an_optional_task_is_neither_missed_nor_punished():
    read = copy.deepcopy(GOLD)
    del read["tasks"][1]
    assert score(GOLD, read)["tasks"] == 1.0


def test_nothing_is_judged_in_ignored_lines():
    gold, read = copy.deepcopy(GOLD), copy.deepcopy(GOLD)
    gold["document"]["ignore_lines"] = [[2, 2]]
    read["tasks"].append({"text": "Một việc nằm trong vùng không chấm"})
    assert score(gold, read, "dòng đầu\nMột việc nằm trong vùng không chấm\n")["tasks"] == 1.0


def test_a_row_may_be_known_by_its_other_text():
    gold, read = copy.deepcopy(GOLD), copy.deepcopy(GOLD)
    gold["tasks"][0]["alt_text"] = read["tasks"][0]["text"] = "Nâng cao chất lượng các ấn phẩm bằng tiếng nước ngoài"
    assert score(gold, read)["task_text"] == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [("Uỷ ban hoà giải", "Ủy ban hòa giải"), ("quý", "quý"), ("“a” – b", '"a" - b'), ("a\u00a0 b", "a b")],
)
def test_spellings_of_one_word_are_one(one, other):
    assert canonical(one) == canonical(other)


def test_punctuation_capitals_and_a_leading_plural_do_not_count():
    assert folded("Các Sở, ban, ngành;") == "sở ban ngành"


def test_similarity_counts_words():
    assert similar("một hai ba bốn", "một hai ba năm") == 0.75


def worsened(gold, seed):
    """An answer with tasks left out, words lost and fields changed."""
    chance = random.Random(seed)  # noqa: S311 - the same mistakes in every run
    read = copy.deepcopy(gold)
    read["tasks"] = [task for task in read["tasks"] if chance.random() < 0.8]
    for task in read["tasks"]:
        task["text"] = " ".join(word for word in task["text"].split() if chance.random() < 0.9)
        if chance.random() < 0.3:
            task.update(lead=["Sở Nội vụ"], timing={"kind": "year", "due": "2024-01-01"}, label="x")
    read["tasks"].append({"text": "Một việc không có trong văn bản"})
    read["sections"] = read["sections"][::2]
    read["reporting"] = read["reporting"][1:]
    read["document"]["parent_citations"].append({"number": "1/XX"})
    return read


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("stem", DEVELOPMENT)
def test_our_figures_are_those_of_the_program_beside_the_real_documents(stem, seed, samples):
    spec = importlib.util.spec_from_file_location("their_score", samples / "score/score.py")
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    path = samples / f"gold/{stem}.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    read, source = worsened(gold, seed), theirs.source_of(path)
    assert score(gold, read, source) == pytest.approx(theirs.plan(gold, read, source, lines=True))
