"""Verbs about groups: a phrase for many bodies, who belongs to it from when to when."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.actions.keeping import in_order, may_edit, words
from dondoc_web.agencies.models import Agency, Group, GroupMember
from dondoc_web.agencies.naming import slug
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb


@transaction.atomic
def add_group(*, by: User, name: str, place: Agency | None = None, key: str = "") -> Group:
    """Enter a phrase for many bodies, of the branch of ``place`` or of the whole country."""
    require(may_edit(by, place))
    name = words(name)
    key = key.strip() or slug(name)
    if Group.objects.filter(key=key, place=place).exists():
        raise ValidationError({"name": _("Nơi này đã có nhóm cơ quan đó.")})
    made = Group.objects.create(key=key, name=name, place=place)
    record(actor=by, verb=Verb.GROUP_ADDED, target=made, key=key, name=name, place=place and place.key)
    return made


@transaction.atomic
def add_member(
    *, by: User, group: Group, agency: Agency, since: date | None = None, until: date | None = None
) -> GroupMember:
    """Let a body belong to a group, from one day to another."""
    require(may_edit(by, group.place))
    in_order(since, until)
    for known in group.members.filter(agency=agency):
        if (until is None or known.valid_from is None or known.valid_from <= until) and (
            since is None or known.valid_to is None or since <= known.valid_to
        ):
            raise ValidationError({"agency": _("Cơ quan này đã thuộc nhóm trong thời gian đó.")})
    made = GroupMember.objects.create(group=group, agency=agency, valid_from=since, valid_to=until)
    days = {"since": since and str(since), "until": until and str(until)}
    record(actor=by, verb=Verb.GROUP_MEMBER_ADDED, target=group, agency=agency.key, **days)
    return made


@transaction.atomic
def end_member(*, by: User, member: GroupMember, on: date) -> GroupMember:
    """Say that ``on`` was the last day of a body in a group."""
    member = (
        GroupMember.objects.select_for_update(of=("self",)).select_related("group__place", "agency").get(pk=member.pk)
    )
    require(may_edit(by, member.group.place))
    in_order(member.valid_from, on)
    member.valid_to = on
    member.save(update_fields=["valid_to"])
    record(actor=by, verb=Verb.GROUP_MEMBER_ENDED, target=member.group, agency=member.agency.key, on=str(on))
    return member
