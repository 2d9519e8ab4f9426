"""The write side of people: invite, give and end roles, links, locks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts import second_factor
from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.accounts.rights import reaches, require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.people.models import PasswordLink, digest_of
from dondoc_web.people.rights import ADMINISTRATORS, may_look_after, others_administer, people

LINK_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited: login name, name, e-mail (may be empty)."""

    username: str
    full_name: str
    email: str = ""


@transaction.atomic
def invite(*, by: User, who: Invited, agency: Agency, role: str) -> tuple[User, str]:
    """Make an account with a role at ``agency`` and a link to set its password; the link's token, told once."""
    require(reaches(by, agency, ADMINISTRATORS))
    if User.objects.filter(username__iexact=who.username).exists():
        raise ValidationError({"username": _("Đã có tài khoản “%s”; hãy chọn tên khác.") % who.username})
    person = User(username=who.username, full_name=who.full_name, email=who.email)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    _give(person, agency, role)
    token = _new_link(person, by)
    record(actor=by, verb=Verb.PERSON_INVITED, target=person, agency=agency.name, role=role)
    return person, token


@transaction.atomic
def make_link(*, by: User, person_id: int) -> str:
    """A new link to set the password of a person who forgot it; links of before work no more. The token, told once."""
    person = _looked_after(by, person_id)
    token = _new_link(person, by)
    record(actor=by, verb=Verb.LINK_MADE, target=person)
    return token


@transaction.atomic
def revoke_links(*, by: User, person_id: int) -> None:
    """Make the links of a person useless."""
    person = _looked_after(by, person_id)
    _revoke(person)
    record(actor=by, verb=Verb.LINK_REVOKED, target=person)


@transaction.atomic
def use_link(*, token: str, password: str) -> User:
    """Set the password of the person to whom ``token`` was given; the link and all sessions end."""
    link = PasswordLink.objects.select_for_update(of=("self",)).filter(digest=digest_of(token)).first()
    if link is None or not link.works_at(timezone.now()):
        raise ValidationError(_("Liên kết này đã dùng, đã thu hồi hoặc hết hạn. Hãy xin quản trị viên liên kết mới."))
    person = User.objects.select_for_update().get(pk=link.person_id)
    require(person.is_active)
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    record(actor=person, verb=Verb.LINK_USED, target=person)
    return person


@transaction.atomic
def give_role(*, by: User, person_id: int, agency: Agency, role: str) -> Membership:
    """Give a person of the branch one more role in it, from today."""
    require(reaches(by, agency, ADMINISTRATORS))
    person = _seen(by, person_id)
    given = _give(person, agency, role)
    record(actor=by, verb=Verb.ROLE_GIVEN, target=person, agency=agency.name, role=role)
    return given


@transaction.atomic
def end_role(*, by: User, membership_id: int, last_day: date) -> Membership:
    """End a role; it still holds on ``last_day``. The last administrator of an agency stays."""
    held = Membership.objects.select_for_update(of=("self",)).select_related("agency", "person").get(pk=membership_id)
    require(reaches(by, held.agency, ADMINISTRATORS))
    if last_day < held.since - timedelta(days=1):
        raise ValidationError(_("Ngày kết thúc không thể trước ngày bắt đầu vai trò."))
    if held.role == Role.ADMINISTRATOR:
        _keep_an_administrator(held.agency, besides=[held.pk], after=last_day)
    held.until = last_day
    held.save(update_fields=["until"])
    facts = {"agency": held.agency.name, "role": held.role, "until": last_day.isoformat()}
    record(actor=by, verb=Verb.ROLE_ENDED, target=held.person, **facts)
    return held


@transaction.atomic
def deactivate(*, by: User, person_id: int) -> User:
    """Shut an account: its sessions end and nobody signs in with it; its roles and all it did stay on record."""
    person = _looked_after(by, person_id)
    if person == by:
        raise ValidationError(_("Bạn không thể khóa tài khoản của chính mình."))
    _keep_a_superuser(person)
    roles = Membership.objects.filter(person=person, role=Role.ADMINISTRATOR).select_related("agency")
    for one in roles.filter(until=None):
        _keep_an_administrator(one.agency, besides=[role.pk for role in roles], after=timezone.localdate())
    _revoke(person)
    return _set_active(person, by, active=False)


@transaction.atomic
def reactivate(*, by: User, person_id: int) -> User:
    """Open a shut account again."""
    return _set_active(_looked_after(by, person_id), by, active=True)


@transaction.atomic
def unlock(*, by: User, person_id: int) -> None:
    """Forget the failures that keep a person from signing in."""
    person = _looked_after(by, person_id)
    AccessAttempt.objects.filter(username=person.username).delete()
    record(actor=by, verb=Verb.PERSON_UNLOCKED, target=person)


@transaction.atomic
def take_off_second_factor(*, by: User, person_id: int) -> None:
    """Let a person who lost phone and recovery codes in with the password alone; sessions end."""
    person = _looked_after(by, person_id)
    second_factor.switch_off(person)
    User.objects.filter(pk=person.pk).update(session_series=F("session_series") + 1)
    record(actor=by, verb=Verb.SECOND_FACTOR_OFF, target=person)


def _seen(by: User, person_id: int) -> User:
    return people(by).get(pk=person_id)


def _looked_after(by: User, person_id: int) -> User:
    person = User.objects.select_for_update().get(pk=_seen(by, person_id).pk)
    require(may_look_after(by, person))
    return person


def _give(person: User, agency: Agency, role: str) -> Membership:
    if role not in Role.values:
        raise ValidationError(_("Hãy chọn vai trò trong danh sách."))
    today = timezone.localdate()
    if Membership.objects.filter(person=person, agency=agency, role=role, until=None).exists():
        raise ValidationError(_("Người này đang giữ vai trò đó tại cơ quan này."))
    return Membership.objects.create(person=person, agency=agency, role=role, since=today)


def _new_link(person: User, by: User) -> str:
    _revoke(person)
    token, now = secrets.token_urlsafe(32), timezone.now()
    facts = {"made_by": by, "made_at": now, "expires_at": now + LINK_LASTS}
    PasswordLink.objects.create(person=person, digest=digest_of(token), **facts)
    return token


def _revoke(person: User) -> None:
    PasswordLink.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=timezone.now())


def _set_active(person: User, by: User, *, active: bool) -> User:
    person.is_active = active
    person.session_series += 1
    person.save(update_fields=["is_active", "session_series"])
    record(actor=by, verb=Verb.PERSON_REACTIVATED if active else Verb.PERSON_DEACTIVATED, target=person)
    return person


def _keep_an_administrator(agency: Agency, *, besides: list[int], after: date) -> None:
    if not others_administer(agency, besides=besides, after=after):
        words = _("Đây là quản trị viên cuối cùng của %s. Hãy giao vai trò quản trị cho người khác trước.")
        raise ValidationError(words % agency.name)


def _keep_a_superuser(person: User) -> None:
    others = User.objects.select_for_update().filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others:
        raise ValidationError(_("Đây là quản trị viên cuối cùng của toàn hệ thống."))
