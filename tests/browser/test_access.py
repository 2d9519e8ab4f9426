"""Pages for everyone: axe finds nothing, no mouse is needed, no layout breaks on a small screen."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit

DOCUMENT = Path(__file__).resolve().parents[2] / "demo/documents/ke-hoach-ubnd-tinh.md"
AXE = (Path(__file__).parent / "vendor/axe/axe.min.js").read_text(encoding="utf-8")
TABS = ("tasks", "outline", "citations", "reporting", "findings", "history", "json")
PAGES = (
    "/",
    "/?show=withdrawn",
    "/upload/",
    "/cascade/",
    "/accounts/password/",
    "/no/such/page",
    "/documents/2/withdraw/",
    *(f"/documents/3/?tab={tab}" for tab in TABS),
)


@pytest.fixture(scope="module")
def read_through(demonstration, chromium):
    """The demonstration, once everything of it is read."""
    with visit(chromium, demonstration, WIDE) as page:
        expect(page.get_by_text("Đã đọc")).to_have_count(4)
    return demonstration


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def viewport(request):
    return request.param


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"][:4]]) for v in found]


def test_axe_finds_no_violation_on_any_page(read_through, chromium, viewport):
    with visit(chromium, read_through, viewport) as page:
        for address in PAGES:
            page.goto(read_through.address + address)
            page.wait_for_load_state("networkidle")
            assert violations(page) == [], address


def test_axe_finds_no_violation_where_something_is_chosen_or_open(read_through, chromium, viewport):
    with visit(chromium, read_through, viewport) as page:
        page.goto(read_through.address + "/documents/3/")
        page.locator(".task button").first.click()
        assert violations(page) == []
        page.get_by_role("button", name="admin").click()
        assert violations(page) == []


def test_axe_finds_no_violation_before_signing_in_or_after_a_mistake(read_through, chromium, viewport):
    with visit(chromium, read_through, viewport, signed_in=False) as page:
        assert violations(page) == []
        page.get_by_label("Tên đăng nhập").fill("ai-do")
        page.get_by_label("Mật khẩu").fill("sai")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_no_page_is_wider_than_the_screen(read_through, chromium, width):
    with visit(chromium, read_through, {"width": width, "height": 740}) as page:
        for address in PAGES:
            page.goto(read_through.address + address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def press_until(page, key, reached, *, limit=60):
    """Press ``key`` until ``reached`` is true of the focused element; a person would give up earlier."""
    for _ in range(limit):
        page.keyboard.press(key)
        if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({reached}); }})()"):
            return
    raise AssertionError(f"{key} never leads to {reached}")


def test_the_main_job_without_a_mouse(chromium, site):
    with visit(chromium, site, WIDE) as page:
        press_until(page, "Tab", "e.getAttribute('href') === '/upload/'")
        page.keyboard.press("Enter")
        page.wait_for_url("**/upload/")
        press_until(page, "Tab", "e.id === 'id_papers'")
        page.locator("#id_papers").set_input_files(DOCUMENT)
        press_until(page, "Tab", "e.id === 'id_unclassified'")
        page.keyboard.press("Space")
        press_until(page, "Tab", "e.matches('form button')")
        page.keyboard.press("Enter")
        page.locator("#reader").wait_for()
        press_until(page, "Tab", "e.matches('.task button')")
        page.keyboard.press("Enter")
        expect(page.locator("#words mark.is-on").first).to_be_visible()
        page.keyboard.press("j")
        expect(page.locator(".task").nth(1)).to_have_class("task is-chosen")
        page.keyboard.press("k")
        expect(page.locator(".task").nth(0)).to_have_class("task is-chosen")
        press_until(page, "Shift+Tab", "e.id === 'words'")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#words mark.is-here")).to_have_count(1)
        expect(page.locator("#made strong").first).to_be_visible()


def test_letters_typed_into_a_field_are_no_commands(read_through, chromium):
    with visit(chromium, read_through, WIDE) as page:
        page.goto(read_through.address + "/documents/2/withdraw/")
        page.get_by_label("Lý do rút văn bản").press_sequentially("kj kj")
        expect(page.get_by_label("Lý do rút văn bản")).to_have_value("kj kj")


def test_the_skip_link_leads_to_the_content(read_through, chromium):
    with visit(chromium, read_through, WIDE) as page:
        page.goto(read_through.address + "/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_the_cascade_of_the_demonstration_shows_the_days(read_through, chromium):
    with visit(chromium, read_through, WIDE) as page:
        page.goto(read_through.address + "/cascade/")
        expect(page.locator("#graph canvas")).to_be_visible()
        row = page.locator("tbody tr", has=page.locator("td:nth-child(1)", has_text="912/NQ-CP")).first
        expect(row.locator("td:nth-child(2)")).to_contain_text("386/KH-UBND")
        expect(row.locator("td").last).to_have_text("63")
