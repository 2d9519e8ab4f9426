"""Accounts: the first administrator, the password, the language."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from dondoc_web.accounts.actions import create_administrator, new_password
from dondoc_web.accounts.models import User
from dondoc_web.audit.models import Event, Verb
from dondoc_web.running.first_start import first_administrator


def test_the_first_start_makes_one_administrator_and_tells_the_password_once(db):
    password = first_administrator()
    assert first_administrator() is None
    assert User.objects.get().check_password(password)
    assert User.objects.get().is_superuser


def test_the_command_makes_one_more(db):
    told = io.StringIO()
    call_command("createadmin", "quantri", stdout=told)
    password = told.getvalue().rsplit(maxsplit=1)[-1]
    assert User.objects.get().check_password(password)
    assert Event.objects.get().verb == Verb.ACCOUNT_CREATED


def test_a_name_is_taken_once_in_any_case(an):
    with pytest.raises(CommandError, match="Đã có tài khoản"):
        call_command("createadmin", "AN", stdout=io.StringIO())


def test_only_an_administrator_makes_another(binh):
    with pytest.raises(PermissionDenied):
        create_administrator(username="moi", password=new_password(), by=binh)


def test_a_short_password_is_refused(db):
    with pytest.raises(ValidationError):
        create_administrator(username="moi", password="ngan")


def test_a_wrong_password_is_said_in_vietnamese(stranger, binh):
    page = stranger.post("/accounts/login/", {"username": "binh", "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page.content.decode()


def test_signing_in_leads_where_one_wanted_to_go(stranger, binh):
    form = {"username": "binh", "password": "mat-khau-binh", "next": "/cascade/"}
    assert stranger.post("/accounts/login/", form)["Location"] == "/cascade/"


def test_signing_in_leads_to_no_other_site(stranger, binh):
    form = {"username": "binh", "password": "mat-khau-binh", "next": "//evil.example/"}
    assert stranger.post("/accounts/login/", form)["Location"] == "/today/"


def test_one_changes_the_own_password_and_stays_signed_in(browser, binh):
    elsewhere = Client()
    elsewhere.force_login(binh)
    form = {"old_password": "mat-khau-binh", "new_password1": "mot-cau-dai-hon", "new_password2": "mot-cau-dai-hon"}
    assert browser.post("/accounts/password/", form).status_code == 302
    assert browser.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    binh.refresh_from_db()
    assert binh.check_password("mot-cau-dai-hon")
    assert Event.objects.get().verb == Verb.PASSWORD_CHANGED


def test_pages_are_vietnamese_whatever_the_browser_asks_for(browser):
    page = browser.get("/", headers={"Accept-Language": "en-US"})
    assert page["Content-Language"] == "vi"
    assert "Danh sách văn bản" in page.content.decode()


def test_one_may_choose_english_for_oneself(browser, an):
    browser.post("/accounts/language/", {"language": "en", "next": "/upload/"})
    assert "List of directives" in browser.get("/").content.decode()
    other = Client()
    other.force_login(an)
    assert "Danh sách văn bản" in other.get("/").content.decode()


def test_there_is_no_third_language(browser):
    assert browser.post("/accounts/language/", {"language": "tlh"}).status_code == 400


def test_signing_out_is_a_button_and_not_a_link(browser):
    assert browser.get("/accounts/logout/").status_code == 405
    browser.post("/accounts/logout/")
    assert browser.get("/").status_code == 302
