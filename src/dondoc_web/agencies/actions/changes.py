"""The verb about changes: what happened to bodies on a day, and who takes over what of whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.actions.keeping import end_life, locked, may_edit
from dondoc_web.agencies.models import Agency, Certainty, Change, ChangeKind, Succession
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb

ENDS_THE_OLD = {ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.DISSOLVE}
"""Changes after which the bodies they begin with are no more, unless they are among those they lead to."""


@dataclass(frozen=True, slots=True)
class Heir:
    """One line of a change: who takes over what of whom; ``new`` None when nobody does, or nobody knows."""

    old: Agency
    new: Agency | None
    function: str = ""
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The paper that orders a change, how well it is known, and a remark."""

    paper: str = ""
    certainty: str = Certainty.SEEN
    note: str = ""


@transaction.atomic
def record_change(
    *, by: User, kind: str, effective_on: date, heirs: Sequence[Heir], basis: Basis | None = None
) -> Change:
    """Write down what happened to bodies on a day, and who takes over what of whom.

    After a merger, a split or a dissolution the old bodies end on the day
    before, unless they are among the new ones.
    """
    basis = basis or Basis()
    if not heirs:
        raise ValidationError(_("Hãy nêu ít nhất một cơ quan cũ."))
    for one in heirs:
        require(may_edit(by, one.old))
        if one.share is not None and not 0 < one.share <= 1:
            raise ValidationError(_("Phần chuyển giao là số trên 0 và không quá 1."))
    if kind == ChangeKind.RENAME:
        raise ValidationError(_("Đổi tên một cơ quan bằng “Đổi tên”."))
    change = Change.objects.create(
        kind=kind,
        effective_on=effective_on,
        legal_basis=basis.paper.strip(),
        certainty=basis.certainty,
        note=basis.note.strip(),
    )
    for one in heirs:
        Succession.objects.create(
            change=change, old=one.old, new=one.new, function=one.function.strip(), share=one.share
        )
    if kind in ENDS_THE_OLD:
        _end_the_old(heirs, effective_on - timedelta(days=1))
    lines = [{"old": h.old.key, "new": h.new and h.new.key, "function": h.function} for h in heirs]
    record(actor=by, verb=Verb.CHANGE_RECORDED, target=change, kind=str(kind), on=str(effective_on), heirs=lines)
    return change


def _end_the_old(heirs: Iterable[Heir], on: date) -> None:
    staying = {one.new.pk for one in heirs if one.new is not None}
    old = {one.old.pk: one.old for one in heirs if one.old.pk not in staying}
    for pk in sorted(old):
        agency = locked(old[pk])
        if agency.valid_to is None or agency.valid_to > on:
            end_life(agency, on)
