"""The read side of papers: lists, one paper, its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import held, within
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.models import Event
from dondoc_web.audit.queries import history
from dondoc_web.papers import columns, filling, wording
from dondoc_web.papers.models import OfficeForm, OfficialPaper, PaperLine, Standing
from dondoc_web.papers.paper import Paper
from dondoc_web.papers.rights import seen
from dondoc_web.papers.writing import to_docx
from dondoc_web.work.follow_rights import DIRECTING
from dondoc_web.work.models import Obligation, Plan, PlanState


def papers_of(user: User) -> QuerySet[OfficialPaper]:
    """Every paper that ``user`` may see, the newest first."""
    parts = ("office__parent", "agency", "plan__directive", "plan__source", "made_by", "job")
    return OfficialPaper.objects.filter(seen(user)).select_related(*parts)


def offices_of(user: User) -> QuerySet[Agency]:
    """The offices for which ``user`` may make papers: those that follow a plan."""
    plans = Plan.objects.filter(within(user, "office__", DIRECTING)).exclude(state=PlanState.WITHDRAWN)
    return Agency.objects.filter(pk__in=plans.values("office")).order_by("name")


def plans_of(user: User) -> QuerySet[Plan]:
    """The plans that a paper may be about."""
    rows = Plan.objects.filter(within(user, "office__", DIRECTING)).exclude(state=PlanState.WITHDRAWN)
    return rows.select_related("directive")


def units_of(user: User) -> QuerySet[Agency]:
    """Agencies that owe something to offices of ``user``."""
    owed = Obligation.objects.filter(within(user, "office__", DIRECTING))
    return Agency.objects.filter(pk__in=owed.values("agency")).order_by("name")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line on the page: its cells as people read them, and where it comes from."""

    line: PaperLine
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper with all that its page shows."""

    made: OfficialPaper
    paper: Paper
    columns: Sequence[columns.Column]
    lines: Sequence[Shown]
    pdf_is_current: bool
    events: Sequence[Event]


def sheet(made: OfficialPaper) -> Sheet:
    """What the page of a paper shows."""
    these = columns.COLUMNS[made.kind]
    rows = made.lines.select_related("task__plan__source", "obligation")
    lines = [Shown(row, [(column.title, columns.shown(column, row.cells)) for column in these]) for row in rows]
    paper, digest = value_of(made), digest_of(made)
    return Sheet(made, paper, these, lines, bool(made.pdf) and made.pdf_of == digest, history(made))


def rows_of(made: OfficialPaper) -> list[columns.Cells]:
    """The lines that go into the paper."""
    return list(made.lines.filter(kept=True).values_list("cells", flat=True))


def value_of(made: OfficialPaper) -> Paper:
    """The paper as a value."""
    return wording.paper_of(made, rows_of(made))


def form_in_use(made: OfficialPaper) -> OfficeForm | None:
    """The form of the office's own for this kind; None where the shipped one holds."""
    return OfficeForm.objects.filter(office=made.office_id, kind=made.kind, standing=Standing.IN_USE).first()


def docx_of(made: OfficialPaper) -> tuple[bytes, str]:
    """The DOCX and its digest; the same words, lines and form give the same file.

    Raises ValidationError where the office's own form cannot be filled with these words.
    """
    form = form_in_use(made)
    if form is None:
        content = to_docx(value_of(made))
        return content, hashlib.sha256(content).hexdigest()
    words = filling.words_of(made, rows_of(made))
    with form.file.open("rb") as file:
        return filling.fill(file.read(), words).docx, _digest(form, words)


def digest_of(made: OfficialPaper) -> str:
    """The digest of :func:`docx_of`; a form of the office's own is not filled for it, which takes a process."""
    form = form_in_use(made)
    return docx_of(made)[1] if form is None else _digest(form, filling.words_of(made, rows_of(made)))


def _digest(form: OfficeForm, words: Mapping[str, object]) -> str:
    said = form.sha256 + json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def forms_of(user: User) -> QuerySet[OfficeForm]:
    """The offices' own forms that ``user`` may see, the newest first."""
    return OfficeForm.objects.filter(seen(user)).select_related("office__parent", "put_by")


def offices_with_forms(user: User) -> QuerySet[Agency]:
    """The offices for which ``user`` may put a form on trial: those where they are desk officers, or make papers."""
    desks = [one.agency_id for one in held(user) if one.role in DIRECTING]
    return Agency.objects.filter(Q(pk__in=desks) | Q(pk__in=offices_of(user).values("pk"))).order_by("name")


def xlsx_of(made: OfficialPaper) -> bytes:
    """The table as a workbook."""
    return columns.to_xlsx(columns.COLUMNS[made.kind], rows_of(made), made.words["abstract"])


def csv_of(made: OfficialPaper) -> bytes:
    """The table as CSV."""
    return columns.to_csv(columns.COLUMNS[made.kind], rows_of(made)).encode()
