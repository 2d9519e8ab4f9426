"""A unit officer reports, another person answers; files, more time, remarks."""

import io
import zipfile
from datetime import date

import pytest
from cast import SINCE
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from obligations import given_task

from dondoc_web.accounts.models import Membership
from dondoc_web.audit.models import Event, Verb
from dondoc_web.work import comments, evidence, extensions, progress
from dondoc_web.work.assigning import order_task
from dondoc_web.work.evidence_kinds import kind_of
from dondoc_web.work.holding import Changed, stamp
from dondoc_web.work.models import Answer, Evidence, Obligation, Progress, Stage
from dondoc_web.work.progress import Report

DONE = Report(stage="done", text="Đã in 500 cuốn.", figures=[{"name": "tài liệu", "value": "500", "unit": "cuốn"}])
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def one(lam_giang):
    """The obligation of the department of culture, due 2026-12-15."""
    (made,) = order_task(
        task=given_task(lam_giang, lead=[lam_giang.culture]), by=lam_giang.desk2, today=date(2026, 11, 28)
    )
    return made


def reported(people, one, report=DONE):
    return progress.submit(obligation_id=one.pk, by=people.unit, report=report)


def test_a_report_of_completion_waits_and_counts_by_the_day_it_was_handed_in(lam_giang, one):
    told = reported(lam_giang, one)
    one.refresh_from_db()
    assert (told.answer, one.stage, one.done_on) == (Answer.WAITING, Stage.TO_CONFIRM, timezone.localdate())
    Progress.objects.filter(pk=told.pk).update(at=timezone.make_aware(timezone.datetime(2026, 12, 20, 23, 30)))
    progress.accept(progress_id=told.pk, by=lam_giang.desk)
    one.refresh_from_db()
    assert (one.stage, one.done_on) == (Stage.DONE, date(2026, 12, 20))


def test_a_report_of_work_under_way_needs_no_answer(lam_giang, one):
    told = reported(lam_giang, one, Report(text="Đã biên tập xong bản thảo."))
    one.refresh_from_db()
    assert (told.answer, one.stage, one.done_on) == (Answer.ACCEPTED, Stage.UNDER_WAY, None)


def test_what_is_returned_tells_the_reporter_why_and_can_be_reported_again(lam_giang, one):
    told = reported(lam_giang, one)
    with pytest.raises(ValidationError, match="lý do"):
        progress.send_back(progress_id=told.pk, by=lam_giang.desk, reason=" ")
    progress.send_back(progress_id=told.pk, by=lam_giang.desk, reason="Thiếu biên bản nghiệm thu")
    told.refresh_from_db()
    one.refresh_from_db()
    assert (told.answer, told.answer_reason) == (Answer.RETURNED, "Thiếu biên bản nghiệm thu")
    assert (one.stage, one.done_on) == (Stage.UNDER_WAY, None)
    again = reported(lam_giang, one)
    progress.accept(progress_id=again.pk, by=lam_giang.desk2)
    verbs = list(Event.objects.filter(target=f"obligation:{one.pk}").values_list("verb", flat=True))
    assert verbs == [
        "progress.drafted",
        "progress.reported",
        "progress.returned",
        "progress.drafted",
        "progress.reported",
        "progress.accepted",
    ]


def test_an_answer_is_given_once(lam_giang, one):
    told = reported(lam_giang, one)
    progress.accept(progress_id=told.pk, by=lam_giang.desk)
    for answer in (progress.accept, lambda **k: progress.send_back(reason="x", **k)):
        with pytest.raises(ValidationError, match="tải lại trang"):
            answer(progress_id=told.pk, by=lam_giang.desk2)


def test_nobody_confirms_the_own_report(lam_giang, one, django_user_model):
    both = lam_giang.unit
    Membership.objects.create(person=both, agency=lam_giang.province, role="desk", since=SINCE)
    told = reported(lam_giang, one)
    with pytest.raises(PermissionDenied):
        progress.accept(progress_id=told.pk, by=django_user_model.objects.get(pk=both.pk))


