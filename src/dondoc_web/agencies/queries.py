"""The read side of agencies: which body a phrase means, who holds its work, what the tree was on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from dondoc.agencies.registry import Agency as Known
from dondoc.agencies.registry import agencies as library_agencies
from dondoc.agencies.registry import resolve as library_resolve
from dondoc_web.agencies.models import (
    Agency,
    AgencyName,
    AgencyParent,
    Change,
    Group,
    GroupMember,
    NameKind,
    Succession,
    Valid,
    holding_on,
)
from dondoc_web.agencies.naming import comparable, folded, place_of
from dondoc_web.agencies.shipped import place_called
from dondoc_web.agencies.succession import Holder, follow

FOUND_AT_MOST = 60
"""Results of a search that are shown; one who finds none among them types more."""

# --- which body a phrase means -------------------------------------------------------


class Resolver:
    """Finds bodies and groups for the phrases of one directive: asks the database a few times, whatever their number.

    ``office`` is the body that follows the directive: phrases without a place
    mean bodies of its place. ``day`` is the day of the directive.
    """

    def __init__(self, *, day: date, office: Agency | None = None) -> None:
        self.day = day
        self.place = place_of(office.key) if office else ""

    def party(self, *, phrase: str, agencies: Sequence[str] = (), group: str | None = None) -> Agency | Group | None:
        """What a party of a read plan means (:class:`dondoc.document.Party`); None when it is not known.

        The library's keys come first, then the names that this registry knows.
        """
        if group:
            return self.group(group) or self.named(phrase)
        found = [one for one in map(self.agency, agencies) if one is not None]
        if len(found) == 1 and len(agencies) == 1:
            return found[0]
        return self.named(phrase) if not agencies else None

    def phrase(self, phrase: str) -> Agency | Group | None:
        """What a phrase means, as it is printed."""
        known = library_resolve(phrase, self.place.replace("-", " ") or None)
        return self.party(phrase=phrase, agencies=known.agencies, group=known.group)

    def agency(self, key: str) -> Agency | None:
        """The body of a key of the library's register; a provincial key without place is of the office's place."""
        bare, _at, place = key.partition("@")
        place = place_called(place)
        facts = _register().get(bare)
        if not place and facts is not None and facts.level != "central":
            place = self.place
        names = self._names(place)
        full = f"{bare}@{place}" if place else bare
        if full in names:
            return names[full]
        if facts is None:
            return None
        ends = place.replace("-", " ")
        spoken = [comparable(name) for name in (facts.name, *facts.aliases)]
        return next((names[one] for name in spoken for one in (name, f"{name} {ends}") if one in names), None)

    def group(self, key: str) -> Group | None:
        """The group of a key, that of the office's place before that of the whole country."""
        return self._groups.get(key)

    def named(self, phrase: str) -> Agency | None:
        """The body of the office's place, else of the central level, that goes by ``phrase``."""
        name = comparable(phrase)
        return self._names(self.place).get(name) or self._names("").get(name)

    def _names(self, place: str) -> Mapping[str, Agency]:
        """Keys and comparable names of the bodies of one place; a name that two bodies share on the day is left out."""
        if place not in self._known:
            self._known[place] = _names_of(place, self.day)
        return self._known[place]

    @cached_property
    def _known(self) -> dict[str, Mapping[str, Agency]]:
        return {}

    @cached_property
    def _groups(self) -> Mapping[str, Group]:
        here = Q(place=None) | Q(place__key__endswith=f"@{self.place}") if self.place else Q(place=None)
        found = Group.objects.filter(here).select_related("place").order_by(F("place").asc(nulls_first=True))
        return {group.key: group for group in found}


def resolve(*, day: date, phrase: str = "", key: str = "", office: Agency | None = None) -> Agency | Group | None:
    """What one phrase or one key of the library's register means (:class:`Resolver` for many)."""
    resolver = Resolver(day=day, office=office)
    if key:
        return resolver.agency(key) or resolver.group(key)
    return resolver.phrase(phrase)


@cache
def _register() -> Mapping[str, Known]:
    return {one.key: one for one in library_agencies()}


def _names_of(place: str, day: date) -> Mapping[str, Agency]:
    there = Q(key__endswith=f"@{place}") if place else ~Q(key__contains="@")
    bodies = {one.pk: one for one in Agency.objects.filter(there, merged_into=None)}
    rows = AgencyName.objects.filter(agency__in=Agency.objects.filter(there)).exclude(kind=NameKind.SYMBOL)
    found: dict[str, list[tuple[bool, Agency]]] = {}
    for row in rows:
        body = bodies[row.agency_id]
        holds = row.holds_on(day) and body.holds_on(day)
        found.setdefault(comparable(row.name), []).append((holds, body))
    named = {name: one for name, options in found.items() if (one := _only(options)) is not None}
    return named | {body.key: body for body in bodies.values()}


def _only(options: Sequence[tuple[bool, Agency]]) -> Agency | None:
    """The one body that goes by a name on the day; where none does, the one that ever did."""
    holding = {body.pk: body for holds, body in options if holds}
    ever = {body.pk: body for _holds, body in options}
    found = holding or ever
    return next(iter(found.values())) if len(found) == 1 else None


# --- groups --------------------------------------------------------------------------


def members_on(group: Group, day: date) -> list[Agency]:
    """The bodies that a group phrase means on ``day``; where its place has been merged, those of the new place."""
    place = group.place
    if place is not None and not place.holds_on(day):
        heir = holder(place, day=day).agency
        moved = Group.objects.filter(key=group.key, place=heir).first() if heir is not None else None
        if moved is not None:
            group = moved
    living = holding_on(day) & holding_on(day, "agency__")
    rows = GroupMember.objects.filter(living, group=group).select_related("agency").order_by("agency__name", "pk")
    return list({row.agency_id: row.agency for row in rows}.values())


