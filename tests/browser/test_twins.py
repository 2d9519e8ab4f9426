"""Two sources of a directive compared, one chosen."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit
from test_access import violations
from test_main_job import memory, upload

PLAN = (Path(__file__).resolve().parents[2] / "demo/documents/ke-hoach-ubnd-tinh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_differences_are_seen_and_a_source_is_chosen(chromium, site, viewport):
    with visit(chromium, site, viewport) as page:
        end = "\n" * (1 + viewport["width"] % 7)
        for name, text in (("mot.md", PLAN), ("hai.md", PLAN.replace("2026", "2027", 1))):
            upload(page, memory(name, (text + end).encode()))
            page.locator("#reader").wait_for()
        page.get_by_role("link", name="So sánh").first.click()
        expect(page.get_by_role("heading", name="So sánh hai bản")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.get_by_role("button", name="Lấy nhiệm vụ từ bản này").first.click()
        expect(page.get_by_text("Nhiệm vụ được lấy từ bản này.")).to_be_visible()
