"""The read side of reminders: what a person was told and has not seen, and the digests of the last days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet
from django.http import HttpRequest

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import trails
from dondoc_web.reminders.giving import OWED
from dondoc_web.reminders.models import REMINDED, Digest, Reminder
from dondoc_web.work.follow_rights import seen
from dondoc_web.work.models import Obligation
from dondoc_web.work.queries import Line, lines

PARTS = ("agency", "office", "occurrence", "task", "plan__directive")
SHOWN_UP_TO = 99
DIGESTS = 14


def told(user: User, *, new: bool) -> QuerySet[Obligation]:
    """Obligations that ``user`` was reminded of and still may see, what is most late first.

    ``new``: those with a reminder that was not seen. Else those whose
    reminders were all seen, as long as they are owed.
    """
    own = Reminder.objects.filter(person=user)
    unseen = own.filter(seen_at=None).values("given__obligation")
    rows = Obligation.objects.filter(seen(user))
    if new:
        rows = rows.filter(pk__in=unseen)
    else:
        rows = rows.filter(pk__in=own.values("given__obligation"), stage__in=OWED).exclude(pk__in=unseen)
    return rows.select_related(*PARTS).order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class Told:
    """An obligation with the day of the last reminder of it."""

    line: Line
    on: date | None


def told_lines(user: User, rows: Sequence[Obligation], today: date) -> Sequence[Told]:
    """Lines for ``rows``; a constant number of queries."""
    own = Reminder.objects.filter(person=user, given__obligation__in=[row.pk for row in rows])
    days = dict(own.order_by().values_list("given__obligation").annotate(last=Max("digest__day")))
    return [Told(line, days.get(line.obligation.pk)) for line in lines(rows, today)]


def last_new(user: User) -> int:
    """The key of the newest reminder: what a page has shown goes up to it."""
    found = Reminder.objects.filter(person=user).order_by("-pk").values_list("pk", flat=True).first()
    return found or 0


def digests_of(user: User) -> QuerySet[Digest]:
    """A person's digests, the latest first."""
    return Digest.objects.filter(person=user).order_by("-day")


def number_new(user: User) -> int:
    """How many reminders were not seen, at most :data:`SHOWN_UP_TO` and one; nothing is asked where none can be."""
    if not is_reminded(user):
        return 0
    new = Reminder.objects.filter(person=user, seen_at=None).order_by()
    return len(new.values_list("pk", flat=True)[: SHOWN_UP_TO + 1])


def header(request: HttpRequest) -> Mapping[str, Callable[[], object]]:
    """For the header of a page: whether the person is ever reminded, and how many reminders are new.

    Asked when it is drawn, so parts of pages ask nothing.
    """
    user = getattr(request, "user", None)

    def reminded() -> bool:
        return isinstance(user, User) and is_reminded(user)

    def number() -> str:
        found = number_new(user) if isinstance(user, User) else 0
        return f"{SHOWN_UP_TO}+" if found > SHOWN_UP_TO else str(found or "")

    return {"is_reminded": reminded, "new_reminders": number}


def is_reminded(user: User) -> bool:
    """``user`` holds a role that is reminded."""
    return bool(trails(user, REMINDED))
