"""Who reaches what: a role held at an agency reaches that agency's branch of the tree and no further.

Work has two sides. The *office* follows a plan; the *agency* owes an
obligation. Desk officers, leaders and auditors reach what their branch follows
(``office``); unit officers, leaders and auditors reach what their branch owes
(``agency``). An administrator looks after people, agencies and settings of the
branch. A superuser is the administrator of the whole site and reaches all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from dondoc_web.accounts.models import Membership, Role, User

EVERY_ROLE = tuple(Role)
NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING
"""Unlike an empty ``Q()``, it still means everything when it is joined to another by ``|``."""


class InTree(Protocol):
    """An agency, as far as rights look at it."""

    trail: str


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds today, and the branch that it reaches."""

    role: str
    agency_id: int
    trail: str


def held(user: User) -> tuple[Held, ...]:
    """The roles that ``user`` holds today; asked once for each instance of the user."""
    known: tuple[Held, ...] | None = getattr(user, "_held", None)
    if known is None:
        today = timezone.localdate()
        rows = Membership.objects.filter(Q(until=None) | Q(until__gte=today), person=user.pk, since__lte=today)
        found = rows.values_list("role", "agency_id", "agency__trail").order_by("pk")
        known = tuple(Held(role, agency, trail) for role, agency, trail in found) if user.is_active else ()
        user._held = known  # type: ignore[attr-defined]
    return known


def trails(user: User, roles: Iterable[str] = EVERY_ROLE) -> tuple[str, ...]:
    """The branches that ``user`` reaches in one of ``roles``."""
    wanted = set(roles)
    return tuple(dict.fromkeys(one.trail for one in held(user) if one.role in wanted))


def reaches(user: User, agency: InTree | None, roles: Iterable[str] = EVERY_ROLE) -> bool:
    """``agency`` stands in a branch that ``user`` reaches in one of ``roles``."""
    if user.is_active and user.is_superuser:
        return True
    return agency is not None and any(agency.trail.startswith(trail) for trail in trails(user, roles))


def within(user: User, prefix: str, roles: Iterable[str] = EVERY_ROLE) -> Q:
    """The condition that the agency behind ``prefix`` (``"office__"``) is reached, as :func:`reaches` says."""
    if user.is_active and user.is_superuser:
        return EVERYTHING
    return reduce(or_, (Q(**{f"{prefix}trail__startswith": trail}) for trail in trails(user, roles)), NOTHING)


def require(allowed: bool) -> None:
    """Stop with "forbidden" unless ``allowed``."""
    if not allowed:
        raise PermissionDenied


def held_roles(user: User) -> tuple[Membership, ...]:
    """The roles that ``user`` holds today, with their agencies, for a page."""
    today = timezone.localdate()
    now = Q(until=None) | Q(until__gte=today)
    return tuple(Membership.objects.filter(now, person=user.pk, since__lte=today).select_related("agency"))
