"""The write side of maps: where a square stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import reaches, require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.figures.models import SquarePlace
from dondoc_web.figures.squares import At, settled

PLACING = (Role.DESK,)
FARTHEST = 99
"""Columns and rows."""


def placeable(user: User, keys: Collection[str]) -> set[str]:
    """Those of ``keys`` that ``user`` may place: units of the own branch; provinces by who looks after the site."""
    if user.is_active and user.is_superuser:
        return set(keys)
    return {one.key for one in Agency.objects.filter(key__in=keys) if reaches(user, one, PLACING)}


@transaction.atomic
def arrange(*, by: User, places: Mapping[str, At | None]) -> None:
    """Put squares where people look for them; None gives one back its shipped place, or the rows below."""
    require(bool(places) and placeable(by, places.keys()) == set(places))
    taken = Counter(at for at in places.values() if at is not None)
    if any(not 1 <= part <= FARTHEST for at in taken for part in at):
        raise ValidationError(_("Cột và hàng từ 1 đến %s.") % FARTHEST)
    if taken and max(taken.values()) > 1:
        column, row = taken.most_common(1)[0][0]
        raise ValidationError(_("Có hai ô cùng ở cột %(column)s, hàng %(row)s.") % {"column": column, "row": row})
    before = settled(places.keys())
    SquarePlace.objects.filter(key__in=places).delete()
    SquarePlace.objects.bulk_create(SquarePlace(key=key, column=at[0], row=at[1]) for key, at in places.items() if at)
    after = settled(places.keys())
    moved = sorted(key for key in places if before.get(key) != after.get(key))
    if moved:
        top = Agency.objects.filter(key=moved[0]).first()
        record(
            actor=by,
            verb=Verb.SQUARES_PLACED,
            target=top,
            before={key: before.get(key) for key in moved},
            after={key: after.get(key) for key in moved},
        )
