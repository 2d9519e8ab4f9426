"""Labels at the heads of lines are put right by their sequence; figures by their shape."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw
from printed import font

from dondoc.reading import scan_heads
from dondoc.reading.scan_figures import checked
from dondoc.reading.scan_labels import mended
from dondoc.reading.scan_page import ReadLine, ReadWord, Recognised
from dondoc.reading.scan_text import assemble


def page(*lines: str) -> Recognised:
    """A page of lines as they were read."""
    parts = []
    for at, line in enumerate(lines):
        words = tuple(ReadWord(text, 50.0 + 40 * k, 20.0 * at, 85.0 + 40 * k, 20.0 * at + 12, 0.9)
                      for k, text in enumerate(line.split()))  # fmt: skip
        parts.append(ReadLine(words=words, spaces=(0, *[1] * (len(words) - 1))))
    return Recognised(width=595, height=842, parts=tuple(parts))


def labels(*pages: Recognised) -> list[str]:
    return [part.words[0].text for one in mended(pages) for part in one.parts]


TITLE = "MỤC ĐÍCH YÊU CẦU"


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (("I.", "H.", "III."), ["I.", "II.", "III."]),
        (("l", "H.", "II.", "IV."), ["I.", "II.", "III.", "IV."]),
        (("I.", "II.", "I.", "H."), ["I.", "II.", "I.", "II."]),
        (("I.", "II.", "HI.", "IV.", "V.", "VỊ."), ["I.", "II.", "III.", "IV.", "V.", "VỊ."]),
        (("I.", "TM.", "KT."), ["I.", "TM.", "KT."]),
        (("I.NGUYÊN", "H."), ["I.", "II."]),
    ],
)
def test_numerals_follow_one_another_before_titles_in_capitals(read, right):
    assert labels(page(*(f"{label} {TITLE}" for label in read))) == right


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("a) b) e)", "a) b) c)"),
        ("a) b) e) đ) đ) e)", "a) b) c) d) đ) e)"),
        ("a) b) a) b) e)", "a) b) a) b) c)"),
        ("d) đ) e) ø) h)", "d) đ) e) g) h)"),
        ("4) b) c)", "a) b) c)"),
        ("a) e) g)", "a) e) g)"),
        ("1. 1.1. 12. 2.", "1. 1.1. 1.2. 2."),
        ("5. 5.1. 52. 5.3.", "5. 5.1. 5.2. 5.3."),
        ("10. 11. 12. 13.", "10. 11. 12. 13."),
        ("4. 41. 4.2.", "4. 4.1. 4.2."),
        ("2. 30. 3.", "2. 30. 3."),
        ("6. 7. §. 9,", "6. 7. 8. 9."),
        ("l. 2. 3.", "1. 2. 3."),
    ],
)
def test_letters_and_numbers_follow_one_another(read, right):
    assert labels(page(*(f"{label} Sở Nội vụ chủ trì" for label in read.split()))) == right.split()


def test_a_sequence_goes_on_over_pages_and_a_finding_keeps_what_was_read():
    content = assemble([page(f"I. {TITLE}"), page(f"H. {TITLE}")])
    (finding,) = content.findings
    assert (finding.kind, finding.span.of(content.text)) == ("label_inferred", "II.")
    assert "«H.»" in finding.message


def test_a_label_keeps_its_place_on_the_page():
    (one,) = mended([page("I.NGUYÊN TẮC CHUNG")])
    label, title, *_ = one.parts[0].words
    assert (label.text, title.text) == ("I.", "NGUYÊN")
    assert label.x0 < label.x1 == title.x0 < title.x1


@pytest.mark.parametrize("printed", ["27/6/2026", "21/6/2026", "17/11/2027", "71", "117/2021"])
@pytest.mark.parametrize(
    "read", [lambda text: text, lambda text: text.replace("7", "1"), lambda text: text.replace("1", "7")]
)
def test_a_one_and_a_seven_are_told_by_their_shape(printed, read):
    image = Image.new("L", (360, 80), 255)
    ImageDraw.Draw(image).text((20, 15), printed, fill=0, font=font())
    assert checked(read(printed), np.asarray(image)) == printed


@pytest.mark.parametrize("text", ["1.a", "Điều", "33", "1/2/3/4/5/7"])
def test_what_is_no_number_or_does_not_fit_its_picture_is_left(text):
    assert checked(text, np.full((40, 60), 255, np.uint8)) == text


def head(page: Recognised) -> str:
    return " ".join(word.text for word in page.parts[0].words)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (("BÁO số 277 12", "BÁO số 277 13", "BÁO số 277.", "BÁO số 277 sọ", "BÁO số 277 16"), (12, 13, 14, 15, 16)),
        (("BÁO số 277 12", "BÁO số 277 x", "BÁO số 277 13"), None),
    ],
)
def test_running_heads_and_page_numbers_are_put_right_by_those_of_the_other_pages(read, right):
    done = [head(one) for one in scan_heads.mended([page(line, "Nội dung của trang") for line in read])]
    assert done == ([f"BÁO số 277 {number}" for number in right] if right else list(read))


def test_the_words_of_a_digital_signature_are_set_aside():
    stamp = ("Ký bởi: CÔNG BÁO CỦA TỈNH", "Cỡ quan: VĂN PHÒNG", "Ngày ký: 2026-04-23 10:19:19 +07:00")
    content = assemble([page(*stamp, "Cơ quan chủ trì: Sở Nội vụ"), page("Người ký văn bản chịu trách nhiệm")])
    assert content.text.split("\n")[0] == "Cơ quan chủ trì: Sở Nội vụ"
    assert "Người ký văn bản" in content.text
    (finding,) = content.findings
    assert finding.kind == "digital_signature"
    assert "«Ký bởi: CÔNG BÁO CỦA TỈNH Cỡ quan" in finding.message
