"""The read side: the page of a consolidated report, where each sentence comes from, what later reports would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet

from dondoc_web.accounts.models import User
from dondoc_web.audit.models import Event
from dondoc_web.audit.queries import history
from dondoc_web.consolidation import wording
from dondoc_web.consolidation.comparing import Change, changes, fresh
from dondoc_web.consolidation.gathering import basis_of
from dondoc_web.consolidation.models import Consolidation, Section, Sentence
from dondoc_web.consolidation.rights import seen
from dondoc_web.documents.models import Source
from dondoc_web.documents.rights import seen_by
from dondoc_web.papers.paper import Column
from dondoc_web.registers.models import Entry
from dondoc_web.registers.queries import evidence_of, of_days
from dondoc_web.reports.lines import Content, content_of
from dondoc_web.reports.models import Expected, ReportLine
from dondoc_web.reports.queries import period_words
from dondoc_web.reports.rights import seen_reports
from dondoc_web.work import follow_rights
from dondoc_web.work.models import Evidence, Obligation, Progress

SENTENCES = 100
"""Sentences of one page."""
SOURCES = 50
"""Lines of reports on one page of sources."""
CHANGES = 100
"""Changes of one page."""
ROWS = 100
"""Rows of one table on its page."""


def consolidations_of(user: User) -> QuerySet[Consolidation]:
    """All that ``user`` may see."""
    parts = ("answers__agency__parent", "answers__office", "answers__duty__plan__directive", "changed_by", "job")
    rows = Consolidation.objects.filter(seen(user)).select_related(*parts, "answers__duty__to_agency")
    return rows.select_related("docx", "pdf")


def sentences_of(user: User) -> QuerySet[Sentence]:
    """Their sentences."""
    parts = ("section", "edited_by", "consolidation__answers__agency", "consolidation__answers__office")
    keys = Consolidation.objects.filter(seen(user)).values("pk")
    return Sentence.objects.filter(consolidation__in=keys).select_related(*parts)


def sections_of(user: User) -> QuerySet[Section]:
    """Their sections."""
    keys = Consolidation.objects.filter(seen(user)).values("pk")
    return Section.objects.filter(consolidation__in=keys).select_related("consolidation__answers")


@dataclass(frozen=True, slots=True)
class Block:
    """A section on a page: its numbered heading where it begins here, and sentences with their marks."""

    section: Section
    heading: str
    sentences: Sequence[tuple[int, Sentence]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a consolidated report shows."""

    made: Consolidation
    page: Page[Sentence]
    blocks: Sequence[Block]
    sections: Sequence[Section]
    tables: Sequence[tuple[str, str, int]]
    later: Sequence[Expected]
    events: Sequence[Event]


def sheet(made: Consolidation, number: str | None) -> Sheet:
    """One page of sentences under their headings, in a constant number of questions."""
    rows = made.sentences.select_related("edited_by").order_by("section__position", "order", "id")
    page = Paginator(rows, SENTENCES).get_page(number)
    sections = list(made.sections.all())
    return Sheet(
        made=made,
        page=page,
        blocks=_blocks(made, page, sections),
        sections=sections,
        tables=[
            (name, wording.TABLES[name][0], len(made.annexes[name]))
            for name in wording.TABLES
            if made.annexes.get(name)
        ],
        later=later_reports(made),
        events=history(made),
    )


def _blocks(made: Consolidation, page: Page[Sentence], sections: Sequence[Section]) -> list[Block]:
    """Sections whose sentences stand on the page, and the headings above them that have none of their own."""
    found: dict[int, list[tuple[int, Sentence]]] = {}
    for n, one in enumerate(page.object_list, page.start_index()):
        found.setdefault(one.section_id, []).append((n, one))
    with_sentences = set(made.sentences.filter(kept=True).values_list("section", flat=True).distinct())
    headings = wording.outline(wording.filled(sections, with_sentences), wording.mark_of(made))
    blocks: list[Block] = []
    above: Section | None = None
    for section in sections:
        if section.pk in found:
            if above is not None and above.level < section.level:
                blocks.append(Block(above, headings.get(above.pk, above.title), ()))
            blocks.append(Block(section, headings.get(section.pk, section.title), found[section.pk]))
        above = section if section.pk not in with_sentences else None
    return blocks