def test_only_the_unit_reports_and_only_the_desk_answers(lam_giang, one):
    for person in (lam_giang.desk, lam_giang.leader, lam_giang.auditor, lam_giang.other_unit):
        with pytest.raises(PermissionDenied):
            progress.submit(obligation_id=one.pk, by=person, report=DONE)
        with pytest.raises(PermissionDenied):
            progress.save_draft(obligation_id=one.pk, by=person, report=DONE)
    told = reported(lam_giang, one)
    for person in (lam_giang.unit, lam_giang.leader, lam_giang.auditor, lam_giang.other_desk):
        with pytest.raises(PermissionDenied):
            progress.accept(progress_id=told.pk, by=person)


def test_a_draft_is_kept_once_and_loses_nothing_when_the_page_is_old(lam_giang, one):
    old = stamp(one)
    Obligation.objects.filter(pk=one.pk).update(changed_at=timezone.now())
    progress.save_draft(obligation_id=one.pk, by=lam_giang.unit, report=DONE)
    with pytest.raises(Changed):
        progress.submit(obligation_id=one.pk, by=lam_giang.unit, report=DONE, seen=old)
    draft = Progress.objects.get(obligation=one)
    assert (draft.answer, draft.text, draft.figures) == (Answer.DRAFT, DONE.text, DONE.figures)
    reported(lam_giang, one)
    assert Progress.objects.get(obligation=one).pk == draft.pk


def test_a_report_says_something(lam_giang, one):
    with pytest.raises(ValidationError, match="nội dung"):
        reported(lam_giang, one, Report(stage="done", text="  "))


# Evidence -----------------------------------------------------------------------------------------------------


