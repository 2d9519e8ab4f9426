"""Which obligations are asked for: filters that stand in the address, and the conditions that they make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, TextChoices, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import GroupMember, holding_on
from dondoc_web.agencies.naming import folded
from dondoc_web.work import periods
from dondoc_web.work.holding import WORKING
from dondoc_web.work.models import Obligation, OfficeSettings, Plan, Stage, Task
from dondoc_web.work.scope import Scope, Side
from dondoc_web.work.timeliness import Timeliness, settled_case, timeliness_case
from dondoc_web.work.totals import HALF

SOON_DAYS = 3
"""Where an office has not settled its own number."""

MOST_TASKS = 5000
"""Tasks with the words asked for, up to which figures are counted."""

DONE = ("done-early", "done-on-day", "done-late", "done-no-due")
IN_WORK = ("in-time", "soon", "overdue", "no-due")
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "counted": (*DONE, *IN_WORK),
    "open": IN_WORK,
    "open-in-time": ("in-time", "soon", "no-due"),
    "done": DONE,
    "done-in-time": ("done-early", "done-on-day"),
    "done-not-late": ("done-early", "done-on-day", "done-no-due"),
    **{one.code: (one.code,) for one in Timeliness},
}
"""Words of the filter ``state``: several states under one name.

Those of the table that offices publish (``counted`` and what it adds up from)
take work without a day for work in time: nobody can be late with it.
"""

NO_DAY = "none"
"""The period of obligations without a day that counts."""


class Sort(TextChoices):
    """Orders of the register; each has an index."""

    DUE = "due", _("hạn gần trước")
    DUE_LAST = "-due", _("hạn xa trước")
    NEW = "new", _("mới giao trước")
    CHANGED = "changed", _("mới thay đổi trước")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters as the address has them; empty parts do not narrow. Days are of the day that counts, both included."""

    side: str = ""
    office: int | None = None
    agency: int | None = None
    plan: int | None = None
    group: int | None = None
    state: str = ""
    stage: str = ""
    period: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    sort: str = Sort.DUE.value
    tasks: tuple[int, ...] | None = None
    """Keys of the tasks that have the words, where they were looked up (:func:`looked_up`); not of the address."""

    def address(self, **more: object) -> str:
        """These filters, changed by ``more``, as the query of an address."""
        parts = {name: getattr(self, name) for name in NAMES} | more
        if parts["sort"] == Sort.DUE.value:
            del parts["sort"]
        asked = {name: value if isinstance(value, list) else str(value) for name, value in parts.items() if value}
        return urlencode(asked, doseq=True)

    def addresses(self, states: Iterable[str]) -> list[str]:
        """:meth:`address` under each of ``states``: what they have in common is written once."""
        before, _state, after = self.address(state="-").partition("state=-")
        whole = f"{before}{after[1:]}".rstrip("&")
        return [f"{before}state={state}{after}" if state else whole for state in states]

    def narrowed(self, **more: Any) -> Wanted:
        """These filters with ``more``."""
        return replace(self, **more)

    def without_state(self) -> Wanted:
        """These filters for every timeliness: figures count them all."""
        return replace(self, state="")

    @property
    def narrows(self) -> bool:
        """Something but the side is asked for."""
        return any(getattr(self, one.name) for one in fields(self) if one.name not in ("side", "sort", "tasks"))

    @property
    def countable(self) -> bool:
        """Figures cost no more than a page: not so for words that stand in too many tasks."""
        return not self.words or self.tasks is not None

    @property
    def dated(self) -> bool:
        """Nothing without a day is asked for."""
        undated = ("no-due", "done-no-due", "aside")
        return any(self.days()) or (bool(self.state) and not set(TOGETHER[self.state]).intersection(undated))

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day that are wanted, by period and by days."""
        start, end = period_days(self.period)
        firsts, lasts = [one for one in (start, self.since) if one], [one for one in (end, self.until) if one]
        return max(firsts, default=None), min(lasts, default=None)


NAMES = tuple(one.name for one in fields(Wanted) if one.name != "tasks")
"""Filters of the address, in their order."""


def wanted_of(asked: QueryDict, scope: Scope) -> Wanted:
    """Filters of an address; what cannot be understood does not narrow."""
    side = asked.get("side", "")
    sides = [one.value for one in scope.sides]
    words = asked.get("words", "").strip()[:200]
    return Wanted(
        side=side if side in sides else (sides[0] if sides else ""),
        office=_number(asked.get("office", "")),
        agency=_number(asked.get("agency", "")),
        plan=_number(asked.get("plan", "")),
        group=_number(asked.get("group", "")),
        state=_one_of(asked.get("state", ""), TOGETHER),
        stage=_one_of(asked.get("stage", ""), Stage.values),
        period=_period(asked.get("period", "")),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        words=words if folded(words).split() else "",
        sort=_one_of(asked.get("sort", ""), Sort.values) or Sort.DUE.value,
    )


def _period(code: str) -> str:
    return code if code == NO_DAY or any(period_days(code)) else ""


def _one_of(text: str, known: Collection[str]) -> str:
    return text if text in known else ""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# Periods ----------------------------------------------------------------------------------------------------------


def period_days(code: str) -> tuple[date | None, date | None]:
    """First and last day of ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-11``, ``R2026`` (reporting year to 14/12)."""
    year, unit, number = code[:4].removeprefix("R"), code[5:6], code[-1:]
    if code.startswith("R"):
        year = code[1:]
    if not (year.isdecimal() and 1900 < int(year) < 2200):
        return None, None
    if code.startswith("R"):
        found: periods.Period | None = periods.reporting_year((12, 14))(date(int(year), 12, 1))
    else:
        found = _calendar(int(year), code[4:], unit, number)
    return (found.start, found.end) if found else (None, None)


def _calendar(year: int, rest: str, unit: str, number: str) -> periods.Period | None:
    if not rest:
        return periods.year(date(year, 1, 1))
    if unit == "H" and number in "12":
        return periods.half(date(year, 6 * int(number), 1))
    if unit == "Q" and number in "1234":
        return periods.quarter(date(year, 3 * int(number), 1))
    month = rest[1:]
    return periods.month(date(year, int(month), 1)) if month.isdecimal() and 1 <= int(month) <= 12 else None


def period_choices(today: date) -> list[tuple[str, str]]:
    """Periods that the form offers: reporting and calendar years around today, halves, quarters, months of this one."""
    years = (today.year, today.year - 1, today.year - 2, today.year + 1)
    codes = [f"R{year}" for year in years] + [str(year) for year in years]
    codes += [f"{today.year}-H{n}" for n in (1, 2)] + [f"{today.year}-Q{n}" for n in (1, 2, 3, 4)]
    codes += [f"{today.year}-{n:02}" for n in range(1, 13)]
    return [(code, period_words(code)) for code in (*codes, NO_DAY)]


def period_words(code: str) -> str:
    """The name of a period of the filter."""
    if code == NO_DAY:
        return str(_("Không thời hạn"))
    return str(_("Năm báo cáo %s")) % code[1:] if code.startswith("R") else periods.words_of(code)


# Conditions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clock:
    """The day asked, and from how many days on each office calls a day near (those that settled another number)."""

    today: date
    soon: Mapping[int, int]

    def state(self) -> Case:
        """The timeliness of an obligation, by the settings of its office."""
        return self._by_office(timeliness_case)

    def total_state(self) -> Case:
        """The timeliness of a total."""
        return self._by_office(settled_case)

    def _by_office(self, case: object) -> Case:
        own = [When(office__in=offices, then=case(today=self.today, soon_days=days)) for days, offices in self.groups()]  # type: ignore[operator]
        return Case(*own, default=case(today=self.today, soon_days=SOON_DAYS))  # type: ignore[operator]

    def groups(self) -> list[tuple[int, list[int]]]:
        """Offices by their number of days."""
        numbers = sorted(set(self.soon.values()) - {SOON_DAYS})
        return [(days, [office for office, own in self.soon.items() if own == days]) for days in numbers]

    def near(self) -> Q:
        """The day that counts is near."""
        others = [office for _days, offices in self.groups() for office in offices]
        found = Q(due_on__lte=self.today + timedelta(days=SOON_DAYS)) & (~Q(office__in=others) if others else Q())
        for days, offices in self.groups():
            found |= Q(office__in=offices, due_on__lte=self.today + timedelta(days=days))
        return found


def clock(today: date) -> Clock:
    """One query."""
    own = OfficeSettings.objects.exclude(due_soon_days=SOON_DAYS)
    return Clock(today, dict(own.values_list("office_id", "due_soon_days")))


_OPEN = Q(stage__in=[one.value for one in WORKING]) | Q(stage=Stage.TO_CONFIRM, done_on=None)
_REPORTED = Q(stage=Stage.TO_CONFIRM, done_on__isnull=False)


class InWork(Func):
    """The condition of the indices ``obligation_open_of_…``, word for word: SQLite cannot tell what a parameter is."""

    template = "%(expressions)s IN ('not_started', 'under_way', 'to_confirm')"
    arity = 1
    output_field = BooleanField()


_IN_WORK = Q(InWork("stage"))


def in_states(codes: Collection[str], at: Clock) -> Q:
    """The condition that an obligation has one of the timelinesses ``codes``; each part can walk an index."""
    found, left = Q(pk__in=()), set(codes)
    for together, condition in ((IN_WORK, _IN_WORK), (DONE, Q(stage=Stage.DONE))):
        if left >= set(together):  # whatever the days are
            found |= condition
            left -= set(together)
    for code in sorted(left):
        found |= _in_state(code, at)
    return found & _IN_WORK if left and set(codes) <= set(IN_WORK) else found


def _in_state(code: str, at: Clock) -> Q:
    done = Q(stage=Stage.DONE)
    days = {"done-early": "lt", "done-on-day": "exact", "done-late": "gt"}
    if code in days:
        return done & Q(**{f"done_on__{days[code]}": F("due_on")})
    return {
        "overdue": _OPEN & Q(due_on__lt=at.today) | _REPORTED & Q(done_on__gt=F("due_on")),
        "soon": _OPEN & Q(due_on__gte=at.today) & at.near(),
        "in-time": _OPEN & Q(due_on__gte=at.today) & ~at.near() | _REPORTED & Q(done_on__lte=F("due_on")),
        "no-due": _IN_WORK & Q(due_on=None),
        "done-no-due": done & (Q(due_on=None) | Q(done_on=None)),
        "aside": Q(stage__in=[Stage.SUSPENDED, Stage.CANCELLED, Stage.TRANSFERRED]),
    }[code]


def asked_for(wanted: Wanted, scope: Scope) -> Q:
    """The condition of all filters but state and words; it fits obligations, and totals where :func:`by_totals`."""
    found = in_plans([wanted.plan], wanted.side, scope) if wanted.plan else scope.on(wanted.side)
    for name in ("office", "agency"):
        if getattr(wanted, name):
            found &= Q(**{name: getattr(wanted, name)})
    if wanted.group:
        found &= Q(agency__in=_members(wanted.group))
    if wanted.stage:
        found &= Q(stage=wanted.stage)
    start, end = wanted.days()
    found &= Q(due_on=None) if wanted.period == NO_DAY else Q()
    found &= Q(due_on__gte=start) if start else Q()
    return found & (Q(due_on__lte=end) if end else Q())


def in_plans(plans: Collection[int], side: str, scope: Scope) -> Q:
    """The condition that an obligation is of one of ``plans`` and seen from ``side``.

    The office is asked of the plan, which has the same: the database then
    looks the plan's obligations up instead of walking all of the office.
    """
    if side == Side.OFFICE:
        return Q(plan__in=Plan.objects.filter(scope.on(side), pk__in=plans).order_by().values("pk"))
    return scope.on(side) & Q(plan__in=plans)


def driving(wanted: Wanted, scope: Scope) -> tuple[str, Sequence[int]]:
    """The column whose bodies a list can be gathered from one by one, and these; none where another filter leads."""
    if wanted.plan or wanted.words or wanted.agency or wanted.office or not wanted.side:
        return wanted.side, ()
    keys = scope.offices if wanted.side == Side.OFFICE else scope.agencies
    if not wanted.group:
        return wanted.side, tuple(keys or ())
    members = _members(wanted.group)
    owing = scope.agencies if wanted.side == Side.AGENCY else None
    return Side.AGENCY.value, [one for one in members if owing is None or one in owing]


def of_one_body(wanted: Wanted, scope: Scope, column: str, body: int) -> tuple[Wanted, Scope]:
    """The same question for one body of ``column``, so that nothing but its own index can be walked."""
    if column == Side.AGENCY:
        owed = replace(scope, agencies=(body,)) if wanted.side == Side.AGENCY else scope
        return wanted.narrowed(agency=body, group=None), owed
    return wanted.narrowed(office=body), replace(scope, offices=(body,))


def _members(group: int) -> list[int]:
    today = timezone.localdate()
    return list(GroupMember.objects.filter(holding_on(today), group=group).values_list("agency", flat=True))


def by_totals(wanted: Wanted) -> bool:
    """Totals can answer: they know nothing of plans and words, and of settled days only the half of the month."""
    start, end = wanted.days()
    edges = (start, end + timedelta(days=1) if end else None)
    return not wanted.plan and not wanted.words and all(one is None or one.day in (1, HALF) for one in edges)


def obligations_asked(wanted: Wanted, scope: Scope, at: Clock) -> QuerySet[Obligation]:
    """The obligations that every filter lets through, in no order."""
    found = Obligation.objects.filter(asked_for(wanted, scope)).order_by()
    if wanted.state:
        found = found.filter(in_states(TOGETHER[wanted.state], at))
    if wanted.tasks is not None:
        return found.filter(task__in=wanted.tasks)
    return found.filter(task__in=_with_words(wanted.words).values("pk")) if wanted.words else found


def looked_up(wanted: Wanted) -> Wanted:
    """With the keys of the tasks that have the words, unless they are more than :data:`MOST_TASKS`: looked for once.

    One query where words are asked for.
    """
    if not wanted.words:
        return wanted
    keys = tuple(_with_words(wanted.words).values_list("pk", flat=True)[: MOST_TASKS + 1])
    return wanted.narrowed(tasks=keys) if len(keys) <= MOST_TASKS else wanted


def _with_words(words: str) -> QuerySet[Task]:
    return Task.objects.filter(*(Q(folded__contains=word) for word in folded(words).split())).order_by()
