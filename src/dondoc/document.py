"""The nouns of the library: frozen values, JSON in and out.

Each stage hands the next one of these: :class:`Source` (what was read),
:class:`Document` (its letterhead, outline, tables and citations) and
:class:`Plan` (who must do what by when). The JSON of a plan has the parts
``document``, ``sections``, ``tasks`` and ``reporting`` with plain fields
(``lead`` is a list of names), and beside them the same facts with their places
in the text.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, computed_field

from dondoc.edits import Edit
from dondoc.text import Passage, Span

SCHEMA: Final = "dondoc.plan.1"
"""Name and version of the JSON form of a plan."""


class Value(BaseModel):
    """A value: frozen, compared by its parts, unknown JSON keys ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Quote(Value):
    """Words of the directive, in one line, with the places they stand in.

    ``reason`` is given when the words do not stand where they are used: they
    come from a merged cell, from the head of a group, from the sentence before.
    """

    text: str
    spans: tuple[Span, ...] = ()
    reason: str | None = None

    @classmethod
    def of(cls, words: Passage, source: str, reason: str | None = None) -> Quote:
        """The words of a passage of ``source``, with their places."""
        return cls(text=words.text, spans=words.spans(source), reason=reason)

    def passage(self, source: str) -> Passage:
        """The words as a passage again, so that a part of them can be placed."""
        return Passage.aligned(self.text, self.spans, source)


class Finding(Value):
    """Something a person should look at: what could not be read, or reads oddly."""

    kind: str
    message: str
    span: Span | None = None


class Word(NamedTuple):
    """A printed word (từ): the characters of the text that it is, and its box on the page.

    The box is in points (1/72 inch) from the top left corner of the page as it
    is read; ``confidence`` is 0 to 1 for words that were recognised, else None.
    """

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None = None


class Page(Value):
    """A page (trang) of a source that has pages, with its words in reading order.

    ``span`` are the characters of the text that stand on it; ``width`` and
    ``height`` are points; ``origin`` says whether its words come from the text
    of the file or were recognised from its picture.
    """

    number: int
    width: float
    height: float
    span: Span
    words: tuple[Word, ...] = ()
    origin: Literal["text", "recognised"] = "text"


class Sheet(Value):
    """The first rows of a sheet (trang tính) of a spreadsheet, cell by cell as the file holds them."""

    title: str
    rows: tuple[tuple[str, ...], ...]


class Columns(Value):
    """What the columns of a list kept in a spreadsheet are, where a person said so.

    ``header`` are the cells of the row that heads them, by which the list is
    recognised; ``heads`` are the words that each column is read under, None
    for a column that is left out.
    """

    header: tuple[str, ...]
    heads: tuple[str | None, ...]


class Source(Value):
    """One file of a directive (bản gốc), as text.

    Spans everywhere count characters of :attr:`text`. Lines count from 1 and
    end at each line feed. Where ruined words were made right, ``original`` is
    the text as it was and ``edits`` are the changes, in order; leaving one out
    undoes it. ``pages`` and ``sheets`` are not part of the JSON of a plan.
    """

    name: str
    media_type: str
    text: str
    sha256: str
    findings: tuple[Finding, ...] = ()
    original: str | None = None
    edits: tuple[Edit, ...] = ()
    pages: Annotated[tuple[Page, ...], Field(exclude=True, repr=False)] = ()
    sheets: Annotated[tuple[Sheet, ...], Field(exclude=True, repr=False)] = ()


class ClauseKind(StrEnum):
    """What a node of the outline is."""

    HEADING = "heading"
    ITEM = "item"
    BULLET = "bullet"
    BLOCK_LINE = "block_line"
    PARAGRAPH = "paragraph"
    APPENDIX = "appendix"
    TABLE_GROUP = "table_group"


class Clause(Value):
    """A node of the outline (mục, khoản, điểm), in the order of the document.

    ``label`` is the printed one without punctuation; ``path`` is the permanent
    address (``III.2.1``, ``PL.3``): labels joined by dots from the top, where
    an address met twice gets ``~2``, ``~3``. ``parent`` is the path above.
    ``text`` is what stands at the clause itself (for a run-in title, what
    follows the colon); its children are the later clauses that name it as
    parent. ``line`` and ``last_line`` count from 1.
    """

    label: str
    title: Quote | None = None
    text: Quote | None = None
    level: int
    kind: ClauseKind
    path: str
    parent: str | None = None
    line: int
    last_line: int


class Cell(Value):
    """A cell of a table; ``reason`` says why when its words stand in another row."""

    text: str
    spans: tuple[Span, ...] = ()
    reason: str | None = None


class Row(Value):
    """A row of a table, with the lines of the source that it takes."""

    cells: tuple[Cell, ...]
    line: int
    last_line: int


class Table(Value):
    """A table: its header cells (empty when none is printed) and its rows.

    Rows split by a page break are one row; headers printed again are left out;
    cells of a vertical merge are filled and say so.
    """

    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    line: int
    last_line: int
    clause: str | None = None


