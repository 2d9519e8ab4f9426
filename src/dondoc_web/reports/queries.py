"""The read side: the matrix of agencies × periods, completeness and timeliness by level, duties with their flaws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency, Level
from dondoc_web.audit.models import Event
from dondoc_web.reminders.calendar import calendar_of
from dondoc_web.reports.expecting import periods_of
from dondoc_web.reports.ladder import Flaw, Rung, flaws
from dondoc_web.reports.models import Duty, DutyState, Expected
from dondoc_web.reports.rights import seen_duties, seen_reports
from dondoc_web.reports.standing import Rates, Standing, rates, rates_by, standing
from dondoc_web.work.models import Plan
from dondoc_web.work.periods import words_of
from dondoc_web.work.workdays import WorkCalendar

BEHIND, AHEAD = 8, 4
"""Columns of the matrix: periods that are over, and periods to come."""


def today() -> date:
    """The day of today where the site is."""
    return timezone.localdate()


def period_words(code: str) -> str:
    """The name of a period for people."""
    if code.endswith("-9M"):
        return _("9 tháng năm %s") % code[:4]
    return words_of(code)


def rule_words(rule: str) -> str:
    """A named rule for people."""
    return {
        "regime": _("theo chế độ báo cáo"),
        "directive": _("do văn bản nêu"),
        "before_due": _("một ngày làm việc trước hạn"),
        "day_of_last_month": _("ngày cố định của tháng cuối kỳ"),
        "working_days_after_closing": _("số ngày làm việc sau ngày chốt"),
        "by_hand": _("cơ quan yêu cầu đột xuất"),
    }.get(rule, rule)


# The matrix -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A period, with its words and its due day."""

    code: str
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Cell:
    """What one agency owes in one period."""

    report: Expected
    standing: Standing


@dataclass(frozen=True, slots=True)
class Row:
    """An agency beside its cells, None where it owed nothing."""

    agency: Agency
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One duty: agencies × periods, and rates of all its periods by level of the tree."""

    duty: Duty | None
    duties: Sequence[Duty]
    columns: Sequence[Column]
    rows: Sequence[Row]
    levels: Sequence[tuple[str, Rates]]
    total: Rates


def matrix(user: User, duty_id: int | None, day: date) -> Matrix:
    """What ``user`` may see of the chosen duty, or of the first one."""
    mine = Expected.objects.filter(seen_reports(user))
    having = Duty.objects.filter(Exists(mine.filter(duty=OuterRef("pk"))))
    duties = list(having.select_related("plan__directive", "office"))
    duty = next((one for one in duties if one.pk == duty_id), duties[0] if duties else None)
    reports = list(mine.filter(duty=duty).select_related("agency")) if duty else []
    columns = _columns(reports, day)
    return Matrix(duty, duties, columns, _rows(reports, columns, day), by_level(reports, day), rates(reports, day))


def _columns(reports: Iterable[Expected], day: date) -> Sequence[Column]:
    due = {one.period: one.due_on for one in sorted(reports, key=lambda one: one.pk, reverse=True)}
    ordered = sorted(due.items(), key=lambda pair: (pair[1], pair[0]))
    over, coming = [one for one in ordered if one[1] < day], [one for one in ordered if one[1] >= day]
    return [Column(code, period_words(code), due_on) for code, due_on in over[-BEHIND:] + coming[:AHEAD]]


def _rows(reports: Iterable[Expected], columns: Sequence[Column], day: date) -> Sequence[Row]:
    agencies: dict[int, Agency] = {}
    cells: dict[tuple[int, str], Cell] = {}
    for one in reports:
        agencies[one.agency_id] = one.agency
        cells[one.agency_id, one.period] = Cell(one, standing(one, day))
    rows = [Row(body, [cells.get((body.pk, column.code)) for column in columns]) for body in agencies.values()]
    return sorted((row for row in rows if any(row.cells)), key=lambda row: (row.agency.level, row.agency.name))


def by_level(reports: Iterable[Expected], day: date) -> Sequence[tuple[str, Rates]]:
    """Rates of each level of administration, the highest first."""
    found = rates_by(reports, lambda one: one.agency.level, day)
    return [(str(Level(level).label), found[level]) for level in Level.values if level in found]


def seen(user: User) -> QuerySet[Expected]:
    """Expected reports that ``user`` may see, with what their page shows."""
    parts = ("agency", "office", "group", "passed_to", "handed_by", "duty__plan__directive", "duty__to_agency")
    return Expected.objects.filter(seen_reports(user)).select_related(*parts)


def history(of: Expected | Duty) -> QuerySet[Event]:
    """What happened to it."""
    target = f"{of._meta.model_name}:{of.pk}"
    return Event.objects.filter(target=target).select_related("actor").order_by("-id")


# Duties -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty, who reports under it, what is wrong with it."""

    duty: Duty
    reporters: Sequence[str]
    flaws: Sequence[str]
    coming: str = ""


def duties_seen(user: User) -> QuerySet[Duty]:
    """Duties that ``user`` may see, with what a list shows."""
    parts = ("office", "plan__directive", "to_agency", "parent")
    return (
        Duty.objects.filter(seen_duties(user))
        .select_related(*parts)
        .prefetch_related("reporters__agency", "reporters__group", "task__parties__agency", "task__parties__group")
    )


def _reporters(duty: Duty, day: date) -> list[str]:
    """Who reports on ``day``; of a proposal that names nobody yet, whom its confirmation would name."""
    rows = list(duty.reporters.all())
    if not rows and duty.state == DutyState.PROPOSED:
        return [str(one) for one in duty.leads]
    return [str(row) for row in rows if row.holds_on(day)]


def duty_lines(duties: Sequence[Duty], day: date) -> Sequence[DutyLine]:
    """Each duty with its flaws, those that wait for a decision first."""
    wrong = _flaws(duties, day)
    order = list(DutyState.values)
    lines = [DutyLine(one, _reporters(one, day), wrong.get(one.pk, ())) for one in duties]
    return sorted(lines, key=lambda line: (order.index(line.duty.state), not line.flaws, line.duty.pk))


def _flaws(duties: Iterable[Duty], day: date) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for flaw in ladder_of(duties, day):
        found.setdefault(flaw.duty, []).append(flaw.words)
    return found


def ladder_of(duties: Iterable[Duty], day: date) -> Sequence[Flaw]:
    """What is wrong between duties that were not refused."""
    calendars: dict[int, WorkCalendar] = {}
    rungs = []
    for duty in duties:
        if duty.state != DutyState.REFUSED:
            calendar = calendars.setdefault(duty.office_id, calendar_of(duty.office))
            rungs.append(_rung(duty, calendar, day))
    return flaws(rungs, WorkCalendar())


def _rung(duty: Duty, calendar: WorkCalendar, day: date) -> Rung:
    days = {one.code: (one.closes_on, one.due_on) for one in periods_of(duty, calendar, day)}
    reporters = tuple(sorted(f"{row.agency_id} {row.group_id}" for row in duty.reporters.all()))
    same = (duty.plan_id, reporters, duty.to_agency_id or duty.to, duty.frequency, duty.kind)
    told = duty.plan_id and reporters and (duty.to_agency_id or duty.to)
    return Rung(duty.pk, duty.words, duty.parent_id, days, same if told else (), duty.due)


def flaws_of_plan(plan: Plan) -> Sequence[str]:
    """What a reviewer of the plan should know of its reporting duties; named in the setting ``PLAN_FLAWS``."""
    rows = Duty.objects.filter(plan=plan).select_related("office").prefetch_related("reporters")
    return [flaw.words for flaw in ladder_of(rows, today())]
