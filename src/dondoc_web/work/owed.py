"""What an agency may see because it owes something."""

from __future__ import annotations

from django.db.models import Q

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.work.models import Obligation


def sources_owed(user: User) -> Q:
    """The condition on a source that ``user``'s branch owes an obligation of the plan taken from it."""
    owed = Obligation.objects.filter(within(user, "agency__"))
    return Q(pk__in=owed.values("plan__source"))
