"""Obligations in every stage and on all kinds of days, for tests of figures."""

from __future__ import annotations

import random
from datetime import date, timedelta
from types import SimpleNamespace

from obligations import given_plan, given_task, owed

from dondoc_web.agencies.models import Group, GroupMember
from dondoc_web.work import totals
from dondoc_web.work.models import Obligation, Stage


def in_every_state(people: SimpleNamespace, today: date) -> SimpleNamespace:
    """Sixty-four obligations of three agencies and two plans, some without a day; two groups share a member."""
    w, dice = people, random.Random(9)  # noqa: S311
    w.groups = [Group.objects.create(key=key, name=name) for key, name in (("g1", "các sở"), ("g2", "các ban"))]
    pairs = [(w.groups[0], w.culture), (w.groups[0], w.finance), (w.groups[1], w.culture), (w.groups[1], w.interior)]
    for group, agency in pairs:
        GroupMember.objects.create(group=group, agency=agency)
    w.plans = [given_plan(w), given_plan(w, "77/KH")]
    made = []
    for n in range(16):
        task = given_task(w, plan=w.plans[n % 2], text=f"Việc {n}")
        for o in (owed(task, agency, n) for n, agency in enumerate((w.culture, w.interior, w.finance, w.culture))):
            o.stage = dice.choice(list(Stage))
            o.due_on = dice.choice([None, today + timedelta(days=dice.randint(-400, 200))])
            o.done_on = today + timedelta(days=dice.randint(-400, 0)) if o.stage in ("done", "to_confirm") else None
            made.append(o)
    Obligation.objects.bulk_create(made)
    totals.rebuild()
    return w
