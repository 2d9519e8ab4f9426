"""The write side of the log: one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from dondoc_web.accounts.rights import held
from dondoc_web.audit.models import Event, Verb
from dondoc_web.audit.where import ADDRESS

if TYPE_CHECKING:
    from dondoc_web.accounts.models import User


def record(*, actor: User | None, verb: Verb, target: models.Model | None = None, **data: Any) -> Event:
    """Write down that ``actor`` did ``verb`` to ``target``, in the transaction of the action that calls.

    The event is shown in the branch of the target's office (its attribute
    ``office``; an agency is its own), or of the actor's first agency. Outside a
    transaction it refuses: an event that could stand without its change, or a
    change without its event, is worth nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event is written in the transaction of its action")
    name = f"{target._meta.model_name}:{target.pk}" if target is not None else ""
    return Event.objects.create(
        actor=actor,
        verb=verb,
        target=name,
        data=data,
        at=timezone.now(),
        office_id=_office(target, actor),
        address=ADDRESS.get(),
    )


def _office(target: models.Model | None, actor: User | None) -> int | None:
    if target is not None and hasattr(target, "trail"):
        return int(target.pk)
    office = getattr(target, "office", None)
    if office is not None:
        return int(office.pk)
    roles = held(actor) if actor is not None else ()
    return roles[0].agency_id if roles else None
