"""The read side of registers: entries as people read them, sums by unit and year that open to their entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import held, within
from dondoc_web.agencies.models import Agency
from dondoc_web.registers import kinds
from dondoc_web.registers.kinds import Field, Kind, Known, fields_of
from dondoc_web.registers.models import Entry, Register
from dondoc_web.registers.rights import seen_entries, seen_registers
from dondoc_web.work import figures
from dondoc_web.work.follow_rights import DIRECTING, REPORTING
from dondoc_web.work.models import Obligation, Plan, Task, TaskState

MOST_CHOICES = 500
"""Obligations that a form offers; any other is reached from its own page."""

NO_YEAR = "-"
"""In an address: entries that name no year."""


def registers_of(user: User, office: Agency | None = None) -> QuerySet[Register]:
    """Every register that ``user`` sees (of one office), with the number of its entries that ``user`` sees."""
    mine = Entry.objects.filter(seen_entries(user), withdrawn_at=None).values("pk")
    count = Count("entries", filter=Q(entries__in=mine))
    found = Register.objects.filter(seen_registers(user)).select_related("office").annotate(count=count)
    return found.filter(office=office) if office else found


def offices_of(user: User) -> QuerySet[Agency]:
    """Offices for which ``user`` may define registers."""
    desks = [one.agency_id for one in held(user) if one.role in DIRECTING]
    plans = Plan.objects.filter(within(user, "office__", DIRECTING)).values("office")
    return Agency.objects.filter(Q(pk__in=desks) | Q(pk__in=plans)).order_by("name")


def known_of(register: Register, entry: Entry | None = None) -> Known:
    """Bodies of the office's branch and tasks of its plans, and what ``entry`` already names."""
    named = _named([entry] if entry else [], register)
    fields = {one.kind for one in fields_of(register.fields)}
    bodies, tasks = Agency.objects.none(), Task.objects.none()
    if Kind.AGENCY in fields:
        bodies = Agency.objects.filter(Q(trail__startswith=register.office.trail) | Q(pk__in=named[Kind.AGENCY]))
    if Kind.TASK in fields:
        own = Q(plan__office=register.office_id, state=TaskState.CONFIRMED)
        tasks = Task.objects.filter(own | Q(pk__in=named[Kind.TASK])).order_by("plan", "position")
    return Known({str(one.pk): one.name for one in bodies.order_by("name")}, {str(one.pk): _task(one) for one in tasks})


def _named(entries: Sequence[Entry], register: Register) -> dict[str, set[int]]:
    """Keys of bodies and tasks that entries name."""
    found: dict[str, set[int]] = {Kind.AGENCY.value: set(), Kind.TASK.value: set()}
    for field in fields_of(register.fields):
        if field.kind in found:
            found[field.kind] |= {int(key) for one in entries if (key := one.values.get(field.key, ""))}
    return found


def _task(task: Task) -> str:
    return " ".join(part for part in (task.label, task.text) if part)


