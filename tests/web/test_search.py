"""Search on the site: only of the own branch, jump to the words, the index that follows."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import cast
import plans
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from obligations import given_plan, given_task
from office import read, work

import dondoc
from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.documents import actions
from dondoc_web.documents.models import Source
from dondoc_web.documents.reading import delete_with_all_made_from
from dondoc_web.jobs import schedules
from dondoc_web.reports import duties, receiving
from dondoc_web.search import saved, searching, shelving
from dondoc_web.search.asking import asked
from dondoc_web.search.models import Entry, FileText, Kind, SavedSearch, Shelved
from dondoc_web.search.searching import Narrow
from dondoc_web.work import evidence, evidence_text, progress
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Answer, Evidence
from dondoc_web.work.progress import Report

TODAY = date(2026, 11, 28)

PAPER = (
    "Cơ quan: UBND tỉnh Lam Giang\nSố: 41/KH-UBND\nNgày: 2026-03-02\nLoại: Kế hoạch\n"
    "Về việc: Quảng bá hình ảnh địa phương\n"
    "1. Sản xuất phim ngắn giới thiệu lụa làng Vạn.\nChủ trì: Sở Văn hóa\n"
)


@pytest.fixture(scope="module")
def offices(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both provinces, each with one thing of every kind that speaks of silk (lụa); all of it on the shelves."""
    patch = pytest.MonkeyPatch()
    patch.setattr(dondoc, "read_plan", plans.read_plan, raising=False)
    store = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("sources"))
    with django_db_blocker.unblock(), store, transaction.atomic():
        world = cast.two_provinces()
        for prefix, top, unit in (("", world.province, world.culture), ("other_", world.other, world.other_culture)):
            people = {one: getattr(world, f"{prefix}{one}") for one in ROLES}
            _silk(SimpleNamespace(**people, province=top, culture=unit))
        shelving.bring_up()
        yield world
        transaction.set_rollback(True)
    patch.undo()


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


ALL = Narrow()


def found(user, query="lua", narrow=ALL):
    keys = searching.every(asked(query), narrow, User.objects.get(pk=user.pk))
    return list(Entry.objects.filter(pk__in=list(keys)))


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


def wrong():
    return list(shelving.differences())


def test_a_paper_is_found_once_read_and_no_more_once_withdrawn(lam_giang):
    source = read(lam_giang.desk, PAPER)
    assert [entry.kind for entry in found(lam_giang.desk, "lụa")] == [Kind.CLAUSE]
    actions.withdraw(by=lam_giang.desk, source_id=source.pk, reason="nhầm")
    assert not Entry.objects.filter(shelf="sources").exists()


def test_the_round_writes_what_changed_takes_off_what_is_gone_and_rests(lam_giang):
    task = given_task(lam_giang, text="Dệt lụa")
    assert shelving.bring_up() > 0
    assert wrong() == []
    assert shelving.bring_up() == 0
    task.text = "Dệt vải"
    task.save()
    assert wrong() == [f"tasks {task.pk}"]
    assert shelving.bring_up() == 1
    assert (len(found(lam_giang.desk, "lụa")), len(found(lam_giang.desk, "dệt vải"))) == (0, 1)
    task.delete()
    assert shelving.bring_up() == 1
    assert wrong() == []


def test_the_round_sees_reports_and_progress_that_were_answered(offices):
    with transaction.atomic():
        report = Entry.objects.get(kind=Kind.REPORT, office=offices.province)
        receiving.accept(report_id=report.object, by=offices.desk2)
        note = Entry.objects.get(kind=Kind.PROGRESS, office=offices.province)
        progress.accept(progress_id=note.object, by=offices.desk)
        shelving.bring_up()
        states = {entry.kind: entry.state for entry in found(offices.desk) if entry.kind > Kind.AGENCY}
        assert states == {Kind.REPORT: "accepted", Kind.PROGRESS: "accepted", Kind.EVIDENCE: "accepted"}
        assert wrong() == []
        transaction.set_rollback(True)


