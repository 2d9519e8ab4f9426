"""A unit's report in a real browser: prepared, edited, approved, handed in, returned, mended, accepted, by keyboard.

And filled in as a workbook that a unit takes away and brings back.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, ROOT, WIDE, Site, as_, environment, visit

CAST = """
import sys; sys.path.insert(0, "tests/web")
from datetime import timedelta
import cast, obligations
from django.core.files.base import ContentFile
from django.utils import timezone
from dondoc_web.accounts.models import Role, User
from dondoc_web.reports import duties, expecting
from dondoc_web.work import evidence, progress
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, OfficeSettings
User.objects.update(username="chief")  # the cast has an administrator of its own
people = cast.two_provinces()
cast.person("head", Role.LEADER, people.culture)
OfficeSettings.objects.create(office=people.province, reports_approved=True)
for words in ("Biên soạn tài liệu giới thiệu tỉnh Lam Giang", "Tập huấn nghiệp vụ cho cán bộ cấp xã"):
    order_task(task=obligations.given_task(people, lead=[people.culture], text=words), by=people.desk2)
one = Obligation.objects.order_by("pk").first()
evidence.attach(obligation_id=one.pk, by=people.unit, file=ContentFile(b"%PDF-1.7\\n%%EOF\\n", "bien-ban.pdf"),
                name="bien-ban.pdf", confirmed_unclassified=True)
books = {"name": "Sách", "value": "1500", "unit": "cuốn"}
said = progress.Report(stage="under_way", text="Đã in 1.500 cuốn.", figures=[books])
progress.submit(obligation_id=one.pk, by=people.unit, report=said)
today = timezone.localdate()
facts = duties.Facts(words="Báo cáo kết quả công tác thông tin đối ngoại", frequency="on_request", regime="nd09",
                     since=today - timedelta(days=40), reporters=(f"a{people.culture.pk}",))
duty = duties.add(office_id=people.province.pk, by=people.desk, facts=facts)
duties.confirm(duty_id=duty.pk, by=people.desk)
for n in range(5, 10):
    days = (today - timedelta(days=30), today, today + timedelta(days=n))
    expecting.open_by_hand(duty_id=duty.pk, by=people.desk, days=days, basis="")
