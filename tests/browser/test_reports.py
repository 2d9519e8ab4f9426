"""Expected reports in a real browser: a duty by hand, the matrix, handed in, accepted; wide, and at 390 points."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from looks import looked_at
from playwright.sync_api import expect
from staff import hire
from stage import NARROW, WIDE, as_, visit


@pytest.fixture(scope="module")
def office(site):
    hire(Path(site.room))
    return site


def test_from_a_duty_to_an_accepted_report(office, chromium):
    with visit(chromium, as_(office, "desk"), WIDE) as desk, visit(chromium, as_(office, "unit"), NARROW) as unit:
        desk.goto(office.address + "/reports/duties/add/")
        looked_at(desk)
        desk.get_by_label("Nội dung phải báo cáo").fill("Báo cáo kết quả công tác thông tin đối ngoại")
        desk.get_by_label("Đơn vị phải báo cáo").fill("Sở Văn hóa, Thể thao và Du lịch\nSở Nội vụ")
        desk.get_by_label("Áp dụng từ ngày").fill(f"{datetime.now().astimezone():%Y}-01-01")
        desk.get_by_role("button", name="Thêm").press("Enter")
        looked_at(desk)
        desk.get_by_role("button", name="Xác nhận").press("Enter")
        desk.get_by_role("link", name="Báo cáo phải nộp").press("Enter")
        looked_at(desk)

        unit.goto(office.address + "/reports/")
        looked_at(unit)
        unit.get_by_role("link", name="chưa đến hạn").first.press("Enter")
        unit.locator("summary", has_text="Nộp báo cáo").press("Enter")
        looked_at(unit)
        unit.get_by_label("Số, ký hiệu hoặc tên báo cáo").fill("Báo cáo 15/BC-SVHTTDL")
        unit.get_by_role("button", name="Nộp báo cáo").press("Enter")
        expect(unit.get_by_text("nộp đúng hạn, chờ tiếp nhận")).to_be_visible()

        desk.goto(office.address + "/reports/")
        desk.get_by_role("link", name="nộp đúng hạn, chờ tiếp nhận").press("Enter")
        desk.locator("summary", has_text="Trả lại").press("Enter")
        looked_at(desk)
        desk.get_by_role("button", name="Tiếp nhận").press("Enter")
        expect(desk.get_by_text("đủ, đúng hạn")).to_be_visible()
        desk.goto(office.address + "/reports/duties/")
        looked_at(desk)
