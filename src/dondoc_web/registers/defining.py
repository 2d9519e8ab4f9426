"""The write side of definitions: an office makes a register, or changes its fields and keeps its entries."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.registers.kinds import Field, Kind, fields_of
from dondoc_web.registers.models import Register
from dondoc_web.registers.rights import may_define
from dondoc_web.registers.shipped import Definition

MOST_FIELDS = 40


@transaction.atomic
def define(*, office_id: int, by: User, definition: Definition) -> Register:
    """A register of the office: its own, or a copy of a shipped one."""
    office = Agency.objects.select_for_update(of=("self",)).get(pk=office_id)
    require(may_define(by, office))
    _check(definition, office, None)
    made = Register.objects.create(
        office=office, name=definition.name, note=definition.note, shipped=definition.shipped,
        fields=[one.as_data() for one in definition.fields], made_by=by, made_at=timezone.now(),
    )  # fmt: skip
    record(actor=by, verb=Verb.REGISTER_DEFINED, target=made, name=made.name, fields=made.fields)
    return made


@transaction.atomic
def redefine(*, register_id: int, by: User, definition: Definition) -> Register:
    """Change name and fields; entries keep what they say.

    Raises ValidationError where a field that entries have filled would go or change its kind.
    """
    register = Register.objects.select_for_update(of=("self",)).select_related("office").get(pk=register_id)
    require(may_define(by, register.office))
    _check(definition, register.office, register)
    _keep_what_is_filled(register, definition)
    before = {"name": register.name, "fields": register.fields}
    register.name, register.note = definition.name, definition.note
    register.fields = [one.as_data() for one in definition.fields]
    register.save(update_fields=["name", "note", "fields"])
    record(actor=by, verb=Verb.REGISTER_CHANGED, target=register, before=before, fields=register.fields)
    return register


def _check(definition: Definition, office: Agency, register: Register | None) -> None:
    if not definition.name:
        raise ValidationError(_("Hãy đặt tên sổ."))
    same = Register.objects.filter(office=office, name=definition.name)
    if (same.exclude(pk=register.pk) if register else same).exists():
        raise ValidationError(_("Cơ quan đã có sổ “%s”; hãy đặt tên khác.") % definition.name)
    if not 0 < len(definition.fields) <= MOST_FIELDS:
        raise ValidationError(_("Sổ cần từ 1 đến %d trường.") % MOST_FIELDS)
    keys = [one.key for one in definition.fields]
    labels = [one.label.casefold() for one in definition.fields]
    if len(set(keys)) < len(keys) or len(set(labels)) < len(labels):
        raise ValidationError(_("Hai trường trùng tên; hãy đặt tên khác nhau."))
    for one in definition.fields:
        if one.kind not in Kind.values:
            raise ValidationError(_("Hãy chọn loại của trường “%s”.") % one.label)
        if one.kind == Kind.CHOICE and not one.choices:
            raise ValidationError(_("Trường “%s” cần danh sách để chọn, mỗi mục cách nhau dấu “;”.") % one.label)


def _keep_what_is_filled(register: Register, definition: Definition) -> None:
    new: dict[str, Field] = {one.key: one for one in definition.fields}
    filled = {key for values in register.entries.values_list("values", flat=True) for key in values}
    for old in fields_of(register.fields):
        if old.key not in filled:
            continue
        if old.key not in new:
            raise ValidationError(_("Trường “%s” đã có số liệu nên không bỏ được.") % old.label)
        if new[old.key].kind != old.kind:
            raise ValidationError(_("Trường “%s” đã có số liệu nên không đổi loại được.") % old.label)
