"""The read side of the cascade by clauses: what answers each clause, what nobody took up, days between levels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from dondoc_web.accounts.models import User
from dondoc_web.cascade.facts import ClauseFacts, TaskFacts
from dondoc_web.cascade.models import ClauseLink, Pairing
from dondoc_web.cascade.rights import may_compare, may_decide, may_link
from dondoc_web.documents.models import Source, Standing
from dondoc_web.documents.rights import seen_by
from dondoc_web.jobs.models import Job

PARTY = re.compile(r"^\d+-")
"""A Party number has a hyphen after the figure (254-KH/TU), one of the State a stroke (116/KH-UBND)."""
PARTY_BODY = re.compile(
    r"\b(?:(?:tỉnh|thành|thị|quận|huyện|đảng) (?:ủy|uỷ)|ban chấp hành|ban bí thư|bộ chính trị|trung ương đảng)\b", re.I
)
"""Names of Party bodies that issue directives (Quy định 66-QĐ/TW), for a paper whose number cannot be read."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A link as a page shows it: the task that answers, and whether the person may decide."""

    link: ClauseLink
    task: TaskFacts
    may: bool


@dataclass(frozen=True, slots=True)
class Lower:
    """A lower directive: its comparison, the days from the upper one (None where a day is not printed), and counts."""

    pairing: Pairing
    days: int | None
    is_party: bool
    clauses: int
    tasks: int
    without: Sequence[TaskFacts]
    may_link: bool

    @property
    def source(self) -> Source:
        return self.pairing.lower


@dataclass(frozen=True, slots=True)
class Cell:
    """What one lower directive answers a clause with."""

    lower: Lower
    answers: Sequence[Answered]
    refused: Sequence[Answered]

    @property
    def is_empty(self) -> bool:
        return not self.answers and not self.refused


@dataclass(frozen=True, slots=True)
class Row:
    """A clause of the upper directive, with what answers it on the Party's and on the State's side."""

    clause: ClauseFacts
    party: Sequence[Cell]
    state: Sequence[Cell]

    @property
    def is_taken_up(self) -> bool:
        return any(cell.answers for cell in (*self.party, *self.state))


@dataclass(frozen=True, slots=True)
class ClausePage:
    """All that the page of an upper directive shows."""

    source: Source
    lowers: Sequence[Lower]
    rows: Sequence[Row]
    job: Job | None
    may_compare: bool

    @property
    def by_wording(self) -> bool:
        return any(one.pairing.by_wording for one in self.lowers)

    @property
    def has_party(self) -> bool:
        return any(one.is_party for one in self.lowers)

    @property
    def has_state(self) -> bool:
        return any(not one.is_party for one in self.lowers)

    @property
    def taken_up(self) -> int:
        return sum(row.is_taken_up for row in self.rows)

    @property
    def untouched(self) -> Sequence[Row]:
        """Clauses that nobody took up; aims charge nobody and are left out."""
        return [row for row in self.rows if not row.is_taken_up and not row.clause["aim"]]

    @property
    def out_of_date(self) -> bool:
        """A directive was read again after the comparison."""
        return any(
            (one.pairing.upper_reading_id, one.pairing.lower_reading_id)
            != (self.source.reading_id, one.source.reading_id)
            for one in self.lowers
        )


def seen_pairings(person: User) -> QuerySet[Pairing]:
    """Comparisons of two directives that ``person`` may both see."""
    seen = _seen_sources(person)
    return Pairing.objects.filter(upper__in=seen, lower__in=seen)


def _seen_sources(person: User) -> QuerySet[Source]:
    return Source.objects.filter(seen_by(person)).exclude(standing=Standing.WITHDRAWN)


def pairings_below(person: User, source: Source) -> list[Pairing]:
    """Comparisons of ``source`` with lower directives that ``person`` may see, the oldest directive first."""
    parts = ("lower__directive", "lower__office", "upper__directive")
    return list(
        Pairing.objects.filter(upper=source, lower__in=_seen_sources(person))
        .select_related(*parts)
        .order_by("lower__directive__date", "lower__pk")
    )


