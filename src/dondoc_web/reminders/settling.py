"""The read side of an office's settings: what holds, what it means on an example, the days of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import held, within
from dondoc_web.agencies.models import Agency
from dondoc_web.reminders.calendar import calendar_of
from dondoc_web.reminders.giving import ladder_of
from dondoc_web.reminders.ladder import Step, shipped
from dondoc_web.work.models import DayOverride, OfficeSettings
from dondoc_web.work.offices import SETTLES, Settled
from dondoc_web.work.workdays import days

PRINTED = (12, 15)
"""Month and day of the example: the day that most plans name."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder, and the day on which it is given for the due day of the example."""

    step: Step
    day: date

    @property
    def role(self) -> str:
        """Who is reminded, in words."""
        return str(Role(self.step.to).label)


@dataclass(frozen=True, slots=True)
class Special:
    """A day that is not like others of its weekday; ``entered`` where somebody of the branch, or above, said so."""

    day: date
    works: bool
    reason: str
    entered: DayOverride | None
    own: bool


@dataclass(frozen=True, slots=True)
class OfficePage:
    """All that the settings of an office show."""

    office: Agency
    settled: OfficeSettings
    printed: date
    ladder: Sequence[Rung]
    is_shipped: bool
    year: int
    days: Sequence[Special]

    @property
    def day_before(self) -> date:
        """The last day where "trước ngày" leaves out the day that is named."""
        return self.printed - timedelta(days=1)

    @property
    def year_before(self) -> int:
        return self.year - 1

    @property
    def year_after(self) -> int:
        return self.year + 1


def offices(user: User) -> QuerySet[Agency]:
    """Bodies of the branches that ``user`` administers in which papers are followed, and where the role is held."""
    own = [one.agency_id for one in held(user) if one.role in SETTLES]
    works = Q(pk__in=own) | Q(staff__role=Role.DESK) | Q(plans__isnull=False)
    return Agency.objects.filter(within(user, "", SETTLES), works).distinct().order_by("trail")


def office_page(office: Agency, year: int) -> OfficePage:
    """The page of ``office``; days that are not like others are those of ``year``."""
    settled = OfficeSettings.objects.filter(office=office).first() or OfficeSettings(office=office)
    kept, steps = calendar_of(office), ladder_of(office)
    printed = date(year, *PRINTED)
    rungs = [Rung(step, step.day(printed, kept)) for step in steps]
    return OfficePage(
        office=office,
        settled=settled,
        printed=printed,
        ladder=sorted(rungs, key=lambda rung: rung.day),
        is_shipped=steps == shipped(),
        year=year,
        days=_special(office, year),
    )


def settled_of(office: Agency) -> Settled:
    """What holds for ``office`` today."""
    row = OfficeSettings.objects.filter(office=office).first() or OfficeSettings(office=office)
    return Settled(**{name: getattr(row, name) for name in Settled.__dataclass_fields__})


def _special(office: Agency, year: int) -> Sequence[Special]:
    kept = calendar_of(office)
    above = [int(part) for part in office.trail.split("/") if part]
    rows = DayOverride.objects.filter(office__in=above, day__year=year).select_related("office")
    entered = {row.day: row for row in sorted(rows, key=lambda row: len(row.office.trail))}
    return [
        Special(day, kept.works(day), reason, row, row is not None and row.office_id == office.pk)
        for day in days(date(year, 1, 1), date(year, 12, 31))
        if (reason := kept.reason(day))
        for row in [entered.get(day)]
    ]


def overrides_seen(user: User) -> QuerySet[DayOverride]:
    """Entered days that ``user`` may take back."""
    return DayOverride.objects.filter(within(user, "office__", SETTLES)).select_related("office")
