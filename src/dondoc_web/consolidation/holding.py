"""A consolidated report held for a change, once it may be changed; what every change does besides."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.consolidation.models import Consolidation
from dondoc_web.consolidation.rights import may_draft
from dondoc_web.reports.holding import held, why_not_written
from dondoc_web.reports.models import Approval, Expected, ReportAttachment, UnitReport

DRAFT_WORK = "dondoc_web.consolidation.jobs.draft"


def held_answer(report_id: int, by: User) -> Expected:
    """The lead's own expected report, locked, for one who may draft and while it is open."""
    expected = held(report_id)
    require(may_draft(by, expected))
    check_open(expected)
    return expected


def check_open(expected: Expected) -> None:
    """Raise ValidationError once it was handed in, or is locked."""
    why = why_not_written(expected)
    if why:
        raise ValidationError(why)


def held_to_change(consolidation_id: int, by: User) -> Consolidation:
    """The same with what was drafted; nothing is changed while the draft is being made."""
    made = locked(consolidation_id)
    require(may_draft(by, made.answers))
    check_open(made.answers)
    if made.drafted_at is None or is_drafting(made):
        raise ValidationError(_("Dự thảo đang được lập; hãy đợi xong rồi sửa."))
    return made


def locked(consolidation_id: int) -> Consolidation:
    """The row, with the answer that it belongs to locked first: every change takes them in this order."""
    answer = Consolidation.objects.values_list("answers", flat=True).get(pk=consolidation_id)
    held(answer)
    rows = Consolidation.objects.select_for_update(of=("self",))
    return rows.select_related("answers__office", "answers__agency", "answers__duty", "job").get(pk=consolidation_id)


def is_drafting(made: Consolidation) -> bool:
    """A worker is to write the draft."""
    return made.job is not None and made.job.is_open and made.job.work == DRAFT_WORK


def changed(made: Consolidation, by: User, *, at: datetime | None = None) -> None:
    """Other words than before: an approval and files that were made of them no longer hold."""
    now = at or timezone.now()
    made.changed_by, made.changed_at = by, now
    drop_files(made)
    made.save()
    UnitReport.objects.filter(expected=made.answers_id).update(
        written_by=by, changed_at=now, approval=Approval.NONE, approved_by=None, approved_at=None
    )


def drop_files(made: Consolidation) -> None:
    """Take the made files out of the report."""
    keys = [key for key in (made.docx_id, made.pdf_id) if key]
    made.docx = made.pdf = None
    for one in ReportAttachment.objects.filter(pk__in=keys):
        storage, place = one.file.storage, one.file.name
        one.delete()
        transaction.on_commit(lambda storage=storage, place=place: storage.delete(place))  # type: ignore[misc]
