"""The clock of the demonstration: while its past is made, the actions of the site take that day for today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the site's clock stand at ``moment``; only in the process that makes the past, before any page is served."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
