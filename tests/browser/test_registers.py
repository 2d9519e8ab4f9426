"""A register from its definition to the evidence it gives and its file, in a real browser."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, ROOT, WIDE, Site, environment, visit

CAST = """
import sys; sys.path.insert(0, "tests/web")
from datetime import date
import cast, obligations
from dondoc_web.work.assigning import order_task
from dondoc_web.accounts.models import User
User.objects.update(username="chief")
people = cast.two_provinces()
task = obligations.given_task(people, lead=[people.culture], text="Tổ chức ngày hội văn hóa", due="2026-12-15")
order_task(task=task, by=people.desk2, today=date(2026, 1, 5))
"""


@pytest.fixture(scope="module")
def office(site) -> Site:
    """The site with two provinces, their people, and an obligation of the department of culture."""
    subprocess.run(
        [sys.executable, "-m", "dondoc_web", "shell", "-c", CAST],
        env=environment(site.room),
        cwd=ROOT,
        check=True,
        timeout=240,
    )
    return Site(site.address, "desk", "mat-khau-desk", site.room)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_register_from_its_definition_to_its_file(office, chromium, viewport):
    name = f"Dự toán {viewport['width']}"
    with visit(chromium, office, viewport) as desk:
        desk.goto(office.address + "/registers/")
        looked_at(desk)
        desk.get_by_role("link", name="Dự toán kinh phí", exact=True).last.click()
        desk.get_by_label("Tên sổ").fill(name)
        desk.get_by_label("Tên trường").nth(7).fill("Người lập")
        looked_at(desk)
        desk.get_by_role("button", name="Lưu sổ").click()
        expect(desk.get_by_text("Sổ chưa có mục nào")).to_be_visible()
        looked_at(desk)
        desk.get_by_role("link", name="Ghi mục mới").click()
        desk.get_by_label("Việc phải làm").select_option(index=1)
        desk.get_by_label("Nội dung chi").fill(f"Sân khấu {viewport['width']}")
        desk.get_by_label("Dự toán (đồng)").fill("12 triệu")
        desk.get_by_label("Năm").fill("2026")
        desk.get_by_role("button", name="Ghi vào sổ").click()
        expect(desk.get_by_text("Hãy nhập số, ví dụ 1.234,5.")).to_be_visible()
        looked_at(desk)
        desk.get_by_label("Dự toán (đồng)").fill("12.000.000")
        desk.get_by_role("button", name="Ghi vào sổ").click()
        with desk.expect_download() as coming:
            desk.get_by_role("link", name="Tải XLSX").click()
        sheet = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes())).active
        assert sheet["D2"].value == 12_000_000
        desk.get_by_role("link", name="Tổng hợp theo đơn vị, năm").click()
        looked_at(desk)
        desk.get_by_role("link", name="12.000.000").first.click()
        looked_at(desk)
        desk.get_by_role("link", name="Tổ chức ngày hội văn hóa").click()
        expect(desk.get_by_role("heading", name="Minh chứng trong sổ theo dõi")).to_be_visible()
        looked_at(desk)
        desk.get_by_role("link", name=f"{name}: Sân khấu {viewport['width']}").click()
        looked_at(desk)
        desk.goto(office.address + "/papers/templates/")
        looked_at(desk)
