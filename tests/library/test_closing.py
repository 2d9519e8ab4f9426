from __future__ import annotations

import pytest

from dondoc import Document, parse, read

LIST = "Nơi nhận:\n- Sở Nội vụ;\n- UBND các xã;\n- Lưu: VT."
SIGNATURE = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Thị Bình"
BODY = "KẾ HOẠCH\nTrồng hoa\n\nI. NHIỆM VỤ\n1. Sở Xây dựng trồng hoa.\n"


def document_of(closing: str) -> Document:
    return parse(read(f"{BODY}{closing}".encode(), name="a.txt"))


@pytest.mark.parametrize(
    "closing",
    [
        f"{LIST}\n{SIGNATURE}",
        f"{SIGNATURE}\n{LIST}",
        (
            "Nơi nhận:          TM. ỦY BAN NHÂN DÂN\n- Sở Nội vụ;          KT. CHỦ TỊCH\n"
            "- UBND các xã;          PHÓ CHỦ TỊCH\n- Lưu: VT.          Trần Thị Bình"
        ),
        (
            "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Sở Nội vụ; KT. CHỦ TỊCH\n"
            "- UBND các xã; PHÓ CHỦ TỊCH\n- Lưu: VT.\nTrần Thị Bình"
        ),
        (
            "| Nơi nhận: | TM. ỦY BAN NHÂN DÂN |\n| - Sở Nội vụ; | KT. CHỦ TỊCH |\n"
            "| - UBND các xã; | PHÓ CHỦ TỊCH |\n| - Lưu: VT. | Trần Thị Bình |"
        ),
    ],
    ids=["after the list", "before the list", "beside it", "woven into it", "in a table"],
)
def test_recipients_and_signature_are_told_apart(closing):
    found = document_of(closing)
    assert found.recipients == ("Sở Nội vụ", "UBND các xã", "Lưu: VT")
    signer = found.signer
    assert signer is not None
    assert (signer.name, signer.role) == ("Trần Thị Bình", "PHÓ CHỦ TỊCH")
    assert signer.on_behalf_of == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"


@pytest.mark.parametrize(
    ("lines", "name", "role", "authority"),
    [
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nPhạm Quốc Dũng", "Phạm Quốc Dũng", "PHÓ BÍ THƯ", "T/M BAN THƯỜNG VỤ"),
        ("K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nLê Văn Cường", "Lê Văn Cường", "PHÓ TRƯỞNG BAN", "K/T TRƯỞNG BAN"),
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nPGS.TS. Võ Minh Khôi", "Võ Minh Khôi", "THỨ TRƯỞNG", "KT. BỘ TRƯỞNG"),
        ("TUQ. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\nBùi Thu", "Bùi Thu", "CHÁNH VĂN PHÒNG", "TUQ. GIÁM ĐỐC"),
        ("TM. ỦY BAN NHÂN DÂN", None, None, "TM. ỦY BAN NHÂN DÂN"),
    ],
)
def test_the_signer_has_a_name_a_post_and_an_authority(lines, name, role, authority):
    signer = document_of(lines).signer
    assert signer is not None
    assert (signer.name, signer.role, signer.on_behalf_of) == (name, role, authority)


def test_without_a_closing_nobody_signed_and_nobody_receives():
    found = document_of("")
    assert (found.signer, found.recipients) == (None, ())


def test_an_item_of_the_list_over_two_lines_is_one():
    found = document_of("Nơi nhận:\n- Các sở, ban, ngành,\nđoàn thể tỉnh;\n- Lưu: VT.")
    assert found.recipients == ("Các sở, ban, ngành, đoàn thể tỉnh", "Lưu: VT")


def test_the_closing_is_no_task():
    found = document_of("Nơi nhận:\n- Sở Nội vụ rà soát;\n- Lưu: VT.")
    assert [clause.path for clause in found.clauses if clause.label] == ["I", "I.1"]


def test_a_post_woven_in_is_told_apart_though_a_capital_was_read_small():
    found = document_of("Nơi nhận:\n- Sở Nội vụ, PHÓ Bí THƯ\n- Lưu: VT.\nTrần Thị Bình")
    assert found.recipients == ("Sở Nội vụ", "Lưu: VT")
