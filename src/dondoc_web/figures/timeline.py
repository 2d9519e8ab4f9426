"""The timeline of a plan: each task as a bar from its beginning to its last due day, its rounds as marks on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.work import periods
from dondoc_web.work.charts import Chart
from dondoc_web.work.follow_rights import seen
from dondoc_web.work.models import Obligation, Plan, Task
from dondoc_web.work.timeliness import Timeliness
from dondoc_web.work.wanted import Clock

TASKS = 40
"""Bars of one page."""

NAME = 60
"""Letters of a task beside its bar; the table has all."""

WORST_FIRST = (
    Timeliness.OVERDUE,
    Timeliness.SOON,
    Timeliness.IN_TIME,
    Timeliness.NO_DUE,
    Timeliness.DONE_LATE,
    Timeliness.DONE_ON_DAY,
    Timeliness.DONE_EARLY,
    Timeliness.DONE_NO_DUE,
    Timeliness.ASIDE,
)
"""A round of several agencies, and a task of several rounds, is as far as its worst one."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a task: how many agencies owe it, the worst of them, and the obligation that shows it."""

    period: str
    due_on: date | None
    state: Timeliness
    n: int
    obligation: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A task: from the day it begins (that of the directive where it names none) to its last due day, if it has one."""

    task: Task
    agencies: Sequence[str]
    start: date
    end: date | None
    state: Timeliness
    rounds: Sequence[Round]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of bars in the order of the directive, and their chart."""

    bars: Sequence[Bar]
    page: Page[Task]
    chart: Chart


def timeline(plan: Plan, user: User, at: Clock, number: str | None) -> Timeline:
    """The tasks of ``plan`` of which ``user`` sees an obligation; the same number of queries for every page."""
    mine = Obligation.objects.filter(seen(user), plan=plan).order_by()
    tasks = Task.objects.filter(plan=plan, pk__in=mine.values("task")).only(
        "plan", "position", "label", "text", "start"
    )
    page = Paginator(tasks.order_by("position", "pk"), TASKS).get_page(number)
    shown = list(page.object_list)
    rows = mine.filter(task__in=[one.pk for one in shown]).annotate(state=at.state())
    by_task: dict[int, list[Obligation]] = {}
    for row in rows.select_related("agency", "occurrence").order_by("due_on", "pk"):
        by_task.setdefault(row.task_id, []).append(row)
    first = plan.directive.date or timezone.localdate(plan.made_at)
    bars = [_bar(task, by_task[task.pk], first) for task in shown]
    return Timeline(bars, page, _chart(bars, at.today))


def _bar(task: Task, rows: Sequence[Obligation], first: date) -> Bar:
    by_round: dict[int, list[Obligation]] = {}
    for row in rows:
        by_round.setdefault(row.occurrence_id, []).append(row)
    rounds = [_round(of_one) for of_one in by_round.values()]
    days = [one.due_on for one in rows if one.due_on]
    start = min([task.start or first, *days])
    names = dict.fromkeys(str(row.agency) for row in rows)
    return Bar(task, list(names), start, max(days, default=None), _worst(one.state for one in rounds), rounds)


def _round(rows: Sequence[Obligation]) -> Round:
    worst = min(rows, key=lambda one: WORST_FIRST.index(_state(one)))
    period = periods.words_of(worst.occurrence.period)
    return Round(period, worst.due_on, _state(worst), len(rows), worst.pk)


def _state(one: Obligation) -> Timeliness:
    return Timeliness.of_code(one.state)  # type: ignore[attr-defined]


def _worst(states: Iterable[Timeliness]) -> Timeliness:
    return min(states, key=WORST_FIRST.index)


# Its chart --------------------------------------------------------------------------------------------------------


def _chart(bars: Sequence[Bar], today: date) -> Chart:
    title = _("Dòng thời gian")
    used = [state for state in WORST_FIRST if any(bar.state is state for bar in bars)]
    data = {
        "kind": "timeline",
        "title": title,
        "today": str(today),
        "words": {"today": _("hôm nay"), "rounds": _("hạn từng kỳ"), "endless": _("không thời hạn")},
        "lines": [_line(bar) for bar in bars],
        "series": [{"code": one.code, "name": f"{one.sign} {one.words}"} for one in used],
    }
    return Chart("timeline", title, _in_words(bars, used), data)


def _line(bar: Bar) -> dict[str, Any]:
    words = f"{bar.task.label}. {bar.task.text}" if bar.task.label else bar.task.text
    marks = [
        {
            "day": str(one.due_on),
            "code": one.state.code,
            "words": f"{one.period}: {one.state.words}",
            "link": reverse("follow:show", args=[one.obligation]),
        }
        for one in bar.rounds
        if one.due_on
    ]
    return {
        "name": words if len(words) <= NAME else f"{words[: NAME - 1].rstrip()}…",
        "start": str(bar.start),
        "end": str(bar.end or ""),
        "code": bar.state.code,
        "marks": marks,
    }


def _in_words(bars: Sequence[Bar], used: Sequence[Timeliness]) -> str:
    if not bars:
        return ""
    counts = "; ".join(f"{sum(bar.state is state for bar in bars)} {state.words}" for state in used)
    days = [bar.end for bar in bars if bar.end]
    said = _("%(n)d nhiệm vụ, bắt đầu từ %(start)s") % {
        "n": len(bars), "start": f"{min(bar.start for bar in bars):%d/%m/%Y}",
    }  # fmt: skip
    last = _(", hạn cuối %s") % f"{max(days):%d/%m/%Y}" if days else ""
    return f"{said}{last}: {counts}."
