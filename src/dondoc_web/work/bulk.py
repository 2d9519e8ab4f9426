"""The write side of many rows at once: each row by its own action, with its own right, stage and result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.work import directing
from dondoc_web.work.models import Obligation

MOST = 200
VERBS = [
    ("due", _l("Đổi hạn")),
    ("transfer", _l("Chuyển giao")),
    ("suspend", _l("Tạm dừng")),
    ("resume", _l("Tiếp tục thực hiện")),
    ("cancel", _l("Không thực hiện")),
]


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked for: the verb of :data:`VERBS`, the reason, a day or a body where the verb needs it."""

    verb: str
    reason: str
    due_on: date | None = None
    to: Agency | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row; ``trouble`` is empty where it was done."""

    obligation: Obligation
    trouble: str = ""


def each(*, by: User, change: Change, rows: Sequence[tuple[Obligation, str]]) -> list[Result]:
    """Do ``change`` to each row (with the stamp that the person saw); one that cannot be changed stops no other."""
    return [Result(one, _trouble(by, change, one, seen)) for one, seen in rows[:MOST]]


def _trouble(by: User, change: Change, one: Obligation, seen: str) -> str:
    try:
        _do(by, change, one, seen)
    except PermissionDenied:
        return _("Bạn không theo dõi việc này nên không thay đổi được.")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _do(by: User, change: Change, one: Obligation, seen: str) -> None:
    if change.verb == "due":
        if Obligation.objects.filter(pk=one.pk, due_on=change.due_on).exists():
            return  # another row of the same round took it along
        directing.change_due(obligation_id=one.pk, by=by, due_on=change.due_on, reason=change.reason, seen=seen)
    elif change.verb == "transfer" and change.to is not None:
        directing.transfer(obligation_id=one.pk, by=by, to=change.to, reason=change.reason, seen=seen)
    else:
        verbs = {"suspend": directing.suspend, "resume": directing.resume, "cancel": directing.cancel}
        verbs[change.verb](obligation_id=one.pk, by=by, reason=change.reason, seen=seen)
