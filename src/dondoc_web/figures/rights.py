"""Who opens the page of a plan to everyone."""

from __future__ import annotations

from django.db.models import Q

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.agencies.models import Agency

PUBLISHING = (Role.LEADER, Role.ADMINISTRATOR)


def may_publish(user: User, office: Agency) -> bool:
    """Leaders and administrators of the office."""
    return reaches(user, office, PUBLISHING)


def publishable(user: User) -> Q:
    """The condition that a plan is of an office for which ``user`` publishes."""
    return within(user, "office__", PUBLISHING)