def archive(*names, **contents):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as found:
        for name in names:
            found.writestr(name, contents.get(name, "x"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"II*\x00....", "image/tiff"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "application/x-ole-storage"),
        (archive("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (archive("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            archive("mimetype", mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        ("Biên bản nghiệm thu\n".encode(), "text/plain"),
        ("á".encode() * 3000, "text/plain"),
        (archive("word/document.xml", "word/vbaProject.bin"), None),
        (archive("readme.txt"), None),
        (b"PK\x03\x04broken", None),
        (b"MZ\x90\x00\x03", None),
        (b"\x7fELF", None),
        (b"#!/bin/sh\nrm -rf /\n", None),
        (b"<html><script>alert(1)</script></html>", None),
        (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"\x00\x01\x02", None),
        ("Biên bản".encode("utf-16"), None),
    ],
    ids=range(20),
)
def test_a_kind_of_file_is_told_by_its_content(content, kind):
    assert kind_of(io.BytesIO(content)) == kind


def attached(people, one, content=PDF, name="bien-ban.pdf", by=None, **more):
    file = SimpleUploadedFile(name, content)
    more = {"confirmed_unclassified": True} | more
    return evidence.attach(obligation_id=one.pk, by=by or people.unit, file=file, name=name, **more)


def test_evidence_is_kept_as_it_came_under_a_name_that_says_nothing(lam_giang, one):
    made = attached(lam_giang, one, name="C:\\Tài liệu\\Biên\u202e bản.pdf")
    assert (made.name, made.size, made.media_type) == ("Biên bản.pdf", len(PDF), "application/pdf")
    assert made.file.read() == PDF
    made.file.close()
    assert "Biên" not in made.file.name
    assert len(made.sha256) == 64
    assert attached(lam_giang, one, name="khac.pdf") == made


def test_evidence_that_may_not_be_taken_leaves_no_file(lam_giang, one, settings, store):
    settings.EVIDENCE_LIMIT = 20
    for content, words in [(b"", "trống"), (PDF * 9, "lớn hơn"), (b"MZ\x90\x00", "loại tệp")]:
        with pytest.raises(ValidationError, match=words):
            attached(lam_giang, one, content)
    with pytest.raises(ValidationError, match="bí mật"):
        attached(lam_giang, one, confirmed_unclassified=False)
    with pytest.raises(PermissionDenied):
        attached(lam_giang, one, by=lam_giang.other_unit)
    assert not Evidence.objects.exists()
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_evidence_leaves_a_draft_but_not_a_report(lam_giang, one, django_capture_on_commit_callbacks):
    made = attached(lam_giang, one)
    with django_capture_on_commit_callbacks(execute=True):
        evidence.detach(evidence_id=made.pk, by=lam_giang.unit)
    assert not made.file.storage.exists(made.file.name)
    made = attached(lam_giang, one)
    told = reported(lam_giang, one)
    assert list(told.evidence.all()) == [made]
    with pytest.raises(ValidationError, match="không gỡ được"):
        evidence.detach(evidence_id=made.pk, by=lam_giang.unit)


# More time ------------------------------------------------------------------------------------------------------


def asking(people, one, day=date(2026, 12, 31)):
    return extensions.ask(obligation_id=one.pk, by=people.unit, new_due_on=day, reason="Chờ thẩm định")


def test_more_time_is_granted_on_a_paper_and_the_old_day_is_kept(lam_giang, one):
    asked = asking(lam_giang, one)
    with pytest.raises(ValidationError, match="văn bản"):
        extensions.grant(extension_id=asked.pk, by=lam_giang.desk, due_on=date(2026, 12, 25), paper="")
    extensions.grant(extension_id=asked.pk, by=lam_giang.desk, due_on=date(2026, 12, 25), paper="Công văn 15/UBND-VX")
    one.refresh_from_db()
    asked.refresh_from_db()
    assert (one.due_on, asked.old_due_on, asked.granted_due_on) == (
        date(2026, 12, 25),
        date(2026, 12, 15),
        date(2026, 12, 25),
    )
    with pytest.raises(ValidationError, match="đã được trả lời"):
        extensions.refuse(extension_id=asked.pk, by=lam_giang.desk, reason="x")


def test_more_time_that_is_refused_leaves_the_day(lam_giang, one):
    asked = asking(lam_giang, one)
    with pytest.raises(ValidationError, match="chờ trả lời"):
        asking(lam_giang, one)
    extensions.refuse(extension_id=asked.pk, by=lam_giang.desk, reason="Đã chậm một lần")
    one.refresh_from_db()
    assert one.due_on == date(2026, 12, 15)
    with pytest.raises(ValidationError, match="sau hạn hiện nay"):
        asking(lam_giang, one, date(2026, 12, 15))
    with pytest.raises(PermissionDenied):
        extensions.ask(obligation_id=one.pk, by=lam_giang.desk, new_due_on=date(2027, 1, 1), reason="x")


# Remarks ----------------------------------------------------------------------------------------------------------


def test_a_remark_names_only_people_around_the_obligation(lam_giang, one):
    made = comments.comment(
        obligation_id=one.pk, by=lam_giang.desk, text="Đề nghị sớm báo cáo", mentions=[lam_giang.unit.pk]
    )
    assert list(made.mentions.all()) == [lam_giang.unit]
    for stranger in (lam_giang.other_desk, lam_giang.other_unit, lam_giang.admin):
        with pytest.raises(ValidationError, match="nhắc"):
            comments.comment(obligation_id=one.pk, by=lam_giang.desk, text="x", mentions=[stranger.pk])
    for person in (lam_giang.auditor, lam_giang.other_desk):
        with pytest.raises(PermissionDenied):
            comments.comment(obligation_id=one.pk, by=person, text="x")


def test_every_change_has_one_event_with_before_and_after(lam_giang, one):
    told = reported(lam_giang, one)
    progress.accept(progress_id=told.pk, by=lam_giang.desk)
    event = Event.objects.get(verb=Verb.PROGRESS_ACCEPTED)
    assert event.data["before"]["stage"] == "to_confirm"
    assert event.data["after"] == {
        "stage": "done",
        "due_on": "2026-12-15",
        "done_on": timezone.localdate().isoformat(),
    }
    assert (event.actor, event.office) == (lam_giang.desk, lam_giang.province)


@pytest.mark.parametrize("answer", ["grant", "refuse"])
def test_a_request_is_answered_though_the_result_came_in_meanwhile(lam_giang, one, answer):
    day = date(2026, 12, 31)
    wanted = extensions.ask(obligation_id=one.pk, by=lam_giang.unit, new_due_on=day, reason="Chờ số liệu.")
    reported(lam_giang, one)
    if answer == "grant":
        extensions.grant(extension_id=wanted.pk, by=lam_giang.desk, due_on=day, paper="15/UBND-KGVX")
    else:
        extensions.refuse(extension_id=wanted.pk, by=lam_giang.desk, reason="Đã có kết quả.")
    one.refresh_from_db()
    wanted.refresh_from_db()
    assert one.stage == Stage.TO_CONFIRM
    assert (one.due_on == day) == (answer == "grant")
    assert wanted.answer != Answer.WAITING
