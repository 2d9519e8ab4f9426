"""Bodies and groups that a person may choose for a phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import held
from dondoc_web.agencies.models import Group
from dondoc_web.agencies.naming import folded
from dondoc_web.agencies.queries import search

AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Body:
    """A body or a group: ``a12`` or ``g3``, its name, and what it belongs to."""

    who: str
    name: str
    under: str


def bodies(words: str, user: User) -> Sequence[Body]:
    """Bodies of today by a part of any of their names, those of the person's own tree first; then groups."""
    wanted = folded(words).split()
    if not wanted:
        return []
    tops = {one.trail.split("/")[1] for one in held(user)}
    found = [node.agency for node in search(words, timezone.localdate())]
    near = sorted(found, key=lambda one: (one.trail.split("/")[1] not in tops, len(one.name), one.name))
    groups = [one for one in Group.objects.select_related("place") if all(word in folded(one.name) for word in wanted)]
    return [
        *(Body(f"a{one.pk}", one.name, one.parent.name if one.parent else "") for one in near[:AT_MOST]),
        *(Body(f"g{one.pk}", one.name, one.place.name if one.place else "") for one in groups[:AT_MOST]),
    ]
