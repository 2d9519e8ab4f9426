"""The read side of the task register: a page of obligations that walks an index, never the whole table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.document import Role
from dondoc_web.work.first_keys import MOST_BODIES, STANDS_FOR_A_BODY, first_keys, first_keys_of_each
from dondoc_web.work.models import Obligation, Party
from dondoc_web.work.queries import Line, lines
from dondoc_web.work.scope import Scope
from dondoc_web.work.wanted import Clock, Sort, Wanted, driving, obligations_asked, of_one_body

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


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register; ``partners`` as printed."""

    line: Line
    partners: str

    @property
    def obligation(self) -> Obligation:
        return self.line.obligation


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Rows, and the cursor of the next page (empty at the end)."""

    rows: Sequence[Row]
    next: str


PARTNERS = Prefetch(
    "task__parties",
    Party.objects.filter(role=Role.COORDINATING.value).order_by("position", "pk"),
    to_attr="partners",
)
LEFT_OUT = [f"task__{name}" for name in ("bullets", "spans", "doubts", "proposed", "folded", "due_dates")]
"""Of a task the register shows only its words; the proposal alone may be longer than all else of a page."""


def _rows(found: Sequence[Obligation], today: date) -> list[Row]:
    return [Row(line, "; ".join(_phrases(line.obligation))) for line in lines(found, today)]


def _phrases(one: Obligation) -> list[str]:
    partners: Sequence[Party] = getattr(one.task, "partners", ())
    return [party.phrase for party in partners]


def _full(found: QuerySet[Obligation]) -> QuerySet[Obligation]:
    rows = found.select_related("agency", "office", "occurrence", "task", "plan__directive").defer(*LEFT_OUT)
    return rows.prefetch_related(PARTNERS)


def page(wanted: Wanted, scope: Scope, at: Clock, after: str = "") -> RegisterPage:
    """The page that follows the cursor ``after``; as many queries whatever the page. Keys first, then their rows."""
    keys = _keys(wanted, scope, at, after)
    by_key = _full(Obligation.objects.filter(pk__in=keys[:ROWS])).in_bulk()
    found = [by_key[key] for key in keys[:ROWS] if key in by_key]
    return RegisterPage(_rows(found, at.today), _cursor(found[-1], wanted.sort) if len(keys) > ROWS and found else "")


def _keys(wanted: Wanted, scope: Scope, at: Clock, after: str) -> list[int]:
    """Keys of a page and of the row that follows it."""
    field, bodies = driving(wanted, scope)
    each = 1 < len(bodies) <= MOST_BODIES
    asked = of_one_body(wanted, scope, field, STANDS_FOR_A_BODY) if each else (wanted, scope)
    keys: list[int] = []
    for part in _parts(obligations_asked(*asked, at), wanted.sort, after):
        limit = ROWS + 1 - len(keys)
        if limit > 0:
            keys += first_keys_of_each(part, bodies, limit) if each else first_keys(part, limit)
    return keys


def more_than(wanted: Wanted, scope: Scope, at: Clock, number: int) -> bool:
    """There are more rows than ``number``; counts no further."""
    return obligations_asked(wanted, scope, at).values("pk")[: number + 1].count() > number


def everything(wanted: Wanted, scope: Scope, at: Clock) -> Iterator[Row]:
    """Every row in order, piece by piece, for a file."""
    for part in _parts(obligations_asked(wanted, scope, at), wanted.sort, ""):
        piece: list[Obligation] = []
        for one in _full(part).iterator(chunk_size=CHUNK):
            piece.append(one)
            if len(piece) == CHUNK:
                yield from _rows(piece, at.today)
                piece = []
        yield from _rows(piece, at.today)


# Where a page begins ----------------------------------------------------------------------------------------------


def _parts(found: QuerySet[Obligation], sort: str, after: str) -> list[QuerySet[Obligation]]:
    """``found`` after the cursor, in order. Those without a day come last, so they are a part of their own."""
    value, _dot, key = after.rpartition(".")
    last = int(key) if key.isdecimal() else None
    if sort == Sort.NEW:
        return [(found.filter(pk__lt=last) if last else found).order_by("-pk")]
    name, down = ("changed_at", True) if sort == Sort.CHANGED else ("due_on", sort == Sort.DUE_LAST)
    sign, step = ("-", "lt") if down else ("", "gt")
    days = found.filter(**{f"{name}__isnull": False}).order_by(f"{sign}{name}", f"{sign}pk")
    none = found.filter(due_on=None).order_by("pk")
    if last is not None and value:
        beyond = Q(**{f"{name}__{step}": value}) | Q(**{f"pk__{step}": last})
        days = days.filter(beyond, **{f"{name}__{step}e": value})
    if name == "changed_at":
        return [days]
    return [none.filter(pk__gt=last)] if last is not None and not value else [days, none]


def _cursor(one: Obligation, sort: str) -> str:
    if sort == Sort.NEW:
        return f".{one.pk}"
    day = one.changed_at if sort == Sort.CHANGED else one.due_on
    return f"{day.isoformat() if day else ''}.{one.pk}"
