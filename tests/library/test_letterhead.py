from __future__ import annotations

import pytest

from dondoc import Document, parse, read
from dondoc.parsing.letterhead import sentence_case

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = "KẾ HOẠCH\nPhát triển vườn hoa\n\nI. NHIỆM VỤ\n1. Sở Xây dựng trồng hoa.\n"


def document_of(text: str) -> Document:
    return parse(read(text.encode(), name="a.txt"))


def header(text: str) -> tuple[str | None, ...]:
    found = document_of(text)
    return found.number, found.type, found.issuer, found.place, found.date


@pytest.mark.parametrize(
    "head",
    [
        f"ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\n{NATION}\nSố: 88/KH-UBND\nLam Giang, ngày 09 tháng 7 năm 2025",
        (
            "ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "TỈNH LAM GIANG      Độc lập - Tự do - Hạnh phúc\n"
            "Số: 88/KH-UBND      Lam Giang, ngày 09 tháng 7 năm 2025"
        ),
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "TỈNH LAM GIANG Độc lập - Tự do - Hạnh phúc\n"
            "Số: 88/KH-UBND Lam Giang, ngày 9 tháng 7 năm 2025"
        ),
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "TỈNH LAM GIANG Độc lập - Tự do - Hạnh phúc\n"
            "Lam Giang, ngày 9 tháng 7 năm 2025 Số: 88/KH-UBND"
        ),
        (
            "| ỦY BAN NHÂN DÂN TỈNH LAM GIANG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
            "| Số: 88/KH-UBND | Lam Giang, ngày 9 tháng 7 năm 2025 |"
        ),
        f"ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\n-----\nSố: 88 /KH-UBND\n{NATION}\n---\nLam Giang, ngày 9 tháng 7 năm 2025",
    ],
    ids=["under each other", "two columns", "merged", "number and date swapped", "as a table", "with rules"],
)
def test_a_state_letterhead_is_read_however_its_columns_came_out(head):
    state = ("88/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lam Giang", "Lam Giang", "2025-07-09")
    assert header(f"{head}\n\n{BODY}") == state


@pytest.mark.parametrize(
    "head",
    [
        "TỈNH ỦY LAM GIANG\n*\nSố 33-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nLam Giang, ngày 12 tháng 9 năm 2025",
        "TỈNH ỦY LAM GIANG      ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 33-KH/TU      Lam Giang, ngày 12 tháng 9 năm 2025",
        "TỈNH ỦY LAM GIANG ĐẢNG CỘNG SẢN VIỆT NAM\n* Lam Giang, ngày 12 tháng 9 năm 2025\nSố 33 - KH/TU",
    ],
)
def test_a_party_letterhead_has_its_number_without_a_colon(head):
    party = ("33-KH/TU", "Kế hoạch", "Tỉnh ủy Lam Giang", "Lam Giang", "2025-09-12")
    assert header(f"{head}\n{BODY}") == party


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Số: 66.7/2025/QĐ-BCT", "66.7/2025/QĐ-BCT"),
        ("Số: 12a/KH-SNgV", "12a/KH-SNgV"),
        ("Số: 01/ 2025 /NQ-HĐND", "01/2025/NQ-HĐND"),
        ("Số 07-HD/BTGDVTU", "07-HD/BTGDVTU"),
    ],
)
def test_a_number_is_kept_as_printed_without_spaces(printed, number):
    assert document_of(f"SỞ NGOẠI VỤ\n{printed}\n{NATION}\n{BODY}").number == number


@pytest.mark.parametrize("printed", ["Số:      /KH-UBND", "Số: ..../KH-UBND", "Số:…/KH-UBND"])
def test_a_blank_number_is_empty_and_said(printed):
    found = document_of(f"UBND TỈNH LAM GIANG\n{printed}\n{NATION}\nLam Giang, ngày    tháng 7 năm 2025\n{BODY}")
    assert (found.number, found.date, found.place) == (None, None, "Lam Giang")
    assert {"number_blank", "date_blank"} <= {finding.kind for finding in found.findings}


