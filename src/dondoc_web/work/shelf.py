"""Tasks, progress and evidence on the shelves of search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.agencies.naming import place_of
from dondoc_web.search.models import Entry, FileText, Kind
from dondoc_web.search.shelf import Facts, Found, Shelf, digest
from dondoc_web.work.follow_rights import OWING, seen
from dondoc_web.work.models import Answer, Evidence, Obligation, PlanState, Progress, Task, TaskState
from dondoc_web.work.review_rights import SEEING

_SHOWN = (TaskState.PROPOSED, TaskState.ACCEPTED, TaskState.CONFIRMED, TaskState.ENDED)
_OWED = ("office", "office__key", "agency", "plan__source", "task__text")
_ANSWERS = (Answer.WAITING, Answer.ACCEPTED, Answer.RETURNED)


class Tasks(Shelf):
    """Tasks of plans: those who follow the plan find them, and those whose branch owes them."""

    name = "tasks"
    kinds = (Kind.TASK,)

    def objects(self) -> QuerySet[Any]:
        return Task.objects.filter(state__in=_SHOWN).exclude(plan__state=PlanState.WITHDRAWN)

    def seen(self, user: User) -> QuerySet[Any]:
        owed = Obligation.objects.filter(within(user, "agency__", OWING)).order_by()
        return self.objects().filter(within(user, "plan__office__", SEEING) | Q(pk__in=owed.values("task")))

    def stamps(self, keys: Sequence[int]) -> Mapping[int, str]:
        return {key: digest(*made) for key, made in self.made(keys).items()}

    def made(self, keys: Sequence[int]) -> Mapping[int, tuple[Facts, Sequence[Found]]]:
        rows = self.objects().filter(pk__in=keys).select_related("plan__office", "plan__directive", "plan__source")
        owing: dict[int, set[int]] = defaultdict(set)
        for task, agency in Obligation.objects.filter(task__in=keys).order_by().values_list("task", "agency"):
            owing[task].add(agency)
        found = rows.prefetch_related("parties").defer("proposed")
        return {one.pk: (_task_facts(one, owing[one.pk]), [_task(one)]) for one in found}

    def address(self, entry: Entry) -> str:
        return reverse("documents:show", args=[entry.source_id])

    def title(self, entry: Entry) -> str:
        return entry.source.title if entry.source else ""

    def label_words(self, entry: Entry) -> str:
        return entry.label

    def also(self, entries: Sequence[Entry], user: User) -> Mapping[int, tuple[str, str]]:
        """The first obligation of the task that ``user`` may see."""
        owed = Obligation.objects.filter(seen(user), task__in=[one.object for one in entries]).order_by("-pk")
        first = dict(owed.values_list("task", "pk"))
        words = _("Việc phải làm")
        return {
            one.pk: (reverse("follow:show", args=[first[one.object]]), words) for one in entries if one.object in first
        }

    def states(self) -> Sequence[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in _SHOWN]


def _task_facts(task: Task, owing: set[int]) -> Facts:
    known = {party.agency_id for party in task.parties.all() if party.agency_id}
    office = task.plan.office
    return Facts(
        date=_day_of(task),
        state=task.state,
        office_id=office.pk,
        place=place_of(office.key),
        agencies=tuple(sorted({office.pk, *known, *owing})),
        source_id=task.plan.source_id,
    )


def _day_of(task: Task) -> date | None:
    """The printed day, else the end of the printed period, else the day of the directive."""
    try:
        return date.fromisoformat(task.due)
    except ValueError:
        return task.end or task.plan.directive.date


def _task(task: Task) -> Found:
    phrases = [party.phrase for party in task.parties.all()]
    words = "\n".join(part for part in (task.text, *map(str, task.bullets), task.product, task.note, *phrases) if part)
    here = task.reading_id == task.plan.source.reading_id
    spans = [(start, end) for start, end in task.spans.get("text", [])] if here else []
    return Found(Kind.TASK, words=words, label=task.label, spans=spans, loose=True)


class Notes(Shelf):
    """Reports of progress that were handed in; a draft is nobody else's."""

    name = "progress"
    kinds = (Kind.PROGRESS,)

    def objects(self) -> QuerySet[Any]:
        return Progress.objects.exclude(answer=Answer.DRAFT)

    def seen(self, user: User) -> QuerySet[Any]:
        return self.objects().filter(seen(user, "obligation__"))

    def stamps(self, keys: Sequence[int]) -> Mapping[int, str]:
        """What was handed in is never changed; its answer, and who follows and owes it, may be."""
        owed = (f"obligation__{part}" for part in _OWED)
        rows = self.objects().filter(pk__in=keys).values_list("pk", "answer", *owed)
        return {key: digest(*rest) for key, *rest in rows}

    def made(self, keys: Sequence[int]) -> Mapping[int, tuple[Facts, Sequence[Found]]]:
        parts = ("obligation__office", "obligation__task", "obligation__plan")
        rows = self.objects().filter(pk__in=keys).select_related(*parts)
        return {one.pk: (_note_facts(one), [_note(one)]) for one in rows}

    def address(self, entry: Entry) -> str:
        return reverse("follow:show", args=[entry.target])

    def title(self, entry: Entry) -> str:
        return entry.label

    def states(self) -> Sequence[tuple[str, str]]:
        return [(answer.value, str(answer.label)) for answer in _ANSWERS]


