"""The write side of progress: a unit officer drafts and reports; a desk officer of the office accepts or returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work import follow_rights as rights
from dondoc_web.work.holding import WORKING, asked, check, facts, locked, save
from dondoc_web.work.models import Answer, Obligation, Progress, Stage

CLAIMS = (Stage.UNDER_WAY, Stage.DONE)
"""What a report may say: still at work, or finished."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit officer writes; ``figures`` as :class:`Progress` has them."""

    stage: str = Stage.UNDER_WAY.value
    text: str = ""
    figures: Sequence[dict[str, str]] = field(default_factory=tuple)
    difficulties: str = ""
    proposals: str = ""


@transaction.atomic
def save_draft(*, obligation_id: int, by: User, report: Report) -> Progress:
    """Keep what has been written so far; seen by its writer only, and by no count.

    A draft may be kept whatever has become of the obligation: nothing typed is lost.
    """
    obligation = locked(obligation_id)
    require(rights.may_report(by, obligation))
    return _draft(obligation, by, report)


def _draft(obligation: Obligation, by: User, report: Report) -> Progress:
    content = {
        "stage": report.stage if report.stage in CLAIMS else Stage.UNDER_WAY.value,
        "text": report.text.strip(),
        "figures": list(report.figures),
        "difficulties": report.difficulties.strip(),
        "proposals": report.proposals.strip(),
        "at": timezone.now(),
    }
    draft, made = Progress.objects.get_or_create(obligation=obligation, by=by, answer=Answer.DRAFT, defaults=content)
    if not made:
        for name, value in content.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(content))
    if made:
        record(actor=by, verb=Verb.PROGRESS_DRAFTED, target=obligation)
    return draft


@transaction.atomic
def submit(*, obligation_id: int, by: User, report: Report, seen: str | None = None) -> Progress:
    """Hand in a report. One that claims completion waits for a confirmation; another needs none."""
    obligation = locked(obligation_id)
    require(rights.may_report(by, obligation))
    check(obligation, seen=seen, stages=WORKING)
    asked(report.text, _("Hãy ghi nội dung đã thực hiện."))
    progress = _draft(obligation, by, report)
    before, finished = facts(obligation), progress.stage == Stage.DONE
    progress.answer = Answer.WAITING if finished else Answer.ACCEPTED
    progress.save(update_fields=["answer"])
    obligation.stage_before = obligation.stage
    obligation.stage = Stage.TO_CONFIRM if finished else Stage.UNDER_WAY
    obligation.done_on = timezone.localdate(progress.at) if finished else None
    evidence = list(progress.evidence.values_list("sha256", flat=True))
    save(obligation, by=by, verb=Verb.PROGRESS_REPORTED, before=before, progress=progress.pk, evidence=evidence)
    return progress


@transaction.atomic
def accept(*, progress_id: int, by: User, seen: str | None = None) -> Progress:
    """Confirm a claim of completion: the obligation is done on the day it was handed in, late or not."""
    progress, obligation = _claim(progress_id, by, seen)
    before = facts(obligation)
    obligation.stage, obligation.done_on = Stage.DONE, timezone.localdate(progress.at)
    _answer(progress, by, Answer.ACCEPTED, "")
    save(obligation, by=by, verb=Verb.PROGRESS_ACCEPTED, before=before, progress=progress.pk)
    return progress


@transaction.atomic
def send_back(*, progress_id: int, by: User, reason: str, seen: str | None = None) -> Progress:
    """Return a claim of completion with a reason that the reporter reads; the work goes on."""
    progress, obligation = _claim(progress_id, by, seen)
    reason = asked(reason, _("Hãy ghi lý do trả lại để đơn vị biết cần bổ sung gì."))
    before = facts(obligation)
    obligation.stage, obligation.done_on = Stage.UNDER_WAY, None
    _answer(progress, by, Answer.RETURNED, reason)
    save(obligation, by=by, verb=Verb.PROGRESS_RETURNED, before=before, progress=progress.pk, reason=reason)
    return progress


def _claim(progress_id: int, by: User, seen: str | None) -> tuple[Progress, Obligation]:
    """A report that waits, with its obligation held."""
    key = Progress.objects.values_list("obligation_id", flat=True).get(pk=progress_id)
    obligation = locked(key)
    progress = Progress.objects.select_for_update(of=("self",)).get(pk=progress_id)
    require(rights.may_confirm(by, obligation, progress))
    check(obligation, seen=seen, stages=(Stage.TO_CONFIRM,))
    if progress.answer != Answer.WAITING:
        raise ValidationError(_("Báo cáo này đã được trả lời; hãy tải lại trang."), code="stage")
    return progress, obligation


def _answer(progress: Progress, by: User, answer: Answer, reason: str) -> None:
    progress.answer, progress.answer_reason = answer, reason
    progress.answered_by, progress.answered_at = by, timezone.now()
    progress.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])