class Relation(StrEnum):
    """How a directive stands to another it names (after ELI; STANDARDS §3)."""

    BASIS = "basis"
    IMPLEMENTS = "implements"
    CITES = "cites"
    GUIDES = "guides"
    REPLACES = "replaces"
    REPEALS = "repeals"
    AMENDS = "amends"
    CORRECTS = "corrects"
    SUSPENDS = "suspends"
    ATTACHES = "attaches"


class Mention(Value):
    """One place in the text that names a directive, its number as printed there."""

    span: Span
    text: str


class Citation(Value):
    """Another directive that this one names (viện dẫn), once however often it is named.

    ``number`` is without spaces (``57-KL/TW``); ``date`` is ISO, as printed
    with the citation; what is not printed is None. ``resolved`` is the name of
    a source that holds the directive; None makes it a stub.
    """

    number: str | None = None
    kind: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    relation: Relation = Relation.CITES
    preamble: bool = False
    alias: str | None = None
    mentions: tuple[Mention, ...] = ()
    resolved: str | None = None


class Signer(Value):
    """Who signed: name, own post, and on whose behalf (``TM.``, ``KT.``, ``T/M`` lines)."""

    name: str | None = None
    role: str | None = None
    on_behalf_of: str | None = None


class Letterhead(Value):
    """What identifies a directive, each field with its place; None where not printed."""

    number: Quote | None = None
    kind: Quote | None = None
    issuer: Quote | None = None
    place: Quote | None = None
    date: Quote | None = None
    date_iso: str | None = None
    subject: Quote | None = None
    signer: Signer | None = None
    signer_quote: Quote | None = None
    recipients: tuple[Quote, ...] = ()


