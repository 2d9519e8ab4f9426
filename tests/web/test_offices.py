"""Synthetic offices keep the rules of the site, and pages ask no more of the database when there is more of them."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

import offices
from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.audit import chain
from dondoc_web.work import assigning, counting, queries, register, totals
from dondoc_web.work.models import Obligation, Plan, Stage
from dondoc_web.work.scope import scope_of
from dondoc_web.work.timeliness import timeliness
from dondoc_web.work.wanted import Clock, Wanted
from site_pages import OFTEN, Facts, addresses

TODAY = date(2026, 11, 28)
AT = Clock(TODAY, {})


@pytest.fixture
def made(db, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(queries, "today", lambda: TODAY)
    settings.DATA = tmp_path
    return lambda obligations: offices.make(offices.Size(obligations, years=10, today=TODAY))


def test_offices_are_what_the_site_itself_would_have_made(made):
    made(1000)
    assert Obligation.objects.count() == 1000
    assert set(Obligation.objects.values_list("stage", flat=True)) == set(Stage) - {Stage.TRANSFERRED}
    assert totals.differences() == {}
    verdict = chain.verify()
    assert (verdict.holds, verdict.unsealed) == (True, 0)
    for plan in Plan.objects.all():
        assert assigning._behind(plan, assigning.settings_of(plan.office), TODAY) == []


def test_figures_and_lists_of_the_offices_are_a_recount(made):
    made(1000)
    for who, side in (("bench-0", "office"), ("bench-2", "agency"), ("bench-1", "agency")):
        scope, wanted = scope_of(User.objects.get(username=who)), Wanted(side=side)
        seen = list(Obligation.objects.filter(scope.on(side)))
        assert seen
        by_hand = Counter(timeliness(o.stage, o.due_on, o.done_on, today=TODAY, soon_days=3).code for o in seen)
        assert {code: n for code, n in counting.figures(wanted, scope, AT).by_code.items() if n} == by_hand
        for state in ("overdue", "done-late", "open"):
            listed, after = [], ""
            while page := register.page(wanted.narrowed(state=state), scope, AT, after):
                listed += [row.key for row in page.rows]
                if not (after := page.next):
                    break
            assert len(listed) == len(set(listed)) == counting.figures(wanted, scope, AT).of(state)


def test_pages_ask_the_database_as_often_with_more_work(made):
    few, many = _queries_of_pages(made, 400), _queries_of_pages(made, 1200)
    assert few == many
    assert set(few) == set(OFTEN)


def _queries_of_pages(made, obligations):
    """The most queries of each page, over its addresses and roles."""
    with transaction.atomic():
        made(obligations)
        top = Agency.objects.get(key="bench-top@lam-giang")
        facts = Facts(
            list(Agency.objects.filter(parent=top).order_by("pk").values_list("pk", flat=True)),
            list(Plan.objects.filter(office=top).order_by("-pk").values_list("pk", flat=True)),
            TODAY.year,
        )
        found = Counter()
        for number, role in ((0, "desk"), (1, "unit"), (2, "leader")):
            client = Client()
            client.force_login(User.objects.get(username=f"bench-{number}"))
            for page in OFTEN:
                for address in addresses(page, role, facts):
                    with CaptureQueriesContext(connection) as asked:
                        assert client.get(address).status_code == 200, address
                    found[page] = max(found[page], len(asked))
        transaction.set_rollback(True)
    return found
