from __future__ import annotations

import pytest

from dondoc import Source, read
from dondoc.document import Finding
from dondoc.parsing.lines import Line, furniture, split_lines


def lines_of(text: str, name: str = "a.txt") -> list[Line]:
    return split_lines(read(text.encode(), name=name))


def set_aside(text: str) -> tuple[list[str], list[Finding]]:
    kept, findings = furniture(lines_of(text))
    return [line.words.text for line in kept if line.words.text], findings


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("  1. **Sở Y tế** rà soát  ", "1. Sở Y tế rà soát"),
        ("## II. NHIỆM VỤ", "II. NHIỆM VỤ"),
        ("*nghiêng* và thẳng", "nghiêng và thẳng"),
        ("* gạch đầu dòng", "* gạch đầu dòng"),
        (r"1\. Rà soát \- đợt 2", "1. Rà soát - đợt 2"),
        ("<b>Sở Y tế</b> rà soát<br/>trạm", "Sở Y tế rà soát trạm"),
        ("a < b và c > d", "a < b và c > d"),
    ],
)
def test_marks_of_markdown_are_left_out_of_the_words(raw, words):
    assert lines_of(raw, "a.md")[0].words.text == words


def test_a_star_in_plain_text_stays():
    assert lines_of("diện tích 3 * 4 ha")[0].words.text == "diện tích 3 * 4 ha"


@pytest.mark.parametrize(
    ("raw", "cells"),
    [
        ("| 1 | Rà soát | Sở Y tế |", ["1", "Rà soát", "Sở Y tế"]),
        ("| 1 | | Sở Y tế", ["1", "", "Sở Y tế"]),
        ("1\tRà soát\tSở Y tế", ["1", "Rà soát", "Sở Y tế"]),
        ("\tRà soát\tSở Y tế\t2025", ["", "Rà soát", "Sở Y tế", "2025"]),
        ("| **1** | a<br>b |", ["1", "a\nb"]),
        ("|---|:--:|", []),
    ],
)
def test_lines_of_tables_are_cells(raw, cells):
    assert [cell.text for cell in lines_of(raw, "a.md")[0].cells or ()] == cells


@pytest.mark.parametrize("raw", ["Số\t12", "giá trị |x| của hàm", "Sở Y tế"])
def test_other_lines_are_not(raw):
    assert lines_of(raw)[0].cells is None


@pytest.mark.parametrize("raw", ["-----", "* * *", "_______", "====="])
def test_lines_of_dashes_are_rules(raw):
    assert lines_of(raw)[0].rule


@pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2", "2/10", "trang 2/10", "— 2 —"])
def test_a_page_number_inside_a_sentence_is_set_aside_and_said(number):
    text = f"1. Sở Y tế rà soát\n{number}\ntrạm y tế xã"
    kept, findings = set_aside(text)
    assert kept == ["1. Sở Y tế rà soát", "trạm y tế xã"]
    assert [(f.kind, f.span.of(text)) for f in findings if f.span] == [("page_number", number)]


@pytest.mark.parametrize("line", ["1.", "Năm 2025", "12 trạm y tế", "2025 là năm cuối", "15/6/2025"])
def test_other_short_lines_with_figures_stay(line):
    assert line in set_aside(f"1. Sở Y tế rà soát\n{line}\ntrạm y tế xã")[0]


@pytest.mark.parametrize("form", ["KH đọc sách - trang {}", "{} Kế hoạch đọc sách", "Thư viện tỉnh, tr. {}/9"])
def test_running_headers_that_count_up_are_set_aside(form):
    text = "\n".join(f"{form.format(k)}\ncâu thứ {'abc'[k - 1]}" for k in (1, 2, 3))
    kept, findings = set_aside(text)
    assert kept == ["câu thứ a", "câu thứ b", "câu thứ c"]
    assert [f.kind for f in findings] == ["running_header"] * 3


def test_lines_alike_that_do_not_count_pages_stay():
    text = "Trồng cây năm 2021\nđạt\nTrồng cây năm 2027\nđạt"
    assert set_aside(text)[0] == text.split("\n")


def test_a_note_at_the_foot_of_a_page_is_set_aside():
    text = "1. Mở thư viện xã1 theo quy hoạch.\n\n1 Gồm cả tủ sách thôn.\n\n5\n\n2. Sở Nội vụ bố trí biên chế.\n"
    kept, findings = set_aside(text)
    assert kept == ["1. Mở thư viện xã1 theo quy hoạch.", "2. Sở Nội vụ bố trí biên chế."]
    assert [f.kind for f in findings] == ["footnote", "page_number"]


def test_a_paragraph_before_a_page_number_is_no_note():
    text = "1. Mở thư viện xã.\n\n2 Sở cùng bố trí biên chế.\n\n5\n\nHết."
    assert "2 Sở cùng bố trí biên chế." in set_aside(text)[0]


def test_every_line_keeps_its_number_and_place():
    source = Source(name="a", media_type="text/plain", text="\n  Sở Y tế\n\nrà soát", sha256="0" * 64)
    shown = [line for line in split_lines(source) if not line.blank]
    assert [(line.number, line.indent, line.span.of(source.text)) for line in shown] == [
        (2, 2, "Sở Y tế"),
        (4, 0, "rà soát"),
    ]