print(*duty.expected.order_by("due_on").values_list("pk", flat=True))
"""


@pytest.fixture(scope="module")
def office(site) -> tuple[Site, list[str]]:
    """A department with two obligations and five reports to write; its leader has to approve them."""
    command = [sys.executable, "-m", "dondoc_web", "shell", "--no-imports", "-c", CAST]
    told = subprocess.run(
        command, env=environment(site.room), cwd=ROOT, check=True, timeout=240, stdout=subprocess.PIPE, text=True
    )
    return site, [f"{site.address}/reports/{key}/" for key in told.stdout.split()]


def press(page, name, role="button"):
    page.get_by_role(role, name=name, exact=True).press("Enter")


def prepares_and_edits(unit, address):
    unit.goto(address)
    looked_at(unit)
    press(unit, "Soạn báo cáo", "link")
    looked_at(unit)
    press(unit, "Lập báo cáo")
    expect(unit.get_by_text("Sách; 1.500; cuốn")).to_be_visible()
    looked_at(unit)
    unit.get_by_label("Nội dung đã thực hiện").nth(1).fill("Đã mở hai lớp.")
    unit.get_by_label("Kết quả").nth(1).select_option("đang thực hiện")
    unit.get_by_label("Số liệu").nth(1).fill("Lớp; hai; lớp")
    press(unit, "Lưu")
    expect(unit.get_by_text("“Lớp; hai; lớp” không đúng")).to_be_visible()
    looked_at(unit)
    unit.get_by_label("Số liệu").nth(1).fill("Lớp; 2; lớp")
    press(unit, "Lưu")
    expect(unit.get_by_text("Đã lưu báo cáo.")).to_be_visible()


def attaches(unit):
    paper = {"name": "phu-luc.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
    unit.get_by_label("Tệp kèm báo cáo").set_input_files(paper)
    unit.get_by_label("Tệp này không thuộc danh mục").press("Space")
    press(unit, "Thêm tệp")
    expect(unit.get_by_role("link", name="phu-luc.pdf")).to_be_visible()


def hands_in(unit, head, address, paper):
    """Laid before the leader, approved, handed in."""
    press(unit, "Lưu, xem lại và nộp")
    expect(unit.get_by_text("phải được lãnh đạo đơn vị duyệt rồi mới nộp được")).to_be_visible()
    looked_at(unit)
    press(unit, "Trình lãnh đạo đơn vị duyệt")
    head.goto(address)
    looked_at(head)
    press(head, "Duyệt báo cáo")
    unit.goto(address)
    unit.locator("summary", has_text="Nộp báo cáo").press("Enter")
    unit.get_by_label("Số, ký hiệu hoặc tên báo cáo").fill(paper)
    looked_at(unit)
    press(unit, "Nộp báo cáo")
    expect(unit.get_by_text("nộp đúng hạn, chờ tiếp nhận")).to_be_visible()


def opens_a_line(desk, address):
    """To the obligation, the words that order it, and the evidence."""
    desk.locator("summary", has_text="Nguồn của dòng này").first.press("Enter")
    expect(desk.get_by_text("1 minh chứng")).to_be_visible()
    looked_at(desk)
    desk.get_by_role("link", name="Việc phải làm, câu chữ giao việc").first.press("Enter")
    expect(desk.get_by_role("link", name="bien-ban.pdf")).to_be_visible()
    expect(desk.get_by_text("Biên soạn tài liệu giới thiệu tỉnh Lam Giang").first).to_be_visible()
    desk.goto(address)


@pytest.mark.parametrize(("viewport", "which"), [(WIDE, 0), (NARROW, 1)], ids=["wide", "narrow"])
def test_from_prepared_to_accepted(office, chromium, viewport, which):
    site, address = office[0], office[1][which]
    with (
        visit(chromium, as_(site, "unit"), viewport) as unit,
        visit(chromium, as_(site, "head"), viewport) as head,
        visit(chromium, as_(site, "desk"), viewport) as desk,
    ):
        prepares_and_edits(unit, address)
        attaches(unit)
        hands_in(unit, head, address, "15/BC-SVHTTDL")
        desk.goto(address)
        expect(desk.get_by_text("Đã mở hai lớp.")).to_be_visible()
        desk.locator("summary", has_text="Trả lại").press("Enter")
        desk.get_by_label("Lý do").fill("Bổ sung số học viên.")
        looked_at(desk)
        press(desk, "Trả lại")

        unit.goto(address)
        press(unit, "Sửa báo cáo", "link")
        expect(unit.get_by_text("Bị trả lại: Bổ sung số học viên.")).to_be_visible()
        looked_at(unit)
        unit.get_by_label("Số liệu").nth(1).fill("Lớp; 2; lớp\nHọc viên; 86; người")
        hands_in(unit, head, address, "16/BC-SVHTTDL")

        desk.goto(address)
        expect(desk.get_by_text("Học viên; 86; người")).to_be_visible()
        opens_a_line(desk, address)
        press(desk, "Tiếp nhận")
        expect(desk.get_by_text("đủ, đúng hạn")).to_be_visible()
        looked_at(desk)


def test_what_is_not_saved_is_told_before_the_page_goes(office, chromium):
    site, addresses = office
    with visit(chromium, as_(site, "unit"), WIDE) as unit:
        unit.goto(addresses[2] + "write/")
        press(unit, "Lập báo cáo")
        asked = []
        unit.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        unit.get_by_label("Đánh giá chung").press_sequentially("Tốt")
        expect(unit.get_by_text("Có nội dung chưa lưu.")).to_be_visible()
        unit.locator("main a").first.click(no_wait_after=True)
        unit.wait_for_timeout(300)
        assert asked == ["beforeunload"]
        assert unit.get_by_label("Đánh giá chung").input_value() == "Tốt"
        press(unit, "Lưu")
        expect(unit.get_by_text("Đã lưu báo cáo.")).to_be_visible()
        unit.locator("main a").first.click()
        expect(unit.get_by_role("heading", name="Báo cáo của đơn vị")).to_be_visible()
        assert asked == ["beforeunload"]


def filled(book, standing, figure):
    """The workbook as the unit sends it back: what was done, how far, how many."""
    sheet, figures = book["Báo cáo"], book["Số liệu"]
    sheet["E2"], sheet["F2"], figures["C2"] = standing, "Đã in và phát 1.600 cuốn.", figure
    out = io.BytesIO()
    book.save(out)
    return {"name": "bao-cao.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def send(unit, file):
    unit.get_by_label("Tệp đã điền (.xlsx hoặc .docx)").set_input_files(file)
    unit.get_by_label("Tệp này không thuộc danh mục").check()
    unit.get_by_role("button", name="Nạp tệp", exact=True).click()


@pytest.mark.parametrize(("viewport", "which"), [(WIDE, 3), (NARROW, 4)], ids=["wide", "narrow"])
def test_a_workbook_is_taken_away_filled_in_and_taken_over(office, chromium, viewport, which):
    site, address = office[0], office[1][which]
    with visit(chromium, as_(site, "unit"), viewport) as unit:
        unit.goto(address + "write/")
        press(unit, "Lập báo cáo")
        unit.get_by_role("link", name="Điền bằng Excel, Word").click()
        looked_at(unit)
        with unit.expect_download() as coming:
            unit.get_by_role("link", name="Tải mẫu Excel").click()
        form = Path(coming.value.path()).read_bytes()

        send(unit, filled(openpyxl.load_workbook(io.BytesIO(form)), "gần xong", "nhiều"))
        expect(unit.get_by_role("heading", name="Tệp có 2 chỗ chưa đúng")).to_be_visible()
        told = unit.get_by_role("region", name="Các ô chưa đúng").locator("tbody tr")
        expect(told).to_have_count(2)
        expect(told.nth(0)).to_contain_text("Báo cáo!E2")
        expect(told.nth(1)).to_contain_text("Số liệu!C2")
        looked_at(unit)

        send(unit, filled(openpyxl.load_workbook(io.BytesIO(form)), "đang thực hiện", 1600))
        expect(unit.get_by_role("heading", name="Tệp chờ xác nhận")).to_be_visible()
        expect(unit.locator(".differs").first).to_contain_text("Đã in và phát 1.600 cuốn.")
        looked_at(unit)
        unit.get_by_role("button", name="Nhận vào báo cáo").click()
        expect(unit.get_by_text("Đã nhận nội dung từ tệp.")).to_be_visible()
        expect(unit.get_by_label("Nội dung đã thực hiện").first).to_have_value("Đã in và phát 1.600 cuốn.")
        expect(unit.get_by_label("Số liệu").first).to_have_value("Sách; 1.600; cuốn")
