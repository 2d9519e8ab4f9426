"""What every answer carries besides its content, and how large a request may be."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dondoc_web import errors

Answer = Callable[[HttpRequest], HttpResponse]

NOTHING = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class PrivatePages:
    """Pages are for the person who asked: no cache keeps them, no device is opened."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", NOTHING)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class BodyLimit:
    """A request larger than ``UPLOAD_LIMIT`` is refused before its body is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.UPLOAD_LIMIT:
            return errors.too_large(request)
        return self.get_response(request)
