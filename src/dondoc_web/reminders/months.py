"""The read side of the calendar: a month of due days, what each day holds, and days that are not like others."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import held_roles, within
from dondoc_web.reminders.calendar import calendar_of
from dondoc_web.work.follow_rights import FOLLOWING, OWING
from dondoc_web.work.models import Obligation, Stage
from dondoc_web.work.timeliness import Timeliness, timeliness_case
from dondoc_web.work.workdays import WorkCalendar, days

SHOWN = (Stage.NOT_STARTED, Stage.UNDER_WAY, Stage.TO_CONFIRM, Stage.DONE, Stage.SUSPENDED)
SIDES: Mapping[str, Promise] = {"all": _("Tất cả"), "owed": _("Cơ quan tôi phải làm"), "followed": _("Tôi theo dõi")}
FIRST_YEAR, LAST_YEAR = 2000, 2100
PARTS = ("agency", "office", "occurrence", "task", "plan__directive")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the calendar asks for; what makes no sense is left out."""

    month: date
    side: str
    day: date | None

    @classmethod
    def read(cls, given: Mapping[str, str], today: date) -> Asked:
        """``month`` as ``2026-12``, ``side`` of :data:`SIDES`, ``day`` as ``2026-12-15``."""
        day = _date(given.get("day", ""))
        month = _date(f"{given.get('month', '')}-01") or (day or today).replace(day=1)
        side = given.get("side", "")
        return cls(month, side if side in SIDES else "all", day)

    @property
    def before(self) -> date | None:
        """The first of the month before, where the calendar goes back so far."""
        found = (self.month - timedelta(days=1)).replace(day=1)
        return found if found.year >= FIRST_YEAR else None

    @property
    def after(self) -> date | None:
        """The first of the month after."""
        found = (self.month + timedelta(days=31)).replace(day=1)
        return found if found.year <= LAST_YEAR else None


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month: what falls due, and why it is not like others of its weekday."""

    day: date
    works: bool
    reason: str
    total: int
    overdue: int
    done: int
    is_today: bool
    is_chosen: bool

    @property
    def is_marked(self) -> bool:
        """Something to see on a phone, where other days are left out."""
        return bool(self.total or self.reason or self.is_today or self.is_chosen)


def obligations(user: User, side: str) -> QuerySet[Obligation]:
    """What counts in the calendar of ``user``."""
    owed, followed = within(user, "agency__", OWING), within(user, "office__", FOLLOWING)
    wanted: Q = {"owed": owed, "followed": followed}.get(side, owed | followed)
    return Obligation.objects.filter(wanted, stage__in=SHOWN)


def of_day(user: User, asked: Asked) -> QuerySet[Obligation]:
    """What falls due on the chosen day."""
    rows = obligations(user, asked.side).filter(due_on=asked.day)
    return rows.select_related(*PARTS).order_by("agency__name", "pk")


def weeks(user: User, asked: Asked, today: date) -> Sequence[Sequence[Day | None]]:
    """The weeks of the month from Monday; None fills days of other months. One query for the counts."""
    last = asked.month.replace(day=calendar.monthrange(asked.month.year, asked.month.month)[1])
    kept, counts = calendar_for(user), _counts(user, asked.side, asked.month, last, today)
    found: list[Day | None] = [None] * asked.month.weekday()
    for day in days(asked.month, last):
        marks = {"is_today": day == today, "is_chosen": day == asked.day}
        found.append(Day(day, kept.works(day), kept.reason(day), *counts.get(day, (0, 0, 0)), **marks))
    found += [None] * (-len(found) % 7)
    return [found[at : at + 7] for at in range(0, len(found), 7)]


def _counts(user: User, side: str, first: date, last: date, today: date) -> Mapping[date, tuple[int, int, int]]:
    """How many fall due on each day on which something does: in all, overdue, done."""
    rows = obligations(user, side).filter(due_on__gte=first, due_on__lte=last)
    coded = rows.annotate(code=timeliness_case(today=today, soon_days=0))
    found: dict[date, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for day, code, n in coded.order_by().values_list("due_on", "code").annotate(n=Count("pk")):
        total, overdue, done = found[day]
        is_over, is_done = code == Timeliness.OVERDUE.code, code.startswith("done")
        found[day] = (total + n, overdue + n * is_over, done + n * is_done)
    return found


def calendar_for(user: User) -> WorkCalendar:
    """The working days of the body where ``user`` holds the first role; the plain calendar for others."""
    roles = held_roles(user)
    return calendar_of(roles[0].agency) if roles else WorkCalendar()
