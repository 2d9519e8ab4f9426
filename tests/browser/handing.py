"""Handing a report in and accepting it, as people do on its page."""

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
