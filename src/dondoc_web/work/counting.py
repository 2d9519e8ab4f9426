"""The read side of figures: obligations by timeliness, for a scope and its filters, each from one aggregate query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency, Group, GroupMember, holding_on
from dondoc_web.work import periods
from dondoc_web.work.models import Obligation, Plan, PlanState, Total
from dondoc_web.work.scope import Scope, Side
from dondoc_web.work.wanted import (
    NO_DAY,
    TOGETHER,
    Clock,
    Wanted,
    asked_for,
    by_totals,
    in_plans,
    obligations_asked,
    period_days,
    period_words,
)

HEADS: Sequence[tuple[str, Promise, str]] = (
    ("", _("Tổng số"), ""),
    ("done-in-time", _("Hoàn thành trong hạn"), "green"),
    ("done-late", _("Hoàn thành quá hạn"), "purple"),
    ("in-time", _("Còn trong hạn"), "green"),
    ("soon", _("Sắp đến hạn"), "amber"),
    ("overdue", _("Quá hạn"), "red"),
    ("no-due", _("Đang làm, không thời hạn"), "grey"),
    ("done-no-due", _("Hoàn thành, không thời hạn"), "green"),
    ("aside", _("Không tính hạn"), "grey"),
)
"""Figures that people quote: the filter ``state`` that opens each, its words, its colour.

All after the first add up to it.
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the address of its list."""

    words: Promise
    colour: str
    n: int
    address: str


@dataclass(frozen=True, slots=True)
class Figures:
    """So many obligations in each timeliness (by code); ``wanted`` opens their lists."""

    by_code: Mapping[str, int]
    wanted: Wanted
    name: str = ""
    detail: str = ""

    def of(self, state: str) -> int:
        """How many under a word of the filter ``state``; all where it is empty."""
        return sum(self.by_code.get(code, 0) for code in TOGETHER[state]) if state else sum(self.by_code.values())

    @property
    def cells(self) -> list[Cell]:
        """The figures in the order of :data:`HEADS`."""
        addresses = self.wanted.addresses(code for code, _words, _colour in HEADS)
        return [
            Cell(words, colour, self.of(code), address)
            for (code, words, colour), address in zip(HEADS, addresses, strict=True)
        ]

    @property
    def heads(self) -> Sequence[Promise]:
        """The words above the figures."""
        return [words for _code, words, _colour in HEADS]

    @property
    def share(self) -> str:
        """Done of all that is not put aside, as ``91,8``; empty where there is nothing."""
        counted = self.of("") - self.of("aside")
        return f"{100 * self.of('done') / counted:.1f}".replace(".", ",") if counted else ""


def figures(wanted: Wanted, scope: Scope, at: Clock) -> Figures:
    """One query."""
    found: Counter[str] = Counter()
    for state, n in _rows(wanted, scope, at):
        found[state] += n
    return Figures(found, wanted)


def whole(wanted: Wanted, parts: Iterable[Figures]) -> Figures:
    """The sum of ``parts``, where each obligation is in one of them: no further query."""
    found: Counter[str] = Counter()
    for part in parts:
        found.update(part.by_code)
    return Figures(found, wanted)


def _rows(wanted: Wanted, scope: Scope, at: Clock, *by: str) -> Iterable[tuple[Any, ...]]:
    """Timeliness, the fields ``by``, and how many: from totals where they can answer, else from obligations."""
    wanted = wanted.without_state()
    rows: QuerySet[Any]
    n: Any
    if by_totals(wanted):
        rows, n, state = Total.objects.filter(asked_for(wanted, scope)), Coalesce(Sum("n"), 0), at.total_state()
    else:
        rows, n, state = obligations_asked(wanted, scope, at), Count("pk"), at.state()
    return _counted(rows.order_by(), state, n, *by)


def _counted(rows: QuerySet[Any], state: Any, n: Any, *by: str) -> Iterable[tuple[Any, ...]]:
    return rows.annotate(state=state).values("state", *by).annotate(n=n).values_list("state", *by, "n")


def by_agency(wanted: Wanted, scope: Scope, at: Clock) -> list[Figures]:
    """Figures of each agency, most overdue first; two queries."""
    counted = _split(_rows(wanted, scope, at, "agency_id"))
    names = dict(Agency.objects.filter(pk__in=counted).order_by().values_list("pk", "name"))
    lines = [Figures(found, wanted.narrowed(agency=key), names[key]) for key, found in counted.items()]
    return sorted(lines, key=lambda one: (-one.of("overdue"), -one.of(""), one.name))


def by_group(wanted: Wanted, scope: Scope, at: Clock) -> list[Figures]:
    """Figures of each group of agencies that has members today; an agency counts in each of its groups.

    Where one group is asked for, only that one: of another it would count only the members of both.
    """
    counted = _split(_rows(wanted, scope, at, "agency_id"))
    members: dict[Group, Counter[str]] = {}
    rows = GroupMember.objects.filter(holding_on(at.today), agency__in=counted).select_related("group")
    rows = rows.filter(group=wanted.group) if wanted.group else rows
    for row in rows:
        members.setdefault(row.group, Counter()).update(counted[row.agency_id])
    return [
        Figures(found, wanted.narrowed(group=group.pk), str(group))
        for group, found in sorted(members.items(), key=lambda pair: str(pair[0]))
    ]


def by_quarter(wanted: Wanted, scope: Scope, at: Clock) -> list[Figures]:
    """Figures of each quarter of the day that counts, the latest first; without a day at the end."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for state, day, n in _rows(wanted, scope, at, "due_on"):
        code = periods.quarter_code(day) if day else NO_DAY
        found[code][state] += n
    codes = sorted(set(found) - {NO_DAY}, reverse=True)
    lines = [Figures(found[code], _in_quarter(wanted, code), period_words(code)) for code in codes]
    if NO_DAY in found:
        lines.append(Figures(found[NO_DAY], wanted.narrowed(period=NO_DAY), period_words(NO_DAY)))
    return lines


