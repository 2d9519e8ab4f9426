"""The recurring work of reminding: harmless late, twice or after days of silence."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from dondoc_web.reminders.digests import send_due
from dondoc_web.reminders.giving import remind


def run() -> None:
    """Give what has been reached; from the hour of the settings on, mail the digests of the day."""
    now = timezone.localtime()
    remind(now.date())
    if now.hour >= settings.DIGEST_HOUR:
        send_due(now.date())
