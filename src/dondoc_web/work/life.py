"""The write side of the life of a directive: a later one changes or ends it, or it was uploaded by mistake.

What the later directive does is proposed task by task (keep, change, end); one
person decides, a second one confirms. History and finished rounds stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.document import Citation, Relation
from dondoc.text import squeeze
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.models import Source, number_key
from dondoc_web.documents.reading import day
from dondoc_web.work import facts
from dondoc_web.work import review_rights as rights
from dondoc_web.work.changes import apply
from dondoc_web.work.confirming import needs_second_person
from dondoc_web.work.models import ChangeKind, Effect, Plan, PlanState, ProposalState, Task, TaskChange, TaskState
from dondoc_web.work.proposing import sheets
from dondoc_web.work.rereading import Sheet, paired

WHOLE = (Relation.REPLACES, Relation.REPEALS)
"""Relations that end a directive, unless its words name only parts of it."""
CHANGING = (*WHOLE, Relation.AMENDS, Relation.CORRECTS)
PRESENT = (TaskState.PROPOSED, TaskState.ACCEPTED, TaskState.CONFIRMED)
"""States of tasks that a later directive can still touch."""
OPERATIVE = re.compile(r"thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|hết hiệu lực|sửa đổi|bổ sung|điều chỉnh|đính chính", re.I)
ENDING = re.compile(r"bãi bỏ|hủy bỏ|huỷ bỏ", re.I)
PART = re.compile(r"\b(?:điểm|khoản|mục|phần|tiểu mục)\s+(?P<label>[IVX]+\b|\d+(?:\.\d+)*|[a-zđ])\b", re.I)


def propose_effects(*, source: Source, by: User | None) -> list[Effect]:
    """Propose what a directive that was just read does to plans its office follows; in the caller's transaction."""
    if source.reading is None or source.office is None:
        return []
    read = source.reading.plan
    made = []
    for citation in read.document.citations:
        if citation.relation not in CHANGING or not citation.number:
            continue
        for plan in _plans_named(citation, source):
            words = operative_words(citation, read.source.text)
            effect, new = Effect.objects.get_or_create(
                plan=plan,
                source=source,
                defaults={"relation": citation.relation.value, "words": words, "made_at": timezone.now()},
            )
            if new:
                _propose_changes(effect, sheets(plan, source.reading))
                record(actor=by, verb=Verb.EFFECT_PROPOSED, target=plan, source=source.pk, relation=effect.relation)
                made.append(effect)
    return made


def _plans_named(citation: Citation, source: Source) -> Sequence[Plan]:
    """A number alone names no directive: where both days are printed they must agree."""
    named = Plan.objects.filter(office=source.office, directive__number_key=number_key(citation.number))
    on = day(citation.date)
    found = named.exclude(state=PlanState.WITHDRAWN).exclude(directive=source.directive)
    plans = found.select_related("office", "directive")
    return [plan for plan in plans if on is None or plan.directive.date in (None, on)]


def operative_words(citation: Citation, text: str) -> str:
    """The line of the paper that says what it does to the one it names; empty if no line says so."""
    lines = (text[text.rfind("\n", 0, m.span.start) + 1 : _line_end(text, m.span.end)] for m in citation.mentions)
    return next((squeeze(line) for line in lines if OPERATIVE.search(line)), "")[:2000]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _propose_changes(effect: Effect, found: Sequence[Sheet]) -> None:
    """Keep, change or end for every task of the plan that is not over."""
    tasks = list(effect.plan.tasks.filter(state__in=PRESENT).prefetch_related("parties"))
    beside = {task.pk: sheet for task, (_read, sheet) in paired(tasks, found).pairs}
    parts = parts_named(effect.words)
    rows = []
    for task in tasks:
        kind, after = _proposal(effect, task, beside.get(task.pk), parts)
        before = {name: value for name, value in facts.of_row(task).items() if name in after}
        rows.append(TaskChange(task=task, kind=kind, effect=effect, before=before, after=after, made_at=timezone.now()))
    TaskChange.objects.bulk_create(rows)


def parts_named(words: str) -> tuple[str, ...]:
    """Labels of the parts that operative words name, outermost first: "điểm a khoản 2 Mục III" gives III, 2, a."""
    return tuple(match["label"] for match in PART.finditer(words))[::-1]


def _proposal(
    effect: Effect, task: Task, new: Mapping[str, Any] | None, parts: Sequence[str]
) -> tuple[ChangeKind, dict[str, Any]]:
    whole = effect.relation in WHOLE and not parts
    if new is not None:
        names = facts.differing(facts.of_row(task), new)
        return (ChangeKind.AMEND, {name: new[name] for name in names}) if names else (ChangeKind.KEEP, {})
    if whole or (parts and ENDING.search(effect.words) and _stands_in(task, parts)):
        return ChangeKind.END, {}
    return ChangeKind.KEEP, {}


def _stands_in(task: Task, parts: Sequence[str]) -> bool:
    """The address of the task begins with the parts that are named."""
    address = [part.lower() for part in re.split(r"[.#]", task.clause or task.label)]
    wanted = [label.lower() for part in parts for label in part.split(".")]
    return address[: len(wanted)] == wanted


