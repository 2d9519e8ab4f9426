"""The write side of entries: added, corrected, withdrawn; each is evidence of an obligation."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.registers.kinds import checked, fields_of
from dondoc_web.registers.models import Entry, Register
from dondoc_web.registers.queries import known_of
from dondoc_web.registers.rights import may_enter
from dondoc_web.work.models import Obligation


@transaction.atomic
def add(*, register_id: int, by: User, obligation_id: int, values: Mapping[str, str]) -> Entry:
    """Write an entry, tied to an obligation towards the office of the register.

    Raises ValidationError with a message for each field that is wrong.
    """
    register = Register.objects.select_for_update(of=("self",)).select_related("office").get(pk=register_id)
    obligation = Obligation.objects.select_related("office", "agency").get(pk=obligation_id)
    require(may_enter(by, obligation) and obligation.office_id == register.office_id)
    kept, now = checked(fields_of(register.fields), values, known_of(register)), timezone.now()
    made = Entry.objects.create(
        register=register, obligation=obligation, agency=obligation.agency, values=kept, by=by, at=now, changed_at=now
    )
    record(actor=by, verb=Verb.ENTRY_ADDED, target=made, obligation=obligation.pk, values=kept)
    return made


@transaction.atomic
def correct(*, entry_id: int, by: User, values: Mapping[str, str]) -> Entry:
    """Change what an entry says; what stood before is in the log."""
    entry = _locked(entry_id, by)
    kept = checked(fields_of(entry.register.fields), values, known_of(entry.register, entry))
    if kept == entry.values:
        return entry
    before, entry.values, entry.changed_at = entry.values, kept, timezone.now()
    entry.save(update_fields=["values", "changed_at"])
    record(actor=by, verb=Verb.ENTRY_CORRECTED, target=entry, before=before, after=kept)
    return entry


@transaction.atomic
def withdraw(*, entry_id: int, by: User, reason: str) -> Entry:
    """The entry is evidence no more and counted nowhere; it stays with its reason."""
    entry = _locked(entry_id, by)
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do rút."))
    entry.withdrawn_at, entry.withdrawn_reason = timezone.now(), reason.strip()
    entry.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(actor=by, verb=Verb.ENTRY_WITHDRAWN, target=entry, reason=entry.withdrawn_reason)
    return entry


def _locked(entry_id: int, by: User) -> Entry:
    parts = ("register__office", "obligation__office", "obligation__agency")
    entry = Entry.objects.select_for_update(of=("self",)).select_related(*parts).get(pk=entry_id)
    require(may_enter(by, entry.obligation))
    if entry.withdrawn_at:
        raise ValidationError(_("Mục này đã được rút; hãy ghi mục mới."))
    return entry
