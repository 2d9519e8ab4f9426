"""Who defines, fills and sees registers: the office defines, agencies that owe fill in their own branch."""

from __future__ import annotations

from django.db.models import Q

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.agencies.models import Agency
from dondoc_web.work.follow_rights import DIRECTING, FOLLOWING, REPORTING, may_see, seen
from dondoc_web.work.models import Obligation


def may_define(user: User, office: Agency) -> bool:
    """Desk officers of the office."""
    return reaches(user, office, DIRECTING)


def may_enter(user: User, obligation: Obligation) -> bool:
    """Unit officers of the branch that owes it, desk officers of the office."""
    return may_see(user, obligation) and (
        reaches(user, obligation.agency, REPORTING) or reaches(user, obligation.office, DIRECTING)
    )


def seen_entries(user: User) -> Q:
    """Entries of obligations that ``user`` sees."""
    return seen(user, "obligation__")


def seen_registers(user: User) -> Q:
    """Registers of offices that ``user`` follows with, or to which the branch of ``user`` owes something."""
    owed = Obligation.objects.filter(seen(user)).order_by().values("office")
    return within(user, "office__", FOLLOWING) | Q(office__in=owed)
