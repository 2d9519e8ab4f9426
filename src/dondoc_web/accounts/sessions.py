"""How long a session lasts, and what is asked before it may be used."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from dondoc_web.accounts import second_factor
from dondoc_web.accounts.models import User

SINCE, SEEN = "signed_in_at", "seen_at"
TOUCH = 60
"""Seconds within which a session is not written again just because it was used."""

Answer = Callable[[HttpRequest], HttpResponse]


class SessionLimits:
    """A session ends when nobody used it for a while, and in any case some hours after signing in.

    Pages that refresh themselves do not count as use.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) and self.is_over(request):
            logout(request)
            asked = {"expired": "1", "next": request.get_full_path() if request.method == "GET" else "/"}
            return elsewhere(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode(asked)}")
        return self.get_response(request)

    def is_over(self, request: HttpRequest) -> bool:
        """Whether the time is up; notes the use where it is not."""
        now = int(time.time())
        since, seen = request.session.setdefault(SINCE, now), request.session.setdefault(SEEN, now)
        if now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE:
            return True
        by_hand = request.method != "GET" or "HX-Request" not in request.headers
        if by_hand and now - seen > TOUCH:
            request.session[SEEN] = now
        return False


class SecondFactorAsked:
    """Where the site requires a second factor of a role, its holder sets one up before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_ROLES and isinstance(request.user, User):
            free = request.path.startswith(("/accounts/", settings.STATIC_URL))
            if not free and second_factor.is_asked_of(request.user) and not second_factor.is_on(request.user):
                return elsewhere(request, resolve_url("accounts:second_factor"))
        return self.get_response(request)


def elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page to ``address``, also where only a part of it was asked for."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
