"""Who looks after whom.

An administrator sees everyone who has a role in the branch. Whoever could take
an account over (a password link, a lock) must reach all that the account
reaches: else the administrator of a district could sign in as a leader of the
province who also works there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.accounts.rights import reaches, trails, within
from dondoc_web.agencies.models import Agency, holding_on

__all__ = ["administers", "agencies", "going_on", "may_look_after", "others_administer", "people"]

ADMINISTRATORS = (Role.ADMINISTRATOR,)


def administers(user: User) -> bool:
    """``user`` looks after people somewhere."""
    return user.is_active and (user.is_superuser or bool(trails(user, ADMINISTRATORS)))


def agencies(user: User) -> QuerySet[Agency]:
    """The bodies of today in whose branch ``user`` gives roles."""
    return Agency.objects.filter(within(user, "", ADMINISTRATORS), holding_on(timezone.localdate()))


def people(user: User) -> QuerySet[User]:
    """Everyone who has or had a role in the branch of ``user``."""
    if user.is_active and user.is_superuser:
        return User.objects.all()
    roles = Membership.objects.filter(within(user, "agency__", ADMINISTRATORS))
    return User.objects.filter(pk__in=roles.values("person"))


def may_look_after(user: User, person: User) -> bool:
    """``user`` reaches every role of ``person`` that goes on, or all of them where none does."""
    if user.is_active and user.is_superuser:
        return True
    if person.is_superuser:
        return False
    every = list(Membership.objects.filter(person=person).select_related("agency"))
    open_ones = [one for one in every if one.until is None or one.until >= timezone.localdate()]
    return bool(every) and all(reaches(user, one.agency, ADMINISTRATORS) for one in open_ones or every)


def going_on(day: date) -> Q:
    """The condition that a role has not ended on ``day``."""
    return Q(until=None) | Q(until__gt=day)


def others_administer(agency: Agency, *, besides: Iterable[int], after: date) -> bool:
    """Somebody administers ``agency`` beyond ``after``, at it or above, by a role other than ``besides``.

    The rows are locked, so that two administrators cannot end each other.
    """
    roles = Membership.objects.select_for_update(of=("self",)).select_related("agency")
    held = roles.filter(going_on(after), role=Role.ADMINISTRATOR, person__is_active=True).exclude(pk__in=list(besides))
    return any(agency.trail.startswith(one.agency.trail) for one in held)
