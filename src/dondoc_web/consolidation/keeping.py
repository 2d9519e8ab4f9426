"""What the worker keeps: the draft, the files; or why there are none."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.consolidation.drafting import Draft
from dondoc_web.consolidation.holding import check_open, locked
from dondoc_web.consolidation.models import Consolidation
from dondoc_web.consolidation.storing import put
from dondoc_web.downloads import DOCX
from dondoc_web.jobs import engine
from dondoc_web.jobs.models import State
from dondoc_web.reports.models import ReportAttachment, UnitReport

PDF = "application/pdf"


@transaction.atomic
def keep_draft(attempt: engine.Attempt, now: Draft, basis: dict[str, list[str]]) -> None:
    """The draft stands; ``basis`` is how the reports stood before they were read, so nothing later is missed."""
    made = locked(attempt.subject)
    job = engine.finish(attempt)
    check_open(made.answers)
    put(made, now)
    made.basis, made.left = basis, {}
    made.drafted_at = made.changed_at = timezone.now()
    made.save()
    record(actor=job.asked_by, verb=Verb.CONSOLIDATION_DRAFTED, target=made, sentences=len(now.lines))


@transaction.atomic
def keep_files(attempt: engine.Attempt, stamp: datetime, docx: bytes, pdf: bytes, trouble: str) -> bool:
    """The files go with the lead's report; False where its words have changed since ``stamp``."""
    made = locked(attempt.subject)
    if made.changed_at != stamp:
        return False
    job = engine.finish(attempt, state=State.FAILED if trouble else State.DONE, error=trouble)
    check_open(made.answers)
    made.docx = _attached(made, "bao-cao-tong-hop.docx", docx, DOCX, job.asked_by)
    made.pdf = _attached(made, "bao-cao-tong-hop.pdf", pdf, PDF, job.asked_by) if pdf else None
    made.save(update_fields=["docx", "pdf"])
    told = {"docx": made.docx.sha256, "pdf": made.pdf.sha256 if made.pdf else ""}
    record(actor=job.asked_by, verb=Verb.CONSOLIDATION_FILES_MADE, target=made, **told)
    return True


def _attached(made: Consolidation, name: str, content: bytes, media_type: str, by: User | None) -> ReportAttachment:
    report = UnitReport.objects.get(expected=made.answers_id)
    digest = hashlib.sha256(content).hexdigest()
    row = ReportAttachment(report=report, name=name, size=len(content), sha256=digest, media_type=media_type)
    row.added_by, row.added_at = by or made.changed_by, timezone.now()
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def fail(attempt: engine.Attempt, error: str) -> None:
    """Close the job with what its person will see."""
    with transaction.atomic():
        engine.finish(attempt, state=State.FAILED, error=error)


def give_up(attempt: engine.Attempt, error: str) -> None:
    """After the last start: say what happened."""
    fail(attempt, _("Công việc bị dừng nhiều lần; hãy thử lại. %s") % error)


def said(error: ValidationError) -> str:
    """Its words in one line."""
    return " ".join(error.messages)
