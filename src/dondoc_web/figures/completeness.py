"""Completeness by province or by unit of one province: the matrix of reports, square by square.

The same reports, the same rights and the same rates as on the matrix
(:mod:`dondoc_web.reports.queries`), put together by where a body stands in the tree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.agencies import shipped
from dondoc_web.agencies.models import Agency, Level
from dondoc_web.agencies.naming import folded, place_of
from dondoc_web.figures import squares
from dondoc_web.figures.short_names import bare, short_names, without_office
from dondoc_web.figures.squares import At
from dondoc_web.reports.models import Duty, Expected, ReportState
from dondoc_web.reports.queries import period_words
from dondoc_web.reports.rights import seen_reports
from dondoc_web.reports.standing import Rates, Standing, rates, standing

PROVINCES = ""
"""The ground whose squares are provinces; any other is a province, whose squares are its units."""
NOWHERE = "-"
"""Where bodies are counted that stand on no square of a ground."""
UNITS = (Level.DISTRICT, Level.COMMUNE)


class Band(StrEnum):
    """How complete a square is; the word says the same as the colour and the sign."""

    ALL = "all"
    MOST = "most"
    HALF = "half"
    FEW = "few"
    NOT_DUE = "not-due"

    @property
    def words(self) -> str:
        """The word."""
        return {
            Band.ALL: _("đủ 100 %"),
            Band.MOST: _("từ 80 % đến dưới 100 %"),
            Band.HALF: _("từ 50 % đến dưới 80 %"),
            Band.FEW: _("dưới 50 %"),
            Band.NOT_DUE: _("chưa đến hạn"),
        }[self]

    @property
    def sign(self) -> str:
        """A mark beside the word and the colour."""
        return dict(zip(Band, "✓◕◑✕○", strict=True))[self]

    @property
    def look(self) -> str:
        """The colour and pattern of ``charts.js``."""
        return dict(zip(Band, ("done-in-time", "in-time", "soon", "overdue", "aside"), strict=True))[self]

    @property
    def colour(self) -> str:
        """The class of its colour in a table."""
        return dict(zip(Band, ("green", "green", "amber", "red", "grey"), strict=True))[self]


def band(of: Rates) -> Band:
    """By what is complete of all that was due."""
    if of.completeness is None:
        return Band.NOT_DUE
    steps = ((100, Band.ALL), (80, Band.MOST), (50, Band.HALF))
    return next((one for least, one in steps if of.completeness >= least), Band.FEW)


# What is counted where --------------------------------------------------------------------------------------------

OVER = {
    "complete": (Standing.ON_TIME, Standing.LATE),
    "on_time": (Standing.ON_TIME,),
    "waiting": (Standing.WAITING, Standing.WAITING_LATE),
    "missing": (Standing.MISSING,),
}
PARTS = ("expected", "complete", "on_time", "waiting", "missing", "not_yet")
"""The counts of :class:`Rates`, each with its list."""


def part_words() -> dict[str, str]:
    """The words of :data:`PARTS`, as the matrix has them."""
    words = (_("Đến hạn"), _("Đủ"), _("Đúng hạn"), _("Chờ tiếp nhận"), _("Thiếu"), _("Chưa đến hạn"))
    return dict(zip(PARTS, words, strict=True))


def is_part(part: str, report: Expected, day: date) -> bool:
    """``report`` is one of those that a count of :class:`Rates` counts."""
    if report.state == ReportState.PASSED_ON:
        return False
    if report.counted_until >= day:
        return part == "not_yet"
    return part == "expected" or standing(report, day) in OVER.get(part, ())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a map shows: ``duty`` 0 for all of them, ``period`` empty for all of them, the ground."""

    duty: int = 0
    period: str = ""
    ground: str = PROVINCES

    def address(self, **more: str) -> str:
        """As a query of an address."""
        facts = {"duty": str(self.duty or "all"), "period": self.period, "of": self.ground} | more
        return urlencode({name: value for name, value in facts.items() if value})


@dataclass(frozen=True, slots=True)
class Cell:
    """A count with the list that adds up to it."""

    part: str
    words: str
    n: int
    address: str