def test_a_day_in_no_calendar_is_empty_and_said():
    found = document_of(f"SỞ NGOẠI VỤ\nSố: 1/KH-SNgV\n{NATION}\nLam Giang, ngày 31 tháng 02 năm 2025\n{BODY}")
    odd = [finding for finding in found.findings if finding.kind == "date_unreadable"]
    assert found.date is None
    assert odd[0].span is not None


@pytest.mark.parametrize("caption", ["Kèm theo", "Ban hành kèm theo"])
def test_a_number_printed_only_in_the_caption_of_an_annex_is_taken_from_there(caption):
    annex = f"PHỤ LỤC\n({caption} Kế hoạch số 214/KH-UBND ngày 06/3/2025 của UBND tỉnh Lam Giang)\n"
    found = document_of(f"{BODY}{annex}| STT | Nội dung | Chủ trì |\n| 1 | Trồng hoa | Hội Nông dân |\n")
    assert (found.number, found.date) == ("214/KH-UBND", "2025-03-06")
    assert "number_from_caption" in {finding.kind for finding in found.findings}


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Phát triển vườn hoa\n\n", "Phát triển vườn hoa"),
        ("Phát triển vườn hoa\ngiai đoạn 2025 - 2030\n-----\n", "Phát triển vườn hoa giai đoạn 2025 - 2030"),
        ("Phát triển vườn hoa\nCăn cứ Luật Quy hoạch;\n", "Phát triển vườn hoa"),
        ("Phát triển vườn hoa\nBan Quản lý ban hành Kế hoạch như sau:\n", "Phát triển vườn hoa"),
        ("Phát triển vườn hoa\n(Kèm theo Quyết định số 9/QĐ-UBND)\n\n", "Phát triển vườn hoa"),
    ],
)
def test_the_title_ends_before_the_text_begins(title, subject):
    assert document_of(f"KẾ HOẠCH\n{title}I. NHIỆM VỤ\n1. Sở Xây dựng trồng hoa.\n").subject == subject


def test_an_official_letter_has_a_subject_and_no_kind():
    head = f"SỞ Y TẾ\nSố: 1203/SYT-NVY\nV/v tăng cường\ntiêm chủng\n{NATION}\nLam Giang, ngày 20 tháng 5 năm 2025\n"
    found = document_of(f"{head}Kính gửi: Các bệnh viện\n1. Các bệnh viện rà soát.\n")
    assert (found.type, found.subject, found.number) == (None, "tăng cường tiêm chủng", "1203/SYT-NVY")
    assert [clause.label for clause in found.clauses if clause.label] == ["1"]


def test_a_text_without_letterhead_leaves_every_field_empty():
    assert header("I. NHIỆM VỤ\n1. Sở Y tế rà soát.\nII. PHỤ TRÁCH\n") == (None,) * 5


@pytest.mark.parametrize(
    ("opening", "issuer"),
    [
        ("UBND tỉnh ban hành Kế hoạch như sau:", "Ủy ban nhân dân tỉnh Lam Giang"),
        ("Ban Thường vụ Tỉnh ủy ban hành Kế hoạch như sau:", "Ban Thường vụ Tỉnh ủy Lam Giang"),
    ],
)
def test_the_opening_sentence_names_the_committee_and_the_letterhead_the_place(opening, issuer):
    body = "TỈNH ỦY LAM GIANG" if "Tỉnh ủy" in opening else "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG"
    text = f"{body}\nSố 33-KH/TU\nKẾ HOẠCH\nTrồng hoa\n\n{opening}\nI. NHIỆM VỤ\n1. Rà soát\n"
    assert document_of(text).issuer == issuer


@pytest.mark.parametrize(
    ("capitals", "sentence"),
    [
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ AN PHƯỚC", "Ủy ban nhân dân thành phố An Phước"),
        ("TỈNH ỦY LAM GIANG", "Tỉnh ủy Lam Giang"),
        ("Sở Ngoại vụ", "Sở Ngoại vụ"),
    ],
)
def test_a_name_in_capitals_is_written_as_in_a_sentence(capitals, sentence):
    assert sentence_case(capitals) == sentence
