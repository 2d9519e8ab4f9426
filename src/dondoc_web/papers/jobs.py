"""The work of the background: a PDF through LibreOffice, with a profile of its own and a time limit."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dondoc.errors import DondocError
from dondoc.reading.office import converted, program
from dondoc_web.jobs import engine
from dondoc_web.papers import actions, queries
from dondoc_web.papers.models import OfficialPaper

SECONDS = 90
PDF = "pdf:writer_pdf_Export"


def make_pdf(job_id: int) -> None:
    """Make the PDF of the paper of a job; safe to call any number of times."""
    engine.carry_out(job_id, _make_pdf, give_up=give_up)


def _make_pdf(attempt: engine.Attempt) -> None:
    engine.tell(attempt, "writing")
    made = OfficialPaper.objects.select_related("office", "agency").get(pk=attempt.subject)
    try:
        docx, digest = queries.docx_of(made)
    except ValidationError as error:
        said = _("Mẫu của cơ quan không điền được: %s") % " ".join(error.messages)
        actions.report_no_pdf(attempt=attempt, error=said)
        return
    engine.tell(attempt, "converting")
    try:
        content = pdf_of(docx)
    except ValidationError as error:
        actions.report_no_pdf(attempt=attempt, error=" ".join(error.messages))
        return
    engine.tell(attempt, "storing")
    actions.keep_pdf(attempt=attempt, content=content, digest=digest)


def pdf_of(docx: bytes) -> bytes:
    """The PDF of a DOCX through LibreOffice; ValidationError where it is not installed or cannot do it."""
    if program() is None:
        raise ValidationError(_("Máy chủ chưa cài LibreOffice; hãy tải DOCX rồi in ra PDF bằng Word."))
    try:
        return converted(docx, "van-ban.docx", ".docx", PDF, SECONDS)
    except DondocError as error:
        raise ValidationError(_("Không đổi được sang PDF; hãy tải DOCX rồi in ra PDF bằng Word.")) from error


def give_up(attempt: engine.Attempt, error: str) -> None:
    """After the last start: say what happened; the DOCX is there."""
    actions.report_no_pdf(attempt=attempt, error=_("Tạo PDF bị dừng nhiều lần; hãy tải DOCX. %s") % error)
