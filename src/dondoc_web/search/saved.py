"""The write side of searches that people keep."""

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
from dondoc_web.search.models import SavedSearch


def searches_of(user: User) -> QuerySet[SavedSearch]:
    """The own ones, and those shared at the agencies where ``user`` works."""
    shared = Q(office__in=[one.agency_id for one in held(user)])
    return SavedSearch.objects.filter(Q(person=user) | shared).select_related("person").order_by("name", "pk")


@transaction.atomic
def keep(*, by: User, name: str, query: str, shared: bool = False) -> SavedSearch:
    """Keep words and filters under a name; the same name again replaces them. Shared: with all at the same agency."""
    roles = held(by)
    if not name.strip():
        raise ValidationError(_("Hãy đặt tên cho tìm kiếm."))
    office = roles[0].agency_id if shared and roles else None
    facts = {"query": query[:1500], "office_id": office, "made_at": timezone.now()}
    search, _made = SavedSearch.objects.update_or_create(person=by, name=name.strip()[:100], defaults=facts)
    record(actor=by, verb=Verb.SEARCH_KEPT, target=search, name=search.name, shared=office)
    return search


@transaction.atomic
def drop(*, by: User, search_id: int) -> None:
    """Forget an own search."""
    search = SavedSearch.objects.select_for_update(of=("self",)).get(pk=search_id)
    require(search.person_id == by.pk)
    record(actor=by, verb=Verb.SEARCH_DROPPED, target=search, name=search.name)
    search.delete()
