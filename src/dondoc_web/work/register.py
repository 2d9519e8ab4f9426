"""The read side of the task register: a page of obligations that walks an index, never the whole table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.document import Role
from dondoc_web.documents.models import Directive
from dondoc_web.work import periods
from dondoc_web.work.first_keys import MOST_BODIES, STANDS_FOR_A_BODY, first_keys, first_keys_of_each
from dondoc_web.work.models import Obligation, Party, Stage
from dondoc_web.work.queries import days_in_words, days_left
from dondoc_web.work.scope import Scope
from dondoc_web.work.timeliness import Timeliness, timeliness
from dondoc_web.work.wanted import SOON_DAYS, Clock, Sort, Wanted, driving, obligations_asked, of_one_body

ROWS = 50
CHUNK = 2000

COLUMNS: Mapping[str, Promise] = {
    "agency": _("Cơ quan chủ trì"),
    "partners": _("Cơ quan phối hợp"),
    "timing": _("Thời gian thực hiện"),
    "product": _("Sản phẩm"),
    "state": _("Tình trạng"),
    "note": _("Ghi chú"),
}
"""Columns that a person may leave out, after STT and the words of the task."""


def columns(chosen: Collection[str] = ()) -> dict[str, str]:
    """The chosen columns with their words, in order; all where none is known."""
    words = {code: str(head) for code, head in COLUMNS.items()}
    return {code: head for code, head in words.items() if code in chosen} or words


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register: what stands in its cells, and the keys that its links need.

    ``key`` is that of the obligation, ``stamp`` tells whether it has changed
    (:func:`.holding.stamp`), ``source`` is the key of the paper; ``timing`` and
    ``partners`` are as printed; ``days`` are those that are left, in words.
    """

    key: int
    stamp: str
    text: str
    label: str
    source: int
    directive: str
    agency_id: int
    agency: str
    partners: str
    timing: str
    period: str
    due_on: date | None
    days: str
    product: str
    stage: str
    timeliness: Timeliness
    note: str
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Rows, and the cursor of the next page (empty at the end)."""

    rows: Sequence[Row]
    next: str


SHOWN = (
    "pk", "changed_at", "stage", "due_on", "done_on", "reason", "office_id", "occurrence__period",
    "agency_id", "agency__name",
    "task_id", "task__text", "task__label", "task__timing_text", "task__product", "task__note",
    "plan__source_id", "plan__directive__kind", "plan__directive__number", "plan__directive__subject",
)  # fmt: skip
"""What a row is made of. Whole objects would take longer than all else; the proposal of a task alone is longer."""


def _shown(found: QuerySet[Obligation]) -> QuerySet[Any]:
    return found.values_list(*SHOWN, named=True)


def _rows(found: Sequence[Any], at: Clock) -> list[Row]:
    partners = _partners({one.task_id for one in found})
    stages = {code: str(words) for code, words in Stage.choices}
    return [_row(one, at, "; ".join(partners.get(one.task_id, ())), stages[one.stage]) for one in found]


def _partners(tasks: Collection[int]) -> dict[int, list[str]]:
    """Who coordinates, as printed, by task; one query."""
    named = Party.objects.filter(role=Role.COORDINATING.value, task__in=tasks).order_by("position", "pk")
    found: dict[int, list[str]] = {}
    for task, phrase in named.values_list("task_id", "phrase"):
        found.setdefault(task, []).append(phrase)
    return found


def _row(one: Any, at: Clock, partners: str, stage: str) -> Row:
    soon = at.soon.get(one.office_id, SOON_DAYS)
    return Row(
        key=one.pk,
        stamp=one.changed_at.isoformat(),
        text=one.task__text,
        label=one.task__label,
        source=one.plan__source_id,
        directive=Directive.words_of(
            one.plan__directive__kind, one.plan__directive__number, one.plan__directive__subject
        ),
        agency_id=one.agency_id,
        agency=one.agency__name,
        partners=partners,
        timing=one.task__timing_text,
        period=periods.words_of(one.occurrence__period),
        due_on=one.due_on,
        days=days_in_words(days_left(one.stage, one.due_on, at.today)),
        product=one.task__product,
        stage=stage,
        timeliness=timeliness(one.stage, one.due_on, one.done_on, today=at.today, soon_days=soon),
        note=one.task__note,
        reason=one.reason,
    )


def page(wanted: Wanted, scope: Scope, at: Clock, after: str = "") -> RegisterPage:
    """The page that follows the cursor ``after``; as many queries whatever the page. Keys first, then their rows."""
    keys = _keys(wanted, scope, at, after, ROWS + 1)
    found = _found(keys[:ROWS])
    return RegisterPage(_rows(found, at), _cursor(found[-1], wanted.sort) if len(keys) > ROWS and found else "")


def first_rows(wanted: Wanted, scope: Scope, at: Clock, number: int) -> list[Row]:
    """The first rows, at most ``number``."""
    return _rows(_found(_keys(wanted, scope, at, "", number)), at)


def _found(keys: Sequence[int]) -> list[Any]:
    by_key = {one.pk: one for one in _shown(Obligation.objects.filter(pk__in=keys).order_by())}
    return [by_key[key] for key in keys if key in by_key]


def _keys(wanted: Wanted, scope: Scope, at: Clock, after: str, number: int) -> list[int]:
    """The first keys that follow the cursor ``after``, at most ``number``."""
    field, bodies = driving(wanted, scope)
    each = 1 < len(bodies) <= MOST_BODIES
    asked = of_one_body(wanted, scope, field, STANDS_FOR_A_BODY) if each else (wanted, scope)
    keys: list[int] = []
    for part in _parts(obligations_asked(*asked, at), wanted, after):
        limit = number - len(keys)
        if limit > 0:
            keys += first_keys_of_each(part, bodies, limit) if each else first_keys(part, limit)
    return keys


def more_than(wanted: Wanted, scope: Scope, at: Clock, number: int) -> bool:
    """There are more rows than ``number``; counts no further."""
    return obligations_asked(wanted, scope, at).values("pk")[: number + 1].count() > number


def everything(wanted: Wanted, scope: Scope, at: Clock) -> Iterator[Row]:
    """Every row in order, piece by piece, for a file."""
    for part in _parts(obligations_asked(wanted, scope, at), wanted, ""):
        found = _shown(part).iterator(chunk_size=CHUNK)
        while piece := list(islice(found, CHUNK)):
            yield from _rows(piece, at)


# Where a page begins ----------------------------------------------------------------------------------------------


def _parts(found: QuerySet[Obligation], wanted: Wanted, after: str) -> list[QuerySet[Obligation]]:
    """``found`` after the cursor, in order. Those without a day come last, so they are a part of their own."""
    value, _dot, key = after.rpartition(".")
    last = int(key) if key.isdecimal() else None
    if wanted.sort == Sort.NEW:
        return [(found.filter(pk__lt=last) if last else found).order_by("-pk")]
    name, down = ("changed_at", True) if wanted.sort == Sort.CHANGED else ("due_on", wanted.sort == Sort.DUE_LAST)
    sign, step = ("-", "lt") if down else ("", "gt")
    days = found.filter(**{f"{name}__isnull": False}).order_by(f"{sign}{name}", f"{sign}pk")
    none = found.filter(due_on=None).order_by("pk")
    if last is not None and value:
        beyond = Q(**{f"{name}__{step}": value}) | Q(**{f"pk__{step}": last})
        days = days.filter(beyond, **{f"{name}__{step}e": value})
    if name == "changed_at" or wanted.dated:
        return [days]
    return [none.filter(pk__gt=last)] if last is not None and not value else [days, none]


def _cursor(one: Any, sort: str) -> str:
    if sort == Sort.NEW:
        return f".{one.pk}"
    day = one.changed_at if sort == Sort.CHANGED else one.due_on
    return f"{day.isoformat() if day else ''}.{one.pk}"
