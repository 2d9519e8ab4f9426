"""Papers of Lam Giang, as values: one of each shape that the rules know."""

from __future__ import annotations

from datetime import date

from dondoc_web.papers.paper import Annex, Column, Heading, Issuer, Paper, Paragraph, Signer, Table

DAY = date(2026, 11, 28)
PROVINCE = Issuer(
    lines=("Ủy ban nhân dân", "tỉnh Lam Giang"), name="Ủy ban nhân dân tỉnh Lam Giang",
    symbol="UBND", place="Lam Giang", unit="VX",
)  # fmt: skip
BOARD = Issuer(
    lines=("Ban Tuyên giáo và Dân vận",), name="Ban Tuyên giáo và Dân vận Tỉnh ủy", symbol="BTGDVTU", place="Lam Giang",
    superior="Tỉnh ủy Lam Giang", unit="Văn phòng", system="party",
)  # fmt: skip
COLUMNS = (Column("STT", 4, centred=True), Column("Nội dung nhiệm vụ", 24), Column("Hạn", 9, centred=True))
SIGNER = Signer(("TM. Ủy ban nhân dân", "KT. Chủ tịch"), "Phó Chủ tịch")
BODY = (
    Heading("Kết quả"),
    Heading("Việc đã làm", 2),
    Paragraph("Thực hiện khoản 4 Điều 18, các cơ quan đã hoàn thành 12 nhiệm vụ."),
    Heading("Kiến nghị"),
    Paragraph("Đề nghị xem xét, quyết định."),
)


def annex(rows: int = 40) -> Annex:
    return Annex("Danh mục nhiệm vụ", Table(COLUMNS, tuple((str(n), f"Việc {n}", "15/12/2026") for n in range(rows))))


def paper(kind="Báo cáo", issuer=PROVINCE, on=DAY, **facts) -> Paper:
    facts = {"abstract": "kết quả thực hiện nhiệm vụ", "signer": SIGNER, "body": BODY} | facts
    if kind != "Công văn":
        facts = {"abbreviation": {"Báo cáo": "BC", "Tờ trình": "TTr"}.get(kind, "")} | facts
    return Paper(kind=kind, issuer=issuer, on=on, **facts)
