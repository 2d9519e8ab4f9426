"""The cascade by clauses in a real browser: compared, read, decided with the keyboard, plans put side by side."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit


def downloaded(page, name) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("link", name=name).click()
    return Path(coming.value.path()).read_bytes()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_the_cascade_to_the_clauses_and_to_plans_side_by_side(demonstration, chromium, viewport):
    with visit(chromium, demonstration, viewport) as desk:
        expect(desk.get_by_text("Đã đọc")).to_have_count(4)
        desk.goto(demonstration.address + "/clauses/")
        looked_at(desk)
        desk.goto(demonstration.address + "/cascade/")
        desk.get_by_role("link", name="Theo mục của 912/NQ-CP").first.click()
        expect(desk.get_by_role("heading", level=1)).to_contain_text("912/NQ-CP theo mục")
        looked_at(desk)
        desk.get_by_role("button", name="So").click()
        expect(desk.get_by_role("button", name="So lại")).to_be_visible()
        expect(desk.get_by_text("chỉ được so theo câu chữ")).to_be_visible()
        expect(desk.get_by_text("mục giao việc chưa ai nhận.")).to_be_visible()
        looked_at(desk)
        decided = desk.locator(".clauses tr", has_text="III.5").first
        button = decided.get_by_role("button", name="Xác nhận" if viewport is WIDE else "Bác").first
        button.focus()
        desk.keyboard.press("Enter")
        expect(desk.get_by_text("Đã xác nhận liên kết." if viewport is WIDE else "Đã bác liên kết.")).to_be_visible()
        looked_at(desk)
        desk.get_by_role("link", name="Mục chưa ai nhận").click()
        expect(desk.locator(".clauses tbody tr").first).to_contain_text("chưa ai nhận")
        looked_at(desk)
        desk.get_by_role("link", name="Đối chiếu các kế hoạch").click()
        expect(desk.locator(".side-by-side thead th", has_text="386/KH-UBND")).to_have_count(1)
        columns = desk.locator(".side-by-side thead th").count()
        looked_at(desk)
        book = openpyxl.load_workbook(io.BytesIO(downloaded(desk, "Tải XLSX")))
        file = docx.Document(io.BytesIO(downloaded(desk, "Tải DOCX")))
        assert book.active.max_column == len(file.tables[0].columns) == columns == 4
        first = [str(row[0].value) for row in book.active.iter_rows(min_row=2)]
        assert len([one for one in first if not one.endswith("(tiếp)")]) == len(file.tables[0].rows)
        desk.get_by_role("link", name="So hai phiên bản").click()
        desk.get_by_label("Phiên bản khác").select_option(index=0)
        desk.get_by_role("button", name="So hai phiên bản").click()
        expect(desk.locator(".versions ins").first).to_be_visible()
        looked_at(desk)
