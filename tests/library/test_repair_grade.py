"""Lines and texts are graded by the forms of their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.repairing.grading import Quality, grade, graded_lines
from dondoc.repairing.syllables import could_be_plain, is_syllable, old_tone, plain

CLEAN = "Ủy ban nhân dân xã chủ trì, phối hợp với các tổ chức liên quan triển khai thực hiện."


@pytest.mark.parametrize(
    ("line", "quality"),
    [
        (CLEAN, Quality.CLEAN),
        (plain(CLEAN), Quality.MARKS_LOST),
        (
            "Uy ban nhan dan x4 chi tri, ph6i hgp véi cac t6 chirc lién quan trién khai thyc hién.",
            Quality.LETTERS_WRONG,
        ),
        ("The committee shall cooperate with other organisations through January.", Quality.NOT_VIETNAMESE),
        ("|||~ }{ 3$x ;;^1q 9%w #4r z@8 qq2 xx$3 7&k4 w#e", Quality.UNREADABLE),
        ("   ", Quality.EMPTY),
        ("15/6/2023", Quality.CLEAN),
        ("HỘI ĐỒNG NHÂN DÂN", Quality.CLEAN),
        ("HOI DONG NHAN DAN THANH PHO", Quality.MARKS_LOST),
    ],
)
def test_a_line_is_graded(line: str, quality: Quality) -> None:
    assert graded_lines(line)[0].quality == quality


def test_a_short_line_is_graded_by_its_neighbours() -> None:
    ruined = "Ph6i hgp véi cac t6 chirc lién quan trién khai"
    lines = graded_lines(f"{ruined}\nban hanh\n{ruined}")
    assert lines[1].quality in (Quality.MARKS_LOST, Quality.LETTERS_WRONG)


def test_a_symbol_in_a_clean_text_does_not_ruin_its_line() -> None:
    assert {line.quality for line in graded_lines(f"{CLEAN}\n- Lưu: VT, KGVX.N326\n{CLEAN}")} == {Quality.CLEAN}


def test_the_text_has_the_quality_of_most_of_its_words_and_shares() -> None:
    found = grade("\n".join([CLEAN] * 9 + [plain(CLEAN)]))
    assert found.quality == Quality.CLEAN
    assert dict(found.shares)[Quality.MARKS_LOST] == pytest.approx(0.1)
    assert found.asks_for_repair


def test_a_ruined_text_asks_for_ocr_and_a_clean_one_does_not() -> None:
    assert grade(plain(CLEAN)).asks_for_ocr
    assert not grade(CLEAN).asks_for_ocr


@given(st.text(max_size=200))
def test_any_text_is_graded_line_by_line(text: str) -> None:
    assert [line.span.of(text) for line in graded_lines(text)] == text.split("\n")
    assert grade(text).quality in Quality


@pytest.mark.parametrize("word", ["nghiệm", "quý", "giếng", "gì", "khuya", "đường", "yêu", "Ủy", "hoà"])
def test_possible_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["viec", "thưc", "xyz", "ngiệm", "d6i", "các̣", "được̣", ""])
def test_impossible_syllables_are_known(word: str) -> None:
    assert not is_syllable(word)


def test_plain_letters_of_every_syllable_could_be_plain() -> None:
    words = ["nghiem", "quy", "gieng", "gi", "khuya", "duong", "yeu", "uy", "hoa"]
    assert all(map(could_be_plain, words))
    assert not any(map(could_be_plain, ["dbi", "thyc", "xk", "hrong"]))


def test_both_tone_placements_compare_equal() -> None:
    assert old_tone("hoà thuỷ HOÁ toàn quý") == old_tone("hòa thủy HÓA toàn quý")