def entries_of(register: Register, user: User, *, agency: str = "", year: str = "") -> QuerySet[Entry]:
    """Entries of a register that ``user`` sees and that stand, the newest first; of one unit, of one year."""
    rows = Entry.objects.filter(seen_entries(user), register=register, withdrawn_at=None)
    if agency.isdecimal() and len(agency) < 19:
        rows = rows.filter(agency=int(agency))
    field = next((one for one in fields_of(register.fields) if one.kind == Kind.YEAR), None)
    if year == NO_YEAR and field:
        rows = rows.exclude(values__has_key=field.key)
    elif year and field:
        rows = rows.filter(**{f"values__{field.key}": year})
    return rows.select_related("agency", "by", "obligation__task", "obligation__plan__directive").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its cells as people read them."""

    entry: Entry
    cells: Sequence[tuple[str, str]]


def names_in(entries: Sequence[Entry], register: Register) -> Known:
    """Names of the bodies and tasks that these entries name: two queries at most."""
    named = _named(entries, register)
    bodies = Agency.objects.filter(pk__in=named[Kind.AGENCY]) if named[Kind.AGENCY] else ()
    tasks = Task.objects.filter(pk__in=named[Kind.TASK]) if named[Kind.TASK] else ()
    return Known({str(one.pk): one.name for one in bodies}, {str(one.pk): _task(one) for one in tasks})


def rows(entries: Sequence[Entry], register: Register) -> Sequence[Row]:
    """Entries for a page."""
    names, fields = names_in(entries, register), fields_of(register.fields)
    return [
        Row(one, [(field.head, kinds.shown(field, one.values.get(field.key, ""), names)) for field in fields])
        for one in entries
    ]


def evidence_of(obligations: Iterable[int]) -> Mapping[int, Sequence[Entry]]:
    """Entries that stand, by the obligation that they are evidence of, as they were written; one question.

    Who may read the report that shows them is asked by the caller; an entry itself opens only to
    those whom :func:`~dondoc_web.registers.rights.seen_entries` names.
    """
    found: dict[int, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(obligation__in=set(obligations), withdrawn_at=None)
    for one in rows.select_related("register", "by").order_by("pk"):
        found[one.obligation_id].append(one)
    return found


def of_days(entries: Iterable[Entry], start: date, until: date) -> Sequence[Entry]:
    """Those written from ``start`` to ``until``, as progress of a period is chosen."""
    return [one for one in entries if start <= timezone.localdate(one.at) <= until]


def obligations_for(user: User, office: Agency) -> QuerySet[Obligation]:
    """Obligations towards ``office`` that ``user`` may tie an entry to."""
    found = Obligation.objects.filter(_may_enter(user), office=office).select_related(
        "agency", "task", "plan__directive"
    )
    return found.order_by("due_on", "pk")


def obligation_for(user: User, obligation_id: int) -> Obligation | None:
    """That obligation, where ``user`` may tie an entry to it."""
    found = Obligation.objects.filter(_may_enter(user), pk=obligation_id)
    return found.select_related("office", "agency", "task").first()


def _may_enter(user: User) -> Q:
    return within(user, "agency__", REPORTING) | within(user, "office__", DIRECTING)


# Sums -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A unit with its sums by year and their total."""

    agency: Agency
    sums: Sequence[tuple[str, Decimal, str]]
    total: Decimal

    @property
    def words(self) -> str:
        """The total as people read it."""
        return figures.words(str(self.total))


@dataclass(frozen=True, slots=True)
class Sums:
    """Units × years of one field of money: sums of the entries that are listed under each of them."""

    money: Field
    years: Sequence[str]
    lines: Sequence[Line]
    by_year: Sequence[Decimal]
    total: Decimal

    @property
    def foot(self) -> Sequence[str]:
        """Sums of the years, then of all, as people read them."""
        return [figures.words(str(one)) for one in (*self.by_year, self.total)]


def sum_fields(register: Register) -> tuple[Field | None, Sequence[Field]]:
    """The field of the year and the fields of money; without both there are no sums by year."""
    fields = fields_of(register.fields)
    year = next((one for one in fields if one.kind == Kind.YEAR), None)
    return year, [one for one in fields if one.kind == Kind.MONEY]


def sums(register: Register, user: User, money: Field, year: Field) -> Sums:
    """Sums of the entries that ``user`` sees; an entry without a year stands under the year "" (không rõ năm)."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    bodies: dict[int, Agency] = {}
    for one in entries_of(register, user):
        if amount := one.values.get(money.key):
            bodies[one.agency_id] = one.agency
            found[one.agency_id][one.values.get(year.key, "")] += Decimal(amount)
    years = sorted({name for by in found.values() for name in by})
    ordered = sorted(bodies.values(), key=lambda body: (body.trail, body.pk))
    lines = [
        Line(
            body,
            [(name, found[body.pk][name], figures.words(str(found[body.pk][name]))) for name in years],
            sum(found[body.pk].values(), Decimal()),
        )
        for body in ordered
    ]
    by_year = [sum((line.sums[at][1] for line in lines), Decimal()) for at in range(len(years))]
    return Sums(money, years, lines, by_year, sum(by_year, Decimal()))
