"""The write side: make a paper, change its words and lines, have its PDF made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.jobs import engine
from dondoc_web.jobs.models import State
from dondoc_web.papers import gathering
from dondoc_web.papers.letterhead import letterhead_of
from dondoc_web.papers.models import Kind, OfficialPaper, PaperLine
from dondoc_web.papers.rights import may_make
from dondoc_web.papers.wording import FIELDS, first_words
from dondoc_web.work.models import Plan

PDF_WORK = "dondoc_web.papers.jobs.make_pdf"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper: a reminder or a slip needs the unit, a submission the plan; ``day`` is that of the lists."""

    kind: str
    day: date
    agency_id: int | None = None
    plan_id: int | None = None


@transaction.atomic
def make(*, office_id: int, by: User, wanted: Wanted) -> OfficialPaper:
    """Gather the lines on the day and keep them with the words that the paper begins with.

    Raises ValidationError where there is nothing to say.
    """
    office = Agency.objects.select_related("parent").get(pk=office_id)
    require(may_make(by, office))
    plan = Plan.objects.get(pk=wanted.plan_id, office=office) if wanted.plan_id else None
    agency = Agency.objects.get(pk=wanted.agency_id) if wanted.agency_id else None
    lines = _lines(wanted, office, agency, plan)
    now = timezone.now()
    made = OfficialPaper(
        office=office, kind=wanted.kind, day=wanted.day, agency=agency, plan=plan, made_by=by, made_at=now,
        changed_at=now,
    )  # fmt: skip
    made.words = letterhead_of(office)
    made.words |= first_words(made, len(lines))
    made.save()
    for line in lines:
        line.paper = made
    PaperLine.objects.bulk_create(lines)
    record(
        actor=by, verb=Verb.PAPER_MADE, target=made, kind=made.kind, day=str(made.day),
        obligations=[line.obligation_id for line in lines if line.obligation_id], plan=plan.pk if plan else None,
    )  # fmt: skip
    return made


def _lines(wanted: Wanted, office: Agency, agency: Agency | None, plan: Plan | None) -> list[PaperLine]:
    if wanted.kind == Kind.SUBMISSION:
        if plan is None:
            raise ValidationError(_("Hãy chọn kế hoạch để trình."))
        lines = gathering.tasks_of(plan)
        nothing = _("Kế hoạch này chưa có nhiệm vụ được xác nhận; hãy rà soát, xác nhận rồi lập tờ trình.")
    elif wanted.kind == Kind.ANNEX:
        if plan is None:
            raise ValidationError(_("Hãy chọn kế hoạch để lập phụ lục."))
        lines = gathering.tasks_of(plan)
        nothing = _("Kế hoạch này chưa có nhiệm vụ được xác nhận; hãy rà soát, xác nhận rồi lập phụ lục.")
    elif agency is None:
        raise ValidationError(_("Hãy chọn đơn vị nhận văn bản."))
    elif wanted.kind == Kind.REMINDER:
        lines = gathering.overdue(office, agency, plan, wanted.day)
        nothing = _("Đến ngày đã chọn, đơn vị này không có nhiệm vụ quá hạn; không cần công văn đôn đốc.")
    else:
        lines = gathering.owed(office, agency, plan, wanted.day)
        nothing = _("Đơn vị này không còn việc phải làm; hãy chọn đơn vị hoặc kế hoạch khác.")
    if not lines:
        raise ValidationError(nothing)
    return list(lines)


@transaction.atomic
def revise(*, paper_id: int, by: User, words: Mapping[str, str], kept: Collection[int]) -> OfficialPaper:
    """Change phrases, and which lines (keys in ``kept``) go into the paper; the last version holds."""
    made = OfficialPaper.objects.select_for_update(of=("self",)).select_related("office").get(pk=paper_id)
    require(may_make(by, made.office))
    if not made.lines.filter(pk__in=kept).exists():
        raise ValidationError(_("Hãy giữ lại ít nhất một dòng của danh mục."))
    new = {name: words.get(name, made.words.get(name, "")) for name in FIELDS}
    before = {name: made.words.get(name, "") for name in FIELDS if new[name] != made.words.get(name, "")}
    lines_before = list(made.lines.filter(kept=True).values_list("pk", flat=True))
    made.lines.update(kept=False)
    made.lines.filter(pk__in=kept).update(kept=True)
    lines_after = list(made.lines.filter(kept=True).values_list("pk", flat=True))
    if not before and lines_before == lines_after:
        return made
    made.words, made.changed_at = new, timezone.now()
    made.save(update_fields=["words", "changed_at"])
    record(
        actor=by, verb=Verb.PAPER_REVISED, target=made, before=before, after={name: new[name] for name in before},
        lines={"before": len(lines_before), "after": len(lines_after)},
    )  # fmt: skip
    return made


@transaction.atomic
def ask_pdf(*, paper_id: int, by: User) -> OfficialPaper:
    """Have the PDF made in the background; one at a time."""
    made = OfficialPaper.objects.select_for_update(of=("self",)).select_related("office", "job").get(pk=paper_id)
    require(may_make(by, made.office))
    if made.job is None or not made.job.is_open:
        made.job = engine.enqueue(PDF_WORK, subject=made.pk, by=by)
        made.save(update_fields=["job"])
        record(actor=by, verb=Verb.PAPER_PDF_ASKED, target=made)
    return made


def keep_pdf(*, attempt: engine.Attempt, content: bytes, digest: str) -> None:
    """The worker made the PDF of the DOCX with ``digest``; the old file goes once the new one stands."""
    with transaction.atomic():
        made = OfficialPaper.objects.select_for_update(of=("self",)).get(pk=attempt.subject)
        engine.finish(attempt)
        old, storage = made.pdf.name, made.pdf.storage
        made.pdf.save("paper.pdf", ContentFile(content), save=False)
        made.pdf_of = digest
        made.save(update_fields=["pdf", "pdf_of"])
        if old:
            transaction.on_commit(lambda: storage.delete(old))


def report_no_pdf(*, attempt: engine.Attempt, error: str) -> None:
    """Close the job with the error that its person will see; the DOCX is there all the same."""
    with transaction.atomic():
        engine.finish(attempt, state=State.FAILED, error=error)
