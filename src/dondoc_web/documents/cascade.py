"""The cascade: which directive carries out which, and how many days lie between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.utils.functional import Promise

from dondoc.document import Relation
from dondoc_web.documents.models import Citation, Standing
from dondoc_web.documents.queries import live_sources
from dondoc_web.documents.reader import RELATIONS

DOWNWARD = (Relation.IMPLEMENTS, Relation.GUIDES, Relation.REPLACES, Relation.AMENDS)
"""Relations that make a directive follow from another; a mere legal basis does not."""

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


def cascade() -> Cascade:
    """The cascade of every directive that is held, with stubs for those that are only cited."""
    found = Cascade()
    sources = live_sources().filter(directive__isnull=False).order_by("directive__date", "id")[:LIMIT]
    for source in sources:
        directive = source.directive
        assert directive is not None
        key = (directive.number_key or f"#{directive.pk}", directive.date)
        node = Node(key, directive.number or str(directive), directive.subject, directive.date, source.pk)
        found.nodes.setdefault(key, node)
    _add_steps(found, _citations())
    _set_levels(found)
    return found


def _citations() -> Iterable[Citation]:
    return (
        Citation.objects.filter(relation__in=DOWNWARD, reading__source__reading=F("reading"))
        .exclude(number_key="")
        .exclude(reading__source__standing=Standing.WITHDRAWN)
        .exclude(reading__source__directive=None)
        .select_related("reading__source__directive")
        .defer("reading__plan_json")
        .order_by("id")
    )


def _add_steps(found: Cascade, citations: Iterable[Citation]) -> None:
    seen: set[tuple[Key, Key]] = set()
    for citation in citations:
        directive = citation.reading.source.directive
        assert directive is not None
        lower = found.nodes.get((directive.number_key or f"#{directive.pk}", directive.date))
        upper = _node_of(found, citation)
        if lower is None or upper is lower or (upper.key, lower.key) in seen:
            continue
        seen.add((upper.key, lower.key))
        found.nodes.setdefault(upper.key, upper)
        found.steps.append(Step(upper, lower, Relation(citation.relation)))


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
            return


def table(found: Cascade) -> Sequence[Step]:
    """The steps in the order of a reader: from the oldest above to the oldest below."""
    first = date.min
    return sorted(found.steps, key=lambda s: (s.upper.day or first, s.upper.name, s.lower.day or first, s.lower.name))


def drawing(found: Cascade) -> dict[str, object]:
    """The graph as data for the page's script; directives without a date stand in the table only."""
    drawn = [node for node in found.nodes.values() if node.day is not None]
    index = {node.key: at for at, node in enumerate(drawn)}
    return {
        "levels": found.levels,
        "nodes": [
            {"name": n.name, "title": n.title, "day": str(n.day), "level": n.level, "source": n.source_id}
            for n in drawn
        ],
        "steps": [
            {"upper": index[s.upper.key], "lower": index[s.lower.key], "days": s.days, "relation": s.relation.value}
            for s in table(found)
            if s.upper.key in index and s.lower.key in index
        ],
    }
