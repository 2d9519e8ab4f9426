"""What is compared: the clauses of an upper directive that ask for something, and the tasks of a lower one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dondoc.document import Clause, ClauseKind, Document, Plan, Quote, Role, Task, TaskOrigin
from dondoc.extraction.scope import SectionRole, section_role

NUMBERED = (ClauseKind.HEADING, ClauseKind.ITEM)
INSIDE = (ClauseKind.BULLET, ClauseKind.PARAGRAPH)
"""Kinds whose words belong to the numbered clause above them."""

ANNEX = "PL"
ON_REQUEST = "when_needed"
"""The rhythm of what is done when somebody asks."""

NOT_ASKING = (SectionRole.PURPOSE, SectionRole.BACKGROUND)
"""Sections that say what for and why; they charge nobody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A clause of the upper directive.

    ``path`` is its address (a row of an annex is ``PL.`` and its number);
    ``parts`` what it says, one text for each bullet or task of it;
    ``heading`` the title above it, or its own; ``titled`` when the clause is
    only that title, over numbered clauses of its own, ``alone`` when it has that title
    and no numbered clauses; ``under`` the heading it shares with
    others where only they, and not the heading, charge somebody; ``aim`` when its section
    tells purposes and charges nobody; ``running`` when the section organises
    the work. ``agencies`` are keys of those charged, ``rhythms`` are how
    often. ``row`` for a row of an annex.
    """

    path: str
    parts: tuple[str, ...]
    heading: str = ""
    titled: bool = False
    alone: bool = False
    under: str = ""
    aim: bool = False
    running: bool = False
    row: bool = False
    agencies: frozenset[str] = frozenset()
    rhythms: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """All it says."""
        return " ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Answer:
    """A task of the lower directive; ``key`` names it, the rest as in :class:`Asked`."""

    key: str
    parts: tuple[str, ...]
    heading: str = ""
    running: bool = False
    agencies: frozenset[str] = frozenset()
    rhythms: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """All it says."""
        return " ".join(self.parts)


def address(task: Task) -> str:
    """The clause of a task; for a row of an annex its own number under ``PL``.

    Rows of one table share a clause, so that its path would not tell them apart.
    """
    if task.clause and task.origin is not TaskOrigin.TABLE_ROW:
        return task.clause
    return task.label if task.label.startswith(ANNEX) or task.clause != ANNEX else f"{ANNEX}.{task.label}"


def clauses_of(plan: Plan) -> tuple[Asked, ...]:
    """Every clause of ``plan`` that may be answered, in its order: numbered clauses, then rows of annexes."""
    outline = _Outline(plan.document, frozenset(address(task) for task in plan.tasks))
    tasks: dict[str, list[Task]] = {}
    for task in plan.tasks:
        tasks.setdefault(address(task), []).append(task)
    asking = [clause for clause in outline.asking() if not outline.only_heads(clause)]
    found = [_asked(clause, outline, tasks.pop(clause.path, [])) for clause in asking]
    rows = [_row(path, group, outline) for path, group in tasks.items()]
    return (*found, *rows)


def answers_of(plan: Plan) -> tuple[Answer, ...]:
    """Every task of ``plan``, in its order."""
    outline = _Outline(plan.document, frozenset(address(task) for task in plan.tasks))
    return tuple(
        Answer(
            key=task.id,
            parts=_words(task, outline),
            heading=outline.heading_of(task),
            running=outline.runs(task),
            agencies=_agencies([task]),
            rhythms=_rhythms([task]),
        )
        for task in plan.tasks
    )


def _words(task: Task, outline: _Outline) -> tuple[str, ...]:
    """The task itself and each point under it."""
    inside = [point.text for point in task.points]
    if not inside and task.origin is TaskOrigin.BLOCK and task.clause in outline.by_path:
        inside = outline.words_inside(outline.by_path[task.clause])
    return (task.text, *inside)


def _asked(clause: Clause, outline: _Outline, tasks: Sequence[Task]) -> Asked:
    above = outline.by_path.get(clause.parent or "")
    under = above.path if above is not None and above.parent and outline.only_heads(above) else ""
    return Asked(
        path=clause.path,
        parts=_parts(clause, outline, tasks),
        heading=outline.heading(clause),
        titled=outline.has_numbered(clause),
        alone=clause.title is not None and not outline.has_numbered(clause),
        under=under,
        aim=outline.role(clause.path) in NOT_ASKING,
        running=outline.role(clause.path) is SectionRole.ORGANISATION,
        agencies=_agencies(tasks),
        rhythms=_rhythms(tasks),
    )


def _parts(clause: Clause, outline: _Outline, tasks: Sequence[Task]) -> tuple[str, ...]:
    """Each bullet by itself; where several tasks were read out of one paragraph, each of them."""
    inside = outline.words_inside(clause)
    if len(tasks) > 1 and not inside:
        return tuple(task.text for task in tasks)
    return tuple(text for text in (" ".join(_own(clause)), *inside) if text)


def _row(path: str, tasks: Sequence[Task], outline: _Outline) -> Asked:
    return Asked(
        path=path,
        parts=tuple(part for task in tasks for part in _words(task, outline)),
        heading=outline.heading_of(tasks[0]),
        running=outline.runs(tasks[0]),
        row=path.startswith(ANNEX),
        agencies=_agencies(tasks),
        rhythms=_rhythms(tasks),
    )


def _own(clause: Clause) -> list[str]:
    return [quote.text for quote in (clause.title, clause.text) if quote]


def _agencies(tasks: Iterable[Task]) -> frozenset[str]:
    """Those who lead or carry out; who is only consulted says little of what is asked."""
    charged = (Role.LEAD, Role.IMPLEMENTING)
    return frozenset(key for task in tasks for one in task.parties if one.role in charged for key in one.agencies)


def _rhythms(tasks: Iterable[Task]) -> frozenset[str]:
    """How often, where the clause says so."""
    times = [task.timing for task in tasks]
    told = frozenset(time.recurrence for time in times if time.recurrence)
    return told | {ON_REQUEST} if any(time.on_request for time in times) else told


class _Outline:
    """The clauses of a document, with what stands over and inside each."""

    def __init__(self, document: Document, charged: frozenset[str]) -> None:
        self.charged = charged
        self.clauses = document.clauses
        self.by_path = {clause.path: clause for clause in document.clauses}
        self.children: dict[str, list[Clause]] = {}
        for clause in document.clauses:
            self.children.setdefault(clause.parent or "", []).append(clause)

    def asking(self) -> list[Clause]:
        """Numbered clauses with something in them; the top ones only where nothing numbered stands under them."""
        return [
            clause
            for clause in self.clauses
            if clause.kind in NUMBERED
            and not clause.path.startswith(ANNEX)
            and (clause.parent or not self.has_numbered(clause))
        ]

    def has_numbered(self, clause: Clause) -> bool:
        return any(child.kind in NUMBERED for child in self.children.get(clause.path, ()))

    def only_heads(self, clause: Clause) -> bool:
        """A heading whose numbered clauses are each charged to somebody asks for nothing itself."""
        numbered = [child.path for child in self.children.get(clause.path, ()) if child.kind in NUMBERED]
        return bool(numbered) and clause.path not in self.charged and self.charged.issuperset(numbered)

    def words_inside(self, clause: Clause) -> list[str]:
        """Bullets and paragraphs under a clause, without those that are tasks of their own and numbered clauses."""
        found: list[str] = []
        for child in self.children.get(clause.path, ()):
            if child.kind in INSIDE and child.path not in self.charged:
                found += [*_own(child), *self.words_inside(child)]
        return found

    def heading(self, clause: Clause) -> str:
        """The title of the clause, or the nearest one above it that is not at the top."""
        title = self._title(clause)
        above = self.by_path.get(clause.parent or "")
        return title or (self.heading(above) if above is not None and above.parent else "")

    def _title(self, clause: Clause) -> str:
        return clause.title.text if clause.title else ""

    def heading_of(self, task: Task) -> str:
        """The title of the group that a task stands in."""
        clause = self.by_path.get(task.clause or "")
        if task.origin is not TaskOrigin.TABLE_ROW and clause is not None:
            return self.heading(clause)
        return _text(task.group_title) or _text(task.parent)

    def role(self, path: str) -> SectionRole | None:
        """What the section at the top of ``path`` is for."""
        top = self.by_path.get(path)
        while top is not None and top.parent in self.by_path:
            top = self.by_path[top.parent]
        return section_role(self._title(top)) if top is not None else None

    def runs(self, task: Task) -> bool:
        """The task belongs to the organising of the work."""
        return task.origin is not TaskOrigin.TABLE_ROW and self.role(task.clause or "") is SectionRole.ORGANISATION


def _text(quote: Quote | None) -> str:
    return quote.text if quote else ""
