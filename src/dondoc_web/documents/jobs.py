"""The work of the background: the only place that calls the library's pipeline."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

import dondoc
from dondoc.document import Plan
from dondoc.errors import DondocError, EmptySource, UnknownFormat
from dondoc.pipeline import plan_of
from dondoc.reading.how import PageRead
from dondoc.reading.safe import Limits
from dondoc_web.documents import columns, edits, reading, recognised
from dondoc_web.documents.models import Source
from dondoc_web.documents.secrecy import is_classified
from dondoc_web.jobs import engine


def read_source(job_id: int) -> None:
    """Read the source of a job and store its plan; safe to call any number of times."""
    engine.carry_out(job_id, _read_source, give_up=give_up)


def _read_source(attempt: engine.Attempt) -> None:
    try:
        plan = _read(attempt)
    except Classified:
        reading.refuse_as_classified(attempt=attempt)
        return
    except (DondocError, CannotBeRead) as error:
        reading.report_unread(attempt=attempt, error=explain(error))
        return
    _keep(attempt, plan)


def mend_source(job_id: int) -> None:
    """Make the plan of a source again from what was read of it, after people's decisions on its words."""
    engine.carry_out(job_id, _mend_source, give_up=give_up)


def _mend_source(attempt: engine.Attempt) -> None:
    source = Source.objects.select_related("reading").get(pk=attempt.subject)
    if source.reading is None:
        give_up(attempt, "")
        return
    pages = tuple(row.page for row in source.reading.pages.all())
    plan = source.reading.plan
    read = plan.model_copy(update={"source": plan.source.model_copy(update={"pages": pages})})
    _keep(attempt, read, mended=True)


def _read(attempt: engine.Attempt) -> Plan:
    source = Source.objects.get(pk=attempt.subject)
    engine.tell(attempt, "reading")
    if source.size > settings.READ_LIMIT:
        raise TooLargeToRead(source.size)
    try:
        content = source.content()
    except FileNotFoundError as error:
        raise FileIsGone from error
    limits = Limits(bytes=settings.READ_LIMIT, seconds=settings.READ_SECONDS)
    return dondoc.read_plan(
        content,
        name=source.name,
        limits=limits,
        progress=partial(_heard, attempt),
        cache=recognised.folder(source),
        columns=columns.said_of(source),
    )


def _heard(attempt: engine.Attempt, page: PageRead) -> None:
    """A page was read: the first is screened before any other is recognised or anything kept."""
    if page.number == 1 and is_classified(page.text):
        raise Classified
    engine.tell(attempt, "pages" if page.done < page.total else "planning", done=page.done, total=page.total)


def _keep(attempt: engine.Attempt, plan: Plan, *, mended: bool = False) -> None:
    """Store the plan as people's decisions make it; those that come while it is made are taken in too."""
    kept = None
    while kept is None:
        decided = edits.decided(attempt.subject)
        if decided or mended:
            plan = _decided_plan(plan, decided)
        if any(is_classified(text) for text in (plan.source.text, plan.source.original) if text):
            reading.refuse_as_classified(attempt=attempt)
            return
        engine.tell(attempt, "storing")
        kept = reading.store(attempt=attempt, plan=plan, decided=decided, mended=mended)
        mended = mended or kept is None


def _decided_plan(plan: Plan, decided: edits.Decided) -> Plan:
    original = plan.source.text if plan.source.original is None else plan.source.original
    undone, chosen = edits.undone_and_chosen(decided, original)
    return plan_of(plan.source, undo=undone, chosen=chosen)


def give_up(attempt: engine.Attempt, error: str) -> None:
    """After the last start: say what happened and leave the file alone."""
    words = _("Đã thử đọc %(starts)s lần nhưng tiến trình đọc đều bị dừng.") % {"starts": settings.JOB_STARTS}
    advice = _("Hãy gửi bản khác của văn bản (DOCX, PDF hoặc văn bản thuần), hoặc báo quản trị viên.")
    reading.report_unread(attempt=attempt, error=" ".join(part for part in (words, error, advice) if part))


class Classified(Exception):
    """The first page carries a secrecy mark: nothing more of the paper is read."""


class CannotBeRead(Exception):
    """The file cannot be read for a reason that lies outside the library."""


class TooLargeToRead(CannotBeRead):
    """Larger than ``READ_LIMIT``; the argument is its size in bytes."""


class FileIsGone(CannotBeRead):
    """The stored file is no longer there."""


def explain(error: Exception) -> str:
    """What happened and what to do next, in Vietnamese; the library's own words at the end."""
    if isinstance(error, TooLargeToRead):
        words = _(
            "Tệp %(size).1f MB lớn hơn giới hạn đọc %(limit)d MB. Hãy tách tệp, hoặc nhờ quản trị viên tăng "
            "DONDOC_READ_LIMIT_MB rồi đọc lại."
        )
        megabyte = settings.MEGABYTE
        return words % {"size": error.args[0] / megabyte, "limit": settings.READ_LIMIT // megabyte}
    if isinstance(error, FileIsGone):
        return _("Tệp gốc không còn trong kho. Hãy rút văn bản này và tải lên lại.")
    if isinstance(error, EmptySource):
        return _("Tệp không có chữ nào. Hãy kiểm tra lại tệp, hoặc gửi bản có lớp chữ.")
    if isinstance(error, UnknownFormat):
        return _("Không đọc được loại tệp này. Hãy gửi văn bản ở dạng khác.") + f" ({error})"
    return _("Không chuyển được tệp thành chữ. Hãy gửi bản khác hoặc dạng khác của văn bản.") + f" ({error})"
