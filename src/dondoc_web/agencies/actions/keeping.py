"""What all verbs of the registry share: the right, the lock, and the columns that repeat what holds today."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, require
from dondoc_web.agencies.models import Agency, AgencyName, NameKind, holding_on
from dondoc_web.agencies.naming import folded, slug


def may_edit(by: User, agency: Agency | None) -> bool:
    """An administrator of a branch with ``agency``; what has no place in the tree is a superuser's."""
    return reaches(by, agency, (Role.ADMINISTRATOR,))


def bring_up_to_date(agency: Agency, day: date | None = None) -> None:
    """Let ``name``, ``symbol``, ``parent`` and ``trail`` of a body say what holds on ``day``, by default today."""
    day = day or timezone.localdate()
    names = list(agency.names.filter(holding_on(day)).order_by(F("valid_from").asc(nulls_first=True), "pk"))
    for row in names:
        if row.kind == NameKind.NAME:
            agency.name = row.name
        elif row.kind == NameKind.SYMBOL:
            agency.symbol = row.name
    if agency.parents.exists():
        dated = agency.parents.filter(holding_on(day)).select_related("parent").last()
        agency.parent = dated.parent if dated else None
    trail = f"{agency.parent.trail if agency.parent else '/'}{agency.pk}/"
    if trail != agency.trail:
        below = Agency.objects.filter(trail__startswith=agency.trail).exclude(pk=agency.pk)
        below.update(trail=Concat(Value(trail), Substr("trail", len(agency.trail) + 1)))
        agency.trail = trail
    agency.save(update_fields=["name", "symbol", "parent", "trail"])


def add_name(agency: Agency, name: str, kind: str, since: date | None = None) -> AgencyName:
    """One more row of names, with the form in which it is compared."""
    return AgencyName.objects.create(agency=agency, kind=kind, name=name, folded=folded(name), valid_from=since)


def held(by: User, agency: Agency, *others: Agency | None) -> Agency:
    """The body as it is stored now, if ``by`` may edit it; locked with ``others`` and all that stand above."""
    stored = locked(agency, *others)
    require(may_edit(by, stored))
    return stored


def locked(agency: Agency, *others: Agency | None) -> Agency:
    """Lock in one order, so that two moves against each other wait and see."""
    trails = Agency.objects.filter(pk__in=[one.pk for one in (agency, *others) if one]).values_list("trail", flat=True)
    wanted = {int(step) for trail in trails for step in trail.strip("/").split("/") if step} | {agency.pk}
    rows = Agency.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {one.pk: one for one in rows}[agency.pk]


def end_life(agency: Agency, on: date) -> None:
    """Let ``on`` be the last day of a body."""
    in_order(agency.valid_from, on)
    agency.valid_to = on
    agency.save(update_fields=["valid_to"])


def words(name: str) -> str:
    """A name with single spaces; empty is refused."""
    squeezed = " ".join(name.split())
    if not squeezed:
        raise ValidationError({"name": _("Hãy nhập tên.")})
    return squeezed


def in_order(first: date | None, last: date | None) -> None:
    """Refuse a last day before the first."""
    if first is not None and last is not None and last < first:
        raise ValidationError(_("Ngày kết thúc đứng trước ngày bắt đầu; hãy xem lại hai ngày."))


def within_life(agency: Agency, day: date) -> None:
    """Refuse a day on which the body does not exist."""
    if not agency.holds_on(day):
        raise ValidationError({"since": _("Ngày này nằm ngoài thời gian hoạt động của cơ quan.")})


def free_key(name: str, place: str) -> str:
    """A key that is not taken: the name, with a number where several have it."""
    at = f"@{place}" if place else ""
    stem = slug(name)[:100] or "co-quan"
    number, key = 1, f"{stem}{at}"
    while Agency.objects.filter(key=key).exists():
        number += 1
        key = f"{stem}-{number}{at}"
    return key
