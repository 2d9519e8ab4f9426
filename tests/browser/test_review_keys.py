"""A plan from upload to orders with the keyboard only, its keys counted and the program's part timed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from staff import hire
from stage import NARROW, WIDE, Site, as_, running, visit

AXE = (Path(__file__).parent / "vendor/axe/axe.min.js").read_text(encoding="utf-8")
DEMO = Path(__file__).resolve().parents[2] / "demo/documents/ke-hoach-ubnd-tinh.md"
AGENCIES = ("Sở Nội vụ", "Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch")
KEY_SECONDS, LOOK_SECONDS = 0.3, 15
"""A person's part, for the estimate that is printed: a key, and reading a task beside its words."""


def twenty_tasks() -> str:
    """A plan of Lam Giang with twenty tasks in a table; one names a body that nobody knows."""
    head = (
        "**ỦY BAN NHÂN DÂN TỈNH LAM GIANG**\n\nSố: 415/KH-UBND *Lam Giang, ngày 02 tháng 7 năm 2024*\n\n## KẾ HOẠCH\n\n"
        "**Phát triển thư viện số trên địa bàn tỉnh**\n\n### DANH MỤC NHIỆM VỤ\n\n"
        "| STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian thực hiện | Sản phẩm |\n"
        "|---|---|---|---|---|---|\n"
    )
    rows = (
        f"| {n} | Xây dựng phần thứ {n} của thư viện số tỉnh | "
        f"{'Trung tâm Dữ liệu mới' if n == 7 else AGENCIES[n % 3]} | UBND huyện Sông Lam | Quý III/2024 | Sổ {n} |\n"
        for n in range(1, 21)
    )
    return head + "".join(rows)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A site where the people of the cast work."""
    room = tmp_path_factory.mktemp("office")
    with running(room) as site:
        hire(room)
        yield site


class Keys:
    """A keyboard that counts."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.count += len(words)

    def until(self, key: str, reached: str, limit: int = 60) -> None:
        """Press ``key`` until ``reached`` is true of the focused element."""
        for _ in range(limit):
            self.press(key)
            if self.page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({reached}); }})()"):
                return
        raise AssertionError(f"{key} never leads to {reached}")


def upload(page, site: Site, keys: Keys, name: str, content: bytes) -> None:
    """As the main job does; choosing the file is the system's own dialog."""
    page.goto(site.address + "/upload/")
    keys.until("Tab", "e.id === 'id_papers'")
    page.locator("#id_papers").set_input_files({"name": name, "mimeType": "text/markdown", "buffer": content})
    keys.until("Tab", "e.id === 'id_unclassified'")
    keys.press("Space")
    keys.until("Tab", "e.matches('form button')")
    keys.press("Enter")
    page.locator("#reader").wait_for()
    keys.until("Tab", "e.textContent.includes('Rà soát nhiệm vụ')")
    keys.press("Enter")
    page.wait_for_url("**/review/*/")


def settled(page) -> None:
    """The answer has come and a task is chosen again."""
    expect(page.locator(".review-task.is-chosen .task-open")).to_have_count(1)


def decided(page, done: int, total: int) -> None:
    expect(page.locator("#summary")).to_contain_text(f"Đã rà soát {done}/{total}")


def test_twenty_tasks_from_upload_to_orders_with_the_keyboard_only(office, chromium, capsys):
    began = time.monotonic()
    with visit(chromium, as_(office, "desk"), WIDE) as page:
        keys = Keys(page)
        upload(page, office, keys, "thu-vien.md", twenty_tasks().encode())
        cards = page.locator(".review-task")
        expect(cards).to_have_count(20)
        expect(cards.first).to_have_class("task review-task is-proposed is-chosen")
        for n in range(20):
            task = page.locator(".review-task.is-chosen")
            expect(task.locator(".wording")).to_have_text(f"Xây dựng phần thứ {n + 1} của thư viện số tỉnh")
            if n == 6:
                choose_agency(page, keys)
            else:
                keys.press("a")
            decided(page, n + 1, 20)
    with visit(chromium, as_(office, "desk2"), WIDE) as page:
        keys.page = page
        page.goto(office.address + "/review/")
        keys.until("Tab", "e.textContent.trim() === 'Xác nhận'")
        keys.press("Enter")
        page.wait_for_url("**/review/*/")
        expect(page.locator(".review-task.is-accepted")).to_have_count(20)
        keys.press("c")
        expect(page.locator(".review-task.is-confirmed")).to_have_count(20)
    program = time.monotonic() - began
    whole = program + keys.count * KEY_SECONDS + 20 * LOOK_SECONDS
    with capsys.disabled():
        told = f"{keys.count} keys, program {program:.0f} s, by hand about {whole:.0f} s"
        print(f"\n20 tasks from upload to orders: {told}")  # noqa: T201 - the figure is what this test is for
    assert whole < 600


def choose_agency(page, keys: Keys) -> None:
    """The body that nobody knows is chosen from the registry, typed without marks."""
    expect(page.locator(".review-task.is-chosen .unknown")).to_have_count(1)
    keys.press("e")
    page.locator(".correct textarea").first.wait_for()
    keys.until("Tab", "e.name === 'party_name'")
    keys.type("so noi")
    expect(page.locator(".options li[aria-selected=true]")).to_contain_text("Sở Nội vụ")
    keys.press("Enter")
    expect(page.locator(".body-name").first).to_have_value("Sở Nội vụ")
    keys.press("Control+Enter")


def test_splitting_undoing_and_adding_by_words_without_a_mouse(office, chromium):
    with visit(chromium, as_(office, "desk"), WIDE) as page:
        keys = Keys(page)
        upload(page, office, keys, "ke-hoach.md", DEMO.read_bytes())
        cards = page.locator(".review-task")
        before = cards.count()
        keys.press("s", "ArrowRight", "Enter")
        expect(cards).to_have_count(before + 1)
        settled(page)
        keys.press("u")
        expect(cards).to_have_count(before)
        settled(page)
        keys.press("w", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "1")
        expect(cards).to_have_count(before + 1)
        settled(page)
        keys.press("x")
        expect(page.locator("input[name=reason]:focus")).to_have_count(1)
        keys.type("ja ke a")
        keys.press("Enter")
        expect(page.locator(".review-task.is-refused")).to_have_count(1)
        keys.press("?")
        expect(page.locator("#keys")).to_be_visible()
        assert violations(page) == []
        keys.press("Escape")
        expect(page.locator("#keys")).to_be_hidden()


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"][:4]]) for v in found]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_no_violation_in_review_and_nothing_is_wider_than_the_screen(office, chromium, viewport):
    with visit(chromium, as_(office, "desk"), viewport) as page:
        for address in ("/review/", "/review/1/", "/review/2/"):
            page.goto(office.address + address)
            page.wait_for_load_state("networkidle")
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        page.keyboard.press("e")
        page.locator(".correct").wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
