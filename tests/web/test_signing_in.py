"""Signing in: Argon2, the lock after failures, the second factor, the end of a session."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.test import Client

from dondoc_web import settings as as_shipped
from dondoc_web.accounts import actions, second_factor
from dondoc_web.accounts.models import User
from dondoc_web.audit.models import Event, Verb

LOGIN = "/accounts/login/"
SECRET = second_factor.generate_totp_secret()


def code_of(secret, step=0):
    """What an authenticator app shows now, or ``step`` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def give(client, password, username="binh"):
    return client.post(LOGIN, {"username": username, "password": password})


@pytest.fixture
def with_codes(binh):
    """Bình has a second factor; its recovery codes."""
    return actions.switch_on_second_factor(by=binh, secret=SECRET, code=code_of(SECRET))


def test_new_passwords_are_kept_with_argon2_and_old_ones_are_renewed(settings, binh, stranger):
    settings.PASSWORD_HASHERS = as_shipped.PASSWORD_HASHERS
    assert make_password("mot-mat-khau").startswith("argon2")
    binh.password = make_password("mat-khau-binh", hasher="pbkdf2_sha256")
    binh.save()
    give(stranger, "mat-khau-binh")
    binh.refresh_from_db()
    assert binh.password.startswith("argon2$argon2id$")


def test_signing_in_is_written_down(binh, stranger):
    give(stranger, "mat-khau-binh")
    event = Event.objects.get()
    assert (event.verb, event.actor, event.address) == (Verb.SIGNED_IN, binh, "127.0.0.1")


def test_five_failures_lock_the_name_and_the_page_says_until_when(binh, stranger):
    for _ in range(4):
        assert give(stranger, "sai").status_code == 200
    locked = give(stranger, "sai")
    assert locked.status_code == 429
    assert "Hãy thử lại sau" in locked.content.decode()
    assert give(Client(), "mat-khau-binh").status_code == 429
    assert give(Client(), "x", "mot-ten-khac").status_code == 200


def test_a_lock_ends_by_itself(binh, stranger, settings):
    for _ in range(5):
        give(stranger, "sai")
    settings.AXES_COOLOFF_TIME = settings.AXES_COOLOFF_TIME * 0
    assert give(stranger, "mat-khau-binh").status_code == 302


def test_a_success_forgets_the_failures_before(binh):
    for _ in range(2):
        for _ in range(4):
            give(Client(), "sai")
        assert give(Client(), "mat-khau-binh").status_code == 302


def test_the_password_alone_does_not_open_an_account_with_two_steps(binh, stranger, with_codes):
    assert give(stranger, "mat-khau-binh")["Location"] == "/accounts/code/"
    assert stranger.get("/").status_code == 302
    assert stranger.get("/accounts/code/").status_code == 200


def test_the_code_of_the_app_opens_it_once(binh, stranger, with_codes):
    give(stranger, "mat-khau-binh")
    code = code_of(SECRET)
    assert stranger.post("/accounts/code/", {"code": code})["Location"] == "/today/"
    assert stranger.get("/").status_code == 200
    second = Client()
    give(second, "mat-khau-binh")
    assert second.post("/accounts/code/", {"code": code}).status_code == 400


def test_a_recovery_code_opens_it_once(binh, with_codes):
    for answer in (302, 400):
        client = Client()
        give(client, "mat-khau-binh")
        assert client.post("/accounts/code/", {"code": with_codes[0]}).status_code == answer


def test_wrong_codes_lock_too(binh, stranger, with_codes):
    give(stranger, "mat-khau-binh")
    answers = [stranger.post("/accounts/code/", {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [400, 400, 400, 400, 429]
    assert stranger.post("/accounts/code/", {"code": code_of(SECRET)}).status_code == 429


def test_the_second_step_waits_ten_minutes(binh, stranger, with_codes):
    give(stranger, "mat-khau-binh")
    session = stranger.session
    session["second_step"] |= {"at": int(time.time()) - 700}
    session.save()
    assert stranger.post("/accounts/code/", {"code": code_of(SECRET)})["Location"] == LOGIN


def test_nobody_has_a_second_step_without_a_first(stranger, with_codes):
    assert stranger.post("/accounts/code/", {"code": code_of(SECRET)})["Location"] == LOGIN


def test_secrets_are_not_readable_in_the_database(binh, with_codes):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert not any(code in stored for code in with_codes)


def test_setting_it_up_shows_a_picture_and_ends_with_codes_shown_once(browser):
    page = browser.get("/accounts/second-factor/").content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = browser.session["new_secret"]
    assert browser.post("/accounts/second-factor/", {"code": "000000"}).status_code == 400
    shown = browser.post("/accounts/second-factor/", {"code": code_of(secret)}, follow=True).content.decode()
    assert shown.count("<li><code>") == 10
    assert browser.get("/accounts/second-factor/codes/").status_code == 302


def test_it_is_switched_off_and_codes_are_renewed_with_the_password_only(browser, binh, with_codes):
    for address in ("/accounts/second-factor/renew/", "/accounts/second-factor/off/"):
        assert browser.post(address, {"password": "sai"}).status_code == 400
        assert browser.post(address, {"password": "mat-khau-binh"}).status_code == 302
    assert not second_factor.is_on(binh)
    done = [Verb.SECOND_FACTOR_ON, Verb.RECOVERY_CODES_RENEWED, Verb.SECOND_FACTOR_OFF]
    assert list(Event.objects.values_list("verb", flat=True)) == done


def test_where_a_role_requires_it_nothing_else_opens_before(browser, binh, settings):
    settings.SECOND_FACTOR_ROLES = ["desk"]
    assert browser.get("/")["Location"] == "/accounts/second-factor/"
    actions.switch_on_second_factor(by=binh, secret=SECRET, code=code_of(SECRET))
    assert browser.get("/").status_code == 200
    refused = browser.post("/accounts/second-factor/off/", {"password": "mat-khau-binh"})
    assert "không thể tắt" in refused.content.decode()


@pytest.mark.parametrize(("key", "seconds"), [("seen_at", 3700), ("signed_in_at", 13 * 3600)])
def test_a_session_ends_when_unused_or_too_long(browser, key, seconds):
    browser.get("/")
    session = browser.session
    session[key] = int(time.time()) - seconds
    session.save()
    answer = browser.get("/cascade/")
    assert answer["Location"] == f"{LOGIN}?expired=1&next=%2Fcascade%2F"
    assert "Phiên làm việc đã hết hạn" in browser.get(answer["Location"]).content.decode()


def test_a_page_that_refreshes_itself_does_not_keep_a_session(browser):
    browser.get("/")
    session = browser.session
    session["seen_at"] = before = int(time.time()) - 600
    session.save()
    browser.get("/", headers={"HX-Request": "true"})
    assert browser.session["seen_at"] == before
    browser.get("/")
    assert browser.session["seen_at"] > before


def test_one_ends_ones_sessions_elsewhere(browser, binh):
    other = Client()
    other.force_login(User.objects.get(pk=binh.pk))
    browser.post("/accounts/sign-out-elsewhere/")
    assert (browser.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_the_own_page_tells_roles_and_second_factor(browser):
    page = browser.get("/accounts/me/").content.decode()
    assert "chuyên viên đầu mối, UBND tỉnh Lam Giang" in page
    assert "chưa bật" in page
