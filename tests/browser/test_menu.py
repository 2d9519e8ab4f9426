"""The menu: groups that open by mouse, finger and key, the page shown where it belongs."""

import pytest
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit
from test_access import violations


def test_a_group_opens_by_key_and_shows_where_the_page_belongs(chromium, site):
    with visit(chromium, site, WIDE) as page:
        group = page.get_by_role("button", name="Văn bản", exact=True)
        group.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/upload/")
        expect(page.locator("#menu .nav-item.active")).to_have_count(1)
        expect(page.locator("#menu .nav-item.active > button")).to_contain_text("Văn bản")
        assert violations(page) == []


@pytest.mark.parametrize("viewport", [WIDE, {"width": 1024, "height": 768}], ids=["desk", "laptop"])
def test_the_menu_fits_one_line(chromium, site, viewport):
    with visit(chromium, site, viewport) as page:
        tops = page.locator("#menu .nav-item").evaluate_all("all => all.map(one => one.offsetTop)")
        assert len(tops) >= 5
        assert len(set(tops)) == 1
        assert page.locator("header").bounding_box()["height"] < 80


def test_on_a_phone_the_menu_is_folded_and_every_entry_can_be_reached(chromium, site):
    with visit(chromium, site, NARROW) as page:
        expect(page.locator("#menu")).to_be_hidden()
        assert page.locator("header").bounding_box()["height"] < 80
        page.get_by_role("button", name="Mở thực đơn").click()
        page.get_by_role("button", name="Quản trị").click()
        entry = page.get_by_role("link", name="Nhật ký", exact=True)
        expect(entry).to_be_visible()
        assert violations(page) == []
        entry.click()
        page.wait_for_url("**/log/**")
