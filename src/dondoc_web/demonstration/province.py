"""The province Lam Giang, which does not exist: its bodies before and after 2025, and people of each role.

What every province has comes from the templates of the shipped registry.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from dondoc_web.accounts.actions import new_password
from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.agencies.actions import Basis, Facts, Heir, add_agency, add_member, record_change
from dondoc_web.agencies.loading import load_province
from dondoc_web.agencies.models import Agency, Certainty, ChangeKind, Group
from dondoc_web.agencies.shipped import Period, Place
from dondoc_web.demonstration.papers import rows
from dondoc_web.figures.arranging import arrange

KEY = "lam-giang"
PLACE = Place(KEY, "", (Period("Lam Giang", "tỉnh", None, None, "", "unchecked", 1),), "", 1)
COMMUNES_SINCE = date(2025, 7, 1)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đỗ", "Bùi", "Hồ")
GIVEN = ("Văn Tâm", "Thị Hạnh", "Minh Quân", "Thu Trang", "Đình Nam", "Kim Oanh", "Hữu Phước")


def body(key: str) -> Agency:
    """A body of Lam Giang by the first part of its key."""
    return Agency.objects.get(key=f"{key}@{KEY}")


def person(username: str) -> User:
    """Somebody of the demonstration."""
    return User.objects.get(username=username)


def officer_of(agency: Agency) -> User | None:
    """Who reports for a body today; None where nobody does."""
    today = timezone.localdate()
    staff = agency.staff.filter(role=Role.UNIT, since__lte=today).exclude(until__lt=today)
    held = staff.select_related("person").order_by("pk").first()
    return held.person if held else None


def found_province(by: User) -> None:
    """Enter the bodies; districts end on the day on which communes take their work over."""
    load_province(PLACE)
    for row in rows("bodies"):
        first, last = (date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
        facts = Facts(
            name=row["name"],
            system=row["system"],
            level=row["level"],
            valid_from=first,
            valid_to=last,
            key=f"{row['key']}@{KEY}",
            note="Cơ quan của tỉnh minh họa, không có thật.",
        )
        made = add_agency(by=by, facts=facts, parent=body(row["parent"]))
        if row["group"]:
            add_member(by=by, group=_group(row["group"]), agency=made)
    heirs = [Heir(body(row["old"]), body(row["new"])) for row in rows("heirs")]
    basis = Basis(certainty=Certainty.SEEN, note="Kết thúc hoạt động của cấp huyện (minh họa).")
    record_change(by=by, kind=ChangeKind.MERGE, effective_on=COMMUNES_SINCE, heirs=heirs, basis=basis)


def _group(key: str) -> Group:
    return Group.objects.get(key=key, place=body("uy-ban-nhan-dan-tinh"))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a visitor needs to come in as a person of the demonstration."""

    username: str
    password: str
    role: str
    agency: str


def hire(since: date) -> Sequence[Shown]:
    """People of each role whose passwords are shown, and an officer in every other body that owes work."""
    shown = []
    for row in rows("people"):
        password, agency = new_password(), body(row["agency"])
        person = _person(row["username"], row["full_name"], make_password(password))
        Membership.objects.create(person=person, agency=agency, role=row["role"], since=since)
        shown.append(Shown(row["username"], password, str(Role(row["role"]).label), agency.name))
    _formerly("don-vi-cong-nghe", "so-thong-tin-va-truyen-thong", since)
    _officers(since)
    return shown


def place_squares() -> None:
    """Where the communes stand on the map; what is left stands below it."""
    places = {f"{row['key']}@{KEY}": (int(row["column"]), int(row["row"])) for row in rows("squares")}
    arrange(by=person("dau-moi-1"), places=places)


def _person(username: str, full_name: str, password: str) -> User:
    return User.objects.create(username=username, full_name=full_name, password=password, demonstration=True)


def _formerly(username: str, key: str, since: date) -> None:
    """The officer for technology worked in a department that was merged."""
    agency = body(key)
    last = agency.valid_to
    if last is not None and since <= last:
        person = User.objects.get(username=username)
        Membership.objects.create(person=person, agency=agency, role=Role.UNIT, since=since, until=last)


def _officers(since: date) -> None:
    """Nobody signs in as one of them: nobody knows their password."""
    unknown = make_password(secrets.token_urlsafe())
    top = body("uy-ban-nhan-dan-tinh")
    manned = Membership.objects.filter(role=Role.UNIT).values("agency")
    below = Agency.objects.filter(trail__startswith=top.trail).exclude(pk__in=manned).exclude(pk=top.pk).order_by("pk")
    for number, agency in enumerate(below):
        name = f"{FAMILY[number % len(FAMILY)]} {GIVEN[number % len(GIVEN)]}"
        person = _person(f"can-bo-{number + 1:02}", name, unknown)
        begins = max(since, agency.valid_from or since)
        until = agency.valid_to
        if until is None or until > begins + timedelta(days=1):
            Membership.objects.create(person=person, agency=agency, role=Role.UNIT, since=begins, until=until)


# --- what is printed at each start ---------------------------------------------------------------------------


def keep(shown: Sequence[Shown], file: Path) -> None:
    """Write the people down, readable by the owner of the data only."""
    file.touch(mode=0o600)
    file.write_text("".join(f"{_line(one)}\n" for one in shown), encoding="utf-8")


def _line(one: Shown) -> str:
    return f"{one.username:<16} {one.password:<20} {one.role}, {one.agency}"


def kept(file: Path) -> str:
    """What :func:`keep` wrote; nothing where it was deleted."""
    return file.read_text(encoding="utf-8") if file.exists() else ""
