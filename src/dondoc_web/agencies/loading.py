"""The write side of the shipped registry: adds rows newer than what was loaded, changes none that is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from dondoc_web.agencies import shipped
from dondoc_web.agencies.actions.keeping import bring_up_to_date
from dondoc_web.agencies.models import (
    Agency,
    AgencyName,
    AgencyParent,
    Certainty,
    Change,
    ChangeKind,
    Group,
    GroupMember,
    Level,
    NameKind,
    RegistryRelease,
    Succession,
    holding_on,
)
from dondoc_web.agencies.naming import folded
from dondoc_web.agencies.shipped import Body, Passing, Place
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb

BATCH = 500


@dataclass(slots=True)
class Load:
    """One loading: bodies by key, the release that is here already, the provinces it is about.

    ``whole``: with the central bodies and what happened to them.
    """

    loaded: int
    today: date
    ids: dict[str, int]
    places: Mapping[str, Place]
    whole: bool = True
    made: list[str] = field(default_factory=list)

    def is_new(self, *since: int) -> bool:
        """A row that depends on rows of these releases was not loaded yet."""
        return max(since) > self.loaded


@transaction.atomic
def load_registry() -> int:
    """Add what this version ships and the database has not had; how many bodies. Without news it asks one question.

    A body whose key is here already keeps its names, days and parent: they
    are the office's own.
    """
    release = shipped.release()
    loaded = RegistryRelease.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if loaded >= release:
        return 0
    load = Load(loaded, timezone.localdate(), dict(Agency.objects.values_list("key", "pk")), shipped.places())
    _write(load)
    RegistryRelease.objects.create(number=release, loaded_at=timezone.now())
    record(actor=None, verb=Verb.REGISTRY_LOADED, release=release, added=len(load.made))
    return len(load.made)


@transaction.atomic
def load_province(place: Place) -> int:
    """Give one more province, that of a demonstration, the bodies that every province has; how many."""
    load = Load(0, timezone.localdate(), dict(Agency.objects.values_list("key", "pk")), {place.key: place}, False)
    _write(load)
    record(actor=None, verb=Verb.REGISTRY_LOADED, place=place.key, added=len(load.made))
    return len(load.made)


def _write(load: Load) -> None:
    _bodies(load)
    _names(load)
    _parents(load)
    _changes(load)
    _groups(load)


def key_of(body: Body, place: Place | None) -> str:
    """The key of a template in a province."""
    return f"{body.key}@{place.key}" if place else body.key


def every_body(places: Mapping[str, Place] | None = None) -> Iterator[tuple[Body, Place | None]]:
    """Central bodies, and each template in each province that has it and lived to see it."""
    for body in shipped.bodies().values():
        if body.level == Level.CENTRAL:
            yield body, None
            continue
        for place in (shipped.places() if places is None else places).values():
            ended = place.ended
            unborn = ended is not None and body.valid_from is not None and body.valid_from > ended
            if body.stands_in(place.key) and not unborn:
                yield body, place


def _last_day(body: Body, place: Place | None) -> date | None:
    return min((day for day in (body.valid_to, place and place.ended) if day), default=None)


def _titles(body: Body, place: Place | None) -> list[tuple[str, date | None, date | None]]:
    return body.titles(place) if place else [(body.name, None, None)]


def _bodies(load: Load) -> None:
    """The bodies, a parent before its children, and their trails."""
    depths: dict[int, list[tuple[Agency, str]]] = {}
    for body, place in every_body(load.places):
        key = key_of(body, place)
        if key not in load.ids and load.is_new(body.since, place.since if place else 0):
            made = _agency(load, body, place)
            depths.setdefault(_depth(body), []).append((made, _parent_key(load, body, place, made.valid_to)))
    for depth in sorted(depths):
        for one, parent in depths[depth]:
            one.parent_id = load.ids.get(parent)
        for made in Agency.objects.bulk_create([one for one, _parent in depths[depth]], batch_size=BATCH):
            load.ids[made.key] = made.pk
            load.made.append(made.key)
        _trails()


def _depth(body: Body) -> int:
    return 1 + _depth(shipped.bodies()[body.parent]) if body.parent else 0


def _parent_key(load: Load, body: Body, place: Place | None, ended: date | None) -> str:
    """The key of the body above today, or on the last day; empty at the top."""
    begun = body.parent_from is None or body.parent_from <= min(load.today, ended or load.today)
    if not body.parent or not begun:
        return ""
    parent = shipped.bodies()[body.parent]
    return key_of(parent, place if parent.level != Level.CENTRAL else None)


def _agency(load: Load, body: Body, place: Place | None) -> Agency:
    titles = _titles(body, place)
    held = [title for title, first, _last in titles if first is None or first <= load.today]
    return Agency(
        key=key_of(body, place),
        name=held[-1] if held else titles[0][0],
        symbol=body.symbol,
        system=body.system,
        level=body.level,
        valid_from=body.valid_from,
        valid_to=_last_day(body, place),
        certainty=Certainty.UNCHECKED if body.presence == shipped.SOMEWHERE else body.certainty,
        note=body.note,
    )


def _trails() -> None:
    """Trails of new rows, from those of their parents."""
    own = Concat(Cast(F("pk"), models.CharField()), Value("/"))
    new = Agency.objects.filter(trail="")
    new.filter(parent=None).update(trail=Concat(Value("/"), own))
    above = Subquery(Agency.objects.filter(pk=OuterRef("parent")).values("trail")[:1])
    new.exclude(parent=None).update(trail=Concat(above, own))


def _names(load: Load) -> None:
    rows = []
    new = set(load.made)
    for body, place in every_body(load.places):
        key = key_of(body, place)
        if key not in new:
            continue
        named = [(title, NameKind.NAME, first, last) for title, first, last in _titles(body, place)]
        named += [(body.symbol, NameKind.SYMBOL, None, None)] if body.symbol else []
        for alias in body.aliases:
            periods = place.periods if place else ()
            named += [(shipped.spoken(alias, one), NameKind.ALIAS, one.valid_from, one.valid_to) for one in periods]
            named += [(alias, NameKind.ALIAS, None, None)] if not place else []
        rows += [
            AgencyName(
                agency_id=load.ids[key], name=name, folded=folded(name), kind=kind, valid_from=first, valid_to=last
            )
            for name, kind, first, last in named
        ]
    AgencyName.objects.bulk_create(rows, batch_size=BATCH)


def _parents(load: Load) -> None:
    """Only what begins on a day is dated; a parent for all time stands in the body itself."""
    new = set(load.made)
    rows = [
        AgencyParent(
            agency_id=load.ids[key_of(body, place)],
            parent_id=load.ids[key_of(shipped.bodies()[body.parent], place)],
            valid_from=body.parent_from,
        )
        for body, place in every_body(load.places)
        if key_of(body, place) in new and body.parent_from and not _ended_before(place, body.parent_from)
    ]
    AgencyParent.objects.bulk_create(rows, batch_size=BATCH)


def _ended_before(place: Place | None, day: date) -> bool:
    return place is not None and place.ended is not None and place.ended < day


# --- who took over from whom ---------------------------------------------------------


@dataclass(slots=True)
class Changes:
    """Changes with their successions, to be written together."""

    load: Load
    found: list[tuple[Change, list[tuple[str, str, str]]]] = field(default_factory=list)

    def add(self, change: Change, heirs: Iterable[tuple[str, str, str]]) -> None:
        """A change and its (old, new, function); bodies that are not here are left out."""
        ids = self.load.ids
        known = [heir for heir in heirs if heir[0] in ids and (not heir[1] or heir[1] in ids)]
        if known:
            self.found.append((change, known))

    def write(self) -> None:
        """All of them, a few statements in all."""
        ids = self.load.ids
        changes = Change.objects.bulk_create([change for change, _heirs in self.found], batch_size=BATCH)
        rows = [
            Succession(change=change, old_id=ids[old], new_id=ids[new] if new else None, function=function)
            for change, (_given, heirs) in zip(changes, self.found, strict=True)
            for old, new, function in heirs
        ]
        Succession.objects.bulk_create(rows, batch_size=BATCH)


def _changes(load: Load) -> None:
    changes = Changes(load)
    for one in shipped.passings():
        if shipped.bodies()[one.old].level == Level.CENTRAL:
            if load.whole and load.is_new(one.since):
                changes.add(_change(one), [(one.old, one.new, one.function)])
            continue
        for place in load.places.values():
            if load.is_new(one.since, place.since) and one.happens_in(place.key):
                _pass_on(changes, one, place)
    for place in load.places.values():
        if load.is_new(place.since):
            _merge(changes, place)
        _rename(changes, place)
    changes.write()


def _change(one: Passing) -> Change:
    return Change(
        kind=one.kind,
        effective_on=one.effective_on,
        legal_basis=one.legal_basis,
        certainty=one.certainty,
        note=one.note,
    )


def _pass_on(changes: Changes, one: Passing, place: Place) -> None:
    """In a province; what happens as the province is merged leads to the new province."""
    home = place.key
    if place.ended is not None and shipped.day_after(place.ended) <= one.effective_on:
        if shipped.day_after(place.ended) < one.effective_on:
            return
        home = place.successor
    changes.add(_change(one), [(f"{one.old}@{place.key}", f"{one.new}@{home}" if one.new else "", one.function)])


def _merge(changes: Changes, place: Place) -> None:
    """Every body of a merged province is taken over by the one like it in the new province."""
    if place.ended is None or not place.successor:
        return
    last = next(row for row in place.periods if row.valid_to == place.ended)
    on = shipped.day_after(place.ended)
    heirs = [
        (f"{body.key}@{place.key}", f"{body.key}@{place.successor}", "")
        for body in shipped.bodies().values()
        if body.level != Level.CENTRAL
        and body.stands_in(place.key)
        and body.lives_on(place.ended)
        and body.lives_on(on)
    ]
    note = f"{last.unit} {last.name} → {shipped.places()[place.successor].name_on(on)}"
    changes.add(
        Change(kind=ChangeKind.MERGE, effective_on=on, legal_basis=last.paper, certainty=last.certainty, note=note),
        heirs,
    )


def _rename(changes: Changes, place: Place) -> None:
    """A province that became a city renames the bodies that bear its name."""
    for before, after in zip(place.periods, place.periods[1:], strict=False):
        if not changes.load.is_new(after.since) or after.valid_from is None:
            continue
        keys = [
            f"{body.key}@{place.key}"
            for body in shipped.bodies().values()
            if body.level != Level.CENTRAL
            and body.stands_in(place.key)
            and body.lives_on(after.valid_from)
            and shipped.spoken(body.pattern, before) != shipped.spoken(body.pattern, after)
        ]
        note = f"{before.unit} {before.name} → {after.unit} {after.name}"
        change = Change(
            kind=ChangeKind.RENAME,
            effective_on=after.valid_from,
            legal_basis=after.paper,
            certainty=after.certainty,
            note=note,
        )
        changes.add(change, [(key, key, "") for key in keys])


# --- groups --------------------------------------------------------------------------


def _groups(load: Load) -> None:
    """Group phrases of the country and of each province, with the bodies they mean."""
    known = set(Group.objects.values_list("key", "place"))
    groups, members = [], []
    for one in shipped.collectives():
        for place in load.places.values() if one.place else [None]:
            at = load.ids.get(f"{one.place}@{place.key}") if place else None
            if not load.is_new(one.since, place.since if place else 0) or (one.key, at) in known:
                continue
            groups.append(Group(key=one.key, name=one.name, place_id=at))
            members.append(list(_member_keys(one.members, place)))
    made = Group.objects.bulk_create(groups, batch_size=BATCH)
    rows = [
        GroupMember(group=group, agency_id=load.ids[key])
        for group, keys in zip(made, members, strict=True)
        for key in keys
        if key in load.ids
    ]
    GroupMember.objects.bulk_create(rows, batch_size=BATCH)


def _member_keys(members: Iterable[str], place: Place | None) -> Iterator[str]:
    for key in members:
        if shipped.bodies()[key].level == Level.CENTRAL:
            yield key
        elif place is not None:
            yield f"{key}@{place.key}"
        else:
            yield from (f"{key}@{one}" for one in shipped.places())


# --- by the calendar alone -----------------------------------------------------------


def renew_today() -> int:
    """Let bodies whose name or parent changes today by what was entered before say so; how many."""
    today = timezone.localdate()
    named = AgencyName.objects.filter(holding_on(today), kind=NameKind.NAME).exclude(name=F("agency__name"))
    placed = AgencyParent.objects.filter(holding_on(today)).exclude(parent=F("agency__parent"))
    stale = {*named.values_list("agency", flat=True), *placed.values_list("agency", flat=True)}
    with transaction.atomic():
        for agency in Agency.objects.select_for_update().filter(pk__in=stale).order_by("pk"):
            bring_up_to_date(agency, today)
    return len(stale)
