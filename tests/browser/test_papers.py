"""A reminder letter is made in a real browser: chosen, read through, changed, taken as DOCX and PDF."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import docx
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
User.objects.update(username="chief")  # the cast has an administrator of its own
people = cast.two_provinces()
for words in ("Biên soạn tài liệu giới thiệu tỉnh Lam Giang", "Xây dựng bản tin đối ngoại hằng quý"):
    task = obligations.given_task(people, lead=[people.culture], text=words, due="2026-02-10")
    order_task(task=task, by=people.desk2, today=date(2026, 1, 5))
"""


@pytest.fixture(scope="module")
def office(site) -> Site:
    """The site with two provinces, their people, and two overdue obligations of the department of culture."""
    subprocess.run(
        [sys.executable, "-m", "dondoc_web", "shell", "-c", CAST],
        env=environment(site.room),
        cwd=ROOT,
        check=True,
        timeout=240,
    )
    return Site(site.address, "desk", "mat-khau-desk", site.room)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_reminder_letter_from_the_menu_to_its_files(office, chromium, viewport):
    with visit(chromium, office, viewport) as desk:
        desk.goto(office.address + "/papers/")
        looked_at(desk)
        desk.get_by_label("Đơn vị nhận").select_option(label="Sở Văn hóa, Thể thao và Du lịch")
        desk.get_by_role("button", name="Lập dự thảo").click()
        expect(desk.get_by_label("Xem trước văn bản").get_by_text("còn 02 nhiệm vụ quá hạn")).to_be_visible()
        looked_at(desk)
        desk.get_by_label("Đưa dòng 2 vào văn bản").uncheck()
        desk.get_by_label("Nội dung (mỗi đoạn một dòng)").fill("Đoạn thứ nhất.\nĐoạn thứ hai.")
        desk.get_by_role("button", name="Lưu dự thảo").click()
        expect(desk.get_by_text("Đã lưu dự thảo.")).to_be_visible()
        with desk.expect_download() as coming:
            desk.get_by_role("link", name="Tải DOCX").click()
        made = docx.Document(io.BytesIO(Path(coming.value.path()).read_bytes()))
        assert "Đoạn thứ hai./." in [line.text for line in made.paragraphs]
        assert len(made.tables[-1].rows) == 2
        desk.get_by_role("button", name="Tạo PDF").click()
        with desk.expect_download() as coming:
            desk.get_by_role("link", name="Tải PDF").click()
        assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
        looked_at(desk)
        desk.get_by_role("link", name="Việc phải làm", exact=True).first.click()
        expect(desk.get_by_role("heading", name="Nhiệm vụ được giao")).to_be_visible()