# --- who holds it now ----------------------------------------------------------------


class Heirs:
    """Answers "who holds this now" for many bodies and functions; :meth:`of_everybody` reads all at once."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Succession]] = {}
        self._complete = False

    @classmethod
    def of_everybody(cls) -> Heirs:
        """With every succession of the registry, in one query."""
        made = cls()
        for row in successions():
            made._rows.setdefault(row.old_id, []).append(row)
        made._complete = True
        return made

    def holder(self, agency: Agency, function: str = "", *, day: date, topic: str = "") -> Holder:
        """As the function :func:`holder`; ``topic`` speaks where ``function`` names none."""
        return follow(agency=agency, function=function, day=day, successions_of=self._of, topic=topic)

    def _of(self, agency: Agency) -> Iterable[Succession]:
        if agency.pk not in self._rows and not self._complete:
            self._rows[agency.pk] = list(successions().filter(old=agency))
        return self._rows.get(agency.pk, ())


def successions() -> QuerySet[Succession]:
    """Successions with all that following them asks."""
    return Succession.objects.select_related("change", "old", "new").order_by("change__effective_on", "pk")


def holder(agency: Agency, function: str = "", *, day: date) -> Holder:
    """Who holds on ``day`` what ``agency`` was charged with, and why.

    ``function`` names what is asked for ("thông tin đối ngoại"); the whole text
    of a task will do. None with the reason when nobody knows.
    """
    return Heirs().holder(agency, function, day=day)


# --- the tree on a day ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Node:
    """A body as it stood in the tree on a day."""

    agency: Agency
    name: str
    below: int


def tree_on(day: date, *, under: Agency | None = None, place: str | None = None) -> list[Node]:
    """The bodies right below ``under`` on ``day``; without it those at the top, of one ``place`` if given."""
    bodies = _standing(day, under)
    if under is None and place is not None:
        bodies = bodies.filter(key__endswith=f"@{place}") if place else bodies.exclude(key__contains="@")
    found = list(bodies)
    names, below = names_on(found, day), _below(found, day)
    nodes = [Node(one, names.get(one.pk, one.name), below.get(one.pk, 0)) for one in found]
    return sorted(nodes, key=lambda node: (not node.below, folded(node.name)))


def _standing(day: date, under: Agency | None) -> QuerySet[Agency]:
    dated = AgencyParent.objects.filter(agency=OuterRef("pk"))
    on_day = dated.filter(holding_on(day))
    if under is None:
        return Agency.objects.filter(holding_on(day)).filter(
            (~Exists(dated) & Q(parent=None)) | (Exists(dated) & ~Exists(on_day))
        )
    return Agency.objects.filter(holding_on(day)).filter(
        (~Exists(dated) & Q(parent=under)) | Exists(on_day.filter(parent=under))
    )


def _below(bodies: Sequence[Agency], day: date) -> Mapping[int, int]:
    """How many bodies stood right below each."""
    dated = AgencyParent.objects.filter(agency=OuterRef("pk"))
    still = Agency.objects.filter(holding_on(day), parent__in=bodies).filter(~Exists(dated))
    counts = dict(still.order_by().values_list("parent").annotate(Count("pk")))
    rows = AgencyParent.objects.filter(holding_on(day), holding_on(day, "agency__"), parent__in=bodies)
    for parent, number in rows.order_by().values_list("parent").annotate(Count("agency", distinct=True)):
        counts[parent] = counts.get(parent, 0) + number
    return counts


def names_on(bodies: Iterable[Agency], day: date) -> Mapping[int, str]:
    """What each body was called on ``day``, by its primary key; a body without a dated name is missing."""
    rows = AgencyName.objects.filter(holding_on(day), agency__in=list(bodies), kind=NameKind.NAME)
    return dict(rows.order_by(F("valid_from").asc(nulls_first=True), "pk").values_list("agency", "name"))


def name_on(agency: Agency, day: date) -> str:
    """What a body was called on ``day``."""
    return names_on([agency], day).get(agency.pk, agency.name)


def search(words: str, day: date) -> list[Node]:
    """Bodies that hold on ``day`` and go, or went, by a name, or stand at a place, with these words, marks or not."""
    wanted = folded(words)
    if not wanted:
        return []
    names = AgencyName.objects.filter(agency=OuterRef("pk"))
    bodies = Agency.objects.filter(holding_on(day))
    for word in wanted.split():
        bodies = bodies.filter(Exists(names.filter(folded__contains=word)) | Q(key__contains=word))
    found = list(bodies.order_by("name", "pk")[:FOUND_AT_MOST])
    names_then = names_on(found, day)
    return [Node(one, names_then.get(one.pk, one.name), 0) for one in found]


# --- one body ------------------------------------------------------------------------


def changes_of(agency: Agency) -> list[Change]:
    """Everything that happened to a body, with who took over from whom."""
    found = Change.objects.filter(Q(successions__old=agency) | Q(successions__new=agency)).distinct()
    return list(found.prefetch_related("successions__old", "successions__new"))


def current(rows: Iterable[Valid], day: date) -> list[Valid]:
    """Those of ``rows`` that hold on ``day``."""
    return [row for row in rows if row.holds_on(day)]


def called(words: str) -> list[Agency]:
    """The body of a key, else those that go by a name."""
    by_key = list(Agency.objects.filter(key=words.strip()))
    return by_key or list(Agency.objects.filter(names__folded=folded(words)).distinct().order_by("key")[:20])
