from __future__ import annotations

import pytest

from dondoc.parsing.markers import LETTERS, Style, find_marker, roman_value


@pytest.mark.parametrize(
    ("line", "style", "label", "numbers"),
    [
        ("Phần thứ nhất", Style.PART, "Phần nhất", (1,)),
        ("PHẦN II. QUY ĐỊNH", Style.PART, "Phần II", (2,)),
        ("Chương IV", Style.CHAPTER, "Chương IV", (4,)),
        ("Mục 2. BẾN BÃI", Style.SECTION, "Mục 2", (2,)),
        ("Tiểu mục 1", Style.SECTION, "Tiểu mục 1", (1,)),
        ("Điều 12. Hiệu lực", Style.ARTICLE, "Điều 12", (12,)),
        ("Điều 5a. Bổ sung", Style.ARTICLE, "Điều 5a", (5,)),
        ("A. PHẦN CHUNG", Style.UPPER, "A", (1,)),
        ("I. NHIỆM VỤ", Style.ROMAN, "I", (1,)),
        ("IV- GIẢI PHÁP", Style.ROMAN, "IV", (4,)),
        ("VII/ Giải pháp", Style.ROMAN, "VII", (7,)),
        ("XIV) Giải pháp", Style.ROMAN, "XIV", (14,)),
        ("1. Sở Y tế", Style.ARABIC, "1", (1,)),
        ("2- Sở Y tế", Style.ARABIC, "2", (2,)),
        ("3/ Sở Y tế", Style.ARABIC, "3", (3,)),
        ("4) Sở Y tế", Style.ARABIC, "4", (4,)),
        ("5.Sở Y tế", Style.ARABIC, "5", (5,)),
        ("2.1. Rà soát", Style.DECIMAL, "2.1", (2, 1)),
        ("2.1 Rà soát", Style.DECIMAL, "2.1", (2, 1)),
        ("2.1.12. rà soát", Style.DECIMAL, "2.1.12", (2, 1, 12)),
        ("a) Rà soát", Style.LETTER, "a", (1,)),
        ("đ) Rà soát", Style.LETTER, "đ", (5,)),
        ("b. Rà soát", Style.LETTER, "b", (2,)),
        ("c/ Rà soát", Style.LETTER, "c", (3,)),
        ("(1) Rà soát", Style.PAREN, "1", (1,)),
        ("(iv) Rà soát", Style.PAREN, "iv", (4,)),
        ("(b) Rà soát", Style.PAREN, "b", (2,)),
        ("- Rà soát", Style.DASH, "-", ()),
        ("– Rà soát", Style.DASH, "–", ()),
        ("-Rà soát", Style.DASH, "-", ()),
        ("• Rà soát", Style.DASH, "•", ()),
        ("+ Rà soát", Style.PLUS, "+", ()),
        ("* Rà soát", Style.STAR, "*", ()),
        ("PHỤ LỤC", Style.APPENDIX, "Phụ lục", (1,)),
        ("Phụ lục II", Style.APPENDIX, "Phụ lục II", (2,)),
        ("PHỤ LỤC SỐ 3: DANH MỤC", Style.APPENDIX, "Phụ lục 3", (3,)),
    ],
)
def test_a_label_at_the_start_of_a_line_is_read(line, style, label, numbers):
    marker = find_marker(line)
    assert marker is not None
    assert (marker.style, marker.label, marker.numbers) == (style, label, numbers)
    assert line[marker.length :].strip() in line


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Sở Y tế",
        "15/6/2025 là ngày cuối",
        "1.250 trạm",
        "2025 là năm cuối",
        "V/v tăng cường tiêm chủng",
        "VIII năm",
        "IIII. Sai",
        "--- ",
        "-5 độ",
        "Phụ lục I kèm theo Kế hoạch này",
        "Điều này",
        "Chương trình hành động",
        "Mục tiêu chung",
        "Phần mềm quản lý",
        "(đã ký)",
        "37 xã, phường",
    ],
)
def test_a_line_that_only_looks_labelled_is_not(line):
    assert find_marker(line) is None


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("XXIV", 24), ("IX", 9), ("XL", 0), ("IIX", 0), ("", 0)])
def test_a_roman_numeral_counts_only_when_it_is_well_made(numeral, value):
    assert roman_value(numeral) == value


def test_points_are_lettered_by_the_vietnamese_alphabet_without_f_j_w_z():
    assert [LETTERS[k] for k in (3, 4, 5, 6)] == ["d", "đ", "e", "g"]
    assert not set("fjwz") & set(LETTERS)
