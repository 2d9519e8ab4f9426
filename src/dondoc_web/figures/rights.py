"""Who opens the page of a plan to everyone."""

from __future__ import annotations

from django.db.models import Q

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.models import Standing
from dondoc_web.work.models import PlanState

PUBLISHING = (Role.LEADER, Role.ADMINISTRATOR)


def may_publish(user: User, office: Agency) -> bool:
    """Leaders and administrators of the office."""
    return reaches(user, office, PUBLISHING)


def publishable(user: User) -> Q:
    """The condition that a plan is of an office for which ``user`` publishes."""
    return within(user, "office__", PUBLISHING)


def showable(plan: str = "") -> Q:
    """The condition that people confirmed a plan, and that its paper is neither in quarantine nor withdrawn.

    ``plan`` is the way to it, with ``__`` behind it.
    """
    return Q(**{f"{plan}state": PlanState.CONFIRMED, f"{plan}source__standing": Standing.ADMITTED})
