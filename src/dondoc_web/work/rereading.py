"""The write side of reading again: decisions stay, what a later reading sees differently is laid before a person.

Tasks of the plan and tasks of the reading are paired by key, then by clause,
then by their words. A fact counts as different when the new reading differs
from the old reading, not when a person had corrected it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.agencies.registry import normal
from dondoc.document import Task as ReadTask
from dondoc.text import squeeze
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.models import Reading, Source, Standing
from dondoc_web.work import doubts, facts
from dondoc_web.work import review_rights as rights
from dondoc_web.work.facts import Facts
from dondoc_web.work.models import ChangeKind, Party, Plan, PlanState, ProposalState, Task, TaskChange, TaskState
from dondoc_web.work.proposing import propose, sheets

SAME_PLACE, ANYWHERE = 0.5, 0.8
"""How alike the words of two tasks must be to be one, in the same clause and elsewhere."""
Sheet = tuple[ReadTask, Facts]


@dataclass(slots=True)
class Pairs:
    """Tasks beside what the later reading has in their place."""

    pairs: list[tuple[Task, Sheet]] = field(default_factory=list)
    gone: list[Task] = field(default_factory=list)
    new: list[Sheet] = field(default_factory=list)


@transaction.atomic
def compare_with(*, by: User, plan_id: int, source_id: int) -> Plan:
    """Go over to the current reading of a source of the same directive: the plan's own, or a twin that reads better."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office", "directive", "reading").get(pk=plan_id)
    require(rights.may_review(by, plan))
    source = Source.objects.select_related("reading").get(pk=source_id)
    if source.directive_id != plan.directive_id or source.standing != Standing.ADMITTED or source.reading is None:
        raise ValidationError(_("Hãy chọn một bản đã đọc xong của cùng văn bản."))
    if source.reading_id != plan.reading_id:
        compare(plan, source, source.reading, by)
    return plan


def compare(plan: Plan, source: Source, reading: Reading, by: User) -> None:
    """Tie a plan to another reading; called in the transaction of its caller."""
    text = reading.plan.source.text
    found = paired(list(plan.tasks.prefetch_related("parties")), sheets(plan, reading))
    TaskChange.objects.filter(
        task__plan=plan, kind__in=(ChangeKind.REREAD, ChangeKind.GONE), state=ProposalState.PROPOSED
    ).delete()
    changed = 0
    for task, sheet in found.pairs:
        changed += _meet(task, sheet, reading, text)
    for task in found.gone:
        changed += _miss(task, reading, text)
    known = {id(sheet): task.position for task, sheet in found.pairs}
    every = sheets_in_order(found)
    for sheet in found.new:
        propose(plan, reading, [sheet], after=_before(sheet, every, known))
    plan.reading, plan.source = reading, source
    if plan.state == PlanState.WITHDRAWN:
        plan.state = PlanState.REVIEW
    plan.save(update_fields=["reading", "source", "state"])
    counts = {"new": len(found.new), "changed": changed, "gone": len(found.gone)}
    record(actor=by, verb=Verb.PLAN_COMPARED, target=plan, reading=reading.pk, **counts)


def sheets_in_order(found: Pairs) -> list[Sheet]:
    """All tasks of the reading, as they stand in it."""
    every = [sheet for _task, sheet in found.pairs] + found.new
    return sorted(every, key=lambda sheet: sheet[0].source_lines)


def _before(sheet: Sheet, every: Sequence[Sheet], known: dict[int, float]) -> float:
    """A position a little after the task that stands before ``sheet`` (``propose`` counts from there)."""
    before = [known[id(one)] for one in every[: every.index(sheet)] if id(one) in known]
    return (before[-1] if before else 0.0) - 0.5


def paired(tasks: Sequence[Task], found: Sequence[Sheet]) -> Pairs:
    """Which task is which; each is used once, those still in the list before those that were split or merged."""
    left, result = list(found), Pairs()
    waiting = sorted(tasks, key=lambda task: task.state == TaskState.REPLACED)
    for least, same in ((1.0, _same_key), (SAME_PLACE, _same_clause), (ANYWHERE, _any)):
        for task in list(waiting):
            best = max((one for one in left if same(task, one)), key=lambda one: _alike(task, one), default=None)
            if best is not None and (least == 1.0 or _alike(task, best) >= least):
                result.pairs.append((task, best))
                left.remove(best)
                waiting.remove(task)
    result.gone = [task for task in waiting if task.state != TaskState.REPLACED]
    result.new = left
    return result


