"""Agencies on their shelf: everyone who works here may look them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency, AgencyName
from dondoc_web.agencies.naming import place_of
from dondoc_web.search.models import Entry, Kind
from dondoc_web.search.shelf import Facts, Found, Shelf, digest

STANDING, OVER = "standing", "over"
"""States of a body: it works, it has ended."""


class Agencies(Shelf):
    """Bodies with every name and symbol that they have or had."""

    name = "agencies"
    kinds = (Kind.AGENCY,)

    def objects(self) -> QuerySet[Any]:
        return Agency.objects.filter(merged_into=None)

    def seen(self, user: User) -> QuerySet[Any]:
        """The registry is read by everyone who works here."""
        return self.objects()

    def stamps(self, keys: Sequence[int]) -> Mapping[int, str]:
        return {one.pk: _stamp(one) for one in self._rows(keys)}

    def made(self, keys: Sequence[int]) -> Mapping[int, tuple[Facts, Sequence[Found]]]:
        return {one.pk: (_facts(one), [_found(one)]) for one in self._rows(keys)}

    def _rows(self, keys: Sequence[int]) -> QuerySet[Any]:
        names = Prefetch("names", AgencyName.objects.order_by("pk"))
        return self.objects().filter(pk__in=keys).prefetch_related(names)

    def address(self, entry: Entry) -> str:
        return reverse("agencies:show", args=[entry.object])

    def states(self) -> Sequence[tuple[str, str]]:
        return [(STANDING, _("đang hoạt động")), (OVER, _("đã kết thúc"))]


def _stamp(one: Agency) -> str:
    names = [name.name for name in one.names.all()]
    return digest(one.name, one.symbol, one.key, one.valid_from, one.valid_to, *names)


def _facts(one: Agency) -> Facts:
    state = OVER if one.valid_to else STANDING
    return Facts(state=state, place=place_of(one.key), office_id=one.pk, agencies=(one.pk,))


def _found(one: Agency) -> Found:
    others = dict.fromkeys([one.symbol, *(name.name for name in one.names.all())])
    return Found(Kind.AGENCY, head=one.name, words="; ".join(name for name in others if name and name != one.name))
