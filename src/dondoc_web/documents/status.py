"""The one word that tells a person where a source stands."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc_web.documents.models import Source
from dondoc_web.jobs.models import State


class Status(Enum):
    """Code, words, colour and sign; the colour never stands alone."""

    WAITING = ("waiting", _("Chờ đọc"), "secondary", "…")
    READING = ("reading", _("Đang đọc"), "blue", "▶")
    WAITING_AGAIN = ("waiting-again", _("Chờ đọc lại"), "secondary", "↻")
    READ = ("read", _("Đã đọc"), "green", "✓")
    NO_TASKS = ("no-tasks", _("Không thấy nhiệm vụ"), "yellow", "!")
    UNREAD = ("unread", _("Không đọc được"), "red", "✕")
    WITHDRAWN = ("withdrawn", _("Đã rút"), "secondary", "–")

    def __init__(self, code: str, words: Promise, colour: str, sign: str) -> None:
        self.code = code
        self.words = words
        self.colour = colour
        self.sign = sign

    @property
    def is_under_way(self) -> bool:
        """The page should look again soon."""
        return self in {Status.WAITING, Status.READING, Status.WAITING_AGAIN}


def status_of(source: Source, now: datetime) -> Status:
    """The status of ``source`` (with its job and reading) at ``now``."""
    job = source.job
    if source.is_withdrawn:
        return Status.WITHDRAWN
    if job is not None and job.is_open:
        if job.state == State.RUNNING and not job.is_interrupted(now):
            return Status.READING
        return Status.WAITING_AGAIN if job.starts else Status.WAITING
    if job is None or job.state != State.DONE or source.reading is None:
        return Status.UNREAD
    return Status.READ if source.reading.tasks else Status.NO_TASKS
