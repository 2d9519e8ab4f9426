"""Every address of the site: its headers, and what a stranger gets."""

import re

import cast
import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from office import read

from dondoc_web.accounts.models import Role

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
LOGIN = "/accounts/login/"
FOR_EVERYONE = {
    LOGIN,
    "/accounts/code/",
    "/welcome/1/",
    "/health/live/",
    "/health/ready/",
    "/calendar/feed/1.ics",
    "/public/1/",
}
"""What a stranger is answered: signing in, the page behind the link of an invitation, whether the
site lives, the calendar behind a secret, the public page of a plan."""


def addresses(patterns, before=""):
    """Each address of the map, with 1 where it asks for a number."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield "/" + re.sub(r"<(?:int|str|slug|path):\w+>", "1", route)


ROUTES = sorted(addresses(get_resolver().url_patterns))
ELSEWHERE = ["/no/such/page", "/static/dondoc/site.css"]


def test_the_map_is_the_one_we_know():
    assert len(ROUTES) >= 13
    assert {"/", "/upload/", "/cascade/", "/documents/1/", LOGIN} <= set(ROUTES)


@pytest.fixture(scope="module")
def binh(lasting):
    """Of an office that has read a paper."""
    binh = cast.person("binh", Role.DESK, cast.agency("ubnd-tinh@lam-giang", "UBND tỉnh Lam Giang"))
    read(binh)
    return binh


@pytest.fixture
def signed_in(browser, lasting, settings):
    settings.MEDIA_ROOT = lasting
    return browser


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", [*ROUTES, *ELSEWHERE])
def test_every_answer_carries_the_security_headers(signed_in, route, method):
    response = getattr(signed_in, method)(route)
    check_headers(response)


@pytest.mark.parametrize("route", [*ROUTES, *ELSEWHERE])
def test_answers_to_a_stranger_carry_them_too(stranger, route):
    response = stranger.get(route)
    check_headers(response)


def check_headers(response):
    if response.streaming:
        b"".join(response)  # To the end, which closes the file; to close it by hand would end the transaction too.
    given = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert given == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    if not response.request["PATH_INFO"].startswith(settings.STATIC_URL):
        assert response["X-Frame-Options"] == "DENY"
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
@pytest.mark.parametrize("route", [route for route in ROUTES if route not in FOR_EVERYONE])
def test_a_stranger_is_sent_to_the_login_page(stranger, binh, route, method):
    response = getattr(stranger, method)(route)
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)
    assert not response.content


def test_a_stranger_is_not_even_told_what_does_not_exist(stranger):
    response = stranger.get("/no/such/page")
    assert (response.status_code, response["Location"]) == (302, LOGIN)


def test_the_login_page_shows_nothing_of_the_site(stranger, binh):
    page = stranger.get(LOGIN).content.decode()
    assert "12/KH-UBND" not in page
    assert "Tải lên" not in page


@pytest.mark.parametrize("route", ["/documents/99/", "/documents/99/file/", "/documents/99/withdraw/", "/no/such/page"])
def test_what_does_not_exist_says_so_in_vietnamese(browser, route):
    response = browser.get(route)
    assert response.status_code == 404
    assert "Không tìm thấy" in response.content.decode()


def test_a_form_of_another_site_is_refused(binh):
    client = Client(enforce_csrf_checks=True)
    client.force_login(binh)
    response = client.post("/upload/", {})
    assert response.status_code == 403
    assert "Biểu mẫu quá hạn" in response.content.decode()


def test_pages_hold_no_inline_script_or_style(signed_in):
    for route in (
        "/",
        "/upload/",
        "/cascade/",
        "/documents/1/",
        "/documents/1/?tab=citations",
        "/documents/1/withdraw/",
    ):
        page = signed_in.get(route).content.decode()
        assert " style=" not in page, route
        assert "<style" not in page, route
        assert all("src=" in tag or "application/json" in tag for tag in tags(page, "<script")), route
        assert not [tag for tag in tags(page, "<") if " onclick=" in tag or " hx-on" in tag], route


def tags(page, start):
    return [start + rest.split(">", 1)[0] for rest in page.split(start)[1:]]
