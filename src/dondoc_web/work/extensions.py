"""The write side of more time (gia hạn): asked by the agency, granted by the office on a paper; the old day is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.models import Verb
from dondoc_web.work import follow_rights as rights
from dondoc_web.work.holding import WORKING, asked, check, facts, locked, save
from dondoc_web.work.models import Answer, Extension, Obligation, Stage

GRANTED_IN = (*WORKING, Stage.TO_CONFIRM, Stage.SUSPENDED)
"""A result may be handed in before the answer comes: more time then still counts. Refusing is possible in any stage."""


@transaction.atomic
def ask(*, obligation_id: int, by: User, new_due_on: date, reason: str, seen: str | None = None) -> Extension:
    """Ask for a later day."""
    obligation = locked(obligation_id)
    require(rights.may_report(by, obligation))
    check(obligation, seen=seen, stages=WORKING)
    reason = asked(reason, _("Hãy ghi lý do xin gia hạn."))
    _later(obligation, new_due_on)
    if obligation.extensions.filter(answer=Answer.WAITING).exists():
        raise ValidationError(_("Đã có đề nghị gia hạn chờ trả lời; hãy chờ trả lời trước khi đề nghị tiếp."))
    extension = Extension.objects.create(
        obligation=obligation,
        old_due_on=obligation.due_on,
        new_due_on=new_due_on,
        reason=reason,
        asked_by=by,
        asked_at=timezone.now(),
    )
    before = facts(obligation)
    asked_for = new_due_on.isoformat()
    save(obligation, by=by, verb=Verb.EXTENSION_ASKED, before=before, extension=extension.pk, asked_for=asked_for)
    return extension


def _later(obligation: Obligation, day: date) -> None:
    if obligation.due_on is None:
        raise ValidationError(_("Việc này không có thời hạn nên không cần gia hạn."))
    if day <= obligation.due_on:
        raise ValidationError(_("Hạn mới phải sau hạn hiện nay (%s).") % f"{obligation.due_on:%d/%m/%Y}")


@transaction.atomic
def grant(*, extension_id: int, by: User, due_on: date, paper: str, seen: str | None = None) -> Extension:
    """Grant a later day, asked for or another, on the paper that grants it."""
    extension, obligation = _waiting(extension_id, by, seen, GRANTED_IN)
    extension.paper = asked(paper, _("Hãy ghi số, ngày của văn bản cho gia hạn."))
    _later(obligation, due_on)
    before = facts(obligation)
    extension.old_due_on, extension.granted_due_on = obligation.due_on, due_on
    _answer(extension, by, Answer.ACCEPTED, "")
    obligation.due_on = due_on
    verb = Verb.EXTENSION_GRANTED
    save(obligation, by=by, verb=verb, before=before, extension=extension.pk, paper=extension.paper)
    return extension


@transaction.atomic
def refuse(*, extension_id: int, by: User, reason: str, seen: str | None = None) -> Extension:
    """Say no, with a reason; the day stays."""
    extension, obligation = _waiting(extension_id, by, seen, tuple(Stage))
    reason = asked(reason, _("Hãy ghi lý do không cho gia hạn."))
    _answer(extension, by, Answer.RETURNED, reason)
    before = facts(obligation)
    save(obligation, by=by, verb=Verb.EXTENSION_REFUSED, before=before, extension=extension.pk, reason=reason)
    return extension


def _waiting(extension_id: int, by: User, seen: str | None, stages: Sequence[str]) -> tuple[Extension, Obligation]:
    key = Extension.objects.values_list("obligation_id", flat=True).get(pk=extension_id)
    obligation = locked(key)
    extension = Extension.objects.select_for_update(of=("self",)).get(pk=extension_id)
    require(rights.may_direct(by, obligation) and extension.asked_by_id != by.pk)
    check(obligation, seen=seen, stages=stages)
    if extension.answer != Answer.WAITING:
        raise ValidationError(_("Đề nghị gia hạn này đã được trả lời; hãy tải lại trang."), code="stage")
    return extension, obligation


def _answer(extension: Extension, by: User, answer: Answer, reason: str) -> None:
    extension.answer, extension.answer_reason = answer, reason
    extension.answered_by, extension.answered_at = by, timezone.now()
    extension.save()
