"""Verbs about one body: enter, rename, move, end, another name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.actions.keeping import (
    add_name,
    bring_up_to_date,
    end_life,
    free_key,
    held,
    in_order,
    may_edit,
    within_life,
    words,
)
from dondoc_web.agencies.models import (
    Agency,
    AgencyName,
    AgencyParent,
    Certainty,
    Change,
    ChangeKind,
    NameKind,
    Succession,
    holding_on,
)
from dondoc_web.agencies.naming import folded, place_of
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a body when it is entered."""

    name: str
    system: str
    level: str
    symbol: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    certainty: str = Certainty.UNCHECKED
    note: str = ""
    key: str = ""


@transaction.atomic
def add_agency(*, by: User, facts: Facts, parent: Agency | None = None) -> Agency:
    """Enter a body under ``parent``, or at the top."""
    require(may_edit(by, parent))
    made = new_agency(facts, parent)
    record(actor=by, verb=Verb.AGENCY_ADDED, target=made, key=made.key, name=made.name, parent=parent and parent.key)
    return made


def new_agency(facts: Facts, parent: Agency | None) -> Agency:
    """The rows of a new body; the verb that calls has asked for the right and writes the event."""
    in_order(facts.valid_from, facts.valid_to)
    made = Agency(
        key=facts.key or free_key(facts.name, place_of(parent.key) if parent else ""),
        name=words(facts.name),
        symbol=facts.symbol.strip(),
        system=facts.system,
        level=facts.level,
        parent=parent,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        certainty=facts.certainty,
        note=facts.note,
    )
    made.full_clean(exclude=["parent"])
    made.save()
    made.trail = f"{parent.trail if parent else '/'}{made.pk}/"
    made.save(update_fields=["trail"])
    add_name(made, made.name, NameKind.NAME)
    if made.symbol:
        add_name(made, made.symbol, NameKind.SYMBOL)
    if parent is not None:
        AgencyParent.objects.create(agency=made, parent=parent)
    return made


@transaction.atomic
def rename(*, by: User, agency: Agency, name: str, since: date, legal_basis: str = "") -> Agency:
    """Give a body another name from ``since`` on; the old one stays for the days before."""
    agency = held(by, agency)
    name, before = words(name), agency.name
    within_life(agency, since)
    if folded(name) == folded(before) and name == before:
        raise ValidationError({"name": _("Tên mới trùng tên đang dùng; hãy nhập tên khác.")})
    names = agency.names.filter(kind=NameKind.NAME)
    if names.filter(valid_from__gte=since).exists():
        raise ValidationError({"since": _("Đã có tên bắt đầu từ ngày này hoặc sau đó; hãy chọn ngày muộn hơn.")})
    names.filter(holding_on(since)).update(valid_to=since - timedelta(days=1))
    add_name(agency, name, NameKind.NAME, since)
    change = Change.objects.create(
        kind=ChangeKind.RENAME,
        effective_on=since,
        legal_basis=legal_basis.strip(),
        note=_("“%(old)s” đổi tên thành “%(new)s”.") % {"old": before, "new": name},
    )
    Succession.objects.create(change=change, old=agency, new=agency)
    bring_up_to_date(agency)
    record(actor=by, verb=Verb.AGENCY_RENAMED, target=agency, before=before, after=name, since=str(since))
    return agency


@transaction.atomic
def move(*, by: User, agency: Agency, parent: Agency | None, since: date) -> Agency:
    """Put a body, with all that stands below it, under another one from ``since`` on."""
    agency = held(by, agency, parent)
    require(may_edit(by, parent))
    within_life(agency, since)
    if parent is not None:
        parent.refresh_from_db()
        if parent.trail.startswith(agency.trail):
            raise ValidationError({"parent": _("Một cơ quan không thể trực thuộc chính nó hoặc đơn vị của nó.")})
    before = agency.parent
    if before is not None and not agency.parents.exists():
        AgencyParent.objects.create(agency=agency, parent=before)
    if agency.parents.filter(valid_from__gte=since).exists():
        raise ValidationError({"since": _("Đã ghi cơ quan cấp trên từ ngày này hoặc sau đó; hãy chọn ngày muộn hơn.")})
    agency.parents.filter(holding_on(since)).update(valid_to=since - timedelta(days=1))
    if parent is not None:
        AgencyParent.objects.create(agency=agency, parent=parent, valid_from=since)
    bring_up_to_date(agency)
    record(
        actor=by,
        verb=Verb.AGENCY_MOVED,
        target=agency,
        before=before and before.key,
        after=parent and parent.key,
        since=str(since),
    )
    return agency


@transaction.atomic
def end(*, by: User, agency: Agency, on: date, legal_basis: str = "") -> Agency:
    """Say that ``on`` was the last day of a body that nobody takes over from."""
    agency = held(by, agency)
    end_life(agency, on)
    change = Change.objects.create(
        kind=ChangeKind.DISSOLVE, effective_on=on + timedelta(days=1), legal_basis=legal_basis.strip()
    )
    Succession.objects.create(change=change, old=agency)
    record(actor=by, verb=Verb.AGENCY_ENDED, target=agency, on=str(on), legal_basis=legal_basis.strip())
    return agency


@transaction.atomic
def add_alias(
    *, by: User, agency: Agency, name: str, kind: str = NameKind.ALIAS, since: date | None = None
) -> AgencyName:
    """Add another name, a short form or a symbol that a body goes by."""
    agency = held(by, agency)
    name = words(name)
    if kind == NameKind.NAME:
        raise ValidationError(_("Tên chính thức đổi bằng “Đổi tên”."))
    if agency.names.filter(kind=kind, folded=folded(name)).exists():
        raise ValidationError({"name": _("Cơ quan này đã có tên gọi đó.")})
    made = add_name(agency, name, kind, since)
    bring_up_to_date(agency)
    record(actor=by, verb=Verb.AGENCY_ALIAS_ADDED, target=agency, name=name, kind=str(kind))
    return made
