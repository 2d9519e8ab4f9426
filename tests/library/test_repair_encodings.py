"""Old encodings and odd forms become plain Unicode, and say which they were."""

from __future__ import annotations

import csv
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.edits import apply
from dondoc.repairing.encodings import decode, detect, from_viqr, settled

TEXT = (
    "Căn cứ Nghị quyết số 12-NQ/TU ngày 03/4/2021 về tiếp tục nâng cao chất lượng, hiệu quả công tác kỹ thuật. "
    "Ủy ban nhân dân xã yêu cầu các tổ, đội khẩn trương thực hiện những việc ở vùng sâu, vùng xa."
)
ROWS = list(csv.DictReader((files("dondoc.reading.data") / "legacy_encodings.csv").read_text("utf-8").splitlines()))
TABLE = {row["char"]: row for row in ROWS}


def as_tcvn3(text: str) -> bytes:
    """``text`` in TCVN3; a capital that has no byte becomes the small letter, as its font draws it."""
    codes = {letter: row["tcvn3_byte_hex"] for letter, row in TABLE.items()}
    own = {letter: code if len(code) == 2 else codes[letter.lower()] for letter, code in codes.items()}
    return b"".join(bytes([int(own[c], 16)]) if c in own else c.encode("latin-1") for c in text)


def as_column(text: str, column: str) -> str:
    return "".join(TABLE[letter][column] if letter in TABLE else letter for letter in text)


def as_cp1258(text: str) -> bytes:
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
        out += (base + tones).encode("cp1258")
    return out


def as_mojibake(text: str) -> str:
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in text.encode())


CASES = {
    "utf-8": TEXT.encode(),
    "utf-16": TEXT.encode("utf-16"),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "vni": as_column(TEXT, "vni_windows").encode("cp1252"),
    "viqr": as_column(TEXT, "viqr").encode(),
    "cp1258": as_cp1258(TEXT),
    "utf-8 read as latin-1": as_mojibake(TEXT).encode(),
}


@pytest.mark.parametrize("encoding", CASES)
def test_bytes_in_an_old_encoding_become_the_text_they_stand_for(encoding: str) -> None:
    decoded = decode(CASES[encoding])
    assert decoded.text == TEXT
    assert decoded.encoding == encoding
    assert decoded.confidence >= 0.9


def test_tcvn3_is_read_but_for_capitals_that_only_the_font_shows() -> None:
    decoded = decode(as_tcvn3(TEXT))
    assert decoded.text == TEXT.replace("Ủy", "ủy")
    assert decoded.encoding == "tcvn3"


def test_a_capital_font_makes_tcvn3_capital() -> None:
    assert decode(as_tcvn3("Quyết định"), font=".VnTimeH").text == "QUYẾT ĐỊNH"


def test_decomposed_letters_are_composed() -> None:
    assert decode(unicodedata.normalize("NFD", TEXT).encode()).text == TEXT


def test_letters_in_the_private_use_area_are_the_bytes_of_the_font() -> None:
    private = "".join(chr(0xF000 + code) if code > 127 else chr(code) for code in as_tcvn3("kết luận số, đối ngoại"))
    assert settled(private, font=".VnTime")[0] == "kết luận số, đối ngoại"


def test_english_with_apostrophes_and_question_marks_is_not_viqr() -> None:
    text = "It isn't clear, is it? See section 5. What's next (if any)?"
    assert decode(text.encode()).text == text


def test_ocr_without_vietnamese_is_not_taken_for_an_old_encoding() -> None:
    assert detect("Dang ky thay doi dé thay déi thong tin vé bén nhan bao dam") == ("unicode", 1.0)


def test_a_full_stop_after_viqr_stays_a_full_stop() -> None:
    assert from_viqr("vie^.c cu?a ta.") == "việc của ta."


def test_a_file_with_old_and_new_paragraphs_is_read_line_by_line() -> None:
    old = as_tcvn3("thực hiện nhiệm vụ được giao").decode("latin-1")
    mixed = "\n".join([*[old] * 5, "Sở Nội vụ chủ trì"])
    assert settled(mixed)[0].split("\n")[4:] == ["thực hiện nhiệm vụ được giao", "Sở Nội vụ chủ trì"]


def test_the_edits_of_an_old_encoding_make_the_new_text() -> None:
    old = as_column(TEXT, "vni_windows")
    new, edits, _, _ = settled(old)
    assert apply(old, edits)[0] == new == TEXT


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_without_an_error(data: bytes) -> None:
    decoded = decode(data)
    assert isinstance(decoded.text, str)
    assert 0 <= decoded.confidence <= 1


@given(st.text(max_size=300))
def test_settling_twice_changes_nothing_more(text: str) -> None:
    once = settled(text)[0]
    assert settled(once)[0] == once or detect(once)[0] != "unicode"
