"""Search in a real browser: from the key / to the words of a directive; filters that are kept; at 390 points."""

from __future__ import annotations

import re

import pytest
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit


@pytest.fixture(scope="module")
def library(demonstration, chromium):
    """The demonstration, once its four papers are read."""
    with visit(chromium, demonstration, WIDE) as page:
        expect(page.locator(".status-read")).to_have_count(4)
    return demonstration


def test_the_slash_key_leads_over_a_suggestion_to_the_very_words(library, chromium):
    with visit(chromium, library, WIDE) as page:
        page.keyboard.press("/")
        box = page.locator("#search-words")
        expect(box).to_be_focused()
        box.press_sequentially("nghi quyet 912")
        expect(page.locator("#suggestions mark").first).to_be_visible()
        looked_at(page)
        page.keyboard.press("ArrowDown")
        expect(page.locator("#suggestions a").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#suggestions a")).to_have_count(0)
        expect(box).to_be_focused()
        box.fill("")
        box.press_sequentially("912NQ/CP")
        expect(page.locator("#suggestions mark").first).to_be_visible()
        box.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("912/NQ-CP")

        page.keyboard.press("/")
        page.keyboard.type('"thong tin doi ngoai"')
        page.keyboard.press("Enter")
        expect(page.locator(".hit").first).to_be_visible()
        looked_at(page)
        hit = page.locator(".hit", has=page.locator(".kind", has_text="điều khoản")).first
        hit.get_by_role("link").first.press("Enter")
        on = page.locator("#words mark.is-on").first
        expect(on).to_be_visible()
        expect(on).to_have_text(re.compile("thông|tin|đối|ngoại", re.IGNORECASE))
        expect(on).to_be_in_viewport()
        looked_at(page)


def test_filters_narrow_and_are_kept_under_a_name(library, chromium):
    with visit(chromium, library, WIDE) as page:
        page.goto(library.address + "/search/")
        looked_at(page)
        page.get_by_label("Từ cần tìm").fill("thông tin")
        page.locator("summary", has_text="Lọc theo").press("Enter")
        page.get_by_label("điều khoản").check()
        page.get_by_label("Từ ngày").fill("2024-03-01")
        page.get_by_label("Đến ngày").fill("2024-03-31")
        looked_at(page)
        page.get_by_role("button", name="Áp dụng").press("Enter")
        expect(page.locator(".hit").first).to_contain_text("912/NQ-CP")
        assert {one.strip() for one in page.locator(".hit .kind").all_inner_texts()} == {"điều khoản"}
        told = page.get_by_role("status").inner_text()
        page.locator("summary", has_text="Lưu tìm kiếm này").press("Enter")
        page.get_by_label("Tên tìm kiếm").fill("Nghị quyết tháng 3")
        page.get_by_role("button", name="Lưu", exact=True).press("Enter")
        expect(page.get_by_text("Đã lưu tìm kiếm")).to_be_visible()
        page.goto(library.address + "/search/")
        page.get_by_role("link", name="Nghị quyết tháng 3").press("Enter")
        expect(page.locator("p[role=status]")).to_have_text(told)
        page.get_by_role("button", name="Xóa tìm kiếm Nghị quyết tháng 3").press("Enter")
        expect(page.get_by_role("link", name="Nghị quyết tháng 3")).to_have_count(0)


def test_on_a_phone_the_link_of_the_header_leads_to_the_same(library, chromium):
    with visit(chromium, library, NARROW) as page:
        page.get_by_role("link", name="Tìm", exact=True).press("Enter")
        expect(page.get_by_label("Từ cần tìm")).to_be_focused()
        page.keyboard.type("không có chữ nào như vậy")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Không thấy kết quả nào")).to_be_visible()
        looked_at(page)
        page.get_by_label("Từ cần tìm").fill("thong tin doi ngoai")
        page.keyboard.press("Enter")
        page.locator(".hit").first.wait_for()
        page.locator("summary", has_text="Lọc theo").press("Enter")
        looked_at(page)
