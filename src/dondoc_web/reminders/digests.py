"""The daily digest: one mail a day and person, sent at most once; without a mail server it is a page.

A digest is marked as being sent before the mail server is asked. When the
machine stops in between, nobody knows whether it went out: it is not sent
again, and its page says so. A server that refused, or did not answer, is asked
again in the next rounds, three times in all.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dondoc_web.audit.queries import head
from dondoc_web.jobs import pulse
from dondoc_web.reminders.models import Digest, DigestState, Reminder

log = logging.getLogger(__name__)

TRIES = 3
RECENT = timedelta(days=3)
"""Digests older than this are not mailed any more: they say what was due long ago."""


@dataclass(frozen=True, slots=True)
class Line:
    """An obligation in a digest, once, with the latest step that was reached."""

    reminder: Reminder
    days: int

    @property
    def is_late(self) -> bool:
        """Its day is over."""
        return self.days < 0


def lines(digest: Digest) -> Sequence[Line]:
    """What ``digest`` tells, what is most late first; several steps of one obligation are one line."""
    parts = ("given__obligation__task", "given__obligation__agency", "given__obligation__plan__directive")
    rows = digest.reminders.select_related(*parts).order_by("given__due_on", "pk")
    latest = {row.given.obligation_id: row for row in rows}
    found = [Line(row, (row.given.due_on - digest.day).days) for row in latest.values()]
    return sorted(found, key=lambda line: (line.days, line.reminder.pk))


def send_due(today: date | None = None) -> int:
    """Send the digests that wait; how many went out."""
    today = today or timezone.localdate()
    waiting = Digest.objects.filter(state=DigestState.WAITING, day__lte=today, day__gt=today - RECENT)
    keys = list(waiting.order_by("day", "pk").values_list("pk", flat=True))
    sent = 0
    for key in keys:
        sent += send(key)
        pulse.say()
    return sent


def send(digest_id: int) -> bool:
    """Send one digest if it still waits; True when the mail server took it."""
    digest = _taken(digest_id)
    if digest is None:
        return False
    try:
        message(digest).send()
    except (OSError, SMTPException) as error:
        log.warning("a digest could not be sent: %s", error)
        _came_back(digest, str(error))
        return False
    Digest.objects.filter(pk=digest.pk).update(state=DigestState.SENT, sent_at=timezone.now(), error="")
    return True


@transaction.atomic
def _taken(digest_id: int) -> Digest | None:
    digest = Digest.objects.select_for_update(of=("self",)).select_related("person").get(pk=digest_id)
    if digest.state != DigestState.WAITING:
        return None
    if not (settings.MAIL_IS_SET_UP and digest.person.email and digest.person.is_active):
        Digest.objects.filter(pk=digest.pk).update(state=DigestState.ON_SCREEN)
        return None
    Digest.objects.filter(pk=digest.pk).update(state=DigestState.SENDING, tries=digest.tries + 1)
    digest.tries += 1
    return digest


def _came_back(digest: Digest, error: str) -> None:
    state = DigestState.WAITING if digest.tries < TRIES else DigestState.FAILED
    Digest.objects.filter(pk=digest.pk).update(state=state, error=error[:500])


def message(digest: Digest) -> EmailMessage:
    """The mail of ``digest``, in the language of its person."""
    with translation.override(digest.person.language):
        told = lines(digest)
        subject = _("Nhắc việc ngày %(day)s: %(count)s việc") % {
            "day": digest.day.strftime("%d/%m/%Y"),
            "count": len(told),
        }
        context = {"digest": digest, "lines": told, "head": head(), "site": settings.SITE_ADDRESS}
        text = render_to_string("reminders/digest.txt", context)
    identity = f"<digest-{digest.pk}-{digest.day:%Y%m%d}@dondoc>"
    return EmailMessage(subject, text, None, [digest.person.email], headers={"Message-ID": identity})
