"""Whom an agency phrase means for one office: keys of rows of the registry, never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from dondoc.document import Party as ReadParty
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.agencies.queries import Resolver

Keys = tuple[int | None, int | None]
"""Primary keys of an agency and of a group; at most one is there."""


class Whom:
    """The bodies that phrases mean in a paper of ``day`` which ``office`` follows."""

    def __init__(self, office: Agency, day: date | None = None) -> None:
        self.resolver = Resolver(day=day or timezone.localdate(), office=office)

    def __call__(self, party: ReadParty) -> Sequence[Keys]:
        """Keys for each body that ``party`` means; one pair of None when it is not known."""
        if len(party.agencies) > 1:
            found = [self.resolver.agency(key) for key in party.agencies]
            return [_keys(one) for one in found if one is not None] or [_keys(None)]
        phrase = party.phrase.text
        return [_keys(self.resolver.party(phrase=phrase, agencies=party.agencies, group=party.group))]

    def phrase(self, words: str) -> Keys:
        """The same for words that a person chose."""
        return _keys(self.resolver.phrase(words))


def _keys(found: Agency | Group | None) -> Keys:
    return (found.pk if isinstance(found, Agency) else None, found.pk if isinstance(found, Group) else None)
