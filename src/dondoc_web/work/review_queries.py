"""The read side of review: the queue, the plan with its tasks and places, bodies to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dondoc.document import Relation, Role, TimingKind
from dondoc.text import Span
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.documents.marking import Meaning, marked
from dondoc_web.documents.models import Reading, Source
from dondoc_web.documents.queries import live_sources
from dondoc_web.documents.reader import RELATIONS, ROLES, TIMING_KINDS, day_words
from dondoc_web.work import doubts
from dondoc_web.work import review_rights as rights
from dondoc_web.work.confirming import needs_second_person
from dondoc_web.work.models import Effect, Party, Plan, PlanState, ProposalState, Task, TaskChange, TaskState

SURE_ENOUGH = 0.85
"""From here on the page calls a proposal sure, and bulk acceptance begins by default."""


def way_to_review(source: Source, user: User) -> dict[str, Any]:
    """The plan of the directive of ``source`` that ``user`` may see, or whether one may be begun."""
    if source.reading is None or source.directive is None or source.is_withdrawn:
        return {"plan": None, "may_take_over": False}
    seen = Plan.objects.filter(rights.seen_plans(user), directive=source.directive)
    plan = seen.annotate(waiting=Count("tasks", filter=Q(tasks__state=TaskState.PROPOSED))).first()
    office = rights.office_of(user, source) if plan is None else None
    return {"plan": plan, "may_take_over": office is not None}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue: what waits in a plan, and for whom."""

    plan: Plan
    proposed: int
    accepted: int
    mine_to_confirm: int
    confirmed: int
    changes: int
    may_review: bool

    @property
    def waits(self) -> bool:
        """Something here waits for this person."""
        return bool(self.mine_to_confirm or (self.may_review and (self.proposed or self.changes)))


def queue(user: User) -> Sequence[Waiting]:
    """Plans that ``user`` may see, those that wait for ``user`` first."""

    def number(*conditions: Q) -> Count:
        return Count("tasks", filter=Q(*conditions), distinct=True)

    accepted = Q(tasks__state=TaskState.ACCEPTED)
    open_changes = Q(tasks__changes__state__in=(ProposalState.PROPOSED, ProposalState.DECIDED))
    seen = Plan.objects.filter(rights.seen_plans(user)).exclude(state=PlanState.WITHDRAWN)
    plans = seen.select_related("directive", "office", "office__settings")
    counted = plans.annotate(
        proposed=number(Q(tasks__state=TaskState.PROPOSED)),
        accepted=number(accepted),
        of_others=number(accepted, ~Q(tasks__accepted_by=user)),
        confirmed=number(Q(tasks__state=TaskState.CONFIRMED)),
        waiting_changes=Count("tasks__changes", filter=open_changes, distinct=True),
    )
    mine = set(Plan.objects.filter(within(user, "office__", rights.REVIEWERS)).values_list("pk", flat=True))
    confirms = set(Plan.objects.filter(within(user, "office__", rights.CONFIRMERS)).values_list("pk", flat=True))
    found = [
        Waiting(
            plan=plan,
            proposed=plan.proposed,
            accepted=plan.accepted,
            mine_to_confirm=(plan.of_others if _second(plan) else plan.accepted) if plan.pk in confirms else 0,
            confirmed=plan.confirmed,
            changes=plan.waiting_changes,
            may_review=plan.pk in mine,
        )
        for plan in counted
    ]
    return sorted(found, key=lambda line: not line.waits)


def numbers_waiting(user: User) -> tuple[int, int]:
    """Tasks that ``user`` has to review, and accepted ones that ``user`` may confirm; two queries.

    The sums of :func:`queue`, without its lines.
    """
    tasks = Task.objects.exclude(plan__state=PlanState.WITHDRAWN)
    proposed = tasks.filter(within(user, "plan__office__", rights.REVIEWERS), state=TaskState.PROPOSED)
    accepted = tasks.filter(within(user, "plan__office__", rights.CONFIRMERS), state=TaskState.ACCEPTED)
    alone = Q(plan__office__settings__second_person=False)
    return proposed.count(), accepted.filter(alone | ~Q(accepted_by=user)).count()


def _second(plan: Plan) -> bool:
    chosen = getattr(plan.office, "settings", None)
    return chosen is None or chosen.second_person


@dataclass(frozen=True, slots=True)
class Clear:
    """One of the five things that must be clear, and whether it is."""

    words: Promise
    holds: bool


@dataclass(frozen=True, slots=True)
class PartyLine:
    """The parties of a task in one role."""

    role: str
    words: Promise
    parties: Sequence[Party]


@dataclass(frozen=True, slots=True)
class Card:
    """A task as the review page shows it, with what this person may do with it."""

    task: Task
    kind: Promise
    due: str
    lines: Sequence[PartyLine]
    clear: Sequence[Clear]
    doubts: Sequence[Promise]
    percent: int
    sure: bool
    may_review: bool
    may_ask: bool
    may_confirm: bool
    own: bool

    @property
    def lead(self) -> str:
        """The phrases of those in charge, for the line of a task that is not open."""
        return "; ".join(party.phrase for line in self.lines if line.role == Role.LEAD for party in line.parties)


