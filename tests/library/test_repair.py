"""Ruined text becomes right, clean text stays, nothing raises, time stays bounded."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pace import slowness

from dondoc.repairing import apply, explained, findings, repair
from dondoc.repairing.grading import Quality
from dondoc.repairing.syllables import plain
from dondoc.repairing.symbols import mended
from dondoc.repairing.units import cased, unmatched
from dondoc.repairing.whole import SYMBOL

CLEAN = """ỦY BAN NHÂN DÂN TỈNH
KẾ HOẠCH
Triển khai thực hiện công tác bảo vệ môi trường trên địa bàn tỉnh

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
1. Sở Tài chính chủ trì, phối hợp với các cơ quan, đơn vị liên quan tham mưu bố trí kinh phí thực hiện.
a) Tổ chức tuyên truyền, phổ biến, giáo dục pháp luật cho cán bộ, công chức, viên chức và nhân dân.
"""
RUINED = "1. S& Tai chinh chi tri, ph6i hgp véi cac co quan, don vj lién quan tham mwu b6 tri kinh phi thyc hién."


def test_lost_marks_come_back() -> None:
    repaired = repair(plain(CLEAN))
    assert repaired.text == CLEAN
    assert repaired.grade.quality == Quality.MARKS_LOST


def test_wrong_letters_become_right() -> None:
    assert repair(RUINED).text == CLEAN.split("\n")[5]


def test_clean_text_is_left_alone() -> None:
    assert repair(CLEAN).edits == ()


def test_clean_lines_beside_ruined_ones_are_left_alone() -> None:
    text = CLEAN + RUINED
    got = repair(text).text
    assert got.startswith(CLEAN)
    assert got != text


def test_the_edits_make_the_text_and_leaving_one_out_undoes_it() -> None:
    repaired = repair(RUINED)
    assert apply(RUINED, repaired.edits)[0] == repaired.text
    undone = apply(RUINED, repaired.edits[1:])[0]
    assert undone.startswith(repaired.edits[0].before, repaired.edits[0].span.start)


def test_places_are_found_both_ways_after_repair() -> None:
    repaired = repair(RUINED)
    for edit in repaired.edits:
        assert repaired.offsets.span_forward(edit.span).of(repaired.text) == edit.after


@pytest.mark.parametrize("text", [CLEAN, RUINED, plain(CLEAN)])
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@pytest.mark.parametrize(
    "kept",
    ["15/6/2023", "1.234,5", "254-KH/TU", "van-phong@example.gov.vn", "https://example.gov.vn/van-ban", "II.", "30%"],
)
def test_what_must_not_be_damaged_stays(kept: str) -> None:
    line = f"thyc hién {kept} cua cac co quan, don vj trén dia ban tinh"
    assert kept in repair(line).text.split(" ")


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("57-KLITW", "57-KL/TW"),
        ("893/QD-TTg", "893/QĐ-TTg"),
        ("12/2020/ND-CP", "12/2020/NĐ-CP"),
        ("254-KH/TU", "254-KH/TU"),
        ("1578/BTTTT-TTDN", "1578/BTTTT-TTDN"),
        ("2024", "2024"),
    ],
)
def test_symbols_change_only_by_listed_readings(read: str, right: str) -> None:
    assert mended(read) == right


def test_a_changed_symbol_is_a_finding_and_names_both_forms() -> None:
    text = "thyc hién Két luan s6 57-KLITW cua Bo Chinh tri"
    repaired = repair(text)
    (found,) = [f for f in findings(repaired) if f.kind == "repaired_number"]
    assert "57-KLITW" in found.message
    assert "57-KL/TW" in found.message
    assert found.span is not None
    assert found.span.of(text) == "57-KLITW"
    assert [edit.confidence for edit in repaired.edits if edit.touches_number] == [SYMBOL]


def test_an_unreadable_line_is_said_to_be_so() -> None:
    text = f"{CLEAN}|||~ }}{{ 3$x ;;^1q 9%w #4r z@8 qq2 xx$3 7&k4 w#e\n{CLEAN}"
    assert [f.kind for f in findings(repair(text))] == ["unreadable_line"]


def test_a_ruined_text_asks_to_be_read_again() -> None:
    assert "asks_for_ocr" in {f.kind for f in findings(repair(RUINED))}


def test_every_change_is_explained_with_its_line() -> None:
    repaired = repair(f"\n{RUINED}")
    lines = list(explained(repaired, f"\n{RUINED}"))
    assert len(lines) == len(repaired.edits)
    assert all(line.startswith("2:") for line in lines)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("thyc hién.: các", "thực hiện: các"),
        ("thyc hién. cac co quan", "thực hiện, các cơ quan"),
        ("1, Thyc hién cac viéc", "1. Thực hiện các việc"),
    ],
)
def test_signs_taken_for_one_another_are_made_right(read: str, right: str) -> None:
    tail = " theo quy dinh cua phap luat"
    assert repair(f"{read}{tail}").text.startswith(right)


def test_the_second_d_of_a_list_is_d_with_a_stroke() -> None:
    text = "c) Thuc hien cac viec duoc giao;\nd) Bao cao ket qua;\nd) Viec khac.\ne) Cac viec con lai."
    assert [line[:2] for line in repair(text).text.split("\n")] == ["c)", "d)", "đ)", "e)"]


@pytest.mark.parametrize(
    ("word", "like", "shown"),
    [
        ("đảng", "Pang", "Đảng"),
        ("thực", "THU'C", "THỰC"),
        ("lên", "Ién", "lên"),
        ("bộ", "BO", "Bộ"),
        ("đối", "d6i", "đối"),
    ],
)
def test_case_is_that_of_what_was_read(word: str, like: str, shown: str) -> None:
    assert cased(word, like) == shown


def test_brackets_without_partner_are_found() -> None:
    assert unmatched("(a) b) [c") == {5, 7}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200) | st.text("aeiouđêô6d1I/.,-()’\n tnhgc", max_size=200))
def test_any_text_is_repaired_without_an_error_and_keeps_its_lines(text: str) -> None:
    repaired = repair(text)
    assert apply(text, repaired.edits)[0] == repaired.text
    assert all(0 <= edit.confidence <= 1 for edit in repaired.edits)
    assert repaired.text.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "nghiem " * 140_000,
        "d6i v6i " * 1000 + "x" * 100_000,
        "(" * 100_000,
        "é" * 50_000,
        "1/" * 50_000,
        "a-" * 50_000,
        "aù" * 50_000,
        "<" * 50_000,
        "A." * 50_000,
    ],
    ids=lambda text: f"{text[:8]}…{len(text)}",
)
def test_hostile_lines_take_bounded_time(text: str) -> None:
    start = time.process_time()
    repair(text)
    assert time.process_time() - start < (5 + len(text) / 20_000) * slowness()


def test_the_library_does_not_load_the_model_by_itself() -> None:
    code = "import sys, dondoc; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
