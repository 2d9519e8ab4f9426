"""The cascade: which directive carries out which, and how many days lie between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q
from django.utils.functional import Promise

from dondoc.document import Relation
from dondoc_web.accounts.models import User
from dondoc_web.documents.models import Citation
from dondoc_web.documents.queries import live_sources
from dondoc_web.documents.reader import RELATIONS

CARRIED_OUT = (Relation.BASIS, Relation.IMPLEMENTS)
"""A directive carries out those that its opening names as basis, and those that it says it implements."""

AFTER = (Relation.REPLACES, Relation.AMENDS, Relation.REPEALS)
"""Relations to an earlier directive of the same level."""

SUBMISSION = "/TTR"
"""A submission (tờ trình) is named as basis too, but comes from below."""

LIMIT = 300
"""More nodes than a person can look at in one graph."""

Key = tuple[str, date | None]
"""Number (as compared) and date: what a citation tells of a directive."""


@dataclass(slots=True)
class Node:
    """A directive in the graph; ``source_id`` is None for a stub."""

    key: Key
    name: str
    title: str
    day: date | None
    source_id: int | None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """``lower`` follows from ``upper``."""

    upper: Node
    lower: Node
    relation: Relation

    @property
    def words(self) -> Promise:
        """The relation as people say it."""
        return RELATIONS[self.relation]

    @property
    def days(self) -> int | None:
        """Days from the upper to the lower directive; None where a date is not printed."""
        if self.upper.day is None or self.lower.day is None:
            return None
        return (self.lower.day - self.upper.day).days


@dataclass(slots=True)
class Cascade:
    """All directives and the steps between them, levels counted from the top."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    @property
    def levels(self) -> int:
        return 1 + max((node.level for node in self.nodes.values()), default=0)


def cascade(person: User) -> Cascade:
    """The cascade of every directive that ``person`` may see, with stubs for those that are only cited."""
    found = Cascade()
    sources = live_sources(person).filter(directive__isnull=False).order_by("directive__date", "id")[:LIMIT]
    for source in sources:
        directive = source.directive
        if directive is None:
            continue
        key = (directive.number_key or f"#{directive.pk}", directive.date)
        name = directive.number or source.title
        found.nodes.setdefault(key, Node(key, name, directive.subject, directive.date, source.pk))
    _add_steps(found, _citations(person))
    _leave_out_what_goes_through_another(found)
    _set_levels(found)
    return found


def _citations(person: User) -> Iterable[Citation]:
    """Dated ones first, so that one without a date finds the node that it means."""
    opening = Q(relation=Relation.BASIS, preamble=True)
    return (
        Citation.objects.filter(opening | Q(relation__in=(Relation.IMPLEMENTS, *AFTER)))
        .filter(reading__source__reading=F("reading"))
        .exclude(number_key="")
        .exclude(number_key__contains=SUBMISSION)
        .filter(reading__source__in=live_sources(person).values("pk"))
        .exclude(reading__source__directive=None)
        .select_related("reading__source__directive")
        .defer("reading__plan_json")
        .order_by(F("date").asc(nulls_last=True), "id")
    )


def _add_steps(found: Cascade, citations: Iterable[Citation]) -> None:
    seen: set[tuple[Key, Key]] = set()
    for citation in citations:
        directive = citation.reading.source.directive
        if directive is None:
            continue
        lower = found.nodes.get((directive.number_key or f"#{directive.pk}", directive.date))
        upper = _node_of(found, citation)
        if lower is None or upper is lower or (upper.key, lower.key) in seen or _is_later(upper, lower):
            continue
        seen.add((upper.key, lower.key))
        found.nodes.setdefault(upper.key, upper)
        found.steps.append(Step(upper, lower, Relation(citation.relation)))


def _is_later(upper: Node, lower: Node) -> bool:
    """Nobody carries out what is issued afterwards: the number or the date is misread."""
    return upper.day is not None and lower.day is not None and upper.day > lower.day


def _leave_out_what_goes_through_another(found: Cascade) -> None:
    """A plan names the resolution above it and the conclusion above that: the longer way says it all."""
    above: dict[Key, set[Key]] = {}
    for step in found.steps:
        if step.relation in CARRIED_OUT:
            above.setdefault(step.lower.key, set()).add(step.upper.key)
    found.steps = [
        step
        for step in found.steps
        if step.relation not in CARRIED_OUT
        or not any(
            step.upper.key in above.get(middle, ()) and step.lower.key not in above.get(middle, ())
            for middle in above[step.lower.key]
        )
    ]


def _node_of(found: Cascade, citation: Citation) -> Node:
    """The node that ``citation`` names: by number and date, by number alone where no date is printed."""
    exact = found.nodes.get((citation.number_key, citation.date))
    if exact is not None:
        return exact
    if citation.date is None:
        same = [node for key, node in found.nodes.items() if key[0] == citation.number_key]
        if len(same) == 1:
            return same[0]
    key = (citation.number_key, citation.date)
    return Node(key, citation.number, citation.title, citation.date, None)


def _set_levels(found: Cascade) -> None:
    """One below the lowest of those above; rounds are bounded, for papers that cite each other."""
    for _ in range(len(found.nodes)):
        changed = False
        for step in found.steps:
            if step.lower.level <= step.upper.level < len(found.nodes):
                step.lower.level, changed = step.upper.level + 1, True
        if not changed:
            break
    _bring_tops_near(found)


def _bring_tops_near(found: Cascade) -> None:
    """A directive with nothing above it stands one level above the first that follows from it."""
    lower = {step.lower.key for step in found.steps}
    for node in found.nodes.values():
        below = [step.lower.level for step in found.steps if step.upper.key == node.key]
        if below and node.key not in lower:
            node.level = max(min(below) - 1, 0)


def table(found: Cascade) -> Sequence[Step]:
    """The steps in the order of a reader: from the oldest above to the oldest below."""
    first = date.min
    return sorted(found.steps, key=lambda s: (s.upper.day or first, s.upper.name, s.lower.day or first, s.lower.name))


def drawing(found: Cascade) -> dict[str, object]:
    """The graph as data for the page's script: a column a level, rows within it counted from the top."""
    index = {key: at for at, key in enumerate(found.nodes)}
    rows = _rows(found)
    return {
        "levels": found.levels,
        "rows": max(rows.values(), default=0) + 1,
        "nodes": [
            {
                "name": node.name,
                "title": node.title,
                "day": str(node.day or ""),
                "level": node.level,
                "row": rows[key],
                "source": node.source_id,
            }
            for key, node in found.nodes.items()
        ],
        "steps": [
            {"upper": index[s.upper.key], "lower": index[s.lower.key], "days": s.days, "relation": s.relation.value}
            for s in table(found)
        ],
    }


def _rows(found: Cascade) -> dict[Key, float]:
    """A row for each node, near those that follow from it, columns centred on the longest."""
    columns: dict[int, list[Node]] = {}
    for node in found.nodes.values():
        columns.setdefault(node.level, []).append(node)
    longest = max((len(column) for column in columns.values()), default=0)
    rows: dict[Key, float] = {}
    for level in sorted(columns, reverse=True):
        ordered = sorted(columns[level], key=lambda node: (_middle_below(found, node, rows), node.day or date.max))
        for at, node in enumerate(ordered):
            rows[node.key] = at + (longest - len(ordered)) / 2
    return rows


def _middle_below(found: Cascade, node: Node, rows: dict[Key, float]) -> float:
    below = [rows[step.lower.key] for step in found.steps if step.upper.key == node.key and step.lower.key in rows]
    return sum(below) / len(below) if below else float(len(found.nodes))
