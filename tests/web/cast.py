"""The cast: two provinces that do not exist, their bodies, and people of each role in both."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.agencies.models import Agency, AgencyName, Level, System
from dondoc_web.agencies.naming import folded

SINCE = date(2020, 1, 1)


def agency(key: str, name: str, parent: Agency | None = None, **facts: object) -> Agency:
    """A body under ``parent``, with its name and its place in the tree."""
    facts = {"system": System.STATE, "level": Level.PROVINCE} | facts
    made = Agency.objects.create(key=key, name=name, parent=parent, **facts)
    made.trail = f"{parent.trail if parent else '/'}{made.pk}/"
    made.save(update_fields=["trail"])
    AgencyName.objects.create(agency=made, name=name, folded=folded(name))
    return made


def person(username: str, role: str, at: Agency, **facts: object) -> User:
    """A person who holds ``role`` at ``at``."""
    made = User.objects.create_user(username, password=f"mat-khau-{username}", **facts)
    Membership.objects.create(person=made, agency=at, role=role, since=SINCE)
    return made


def two_provinces() -> SimpleNamespace:
    """Lam Giang with its committee, departments and a district; Bình Sơn Hạ beside it; their people.

    ``desk``, ``unit``, ``leader``, ``auditor``, ``admin`` work in Lam Giang
    (``unit`` in the department of culture), ``desk2`` confirms after ``desk``;
    the names with ``other_`` work in Bình Sơn Hạ.
    """
    here = SimpleNamespace()
    here.province = agency("ubnd-tinh@lam-giang", "UBND tỉnh Lam Giang", symbol="UBND")
    here.culture = agency("so-vhttdl@lam-giang", "Sở Văn hóa, Thể thao và Du lịch", here.province, symbol="SVHTTDL")
    here.interior = agency("so-noi-vu@lam-giang", "Sở Nội vụ", here.province, symbol="SNV")
    here.finance = agency("so-tai-chinh@lam-giang", "Sở Tài chính", here.province, symbol="STC")
    here.district = agency("ubnd-huyen-a@lam-giang", "UBND huyện Sông Lam", here.province, level=Level.DISTRICT)
    here.other = agency("ubnd-tinh@binh-son-ha", "UBND tỉnh Bình Sơn Hạ", symbol="UBND")
    here.other_culture = agency("so-vhttdl@binh-son-ha", "Sở Văn hóa, Thể thao và Du lịch", here.other)
    for prefix, top, unit in (("", here.province, here.culture), ("other_", here.other, here.other_culture)):
        mark = prefix.replace("_", "-")
        setattr(here, f"{prefix}admin", person(f"{mark}admin", Role.ADMINISTRATOR, top))
        setattr(here, f"{prefix}desk", person(f"{mark}desk", Role.DESK, top))
        setattr(here, f"{prefix}desk2", person(f"{mark}desk2", Role.DESK, top))
        setattr(here, f"{prefix}leader", person(f"{mark}leader", Role.LEADER, top))
        setattr(here, f"{prefix}auditor", person(f"{mark}auditor", Role.AUDITOR, top))
        setattr(here, f"{prefix}unit", person(f"{mark}unit", Role.UNIT, unit))
    return here
