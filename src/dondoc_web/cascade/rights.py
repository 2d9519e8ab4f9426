"""Who has directives compared and says whether a link is right."""

from __future__ import annotations

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import reaches
from dondoc_web.cascade.models import ClauseLink, Pairing
from dondoc_web.documents.models import Source
from dondoc_web.work.review_rights import REVIEWERS


def may_compare(user: User, source: Source) -> bool:
    """Desk officers of the office that holds the directive."""
    return not source.is_withdrawn and reaches(user, source.office, REVIEWERS)


def may_decide(user: User, link: ClauseLink) -> bool:
    """As :func:`may_link`."""
    return may_link(user, link.pairing)


def may_link(user: User, pairing: Pairing) -> bool:
    """Desk officers of the office that holds the lower directive: the tasks are theirs."""
    return reaches(user, pairing.lower.office, REVIEWERS)
