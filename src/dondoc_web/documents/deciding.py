"""The write side of changes: a person confirms one, leaves it out, chooses another reading, or takes that back.

What was decided is a row that holds for every later reading; where it makes
the text another, the text that was read is mended again in the background, with
everything else kept. The log names places, never words of the paper.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.text import Span, squeeze
from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents import rights
from dondoc_web.documents.actions import MEND, locked
from dondoc_web.documents.models import EditDecision, Source, Verdict
from dondoc_web.jobs import engine
from dondoc_web.jobs.models import Job

LONGEST = 300
"""Letters of a reading that a person types: a line, not a chapter."""

_VERBS = {
    Verdict.CONFIRMED: Verb.EDIT_CONFIRMED,
    Verdict.UNDONE: Verb.EDIT_UNDONE,
    Verdict.READ_AS: Verb.EDIT_READ_AS,
}


@transaction.atomic
def decide(*, by: User, source_id: int, place: Span, verdict: Verdict, after: str = "") -> EditDecision:
    """Say what stands at ``place`` (characters of the text before repair)."""
    source = _to_be_decided(by, source_id)
    before = _words_at(source, place)
    after = squeeze(after)[:LONGEST].replace("\0", "") if verdict != Verdict.UNDONE else ""
    if verdict == Verdict.READ_AS and not after:
        raise ValidationError(_("Hãy gõ cách đọc đúng của chỗ này."))
    known = EditDecision.objects.filter(source=source, start=place.start, end=place.end).first()
    decision, _new = EditDecision.objects.update_or_create(
        source=source,
        start=place.start,
        end=place.end,
        defaults={"before": before, "verdict": verdict, "after": after, "by": by, "at": timezone.now()},
    )
    record(actor=by, verb=_VERBS[verdict], target=source, start=place.start, end=place.end)
    if decision.changes_reading or (known is not None and known.changes_reading):
        _mend(source, by)
    return decision


@transaction.atomic
def take_back(*, by: User, source_id: int, place: Span) -> None:
    """Withdraw what was decided of ``place``; the library's own reading stands again."""
    source = _to_be_decided(by, source_id)
    known = EditDecision.objects.filter(source=source, start=place.start, end=place.end).first()
    if known is None:
        return
    changed = known.changes_reading
    known.delete()
    record(actor=by, verb=Verb.EDIT_TAKEN_BACK, target=source, start=place.start, end=place.end)
    if changed:
        _mend(source, by)


def _to_be_decided(by: User, source_id: int) -> Source:
    source = locked(source_id)
    rights.require(rights.may_decide_edits(by, source))
    job = _job(source)
    if job is not None and job.is_open and job.work != MEND:
        raise ValidationError(_("Văn bản đang được đọc; hãy chờ lần đọc này xong."))
    return source


def _job(source: Source) -> Job | None:
    """The last job as it stands now that the source is locked; what came with the lock may be older."""
    return Job.objects.get(pk=source.job_id) if source.job_id is not None else None


def _words_at(source: Source, place: Span) -> str:
    plan = source.reading.plan if source.reading is not None else None
    original = (plan.source.original or plan.source.text) if plan is not None else ""
    if not 0 <= place.start < place.end <= len(original):
        raise ValidationError(_("Không còn chỗ này trong văn bản; hãy tải lại trang."))
    return place.of(original)


def _mend(source: Source, by: User) -> None:
    """Have the text mended again; a job that waits or works already will see this decision."""
    job = _job(source)
    if job is None or not job.is_open:
        source.job = engine.enqueue(MEND, subject=source.pk, by=by)
        source.save(update_fields=["job"])
