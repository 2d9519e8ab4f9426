"""Who makes and sees papers: they belong to the office that issues them."""

from __future__ import annotations

from django.db.models import Q

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.agencies.models import Agency
from dondoc_web.work.follow_rights import DIRECTING, FOLLOWING


def may_make(user: User, office: Agency) -> bool:
    """Desk officers of the office."""
    return reaches(user, office, DIRECTING)


def seen(user: User) -> Q:
    """The papers of the offices that ``user`` follows."""
    return within(user, "office__", FOLLOWING)
