"""The work of the background: the only place that calls the library's pipeline."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

import dondoc
from dondoc.document import Plan
from dondoc.errors import DondocError, EmptySource, UnknownFormat
from dondoc.reading.safe import Limits
from dondoc_web.documents import reading
from dondoc_web.documents.models import Source
from dondoc_web.documents.secrecy import is_classified
from dondoc_web.jobs import engine


def read_source(job_id: int) -> None:
    """Read the source of a job and store its plan; safe to call any number of times."""
    attempt = engine.begin(job_id)
    if attempt is None:
        return
    if attempt.spent:
        give_up(attempt, "")
        return
    with engine.Recording(attempt, give_up=give_up):
        try:
            plan = _read(attempt)
        except (DondocError, CannotBeRead) as error:
            reading.report_unread(attempt=attempt, error=explain(error))
            return
        _keep(attempt, plan)


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
    return dondoc.read_plan(content, name=source.name, limits=limits)


def _keep(attempt: engine.Attempt, plan: Plan) -> None:
    engine.tell(attempt, "screening")
    if is_classified(plan.source.text):
        reading.refuse_as_classified(attempt=attempt)
        return
    engine.tell(attempt, "storing")
    reading.store(attempt=attempt, plan=plan)


def give_up(attempt: engine.Attempt, error: str) -> None:
    """After the last start: say what happened and leave the file alone."""
    words = _("Đã thử đọc %(starts)s lần nhưng tiến trình đọc đều bị dừng.") % {"starts": settings.JOB_STARTS}
    advice = _("Hãy gửi bản khác của văn bản (DOCX, PDF hoặc văn bản thuần), hoặc báo quản trị viên.")
    reading.report_unread(attempt=attempt, error=" ".join(part for part in (words, error, advice) if part))


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
