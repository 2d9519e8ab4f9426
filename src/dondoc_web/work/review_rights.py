"""Who may review, confirm and see the plans of an office."""

from __future__ import annotations

from django.db.models import Q

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import held, reaches, within
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.models import Source
from dondoc_web.work.models import Plan

REVIEWERS = (Role.DESK,)
CONFIRMERS = (Role.DESK, Role.LEADER)
SEEING = (Role.DESK, Role.LEADER, Role.AUDITOR)


def may_review(user: User, plan: Plan) -> bool:
    """Desk officers of the office that follows the plan."""
    return reaches(user, plan.office, REVIEWERS)


def may_confirm(user: User, plan: Plan) -> bool:
    """Desk officers and leaders of the office; whether it is their own work is asked of each task."""
    return reaches(user, plan.office, CONFIRMERS)


def may_see(user: User, plan: Plan) -> bool:
    """All who follow the office's plans or look after that work."""
    return reaches(user, plan.office, SEEING)


def seen_plans(user: User) -> Q:
    """The condition that a plan may be seen."""
    return within(user, "office__", SEEING)


def office_of(user: User, source: Source) -> Agency | None:
    """For whom ``user`` takes ``source`` over: the office that received it, else where ``user`` is desk officer."""
    if source.office is not None:
        return source.office if reaches(user, source.office, REVIEWERS) else None
    desks = [one.agency_id for one in held(user) if one.role == Role.DESK]
    return Agency.objects.filter(pk__in=desks).order_by("pk").first()