class Document(Value):
    """A directive taken apart: letterhead, outline, tables, citations, findings."""

    letterhead: Letterhead = Letterhead()
    clauses: tuple[Clause, ...] = ()
    tables: tuple[Table, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def number(self) -> str | None:
        """Number and symbol without spaces, or None."""
        return self.letterhead.number.text if self.letterhead.number else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def type(self) -> str | None:
        """Kind of document, ``Kế hoạch``."""
        return self.letterhead.kind.text if self.letterhead.kind else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def issuer(self) -> str | None:
        """The body that issues it."""
        return self.letterhead.issuer.text if self.letterhead.issuer else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def place(self) -> str | None:
        """Place before the date."""
        return self.letterhead.place.text if self.letterhead.place else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def date(self) -> str | None:
        """Day of issue, ISO."""
        return self.letterhead.date_iso

    @computed_field  # type: ignore[prop-decorator]
    @property
    def subject(self) -> str | None:
        """The title below the kind."""
        return self.letterhead.subject.text if self.letterhead.subject else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def signer(self) -> Signer | None:
        """Who signed."""
        return self.letterhead.signer

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recipients(self) -> tuple[str, ...]:
        """Lines of "Nơi nhận", as printed."""
        return tuple(q.text for q in self.letterhead.recipients)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def parent_citations(self) -> tuple[Citation, ...]:
        """Every directive that this one names, once."""
        return self.citations


class Role(StrEnum):
    """What an agency does in a task (vai trò)."""

    DIRECTING = "directing"
    LEAD = "lead"
    COORDINATING = "coordinating"
    GUIDING = "guiding"
    IMPLEMENTING = "implementing"
    SUBMITTED_TO = "submitted_to"
    APPROVED_BY = "approved_by"


class Party(Value):
    """An agency phrase in a role, as printed, with the agencies it means.

    ``agencies`` are keys of the registry; empty when the phrase is not known.
    ``group`` is the key of a group phrase ("các sở, ban, ngành").
    """

    role: Role
    phrase: Quote
    agencies: tuple[str, ...] = ()
    group: str | None = None


class TimingKind(StrEnum):
    """The kinds of time a task may have."""

    ONGOING = "ongoing"
    ANNUAL = "annual"
    YEAR = "year"
    RANGE = "range"
    FROM_YEAR_ONWARDS = "from_year_onwards"
    QUARTER = "quarter"
    MONTH = "month"
    DEADLINE = "deadline"
    PERIODIC = "periodic"
    UNSPECIFIED = "unspecified"


class Timing(Value):
    """When a task is to be done: the printed words and what a named rule makes of them.

    ``start`` and ``end`` are ISO days. ``due`` is a printed day: ISO,
    ``--MM-DD`` each year or ``---DD`` each month; never computed.
    ``recurrence`` is yearly, half-yearly, quarterly, monthly, weekly, periodic
    or when_needed; ``rule`` names the rule that read the words.
    """

    text: str | None = None
    kind: TimingKind = TimingKind.UNSPECIFIED
    start: str | None = None
    end: str | None = None
    due: str | None = None
    due_dates: tuple[str, ...] = ()
    recurrence: str | None = None
    on_request: bool = False
    rule: str | None = None
    spans: tuple[Span, ...] = ()
    reason: str | None = None


class TaskOrigin(StrEnum):
    """Which form of writing gave the task."""

    TABLE_ROW = "table_row"
    BLOCK = "block"
    ORGANISATION = "organisation"
    CHARGED_PROSE = "charged_prose"
    UNCHARGED_PROSE = "uncharged_prose"
    CLOSING = "closing"


class Task(Value):
    """One thing that agencies are charged with (nhiệm vụ).

    ``label`` is the address as an official would write it (``III.2.1``,
    ``PL.3.6``); ``clause`` the path of the clause. ``wording`` is the task
    itself and ``points`` the paragraphs and bullets under it. ``source_lines``
    are the first and last line, both included.
    """

    id: str
    label: str
    clause: str | None = None
    origin: TaskOrigin
    wording: Quote
    points: tuple[Quote, ...] = ()
    group: str | None = None
    group_title: Quote | None = None
    parent: Quote | None = None
    parties: tuple[Party, ...] = ()
    timing: Timing = Timing()
    product: Quote | None = None
    note: Quote | None = None
    source_lines: tuple[int, int]
    findings: tuple[Finding, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def text(self) -> str:
        """The task in the words of the directive."""
        return self.wording.text

    @computed_field  # type: ignore[prop-decorator]
    @property
    def bullets(self) -> tuple[str, ...]:
        """The words of each point under the task."""
        return tuple(point.text for point in self.points)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def directing(self) -> tuple[str, ...]:
        """Phrases after "Cơ quan chỉ đạo"."""
        return self.phrases(Role.DIRECTING)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def lead(self) -> tuple[str, ...]:
        """Phrases of those in charge (chủ trì)."""
        return self.phrases(Role.LEAD)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def coordinating(self) -> tuple[str, ...]:
        """Phrases of those who coordinate (phối hợp)."""
        return self.phrases(Role.COORDINATING)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def guidance(self) -> tuple[str, ...]:
        """Phrases of those who guide (hướng dẫn, định hướng)."""
        return self.phrases(Role.GUIDING)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def implementing(self) -> tuple[str, ...]:
        """Phrases after "Đơn vị thực hiện" where a lead is named beside it."""
        return self.phrases(Role.IMPLEMENTING)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def submitted_to(self) -> tuple[str, ...]:
        """Phrases after "Cấp trình"."""
        return self.phrases(Role.SUBMITTED_TO)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def approved_by(self) -> tuple[str, ...]:
        """Phrases after "Cấp phê duyệt", "Cấp ban hành"."""
        return self.phrases(Role.APPROVED_BY)

    def phrases(self, role: Role) -> tuple[str, ...]:
        """The agency phrases in ``role``, as printed, in order."""
        return tuple(p.phrase.text for p in self.parties if p.role == role)


class ReportingKind(StrEnum):
    """What kind of report a duty asks for."""

    REPORT = "report"
    CONSOLIDATED_REPORT = "consolidated_report"
    BUDGET_SUBMISSION = "budget_submission"
    PROPOSAL = "proposal"


class ReportingDuty(Value):
    """Who reports to whom, through whom, how often, by when (chế độ báo cáo).

    ``who`` and ``to`` are as printed; ``due`` and ``recurrence`` as in
    :class:`Timing`; ``onward`` is what the addressee does next.
    """

    task_id: str | None = None
    kind: ReportingKind = ReportingKind.REPORT
    wording: Quote
    who: str | None = None
    to: str | None = None
    via: str | None = None
    onward: str | None = None
    condition: str | None = None
    due: str | None = None
    recurrence: str | None = None
    on_request: bool = False
    source_lines: tuple[int, int]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def text(self) -> str:
        """The duty in the words of the directive."""
        return self.wording.text


class Section(Value):
    """A numbered or titled unit of the outline, without its places: what a reader compares."""

    label: str
    title: str | None
    level: int
    kind: str
    path: str
    line: int


SECTION_KINDS = frozenset(
    {ClauseKind.HEADING, ClauseKind.ITEM, ClauseKind.BLOCK_LINE, ClauseKind.APPENDIX, ClauseKind.TABLE_GROUP}
)


class Plan(Value):
    """All that was read of one directive: its document, tasks, reporting duties, findings."""

    schema_name: Annotated[Literal["dondoc.plan.1"], Field(alias="schema")] = SCHEMA
    source: Source
    document: Document
    tasks: tuple[Task, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    findings: tuple[Finding, ...] = ()

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, populate_by_name=True)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def text(self) -> str:
        """All that was read."""
        return self.source.text

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sections(self) -> tuple[Section, ...]:
        """Numbered and titled units of the outline, in order (bullets left out)."""
        return tuple(
            Section(
                label=c.label,
                title=c.title.text if c.title else None,
                level=c.level,
                kind=c.kind.value,
                path=c.path,
                line=c.line,
            )
            for c in self.document.clauses
            if c.kind in SECTION_KINDS
        )