@dataclass(frozen=True, slots=True)
class Square:
    """A province or unit (``at`` its place, None in the rows below), or all that stands on no square."""

    key: str
    name: str
    short: str
    rates: Rates
    cells: Sequence[Cell]
    at: At | None = None
    ended: date | None = None

    @property
    def band(self) -> Band:
        return band(self.rates)

    @property
    def full_name(self) -> str:
        """Its name, with its last day where it has ended."""
        return f"{self.name} ({_('đến')} {self.ended:%d/%m/%Y})" if self.ended else self.name

    @property
    def percent(self) -> str:
        """Completeness as people write it."""
        found = self.rates.completeness
        return "–" if found is None else f"{found:.1f} %".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that can be mapped, with the bodies that stand on it: body → key of its square."""

    code: str
    words: str
    square_of: Mapping[int, str]
    names: Mapping[str, str]
    ended: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class CompletenessMap:
    """One map: its choice, its squares in the order of the alphabet, what stands on none, and all together."""

    wanted: Wanted
    grounds: Sequence[Ground]
    duties: Sequence[Duty]
    periods: Sequence[tuple[str, str]]
    squares: Sequence[Square]
    nowhere: Square | None
    total: Square

    @property
    def ground_words(self) -> str:
        """What the ground is called."""
        return next(one.words for one in self.grounds if one.code == self.wanted.ground)

    @property
    def choice_words(self) -> Sequence[str]:
        """Duty and period in words, for a file."""
        duty = next((one.words for one in self.duties if one.pk == self.wanted.duty), _("Tất cả chế độ báo cáo"))
        period = dict(self.periods).get(self.wanted.period, _("Tất cả các kỳ"))
        return [f"{_('Chế độ báo cáo')}: {duty}", f"{_('Kỳ')}: {period}"]

    def called(self, key: str) -> str:
        """The name of a square, of what stands on none, or of all together."""
        of = {one.key: one.full_name for one in (*self.squares, self.total)}
        return of.get(key, _("Cơ quan khác"))


class Seen:
    """The reports that a person sees, and the bodies that owe or owed them."""

    def __init__(self, user: User) -> None:
        self.rows = Expected.objects.filter(seen_reports(user)).exclude(state=ReportState.PASSED_ON)

    @cached_property
    def owing(self) -> Mapping[int, Collection[int]]:
        """Duty → the bodies that report under it."""
        found: dict[int, set[int]] = {}
        for duty, body in self.rows.order_by().values_list("duty", "agency").distinct():
            found.setdefault(duty, set()).add(body)
        return found

    @cached_property
    def grounds(self) -> Sequence[Ground]:
        """What can be mapped: the provinces, where there are several, then each province with several units."""
        ids = self.rows.order_by().values("agency").distinct()
        bodies = list(Agency.objects.filter(pk__in=ids))
        places: dict[str, list[Agency]] = {}
        for body in bodies:
            if place := place_of(body.key):
                places.setdefault(place, []).append(body)
        heads = _heads(places)
        found = [_provinces(places, heads)] if len(places) > 1 else []
        parts = sorted(places.items(), key=lambda pair: folded(heads[pair[0]]))
        found += [_units(place, heads[place], staff) for place, staff in parts]
        return [one for one in found if len(one.names) > 1]

    def of(self, wanted: Wanted) -> QuerySet[Expected]:
        """The reports of a duty, or of all of them."""
        rows = self.rows.filter(duty=wanted.duty) if wanted.duty else self.rows
        return rows.only("duty", "agency", "period", "state", "handed_on", "due_on", "extended_to")


def _heads(places: Iterable[str]) -> dict[str, str]:
    """What each place is called: the name of the registry, else that of a body at its top, without its office."""
    known = shipped.places()
    return {place: known[place].periods[-1].name if place in known else _head(place) for place in places}


def _head(place: str) -> str:
    tops = Agency.objects.filter(key__endswith=f"@{place}", parent=None, merged_into=None).order_by("pk")
    names = list(tops.values_list("name", flat=True))
    return bare(next((name for name in names if without_office(name) != name), names[0] if names else place))


def _provinces(places: Mapping[str, Sequence[Agency]], heads: Mapping[str, str]) -> Ground:
    square_of = {body.pk: place for place, bodies in places.items() for body in bodies}
    known = shipped.places()
    ended = {place: day for place in places if place in known and (day := known[place].ended)}
    return Ground(PROVINCES, _("Các tỉnh, thành phố"), square_of, heads, ended)


def _units(place: str, name: str, bodies: Sequence[Agency]) -> Ground:
    """A body belongs to the highest district or commune above it, or that it is itself."""
    trails = {body.pk: [int(part) for part in body.trail.split("/") if part] for body in bodies}
    above = Agency.objects.filter(pk__in={key for trail in trails.values() for key in trail}, level__in=UNITS)
    units = {one.pk: one for one in above}
    square_of, names, ended = {}, {}, {}
    for body, trail in trails.items():
        unit = next((units[key] for key in trail if key in units), None)
        if unit is not None:
            square_of[body], names[unit.key] = unit.key, unit.name
            if unit.valid_to:
                ended[unit.key] = unit.valid_to
    return Ground(place, name, square_of, names, ended)


def is_offered(user: User) -> bool:
    """``user`` sees reports of several provinces or of several units of one."""
    return bool(Seen(user).grounds)


def completeness_map(user: User, asked: Mapping[str, str], day: date) -> CompletenessMap | None:
    """The map that an address asks for; None where there is nothing to map."""
    seen = Seen(user)
    if not seen.grounds:
        return None
    duties = _duties(seen)
    wanted, ground = _wanted(asked, seen, duties)
    reports = list(seen.of(wanted))
    periods = _periods(reports)
    if wanted.period not in dict(periods):
        wanted = Wanted(wanted.duty, "", wanted.ground)
    reports = [one for one in reports if not wanted.period or one.period == wanted.period]
    parts: dict[str, list[Expected]] = {}
    for one in reports:
        parts.setdefault(ground.square_of.get(one.agency_id, NOWHERE), []).append(one)
    rest = parts.pop(NOWHERE, [])
    names = {key: ground.names[key] for key in parts}
    short, counts = short_names(names), {key: rates(part, day) for key, part in parts.items()}
    found = [
        Square(key, names[key], short[key], counts[key], _cells(wanted, counts[key], key), at, ground.ended.get(key))
        for key, at in squares.laid(short, squares.settled(names)).items()
    ]
    nowhere = _apart(wanted, rates(rest, day), NOWHERE) if rest else None
    return CompletenessMap(
        wanted, seen.grounds, duties, periods, found, nowhere, _apart(wanted, rates(reports, day), "")
    )


def _apart(wanted: Wanted, of: Rates, key: str) -> Square:
    words = _("Cơ quan khác") if key else _("Tất cả")
    return Square(key, words, words, of, _cells(wanted, of, key))


def _cells(wanted: Wanted, of: Rates, key: str) -> Sequence[Cell]:
    words = part_words()
    return [Cell(part, words[part], getattr(of, part), wanted.address(at=key, part=part)) for part in PARTS]


def _duties(seen: Seen) -> Sequence[Duty]:
    return list(Duty.objects.filter(pk__in=seen.owing).select_related("plan__directive").order_by("office", "pk"))


def _wanted(asked: Mapping[str, str], seen: Seen, duties: Sequence[Duty]) -> tuple[Wanted, Ground]:
    """What is asked for; without a duty the first one that has several squares on the ground."""
    ground = next((one for one in seen.grounds if one.code == asked.get("of", "")), seen.grounds[0])
    keys = [one.pk for one in duties]
    number = asked.get("duty", "")
    if number == "all":
        duty = 0
    elif number.isdecimal() and len(number) < 19 and int(number) in keys:
        duty = int(number)
    else:
        duty = next((key for key in keys if _squares_of(seen.owing[key], ground) > 1), 0)
    return Wanted(duty, asked.get("period", ""), ground.code), ground


def _squares_of(bodies: Iterable[int], ground: Ground) -> int:
    return len({ground.square_of[body] for body in bodies if body in ground.square_of})


def _periods(reports: Iterable[Expected]) -> Sequence[tuple[str, str]]:
    """Periods that are there, the latest first."""
    due: dict[str, date] = {}
    for one in reports:
        due[one.period] = max(one.due_on, due.get(one.period, one.due_on))
    ordered = sorted(due, key=lambda code: (due[code], code), reverse=True)
    return [(code, period_words(code)) for code in ordered]


# The list behind a count ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the list of a count."""

    report: Expected
    standing: Standing
    period: str


def reports_behind(user: User, found: CompletenessMap, at: str, part: str, day: date) -> Sequence[int]:
    """Keys of the reports that a count of a square counts, the latest due day first."""
    seen = Seen(user)
    ground = next(one for one in seen.grounds if one.code == found.wanted.ground)
    rows = [
        one
        for one in seen.of(found.wanted)
        if is_part(part, one, day)
        and (not found.wanted.period or one.period == found.wanted.period)
        and (not at or ground.square_of.get(one.agency_id, NOWHERE) == at)
    ]
    return [one.pk for one in sorted(rows, key=lambda one: (one.due_on, one.pk), reverse=True)]


def lines(keys: Sequence[int], day: date) -> Sequence[Line]:
    """What the list shows of these reports, in their order."""
    rows = Expected.objects.filter(pk__in=keys).select_related("agency", "duty__plan__directive")
    by_key: dict[int, Any] = {one.pk: one for one in rows}
    return [Line(one, standing(one, day), period_words(one.period)) for one in map(by_key.get, keys) if one]
