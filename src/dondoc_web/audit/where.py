"""Where the person sits who asks: the address of the request, for the events it makes."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

ADDRESS: ContextVar[str] = ContextVar("address of the request", default="")


class KnowsAddress:
    """Keeps the address of a request while it is answered; empty for commands and background work.

    Behind a proxy the address is the proxy's own, unless the server in front
    (granian with ``--proxy-headers`` or the like) puts the visitor's into
    ``REMOTE_ADDR``: a header that anybody can send is never believed here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = ADDRESS.set(str(request.META.get("REMOTE_ADDR") or "")[:45])
        try:
            return self.get_response(request)
        finally:
            ADDRESS.reset(token)
