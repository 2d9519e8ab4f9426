"""The whole thread in a real browser: a directive is uploaded, and what it orders comes back as an accepted report.

The plan of the demonstration in its province: read by the worker, reviewed, confirmed;
a unit works, proves and reports; the body that holds the work of a department which
has ended consolidates, prints and hands in; a line of that report opens down to the words.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from handing import accept, hand_in, report_done
from looks import looked_at
from playwright.sync_api import Page, expect
from staff import CAST
from stage import DEMO, WIDE, Site, as_, environment, running, visit
from test_main_job import memory, upload

SCRIPT = """
import cast
from dondoc_web.accounts.models import Role, User
from dondoc_web.agencies.models import Agency
from dondoc_web.demonstration import province
province.found_province(User.objects.get(username="admin"))
top, lead, unit = map(province.body, ("uy-ban-nhan-dan-tinh", "so-van-hoa-the-thao-va-du-lich", "so-noi-vu"))
for name, role, body in (("desk", Role.DESK, top), ("desk2", Role.DESK, top), ("lead", Role.UNIT, lead),
                         ("unit", Role.UNIT, unit)):
    cast.person(name, role, body)
for name in ("real", "real2"):
    cast.person(name, Role.DESK, Agency.objects.get(key="uy-ban-nhan-dan-tinh@quang-ngai"))
"""
TASK = "Bồi dưỡng nghiệp vụ, ngoại ngữ, kỹ năng số"
FROM_UNITS, FROM_LEAD = "báo cáo kết quả thực hiện về Sở Thông tin và Truyền thông", "tổng hợp kết quả thực hiện"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The province of the demonstration with four people, a real one with two desk officers, and no document."""
    room = tmp_path_factory.mktemp("thread")
    with running(room) as site:
        command = [sys.executable, "-W", "ignore", "-m", "dondoc_web", "shell", "--no-imports", "-c", SCRIPT]
        subprocess.run(command, check=True, env=environment(room, PYTHONPATH=str(CAST)))
        yield site


def soon(days: int) -> str:
    """A day of every year so far ahead, as the plan prints it."""
    there = datetime.now().astimezone().date() + timedelta(days=days)
    return f"{min(there.day, 28)}/{there.month}"


def the_plan() -> bytes:
    """The plan of the demonstration; units report in two weeks or so, their lead in four, whatever the day."""
    words = (DEMO / "ke-hoach-ubnd-tinh.md").read_text(encoding="utf-8")
    assert words.count("31/10") == words.count("20/11") == 1
    return words.replace("31/10", soon(14)).replace("20/11", soon(27)).encode()


def is_read_and_confirmed(desk: Page, second: Page, site: Site, plan: bytes) -> int:
    """By one desk officer and another, as far as its bodies are known; how many tasks that are."""
    upload(desk, memory("ke-hoach.md", plan))
    desk.locator("#reader").wait_for()
    desk.get_by_role("link", name="Rà soát nhiệm vụ").click()
    expect(desk.locator(".review-task").first).to_be_visible()
    desk.get_by_label("Chấp nhận mọi đề xuất tin cậy từ").fill("50")
    desk.get_by_role("button", name="Chấp nhận hàng loạt").click()
    accepted = desk.locator(".review-task.is-accepted")
    expect(accepted.first).to_be_visible()
    count = accepted.count()
    second.goto(site.address + "/review/")
    second.locator(".queue").get_by_role("link", name="/KH-UBND").click()
    second.get_by_role("button", name=f"Xác nhận cả {count} nhiệm vụ").click()
    expect(second.locator(".review-task.is-confirmed")).to_have_count(count)
    return count


def asks_for_reports(desk: Page, site: Site) -> None:
    """Both duties were read: who, to whom, by when, and that one is made of the other."""
    for words in (FROM_UNITS, FROM_LEAD):
        desk.goto(site.address + "/reports/duties/")
        desk.get_by_role("link", name=re.compile(f"^(định kỳ )?hằng năm.*{words}")).click()
        if words == FROM_UNITS:
            expect(desk.locator("dt", has_text="Sau đó tổng hợp vào")).to_be_visible()
        desk.get_by_role("button", name="Xác nhận").click()
        expect(desk.get_by_text("Đã xác nhận; danh sách báo cáo phải nộp đã được lập.")).to_be_visible()


def works(unit: Page, desk: Page, site: Site) -> None:
    """The unit proves what it did this year; the office confirms."""
    year = date.today().year  # noqa: DTZ011 - the round of this year, near enough to midnight at either end
    unit.goto(site.address + "/obligations/")
    unit.locator("tr", has_text=TASK).filter(has_text=f"Năm {year}").get_by_role("link").click()
    unit.get_by_label("Nội dung đã thực hiện").fill("Đã mở hai lớp cho 86 học viên.")
    report_done(unit)
    desk.goto(site.address + "/obligations/")
    desk.get_by_role("link", name=TASK).click()
    desk.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(desk.get_by_text("Đã xác nhận hoàn thành.")).to_be_visible()


