"""Calendar feeds: an agency's due days as iCalendar (RFC 5545), behind a secret address that can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, require, trails, within
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.reminders.models import Feed
from dondoc_web.work.follow_rights import seen
from dondoc_web.work.models import Obligation, Stage

MAKERS = (Role.DESK, Role.LEADER, Role.UNIT)
KEEPERS = (*MAKERS, Role.ADMINISTRATOR)
BEHIND = timedelta(days=365)
MOST = 2000
"""Entries of a feed; calendars of phones grow slow with more."""


def may_make(user: User, agency: Agency) -> bool:
    """Those who work in the agency's branch; an auditor only looks."""
    return reaches(user, agency, MAKERS)


def may_revoke(user: User, agency: Agency) -> bool:
    """Those who make feeds, and the administrators of the branch."""
    return reaches(user, agency, KEEPERS)


def makes(user: User) -> bool:
    """There is an agency of which ``user`` may make a feed."""
    return user.is_superuser or bool(trails(user, MAKERS))


def keeps(user: User) -> bool:
    """There may be feeds that ``user`` looks after."""
    return user.is_superuser or bool(trails(user, KEEPERS))


def kept_by(user: User) -> QuerySet[Feed]:
    """The feeds of the branch, open ones first."""
    rows = Feed.objects.filter(within(user, "agency__", KEEPERS)).select_related("agency", "made_by")
    return rows.order_by(F("revoked_at").asc(nulls_first=True), "-pk")


@transaction.atomic
def make(*, agency_id: int, by: User, name: str) -> tuple[Feed, str]:
    """A new feed and its secret, which is told here and never again."""
    agency = Agency.objects.get(pk=agency_id)
    require(may_make(by, agency))
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        agency=agency,
        name=name.strip() or str(agency),
        secret_sha256=_digest(secret),
        made_by=by,
        made_at=timezone.now(),
    )
    record(actor=by, verb=Verb.FEED_MADE, target=feed, name=feed.name)
    return feed, secret


@transaction.atomic
def revoke(*, feed_id: int, by: User) -> Feed:
    """Shut a feed: its address answers no more."""
    feed = Feed.objects.select_for_update(of=("self",)).select_related("agency").get(pk=feed_id)
    require(may_revoke(by, feed.agency))
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        record(actor=by, verb=Verb.FEED_REVOKED, target=feed, name=feed.name)
    return feed


def with_secret(secret: str) -> Feed | None:
    """The feed that this secret opens; None when there is none, or it was revoked."""
    return (
        Feed.objects.filter(secret_sha256=_digest(secret), revoked_at=None).select_related("agency", "made_by").first()
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def ical(feed: Feed) -> bytes:
    """The due days of what the agency's branch owes and the agency follows, open ones and those of the last year.

    No more than its maker may see today: an address outlives no role. In the language of its maker.
    """
    with translation.override(feed.made_by.language):
        return _ical(feed)


def _ical(feed: Feed) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//dondoc//vi//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", feed.name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for obligation in _obligations(feed):
        if obligation.due_on is not None:
            calendar.add_component(_entry(obligation, obligation.due_on))
    return bytes(calendar.to_ical())


def _obligations(feed: Feed) -> list[Obligation]:
    branch = Q(agency__trail__startswith=feed.agency.trail) | Q(office=feed.agency)
    rows = Obligation.objects.filter(branch, seen(feed.made_by), due_on__gte=timezone.localdate() - BEHIND)
    rows = rows.exclude(stage__in=(Stage.CANCELLED, Stage.TRANSFERRED))
    return list(rows.select_related("agency", "task", "plan__directive").order_by("due_on", "pk")[:MOST])


def _entry(obligation: Obligation, due_on: date) -> Event:
    """A whole day without an hour; the same task keeps its identity when its day moves."""
    entry = Event()
    entry.add("uid", f"obligation-{obligation.pk}@dondoc")
    entry.add("dtstamp", obligation.changed_at.astimezone(UTC))
    entry.add("last-modified", obligation.changed_at.astimezone(UTC))
    entry.add("dtstart", due_on)
    entry.add("dtend", due_on + timedelta(days=1))
    entry.add("summary", obligation.task.text)
    entry.add("description", _description(obligation))
    entry.add("url", f"{settings.SITE_ADDRESS}{reverse('follow:show', args=[obligation.pk])}")
    entry.add("categories", [str(obligation.plan.directive)])
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CONFIRMED")
    return entry


def _description(obligation: Obligation) -> str:
    return "\n".join(
        (
            _("Cơ quan: %s") % obligation.agency,
            _("Văn bản: %s") % obligation.plan.directive,
            _("Giai đoạn: %s") % obligation.get_stage_display(),
        )
    )
