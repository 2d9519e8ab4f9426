"""The read side of public pages: what everyone sees of a plan, and which plans an office shows.

Only what the directive itself says and what days make of it: its words, who
leads, by when, and the timeliness. No person, no report, no evidence, no
reason, no remark is read from the database here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, QuerySet

from dondoc_web.accounts.models import User
from dondoc_web.documents.models import Directive
from dondoc_web.figures.models import Publication
from dondoc_web.figures.published import Line
from dondoc_web.figures.rights import publishable, showable
from dondoc_web.work import periods
from dondoc_web.work.counting import Figures
from dondoc_web.work.models import Obligation, Plan, Stage, TaskState
from dondoc_web.work.timeliness import Timeliness
from dondoc_web.work.wanted import Clock, Wanted

ROWS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A task of one agency in one round, as the public sees it."""

    label: str
    text: str
    agency: str
    period: str
    due_on: date | None
    state: Timeliness


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A plan for everyone; ``whole`` are its figures in the columns of the published table."""

    directive: Directive
    office: str
    whole: Line
    rows: Sequence[Row]
    page: Page[Any]
    today: date


def open_at(address: str) -> Plan | None:
    """The plan whose open page has the address; None for an ended one, and while the plan is not to be shown."""
    rows = Publication.objects.filter(showable("plan__"), address=address, ended_at=None)
    found = rows.select_related("plan__directive", "plan__office").first()
    return found.plan if found else None


def page_of(plan: Plan, at: Clock, number: str | None) -> PublicPage:
    """The page of ``plan``; the same number of queries whatever its length."""
    shown = _shown(plan)
    counted: Counter[str] = Counter()
    for row in shown.order_by().annotate(state=at.state()).values("state").annotate(n=Count("pk")):
        counted[row["state"]] += row["n"]
    ordered = shown.order_by("task__position", "task", "occurrence__due_on", "agency__name", "pk")
    found = ordered.select_related("agency", "occurrence", "task").annotate(state=at.state()).only(
        "due_on", "agency", "occurrence", "task", "agency__name", "occurrence__period", "task__label", "task__text"
    )  # fmt: skip
    page = Paginator(found, ROWS).get_page(number)
    return PublicPage(
        directive=plan.directive,
        office=str(plan.office),
        whole=Line("", Figures(counted, Wanted())),
        rows=[_row(one) for one in page.object_list],
        page=page,
        today=at.today,
    )


def _shown(plan: Plan) -> QuerySet[Obligation]:
    """What is ordered and counts: of a task that was handed over, the one of the agency that took it."""
    aside = (Stage.SUSPENDED, Stage.CANCELLED, Stage.TRANSFERRED)
    return Obligation.objects.filter(plan=plan, task__state=TaskState.CONFIRMED).exclude(stage__in=aside)


def _row(one: Obligation) -> Row:
    state = Timeliness.of_code(one.state)  # type: ignore[attr-defined]
    period = periods.words_of(one.occurrence.period)
    return Row(one.task.label, one.task.text, str(one.agency), period, one.due_on, state)


def plans_to_publish(user: User) -> QuerySet[Plan]:
    """Confirmed plans of the offices for which ``user`` publishes, each with its open page, the latest first."""
    open_ones = Publication.objects.filter(ended_at=None).select_related("made_by")
    found = Plan.objects.filter(publishable(user), showable())
    return found.select_related("directive", "office").prefetch_related(
        Prefetch("publications", open_ones, to_attr="open_pages")
    )
