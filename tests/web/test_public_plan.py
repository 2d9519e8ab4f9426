"""The public page of a plan: closed until somebody opens it, and nothing of people, reports or remarks on it."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from many_states import in_every_state
from obligations import given_plan, given_task, owed

from dondoc_web.audit.models import Event
from dondoc_web.documents.models import Source, Standing
from dondoc_web.figures import public, publishing
from dondoc_web.figures.models import Publication
from dondoc_web.work import progress, queries
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, Plan, Progress, Task
from dondoc_web.work.progress import Report

TODAY = date(2026, 11, 28)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on(monkeypatch, settings):
    monkeypatch.setattr(queries, "today", lambda: TODAY)
    settings.PUBLIC_PAGES = True


@pytest.fixture
def shown(lam_giang):
    """A plan in every state whose page is open."""
    w = in_every_state(lam_giang, TODAY)
    w.page = publishing.publish(plan_id=w.plans[0].pk, by=w.leader)
    w.at = f"/public/{w.page.address}/"
    return w


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_site_has_no_public_page_unless_it_is_switched_on(shown, settings):
    settings.PUBLIC_PAGES = False
    assert Client().get(shown.at).status_code == 404
    assert as_(shown.leader).get("/board/public/").status_code == 404
    assert as_(shown.leader).get(f"/board/public/{shown.plans[0].pk}/").status_code == 404
    assert "/board/public/" not in as_(shown.leader).get("/board/").content.decode()


def test_no_plan_is_shown_until_somebody_opens_it(lam_giang):
    plan = given_plan(lam_giang)
    assert not Publication.objects.exists()
    for guess in (plan.pk, plan.source_id, "12-KH-UBND"):
        assert Client().get(f"/public/{guess}/").status_code == 404


def test_everyone_sees_what_the_directive_says_and_where_it_stands(shown):
    answer = Client().get(shown.at)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "12/KH-UBND" in words
    assert "05/01/2026" in words
    assert "Việc 0" in words
    assert "Việc 1<" not in words, "a task of the other plan"
    assert str(shown.culture) in words
    assert "quá hạn" in words


def test_the_figures_of_the_page_are_its_rows(shown):
    found = public.page_of(shown.plans[0], public.Clock(TODAY, {}), None)
    codes = [row.state.code for row in found.rows]
    given, in_time, late, open_in_time, overdue = (cell.n for cell in found.whole.cells)
    assert given == len(codes) == found.page.paginator.count > 0
    assert in_time == sum(code in ("done-early", "done-on-day", "done-no-due") for code in codes)
    assert late == codes.count("done-late")
    assert open_in_time == sum(code in ("in-time", "soon", "no-due") for code in codes)
    assert overdue == codes.count("overdue")
    assert found.whole.without_day == sum(row.due_on is None for row in found.rows)


def test_nothing_of_people_reports_or_remarks_stands_on_the_page(lam_giang):
    w = lam_giang
    task = given_task(w, lead=[w.culture], note="Ghi chú nội bộ", text="Soạn tài liệu")
    (o,) = order_task(task=task, by=w.desk2, today=TODAY)
    report = Report("under_way", "Lời của đơn vị", difficulties="Thiếu người", proposals="Xin thêm")
    progress.submit(obligation_id=o.pk, by=w.unit, report=report)
    Obligation.objects.filter(pk=o.pk).update(reason="Lý do riêng")
    Task.objects.filter(pk=task.pk).update(returned_reason="Bị trả lại")
    page = publishing.publish(plan_id=task.plan_id, by=w.leader)
    words = Client().get(f"/public/{page.address}/").content.decode()
    assert "Soạn tài liệu" in words
    hidden = ["Ghi chú nội bộ", "Lời của đơn vị", "Thiếu người", "Xin thêm", "Lý do riêng", "Bị trả lại"]
    people = [str(one) for one in (w.desk, w.desk2, w.unit, w.leader, w.admin)]
    assert Progress.objects.exists()
    assert [one for one in (*hidden, *people) if one in words] == []


def test_only_confirmed_tasks_stand_on_the_page(shown):
    plan = shown.plans[0]
    task = given_task(shown, plan=plan, state="proposed", text="Chưa ai xác nhận")
    Obligation.objects.bulk_create([owed(task, shown.culture, 1)])
    assert "Chưa ai xác nhận" not in Client().get(shown.at).content.decode()


def test_the_page_leads_nowhere_into_the_site(shown):
    words = Client().get(shown.at).content.decode()
    inside = [link for link in re.findall(r'href="([^"]*)"', words) if not link.startswith(("/static/", "#", "?page="))]
    assert inside == []
    assert "<form" not in words
    assert "<script" not in words


def test_the_page_is_the_same_for_everyone_and_a_cache_asks_whether_it_still_holds(shown):
    answer = Client().get(shown.at)
    assert answer["Cache-Control"] == "public, no-cache"
    kept = {"if-none-match": answer["ETag"]}
    assert Client().get(shown.at, headers=kept).status_code == 304
    assert not answer.cookies
    assert as_(shown.desk).get(shown.at).content == answer.content
    assert Client().get(shown.at, headers={"accept-language": "en"}).content == answer.content
    assert Client().post(shown.at).status_code == 405
    publishing.unpublish(plan_id=shown.plans[0].pk, by=shown.admin)
    gone = Client().get(shown.at, headers=kept)
    assert (gone.status_code, gone["Cache-Control"]) == (404, "private, no-store")


def test_search_engines_are_kept_out_unless_the_site_lets_them_in(shown, settings):
    answer = Client().get(shown.at)
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    settings.PUBLIC_PAGES_INDEXED = True
    answer = Client().get(shown.at)
    assert "X-Robots-Tag" not in answer
    assert "noindex" not in answer.content.decode()


def test_an_ended_page_is_gone_and_its_address_never_comes_back(shown):
    plan = shown.plans[0]
    publishing.unpublish(plan_id=plan.pk, by=shown.admin)
    assert Client().get(shown.at).status_code == 404
    again = publishing.publish(plan_id=plan.pk, by=shown.admin)
    assert again.address != shown.page.address
    assert Client().get(shown.at).status_code == 404
    assert Client().get(f"/public/{again.address}/").status_code == 200


@pytest.mark.parametrize("what", ["plan", "ended", "paper", "quarantine"])
def test_what_is_no_longer_confirmed_or_withdrawn_is_gone_at_once(shown, what):
    plan = shown.plans[0]
    if what in ("plan", "ended"):
        Plan.objects.filter(pk=plan.pk).update(state={"plan": "review", "ended": "withdrawn"}[what])
    else:
        standing = {"paper": Standing.WITHDRAWN, "quarantine": Standing.QUARANTINE}[what]
        Source.objects.filter(pk=plan.source_id).update(standing=standing)
    assert Client().get(shown.at).status_code == 404
    assert as_(shown.leader).get(f"/board/public/{plan.pk}/").status_code == 404
    with pytest.raises(ValidationError):
        publishing.publish(plan_id=plan.pk, by=shown.leader)


def test_opening_and_ending_stand_in_the_log(shown):
    publishing.unpublish(plan_id=shown.plans[0].pk, by=shown.admin)
    events = Event.objects.filter(verb__startswith="plan.").exclude(verb__contains="confirm").order_by("pk")
    found = [(one.verb, one.actor, one.office_id) for one in events if "published" in one.verb]
    office = shown.province.pk
    assert found == [("plan.published", shown.leader, office), ("plan.unpublished", shown.admin, office)]


def test_opening_twice_is_opening_once(shown):
    assert publishing.publish(plan_id=shown.plans[0].pk, by=shown.admin).pk == shown.page.pk
    publishing.unpublish(plan_id=shown.plans[0].pk, by=shown.admin)
    with pytest.raises(ValidationError):
        publishing.unpublish(plan_id=shown.plans[0].pk, by=shown.admin)


@pytest.mark.parametrize("who", ["desk", "unit", "auditor", "other_leader", "other_admin"])
def test_others_do_not_open_it(shown, who):
    person = getattr(shown, who)
    with pytest.raises(PermissionDenied):
        publishing.publish(plan_id=shown.plans[1].pk, by=person)
    with pytest.raises(PermissionDenied):
        publishing.unpublish(plan_id=shown.plans[0].pk, by=person)
    key = shown.plans[1].pk
    assert as_(person).post(f"/board/public/{key}/publish/").status_code == 404
    assert as_(person).get(f"/board/public/{key}/").status_code == 404


def test_a_leader_opens_and_ends_it_on_the_page(shown):
    client, plan = as_(shown.leader), shown.plans[1]
    page = client.get("/board/public/").content.decode()
    assert shown.at in page
    assert f"/board/public/{plan.pk}/publish/" in page
    assert "77/KH" in client.get(f"/board/public/{plan.pk}/").content.decode()
    client.post(f"/board/public/{plan.pk}/publish/")
    address = plan.publications.get().address
    assert Client().get(f"/public/{address}/").status_code == 200
    client.post(f"/board/public/{plan.pk}/end/")
    assert Client().get(f"/public/{address}/").status_code == 404
    assert "Kế hoạch này không có" in client.post(f"/board/public/{plan.pk}/end/", follow=True).content.decode()


def test_a_long_plan_comes_in_pages_at_the_same_cost(shown, monkeypatch):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(shown.at).status_code == 200
        return len(asked)

    before = cost()
    more = [given_task(shown, plan=shown.plans[0], text=f"Thêm {n}") for n in range(7)]
    Obligation.objects.bulk_create(owed(task, shown.finance, 1) for task in more)
    assert cost() == before
    monkeypatch.setattr(public, "ROWS", 10)
    first, second = (Client().get(f"{shown.at}?page={n}").content.decode() for n in (1, 2))
    assert "?page=2" in first
    assert "Thêm 6" not in first + second or first != second
