"""The write side of saved views of the register."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import held, require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work.models import SavedView


def views_of(user: User) -> QuerySet[SavedView]:
    """The own ones, and those shared at the agencies where ``user`` works."""
    shared = Q(office__in=[one.agency_id for one in held(user)])
    return SavedView.objects.filter(Q(person=user) | shared).order_by("name", "pk")


@transaction.atomic
def keep(*, by: User, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep filters under a name; the same name again replaces them. Shared: with all who work at the same agency."""
    roles = held(by)
    if not name.strip():
        raise ValidationError(_("Hãy đặt tên cho cách xem."))
    office = roles[0].agency_id if shared and roles else None
    facts = {"query": query[:1500], "office_id": office, "made_at": timezone.now()}
    view, _made = SavedView.objects.update_or_create(person=by, name=name.strip()[:100], defaults=facts)
    record(actor=by, verb=Verb.VIEW_KEPT, target=view, name=view.name, shared=office)
    return view


@transaction.atomic
def drop(*, by: User, view_id: int) -> None:
    """Forget an own view."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view_id)
    require(view.person_id == by.pk)
    record(actor=by, verb=Verb.VIEW_DROPPED, target=view, name=view.name)
    view.delete()
