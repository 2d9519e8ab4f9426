"""A request behind the login, and how a page tells what came of a deed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from dondoc_web.accounts.models import User


class Request(HttpRequest):
    """What a view is given: the login middleware lets nobody else through, htmx's says what asks."""

    user: User
    htmx: HtmxDetails


def tried(request: Request, do: Callable[[], object], done: str) -> bool:
    """Do it; above the next page stands ``done``, or why it cannot be done. Whether it was done."""
    try:
        do()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True