def _in_quarter(wanted: Wanted, code: str) -> Wanted:
    """``wanted`` for one quarter, cut where the days asked for begin or end inside it."""
    start, end = wanted.days()
    first, last = period_days(code)
    return wanted.narrowed(
        period=code,
        since=start if start and first and start > first else None,
        until=end if end and last and end < last else None,
    )


def by_plan(wanted: Wanted, scope: Scope, at: Clock, plans: Sequence[Plan]) -> list[Figures]:
    """Figures of ``plans`` (a page of them), in their order; one query."""
    everywhere, keys = Scope(None, None), [one.pk for one in plans]
    few = obligations_asked(wanted.without_state(), everywhere, at).filter(in_plans(keys, wanted.side, scope))
    counted = _split(_counted(few, at.state(), Count("pk"), "plan_id"))
    return [
        Figures(counted.get(one.pk, Counter()), wanted.narrowed(plan=one.pk), str(one), one.directive.subject)
        for one in plans
    ]


def plans_asked(wanted: Wanted, scope: Scope) -> QuerySet[Plan]:
    """Plans with obligations that are asked for, the latest first."""
    found = Plan.objects.select_related("directive").order_by("-pk")
    if wanted.side == Side.OFFICE and not wanted.narrows:
        return found.filter(scope.on(Side.OFFICE), state=PlanState.CONFIRMED)
    return found.filter(owing(asked_for(wanted, scope)))


def owing(condition: Q) -> Exists:
    """The condition that a plan has an obligation of ``condition``: each plan is looked up, the latest first."""
    return Exists(Obligation.objects.filter(condition, plan=OuterRef("pk")).order_by())


def _split(rows: Iterable[tuple[str, int, int]]) -> dict[int, Counter[str]]:
    """Of rows of timeliness, key and number: how many in each timeliness, by key."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for state, key, n in rows:
        if n:
            found[key][state] += n
    return found
