"""An obligation held for a change: locked, still what the person saw, and in a stage that allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work import totals
from dondoc_web.work.models import Obligation, Stage

WORKING = (Stage.NOT_STARTED, Stage.UNDER_WAY)
"""The agency is at work; it may report and ask for time."""

PARTS = ("agency", "office", "occurrence", "task", "plan__directive")


class Changed(ValidationError):
    """Somebody else changed the obligation after the form was made; what was typed is kept."""

    def __init__(self) -> None:
        super().__init__(
            _("Việc này đã thay đổi sau khi bạn mở trang; hãy xem lại rồi gửi lại. Nội dung bạn nhập vẫn còn."),
            code="changed",
        )


def stamp(obligation: Obligation) -> str:
    """What a form carries to tell whether the obligation is still the one that was shown."""
    return obligation.changed_at.isoformat()


def locked(obligation_id: int) -> Obligation:
    """The obligation with its parts, held for the rest of the caller's transaction."""
    rows = Obligation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(*PARTS).get(pk=obligation_id)


def check(obligation: Obligation, *, seen: str | None, stages: Sequence[str]) -> None:
    """Stop unless it is what the person saw (``seen``, a :func:`stamp`; None does not ask) and in one of ``stages``."""
    if seen is not None and seen != stamp(obligation):
        raise Changed
    if obligation.stage not in stages:
        words = _("Việc này đang ở giai đoạn “%s”, không làm được điều vừa chọn; hãy tải lại trang.")
        raise ValidationError(words % obligation.get_stage_display(), code="stage")


def facts(obligation: Obligation) -> dict[str, Any]:
    """What the log keeps of an obligation before and after a change."""
    day = obligation.due_on.isoformat() if obligation.due_on else None
    done = obligation.done_on.isoformat() if obligation.done_on else None
    return {"stage": str(obligation.stage), "due_on": day, "done_on": done}


def save(obligation: Obligation, *, by: User, verb: Verb, before: dict[str, Any], **data: Any) -> None:
    """Save the obligation, count it anew and write the one event of the change."""
    obligation.changed_at = timezone.now()
    obligation.save(update_fields=["stage", "stage_before", "due_on", "done_on", "reason", "changed_at"])
    totals.note(gone=[totals.kind_of(obligation, before)], come=[totals.kind_of(obligation)])
    record(actor=by, verb=verb, target=obligation, before=before, after=facts(obligation), **data)


def asked(words: str, message: str) -> str:
    """``words`` without the space around them; ``message`` where there are none."""
    if not words.strip():
        raise ValidationError(message)
    return words.strip()
