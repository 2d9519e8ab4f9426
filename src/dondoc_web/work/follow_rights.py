"""Who may do what with an obligation: the office follows it, the agency owes it (``accounts.rights``)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.work.models import Obligation, Progress

FOLLOWING = (Role.DESK, Role.LEADER, Role.AUDITOR)
"""See what their branch follows."""
OWING = (Role.UNIT, Role.LEADER, Role.AUDITOR)
"""See what their branch owes."""
DIRECTING = (Role.DESK,)
REPORTING = (Role.UNIT,)


def seen(user: User, prefix: str = "") -> Q:
    """The condition that an obligation may be seen; ``prefix`` leads to it."""
    return within(user, f"{prefix}office__", FOLLOWING) | within(user, f"{prefix}agency__", OWING)


def may_see(user: User, obligation: Obligation) -> bool:
    """Those who follow it, and those whose branch owes it; nobody else learns that it is there."""
    return reaches(user, obligation.office, FOLLOWING) or reaches(user, obligation.agency, OWING)


def may_direct(user: User, obligation: Obligation) -> bool:
    """Change the day, transfer, suspend, resume, cancel, answer an extension: desk officers of the office."""
    return reaches(user, obligation.office, DIRECTING)


def may_report(user: User, obligation: Obligation) -> bool:
    """Unit officers of the agency that owes it."""
    return reaches(user, obligation.agency, REPORTING)


def may_confirm(user: User, obligation: Obligation, progress: Progress) -> bool:
    """Desk officers of the office, but never the reporter."""
    return reaches(user, obligation.office, DIRECTING) and progress.by_id != user.pk


def may_comment(user: User, obligation: Obligation) -> bool:
    """Everyone who takes part; an auditor only looks."""
    return reaches(user, obligation.office, (Role.DESK, Role.LEADER)) or reaches(
        user, obligation.agency, (Role.UNIT, Role.LEADER)
    )


def people_around(obligation: Obligation) -> QuerySet[User]:
    """Active people who see the obligation and work in the office's branch, or at the agency that owes it.

    Only they can be named in a comment.
    """
    today = timezone.localdate()
    above_office, above_agency = _ids(obligation.office.trail), _ids(obligation.agency.trail)
    sees = Q(memberships__role__in=FOLLOWING, memberships__agency__in=above_office)
    sees |= Q(memberships__role__in=OWING, memberships__agency__in=above_agency)
    in_branch = Q(memberships__agency__trail__startswith=obligation.office.trail)
    in_branch |= Q(memberships__agency=obligation.agency_id)
    today_too = Q(memberships__until=None) | Q(memberships__until__gte=today)
    return (
        User.objects.filter(sees, in_branch, today_too, memberships__since__lte=today, is_active=True)
        .distinct()
        .order_by("full_name", "username")
    )


def _ids(trail: str) -> list[int]:
    return [int(part) for part in trail.strip("/").split("/") if part]
