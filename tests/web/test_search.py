"""Search on the site: only of the own branch, jump to the words, the index that follows."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import cast
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from obligations import given_plan, given_task
from office import read
from silk import PAPER, found

from dondoc_web.accounts.models import User
from dondoc_web.reports import duties, receiving
from dondoc_web.search import saved, shelving
from dondoc_web.search.models import Entry, Kind, SavedSearch
from dondoc_web.search.searching import Narrow
from dondoc_web.work import evidence, progress
from dondoc_web.work.assigning import order_task
from dondoc_web.work.progress import Report

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def offices(lasting):
    """Both provinces, each with one thing of every kind that speaks of silk (lụa); all of it on the shelves."""
    world = cast.two_provinces()
    for prefix, top, unit in (("", world.province, world.culture), ("other_", world.other, world.other_culture)):
        people = {one: getattr(world, f"{prefix}{one}") for one in ROLES}
        _silk(SimpleNamespace(**people, province=top, culture=unit))
    shelving.bring_up()
    return world


ROLES = ("admin", "desk", "desk2", "leader", "auditor", "unit")


def _silk(w):
    read(w.desk, PAPER.replace("Lam Giang", w.province.name), f"{w.province.pk}.txt")
    plan = given_plan(w, f"7{w.province.pk}/KH-UBND", office=w.province)
    (owed,) = order_task(
        task=given_task(w, plan=plan, lead=[w.culture], text="Dạy nghề dệt lụa"), by=w.desk2, today=TODAY
    )
    file = SimpleUploadedFile("anh-lua.txt", b"lua")
    evidence.attach(obligation_id=owed.pk, by=w.unit, file=file, name="anh-lụa.txt", confirmed_unclassified=True)
    progress.submit(obligation_id=owed.pk, by=w.unit, report=Report(stage="done", text="Đã mở hai lớp dệt lụa."))
    facts = {"words": "Báo cáo kết quả dệt lụa", "frequency": "year", "regime": "nd09", "since": date(2025, 1, 1)}
    duty = duties.add(office_id=w.province.pk, by=w.desk, facts=duties.Facts(**facts, reporters=(f"a{w.culture.pk}",)))
    duties.confirm(duty_id=duty.pk, by=w.desk)
    day = timezone.localdate()
    duty.expected.exclude(pk=duty.expected.first().pk).delete()
    duty.expected.update(start=day, closes_on=day, due_on=day)
    receiving.hand_in(report_id=duty.expected.first().pk, by=w.unit, paper="Báo cáo lụa 1")


@pytest.mark.parametrize("kind", [Kind.CLAUSE, Kind.TASK, Kind.REPORT, Kind.PROGRESS, Kind.EVIDENCE])
def test_of_each_kind_only_what_the_own_branch_has_is_found(offices, kind):
    own = {entry.office_id for entry in found(offices.desk, narrow=Narrow(kinds=(kind,)))}
    other = {entry.office_id for entry in found(offices.other_desk, narrow=Narrow(kinds=(kind,)))}
    assert (own, other) == ({offices.province.pk}, {offices.other.pk})


def test_a_directive_is_found_in_its_branch_only(offices):
    for user, office in ((offices.desk, offices.province), (offices.other_auditor, offices.other)):
        entries = found(user, "41/KH-UBND")
        assert {entry.office_id for entry in entries} == {office.pk}
        assert Kind.DIRECTIVE in {entry.kind for entry in entries}


def test_agencies_are_found_by_all_who_work_here(offices):
    for user in (offices.unit, offices.other_unit):
        assert {entry.kind for entry in found(user, "sở nội vụ")} == {Kind.AGENCY}


def test_one_who_owes_finds_what_is_owed_and_one_without_a_role_nothing(offices):
    kinds = {entry.kind for entry in found(offices.unit)}
    assert kinds == {Kind.TASK, Kind.REPORT, Kind.PROGRESS, Kind.EVIDENCE}
    nobody = User.objects.create_user("nobody", password="mat-khau-nobody")
    assert found(nobody) == []


@pytest.mark.parametrize("who", ["desk", "unit"])
def test_nothing_is_found_that_the_page_of_it_would_not_show(offices, who):
    """Each address of a hit opens for who found it, and for nobody of the other branch."""
    client, other = Client(), Client()
    client.force_login(getattr(offices, who))
    other.force_login(offices.other_desk)
    answer = client.get("/search/", {"q": "lụa"})
    lines = answer.context["lines"]
    assert len(lines) >= 4
    for line in lines:
        assert client.get(line.address).status_code == 200
        assert other.get(line.address).status_code in {403, 404}


def test_filters_narrow(offices):
    def kinds(**narrow):
        return {entry.kind for entry in found(offices.desk, narrow=Narrow(**narrow))}

    assert kinds(state=f"{int(Kind.REPORT)}:handed_in") == {Kind.REPORT}
    assert kinds(state=f"{int(Kind.REPORT)}:owed") == set()
    assert kinds(agencies=(offices.culture.pk,)) == {Kind.TASK, Kind.REPORT, Kind.PROGRESS, Kind.EVIDENCE}
    assert kinds(place="binh-son-ha") == set()
    assert kinds(since=date(2026, 3, 2), until=date(2026, 3, 2)) == {Kind.CLAUSE, Kind.TASK}
    assert kinds(until=date(2020, 1, 1)) == set()


def test_filters_alone_list_what_they_leave_and_a_wrong_one_is_told(offices):
    client = Client()
    client.force_login(offices.desk)
    assert client.get("/search/", {"kind": int(Kind.REPORT)}).context["hits"].total == 1
    told = client.get("/search/", {"q": "lụa", "agency": "không có cơ quan này"})
    assert "Không thấy cơ quan nào" in told.content.decode()
    for odd in (
        {"page": "x"},
        {"page": "99999999"},
        {"kind": "99"},
        {"since": "2026-99-01"},
        {"q": "\0", "state": "\0"},
    ):
        assert client.get("/search/", odd).status_code == 200


def test_words_of_a_clause_are_jumped_to(offices):
    client = Client()
    client.force_login(offices.desk)
    (line,) = client.get("/search/", {"q": "lụa làng", "kind": 2}).context["lines"]
    shown = client.get(line.address).content.decode()
    assert "s0" in shown
    assert ">lụa làng</mark>" in shown


def test_suggestions_go_on_from_what_is_typed(offices):
    client = Client()
    client.force_login(offices.desk)
    assert "Sở <mark>Nội vụ</mark>" in client.get("/search/suggest/", {"q": "nội v"}).content.decode()
    assert "41/KH</mark>-UBND" in client.get("/search/suggest/", {"q": "41/KH"}).content.decode()
    assert client.get("/search/suggest/", {"q": "a"}).content.decode().strip() == ""


def titles(user, **asked_for):
    client = Client()
    client.force_login(user)
    return [line.address for line in client.get("/search/", asked_for).context["lines"]]


def address_of(agency):
    return f"/agencies/{agency.pk}/"


def test_of_bodies_of_one_name_the_own_comes_first(offices):
    for user, unit in ((offices.desk, offices.culture), (offices.other_desk, offices.other_culture)):
        assert titles(user, q="sở văn hóa thể thao du lịch", kind=4)[0] == address_of(unit)


def test_a_body_that_has_ended_comes_after_one_that_stands(offices):
    ended = cast.agency("ban-lua-cu@phu-an", "Ban Dệt lụa", valid_to=date(2025, 2, 28))
    standing = cast.agency("ban-lua@phu-an", "Ban Dệt lụa tỉnh", valid_from=date(2025, 3, 1))
    shelving.bring_up()
    hits = titles(offices.desk, q="ban dệt lụa")
    assert hits.index(address_of(standing)) < hits.index(address_of(ended))


def test_few_bodies_stand_before_hits_of_other_kinds_and_none_is_lost(offices):
    bodies = [cast.agency(f"ban-lua@noi-{n}", "Ban Dệt lụa", symbol="BDL") for n in range(7)]
    shelving.bring_up()
    hits = titles(offices.desk, q="dệt lụa")
    of_bodies = set(map(address_of, bodies))
    assert set(hits[:5]) < of_bodies < set(hits)
    assert set(hits[-2:]) < of_bodies, hits
    assert not of_bodies & set(hits[5:-2])


def test_the_page_asks_as_often_for_many_hits_as_for_few(offices, django_assert_max_num_queries):
    client = Client()
    client.force_login(offices.desk)
    for query in ("lụa", "sở", "41/KH-UBND"):
        with django_assert_max_num_queries(32):
            assert client.get("/search/", {"q": query}).status_code == 200


def test_searches_are_kept_shared_and_dropped(offices):
    saved.keep(by=offices.desk, name="Lụa", query="q=l%E1%BB%A5a", shared=True)
    saved.keep(by=offices.desk, name="Lụa", query="q=lua", shared=True)
    assert [one.query for one in saved.searches_of(offices.leader)] == ["q=lua"]
    assert not saved.searches_of(offices.other_leader)
    client = Client()
    client.force_login(offices.leader)
    assert client.post(f"/search/saved/{SavedSearch.objects.get().pk}/drop/").status_code == 403
    saved.drop(by=offices.desk, search_id=SavedSearch.objects.get().pk)
    assert not SavedSearch.objects.exists()


# The index --------------------------------------------------------------------------------------------------------


def test_the_round_sees_reports_and_progress_that_were_answered(offices):
    report = Entry.objects.get(kind=Kind.REPORT, office=offices.province)
    receiving.accept(report_id=report.object, by=offices.desk2)
    note = Entry.objects.get(kind=Kind.PROGRESS, office=offices.province)
    progress.accept(progress_id=note.object, by=offices.desk)
    shelving.bring_up()
    states = {entry.kind: entry.state for entry in found(offices.desk) if entry.kind > Kind.AGENCY}
    assert states == {Kind.REPORT: "accepted", Kind.PROGRESS: "accepted", Kind.EVIDENCE: "accepted"}
    assert list(shelving.differences()) == []
