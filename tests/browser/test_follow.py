"""Report → return → report → confirm, as a unit officer and a desk officer do it in a real browser."""

from __future__ import annotations

import subprocess
import sys

import pytest
from handing import report_done
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, ROOT, WIDE, Site, as_, environment, visit

CAST = """
import sys; sys.path.insert(0, "tests/web")
import cast, obligations
from dondoc_web.work.assigning import order_task
from dondoc_web.accounts.models import User
User.objects.update(username="chief")  # the cast has an administrator of its own
people = cast.two_provinces()
tasks = ("Biên soạn tài liệu giới thiệu tỉnh Lam Giang", "Xây dựng bản tin đối ngoại hằng quý",
         "Tập huấn nghiệp vụ cho cán bộ cấp xã")
for words in tasks:
    task = obligations.given_task(people, lead=[people.culture], text=words, product="01 bộ tài liệu")
    order_task(task=task, by=people.desk2)
print(people.culture.pk)
"""


@pytest.fixture(scope="module")
def office(site, tmp_path_factory) -> Site:
    """The site with two provinces, their people, and three obligations of the department of culture."""
    subprocess.run(
        [sys.executable, "-m", "dondoc_web", "shell", "-c", CAST],
        env=environment(site.room),
        cwd=ROOT,
        check=True,
        timeout=240,
    )
    return site


@pytest.mark.parametrize(
    ("viewport", "words"),
    [(WIDE, "Biên soạn tài liệu giới thiệu tỉnh Lam Giang"), (NARROW, "Xây dựng bản tin đối ngoại hằng quý")],
    ids=["wide", "narrow"],
)
def test_report_return_report_confirm(office, chromium, viewport, words):
    with visit(chromium, as_(office, "unit"), viewport) as unit, visit(chromium, as_(office, "desk"), viewport) as desk:
        unit.goto(office.address + "/obligations/")
        looked_at(unit)
        unit.get_by_role("link", name=words).click()
        looked_at(unit)
        unit.get_by_label("Nội dung đã thực hiện").fill("Đã in 1.500 cuốn.")
        expect(unit.get_by_text("Đã lưu bản đang soạn lúc")).to_be_visible()
        report_done(unit)

        desk.goto(office.address + "/obligations/")
        looked_at(desk)
        desk.get_by_role("link", name=words).click()
        looked_at(desk)
        desk.get_by_role("button", name="Trả lại").click()
        expect(desk.get_by_text("Hãy ghi lý do trả lại để đơn vị biết cần bổ sung gì.")).to_be_visible()
        desk.get_by_label("Lý do trả lại").fill("Thiếu biên bản nghiệm thu")
        desk.get_by_role("button", name="Trả lại").click()
        expect(desk.get_by_text("Đã trả lại báo cáo.")).to_be_visible()

        unit.goto(office.address + "/obligations/")
        expect(unit.get_by_text("Thiếu biên bản nghiệm thu")).to_be_visible()
        unit.get_by_role("link", name=words).click()
        looked_at(unit)
        unit.get_by_label("Nội dung đã thực hiện").fill("Đã bổ sung biên bản nghiệm thu.")
        unit.get_by_label("đã hoàn thành, đề nghị xác nhận").check()
        unit.get_by_role("button", name="Gửi báo cáo").click()

        desk.goto(office.address + "/obligations/")
        desk.get_by_role("link", name=words).click()
        desk.get_by_role("button", name="Xác nhận hoàn thành").click()
        expect(desk.get_by_text("hoàn thành trước hạn").first).to_be_visible()
        looked_at(desk)


def test_the_office_directs_without_a_mouse(office, chromium):
    """More time is asked by keyboard alone and granted on a paper."""
    words = "Tập huấn nghiệp vụ cho cán bộ cấp xã"
    with visit(chromium, as_(office, "unit"), NARROW) as unit, visit(chromium, as_(office, "desk"), WIDE) as desk:
        unit.goto(office.address + "/obligations/")
        unit.get_by_role("link", name=words).press("Enter")
        unit.locator("summary", has_text="Đề nghị gia hạn").press("Enter")
        unit.get_by_label("Hạn mới đề nghị").fill("2027-01-31")
        unit.get_by_label("Lý do xin gia hạn").fill("Chờ thẩm định")
        looked_at(unit)
        unit.get_by_role("button", name="Đề nghị gia hạn").press("Enter")
        expect(unit.get_by_text("Đã gửi đề nghị gia hạn.")).to_be_visible()
        desk.goto(office.address + "/obligations/")
        desk.get_by_role("link", name=words).press("Enter")
        desk.get_by_label("Văn bản cho gia hạn").fill("Công văn 15/UBND-VX")
        desk.get_by_role("button", name="Cho gia hạn", exact=True).press("Enter")
        expect(desk.get_by_text("cho gia hạn đến 31/01/2027")).to_be_visible()
        for verb in ("Đổi hạn", "Chuyển giao", "Tạm dừng", "Ghi không thực hiện"):
            desk.locator("summary", has_text=verb).press("Enter")
        looked_at(desk)
