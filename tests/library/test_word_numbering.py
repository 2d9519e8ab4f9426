from __future__ import annotations

import pytest
from word_files import definition, item, level, listed, p, styled, word_file

import dondoc
from dondoc.reading.numbering import number_text

OUTLINE = definition(
    0,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
    level(4, "bullet", "-"),
)


def printed(body: str, **parts: str) -> list[str]:
    """The lines of a file that hold words."""
    return [line for line in dondoc.read(word_file(body, **parts), name="a.docx").text.splitlines() if line]


def in_list(*items: tuple[int, str], numbering: str = OUTLINE + listed(1, 0)) -> list[str]:
    return printed("".join(item(text, 1, at) for at, text in items), numbering=numbering)


def test_levels_are_numbered_as_printed():
    lines = in_list((0, "MỤC TIÊU"), (1, "Chung"), (1, "Cụ thể"), (2, "Đến 2025"), (3, "Tỷ lệ"), (3, "Số"), (4, "Một"))
    assert lines == ["I. MỤC TIÊU", "1. Chung", "2. Cụ thể", "2.1. Đến 2025", "a) Tỷ lệ", "b) Số", "- Một"]


def test_a_level_starts_again_after_one_above():
    assert in_list((0, "A"), (1, "b"), (1, "c"), (0, "D"), (1, "e")) == ["I. A", "1. b", "2. c", "II. D", "1. e"]


def test_a_level_that_never_starts_again_counts_on():
    shape = definition(0, level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>'))
    lines = in_list((0, "A"), (1, "b"), (0, "C"), (1, "d"), numbering=shape + listed(1, 0))
    assert lines == ["1. A", "1) b", "2. C", "2) d"]


def test_a_level_below_one_that_was_never_used_shows_its_start():
    lines = in_list((2, "a"), (2, "b"), (1, "c"))
    assert lines == ["1.1. a", "1.2. b", "1. c"]


def test_lists_of_one_definition_count_together():
    numbering = OUTLINE + listed(1, 0) + listed(2, 0)
    assert printed(item("a") + item("b", 2), numbering=numbering) == ["I. a", "II. b"]


def test_a_list_may_start_anew():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = OUTLINE + listed(1, 0) + listed(2, 0, again)
    assert printed(item("a") + item("b", 2) + item("c", 2), numbering=numbering) == ["I. a", "I. b", "II. c"]


def test_a_list_may_redefine_a_level():
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "Điều %1.")}</w:lvlOverride>'
    assert printed(item("Phạm vi"), numbering=OUTLINE + listed(1, 0, other)) == ["Điều 1. Phạm vi"]


def test_a_start_value_is_kept():
    numbering = definition(0, level(0, "decimal", "%1.", start=5)) + listed(1, 0)
    assert in_list((0, "a"), (0, "b"), numbering=numbering) == ["5. a", "6. b"]


@pytest.mark.parametrize(("suffix", "line"), [("nothing", "1.a"), ("space", "1. a"), ("tab", "1. a")])
def test_what_stands_after_a_number(suffix, line):
    numbering = definition(0, level(0, "decimal", "%1.", f'<w:suff w:val="{suffix}"/>')) + listed(1, 0)
    assert in_list((0, "a"), numbering=numbering) == [line]


def test_legal_numbering_prints_all_in_digits():
    shape = definition(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>")) + listed(1, 0)
    assert in_list((0, "A"), (1, "b"), numbering=shape) == ["I. A", "1.1. b"]


def test_numbers_set_in_a_style_are_printed():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
    )
    lines = printed(styled("A", "Muc") + styled("B", "Con"), styles=styles, numbering=OUTLINE + listed(1, 0))
    assert lines == ["I. A", "II. B"]


def test_a_style_finds_its_level_by_the_list():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    shape = definition(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", '<w:pStyle w:val="Khoan"/>'))
    assert printed(styled("a", "Khoan"), styles=styles, numbering=shape + listed(1, 0)) == ["1. a"]


def test_a_paragraph_may_refuse_the_number_of_its_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    plain = p("A", properties='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert printed(plain, styles=styles, numbering=OUTLINE + listed(1, 0)) == ["A"]


def test_a_list_tied_to_a_numbering_style_takes_its_levels():
    styles = (
        '<w:style w:type="numbering" w:styleId="Ds"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="Ds"/></w:abstractNum>'
    lines = printed(item("a", 2), styles=styles, numbering=OUTLINE + linked + listed(1, 0) + listed(2, 9))
    assert lines == ["I. a"]


def test_letters_follow_word_and_typed_letters_stay():
    """Word itself has no đ in its lists; officials type it, and typed labels are text."""
    shape = definition(0, level(0, "lowerLetter", "%1)")) + listed(1, 0)
    assert printed("".join(item(x) for x in "vwxyz") + p("đ) Định kỳ"), numbering=shape)[3:] == [
        "d) y",
        "e) z",
        "đ) Định kỳ",
    ]


def test_an_empty_item_counts_but_prints_no_line():
    assert in_list((0, "a"), (0, ""), (0, "b")) == ["I. a", "III. b"]


def test_a_list_that_is_not_defined_prints_no_number():
    assert printed(item("a", 7), numbering=OUTLINE) == ["a"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (9, "upperRoman", "IX"), (44, "lowerRoman", "xliv"), (26, "lowerLetter", "z"), (27, "lowerLetter", "aa"),
        (7, "decimalZero", "07"), (3, "none", ""), (2, "decimalEnclosedParen", "(2)"), (5, "ideographDigital", "5"),
        (0, "upperRoman", "0"), (10**9, "lowerLetter", "l" * 30),
    ],
)  # fmt: skip
def test_forms_of_numbers(value, form, text):
    assert number_text(value, form) == text
