"""The read side of units' reports: what is written with its sources, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.registers.models import Entry
from dondoc_web.registers.queries import evidence_of, of_days
from dondoc_web.reports import filling
from dondoc_web.reports.holding import OPEN
from dondoc_web.reports.lines import Content, content_of
from dondoc_web.reports.models import (
    Approval,
    Expected,
    FilledForm,
    LineStanding,
    ReportAttachment,
    ReportLine,
    ReportState,
    UnitReport,
)
from dondoc_web.reports.rights import APPROVING, ASKING, REPORTING, seen_reports, sees_words
from dondoc_web.reports.writing import stamp
from dondoc_web.work.models import Progress
from dondoc_web.work.periods import words_of

LINES = 50
"""Lines of one page."""
WAITING = 20
"""Reports of one list that waits."""
SOON = timedelta(days=30)
"""So long before its due day a report is among those to write."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, what it says, the progress and the entries of registers that it comes from.

    ``prepared`` is what the preparation wrote where a person changed it.
    ``number`` counts the lines of the whole report; ``period`` names the round of the task, in words.
    """

    number: int
    line: ReportLine
    period: str
    content: Content
    notes: Sequence[Progress]
    entries: Sequence[Entry]
    prepared: Content | None


def written(expected: Expected) -> UnitReport | None:
    """What was written into it."""
    return UnitReport.objects.filter(expected=expected).select_related("written_by", "approved_by", "expected").first()


def page_of_lines(report: UnitReport, number: str | None) -> tuple[Page[ReportLine], Sequence[Shown]]:
    """One page of lines with their sources, in a constant number of queries."""
    rows = report.lines.select_related("obligation__occurrence", "task").prefetch_related("figures")
    page = Paginator(rows, LINES).get_page(number)
    lines = list(page.object_list)
    keys = {key for line in lines for key in line.basis}
    notes = Progress.objects.filter(pk__in=keys).select_related("by").annotate(files=Count("evidence"))
    known = {note.pk: note for note in notes}
    proofs = evidence_of(line.obligation_id for line in lines if line.obligation_id is not None)
    days = report.expected.start, report.expected.closes_on
    return page, [
        _shown(number, line, known, of_days(proofs.get(line.obligation_id or 0, ()), *days))
        for number, line in enumerate(lines, max(page.start_index(), 1))
    ]


def _shown(number: int, line: ReportLine, known: Mapping[int, Progress], entries: Sequence[Entry]) -> Shown:
    differs = line.edited and line.obligation_id is not None
    prepared = Content.of_json(line.prepared) if differs else None
    period = words_of(line.obligation.occurrence.period) if line.obligation else ""
    notes = [known[key] for key in line.basis if key in known]
    return Shown(number, line, period, content_of(line), notes, entries, prepared)


def standings(report: UnitReport) -> Sequence[tuple[str, int]]:
    """How many lines stand how, in words; those that there are none of are left out."""
    counted = dict(report.lines.order_by().values_list("standing").annotate(n=Count("pk")))
    return [(str(one.label), counted[one.value]) for one in LineStanding if one.value in counted]


@dataclass(frozen=True, slots=True)
class Differs:
    """A part of the report that a filled form would change: its name, and each text before and after."""

    words: str
    period: str
    texts: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A filled form that waits, and what it would change; ``stale`` where the report was edited since."""

    form: FilledForm
    stale: bool
    differs: Sequence[Differs]


def kept_form(report: UnitReport) -> Kept | None:
    """The filled form that waits for a decision, against the report as it stands."""
    form = FilledForm.objects.filter(report=report).select_related("by").first()
    if form is None:
        return None
    text = filling.text_of(form)
    heads = [("summary", _("Đánh giá chung")), ("difficulties", _("Khó khăn, vướng mắc chung"))]
    heads.append(("proposals", _("Kiến nghị, đề xuất chung")))
    general = _texts([(head, getattr(report, name), getattr(text, name)) for name, head in heads])
    found = [Differs(_("Phần chung"), "", general)] if general else []
    rows = report.lines.filter(pk__in=text.lines).select_related("obligation__occurrence").prefetch_related("figures")
    for line in rows:
        period = words_of(line.obligation.occurrence.period) if line.obligation else ""
        found.append(Differs(line.words, period, _changes(content_of(line), text.lines[line.pk])))
    found += [Differs(words, _("việc đơn vị thêm"), _changes(None, content)) for words, content in text.added]
    return Kept(form, form.seen != stamp(report), found)


def _changes(before: Content | None, now: Content) -> Sequence[tuple[str, str, str]]:
    heads = {
        "standing_words": _("Kết quả"), "result": _("Nội dung đã thực hiện"), "figure_words": _("Số liệu"),
        "difficulties": _("Khó khăn, vướng mắc"), "proposals": _("Kiến nghị, đề xuất"),
    }  # fmt: skip
    return _texts([(head, getattr(before, name, ""), getattr(now, name)) for name, head in heads.items()])


def _texts(found: Sequence[tuple[str, str, str]]) -> Sequence[tuple[str, str, str]]:
    return [one for one in found if one[1] != one[2]]


def attachments_seen(user: User) -> QuerySet[ReportAttachment]:
    """Files of reports that ``user`` may see; :func:`file_of` also asks for the words."""
    keys = Expected.objects.filter(seen_reports(user)).values("pk")
    parts = ("report__expected__agency", "report__expected__office")
    return ReportAttachment.objects.filter(report__expected__in=keys).select_related(*parts)


def file_of(user: User, attachment: ReportAttachment) -> bool:
    """``user`` may see what was written there."""
    return sees_words(user, attachment.report.expected)


# What waits for a person ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """Reports to write, to approve, to accept; the first of each, and whether there are more."""

    to_write: Sequence[Expected]
    to_approve: Sequence[Expected]
    to_accept: Sequence[Expected]

    def __bool__(self) -> bool:
        return bool(self.to_write or self.to_approve or self.to_accept)


def waiting(user: User) -> Waiting:
    """What ``user`` has to do with reports today, the most urgent first."""
    today = timezone.localdate()
    rows = Expected.objects.select_related("agency", "office", "duty").order_by("due_on", "id")
    opened = rows.filter(state__in=OPEN, start__lte=today)
    still = Q(due_on__gte=today) | Q(granted_until__gte=today)
    to_write = opened.filter(still, within(user, "agency__", REPORTING), due_on__lte=today + SOON)
    to_approve = opened.filter(still, within(user, "agency__", APPROVING), written__approval=Approval.WAITING)
    to_accept = rows.filter(within(user, "office__", ASKING), state=ReportState.HANDED_IN)
    return Waiting(
        list(to_write.exclude(written__approval=Approval.WAITING)[:WAITING]),
        list(to_approve.exclude(written__written_by=user)[:WAITING]),
        list(to_accept.exclude(handed_by=user)[:WAITING]),
    )