@dataclass(frozen=True, slots=True)
class Summary:
    """How far the review of a plan is."""

    plan: Plan
    proposed: int
    accepted: int
    confirmed: int
    refused: int
    mine_to_confirm: int
    sure: int
    newer: bool
    twins: Sequence[Source]
    life: Promise
    may_review: bool
    may_confirm: bool
    may_undo: bool
    second: bool

    @property
    def total(self) -> int:
        return self.proposed + self.accepted + self.confirmed + self.refused

    @property
    def decided(self) -> int:
        return self.total - self.proposed


def plan_for(plan_id: int, user: User) -> Plan | None:
    """A plan that ``user`` may see."""
    found = Plan.objects.filter(rights.seen_plans(user), pk=plan_id)
    return found.select_related("office", "directive", "source__reading", "source__office", "reading").first()


def tasks_of(plan: Plan, pks: Iterable[int] | None = None) -> Sequence[Task]:
    """Tasks of a plan that review shows, with their parties; those of ``pks`` only."""
    found = plan.tasks.exclude(state=TaskState.REPLACED)
    if pks is not None:
        found = found.filter(pk__in=set(pks))
    people = found.select_related("accepted_by", "confirmed_by")
    return list(people.prefetch_related("parties__agency", "parties__group"))


def cards(plan: Plan, user: User, tasks: Iterable[Task]) -> Sequence[Card]:
    """Tasks as the page shows them."""
    reviews, confirms = rights.may_review(user, plan), rights.may_confirm(user, plan)
    second = needs_second_person(plan)
    return [_card(task, reviews, confirms and not (second and task.accepted_by_id == user.pk), user) for task in tasks]


def _card(task: Task, reviews: bool, confirms: bool, user: User) -> Card:
    codes = [code for code in task.doubts if code in doubts.DOUBTS]
    unclear = {doubts.DOUBTS[code].about for code in codes}
    by_role: dict[str, list[Party]] = {}
    for party in task.parties.all():
        by_role.setdefault(party.role, []).append(party)
    days = task.due_dates or ([task.due] if task.due else [])
    return Card(
        task=task,
        kind=TIMING_KINDS[task.timing_kind],  # type: ignore[index]
        due=", ".join(day_words(day) for day in days),
        lines=[PartyLine(role.value, words, by_role[role]) for role, words in ROLES.items() if role in by_role],
        clear=[Clear(words, about not in unclear) for about, words in doubts.CLEAR.items()],
        doubts=[doubts.DOUBTS[code].words for code in codes],
        percent=round(task.confidence * 100),
        sure=task.confidence >= SURE_ENOUGH,
        may_review=reviews and task.state in (TaskState.PROPOSED, TaskState.ACCEPTED, TaskState.REFUSED),
        may_ask=reviews and task.state == TaskState.CONFIRMED,
        may_confirm=confirms and task.state == TaskState.ACCEPTED,
        own=task.accepted_by_id == user.pk,
    )


def summary(plan: Plan, user: User) -> Summary:
    """The counts above the tasks."""
    accepted = Q(state=TaskState.ACCEPTED)
    counts = plan.tasks.aggregate(
        proposed=Count("pk", filter=Q(state=TaskState.PROPOSED)),
        accepted=Count("pk", filter=accepted),
        others=Count("pk", filter=accepted & ~Q(accepted_by=user)),
        confirmed=Count("pk", filter=Q(state__in=(TaskState.CONFIRMED, TaskState.ENDED))),
        refused=Count("pk", filter=Q(state=TaskState.REFUSED)),
        sure=Count("pk", filter=Q(state=TaskState.PROPOSED, confidence__gte=SURE_ENOUGH)),
    )
    second, confirms = needs_second_person(plan), rights.may_confirm(user, plan)
    return Summary(
        plan=plan,
        proposed=counts["proposed"],
        accepted=counts["accepted"],
        confirmed=counts["confirmed"],
        refused=counts["refused"],
        mine_to_confirm=(counts["others"] if second else counts["accepted"]) if confirms else 0,
        sure=counts["sure"],
        newer=plan.source.reading_id != plan.reading_id,
        twins=_twins(plan, user),
        life=life_of(plan),
        may_review=rights.may_review(user, plan),
        may_confirm=confirms,
        may_undo=plan.steps.filter(by=user, undone_at=None).exists(),
        second=second,
    )


def _twins(plan: Plan, user: User) -> Sequence[Source]:
    """Other sources of the directive that were read, which the plan could go by."""
    there = live_sources(user).filter(directive=plan.directive_id, office=plan.office_id)
    return list(there.exclude(pk=plan.source_id).exclude(reading=None))


