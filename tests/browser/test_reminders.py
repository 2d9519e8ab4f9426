"""Reminders, calendar, feeds and settings of an office in a real browser, wide and on a phone; axe finds nothing."""

from __future__ import annotations

import subprocess
import sys
from urllib.request import urlopen

import pytest
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, ROOT, WIDE, Site, as_, environment, visit

CAST = """
import sys; sys.path.insert(0, "tests/web")
from datetime import timedelta
import cast, obligations
from django.utils import timezone
from dondoc_web.accounts.models import User
from dondoc_web.reminders.giving import remind
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, Occurrence
User.objects.update(username="chief")  # the cast has an administrator of its own
people, today = cast.two_provinces(), timezone.localdate()
for words, days in (("Biên soạn tài liệu giới thiệu tỉnh Lam Giang", -9), ("Xây dựng bản tin đối ngoại hằng quý", 0),
                    ("Tập huấn nghiệp vụ cho cán bộ cấp xã", 3)):
    (one,) = order_task(task=obligations.given_task(people, lead=[people.culture], text=words), by=people.desk2)
    Obligation.objects.filter(pk=one.pk).update(due_on=today + timedelta(days=days))
order_task(task=obligations.given_task(people, lead=[people.interior], text="Bồi dưỡng ngoại ngữ"), by=people.desk2)
people.interior.valid_to = today - timedelta(days=1)
people.interior.save()
Occurrence.objects.update(made_at=timezone.make_aware(timezone.datetime(2020, 1, 1)))
remind()
"""
ADDRESSES = {
    "unit": ["/reminders/", "/reminders/?show=seen", "/calendar/", "/calendar/?month=2026-02", "/calendar/feeds/"],
    "desk": ["/calendar/?side=followed", "/reminders/"],
    "leader": ["/reminders/", "/calendar/"],
    "auditor": ["/reminders/", "/calendar/"],
    "admin": ["/offices/", "/calendar/feeds/"],
}


@pytest.fixture(scope="module")
def office(site) -> Site:
    """The site with two provinces, their people, and three obligations of which people were reminded."""
    command = [sys.executable, "-W", "ignore", "-m", "dondoc_web", "shell", "-c", CAST]
    subprocess.run(command, env=environment(site.room), cwd=ROOT, check=True, timeout=240)
    return site


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("who", ADDRESSES)
def test_pages_of_each_role_are_usable(office, chromium, who, viewport):
    with visit(chromium, as_(office, who), viewport) as page:
        for address in ADDRESSES[who]:
            page.goto(office.address + address)
            looked_at(page)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_calendar_is_walked_with_the_keyboard(office, chromium, viewport):
    with visit(chromium, as_(office, "desk"), viewport) as page:
        page.goto(office.address + "/calendar/")
        page.locator("#month-after").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/calendar/?month=*")
        expect(page.locator("#month-after")).to_be_focused()
        page.locator("#this-month").press("Enter")
        expect(page.locator(".month .today")).to_be_visible()
        day = page.locator(".month a").first
        expect(day).to_be_visible()
        day.press("Enter")
        expect(page.get_by_role("heading", name="Đến hạn ngày")).to_be_visible()
        looked_at(page)
        page.go_back()
        expect(page.get_by_role("heading", name="Đến hạn ngày")).to_be_hidden()


def test_reminders_are_new_until_they_were_seen(office, chromium):
    with visit(chromium, as_(office, "unit"), NARROW) as page:
        expect(page.locator(".new-mark")).to_be_visible()
        page.get_by_role("link", name="Nhắc việc").click()
        expect(page.locator("tbody tr").first).to_contain_text("Biên soạn tài liệu")
        page.locator(".links a").first.click()
        expect(page.get_by_role("heading", name="Bản tin ngày")).to_be_visible()
        looked_at(page)
        page.go_back()
        page.get_by_role("button", name="Đã xem tất cả").press("Enter")
        expect(page.locator(".new-mark")).to_have_count(0)


def test_a_feed_is_made_copied_and_revoked(office, chromium):
    with visit(chromium, as_(office, "unit"), NARROW) as page:
        page.goto(office.address + "/calendar/feeds/")
        page.get_by_role("button", name="Tạo lịch").press("Enter")
        address = page.get_by_label("Địa chỉ của lịch", exact=True).input_value()
        looked_at(page)
        with urlopen(address) as answer:  # noqa: S310 - the site of this test
            assert answer.read().startswith(b"BEGIN:VCALENDAR")
        page.get_by_role("button", name="Thu hồi").press("Enter")
        expect(page.get_by_text("Đã thu hồi địa chỉ")).to_be_visible()
        assert page.request.get(address).status == 404


def test_an_administrator_settles_how_the_office_works(office, chromium):
    with visit(chromium, as_(office, "admin"), NARROW) as page:
        page.goto(office.address + "/offices/")
        page.get_by_label("Ngày cuối năm báo cáo").fill("ngày cuối tháng 12")
        page.get_by_role("button", name="Lưu thiết lập").click()
        expect(page.get_by_text("Hãy ghi ngày và tháng, ví dụ 14/12.")).to_be_visible()
        looked_at(page)
        page.get_by_label("Ngày cuối năm báo cáo").fill("14/12")
        page.get_by_label("Coi là “sắp đến hạn”").fill("9")
        page.get_by_role("button", name="Lưu thiết lập").click()
        page.goto(office.address + "/offices/")
        expect(page.get_by_label("Coi là “sắp đến hạn”")).to_have_value("9")
        page.locator("fieldset.rung input[type=number]").first.fill("11")
        page.get_by_role("button", name="Lưu các bậc").click()
        expect(page.get_by_text("Cơ quan đã đặt các bậc riêng.")).to_be_visible()
        page.get_by_role("button", name="Dùng lại các bậc có sẵn").click()
        expect(page.get_by_text("Đang dùng các bậc có sẵn.")).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_work_of_a_body_that_ended_is_handed_over(office, chromium, viewport):
    with visit(chromium, as_(office, "desk"), viewport) as page:
        page.goto(office.address + "/reorganisation/")
        looked_at(page)
        if viewport == WIDE:
            expect(page.get_by_role("link", name="Bồi dưỡng ngoại ngữ")).to_be_visible()
            return
        page.locator("input[name^=other-]").first.fill("Sở Văn hóa, Thể thao và Du lịch")
        page.get_by_role("button", name="Chuyển giao các việc đã chọn").click()
        expect(page.get_by_text("Đã chuyển giao 1 việc")).to_be_visible()
        looked_at(page)
        page.locator(".alert a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Sở Văn hóa, Thể thao và Du lịch")
        looked_at(page)
