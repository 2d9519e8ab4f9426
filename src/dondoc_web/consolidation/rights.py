"""Who drafts and sees a consolidated report: the lead that owes it, and the office once it was handed in.

The ladder gives the lead the unit reports: a duty whose reports another duty
takes further up was joined to it by the office that asks for both. What the lead
reads of them stands in its draft and nowhere else.
"""

from __future__ import annotations

from django.db.models import F, Q

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import reaches, within
from dondoc_web.reports.models import Expected, ReportState
from dondoc_web.reports.rights import FOLLOWING, OWING, may_ask, may_hand_in, sees_words

HANDED = (ReportState.HANDED_IN, ReportState.ACCEPTED)


def may_draft(user: User, answers: Expected) -> bool:
    """Unit officers of the lead; where an office reports for itself, its desk officers too."""
    own = answers.agency_id == answers.office_id and may_ask(user, answers.office)
    return own or may_hand_in(user, answers)


def sees(user: User, answers: Expected) -> bool:
    """Who owes it, and the office that asks once it was handed in."""
    if answers.agency_id == answers.office_id and reaches(user, answers.office, FOLLOWING):
        return True
    return reaches(user, answers.agency, OWING) or (
        sees_words(user, answers) and reaches(user, answers.office, FOLLOWING)
    )


def seen(user: User) -> Q:
    """The condition that a consolidation may be seen, as :func:`sees` says."""
    followed = within(user, "answers__office__", FOLLOWING)
    handed = Q(answers__state__in=HANDED) | Q(answers__agency=F("answers__office"))
    return within(user, "answers__agency__", OWING) | (followed & handed)