LIVES = {
    Relation.REPLACES: _("đã bị thay thế"),
    Relation.REPEALS: _("đã bị bãi bỏ"),
    Relation.AMENDS: _("đã được sửa đổi"),
    Relation.CORRECTS: _("đã được đính chính"),
}


def life_of(plan: Plan) -> Promise:
    """Whether the directive of a plan still holds, as far as people have confirmed."""
    if plan.state == PlanState.WITHDRAWN:
        return _("đã rút")
    done = set(plan.effects.filter(state=ProposalState.DONE).values_list("relation", flat=True))
    return next((words for relation, words in LIVES.items() if relation.value in done), _("còn hiệu lực"))


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a task before and after a change."""

    words: Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change that waits, in words, and what this person may do with it."""

    change: TaskChange
    differences: Sequence[Difference]
    may_decide: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class EffectCard:
    """What a later directive does to the plan, task by task."""

    effect: Effect
    relation: Promise
    lines: Sequence[ChangeLine]
    may_decide: bool
    may_confirm: bool


WAITING = (ProposalState.PROPOSED, ProposalState.DECIDED)


def changes_of(plan: Plan, user: User) -> Sequence[ChangeLine]:
    """Changes of single tasks that wait."""
    found = TaskChange.objects.filter(task__plan=plan, effect=None, state__in=WAITING)
    waiting = list(found.select_related("task", "decided_by").order_by("task__position", "pk"))
    return _lines(plan, user, waiting)


def effects_of(plan: Plan, user: User) -> Sequence[EffectCard]:
    """Later directives whose effect on the plan waits."""
    found = plan.effects.filter(state__in=WAITING).select_related("source__directive", "decided_by")
    cards = []
    for effect in found.prefetch_related("changes__task"):
        changes = sorted(effect.changes.all(), key=lambda one: one.task.position)
        decides, confirms = _may(plan, user, effect)
        words = RELATIONS[Relation(effect.relation)]
        cards.append(EffectCard(effect, words, _lines(plan, user, changes), decides, confirms))
    return cards


def _may(plan: Plan, user: User, one: TaskChange | Effect) -> tuple[bool, bool]:
    """Whether ``user`` may decide and may confirm something that waits."""
    own = needs_second_person(plan) and one.decided_by_id == user.pk
    decides = one.state == ProposalState.PROPOSED and rights.may_review(user, plan)
    return decides, one.state == ProposalState.DECIDED and not own and rights.may_confirm(user, plan)


def _lines(plan: Plan, user: User, changes: Iterable[TaskChange]) -> Sequence[ChangeLine]:
    return [ChangeLine(change, _differences(change), *_may(plan, user, change)) for change in changes]


FIELD_WORDS = {
    "text": _("Nội dung"),
    "bullets": _("Các ý"),
    "parties": _("Cơ quan"),
    "timing_text": _("Thời gian"),
    "timing_kind": _("Loại thời gian"),
    "start": _("Từ ngày"),
    "end": _("Đến ngày"),
    "due": _("Thời hạn được nêu"),
    "recurrence": _("Chu kỳ"),
    "product": _("Sản phẩm"),
    "note": _("Ghi chú"),
}


def _differences(change: TaskChange) -> Sequence[Difference]:
    before, after = change.before, change.after
    return [
        Difference(words, _shown(name, before.get(name)), _shown(name, after[name]))
        for name, words in FIELD_WORDS.items()
        if name in after
    ]


def _shown(name: str, value: Any) -> str:
    """A fact as a person reads it."""
    if name == "parties":
        return "; ".join(f"{ROLES[Role(p['role'])]}: {p['phrase']}" for p in value or ())
    if name == "timing_kind":
        return str(TIMING_KINDS[TimingKind(value)]) if value else ""
    if name in ("start", "end", "due"):
        return day_words(value or "")
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def places(tasks: Iterable[Task], reading: Reading | None) -> Iterator[Meaning]:
    """Where the facts of tasks stand in the text of ``reading``; tokens are ``t12.lead`` with the key of the task."""
    roles = {"text": "wording", "bullets": "points", "timing": "timing", "product": "product"}
    for task in tasks:
        if reading is None or task.reading_id != reading.pk or task.state == TaskState.REFUSED:
            continue
        for field, role in roles.items():
            yield from _meanings(task.spans.get(field, ()), f"t{task.pk}.{role}", role)
        for party in task.parties.all():
            yield from _meanings(party.spans, f"t{task.pk}.{party.role}", party.role)


def _meanings(spans: Iterable[Sequence[int]], token: str, role: str) -> Iterator[Meaning]:
    yield from (Meaning(Span(*span), token, role) for span in spans)


def text_of(plan: Plan, tasks: Iterable[Task]) -> SafeString:
    """The text of the plan's reading with the places of its tasks marked."""
    text = plan.reading.plan.source.text if plan.reading else ""
    return marked(text, places(tasks, plan.reading))


def meanings_words(words: Mapping[str, Promise]) -> dict[str, str]:
    """Words for the page's script."""
    return {role: str(word) for role, word in words.items()}
