"""The read side of a draft: the unit reports of a span, each line with its figures, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from dondoc_web.agencies.models import Level
from dondoc_web.consolidation.models import Consolidation
from dondoc_web.consolidation.outline import heading_of, headings
from dondoc_web.consolidation.rights import HANDED
from dondoc_web.documents.models import Reading
from dondoc_web.reports.lines import Figure
from dondoc_web.reports.models import Duty, DutyState, Expected, ReportFigure, ReportLine, ReportState
from dondoc_web.reports.queries import period_words
from dondoc_web.work.models import Task

_LEVELS = {level: rank for rank, level in enumerate(Level.values)}


@dataclass(frozen=True, slots=True)
class Told:
    """One expected report of a unit, and what it says about the whole."""

    pk: int
    agency: int
    name: str
    rank: int
    period: str
    start: date
    closes_on: date
    due_on: date
    state: str
    counted_until: date
    handed_on: date | None
    passed_to: str
    summary: str = ""
    difficulties: str = ""
    proposals: str = ""

    @property
    def came(self) -> bool:
        """It was handed in and not returned."""
        return self.state in HANDED

    @property
    def late(self) -> bool:
        """It came after the day that counts."""
        return self.came and self.handed_on is not None and self.handed_on > self.counted_until

    @property
    def order(self) -> str:
        """Digits that put units by level, then as the registry has them."""
        return f"{self.rank}{self.agency:09}"


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a unit's report."""

    pk: int
    report: Told
    obligation: int | None
    task: int | None
    words: str
    standing: str
    result: str
    difficulties: str
    proposals: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Charged:
    """A task of a directive with the heading that it stands under there."""

    pk: int
    plan: int
    directive: str
    position: float
    label: str
    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a draft is made of."""

    reports: Sequence[Told]
    lines: Sequence[Said]
    tasks: Mapping[int, Charged] = field(default_factory=dict)


def feeding(answers: Expected) -> QuerySet[Duty]:
    """The duties whose reports the lead takes up.

    Those that the ladder joins to its own duty, and those of the lead's own office. A
    refused or unconfirmed duty has no reports.
    """
    ladder = Q(parent=answers.duty_id, office=answers.office_id)
    own = Q(office=answers.agency_id)
    rows = Duty.objects.filter(ladder | own, state=DutyState.CONFIRMED).exclude(pk=answers.duty_id)
    return rows.select_related("plan__directive", "office").order_by("pk")


def reports_of(made: Consolidation) -> QuerySet[Expected]:
    """The expected reports that belong into it, whatever their state; never the lead's answer itself."""
    of_period = Q(closes_on__gte=made.start, closes_on__lte=made.end)
    answers = made.answers
    if (made.start, made.end) == (answers.start, answers.closes_on):
        of_period |= Q(period=answers.period)
    allowed = feeding(answers).filter(pk__in=made.duties.values("pk")).values("pk")
    return Expected.objects.filter(of_period, duty__in=allowed).exclude(pk=answers.pk)


def basis_of(made: Consolidation) -> dict[str, list[str]]:
    """How each of these reports stands now, for a comparison that costs one question."""
    rows = reports_of(made).order_by("pk").values_list(
        "pk", "state", "handed_on", "written__version", "written__changed_at", "extended_to"
    )  # fmt: skip
    return {str(pk): [str(one or "") for one in rest] for pk, *rest in rows}


def gather(made: Consolidation) -> Gathered:
    """Everything that the draft needs, in as many questions for one report as for all."""
    reports = _reports(made)
    came = {one.pk: one for one in reports if one.came}
    lines = _lines(came)
    return Gathered(reports, lines, _tasks({one.task for one in lines if one.task is not None}))


def _reports(made: Consolidation) -> list[Told]:
    rows = reports_of(made).select_related("agency", "passed_to", "written")
    found = [_told(one) for one in rows]
    return sorted(found, key=lambda one: (one.order, one.closes_on, one.pk))


def _told(one: Expected) -> Told:
    written = getattr(one, "written", None) if one.state in HANDED else None
    said = {name: getattr(written, name, "").strip() for name in ("summary", "difficulties", "proposals")}
    return Told(
        pk=one.pk,
        agency=one.agency_id,
        name=one.agency.name,
        rank=_LEVELS.get(one.agency.level, len(_LEVELS)),
        period=str(period_words(one.period)),
        start=one.start,
        closes_on=one.closes_on,
        due_on=one.due_on,
        state=str(ReportState(one.state)),
        counted_until=one.counted_until,
        handed_on=one.handed_on,
        passed_to=one.passed_to.name if one.passed_to else "",
        **said,
    )


def _lines(came: Mapping[int, Told]) -> list[Said]:
    rows = ReportLine.objects.filter(report__expected__in=came.keys())
    figures: dict[int, list[Figure]] = {}
    numbers = ReportFigure.objects.filter(line__in=rows.values("pk")).order_by("pk")
    for line, label, value, unit in numbers.values_list("line", "label", "value", "unit"):
        figures.setdefault(line, []).append(Figure(label, Decimal(value), unit))
    parts = ("obligation", "task", "words", "standing", "result", "difficulties", "proposals")
    told = rows.order_by("report__expected", "position", "pk").values("report__expected", "pk", *parts)
    found = [
        Said(
            pk=one["pk"],
            report=came[one["report__expected"]],
            figures=tuple(figures.get(one["pk"], ())),
            **{name: one[name] for name in parts},
        )
        for one in told
    ]
    rank = {pk: n for n, pk in enumerate(came)}
    return sorted(found, key=lambda one: rank[one.report.pk])


def _tasks(keys: set[int]) -> dict[int, Charged]:
    rows = Task.objects.filter(pk__in=keys).select_related("plan__directive").order_by("plan", "position", "pk")
    tasks = list(rows)
    readings = Reading.objects.filter(pk__in={one.plan.reading_id for one in tasks if one.plan.reading_id})
    known = {one.pk: headings(one.plan) for one in readings}
    return {
        one.pk: Charged(
            pk=one.pk,
            plan=one.plan_id,
            directive=str(one.plan.directive),
            position=one.position,
            label=one.label,
            text=one.text,
            heading=heading_of(one, known.get(one.plan.reading_id or 0, {})),
        )
        for one in tasks
    }
