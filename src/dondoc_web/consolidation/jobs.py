"""The work of the background: the draft from unit reports, the DOCX and its PDF."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dondoc_web.consolidation import keeping
from dondoc_web.consolidation.comparing import frame_of
from dondoc_web.consolidation.drafting import draft as write
from dondoc_web.consolidation.gathering import basis_of, gather
from dondoc_web.consolidation.models import Consolidation
from dondoc_web.consolidation.wording import paper_of
from dondoc_web.jobs import engine
from dondoc_web.papers.jobs import pdf_of
from dondoc_web.papers.writing import to_docx

TRIES = 3
"""How often the files are made anew because somebody changed the words meanwhile."""


def draft(job_id: int) -> None:
    """Draft the consolidated report of a job; safe to call any number of times."""
    engine.carry_out(job_id, _draft, give_up=keeping.give_up)


def _found(attempt: engine.Attempt) -> Consolidation:
    rows = Consolidation.objects.select_related(
        "answers__agency__parent", "answers__office", "answers__duty__plan__directive"
    )
    return rows.get(pk=attempt.subject)


def _draft(attempt: engine.Attempt) -> None:
    engine.tell(attempt, "reading")
    made = _found(attempt)
    basis = basis_of(made)
    found = gather(made)

    def told(done: int, total: int) -> None:
        if done % 10 == 0 or done == total:
            engine.tell(attempt, "drafting", done=done, total=total)

    now = write(found, frame_of(made), told)
    engine.tell(attempt, "storing")
    try:
        keeping.keep_draft(attempt, now, basis)
    except ValidationError as error:
        keeping.fail(attempt, keeping.said(error))


def make_files(job_id: int) -> None:
    """Make the DOCX and the PDF of a job's consolidated report; safe to call any number of times."""
    engine.carry_out(job_id, _make_files, give_up=keeping.give_up)


def _make_files(attempt: engine.Attempt) -> None:
    for _n in range(TRIES):
        engine.tell(attempt, "writing")
        made = _found(attempt)
        stamp, docx, pdf, trouble = made.changed_at, to_docx(paper_of(made)), b"", ""
        engine.tell(attempt, "converting")
        try:
            pdf = pdf_of(docx)
        except ValidationError as error:
            trouble = keeping.said(error)
        engine.tell(attempt, "storing")
        try:
            if keeping.keep_files(attempt, stamp, docx, pdf, trouble):
                return
        except ValidationError as error:
            keeping.fail(attempt, keeping.said(error))
            return
    keeping.fail(attempt, _("Báo cáo đang được sửa nên chưa tạo được tệp; hãy tạo lại khi đã sửa xong."))
