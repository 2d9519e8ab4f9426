"""Plans side by side on the clauses of one frame: who leads, with whom, by when, what one has and another lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dondoc_web.accounts.models import User
from dondoc_web.cascade.facts import ClauseFacts, TaskFacts
from dondoc_web.cascade.models import ClauseLink, Pairing
from dondoc_web.cascade.queries import pairings_below
from dondoc_web.documents.models import Source
from dondoc_web.work.models import LinkState

FEWEST, MOST = 2, 10
"""Plans that can be read side by side; the frame counts as one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A clause of the frame (None for what stands outside it) with the tasks of each plan, in their order."""

    clause: ClauseFacts | None
    cells: Sequence[Sequence[TaskFacts]]
    plans: Sequence[Source] = ()

    @property
    def beside(self) -> Sequence[tuple[Source, Sequence[TaskFacts]]]:
        """Each plan with its tasks."""
        return list(zip(self.plans, self.cells, strict=True))

    @property
    def lacking(self) -> Sequence[int]:
        """Places of the plans without a task here."""
        return [at for at, tasks in enumerate(self.cells) if not tasks]


@dataclass(frozen=True, slots=True)
class Grid:
    """The comparison: the frame first among the plans; ``by_wording`` when it is only a sibling of another plan."""

    plans: Sequence[Source]
    lines: Sequence[Line]
    outside: Sequence[Line]
    by_wording: bool

    @property
    def counts(self) -> Sequence[tuple[Source, int, int]]:
        """For each plan the clauses that it has and those that it lacks."""
        return [
            (plan, sum(bool(line.cells[at]) for line in self.lines), sum(not line.cells[at] for line in self.lines))
            for at, plan in enumerate(self.plans)
        ]


def choices(person: User, source: Source) -> Sequence[Pairing]:
    """Plans that can stand beside the frame."""
    return pairings_below(person, source)


def chosen(pairings: Sequence[Pairing], wanted: Iterable[str]) -> list[Pairing]:
    """Those that the address asks for by the key of their lower source; the first ones where it asks for none."""
    keys = {int(one) for one in wanted if one.isdecimal()}
    picked = [one for one in pairings if one.lower_id in keys] or list(pairings)
    return picked[: MOST - 1]


def grid(source: Source, pairings: Sequence[Pairing]) -> Grid:
    """The frame ``source`` and the lower plans of ``pairings`` on the clauses of the frame.

    Links that somebody refused are left out; aims stand only where a plan
    answers them.
    """
    answers: dict[tuple[int, str], list[str]] = {}
    live = ClauseLink.objects.filter(pairing__in=pairings).exclude(state=LinkState.REFUSED)
    for pairing, clause, task in live.order_by("-score", "pk").values_list("pairing", "clause", "task"):
        answers.setdefault((pairing, clause), []).append(task)
    tasks = {one.pk: {task["key"]: task for task in one.tasks} for one in pairings}
    newest = max(pairings, key=lambda one: one.compared_at, default=None)
    plans = [source, *(one.lower for one in pairings)]
    lines = []
    for clause in newest.asked if newest is not None else []:
        given = [_tasks(tasks[one.pk], answers.get((one.pk, clause["path"]), ())) for one in pairings]
        if any(given) or clause["tasks"] or not clause["aim"]:
            lines.append(Line(clause, [clause["tasks"], *given], plans))
    used = {one.pk: {key for (pk, _), keys in answers.items() if pk == one.pk for key in keys} for one in pairings}
    without = [[task for task in one.tasks if task["key"] not in used[one.pk]] for one in pairings]
    outside = [Line(None, [[], *without], plans)] if any(without) else []
    return Grid(plans, lines, outside, by_wording=any(one.by_wording for one in pairings))


def _tasks(known: dict[str, TaskFacts], keys: Iterable[str]) -> list[TaskFacts]:
    return [known[key] for key in keys if key in known]
