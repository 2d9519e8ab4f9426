"""The write side of review where words are cut anew: split, merge, add by words, correct a field by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.agencies.registry import normal
from dondoc.document import Clause, Role, TimingKind
from dondoc.document import Plan as ReadPlan
from dondoc.parsing.timing import read_phrase
from dondoc.text import Passage, Span, squeeze
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.reading import day
from dondoc_web.work import facts
from dondoc_web.work import review_rights as rights
from dondoc_web.work.facts import Facts
from dondoc_web.work.models import Party, Plan, Task, TaskState
from dondoc_web.work.review import correct, reviewed, step, write
from dondoc_web.work.whom import Whom

GONE = (TaskState.REPLACED, TaskState.REFUSED, TaskState.ENDED)
"""Tasks that a merge passes over."""


@transaction.atomic
def split(*, by: User, task_id: int, at: int) -> list[Task]:
    """Make two proposals of one task, cut before character ``at`` of its text; both keep its other fields."""
    tasks, plan = reviewed(by, [task_id])
    old = tasks[0]
    first, second = squeeze(old.text[:at]), squeeze(old.text[at:])
    if at < 0 or not first or not second:
        raise ValidationError(_("Hãy chọn chỗ tách nằm giữa nội dung nhiệm vụ."))
    sheet, words = facts.of_row(old), _passage(old)
    text = old.reading.plan.source.text if old.reading else ""
    places = [[list(span) for span in words.cut(*part).spans(text)] for part in ((0, at), (at, len(old.text)))]
    position = _between(plan, old.position)
    left = sheet | {"text": first, "bullets": [], "spans": sheet["spans"] | {"text": places[0], "bullets": []}}
    right = sheet | {"text": second, "spans": sheet["spans"] | {"text": places[1]}}
    made = [_make(plan, old, left, old.position), _make(plan, old, right, position)]
    _replace(plan, by, Verb.TASK_SPLIT, tasks, made)
    record(actor=by, verb=Verb.TASK_SPLIT, target=old, made=[task.pk for task in made], at=at)
    return made


@transaction.atomic
def merge(*, by: User, task_id: int) -> Task:
    """Make one proposal of a task and the next one still in review; parties are joined, the first time is kept."""
    first = Task.objects.select_related("plan").get(pk=task_id)
    following = first.plan.tasks.filter(position__gt=first.position).exclude(state__in=GONE)
    second = following.order_by("position", "pk").first()
    if second is None:
        raise ValidationError(_("Không có nhiệm vụ nào sau nhiệm vụ này để gộp."))
    tasks, plan = reviewed(by, [first.pk, second.pk])
    one, other = (facts.of_row(task) for task in tasks)
    made = _make(plan, tasks[0], _joined(one, other), tasks[0].position)
    _replace(plan, by, Verb.TASK_MERGED, tasks, [made])
    record(actor=by, verb=Verb.TASK_MERGED, target=made, merged=[task.pk for task in tasks])
    return made


TIMES = ("timing_text", "timing_kind", "start", "end", "due", "due_dates", "recurrence")


def _joined(one: Facts, other: Facts) -> Facts:
    timed = other if one["timing_kind"] == TimingKind.UNSPECIFIED.value else one
    known = {(p["role"], normal(p["phrase"])) for p in one["parties"]}
    spans = {name: one["spans"].get(name, []) + other["spans"].get(name, []) for name in ("text", "bullets", "product")}
    return {
        **one,
        **{
            name: timed[name]
            for name in ("timing_text", "timing_kind", "start", "end", "due", "due_dates", "recurrence")
        },
        "text": f"{one['text']} {other['text']}",
        "bullets": one["bullets"] + other["bullets"],
        "product": "; ".join(dict.fromkeys(filter(None, (one["product"], other["product"])))),
        "note": "; ".join(dict.fromkeys(filter(None, (one["note"], other["note"])))),
        "parties": one["parties"] + [p for p in other["parties"] if (p["role"], normal(p["phrase"])) not in known],
        "spans": {**one["spans"], **spans, "timing": timed["spans"].get("timing", [])},
    }


@transaction.atomic
def add(*, by: User, plan_id: int, start: int, end: int) -> Task:
    """Propose a task that the reading did not see, from characters of the text; its agencies are told afterwards."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office", "directive", "reading").get(pk=plan_id)
    require(rights.may_review(by, plan))
    words, span = _chosen(plan, start, end)
    clause = _clause_at(plan.reading.plan, span.start) if plan.reading else None
    sheet = _empty() | {
        "text": words,
        "label": clause.path[:100] if clause else "",
        "clause": clause.path[:200] if clause else "",
        "spans": {"text": [list(span)]},
    }
    task = _make(plan, None, sheet, _position_at(plan, span.start))
    step(plan, by, Verb.TASK_ADDED, [], [task])
    record(actor=by, verb=Verb.TASK_ADDED, target=task, text=words)
    return task