@transaction.atomic
def decide_effect(*, by: User, effect_id: int, kinds: Mapping[int, str], take: bool = True) -> Effect:
    """Say what a later directive does to each task, or that it does nothing to this plan.

    ``kinds`` gives keep, amend or end by the key of a change; what is left out
    stays as proposed.
    """
    effect, plan = _held(effect_id, ProposalState.PROPOSED)
    require(rights.may_review(by, plan))
    changes = list(effect.changes.select_for_update(of=("self",)))
    for change in changes:
        _choose(change, kinds.get(change.pk, change.kind))
    now = timezone.now()
    state = ProposalState.DECIDED if take else ProposalState.REFUSED
    for one in (effect, *changes):
        one.state, one.decided_by, one.decided_at = state, by, now
        one.save()
    chosen = {str(change.task_id): change.kind for change in changes}
    record(actor=by, verb=Verb.EFFECT_DECIDED, target=plan, effect=effect.pk, taken=take, tasks=chosen)
    return effect


def _choose(change: TaskChange, kind: str) -> None:
    if kind not in (ChangeKind.KEEP, ChangeKind.AMEND, ChangeKind.END):
        raise ValidationError(_("Hãy chọn giữ nguyên, thay đổi hoặc chấm dứt cho từng nhiệm vụ."))
    if kind == ChangeKind.AMEND and not change.after:
        raise ValidationError(_("Không thấy nội dung mới cho nhiệm vụ này; hãy chọn giữ nguyên hoặc chấm dứt."))
    change.kind = ChangeKind(kind)


@transaction.atomic
def confirm_effect(*, by: User, effect_id: int) -> Effect:
    """Make it hold: tasks are changed or ended, and what is still owed for ended ones is called off."""
    effect, plan = _held(effect_id, ProposalState.DECIDED)
    require(rights.may_confirm(by, plan))
    if needs_second_person(plan) and effect.decided_by_id == by.pk:
        raise ValidationError(_("Bạn đã quyết định tác động này; cần người thứ hai xác nhận."))
    now = timezone.now()
    paper = _paper(effect.source)
    for change in effect.changes.select_for_update(of=("self",)).filter(state=ProposalState.DECIDED):
        change.task = Task.objects.select_for_update(of=("self",)).get(pk=change.task_id)
        change.reason = _("Theo %s.") % paper
        apply(change, plan, by)
        change.state, change.confirmed_by, change.confirmed_at = ProposalState.DONE, by, now
        change.save()
    effect.state, effect.confirmed_by, effect.confirmed_at = ProposalState.DONE, by, now
    effect.save()
    if not plan.tasks.filter(state__in=PRESENT).exists():
        plan.state = PlanState.ENDED
        plan.save(update_fields=["state"])
    record(actor=by, verb=Verb.EFFECT_CONFIRMED, target=plan, effect=effect.pk, source=effect.source_id)
    return effect


def _paper(source: Source) -> str:
    """The paper as a reason names it: kind, number, day."""
    on = source.directive.date if source.directive else None
    return f"{source.title} ({on:%d/%m/%Y})" if on else source.title


@transaction.atomic
def send_back_effect(*, by: User, effect_id: int, reason: str) -> Effect:
    """Do not confirm it, and say why; it is open again."""
    effect, plan = _held(effect_id, ProposalState.DECIDED)
    require(rights.may_confirm(by, plan))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do trả lại."))
    for one in (effect, *effect.changes.select_for_update(of=("self",))):
        one.state, one.decided_by, one.decided_at = ProposalState.PROPOSED, None, None
        one.save()
    record(actor=by, verb=Verb.CHANGE_SENT_BACK, target=plan, effect=effect.pk, reason=reason.strip())
    return effect


def _held(effect_id: int, state: ProposalState) -> tuple[Effect, Plan]:
    found = Effect.objects.select_for_update(of=("self",)).select_related("source__directive").filter(pk=effect_id)
    effect = found.first()
    if effect is None or effect.state != state:
        raise ValidationError(_("Tác động này đã được xử lý; hãy tải lại trang."))
    return effect, Plan.objects.select_for_update(of=("self",)).select_related("office", "directive").get(
        pk=effect.plan_id
    )


def before_withdrawal(*, source: Source, by: User) -> None:
    """A paper whose tasks have been confirmed is not withdrawn; the plan of one that may be leaves the lists.

    Named in the setting ``BEFORE_WITHDRAWAL``; runs in the transaction of the withdrawal.
    """
    for plan in Plan.objects.select_for_update(of=("self",)).filter(source=source):
        if plan.tasks.filter(state__in=(TaskState.CONFIRMED, TaskState.ENDED)).exists():
            words = _("Văn bản này đã có nhiệm vụ được xác nhận nên không rút được; chỉ văn bản sau mới chấm dứt.")
            raise ValidationError(words)
        plan.state = PlanState.WITHDRAWN
        plan.save(update_fields=["state"])
    for effect in Effect.objects.select_for_update(of=("self",)).filter(
        source=source, state__in=(ProposalState.PROPOSED, ProposalState.DECIDED)
    ):
        effect.changes.update(state=ProposalState.REFUSED)
        effect.state = ProposalState.REFUSED
        effect.save(update_fields=["state"])
