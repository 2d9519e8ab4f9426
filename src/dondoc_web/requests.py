"""A request behind the login."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from dondoc_web.accounts.models import User


class Request(HttpRequest):
    """What a view is given: the login middleware lets nobody else through, htmx's says what asks."""

    user: User
    htmx: HtmxDetails