WORD_FIELDS = ("text", "timing", "product", *(role.value for role in Role))


@transaction.atomic
def take_words(*, by: User, task_id: int, field: str, start: int, end: int) -> Task:
    """Correct one field of a task from characters of the text.

    ``field`` is ``text``, ``timing``, ``product`` or a role of
    :class:`dondoc.document.Role`: a further phrase in that role, in the place
    of one that stands where these words stand.
    """
    if field not in WORD_FIELDS:
        raise ValidationError(_("Không rõ chữ đã chọn là trường nào; hãy tải lại trang."))
    task = (
        Task.objects.prefetch_related("parties")
        .select_related("plan__office", "plan__reading", "plan__directive")
        .get(pk=task_id)
    )
    words, span = _chosen(task.plan, start, end)
    spans = task.spans | {field: [list(span)]}
    if field in ("text", "product"):
        return correct(by=by, task_id=task_id, changed={field: words, "spans": spans})
    if field == "timing":
        return correct(by=by, task_id=task_id, changed=timing(words) | {"spans": spans})
    return correct(by=by, task_id=task_id, changed={"parties": _with_party(task, Role(field), words, span)})


def timing(words: str) -> Facts:
    """Facts of time that the library's rules read out of words."""
    read = read_phrase(words)
    return {
        "timing_text": words,
        "timing_kind": read.kind.value,
        "start": facts.iso(day(read.start)),
        "end": facts.iso(day(read.end)),
        "due": read.due or "",
        "due_dates": list(read.due_dates),
        "recurrence": read.recurrence or "",
    }


def _with_party(task: Task, role: Role, words: str, span: Span) -> list[dict[str, Any]]:
    kept = [
        party
        for party in facts.of_row(task)["parties"]
        if not (party["role"] == role.value and any(a < span.end and span.start < b for a, b in party["spans"]))
    ]
    agency, group = Whom(task.plan.office, task.plan.directive.date).phrase(words)
    party = {"role": role.value, "phrase": words[:500], "spans": [list(span)], "agency": agency, "group": group}
    return [*kept, party]


def _chosen(plan: Plan, start: int, end: int) -> tuple[str, Span]:
    """The words between two characters of the plan's text, without white space and punctuation around them."""
    text = plan.reading.plan.source.text if plan.reading else ""
    start, end = max(start, 0), min(end, len(text))
    loose = " \t\r\n\u00a0;,.:|*-–"
    while start < end and text[start] in loose:
        start += 1
    while start < end and text[end - 1] in loose:
        end -= 1
    if start >= end:
        raise ValidationError(_("Hãy chọn chữ trong văn bản trước."))
    return facts.clean(squeeze(text[start:end].replace("|", " "))), Span(start, end)


def _passage(task: Task) -> Passage:
    spans = [Span(*place) for place in task.spans.get("text", [])]
    return Passage.aligned(task.text, spans, task.reading.plan.source.text if task.reading else "")


def _clause_at(read: ReadPlan, place: int) -> Clause | None:
    """The clause whose lines hold character ``place``, the innermost one."""
    line = read.source.text.count("\n", 0, place) + 1
    found = [clause for clause in read.document.clauses if clause.line <= line <= clause.last_line]
    return found[-1] if found else None


def _position_at(plan: Plan, place: int) -> float:
    """Between the tasks whose words stand before and after ``place``."""
    starts = [
        (task.spans["text"][0][0], task.position)
        for task in plan.tasks.exclude(state=TaskState.REPLACED)
        if task.spans.get("text")
    ]
    before = max((position for start, position in starts if start <= place), default=0.0)
    return _between(plan, before)


def _between(plan: Plan, position: float) -> float:
    """A position after ``position`` and before the next task's."""
    following: Sequence[float] = list(
        plan.tasks.filter(position__gt=position).order_by("position").values_list("position", flat=True)[:1]
    )
    return (position + following[0]) / 2 if following else position + 1


def _make(plan: Plan, like: Task | None, sheet: Facts, position: float) -> Task:
    task = Task(plan=plan, reading=plan.reading, position=position, proposed=like.proposed if like else None)
    facts.put(task, sheet)
    task.save()
    Party.objects.bulk_create(facts.parties(task, sheet))
    write(task, {"text": task.text}, plan)
    return task


def _replace(plan: Plan, by: User, verb: Verb, tasks: Sequence[Task], made: Sequence[Task]) -> None:
    step(plan, by, verb, tasks, made)
    for task in tasks:
        task.state = TaskState.REPLACED
        task.save(update_fields=["state"])


def _empty() -> Facts:
    texts: Facts = dict.fromkeys(facts.WORDS, "")
    return texts | {
        "timing_kind": TimingKind.UNSPECIFIED.value,
        "start": None,
        "end": None,
        "bullets": [],
        "due_dates": [],
        "recurrence": "",
        "parties": [],
    }
