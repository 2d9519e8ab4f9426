"""A plan of a province that does not exist, printed on two pages: a task goes on over the page."""

from __future__ import annotations

import pdf_made as made

FIRST = (
    "KẾ HOẠCH",
    "Chuyển đổi số ngành nông nghiệp",
    "",
    "I. NHIỆM VỤ",
    "1. Rà soát danh mục dữ liệu đất trồng lúa",
    "- Cơ quan chủ trì: Sở Nông nghiệp và Môi trường",
    "- Cơ quan phối hợp: Sở Tài chính",
    "- Thời gian thực hiện: Quý III năm 2026",
    "2. Xây dựng bản đồ vùng trồng và tổ chức tập huấn cho",
)
SECOND = (
    "cán bộ các xã, phường trên địa bàn tỉnh",
    "- Cơ quan chủ trì: Sở Khoa học và Công nghệ",
    "- Cơ quan phối hợp: Ủy ban nhân dân các xã, phường",
    "- Thời gian thực hiện: trước ngày 15/11/2026",
    "- Sản phẩm: Bản đồ số",
)


def two_pages(number: str = "58/KH-UBND") -> bytes:
    """The plan as PDF."""
    sheets = made.Sheets()
    sheets.text(70, 70, "ỦY BAN NHÂN DÂN")
    sheets.text(75, 86, "TỈNH LAM GIANG")
    sheets.text(300, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    sheets.text(80, 110, f"Số: {number}")
    sheets.text(320, 110, "Lam Giang, ngày 02 tháng 3 năm 2026")
    sheets.lines(90, 640, FIRST, pitch=17)
    sheets.next_page()
    sheets.lines(90, 90, SECOND, pitch=17)
    return sheets.data()