def test_a_round_that_was_stopped_is_gone_on_with(lam_giang, monkeypatch):
    monkeypatch.setattr(shelving, "LOOKED_AT", 2)
    told = []
    monkeypatch.setattr(shelving.pulse, "say", lambda: told.append(1) or (len(told) > 2 and 1 / 0))
    with pytest.raises(ZeroDivisionError):
        shelving.bring_up()
    monkeypatch.setattr(shelving.pulse, "say", lambda: None)
    assert 0 < Shelved.objects.count() < Agency.objects.count()
    shelving.bring_up()
    assert wrong() == []


def test_an_object_that_changes_while_it_is_written_waits_for_the_next_round(lam_giang, monkeypatch):
    task = given_task(lam_giang, text="Dệt lụa")
    tasks = shelving.named("tasks")
    stamps = iter(({task.pk: "before"}, {task.pk: "after"}))
    monkeypatch.setattr(type(tasks), "stamps", lambda self, keys: next(stamps))
    assert shelving.put(tasks, [task.pk]) == 0
    assert not Entry.objects.filter(shelf="tasks").exists()


def test_the_recurring_round_and_the_command_do_the_same(lam_giang, capsys):
    given_task(lam_giang, text="Dệt lụa")
    schedules.run("search")
    work()
    call_command("search", "--check")
    Entry.objects.filter(shelf="tasks").delete()
    with pytest.raises(CommandError):
        call_command("search", "--check")
    call_command("search", "--rebuild")
    call_command("search", "--check")
    assert "Sổ tra cứu đúng." in capsys.readouterr().out


def test_a_paper_that_is_deleted_takes_its_words_with_it(lam_giang):
    source = read(lam_giang.desk, PAPER)
    assert Entry.objects.filter(source=source).exists()
    Source.objects.filter(pk=source.pk).update(reading=None, job=None)
    delete_with_all_made_from(source.readings.all())
    delete_with_all_made_from(Source.objects.filter(pk=source.pk))
    assert not Entry.objects.filter(source=source.pk).exists()
    shelving.bring_up()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE temp.told USING fts5vocab('main', 'search_words', 'row')")
            cursor.execute("SELECT count(*) FROM temp.told WHERE term = 'lua'")
            assert cursor.fetchone() == (0,)


def test_a_refused_draft_of_progress_is_nobodys(lam_giang):
    (owed,) = order_task(task=given_task(lam_giang, lead=[lam_giang.culture]), by=lam_giang.desk2, today=TODAY)
    progress.save_draft(obligation_id=owed.pk, by=lam_giang.unit, report=Report(text="Nháp về lụa"))
    shelving.bring_up()
    assert owed.progress.get().answer == Answer.DRAFT
    assert found(lam_giang.desk) == []


def test_words_of_a_file_of_evidence_are_found_once_it_is_handed_in_and_read(lam_giang):
    (owed,) = order_task(task=given_task(lam_giang, lead=[lam_giang.culture]), by=lam_giang.desk2, today=TODAY)
    for name, words in (("bien-ban.txt", "Biên bản giao lụa Vạn Phúc"), ("mat.txt", "TUYỆT MẬT\nSố: 1/BC\nLụa")):
        file = SimpleUploadedFile(name, words.encode())
        evidence.attach(obligation_id=owed.pk, by=lam_giang.unit, file=file, name=name, confirmed_unclassified=True)
    assert evidence_text.read_new() == 0
    progress.submit(obligation_id=owed.pk, by=lam_giang.unit, report=Report(stage="done", text="Xong."))
    shelving.bring_up()
    assert found(lam_giang.desk, "giao lụa") == []
    assert (evidence_text.read_new(), evidence_text.read_new()) == (2, 0)
    shelving.bring_up()
    assert [entry.head for entry in found(lam_giang.desk, "lụa")] == ["bien-ban.txt"]
    assert found(lam_giang.other_desk, "lụa") == []
    Evidence.objects.all().delete()
    evidence_text.read_new()
    assert not FileText.objects.exists()
