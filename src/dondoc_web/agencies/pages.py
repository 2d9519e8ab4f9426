"""What the pages of the registry show, as small values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from dondoc_web.agencies import queries, shipped
from dondoc_web.agencies.models import (
    Agency,
    AgencyName,
    AgencyParent,
    Change,
    GroupMember,
    NameKind,
    holding_on,
)
from dondoc_web.agencies.naming import folded, place_of
from dondoc_web.agencies.spreadsheet import line_of
from dondoc_web.agencies.succession import Holder


@dataclass(frozen=True, slots=True)
class Place:
    """A branch at the top of the tree: a province on a day, or the central level (key empty)."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that the page of a body shows."""

    agency: Agency
    name: str
    place: str
    names: Sequence[AgencyName]
    parents: Sequence[AgencyParent]
    below: Sequence[queries.Node]
    changes: Sequence[Change]
    groups: Sequence[GroupMember]
    holders: Sequence[tuple[str, Holder]]


def place_name(key: str, day: date) -> str:
    """``tỉnh Lâm Đồng`` for a key of that place; empty at the central level and where the place is not known."""
    place = shipped.places().get(place_of(key))
    return place.name_on(day) if place else ""


def places_on(day: date) -> list[Place]:
    """The places that have bodies on ``day``, in alphabetical order."""
    tops: dict[str, str] = {}
    rows = Agency.objects.filter(holding_on(day), key__contains="@", parent=None).order_by("-system", "pk")
    for key, name in rows.values_list("key", "name"):
        tops.setdefault(place_of(key), name)
    found = [Place(key, place_name(f"@{key}", day) or name) for key, name in tops.items()]
    return sorted(found, key=lambda one: folded(one.name.removeprefix("thành phố ").removeprefix("tỉnh ")))


def body(agency: Agency, *, day: date, function: str) -> Body:
    """The page of a body on ``day``; ``function`` is asked for beside those that the registry names."""
    heirs = queries.Heirs()
    named = agency.succeeded_by.exclude(function="").order_by("pk").values_list("function", flat=True)
    functions = [function] if function else ["", *dict.fromkeys(named)]
    groups = agency.memberships_in_groups.select_related("group", "group__place")
    return Body(
        agency=agency,
        name=queries.name_on(agency, day),
        place=place_name(agency.key, day),
        names=list(agency.names.all()),
        parents=list(agency.parents.select_related("parent")),
        below=queries.tree_on(day, under=agency),
        changes=queries.changes_of(agency),
        groups=list(groups),
        holders=[(one, heirs.holder(agency, one, day=day)) for one in functions],
    )


def duplicates() -> list[list[Agency]]:
    """Bodies of one place that bear the same name, with or without marks, at the same time."""
    found: dict[tuple[str, str], dict[int, Agency]] = {}
    rows = AgencyName.objects.filter(kind=NameKind.NAME).select_related("agency")
    for row in rows:
        same = found.setdefault((place_of(row.agency.key), row.folded), {})
        same[row.agency_id] = row.agency
    groups = [list(same.values()) for same in found.values() if len(same) > 1]
    return [group for group in groups if _together(group)]


def _together(group: Sequence[Agency]) -> bool:
    """Two that share a parent and some days; the same office of two communes is no duplicate."""
    for n, one in enumerate(group):
        for other in group[n + 1 :]:
            start = max(one.valid_from or date.min, other.valid_from or date.min)
            end = min(one.valid_to or date.max, other.valid_to or date.max)
            if one.parent_id == other.parent_id and start <= end:
                return True
    return False


def table_lines(*, place: str | None) -> Iterator[list[object]]:
    """The registry, or one place of it, as lines of the CSV table."""
    bodies = (
        Agency.objects.filter(merged_into=None)
        .select_related("parent")
        .prefetch_related(
            Prefetch("names", AgencyName.objects.filter(kind=NameKind.ALIAS)),
            Prefetch("memberships_in_groups", GroupMember.objects.select_related("group")),
        )
    )
    if place is not None:
        bodies = bodies.filter(key__endswith=f"@{place}") if place else bodies.exclude(key__contains="@")
    for one in bodies.order_by("trail"):
        aliases = [row.name for row in one.names.all()]
        groups = sorted({row.group.key for row in one.memberships_in_groups.all()})
        yield line_of(one, aliases, groups)
