"""Handing in and accepting, as people do on the pages of reports and obligations."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def hand_in(page: Page, address: str, paper: str) -> None:
    page.goto(address)
    page.locator("summary", has_text="Nộp báo cáo").press("Enter")
    page.get_by_label("Số, ký hiệu hoặc tên báo cáo").fill(paper)
    page.get_by_role("button", name="Nộp báo cáo").press("Enter")
    expect(page.get_by_text("chờ tiếp nhận").first).to_be_visible()


def accept(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Tiếp nhận").press("Enter")
    expect(page.get_by_text("đủ, đúng hạn").first).to_be_visible()


PROOF = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def report_done(unit: Page) -> None:
    """On the page of an obligation, its words written: a file of evidence, and handed in as done."""
    unit.get_by_label("Tệp minh chứng").set_input_files(PROOF)
    unit.get_by_label("Tệp này không thuộc danh mục bí mật nhà nước.").check()
    unit.get_by_role("button", name="Thêm tệp").click()
    expect(unit.get_by_role("link", name=PROOF["name"])).to_be_visible()
    unit.get_by_label("đã hoàn thành, đề nghị xác nhận").check()
    unit.get_by_role("button", name="Gửi báo cáo").click()
    expect(unit.get_by_text("Đã gửi báo cáo.")).to_be_visible()
