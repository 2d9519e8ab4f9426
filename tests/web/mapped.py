"""Communes with reports of every standing, for the map of completeness."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import cast
from django.utils import timezone

from dondoc_web.agencies.models import Level
from dondoc_web.figures.models import SquarePlace
from dondoc_web.reports.models import Duty, Expected

NAMES = ("xã Bãi Cát", "xã An Hạ", "phường Cửa Sông", "xã Đồi Chè", "đặc khu Hòn Yến", "xã Ấp Mới", "phường An Hạ")
STATES = (
    {"state": "accepted", "handed_on": -40},
    {"state": "accepted", "handed_on": -20},
    {"state": "handed_in", "handed_on": -31},
    {"state": "owed"},
    {"state": "owed", "due": 20},
)
"""Days from today; due thirty days ago where nothing is said."""


def reports_of_communes(w: SimpleNamespace, today: date) -> None:
    """Seven communes owe so much that each stands differently; two of them have a place on the map."""
    duty = Duty.objects.create(office=w.province, words="Báo cáo của các xã", since=today, state="confirmed")
    for n, name in enumerate(NAMES):
        key = f"ubnd-{n}@lam-giang"
        body = cast.agency(key, f"UBND {name}", w.province, level=Level.COMMUNE)
        if n < 2:
            SquarePlace.objects.create(key=key, column=n + 1, row=2 - n)
        for k, facts in enumerate(STATES[: 1 + n % 5] if n < 5 else STATES[n - 3 :]):
            _owes(duty, body, f"{today.year - k}", today, **facts)
    _owes(duty, w.culture, f"{today.year}", today, **STATES[0])


def _owes(duty: Duty, body: object, period: str, today: date, **facts: object) -> None:
    days = {name: today + timedelta(days=facts.pop(name)) for name in ("handed_on",) if name in facts}
    due = today + timedelta(days=facts.pop("due", -30))
    Expected.objects.create(
        duty=duty, office=duty.office, agency=body, period=period, start=due - timedelta(days=60), due_on=due,
        closes_on=due - timedelta(days=10), closing_rule="regime", due_rule="regime", made_at=timezone.now(),
        **facts, **days,
    )  # fmt: skip
