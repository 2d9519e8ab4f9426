"""Timeliness (tình trạng thời hạn): computed from the stage and days, never typed; late stays late.

The same rule twice: for one obligation, and as an expression for queries. A
test holds that both agree.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc_web.work.models import Stage


class Timeliness(Enum):
    """Code, words, colour class and sign; the colour never stands alone (DESIGN §6)."""

    IN_TIME = ("in-time", _("trong hạn"), "green", "○")
    SOON = ("soon", _("sắp đến hạn"), "amber", "△")
    OVERDUE = ("overdue", _("quá hạn"), "red", "✕")
    NO_DUE = ("no-due", _("không thời hạn"), "grey", "–")
    DONE_EARLY = ("done-early", _("hoàn thành trước hạn"), "green", "✓")
    DONE_ON_DAY = ("done-on-day", _("hoàn thành đúng hạn"), "green", "✓")
    DONE_LATE = ("done-late", _("hoàn thành quá hạn"), "purple", "◆")
    DONE_NO_DUE = ("done-no-due", _("hoàn thành, không thời hạn"), "grey", "✓")
    ASIDE = ("aside", _("không tính hạn"), "grey", "‖")

    def __init__(self, code: str, words: Promise, colour: str, sign: str) -> None:
        self.code = code
        self.words = words
        self.colour = colour
        self.sign = sign

    @classmethod
    def of_code(cls, code: str) -> Timeliness:
        """The member whose code the database expression gave; ValueError for another."""
        for one in cls:
            if one.code == code:
                return one
        raise ValueError(code)


ASIDE_STAGES = (Stage.SUSPENDED, Stage.CANCELLED, Stage.TRANSFERRED)
"""Listed, but kept out of the rates."""


def timeliness(stage: str, due_on: date | None, done_on: date | None, *, today: date, soon_days: int) -> Timeliness:
    """Where an obligation stands against its day.

    A report that waits for its confirmation counts by the day it was handed
    in (``done_on``): a slow answer makes nobody late.
    """
    if stage in ASIDE_STAGES:
        return Timeliness.ASIDE
    if stage == Stage.DONE:
        return _done(due_on, done_on)
    if due_on is None:
        return Timeliness.NO_DUE
    if stage == Stage.TO_CONFIRM and done_on is not None:
        return Timeliness.IN_TIME if done_on <= due_on else Timeliness.OVERDUE
    if today > due_on:
        return Timeliness.OVERDUE
    return Timeliness.SOON if today >= due_on - timedelta(days=soon_days) else Timeliness.IN_TIME


def settled(stage: str, due_on: date | None, done_on: date | None) -> str:
    """The code of a timeliness that no clock changes any more; empty while it hangs on the day asked."""
    first, last = (timeliness(stage, due_on, done_on, today=day, soon_days=0) for day in (date.min, date.max))
    return first.code if first is last else ""


def settled_case(*, today: date, soon_days: int) -> Case:
    """:func:`timeliness` as an expression for rows of totals, which keep :func:`settled`."""
    return Case(
        When(~Q(settled=""), then=F("settled")),
        When(Q(due_on__lt=today), then=_value(Timeliness.OVERDUE)),
        When(Q(due_on__lte=today + timedelta(days=soon_days)), then=_value(Timeliness.SOON)),
        default=_value(Timeliness.IN_TIME),
        output_field=CharField(),
    )


def _done(due_on: date | None, done_on: date | None) -> Timeliness:
    if due_on is None or done_on is None:
        return Timeliness.DONE_NO_DUE
    if done_on > due_on:
        return Timeliness.DONE_LATE
    return Timeliness.DONE_EARLY if done_on < due_on else Timeliness.DONE_ON_DAY


def timeliness_case(*, today: date, soon_days: int, prefix: str = "") -> Case:
    """:func:`timeliness` as an expression that gives the code.

    ``prefix`` leads to the obligation (``"obligations__"``).
    """
    stage, due, done = f"{prefix}stage", f"{prefix}due_on", f"{prefix}done_on"
    reported = Q(**{stage: Stage.TO_CONFIRM, f"{done}__isnull": False})
    soon = today + timedelta(days=soon_days)
    done_q = Q(**{stage: Stage.DONE})
    return Case(
        When(Q(**{f"{stage}__in": ASIDE_STAGES}), then=_value(Timeliness.ASIDE)),
        When(done_q & (Q(**{f"{due}__isnull": True}) | Q(**{f"{done}__isnull": True})), _value(Timeliness.DONE_NO_DUE)),
        When(done_q & Q(**{f"{done}__gt": F(due)}), then=_value(Timeliness.DONE_LATE)),
        When(done_q & Q(**{f"{done}__lt": F(due)}), then=_value(Timeliness.DONE_EARLY)),
        When(done_q, then=_value(Timeliness.DONE_ON_DAY)),
        When(Q(**{f"{due}__isnull": True}), then=_value(Timeliness.NO_DUE)),
        When(reported & Q(**{f"{done}__lte": F(due)}), then=_value(Timeliness.IN_TIME)),
        When(reported, then=_value(Timeliness.OVERDUE)),
        When(Q(**{f"{due}__lt": today}), then=_value(Timeliness.OVERDUE)),
        When(Q(**{f"{due}__lte": soon}), then=_value(Timeliness.SOON)),
        default=_value(Timeliness.IN_TIME),
        output_field=CharField(),
    )


def _value(one: Timeliness) -> Value:
    return Value(one.code)
