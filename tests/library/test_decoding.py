from __future__ import annotations

import csv
import unicodedata
from importlib.resources import files

import pytest

import dondoc
from dondoc.errors import UnknownFormat, UnreadableSource
from dondoc.reading.decoding import decoded_bytes, well_formed

TEXT = (
    "Kế hoạch triển khai công tác thông tin đối ngoại năm 2025.\n1. Sở Nội vụ chủ trì, phối hợp với các sở, ngành "
    "rà soát, đôn đốc việc thực hiện; báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 hằng năm.\n"
)
LOWER_TEXT = TEXT.replace("Ủy", "Uỷ")


def rows() -> list[dict[str, str]]:
    text = files("dondoc.reading").joinpath("data/legacy_encodings.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def tcvn3(text: str) -> bytes:
    table = {row["char"]: int(row["tcvn3_byte_hex"], 16) for row in rows() if len(row["tcvn3_byte_hex"]) == 2}
    return bytes(table.get(letter, ord(letter)) for letter in text)


def vni(text: str) -> bytes:
    table = {row["char"]: row["vni_windows"] for row in rows()}
    return "".join(table.get(letter, letter) for letter in text).encode("latin-1")


def cp1258(text: str) -> bytes:
    """Hats are letters of their own there, tones stand apart."""
    return "".join(_hatted(letter) or letter for letter in text).encode("cp1258")


def _hatted(letter: str) -> str:
    """``ế`` as ``ê`` and a tone; empty for letters without a tone."""
    parts = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in "\u0300\u0301\u0303\u0309\u0323"))
    tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
    return base + tones


ENCODINGS = {
    "TCVN3": tcvn3,
    "VNI": vni,
    "Windows-1258": cp1258,
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_in_an_old_encoding_is_read_and_a_finding_says_so(encoding):
    source = dondoc.read(ENCODINGS[encoding](LOWER_TEXT), name="a.txt")
    assert source.text == LOWER_TEXT
    assert [finding.kind for finding in source.findings] == ["charset"]
    assert encoding in source.findings[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_its_mark_needs_no_finding(encoding):
    source = dondoc.read(TEXT.encode(encoding), name="a.txt")
    assert (source.text, source.findings) == (TEXT, ())


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI", "Windows-1258"])
def test_the_right_encoding_is_taken_with_confidence(encoding):
    decoded = decoded_bytes(ENCODINGS[encoding](LOWER_TEXT))
    assert decoded.encoding == encoding
    assert decoded.confidence > 0.6


def test_a_few_broken_bytes_do_not_spoil_a_text():
    source = dondoc.read(TEXT.encode().replace("Sở".encode(), b"S\xe1\xbb"), name="a.txt")
    assert "S\ufffd Nội vụ chủ trì" in source.text
    assert ["1 ký tự hỏng" in finding.message for finding in source.findings] == [True]


@pytest.mark.parametrize(
    "page", ['<meta charset="{}">', '<meta http-equiv="Content-Type" content="text/html; charset={}">']
)
@pytest.mark.parametrize(
    ("named", "encoding"), [("windows-1258", "Windows-1258"), ("x-tcvn3", "TCVN3"), ("iso-8859-1", "VNI")]
)
def test_a_page_may_name_its_encoding(page, named, encoding):
    data = f"<html><head>{page.format(named)}</head><p>".encode() + ENCODINGS[encoding](LOWER_TEXT) + b"</p></html>"
    assert "đôn đốc việc thực hiện" in dondoc.read(data, name="a.html").text


def test_a_page_that_names_the_wrong_encoding_is_read_by_its_words():
    data = b'<html><meta charset="windows-1258"><p>' + tcvn3(LOWER_TEXT) + b"</p></html>"
    assert "đôn đốc việc thực hiện" in dondoc.read(data, name="a.html").text


def test_a_page_in_utf_16_is_a_page():
    source = dondoc.read(f"<html><p>{TEXT}</p></html>".encode("utf-16"), name="a")
    assert (source.media_type, "<p>" in source.text) == ("text/html", False)


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        ("Приказ министра о плане работы".encode("cp1251"), UnreadableSource, "bảng mã"),
        (bytes(range(1, 32)) * 20, UnknownFormat, "không phải tệp văn bản"),
        ("Kế hoạch".encode("utf-16") + b"\x00\x00" * 8, UnknownFormat, "không phải tệp văn bản"),
    ],
)
def test_what_is_no_vietnamese_text_is_refused(data, error, message):
    with pytest.raises(error, match=message):
        dondoc.read(data, name="a.txt")


@pytest.mark.parametrize(
    ("text", "share"),
    [("Nghiêng nghiêng, khuỷu tay; QUYẾT ĐỊNH", 1.0), ("plan of work", 0.0), ("kÕ ho¹ch", 0.0), ("(“Đề án”)", 1.0)],
)
def test_words_shaped_like_syllables(text, share):
    assert well_formed(text) == share
