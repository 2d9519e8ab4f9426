"""From the invitation to signing in with a second factor, in a real browser; axe finds nothing on the way."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from looks import looked_at
from playwright.sync_api import expect
from stage import NARROW, WIDE, visit

PASSWORD = "mot-cau-that-dai"


def code_of(secret, step=0):
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + step))


def sign_in(page, site):
    page.goto(site.address + "/accounts/login/")
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


@pytest.fixture(scope="module")
def invited(site, chromium):
    """The link by which Hoa chooses a password."""
    with visit(chromium, site, WIDE) as page:
        page.get_by_role("button", name="Quản trị").click()
        page.get_by_role("link", name="Người dùng").click()
        looked_at(page)
        page.get_by_role("link", name="Mời người dùng").click()
        page.get_by_label("Họ và tên").fill("Phạm Thị Hoa")
        page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("hoa")
        page.get_by_label("Cơ quan").select_option(index=1)
        page.get_by_label("Vai trò").select_option("desk")
        looked_at(page)
        page.get_by_role("button", name="Mời", exact=True).click()
        link = page.get_by_label("Liên kết đặt mật khẩu").input_value()
        looked_at(page)
    return link


def test_an_invited_person_comes_in_with_password_code_and_recovery_code(invited, site, chromium):
    with visit(chromium, site, NARROW, signed_in=False) as page:
        page.goto(invited)
        looked_at(page)
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.get_by_role("button", name="Đặt mật khẩu").click()
        expect(page.get_by_text("Đã đặt mật khẩu. Hãy đăng nhập.")).to_be_visible()
        sign_in(page, site)
        page.goto(site.address + "/accounts/me/")
        looked_at(page)
        page.get_by_role("link", name="Bật xác thực hai bước").click()
        expect(page.get_by_alt_text("Mã QR để quét bằng ứng dụng xác thực")).to_be_visible()
        looked_at(page)
        secret = page.locator("#secret").inner_text()
        page.get_by_label("Mã xác thực").fill(code_of(secret))
        page.get_by_role("button", name="Bật xác thực hai bước").click()
        recovery = page.locator("#codes code").all_inner_texts()
        assert len(recovery) == 10
        looked_at(page)
        for code in (code_of(secret, 1), recovery[0]):
            page.context.clear_cookies()
            sign_in(page, site)
            page.wait_for_url("**/accounts/code/")
            looked_at(page)
            page.get_by_label("Mã xác thực").fill(code)
            page.keyboard.press("Enter")
            page.wait_for_url("**/today/")


def test_a_link_that_was_used_says_so(invited, site, chromium):
    with visit(chromium, site, NARROW, signed_in=False) as page:
        page.goto(invited.rsplit("/", 2)[0] + "/khong-co/")
        expect(page.get_by_role("heading", name="Liên kết không còn dùng được")).to_be_visible()
        looked_at(page)
