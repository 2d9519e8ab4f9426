"""The demonstration is made once, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.audit.chain import seal_all
from dondoc_web.demonstration import clock, history, province
from dondoc_web.documents.actions import receive


def people_file() -> Path:
    """Where names and passwords of the demonstration's people are kept."""
    return Path(settings.DATA) / "demonstration-people.txt"


def is_there() -> bool:
    """The demonstration was made here."""
    return User.objects.filter(demonstration=True).exists()


def can_be_made() -> bool:
    """Never among real people: only while nobody but the first administrator is there."""
    return not User.objects.filter(is_superuser=False).exists() and User.objects.count() == 1


def make(documents: Path, *, by: User, tell: Callable[[str], None]) -> int:
    """Make province, people, papers and history as they are on this day; how many papers wait to be read."""
    now = timezone.now()
    today = timezone.localdate(now)
    since = history.start_of(today)
    with transaction.atomic():
        with clock.at(timezone.make_aware(datetime.combine(since, time(7)))):
            province.found_province(by)
            shown = province.hire(since)
            province.place_squares()
        history.make(today, documents, now, tell)
        left = _leave_to_be_read(documents)
        province.keep(shown, people_file())
    seal_all()
    return left


def _leave_to_be_read(documents: Path) -> int:
    """The papers that came today; workers read them while the visitor looks on."""
    desk, left = User.objects.get(username="dau-moi-1"), 0
    for path in sorted(documents.iterdir()):
        if path.is_file() and not path.name.startswith((".", "README")) and path.name != history.PLAN_OF_THE_PROVINCE:
            with path.open("rb") as file:
                receive(by=desk, file=File(file, path.name), name=path.name, confirmed_unclassified=True)
            left += 1
    return left
