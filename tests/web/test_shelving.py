"""The index of search follows what it is made of, and lets go of what is deleted."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from obligations import given_task
from office import read, work
from silk import PAPER, found

from dondoc_web.agencies.models import Agency
from dondoc_web.documents import actions
from dondoc_web.documents.models import Source
from dondoc_web.documents.reading import delete_with_all_made_from
from dondoc_web.jobs import schedules
from dondoc_web.search import shelving
from dondoc_web.search.models import Entry, FileText, Kind, Shelved
from dondoc_web.work import evidence, evidence_text, progress
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Answer, Evidence
from dondoc_web.work.progress import Report

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)


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
