"""What the page of a document needs, gathered in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dondoc.document import ClauseKind, Document, Finding, Plan, Relation, ReportingDuty
from dondoc_web.audit import queries as log
from dondoc_web.audit.models import Event
from dondoc_web.documents import queries
from dondoc_web.documents.marking import marked_html
from dondoc_web.documents.models import Source, Standing
from dondoc_web.documents.reader import MEANINGS, RELATIONS, TaskCard, cards, day_words
from dondoc_web.documents.reading import all_findings
from dondoc_web.documents.status import Status, status_of


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of what was read."""

    code: str
    words: Promise
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A source, its status, and the chosen view of its plan (None while nothing was read)."""

    source: Source
    status: Status
    twins: Sequence[Source]
    document: Document | None = None
    text: SafeString | None = None
    tabs: Sequence[Tab] = ()
    tab: str = ""
    content: Any = None
    meanings: dict[str, str] | None = None
    in_quarantine: bool = False


def document_page(source: Source, *, tab: str) -> DocumentPage:
    """The page of ``source`` with the view ``tab``; an unknown view is the tasks."""
    status = status_of(source, timezone.now())
    quarantine = source.standing == Standing.QUARANTINE
    if source.reading is None:
        return DocumentPage(source, status, [], in_quarantine=quarantine)
    plan = source.reading.plan
    tab = tab if tab in _CONTENT else "tasks"
    return DocumentPage(
        source,
        status,
        queries.twins(source),
        document=plan.document,
        text=marked_html(plan),
        tabs=_tabs(plan, tab),
        tab=tab,
        content=_CONTENT[tab](source, plan),
        meanings={role: str(words) for role, words in MEANINGS.items()},
    )


def _tabs(plan: Plan, chosen: str) -> Sequence[Tab]:
    found = (
        ("tasks", _("Nhiệm vụ"), len(plan.tasks)),
        ("outline", _("Đề cương"), None),
        ("citations", _("Viện dẫn"), len(plan.document.citations)),
        ("reporting", _("Báo cáo"), len(plan.reporting)),
        ("findings", _("Cần xem"), len(all_findings(plan))),
        ("history", _("Nhật ký"), None),
        ("json", _("JSON"), None),
    )
    return [Tab(code, words, count, code == chosen) for code, words, count in found]


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A titled or numbered clause, with its place in the list of clauses."""

    at: int
    label: str
    title: str
    path: str
    indent: int


OUTLINE_WORDS = 160
"""Letters of an untitled clause that the outline shows."""


def _outline(_source: Source, plan: Plan) -> Sequence[OutlineLine]:
    lines = []
    for at, clause in enumerate(plan.document.clauses):
        if clause.kind in {ClauseKind.PARAGRAPH, ClauseKind.BULLET}:
            continue
        quote = clause.title or clause.text
        words = quote.text if quote else ""
        shown = words if clause.title or len(words) <= OUTLINE_WORDS else words[:OUTLINE_WORDS].rsplit(" ", 1)[0] + " …"
        lines.append(OutlineLine(at, clause.label, shown, clause.path, min(max(clause.level, 1), 6)))
    return lines


@dataclass(frozen=True, slots=True)
class CitationLine:
    """A citation in either direction, with the relation in words."""

    at: int
    citation: queries.Citation
    relation: Promise
    held: Source | None


def _citations(source: Source, _plan: Plan) -> dict[str, Sequence[CitationLine]]:
    out = [
        CitationLine(c.position, c.citation, RELATIONS[Relation(c.citation.relation)], c.held)
        for c in queries.outgoing(source)
    ]
    back = [
        CitationLine(c.position, c, RELATIONS[Relation(c.relation)], c.reading.source) for c in queries.incoming(source)
    ]
    return {
        "held": [line for line in out if line.held],
        "stubs": [line for line in out if not line.held],
        "incoming": back,
    }


def _findings(_source: Source, plan: Plan) -> Sequence[tuple[int, Finding]]:
    return list(enumerate(all_findings(plan)))


def _tasks(_source: Source, plan: Plan) -> Sequence[TaskCard]:
    return cards(plan)


def _reporting(_source: Source, plan: Plan) -> Sequence[tuple[ReportingDuty, str]]:
    return [(duty, day_words(duty.due or "")) for duty in plan.reporting]


def _history(source: Source, _plan: Plan) -> Sequence[Event]:
    return log.history(source)


def _json(_source: Source, plan: Plan) -> str:
    return plan.model_dump_json(by_alias=True, indent=2)


_CONTENT: dict[str, Callable[[Source, Plan], Any]] = {
    "tasks": _tasks,
    "outline": _outline,
    "citations": _citations,
    "reporting": _reporting,
    "findings": _findings,
    "history": _history,
    "json": _json,
}
