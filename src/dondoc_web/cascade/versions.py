"""Two versions of a directive beside each other: clause by clause, word by word, and task by task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.document import Plan, Relation
from dondoc.linking.versions import Change, Kind, Unit, changes, units_of
from dondoc_web.accounts.models import User
from dondoc_web.cascade.facts import TaskFacts, of_tasks
from dondoc_web.documents.models import Citation, Source
from dondoc_web.documents.queries import live_sources

MOST = 400
"""Clauses and rows of one version that are still compared while a person waits."""

CHOICES = 200

WORDS: dict[Kind, Promise] = {
    Kind.SAME: _("giữ nguyên"),
    Kind.REWORDED: _("sửa lời"),
    Kind.RENUMBERED: _("đánh số lại"),
    Kind.MOVED: _("chuyển sang phần khác"),
    Kind.SPLIT: _("tách"),
    Kind.MERGED: _("gộp"),
    Kind.ADDED: _("thêm"),
    Kind.REMOVED: _("bỏ"),
}
FIELDS = (("lead", _("chủ trì")), ("others", _("phối hợp, thực hiện")), ("time", _("thời gian")))
AFTER = (Relation.REPLACES, Relation.AMENDS, Relation.CORRECTS)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A fact of a task that is another now; empty where nothing was printed."""

    words: Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a clause or of a task; ``fields`` only for a task."""

    change: Change
    fields: Sequence[FieldChange] = ()

    @property
    def words(self) -> Promise:
        return WORDS[self.change.kind]

    @property
    def also_reworded(self) -> bool:
        """Its words differ too, beside what became of it."""
        return self.change.reworded and self.change.kind is not Kind.REWORDED

    @property
    def says_something(self) -> bool:
        return self.change.kind is not Kind.SAME or bool(self.fields)


@dataclass(frozen=True, slots=True)
class Versions:
    """The comparison; None when a version is too long to be compared here."""

    older: Source
    newer: Source
    clauses: Sequence[Line] | None
    tasks: Sequence[Line] | None

    @property
    def counts(self) -> Sequence[tuple[Promise, int]]:
        """How many clauses became what."""
        kinds = [line.change.kind for line in self.clauses or ()]
        return [(words, kinds.count(kind)) for kind, words in WORDS.items() if kind in kinds]


def versions(one: Source, other: Source) -> Versions:
    """The difference between two read sources, the earlier one first."""
    older, newer = sorted((one, other), key=_age)
    before, after = _plan(older), _plan(newer)
    old, new = units_of(before), units_of(after)
    if max(len(old), len(new)) > MOST:
        return Versions(older, newer, None, None)
    clauses = [line for change in changes(old, new) if (line := Line(change)).says_something]
    return Versions(older, newer, clauses, _tasks(before, after))


def _age(source: Source) -> tuple[str, int]:
    return str(source.directive.date or "") if source.directive else "", source.pk


def _plan(source: Source) -> Plan:
    if source.reading is None:
        raise ValueError(f"source {source.pk} is not read")
    return source.reading.plan


def _tasks(before: Plan, after: Plan) -> list[Line]:
    old, new = ({task["key"]: task for task in of_tasks(plan)} for plan in (before, after))
    found = changes([_unit(task) for task in old.values()], [_unit(task) for task in new.values()])
    lines = [Line(change, _fields(change, old, new)) for change in found]
    return [line for line in lines if line.says_something]


def _unit(task: TaskFacts) -> Unit:
    return Unit(task["key"], task["text"])


def _fields(change: Change, old: dict[str, TaskFacts], new: dict[str, TaskFacts]) -> list[FieldChange]:
    """The facts that differ, where one task is still one task."""
    if len(change.old) != 1 or len(change.new) != 1:
        return []
    mine, theirs = old[change.old[0].path], new[change.new[0].path]
    told = [(words, _said(mine, name), _said(theirs, name)) for name, words in FIELDS]
    return [FieldChange(*one) for one in told if one[1] != one[2]]


def _said(task: TaskFacts, name: str) -> str:
    if name == "time":
        return task["time"]
    return "; ".join(task["lead"] if name == "lead" else task["others"])


def choices(person: User, source: Source) -> tuple[Sequence[Source], Sequence[Source]]:
    """Directives that replace or amend ``source`` or are replaced by it; then others that can be compared with it."""
    own = source.directive.number_key if source.directive else ""
    named = Citation.objects.filter(reading=source.reading_id, relation__in=AFTER).exclude(number_key="")
    later = Citation.objects.filter(number_key=own, relation__in=AFTER).exclude(number_key="")
    kin = Q(directive__number_key__in=named.values("number_key")) | Q(reading__in=later.values("reading"))
    kin |= Q(directive__number_key=own) if own else Q()
    every = live_sources(person).filter(directive__isnull=False, reading__isnull=False).exclude(pk=source.pk)
    near = list(every.filter(kin).distinct()[:CHOICES])
    return near, list(every.exclude(pk__in=[one.pk for one in near]).order_by("-pk")[:CHOICES])
