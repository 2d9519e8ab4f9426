"""Who may do what with reporting duties and expected reports: the office asks, the agency reports."""

from __future__ import annotations

from django.db.models import Q

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.agencies.models import Agency
from dondoc_web.reports.models import Duty, Expected, ReportState

ASKING = (Role.DESK,)
FOLLOWING = (Role.DESK, Role.LEADER, Role.AUDITOR)
REPORTING = (Role.UNIT,)
APPROVING = (Role.LEADER,)
OWING = (Role.UNIT, Role.LEADER, Role.AUDITOR)


def may_ask(user: User, office: Agency) -> bool:
    """Decide on duties of ``office`` and on the reports it receives: its desk officers."""
    return reaches(user, office, ASKING)


def may_see_duty(user: User, duty: Duty) -> bool:
    """All who follow what the office asks."""
    return reaches(user, duty.office, FOLLOWING)


def may_hand_in(user: User, report: Expected) -> bool:
    """Unit officers of the agency."""
    return reaches(user, report.agency, REPORTING)


def may_approve(user: User, report: Expected) -> bool:
    """Leaders of the agency and above it."""
    return reaches(user, report.agency, APPROVING)


def sees_words(user: User, report: Expected) -> bool:
    """Who owes it sees what is being written; the office sees it once it was handed in."""
    return reaches(user, report.agency, OWING) or report.state in (ReportState.HANDED_IN, ReportState.ACCEPTED)


def seen_duties(user: User) -> Q:
    """The condition that a duty may be seen."""
    return within(user, "office__", FOLLOWING)


def seen_reports(user: User) -> Q:
    """The condition that an expected report may be seen: by the office, and by who owes it."""
    return within(user, "office__", FOLLOWING) | within(user, "agency__", OWING)


def entered_on_paper(user: User, report: Expected) -> bool:
    """A desk officer who entered a paper of another body has not reported; one who also works there has."""
    return not may_hand_in(user, report)
