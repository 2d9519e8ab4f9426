"""Pages of obligations: what each person is shown, what a form does, and what an old form may not do."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from obligations import given_task

from dondoc.document import TimingKind
from dondoc_web.documents.models import Reading, Source
from dondoc_web.work import extensions, figures, progress
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Answer, Evidence, Extension, Obligation, Plan, Progress, Stage, Task
from dondoc_web.work.progress import Report

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.mark.parametrize(
    ("reading", "spans", "found"),
    [
        (7, {"text": [[3, 9], [12, 20]]}, "?found=3-9,12-20"),
        (8, {"text": [[3, 9]]}, ""),  # the directive was read anew
        (None, {"text": [[3, 9]]}, ""),  # added by hand
        (7, {}, ""),
    ],
)
def test_a_task_says_where_its_words_stand_in_the_directive(reading, spans, found):
    plan = Plan(source=Source(pk=1, reading=Reading(pk=7)))
    assert Task(plan=plan, reading_id=reading, spans=spans).found == found


@pytest.fixture
def one(lam_giang):
    """The obligation of the department of culture, due 2026-12-15."""
    (made,) = order_task(
        task=given_task(lam_giang, lead=[lam_giang.culture]), by=lam_giang.desk2, today=date(2026, 11, 28)
    )
    return made


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def at(one, verb=""):
    return f"/obligations/{one.pk}/{verb}"


def typed(**more):
    return {
        "stage": "done",
        "text": "Đã in 500 cuốn.",
        "figure_name": ["tài liệu", ""],
        "figure_value": ["1.500,5", ""],
        "figure_unit": ["cuốn", ""],
    } | more


def seen(one):
    one.refresh_from_db()
    return one.changed_at.isoformat()


def test_a_unit_officer_sees_what_the_own_agency_owes_and_nothing_else(lam_giang, one):
    (other,) = order_task(
        task=given_task(lam_giang, lead=[lam_giang.interior], text="Việc của sở khác"), by=lam_giang.desk2
    )
    client = as_(lam_giang.unit)
    page = client.get("/obligations/").content.decode()
    assert "Biên soạn tài liệu" in page
    assert "Việc của sở khác" not in page
    assert client.get(at(one)).status_code == 200
    assert client.get(at(other)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("desk", 200), ("leader", 200), ("auditor", 200), ("unit", 200), ("admin", 404), ("other_desk", 404)],
)
def test_an_obligation_is_there_for_those_who_follow_or_owe_it(lam_giang, one, who, status):
    assert as_(getattr(lam_giang, who)).get(at(one)).status_code == status


def test_the_page_leads_from_the_words_of_the_task_to_its_day(lam_giang, one):
    page = as_(lam_giang.unit).get(at(one)).content.decode()
    for words in ("Trước ngày 15/12/2026", "15/12/2026", "14/12/2026", "ngày được nêu là ngày cuối", "Một lần"):
        assert words in page
    assert f"/documents/{one.plan.source_id}/" in page


def test_report_return_report_confirm(lam_giang, one):
    unit, desk = as_(lam_giang.unit), as_(lam_giang.desk)
    assert unit.post(at(one, "report/"), typed(seen=seen(one))).status_code == 302
    assert "Báo cáo chờ tôi xác nhận" in desk.get("/obligations/").content.decode()
    desk.post(at(one, "answer/"), {"answer": "return", "reason": "Thiếu biên bản", "seen": seen(one)})
    assert "Thiếu biên bản" in unit.get("/obligations/").content.decode()
    unit.post(at(one, "report/"), typed(seen=seen(one), text="Đã bổ sung biên bản."))
    desk.post(at(one, "answer/"), {"answer": "accept", "seen": seen(one)})
    one.refresh_from_db()
    assert one.stage == Stage.DONE
    page = unit.get(at(one)).content.decode()
    for words in ("Thiếu biên bản", "Đã bổ sung biên bản.", "1.500,5", "hoàn thành trước hạn"):
        assert words in page


def test_a_draft_saves_itself_and_comes_back(lam_giang, one):
    client = as_(lam_giang.unit)
    answer = client.post(at(one, "draft/"), typed(text="Đang viết dở"), headers={"HX-Request": "true"})
    assert "Đã lưu bản đang soạn lúc" in answer.content.decode()
    page = client.get(at(one)).content.decode()
    assert "Đang viết dở" in page
    assert "1.500,5" in page
    assert "Đang viết dở" not in as_(lam_giang.desk).get(at(one)).content.decode()


def test_an_old_form_says_so_and_loses_nothing(lam_giang, one):
    old = seen(one)
    Obligation.objects.filter(pk=one.pk).update(changed_at=timezone.now())
    client = as_(lam_giang.unit)
    answer = client.post(at(one, "report/"), typed(seen=old, text="Rất nhiều chữ đã gõ"))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "đã thay đổi" in page
    assert "Rất nhiều chữ đã gõ" in page
    assert seen(one).replace("+", "&#x2B;") in page or seen(one) in page
    assert Progress.objects.get().answer == Answer.DRAFT
    assert client.post(at(one, "report/"), typed(seen=seen(one))).status_code == 302


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": ""}, "Hãy ghi nội dung đã thực hiện."),
        ({"figure_value": ["khoảng 500", ""]}, "hãy ghi tên và một số"),
        ({"stage": "transferred"}, "transferred"),
    ],
)
def test_a_report_that_cannot_be_taken_says_what_to_do(lam_giang, one, more, words):
    answer = as_(lam_giang.unit).post(at(one, "report/"), typed(seen=seen(one), **more))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    one.refresh_from_db()
    assert one.stage == Stage.NOT_STARTED


@pytest.mark.parametrize("verb", ["draft", "report", "evidence", "ask"])
def test_the_desk_does_not_report_for_a_unit(lam_giang, one, verb):
    data = typed(new_due_on="2027-01-31", reason="x")
    if verb == "evidence":
        data = {"file": SimpleUploadedFile("a.pdf", PDF), "unclassified": "on"}
    assert as_(lam_giang.desk).post(at(one, f"{verb}/"), data).status_code == 403


@pytest.mark.parametrize("verb", ["due", "transfer", "suspend", "cancel", "answer", "grant", "resume"])
@pytest.mark.parametrize(("who", "status"), [("unit", 403), ("other_desk", 404)])
def test_only_the_office_directs(lam_giang, one, verb, who, status):
    told = progress.submit(obligation_id=one.pk, by=lam_giang.unit, report=Report("done", "x"))
    Extension.objects.create(
        obligation=one, new_due_on=date(2027, 1, 1), reason="x", asked_by=lam_giang.desk2, asked_at=timezone.now()
    )
    data = {"reason": "x", "due_on": "2027-01-31", "to": lam_giang.interior.pk, "paper": "1"}
    data["answer"] = {"answer": "accept", "grant": "grant"}.get(verb, "")
    assert as_(getattr(lam_giang, who)).post(at(one, f"{verb}/"), data).status_code in (status, 400)
    told.refresh_from_db()
    assert told.answer == Answer.WAITING


def test_the_office_directs(lam_giang, one):
    desk = as_(lam_giang.desk)
    assert (
        desk.post(at(one, "due/"), {"due_on": "2026-12-31", "reason": "Họp giao ban", "seen": seen(one)}).status_code
        == 302
    )
    assert desk.post(at(one, "suspend/"), {"reason": "Chờ kinh phí", "seen": seen(one)}).status_code == 302
    assert desk.post(at(one, "resume/"), {"reason": "Có kinh phí", "seen": seen(one)}).status_code == 302
    data = {"to": lam_giang.interior.pk, "reason": "Đúng chức năng", "seen": seen(one)}
    assert desk.post(at(one, "transfer/"), data).status_code == 302
    page = desk.get(at(Obligation.objects.get(agency=lam_giang.interior))).content.decode()
    for words in ("31/12/2026", "Họp giao ban", "do người theo dõi ấn định", "Nhận chuyển giao từ", "Đúng chức năng"):
        assert words in page


def test_more_time_is_asked_and_granted_on_the_page(lam_giang, one):
    unit, desk = as_(lam_giang.unit), as_(lam_giang.desk)
    unit.post(at(one, "ask/"), {"new_due_on": "2026-12-31", "reason": "Chờ thẩm định", "seen": seen(one)})
    assert "Đề nghị gia hạn chờ tôi trả lời" in desk.get("/obligations/").content.decode()
    refused = desk.post(at(one, "grant/"), {"answer": "grant", "due_on": "2026-12-31", "seen": seen(one)})
    assert "Hãy ghi số, ngày của văn bản cho gia hạn." in refused.content.decode()
    data = {"answer": "grant", "due_on": "2026-12-31", "paper": "Công văn 15/UBND-VX", "seen": seen(one)}
    assert desk.post(at(one, "grant/"), data).status_code == 302
    page = unit.get(at(one)).content.decode()
    for words in ("Công văn 15/UBND-VX", "đề nghị đổi hạn 15/12/2026 thành 31/12/2026", "được gia hạn"):
        assert words in page


def test_an_answer_to_what_no_longer_waits_says_so(lam_giang, one):
    desk = as_(lam_giang.desk)
    for verb, data in (("answer", {"answer": "accept"}), ("grant", {"answer": "refuse", "reason": "x"})):
        answer = desk.post(at(one, f"{verb}/"), data)
        assert answer.status_code == 400


def test_evidence_is_taken_only_by_those_who_see_it(lam_giang, one):
    unit = as_(lam_giang.unit)
    data = {"file": SimpleUploadedFile("bien-ban.pdf", PDF), "unclassified": "on"}
    assert unit.post(at(one, "evidence/"), data).status_code == 302
    made = Evidence.objects.get()
    address = f"/obligations/evidence/{made.pk}/"
    assert as_(lam_giang.desk).get(address).status_code == 404
    unit.post(at(one, "report/"), typed(seen=seen(one)))
    answer = as_(lam_giang.desk).get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    for stranger in (lam_giang.other_desk, lam_giang.other_unit, lam_giang.admin):
        assert as_(stranger).get(address).status_code == 404
    made.file.delete(save=False)
    assert unit.get(address).status_code == 404


def test_evidence_is_added_and_removed_without_leaving_the_page(lam_giang, one):
    unit, htmx = as_(lam_giang.unit), {"HX-Request": "true"}
    refused = unit.post(
        at(one, "evidence/"), {"file": SimpleUploadedFile("a.exe", b"MZ\x90"), "unclassified": "on"}, headers=htmx
    )
    assert "Không nhận loại tệp" in refused.content.decode()
    added = unit.post(
        at(one, "evidence/"), {"file": SimpleUploadedFile("a.pdf", PDF), "unclassified": "on"}, headers=htmx
    )
    assert "a.pdf" in added.content.decode()
    removed = unit.post(f"/obligations/evidence/{Evidence.objects.get().pk}/remove/", headers=htmx)
    assert "a.pdf" not in removed.content.decode()


def test_remarks_name_people(lam_giang, one):
    desk = as_(lam_giang.desk)
    assert (
        desk.post(at(one, "comment/"), {"text": "Đề nghị báo cáo sớm", "mentions": [lam_giang.unit.pk]}).status_code
        == 302
    )
    assert "Đề nghị báo cáo sớm" in as_(lam_giang.unit).get(at(one)).content.decode()
    assert desk.post(at(one, "comment/"), {"text": "x", "mentions": [lam_giang.other_unit.pk]}).status_code == 400


def test_the_list_and_the_page_ask_a_number_of_queries_that_does_not_grow(lam_giang, one):
    facts = {"timing_kind": TimingKind.PERIODIC.value, "recurrence": "monthly", "due": ""}
    client, counts = as_(lam_giang.unit), []
    client.get("/obligations/")  # the first request of a session asks more
    for _ in range(2):
        for _ in range(3):
            order_task(task=given_task(lam_giang, lead=[lam_giang.culture], **facts), by=lam_giang.desk2)
        counts.append([_queries(client, address) for address in ("/obligations/", at(one))])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 40


def _queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("text", "kept", "shown"),
    [
        ("1.234,5", "1234.5", "1.234,5"),
        ("500", "500", "500"),
        ("1500000", "1500000", "1.500.000"),
        ("-2,50", "-2.50", "-2,50"),
    ],
)
def test_figures_are_written_as_offices_write_them(text, kept, shown):
    assert figures.plain(text) == kept
    assert figures.words(kept) == shown


@pytest.mark.parametrize("text", ["", "12.5", "1,234.5", "khoảng 5", "1.23", "9" * 40])
def test_what_is_no_number_is_not_guessed(text):
    assert figures.plain(text) is None


def test_asked_extensions_are_kept_when_the_work_is_suspended(lam_giang, one):
    asked = extensions.ask(obligation_id=one.pk, by=lam_giang.unit, new_due_on=date(2027, 1, 1), reason="x")
    as_(lam_giang.desk).post(at(one, "suspend/"), {"reason": "x"})
    asked.refresh_from_db()
    assert asked.answer == Answer.WAITING