def awaited(page: Page, site: Site, words: str) -> str:
    """The report that waits for this person."""
    page.goto(site.address + "/reports/")
    page.get_by_role("link", name=words).first.click()
    expect(page.get_by_role("heading", name="Báo cáo của đơn vị").or_(page.locator("h1"))).to_be_visible()
    return page.url


def reports(unit: Page, desk: Page, site: Site) -> None:
    address = awaited(unit, site, FROM_UNITS)
    unit.get_by_role("link", name="Soạn báo cáo").click()
    unit.get_by_role("button", name="Lập báo cáo").click()
    expect(unit.get_by_text("Đã mở hai lớp cho 86 học viên.").first).to_be_visible()
    looked_at(unit)
    hand_in(unit, address, "Báo cáo 9/BC-SNV")
    accept(desk, address)


def consolidates(lead: Page, site: Site) -> str:
    """Drafted, a sentence said otherwise, printed, handed in; the address of the expected report."""
    address = awaited(lead, site, FROM_LEAD)
    lead.get_by_role("link", name="Báo cáo tổng hợp").click()
    lead.get_by_role("button", name="Lập dự thảo").click()
    expect(lead.get_by_role("button", name="Tạo DOCX, PDF")).to_be_visible()
    looked_at(lead)
    lead.locator(".sentence", has_text="Trên đây là báo cáo").get_by_role("link", name="Sửa").click()
    lead.get_by_label("Câu", exact=True).fill("Kính đề nghị Ủy ban nhân dân tỉnh xem xét.")
    lead.get_by_role("button", name="Lưu", exact=True).click()
    lead.get_by_role("button", name="Tạo DOCX, PDF").click()
    with lead.expect_download() as coming:
        lead.get_by_role("link", name="Tải DOCX").click()
    printed = [line.text for line in docx.Document(io.BytesIO(Path(coming.value.path()).read_bytes())).paragraphs]
    assert "Kính đề nghị Ủy ban nhân dân tỉnh xem xét./." in printed
    assert "- Sở Nội vụ: Đã mở hai lớp cho 86 học viên." in printed
    hand_in(lead, address, "Báo cáo 20/BC-SVHTTDL")
    return address


def opens_a_line(desk: Page, address: str) -> None:
    """From the line of the accepted report to the file of the unit, and to the sentence that ordered it."""
    desk.goto(address)
    desk.get_by_role("link", name="Mở báo cáo tổng hợp").click()
    desk.locator(".sentence", has_text="86 học viên").locator("sup a").click()
    desk.locator("summary", has_text="Tiến độ và minh chứng").first.click()
    expect(desk.get_by_text("bien-ban.pdf").first).to_be_visible()
    looked_at(desk)
    desk.get_by_role("link", name="Việc phải làm, câu chữ giao việc").first.click()
    with desk.expect_download() as coming:
        desk.get_by_role("link", name="bien-ban.pdf").click()
    assert Path(coming.value.path()).read_bytes() == b"%PDF-1.7\n%%EOF\n"
    desk.locator("dd", has_text="386/KH-UBND").get_by_role("link", name="Kế hoạch 386/KH-UBND").click()
    words = desk.locator("#words mark.is-here")
    expect(words.first).to_be_in_viewport()
    assert TASK in " ".join(" ".join(words.all_inner_texts()).split())


def test_from_a_directive_to_the_accepted_report_and_back_to_its_words(office, chromium):
    site = office
    with (
        visit(chromium, as_(site, "desk"), WIDE) as desk,
        visit(chromium, as_(site, "desk2"), WIDE) as second,
        visit(chromium, as_(site, "unit"), WIDE) as unit,
        visit(chromium, as_(site, "lead"), WIDE) as lead,
    ):
        assert is_read_and_confirmed(desk, second, site, the_plan()) == 23
        asks_for_reports(desk, site)
        works(unit, desk, site)
        reports(unit, desk, site)
        address = consolidates(lead, site)
        accept(desk, address)
        opens_a_line(desk, address)


def test_a_real_plan_comes_as_far_as_who_owes_what(office, chromium, samples):
    """Plan 116/KH-UBND of Quảng Ngãi: bodies of that province owe its tasks, and duties to report were read."""
    plan = (samples / "documents/kh116-quangngai.md").read_bytes()
    with visit(chromium, as_(office, "real"), WIDE) as desk, visit(chromium, as_(office, "real2"), WIDE) as second:
        assert is_read_and_confirmed(desk, second, office, plan) > 20
        desk.goto(office.address + "/register/")
        owed = desk.locator("tr", has_text="116/KH-UBND")
        expect(owed.first).to_be_visible()
        expect(owed.filter(has_text="Sở Văn hóa, Thể thao và Du lịch").first).to_be_visible()
        desk.goto(office.address + "/reports/duties/")
        expect(desk.locator("section", has_text="116/KH-UBND").first).to_be_visible()
