"""What stands in the files of evidence, read in the background so that it can be found.

Each content is read once, in a process of its own with limits, like a paper;
what cannot be read is found by its name alone. A file that carries a secrecy
mark is not kept as words. Words of files that nobody holds any more are deleted.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dondoc.errors import DondocError
from dondoc.reading.how import PageRead
from dondoc.reading.safe import Limits, read_safely
from dondoc_web.documents.secrecy import is_classified
from dondoc_web.jobs import pulse
from dondoc_web.search.models import FileText
from dondoc_web.work.models import Answer, Evidence

LONGEST = 500_000
"""Letters of a file that are kept."""


def read_new() -> int:
    """Read the files of evidence that was handed in and not read yet; the number read. Bears being stopped."""
    FileText.objects.exclude(sha256__in=Evidence.objects.values("sha256")).delete()
    done = 0
    for evidence in _unread():
        _keep(evidence, _text(evidence))
        pulse.say()
        done += 1
    return done


def _unread() -> QuerySet[Evidence]:
    known = FileText.objects.values("sha256")
    handed_in = Evidence.objects.exclude(progress__answer=Answer.DRAFT).exclude(file="")
    return handed_in.exclude(sha256__in=known).order_by("pk")


@transaction.atomic
def _keep(evidence: Evidence, text: str) -> None:
    facts = {"text": text.replace("\0", " ")[:LONGEST], "read_at": timezone.now()}
    FileText.objects.get_or_create(sha256=evidence.sha256, defaults=facts)


def _text(evidence: Evidence) -> str:
    """The words of the file; none where it cannot be read or may not be kept."""
    limits = Limits(bytes=settings.READ_LIMIT, seconds=settings.READ_SECONDS)
    try:
        with evidence.file.open("rb") as file:
            content = file.read()
        text = read_safely(content, name=evidence.name, limits=limits, progress=_heard).text
    except (DondocError, FileNotFoundError, _Classified):
        return ""
    return "" if is_classified(text) else text


def _heard(page: PageRead) -> None:
    """A page was read: the first is screened before the others are."""
    if page.number == 1 and is_classified(page.text):
        raise _Classified
    pulse.say()


class _Classified(Exception):
    """The first page carries a secrecy mark."""
