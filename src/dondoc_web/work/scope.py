"""How far a person sees: the offices whose work is followed, and the agencies that owe, as plain keys.

The same as :func:`.follow_rights.seen`, asked once and then used on obligations
and on totals alike, one side at a time, so that the database walks one index.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.agencies.models import Agency
from dondoc_web.work.follow_rights import FOLLOWING, OWING


class Side(TextChoices):
    """The two sides of an obligation."""

    OFFICE = "office", _("cơ quan tôi theo dõi")
    AGENCY = "agency", _("cơ quan tôi phải làm")


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys of the offices that ``user`` follows with and of the agencies whose work ``user`` sees; None is all."""

    offices: Collection[int] | None
    agencies: Collection[int] | None

    @property
    def sides(self) -> list[Side]:
        """The sides on which there is something to see, the office first."""
        parts = ((Side.OFFICE, self.offices), (Side.AGENCY, self.agencies))
        return [side for side, keys in parts if keys is None or keys]

    def on(self, side: str) -> Q:
        """The condition on an obligation or a total that it is seen from ``side``; none is seen from no side."""
        if not side:
            return Q(pk__in=())
        keys = self.offices if side == Side.OFFICE else self.agencies
        return Q() if keys is None else Q(**{f"{side}__in": keys})

    def on_agency(self, side: str) -> Q:
        """The condition that an agency itself is one of ``side``."""
        keys = self.offices if side == Side.OFFICE else self.agencies
        return Q() if keys is None else Q(pk__in=keys)

    def side_for(self, agency: Agency) -> Side:
        """The side from which most of what ``agency`` owes is seen."""
        owing = self.agencies is None or agency.pk in self.agencies
        return Side.AGENCY if owing else Side.OFFICE


def scope_of(user: User) -> Scope:
    """Two queries; one who reaches everything needs none."""
    if user.is_superuser:
        return Scope(None, None)
    offices = Agency.objects.filter(within(user, "", FOLLOWING), plans__isnull=False).order_by().distinct()
    agencies = Agency.objects.filter(within(user, "", OWING)).order_by()
    return Scope(tuple(offices.values_list("pk", flat=True)), tuple(agencies.values_list("pk", flat=True)))
