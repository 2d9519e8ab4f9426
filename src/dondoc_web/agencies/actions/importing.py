"""The verb that takes a table of bodies in: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import require, trails
from dondoc_web.agencies.actions.bodies import Facts, new_agency
from dondoc_web.agencies.actions.keeping import add_name, may_edit
from dondoc_web.agencies.models import Agency, Group, GroupMember, NameKind
from dondoc_web.agencies.naming import folded, place_of
from dondoc_web.agencies.spreadsheet import CellError, Row, parsed
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table of bodies would do, or did: rows to add, rows known already, what is wrong."""

    rows: Sequence[Row]
    added: int
    known: int
    errors: Sequence[CellError]


@transaction.atomic
def import_csv(*, by: User, text: str, only_look: bool) -> Imported:
    """Add the bodies of a CSV text that are not here yet; with an error in any cell nothing is added.

    ``only_look`` gives the preview: everything is tried, nothing is kept. A
    row whose key, or whose name under the same parent, is here already is
    left as it is.
    """
    require(by.is_superuser or bool(trails(by, (Role.ADMINISTRATOR,))))
    rows = parsed(text)
    start = transaction.savepoint()
    added, known = _added(by, rows)
    errors = [error for row in rows for error in row.errors]
    if only_look or errors:
        transaction.savepoint_rollback(start)
    elif added:
        keys = [agency.key for agency in added]
        record(actor=by, verb=Verb.AGENCIES_IMPORTED, added=len(added), known=known, keys=keys)
    return Imported(rows, len(added), known, errors)


def _added(by: User, rows: Sequence[Row]) -> tuple[list[Agency], int]:
    """Bodies made for the rows, parents before children; and how many were known."""
    bodies = {agency.key: agency for agency in Agency.objects.filter(key__in=_keys(rows))}
    made: list[Agency] = []
    known = 0
    waiting = list(rows)
    while waiting:
        later: list[Row] = []
        for row in waiting:
            parent = _parent(by, row, bodies, rows)
            if parent is None and row.cells["parent"] and not row.errors:
                later.append(row)
                continue
            if row.errors:
                continue
            agency = _here_already(row, parent, bodies)
            known += agency is not None
            if agency is None and (agency := _made(by, row, parent)) is not None:
                made.append(agency)
            if agency is not None:
                bodies[agency.key] = agency
                bodies.setdefault(folded(row.cells["name"]), agency)
        if len(later) == len(waiting):
            for row in later:
                row.wrong("parent", _("Không thấy cơ quan “%s” trong tệp hoặc trong danh mục.") % row.cells["parent"])
            break
        waiting = later
    return made, known


def _keys(rows: Sequence[Row]) -> set[str]:
    return {row.cells["key"] for row in rows} | {row.cells["parent"] for row in rows}


def _parent(by: User, row: Row, bodies: Mapping[str, Agency], rows: Sequence[Row]) -> Agency | None:
    """The body that the cell names: a key, or a name of this file or of a branch that the person looks after."""
    cell = row.cells["parent"]
    if not cell:
        return None
    if cell not in bodies and sum(folded(one.cells["name"]) == folded(cell) for one in rows) > 1:
        row.wrong("parent", _("Có nhiều cơ quan tên “%s”; hãy ghi khóa của cơ quan.") % cell)
        return None
    found = bodies.get(cell) or bodies.get(folded(cell))
    if found is None and not any(cell in (one.cells["key"], one.cells["name"]) for one in rows):
        named = Agency.objects.filter(names__folded=folded(cell)).distinct()
        mine = [agency for agency in named if may_edit(by, agency)]
        if len(mine) > 1:
            row.wrong("parent", _("Có nhiều cơ quan tên “%s”; hãy ghi khóa của cơ quan.") % cell)
        found = mine[0] if len(mine) == 1 else None
    return found


def _here_already(row: Row, parent: Agency | None, bodies: Mapping[str, Agency]) -> Agency | None:
    key, name = row.cells["key"], folded(row.cells["name"])
    if key and key in bodies:
        return bodies[key]
    alike = Agency.objects.filter(parent=parent, names__folded=name, names__kind=NameKind.NAME)
    return None if key else alike.filter(valid_from=row.valid_from).first()


def _made(by: User, row: Row, parent: Agency | None) -> Agency | None:
    cells = row.cells
    try:
        require(may_edit(by, parent))
        given = {name: cells[name] for name in ("name", "system", "level", "symbol", "note", "key")}
        agency = new_agency(Facts(**given, valid_from=row.valid_from, valid_to=row.valid_to), parent)
    except PermissionDenied:
        row.wrong("parent", _("Bạn không quản trị nhánh này; hãy ghi cơ quan cấp trên thuộc nhánh của bạn."))
        return None
    except ValidationError as error:
        row.wrong("name", " ".join(error.messages))
        return None
    for alias in row.aliases:
        add_name(agency, alias, NameKind.ALIAS)
    for name in row.groups:
        _join(by, row, agency, name)
    return agency


def _join(by: User, row: Row, agency: Agency, name: str) -> None:
    """Put a new body into a group of its place, named by key or by words."""
    place = place_of(agency.key)
    groups = [
        group
        for group in Group.objects.select_related("place")
        if (group.key == name or folded(group.name) == folded(name))
        and (group.place is None or place_of(group.place.key) == place)
        and may_edit(by, group.place)
    ]
    if len(groups) != 1:
        row.wrong("groups", _("Không thấy nhóm “%s” ở nơi này; hãy thêm nhóm trước.") % name)
        return
    GroupMember.objects.create(group=groups[0], agency=agency)