# Where it comes from --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """A line of a unit's report (or the report as a whole), down to progress, evidence and the words of the directive.

    ``entries`` are entries of registers, evidence too.
    ``may_report``, ``may_work`` and ``may_directive`` say whether the person may open these pages.
    """

    report: Expected
    period: str
    line: ReportLine | None = None
    content: Content | None = None
    notes: Sequence[Progress] = ()
    entries: Sequence[Entry] = ()
    may_report: bool = False
    may_work: bool = False
    may_directive: bool = False


def origins(user: User, sentence: Sentence, number: str | None) -> tuple[Page[tuple[int, int]], Sequence[Origin]]:
    """One page of what a sentence comes from, in a constant number of questions."""
    page = Paginator([(report, line) for report, line in sentence.sources], SOURCES).get_page(number)
    pairs = list(page.object_list)
    parts = ("agency", "passed_to", "written")
    reports = {one.pk: one for one in Expected.objects.filter(pk__in={a for a, _b in pairs}).select_related(*parts)}
    lines = _lines({b for _a, b in pairs if b})
    notes, opens = _notes(lines), _may_open(user, reports, lines)
    proofs = evidence_of(one.obligation_id for one in lines.values() if one.obligation_id is not None)
    return page, [_origin(reports[a], lines.get(b), notes, proofs, opens) for a, b in pairs if a in reports]


def _lines(keys: set[int]) -> Mapping[int, ReportLine]:
    rows = ReportLine.objects.filter(pk__in=keys).select_related(
        "task__plan__directive", "task__plan__source", "obligation"
    )
    return {one.pk: one for one in rows.prefetch_related("figures")}


def _notes(lines: Mapping[int, ReportLine]) -> Mapping[int, Progress]:
    keys = {key for line in lines.values() for key in line.basis}
    proofs = Prefetch("evidence", Evidence.objects.select_related("directive").order_by("pk"))
    return {one.pk: one for one in Progress.objects.filter(pk__in=keys).select_related("by").prefetch_related(proofs)}


def _may_open(user: User, reports: Mapping[int, Expected], lines: Mapping[int, ReportLine]) -> tuple[set[int], ...]:
    expected = Expected.objects.filter(seen_reports(user), pk__in=reports)
    work = Obligation.objects.filter(follow_rights.seen(user), pk__in=[one.obligation_id for one in lines.values()])
    sources = Source.objects.filter(
        seen_by(user), pk__in=[one.task.plan.source_id for one in lines.values() if one.task]
    )
    return tuple(set(rows.values_list("pk", flat=True)) for rows in (expected, work, sources))


def _origin(
    report: Expected,
    line: ReportLine | None,
    notes: Mapping[int, Progress],
    proofs: Mapping[int, Sequence[Entry]],
    opens: tuple[set[int], ...],
) -> Origin:
    written = proofs.get(line.obligation_id or 0, ()) if line else ()
    return Origin(
        report=report,
        period=period_words(report.period),
        line=line,
        content=content_of(line) if line else None,
        notes=[notes[key] for key in line.basis if key in notes] if line else (),
        entries=of_days(written, report.start, report.closes_on),
        may_report=report.pk in opens[0],
        may_work=bool(line and line.obligation_id in opens[1]),
        may_directive=bool(line and line.task and line.task.plan.source_id in opens[2]),
    )


# What later reports say -----------------------------------------------------------------------------------------------


def later_reports(made: Consolidation) -> Sequence[Expected]:
    """Reports that stand otherwise than when the sentences were last brought up, or are new, or no longer belong."""
    if made.drafted_at is None:
        return ()
    now = basis_of(made)
    keys = {key for key in {*now, *made.basis} if now.get(key) != made.basis.get(key)}
    return list(Expected.objects.filter(pk__in=keys).select_related("agency").order_by("pk")) if keys else ()


def page_of_changes(made: Consolidation, number: str | None) -> Page[Change]:
    """What taking over would change, a page at a time; nothing is reckoned while the reports stand as they stood."""
    found = changes(made, fresh(made)) if later_reports(made) else ()
    return Paginator(list(found), CHANGES).get_page(number)


# Tables ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page of one table of the annexes; each row is pairs of the column's title and words."""

    title: str
    columns: Sequence[Column]
    page: Page[list[str]]
    rows: Sequence[Sequence[tuple[str, str]]]


def table_page(made: Consolidation, name: str, number: str | None) -> TablePage | None:
    """The table with that name; None where there is none."""
    rows = made.annexes.get(name)
    if name not in wording.TABLES or not rows:
        return None
    title, columns = wording.TABLES[name]
    page = Paginator(rows, ROWS).get_page(number)
    titles = [column.title for column in columns]
    return TablePage(title, columns, page, [list(zip(titles, row, strict=True)) for row in page.object_list])


def page_number(sentence: Sentence) -> int:
    """The page of the consolidated report on which it stands."""
    section = sentence.section
    before = Q(section__position__lt=section.position)
    before |= Q(section=section, order__lt=sentence.order) | Q(
        section=section, order=sentence.order, pk__lt=sentence.pk
    )
    return Sentence.objects.filter(before, consolidation=sentence.consolidation_id).count() // SENTENCES + 1
