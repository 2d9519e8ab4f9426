"""Repaired words: a card on hover and by keys, decisions, the original, the list without a mouse."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit
from test_access import violations
from test_main_job import memory, upload

DEMO = Path(__file__).resolve().parents[2] / "demo/documents/ke-hoach-thanh-uy-ocr.txt"
RUINED = b"".join(DEMO.read_bytes().splitlines(keepends=True)[:45])


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def ruined(request, chromium, site):
    """A page of a ruined text of its own, so that what one test decides is not there in the next."""
    with visit(chromium, site, request.param) as page:
        end = b"\n" * (1 + ruined.count)
        ruined.count += 1
        upload(page, memory(f"hong-{ruined.count}.txt", RUINED + end))
        page.locator("#reader").wait_for()
        yield page


ruined.count = 0


def test_a_change_is_decided_from_its_card_and_the_text_is_read_again(ruined):
    mark = ruined.locator("#words mark.e-sure").nth(3)
    before, token = mark.inner_text(), mark.get_attribute("data-m").split()[-1]
    mark.click()
    card = ruined.locator("#card")
    expect(card).to_contain_text("Lý do")
    expect(card).to_contain_text("Độ tin")
    was = card.locator(".was").inner_text()
    assert was != before
    card.get_by_role("button", name="Bỏ chỗ sửa").click()
    expect(card).to_contain_text("đã bỏ")
    assert violations(ruined) == []
    ruined.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(ruined.get_by_role("link", name="Xem kết quả mới")).to_be_visible()
    ruined.get_by_role("link", name="Xem kết quả mới").click()
    expect(ruined.locator(f'#words mark[data-m$="{token}"]').first).to_have_text(was)
    ruined.get_by_role("button", name="Xem nguyên bản").click()
    expect(ruined.locator(f'#original mark[data-m$="{token}"]').first).to_have_text(was)


def test_the_list_is_worked_through_with_keys_alone(ruined):
    ruined.get_by_role("link", name="Chỗ sửa").click()
    lines = ruined.locator(".edit")
    expect(lines.nth(2)).to_be_attached()
    ruined.keyboard.press("j")
    expect(lines.nth(0)).to_have_class("edit is-chosen")
    expect(ruined.locator("#words mark.e.is-on").first).to_be_in_viewport()
    ruined.keyboard.press("a")
    expect(lines.nth(0).locator(".level")).to_contain_text("đã xác nhận")
    expect(lines.nth(1)).to_have_class("edit is-chosen")
    ruined.keyboard.press("x")
    expect(lines.nth(1).locator(".level")).to_contain_text("đã bỏ")
    lines.nth(2).get_by_label("Cách đọc khác").fill("đọc khác")
    lines.nth(2).get_by_role("button", name="Đọc là…").click()
    expect(lines.nth(2).locator(".level")).to_contain_text("người chọn")
    expect(ruined.get_by_role("link", name="Xem kết quả mới")).to_be_visible()
    assert violations(ruined) == []
    ruined.get_by_role("link", name="Xem kết quả mới").click()
    expect(ruined.locator("#words")).to_contain_text("đọc khác")


def test_the_card_opens_on_hover_and_by_keys_and_never_in_the_way(chromium, site):
    with visit(chromium, site, WIDE) as page:
        upload(page, memory("re-chuot.txt", RUINED + b"\n\n\n\n\n\n\n\n"))
        page.locator("#reader").wait_for()
        page.locator("#words mark.e").first.hover()
        expect(page.locator("#card")).to_be_visible()
        page.mouse.move(5, 5)
        expect(page.locator("#card")).to_be_hidden()
        page.locator("#words").focus()
        page.keyboard.press("e")
        expect(page.locator("#card")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#card button").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#card")).to_be_hidden()
        expect(page.locator("#words")).to_be_focused()