def _proposed_text(task: Task) -> tuple[str, str]:
    """Clause and words as the machine had them; a person's where it had none."""
    sheet = task.proposed or {}
    return sheet.get("clause", task.clause), sheet.get("text", task.text)


def _same_key(task: Task, sheet: Sheet) -> bool:
    return facts.key_of(*_proposed_text(task)) == facts.key_of(sheet[1]["clause"], sheet[1]["text"])


def _same_clause(task: Task, sheet: Sheet) -> bool:
    return bool(task.clause) and task.clause == sheet[1]["clause"]


def _any(_task: Task, _sheet: Sheet) -> bool:
    return True


def _alike(task: Task, sheet: Sheet) -> float:
    one, other = normal(_proposed_text(task)[1]).split(), normal(sheet[1]["text"]).split()
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _meet(task: Task, sheet: Sheet, reading: Reading, text: str) -> int:
    """A task that is there again: an untouched proposal becomes the new one, a decision stays; 1 if a change waits."""
    read, new = sheet
    if task.state == TaskState.REPLACED:
        return 0
    old, now = task.proposed or {}, facts.of_row(task)
    names = [name for name in facts.differing(old, new) if name in facts.differing(now, new)] if old else []
    untouched = task.state == TaskState.PROPOSED and not task.returned_reason and not facts.differing(old, now)
    if untouched:
        _write(task, new)
    task.spans = new["spans"] if untouched else _tied(now, new, text)
    task.reading, task.proposed = reading, new | {"origin": read.origin.value}
    task.save()
    if not untouched:
        _tie_parties(task, new, text)
    if untouched or not names:
        return 0
    TaskChange.objects.create(
        task=task,
        kind=ChangeKind.REREAD,
        reading=reading,
        made_at=timezone.now(),
        before={name: now[name] for name in names},
        after={name: new[name] for name in names},
        reason=_("Lần đọc sau thấy khác."),
    )
    return 1


def _write(task: Task, new: Facts) -> None:
    facts.put(task, new)
    task.doubts = doubts.of_facts(new, issued=task.plan.directive.date)
    task.confidence = doubts.confidence((task.proposed or {}).get("origin", ""), task.doubts)
    task.parties.all().delete()
    Party.objects.bulk_create(facts.parties(task, new))


def _miss(task: Task, reading: Reading, text: str) -> int:
    """A task that is not there again: an untouched proposal goes; where its words still stand, nothing is asked."""
    untouched = (
        task.state == TaskState.PROPOSED and task.proposed and not facts.differing(task.proposed, facts.of_row(task))
    )
    if untouched:
        task.state = TaskState.REPLACED
        task.save(update_fields=["state"])
        return 0
    place = _found(task.text, text)
    task.spans, task.reading = ({"text": place} if place else {}), reading
    task.save(update_fields=["spans", "reading"])
    _tie_parties(task, None, text)
    if place or task.state == TaskState.REFUSED:
        return 0
    reason = _("Lần đọc sau không thấy nhiệm vụ này.")
    TaskChange.objects.create(task=task, kind=ChangeKind.GONE, reading=reading, made_at=timezone.now(), reason=reason)
    return 1


SPANS = {
    "text": "text",
    "bullets": "bullets",
    "timing": "timing_text",
    "product": "product",
    "group_title": "group_title",
}


def _tied(now: Facts, new: Facts, text: str) -> dict[str, Any]:
    """Places of a decided task in the new text: those of the reading where the words agree, else where they stand."""
    spans = {}
    for name, of in SPANS.items():
        same = normal(" ".join(_words(now[of]))) == normal(" ".join(_words(new[of])))
        spans[name] = new["spans"].get(name, []) if same else _found(" ".join(_words(now[of])), text)
    return spans


def _tie_parties(task: Task, new: Facts | None, text: str) -> None:
    """Places of the parties in the new text: as the reading has them, else the only place where the phrase stands."""
    known = {(p["role"], normal(p["phrase"])): p["spans"] for p in (new or {"parties": []})["parties"]}
    for party in task.parties.all():
        party.spans = known.get((party.role, normal(party.phrase))) or _found(party.phrase, text, only=True)
        party.save(update_fields=["spans"])


def _words(value: Any) -> Iterable[str]:
    return value if isinstance(value, list) else [value]


def _found(words: str, text: str, *, only: bool = False) -> list[list[int]]:
    """Where words stand in a text, letter by letter; nowhere if not there, or with ``only`` if there twice."""
    words = squeeze(words)
    at = text.find(words) if words else -1
    if at < 0 or (only and text.find(words, at + 1) >= 0):
        return []
    return [[at, at + len(words)]]
