"""The read side of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from dondoc_web.accounts import second_factor
from dondoc_web.accounts.models import Membership, User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.people.models import PasswordLink, digest_of
from dondoc_web.people.rights import ADMINISTRATORS, may_look_after, people


def listed(by: User, words: str = "") -> QuerySet[User]:
    """The people of the branch of ``by``, with the roles that ``by`` may see; narrowed to a name where asked."""
    roles = Membership.objects.filter(within(by, "agency__", ADMINISTRATORS)).select_related("agency")
    found = people(by).prefetch_related(Prefetch("memberships", roles, to_attr="shown_roles"), "links")
    if words:
        found = found.filter(username__icontains=words) | found.filter(full_name__icontains=words)
    return found.order_by("full_name", "username").distinct()


@dataclass(frozen=True, slots=True)
class Held:
    """A role on the page of a person, and whether the reader may end it."""

    role: Membership
    goes_on: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person, as an administrator sees them. ``link`` is the one that still works; ``locked_until`` a lock."""

    person: User
    roles: Sequence[Held]
    looked_after: bool
    has_password: bool
    second_factor: bool
    link: PasswordLink | None
    locked_until: datetime | None


def person_page(by: User, person_id: int) -> PersonPage:
    """The page of a person of the branch; there is none for anybody else."""
    person = people(by).get(pk=person_id)
    today, now = timezone.localdate(), timezone.now()
    roles = Membership.objects.filter(within(by, "agency__", ADMINISTRATORS), person=person).select_related("agency")
    return PersonPage(
        person,
        [
            Held(
                one,
                goes_on=one.until is None or one.until >= today,
                may_end=one.until is None and reaches(by, one.agency, ADMINISTRATORS),
            )
            for one in roles
        ],
        looked_after=may_look_after(by, person),
        has_password=person.has_usable_password(),
        second_factor=second_factor.is_on(person),
        link=next((link for link in person.links.all() if link.works_at(now)), None),
        locked_until=locked_until(person, now),
    )


def locked_until(person: User, now: datetime) -> datetime | None:
    """When the lock after failures ends; None where there is none."""
    failed = AccessAttempt.objects.filter(
        username=person.username, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    ends = max((one.attempt_time + settings.AXES_COOLOFF_TIME for one in failed), default=None)
    return ends if ends and ends > now else None


def invited_by(token: str) -> User | None:
    """Whose link ``token`` is, while it works."""
    link = PasswordLink.objects.filter(digest=digest_of(token), person__is_active=True).select_related("person").first()
    return link.person if link is not None and link.works_at(timezone.now()) else None
