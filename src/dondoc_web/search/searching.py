"""The read side of search: who asks, what for, within what; hits in the one order.

Each kind is asked for its newest hits, those first in which the words stand
together; these are put in order by :mod:`.scoring`. Rights are a part of each
question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from dondoc_web.accounts.models import User
from dondoc_web.agencies.naming import place_of
from dondoc_web.search import places
from dondoc_web.search.agencies_shelf import OVER
from dondoc_web.search.asking import Asked, Unit, asked, for_postgresql, for_sqlite
from dondoc_web.search.models import Entry, Kind
from dondoc_web.search.scoring import Candidate, score
from dondoc_web.search.shelf import shelf_of_kind, shelves

POOL = 200
"""Hits of each kind that are put in order: the newest, those with the words together before others."""
OFTEN = 0.1
"""Where so large a part of the newest hits has the words together, going back from the newest soon finds others."""
BODIES_FIRST = 5
"""Bodies that stand before hits of other kinds: there are hundreds with the same words in their names."""
ROWS = 20
SUGGESTED = 8
OF_ONE_KIND = 4
"""Suggestions of one kind where there are others: each province has a body of the same name."""
SUGGESTED_KINDS = (Kind.DIRECTIVE, Kind.AGENCY, Kind.TASK)


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a search is narrowed to; nothing of it where all is wanted. ``state`` is ``kind:code``.

    ``agencies`` are keys of bodies, one of which has to do with a hit.
    """

    kinds: Sequence[int] = ()
    agencies: Sequence[int] = ()
    place: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def narrows(self) -> bool:
        """It leaves anything out."""
        return bool(self.kinds or self.agencies or self.place or self.state or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Hits:
    """Entries of one screen in order, how many in all and of each kind; ``more`` where not all were put in order."""

    entries: Sequence[Entry]
    total: int
    counts: dict[int, int] = field(default_factory=dict)
    more: bool = False


def search(what: Asked, narrow: Narrow, user: User, *, today: date, first: int = 0) -> Hits:
    """The hits from the ``first`` on; a constant number of queries."""
    if not what and not narrow.narrows:
        return Hits((), 0)
    _plan_briefly()
    found, counts, more = [], {}, False
    near = _near(user)
    for kind in _kinds(narrow):
        pool, over = _pool(what, narrow, user, kind, near)
        found += pool
        more = more or over
        if pool:
            counts[kind] = len(pool)
    ranked = ordered(what, found, today.year)
    return Hits(_entries(ranked[first : first + ROWS]), len(ranked), counts, more)


def suggestions(text: str, user: User, *, today: date) -> Sequence[Entry]:
    """The best few names that go on from what is typed."""
    what = asked(text, typing=True)
    if not what or len("".join(what.words)) < 2:
        return ()
    _plan_briefly()
    rare = any(map(_is_phrase, what.units))
    near = _near(user)
    found = [
        hit for kind in SUGGESTED_KINDS for hit in _newest(matching(what.units, Narrow(), user, kind), near, rare=rare)
    ]
    return _entries(mixed(ordered(what, found, today.year)))


def mixed(ranked: Sequence[int]) -> Sequence[int]:
    """The suggestions among ``ranked`` hits, in their order: no kind crowds the others out."""
    of_kind: dict[int, list[int]] = {}
    for key in ranked:
        of_kind.setdefault(places.kind_of(key), []).append(key)
    first = {key for keys in of_kind.values() for key in keys[:OF_ONE_KIND]}
    wanted = set(sorted(ranked, key=lambda key: key not in first)[:SUGGESTED])
    return [key for key in ranked if key in wanted]


def _plan_briefly() -> None:
    """PostgreSQL shall not compile a question that takes a few milliseconds, however dear it looks: that takes 100."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")


def ordered(what: Asked, found: Iterable[Candidate], year: int) -> list[int]:
    """Keys of the hits, the best first; of two that are as good, the newer. Few bodies stand before other kinds."""
    ranked = [key for _score, key in sorted(((score(what, hit, year), hit.key) for hit in found), reverse=True)]
    bodies = [key for key in ranked if places.kind_of(key) == Kind.AGENCY]
    later = set(bodies[BODIES_FIRST:])
    return sorted(ranked, key=later.__contains__)


def every(what: Asked, narrow: Narrow, user: User) -> Iterator[int]:
    """The key of every hit, in no order: the whole set."""
    for kind in _kinds(narrow):
        yield from matching(what.units, narrow, user, kind).values_list("pk", flat=True)


def _kinds(narrow: Narrow) -> list[int]:
    known = [kind for shelf in shelves() for kind in shelf.kinds]
    of_state = narrow.state.partition(":")[0]
    wanted = narrow.kinds or known
    return [kind for kind in known if kind in wanted and (not of_state or str(int(kind)) == of_state)]


def _near(user: User) -> frozenset[str]:
    """Places of the bodies where the person works; a body of the central level has none."""
    keys = user.memberships.filter(until=None).values_list("agency__key", flat=True)
    return frozenset(map(place_of, keys)) - {""}


def _pool(what: Asked, narrow: Narrow, user: User, kind: int, near: frozenset[str]) -> tuple[list[Candidate], bool]:
    """Hits of a kind to be put in order, and whether there are more."""
    rare = any(map(_is_phrase, what.units))
    rows = matching(what.units, narrow, user, kind)
    pool = _newest(rows, near, POOL + 1, rare=rare)
    if len(pool) <= POOL:
        return pool, False
    if kind == Kind.AGENCY and near:
        pool = _once(_newest(rows.filter(place__in=near), near, rare=rare), pool)
    beside = sum(_side_by_side(what, hit) for hit in pool)
    if beside < len(pool):
        rows = matching((*what.units, Unit((what.words,))), narrow, user, kind)
        pool = _once(_newest(rows, near, rare=beside < OFTEN * len(pool)), pool)
    return pool[:POOL], True


def _once(first: Iterable[Candidate], then: Iterable[Candidate]) -> list[Candidate]:
    return list({hit.key: hit for hit in (*first, *then)}.values())


def _side_by_side(what: Asked, hit: Candidate) -> bool:
    """Its words stand as they were asked, so that a query for such hits would find no newer one."""
    return f" {' '.join(what.words)} " in f" {hit.folded} "


def _newest(rows: QuerySet[Entry], near: frozenset[str], most: int = POOL, *, rare: bool = False) -> list[Candidate]:
    """The newest hits; PostgreSQL does not walk along the key for what is ``rare`` though the words of it are not."""
    newest_first = (F("pk") + 0).desc() if rare and connection.vendor == "postgresql" else F("pk").desc()
    facts = rows.order_by(newest_first).values_list(*FACTS, named=True)[:most]
    return [_candidate(one, near) for one in facts]


FACTS = ("pk", "kind", "folded", "marked", "date", "place", "state")


def _candidate(row: Any, near: frozenset[str]) -> Candidate:
    year = row.date.year if row.date else None
    over = row.kind == Kind.AGENCY and row.state == OVER
    return Candidate(row.pk, row.kind, row.folded, row.marked, year, row.place in near, over)


def matching(units: Sequence[Unit], narrow: Narrow, user: User, kind: int) -> QuerySet[Entry]:
    """Entries of ``kind`` that meet every unit, lie within ``narrow``, and may be seen by ``user``."""
    begin, end = places.stretch(kind, narrow.since, narrow.until)
    rows = Entry.objects.filter(pk__gte=begin, pk__lt=end)
    if units:
        rows = _with_words(rows, units, begin, end)
    if narrow.agencies:
        rows = rows.filter(reduce(or_, (Q(agencies__contains=f" {key} ") for key in narrow.agencies)))
    if narrow.place:
        rows = rows.filter(place=narrow.place)
    if narrow.state:
        rows = rows.filter(state=narrow.state.partition(":")[2])
    return rows.filter(Exists(shelf_of_kind(kind).seen(user).order_by().filter(pk=OuterRef("object"))))


FTS5 = "search_entry.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s AND rowid >= %s AND rowid < %s)"


def _with_words(rows: QuerySet[Entry], units: Sequence[Unit], begin: int, end: int) -> QuerySet[Entry]:
    if connection.vendor == "postgresql":
        return _with_words_of_postgresql(rows, units)
    meets = RawSQL(FTS5, [for_sqlite(units), begin, end], output_field=BooleanField())  # noqa: S611
    return rows.filter(meets)


POSTGRESQL = "search_entry.tsv @@ %s::tsquery"
POSTGRESQL_UNGUESSED = f"CASE WHEN {POSTGRESQL} THEN true ELSE false END"


def _with_words_of_postgresql(rows: QuerySet[Entry], units: Sequence[Unit]) -> QuerySet[Entry]:
    """The words of a phrase are asked of the index, that they stand side by side of the rows found so.

    PostgreSQL takes words that stand together for a rare chance and then asks
    for the right to see each row one by one; of the second condition it makes no guess.
    """
    phrases = [unit for unit in units if _is_phrase(unit)]
    words = [Unit(((word,),)) for unit in phrases for word in unit.phrases[0]]
    anywhere = dict.fromkeys([*(unit for unit in units if not _is_phrase(unit)), *words])
    rows = rows.filter(RawSQL(POSTGRESQL, [for_postgresql(anywhere)], output_field=BooleanField()))  # noqa: S611
    if not phrases:
        return rows
    return rows.filter(RawSQL(POSTGRESQL_UNGUESSED, [for_postgresql(phrases)], output_field=BooleanField()))  # noqa: S611


def _is_phrase(unit: Unit) -> bool:
    """Several words that have to stand side by side, in one spelling, each of them whole."""
    return len(unit.phrases) == 1 and len(unit.phrases[0]) > 1 and not unit.begins


def _entries(keys: Sequence[int]) -> list[Entry]:
    """The rows of ``keys``, in their order, with what a line of hits shows."""
    rows = Entry.objects.filter(pk__in=keys).select_related("source__directive", "office")
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]
