"""A plan shown to everyone, in a real browser: opened by a leader, read by a stranger, ended."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from figured import fill
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, WIDE, Site, running, visit


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A site that allows public pages."""
    room = tmp_path_factory.mktemp("public")
    with running(room, settings={"DONDOC_PUBLIC_PAGES": "true"}) as site:
        yield fill(site)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_leader_opens_a_plan_that_a_stranger_reads_until_it_is_ended(office, chromium, viewport):
    leader = Site(office.address, "leader", "mat-khau-leader", office.room)
    with visit(chromium, leader, viewport) as page, visit(chromium, office, viewport, signed_in=False) as stranger:
        page.goto(office.address + "/board/public/")
        looked_at(page)
        page.get_by_role("link", name="Xem trước Kế hoạch 77/KH").press("Enter")
        expect(page.locator("h1")).to_have_text("Kế hoạch 77/KH")
        page.go_back()
        page.get_by_role("button", name="Công khai Kế hoạch 77/KH", exact=True).press("Enter")
        expect(page.get_by_text("Đã công khai “Kế hoạch 77/KH”.")).to_be_visible()
        looked_at(page)
        path = urlsplit(page.locator(".public-address").get_attribute("href")).path

        stranger.goto(office.address + path)
        expect(stranger.locator("h1")).to_have_text("Kế hoạch 77/KH")
        looked_at(stranger)
        given = int(stranger.locator(".tile strong").first.inner_text())
        assert stranger.locator(".public-table tbody tr").count() == given > 0
        assert stranger.locator("a[href^='/']").count() == 0
        stranger.goto(office.address + "/board/")
        expect(stranger.get_by_label("Mật khẩu")).to_be_visible()

        page.get_by_role("button", name="Thôi công khai Kế hoạch 77/KH").press("Enter")
        expect(page.get_by_text("Đã thôi công khai “Kế hoạch 77/KH”.")).to_be_visible()
        assert stranger.goto(office.address + path).status == 404
