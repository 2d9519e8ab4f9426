"""The write side of totals: every change of an obligation adds its difference in the transaction of its action.

Figures of a branch with a million obligations are sums of these rows. Rows are
only added, so writers never wait for one another and cannot deadlock; a job
folds them. Timeliness that still moves with the calendar is not kept: it comes
from the day asked (:mod:`dondoc_web.work.counting`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from dondoc_web.jobs import pulse
from dondoc_web.work.models import Obligation, Total
from dondoc_web.work.timeliness import settled

HALF = 15
"""Halves of a month begin on the 1st and on this day: reporting years and months end on the 14th."""

KIND = ("office_id", "agency_id", "stage", "settled", "due_on")
MOST = 2000
"""Kinds folded in one run of the job."""


class Kind(NamedTuple):
    """What the obligations of one total have in common."""

    office_id: int
    agency_id: int
    stage: str
    settled: str
    due_on: date | None


def kind(office_id: int, agency_id: int, stage: str, due_on: date | None, done_on: date | None) -> Kind:
    """The kind of an obligation."""
    code = settled(stage, due_on, done_on)
    return Kind(office_id, agency_id, str(stage), code, half_of(due_on) if code and due_on else due_on)


def half_of(day: date) -> date:
    """The first day of the half of a month that ``day`` lies in."""
    return day.replace(day=1 if day.day < HALF else HALF)


def kind_of(obligation: Obligation, facts: Mapping[str, Any] | None = None) -> Kind:
    """The kind of ``obligation`` as it is, or as ``facts`` (of ``holding.facts``) say that it was."""
    if facts is None:
        stage, due, done = obligation.stage, obligation.due_on, obligation.done_on
    else:
        stage, due, done = facts["stage"], _day(facts["due_on"]), _day(facts["done_on"])
    return kind(obligation.office_id, obligation.agency_id, stage, due, done)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def note(*, gone: Iterable[Kind] = (), come: Iterable[Kind] = ()) -> None:
    """Add the difference that an action makes, in its transaction."""
    change = Counter(come)
    change.subtract(Counter(gone))
    Total.objects.bulk_create(Total(**one._asdict(), n=n) for one, n in change.items() if n)


# Proving and making anew ------------------------------------------------------------------------------------------


def recount() -> Counter[Kind]:
    """What the totals should be."""
    parts = ("office_id", "agency_id", "stage", "due_on", "done_on")
    counted: Counter[Kind] = Counter()
    rows = Obligation.objects.order_by().values_list(*parts).annotate(n=Count("pk"))
    for office, agency, stage, due, done, n in rows.iterator(chunk_size=5000):
        counted[kind(office, agency, stage, due, done)] += n
    return counted


def kept() -> Counter[Kind]:
    """What the totals are."""
    rows = Total.objects.order_by().values_list(*KIND).annotate(sum=Sum("n")).exclude(sum=0)
    return Counter({Kind(*row[:-1]): row[-1] for row in rows.iterator(chunk_size=5000)})


def differences() -> dict[Kind, tuple[int, int]]:
    """Kinds whose total is not the recount: ``(kept, counted)``. Empty when all is right."""
    with transaction.atomic():
        _one_moment()
        counted, now = recount(), kept()
    return {one: (now[one], counted[one]) for one in counted.keys() | now.keys() if now[one] != counted[one]}


@transaction.atomic
def rebuild() -> int:
    """Make all totals anew from the obligations, beside people at work; how many rows."""
    _one_moment()
    counted = recount()
    Total.objects.all().delete()
    Total.objects.bulk_create((Total(**one._asdict(), n=n) for one, n in counted.items()), batch_size=2000)
    return len(counted)


def _one_moment() -> None:
    """Let the whole transaction look at one moment; SQLite's write lock does so by itself."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def gather() -> int:
    """Fold the rows of each kind into one; how many kinds. Bears being run twice, late, or beside another."""
    several = Total.objects.order_by().values(*KIND).annotate(rows=Count("pk"), sum=Sum("n"))
    found = [Kind(*(row[part] for part in KIND)) for row in several.filter(Q(rows__gt=1) | Q(sum=0))[:MOST]]
    for one in found:
        _fold(one)
        pulse.say()
    look_at_tables()
    return len(found)


def look_at_tables() -> None:
    """Let SQLite see how its tables are filled, a sample of each, so that it takes the index that narrows most.

    PostgreSQL looks by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


@transaction.atomic
def _fold(one: Kind) -> None:
    rows = list(Total.objects.select_for_update().filter(**one._asdict()).order_by("pk"))
    Total.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if n := sum(row.n for row in rows):
        Total.objects.create(**one._asdict(), n=n)
