from __future__ import annotations

import pytest

from dondoc import read
from dondoc.parsing.lines import furniture, split_lines
from dondoc.parsing.paragraphs import margin_of, paragraphs

LONG = (
    "1. Tổ chức tuần lễ đọc sách tại các trường học trên địa bàn toàn tỉnh, chú trọng các trường ở vùng sâu, "
    "vùng xa và các điểm trường lẻ trong dịp hè, gắn với phong trào thi đua của ngành giáo dục."
)
WRAPPED = (
    "1. Tổ chức tuần lễ đọc sách tại các trường học trên địa\n"
    "bàn toàn tỉnh, chú trọng các trường ở vùng sâu, vùng xa\n"
    "và các điểm trường lẻ trong dịp hè, gắn với phong trào\n"
    "thi đua của ngành giáo dục."
)
WORDS = LONG.removeprefix("1. ")


def texts(text: str) -> list[str]:
    lines, _ = furniture(split_lines(read(text.encode(), name="a.txt")))
    return [one.text for one in paragraphs(lines, margin_of(lines))]


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        WRAPPED,
        WRAPPED.replace("\n", "\n\n") + "\n\n2. Xong việc thứ hai của\n\nngành.",
        WRAPPED.replace("\n", "\n2\n", 1),
        WRAPPED.replace("1. ", "1.\n"),
        WRAPPED.replace("\n", "\n    "),
        WRAPPED.replace("\n", "\r\n"),
    ],
    ids=["one line", "wrapped", "double spaced", "page number", "label alone", "set in", "windows"],
)
def test_a_sentence_is_whole_however_its_lines_are_set(text):
    assert texts(text)[0] == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "1. Rà soát trạm y tế\n2. Khám bệnh",
        "- Rà soát trạm y tế\n- Khám bệnh",
        "Rà soát trạm y tế.\n\nKhám bệnh",
        "Rà soát trạm y tế\n-----\nKhám bệnh",
        "a) Rà soát trạm y tế;\nb) Khám bệnh",
    ],
)
def test_labels_blank_lines_and_rules_part_paragraphs(text):
    assert [one.rstrip(".;") for one in texts(text)] == ["Rà soát trạm y tế", "Khám bệnh"]


def test_a_field_line_is_a_paragraph_of_its_own():
    text = f"{WRAPPED}\nCơ quan chủ trì: Sở Y tế\nThời gian: 2025"
    assert texts(text)[1:] == ["Cơ quan chủ trì: Sở Y tế", "Thời gian: 2025"]


def test_a_heading_in_capitals_over_two_lines_is_one():
    assert (
        texts("I. NHIỆM VỤ CỦA CÁC CƠ QUAN\nTRONG NĂM HỌC\n1. Rà soát")[0] == "NHIỆM VỤ CỦA CÁC CƠ QUAN TRONG NĂM HỌC"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("chú trọng nâng cao nhận thức về phát triển kinh tế", "- xã hội của các địa phương"),
        ("chú trọng các trường đã nêu ở Nghị quyết kèm theo, số", "12) của tỉnh và các xã"),
    ],
)
def test_a_dash_or_number_that_a_line_end_moved_is_no_label(first, second):
    text = f"1. Tổ chức tuần lễ đọc sách tại các trường trên cả tỉnh,\n{first}\n{second}."
    assert len(texts(text)) == 1


def test_a_number_of_a_document_broken_at_its_hyphen_is_whole():
    text = "1. Tổ chức học tập Kết luận số 57-\nKL/TW trong toàn ngành y tế."
    assert "57-KL/TW" in texts(text)[0]


def test_a_list_inside_a_sentence_stays_in_it():
    text = (
        "1. Sở Y tế rà soát các trạm y tế xã theo ba nhóm sau đây, gồm có\n(1) nhóm xa trung tâm, và cả\n(2) nhóm gần."
    )
    assert len(texts(text)) == 1
