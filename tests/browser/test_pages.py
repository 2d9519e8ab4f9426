"""The directive as its pages: outlines follow the task, the task follows the outline."""

import paged_plan
import pytest
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit
from test_access import violations
from test_main_job import memory, upload


@pytest.fixture(scope="module")
def paged(site, chromium):
    """The address of a plan of two pages."""
    with visit(chromium, site, WIDE) as page:
        upload(page, memory("hai-trang.pdf", paged_plan.two_pages()))
        page.locator("#reader").wait_for()
        return page.url


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def opened(request, chromium, site, paged):
    with visit(chromium, site, request.param) as page:
        page.goto(paged)
        expect(page.locator("#sheets rect").first).to_be_attached()
        yield page


def over_two_pages(page):
    return page.locator(".task", has_text="bản đồ vùng trồng").locator("button")


def test_choosing_a_task_outlines_its_words_on_both_pages(opened):
    over_two_pages(opened).click()
    for number in (1, 2):
        expect(opened.locator(f'.sheet[data-number="{number}"] rect.o-wording.is-on').first).to_be_attached()
    expect(opened.locator('.sheet[data-number="1"] rect.o-wording.is-on').first).to_be_in_viewport()
    opened.get_by_role("button", name="Ở các trang 2").click()
    expect(opened.locator('.sheet[data-number="2"] rect.o-wording.is-on').first).to_be_in_viewport()
    picture = opened.locator('.sheet[data-number="2"] img')
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 1240


def test_an_outline_chooses_its_task(opened):
    lead = opened.locator("#sheets rect.o-lead").first
    lead.scroll_into_view_if_needed()
    lead.click()
    expect(opened.locator(".task.is-chosen")).to_have_count(1)
    expect(opened.locator(".task.is-chosen")).to_contain_text("Rà soát danh mục")
    expect(opened.locator("#made")).to_contain_text("Chủ trì")


def test_buttons_and_keys_zoom_and_turn_pages(opened):
    frame = opened.locator("#sheets")
    frame.focus()
    opened.keyboard.press("0")
    width = opened.locator(".sheet").first.bounding_box()["width"]
    opened.keyboard.press("+")
    assert opened.locator(".sheet").first.bounding_box()["width"] > width * 1.2
    opened.keyboard.press("-")
    opened.get_by_role("button", name="Thu nhỏ").click()
    assert opened.locator(".sheet").first.bounding_box()["width"] < width * 0.8
    opened.keyboard.press("0")
    frame.focus()
    opened.keyboard.press("End")
    expect(opened.locator("#sheet-at")).to_have_text("Trang 2/2")
    opened.keyboard.press("PageUp")
    expect(opened.locator("#sheet-at")).to_have_text("Trang 1/2")


def test_words_can_be_shown_instead_and_what_is_chosen_stays_chosen(opened):
    over_two_pages(opened).click()
    opened.get_by_role("button", name="Chữ", exact=True).click()
    expect(opened.locator("#words mark.m-wording.is-on").first).to_be_in_viewport()
    expect(opened.locator("#sheets")).to_be_hidden()
    opened.get_by_role("button", name="Trang", exact=True).click()
    expect(opened.locator("#sheets rect.o-wording.is-on").first).to_be_in_viewport()


def test_axe_and_the_width_of_the_screen_find_nothing_wrong(opened):
    over_two_pages(opened).click()
    assert violations(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
