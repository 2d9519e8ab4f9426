"""Committees of the Party as an English reader leaves them."""

import pytest

import dondoc
from dondoc.repairing.committees import committees
from dondoc.repairing.grading import graded_lines

RUINED = "Thuc hién Két luan s6 12-KL/TW cia B6 Chinh tri vé cong tac thong tin d6i ngoai; "


def changed(words):
    text = RUINED + words
    for edit in reversed(list(committees(text, graded_lines(text)))):
        text = text[: edit.span.start] + edit.after + text[edit.span.end :]
    return text.removeprefix(RUINED)


@pytest.mark.parametrize(
    ("ruined", "right"),
    [
        ("Ban Thudng vu Thanh ty", "Ban Thudng vu Thành ủy"),
        ("Van phong Tinh Gy", "Van phong Tỉnh ủy"),
        ("cac Huyén uy, Thi tty", "cac Huyện ủy, Thị ủy"),
        ("cap dy, té chirc dang", "cấp ủy, té chirc dang"),
        ("Pang try so Nong nghiép", "Đảng ủy so Nong nghiép"),
        ("THANH UY AN BINH", "THÀNH ỦY AN BINH"),
    ],
)
def test_committees_are_known_by_their_level(ruined, right):
    assert changed(ruined) == right


@pytest.mark.parametrize(
    "other", ["Quan ly nha nuéc", "Dang ky hoat dong", "Thanh ly tai san", "dia ban tinh nay", "dang ty", "Thi tran An"]
)
def test_other_words_are_left_alone(other):
    assert changed(other) == other


def test_the_sign_of_money_before_a_number_is_a_capital():
    assert dondoc.repair(RUINED + "\n$6 146-KH/TU").text.endswith("Số 146-KH/TU")
