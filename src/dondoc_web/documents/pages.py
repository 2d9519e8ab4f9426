"""What the page of a document needs, gathered in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dondoc.document import ClauseKind, Document, Finding, Plan, Relation, ReportingDuty
from dondoc_web.accounts.models import User
from dondoc_web.audit import queries as log
from dondoc_web.audit.models import Event
from dondoc_web.documents import queries
from dondoc_web.documents.edits import DECIDED, Change, changes_of, listing, to_be_seen
from dondoc_web.documents.marking import marked_html, places_asked
from dondoc_web.documents.models import Likeness, Source, Standing
from dondoc_web.documents.reader import MEANINGS, RELATIONS, TaskCard, cards, day_words
from dondoc_web.documents.reading import all_findings
from dondoc_web.documents.sheets import Frame, frames
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
    likenesses: Sequence[Likeness] = ()
    document: Document | None = None
    text: SafeString | None = None
    has_changes: bool = False
    repaired: bool = False
    frames: Sequence[Frame] = ()
    tabs: Sequence[Tab] = ()
    tab: str = ""
    content: Any = None
    meanings: dict[str, str] | None = None
    in_quarantine: bool = False
    has_sheets: bool = False


def document_page(source: Source, *, person: User, asked: Mapping[str, str]) -> DocumentPage:
    """The page of ``source`` for ``person`` with the view ``tab`` that is ``asked`` for; an unknown view is the tasks.

    ``show`` and ``screen`` choose a part of the list of changes; ``found`` are
    places of the text to be shown (:func:`.marking.places_asked`).
    """
    tab = asked.get("tab", "")
    status = status_of(source, timezone.now())
    quarantine = source.standing == Standing.QUARANTINE
    if source.reading is None:
        return DocumentPage(source, status, [], in_quarantine=quarantine)
    plan = source.reading.plan
    changes = changes_of(source.reading)
    content: Any
    if tab == "edits" and changes:
        content = listing(plan, changes, show=asked.get("show", ""), at=asked.get("screen", ""))
    elif tab == "findings":
        content = _findings(plan, changes)
    else:
        tab = tab if tab in _CONTENT else "tasks"
        content = _CONTENT[tab](person, source, plan)
    return DocumentPage(
        source,
        status,
        queries.twins(person, source),
        queries.open_likenesses(person, source),
        document=plan.document,
        text=marked_html(plan, changes, places_asked(asked.get("found", ""))),
        has_changes=bool(changes),
        repaired=plan.source.original is not None,
        frames=frames(source.reading),
        tabs=_tabs(plan, changes, tab),
        tab=tab,
        content=content,
        meanings={role: str(words) for role, words in MEANINGS.items()},
        has_sheets=source.sheets.exists(),
    )


def _tabs(plan: Plan, changes: Sequence[Change], chosen: str) -> Sequence[Tab]:
    found = [
        ("tasks", _("Nhiệm vụ"), len(plan.tasks)),
        ("outline", _("Đề cương"), None),
        ("citations", _("Viện dẫn"), len(plan.document.citations)),
        ("reporting", _("Báo cáo"), len(plan.reporting)),
        ("findings", _("Cần xem"), len(_findings(plan, changes))),
        *([("edits", _("Chỗ sửa"), to_be_seen(changes))] if changes else []),
        ("history", _("Nhật ký"), None),
        ("json", _("JSON"), None),
    ]
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


def _outline(_person: User, _source: Source, plan: Plan) -> Sequence[OutlineLine]:
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


def _citations(person: User, source: Source, _plan: Plan) -> dict[str, Sequence[CitationLine]]:
    out = [
        CitationLine(c.position, c.citation, RELATIONS[Relation(c.citation.relation)], c.held)
        for c in queries.outgoing(person, source)
    ]
    back = [
        CitationLine(c.position, c, RELATIONS[Relation(c.relation)], c.reading.source)
        for c in queries.incoming(person, source)
    ]
    return {
        "held": [line for line in out if line.held],
        "stubs": [line for line in out if not line.held],
        "incoming": back,
    }


def _findings(plan: Plan, changes: Sequence[Change]) -> Sequence[tuple[int, Finding]]:
    """Each with its place in the list, without changed numbers that a person confirmed."""
    settled = {change.here for change in changes if change.level in DECIDED}
    return [
        (at, finding)
        for at, finding in enumerate(all_findings(plan))
        if finding.kind != "repaired_number" or finding.span not in settled
    ]


def _tasks(_person: User, _source: Source, plan: Plan) -> Sequence[TaskCard]:
    return cards(plan)


def _reporting(_person: User, _source: Source, plan: Plan) -> Sequence[tuple[ReportingDuty, str]]:
    return [(duty, day_words(duty.due or "")) for duty in plan.reporting]


def _history(_person: User, source: Source, _plan: Plan) -> Sequence[Event]:
    return log.history(source)


def _json(_person: User, _source: Source, plan: Plan) -> str:
    return plan.model_dump_json(by_alias=True, indent=2)


_CONTENT: dict[str, Callable[[User, Source, Plan], Any]] = {
    "tasks": _tasks,
    "outline": _outline,
    "citations": _citations,
    "reporting": _reporting,
    "history": _history,
    "json": _json,
}