def _note_facts(note: Progress) -> Facts:
    owed = note.obligation
    return Facts(
        date=timezone.localdate(note.at),
        state=note.answer,
        office_id=owed.office_id,
        place=place_of(owed.office.key),
        agencies=tuple(sorted({owed.office_id, owed.agency_id})),
        source_id=owed.plan.source_id,
        target=owed.pk,
    )


def _note(note: Progress) -> Found:
    figures = [f"{one.get('name', '')}: {one.get('value', '')} {one.get('unit', '')}" for one in note.figures]
    words = "\n".join(part for part in (note.text, note.difficulties, note.proposals, *figures) if part)
    return Found(Kind.PROGRESS, words=words, label=note.obligation.task.text[:200])


class Proofs(Shelf):
    """Evidence of reports that were handed in, by name and by what stands in it (:mod:`.evidence_text`)."""

    name = "evidence"
    kinds = (Kind.EVIDENCE,)
    piece = 20

    def objects(self) -> QuerySet[Any]:
        return Evidence.objects.exclude(progress__answer=Answer.DRAFT)

    def seen(self, user: User) -> QuerySet[Any]:
        return self.objects().filter(seen(user, "progress__obligation__"))

    def stamps(self, keys: Sequence[int]) -> Mapping[int, str]:
        parts = ("name", "directive__kind", "directive__number", "progress__answer")
        owed = (f"progress__obligation__{part}" for part in _OWED)
        rows, read = self.objects().filter(pk__in=keys).values_list("pk", "sha256", *parts, *owed), _read_of(keys)
        return {key: digest(sha256 in read, sha256, *rest) for key, sha256, *rest in rows}

    def made(self, keys: Sequence[int]) -> Mapping[int, tuple[Facts, Sequence[Found]]]:
        rows = list(self._rows(keys))
        texts = dict(FileText.objects.filter(sha256__in=[one.sha256 for one in rows]).values_list("sha256", "text"))
        return {one.pk: (_note_facts(one.progress), [_proof(one, texts.get(one.sha256, ""))]) for one in rows}

    def _rows(self, keys: Sequence[int]) -> QuerySet[Any]:
        owed = "progress__obligation__"
        parts = ("directive", f"{owed}office", f"{owed}task", f"{owed}plan")
        return self.objects().filter(pk__in=keys).select_related(*parts)

    def address(self, entry: Entry) -> str:
        return reverse("follow:show", args=[entry.target])

    def title(self, entry: Entry) -> str:
        return entry.head

    def label_words(self, entry: Entry) -> str:
        return entry.label

    def states(self) -> Sequence[tuple[str, str]]:
        return [(answer.value, str(answer.label)) for answer in _ANSWERS]


def _read_of(keys: Sequence[int]) -> set[str]:
    """Digests of the contents of evidence ``keys`` whose words were read."""
    contents = Evidence.objects.filter(pk__in=keys).order_by().values("sha256")
    return set(FileText.objects.filter(sha256__in=contents).values_list("sha256", flat=True))


def _proof(evidence: Evidence, text: str) -> Found:
    task = evidence.progress.obligation.task
    return Found(Kind.EVIDENCE, head=str(evidence), words=text, label=task.text[:200])
