"""Who may do what with a source: the branch of its office, as ``accounts.rights`` says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.accounts.rights import reaches, require, trails, within
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.models import Source, Standing

__all__ = [
    "may_choose_source",
    "may_decide_edits",
    "may_download",
    "may_map_columns",
    "may_read_again",
    "may_see",
    "may_see_pages",
    "may_upload",
    "may_withdraw",
    "offices",
    "require",
    "seen_by",
]

TAKE_IN = (Role.DESK, Role.ADMINISTRATOR)
"""Roles that take papers in for their office."""


def seen_by(user: User) -> Q:
    """The condition that ``user`` may see a source: the own branch holds it, or a wider right says so.

    Rooms above this one add rights by name in ``SOURCES_ALSO_SEEN``: functions
    of a user that give a condition on a source.
    """
    wider: list[Callable[[User], Q]] = [import_string(name) for name in settings.SOURCES_ALSO_SEEN]
    return reduce(or_, (also(user) for also in wider), within(user, "office__"))


def may_see(user: User, source: Source) -> bool:
    """The source is one of those that :func:`seen_by` names."""
    return user.is_active and Source.objects.filter(seen_by(user), pk=source.pk).exists()


def offices(user: User) -> Sequence[Agency]:
    """The agencies for which ``user`` may take papers in; for a superuser all where somebody works."""
    today = timezone.localdate()
    staffed = Membership.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    if not user.is_superuser:
        staffed = staffed.filter(person=user, role__in=TAKE_IN)
    return list(Agency.objects.filter(pk__in=staffed.values("agency"))) if user.is_active else []


def may_upload(user: User) -> bool:
    """Desk officers and administrators, for their agencies."""
    return user.is_active and (user.is_superuser or bool(trails(user, TAKE_IN)))


def may_read_again(user: User, source: Source) -> bool:
    """Desk officers and administrators of the office, for a source that is still there."""
    return not source.is_withdrawn and reaches(user, source.office, TAKE_IN)


def may_withdraw(user: User, source: Source) -> bool:
    """Who uploaded it by mistake and still works there, or an administrator of the office."""
    own = source.uploaded_by_id == user.pk and reaches(user, source.office)
    return not source.is_withdrawn and (own or reaches(user, source.office, (Role.ADMINISTRATOR,)))


def may_download(user: User, source: Source) -> bool:
    """Everyone who may see it, once the paper is out of quarantine."""
    return source.standing == Standing.ADMITTED and may_see(user, source)


def may_see_pages(user: User, source: Source) -> bool:
    """Who may have the file may see its pages."""
    return may_download(user, source)


def may_decide_edits(user: User, source: Source) -> bool:
    """Desk officers and administrators of the office, once the paper is out of quarantine."""
    return source.standing == Standing.ADMITTED and reaches(user, source.office, TAKE_IN)


def may_map_columns(user: User, source: Source) -> bool:
    """The same people say what the columns of a list are."""
    return may_decide_edits(user, source)


def may_choose_source(user: User, source: Source) -> bool:
    """The same people say which source of a directive its tasks are taken from."""
    return may_decide_edits(user, source)