def clause_page(person: User, source: Source) -> ClausePage:
    """The page of an upper directive."""
    pairings = pairings_below(person, source)
    links: dict[int, dict[str, list[Answered]]] = defaultdict(lambda: defaultdict(list))
    by_key = {pairing.pk: {task["key"]: task for task in pairing.tasks} for pairing in pairings}
    for link in ClauseLink.objects.filter(pairing__in=pairings).order_by("-score", "pk"):
        pairing = next(one for one in pairings if one.pk == link.pairing_id)
        link.pairing = pairing
        task = by_key[pairing.pk].get(link.task)
        if task is not None:
            links[pairing.pk][link.clause].append(Answered(link, task, may_decide(person, link)))
    lowers = [_lower(source, pairing, links[pairing.pk], person) for pairing in pairings]
    asked = _asked(pairings)
    rows = [_row(clause, lowers, links) for clause in asked]
    jobs = Job.objects.filter(work="dondoc_web.cascade.jobs.compare", subject=source.pk)
    return ClausePage(source, lowers, rows, jobs.order_by("-pk").first(), may_compare(person, source))


def _asked(pairings: Sequence[Pairing]) -> list[ClauseFacts]:
    """The clauses as they were last compared."""
    newest = max(pairings, key=lambda one: one.compared_at, default=None)
    return newest.asked if newest is not None else []


def _lower(source: Source, pairing: Pairing, links: dict[str, list[Answered]], person: User) -> Lower:
    counted = [one for answers in links.values() for one in answers if one.link.counts]
    answering = {one.link.task for one in counted}
    return Lower(
        pairing=pairing,
        days=days_between(source, pairing.lower),
        is_party=is_party(pairing.lower),
        clauses=len({one.link.clause for one in counted}),
        tasks=len(answering),
        without=[task for task in pairing.tasks if task["key"] not in answering],
        may_link=may_link(person, pairing),
    )


def _row(clause: ClauseFacts, lowers: Iterable[Lower], links: dict[int, dict[str, list[Answered]]]) -> Row:
    cells = [_cell(one, links[one.pairing.pk].get(clause["path"], [])) for one in lowers]
    shown = [cell for cell in cells if not cell.is_empty]
    return Row(
        clause,
        party=[cell for cell in shown if cell.lower.is_party],
        state=[cell for cell in shown if not cell.lower.is_party],
    )


def _cell(lower: Lower, answers: Sequence[Answered]) -> Cell:
    return Cell(
        lower,
        answers=[one for one in answers if one.link.counts],
        refused=[one for one in answers if not one.link.counts],
    )


def days_between(upper: Source, lower: Source) -> int | None:
    """Days from the upper to the lower directive; None where a day is not printed."""
    if upper.directive is None or lower.directive is None:
        return None
    if upper.directive.date is None or lower.directive.date is None:
        return None
    return (lower.directive.date - upper.directive.date).days


def is_party(source: Source) -> bool:
    """The directive is one of the Party: by the form of its number, and without one by the body that issued it."""
    if source.directive is None:
        return False
    if source.directive.number:
        return bool(PARTY.match(source.directive.number))
    return bool(PARTY_BODY.search(source.directive.issuer))


def uppers(person: User) -> list[tuple[Source, int]]:
    """Directives that others were compared with, each with how many, for the choice above the page."""
    found: dict[int, tuple[Source, int]] = {}
    pairings = seen_pairings(person).select_related("upper__directive")
    for pairing in pairings.defer("asked", "tasks").order_by("upper__directive__date", "upper"):
        _, count = found.get(pairing.upper_id, (pairing.upper, 0))
        found[pairing.upper_id] = (pairing.upper, count + 1)
    return list(found.values())
