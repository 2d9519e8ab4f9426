"""Papers from the data of the office: what they list, who makes them, what their files hold."""

import csv
import io
from datetime import date

import docx
import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from obligations import given_plan, given_task
from office import work

from dondoc.document import Role
from dondoc.reading.office import converted
from dondoc_web.audit.models import Event
from dondoc_web.jobs.models import State
from dondoc_web.papers import actions, columns, jobs, queries, wording
from dondoc_web.papers.actions import Wanted
from dondoc_web.papers.models import OfficialPaper
from dondoc_web.work import progress
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, Party
from dondoc_web.work.progress import Report

DAY = date(2026, 12, 20)
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def owing(lam_giang):
    """The department of culture owes two tasks due 2026-12-15 and one due later."""
    plan = given_plan(lam_giang)
    for words, due in ((FORMULA, "2026-12-15"), ("Tập huấn", "2026-12-15"), ("Sơ kết", "2027-03-01")):
        task = given_task(lam_giang, plan=plan, lead=[lam_giang.culture], text=words, due=due, product="Báo cáo")
        Party.objects.create(task=task, role=Role.COORDINATING.value, phrase="Các sở, ban, ngành")
        order_task(task=task, by=lam_giang.desk2, today=date(2026, 11, 28))
    lam_giang.plan = plan
    return lam_giang


def made(people, kind="reminder", **facts):
    facts = {"agency_id": people.culture.pk} | facts
    return actions.make(office_id=people.province.pk, by=people.desk, wanted=Wanted(kind, DAY, **facts))


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def words_of(content):
    document = docx.Document(io.BytesIO(content))
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in document.element.body.iter("{*}p"))


def test_a_reminder_lists_what_is_overdue_on_its_day(owing):
    paper = made(owing)
    assert [line.cells["task"] for line in paper.lines.all()] == [FORMULA, "Tập huấn"]
    assert [line.cells["over"] for line in paper.lines.all()] == ["5", "5"]
    assert "còn 02 nhiệm vụ quá hạn" in paper.words["body"]
    assert "yêu cầu Sở Văn hóa" in paper.words["body"]
    event = Event.objects.get(verb="paper.made")
    assert event.office == owing.province
    assert event.data["obligations"] == [line.obligation_id for line in paper.lines.all()]


def test_what_was_handed_in_on_time_is_not_overdue(owing):
    one = Obligation.objects.get(task__text="Tập huấn")
    progress.submit(obligation_id=one.pk, by=owing.unit, report=Report("done", "xong"))
    Obligation.objects.filter(pk=one.pk).update(done_on=date(2026, 12, 10))
    assert [line.cells["task"] for line in made(owing).lines.all()] == [FORMULA]


def test_a_slip_hands_out_what_is_owed_and_a_submission_the_tasks_of_the_plan(owing):
    assert made(owing, "slip").lines.count() == 3
    submission = made(owing, "submission", agency_id=None, plan_id=owing.plan.pk)
    cells = submission.lines.first().cells
    assert (cells["with"], cells["time"]) == ("Các sở, ban, ngành", "Trước ngày 15/12/2026")
    assert submission.words["abstract"] == "Về việc giao nhiệm vụ thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026"


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("reminder", {"agency_id": None}, "Hãy chọn đơn vị"),
        ("submission", {}, "Hãy chọn kế hoạch"),
        ("reminder", {"day": date(2026, 12, 1)}, "không có nhiệm vụ quá hạn"),
    ],
)
def test_where_there_is_nothing_to_say_no_paper_is_made(owing, kind, facts, words):
    wanted = Wanted(**{"kind": kind, "day": DAY, "agency_id": owing.culture.pk} | facts)
    with pytest.raises(ValidationError, match=words):
        actions.make(office_id=owing.province.pk, by=owing.desk, wanted=wanted)
    assert not OfficialPaper.objects.exists()


def test_the_letterhead_follows_from_the_register(owing):
    head = wording.head_of(owing.province)
    assert (head["issuer"], head["place"], head["symbol"]) == ("Ủy ban nhân dân\ntỉnh Lam Giang", "Lam Giang", "UBND")
    assert (head["authority"], head["position"]) == ("TM. Ủy ban nhân dân", "Chủ tịch")
    below = wording.head_of(owing.culture)
    assert (below["superior"], below["place"], below["position"]) == (
        "Ủy ban nhân dân tỉnh Lam Giang", "Lam Giang", "Giám đốc",
    )  # fmt: skip


def test_words_and_lines_are_revised_and_the_next_paper_begins_with_the_same_letterhead(owing):
    paper = made(owing)
    first = paper.lines.first()
    actions.revise(
        paper_id=paper.pk, by=owing.desk, words=paper.words | {"unit": "VX", "body": "Đoạn một\nĐoạn hai"},
        kept=[first.pk],
    )  # fmt: skip
    paper.refresh_from_db()
    said = words_of(queries.docx_of(paper)[0])
    assert "Đoạn hai./." in said
    assert "Tập huấn" not in said
    assert "/UBND-VX" in said
    event = Event.objects.get(verb="paper.revised")
    assert set(event.data["before"]) == {"unit", "body"}
    assert made(owing).words["unit"] == "VX"


def test_no_line_of_another_paper_can_be_kept(owing):
    paper, other = made(owing), made(owing)
    with pytest.raises(ValidationError, match="ít nhất một dòng"):
        actions.revise(paper_id=paper.pk, by=owing.desk, words={}, kept=[other.lines.first().pk])


def test_files_hold_the_table_and_no_formula(owing):
    paper = made(owing)
    client = as_(owing.desk)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/papers/{paper.pk}/xlsx/").content)).active
    assert [cell.value for cell in sheet[1]] == ["STT", *(one.title for one in columns.COLUMNS["reminder"])]
    assert (sheet["B2"].value, sheet["B2"].data_type) == (FORMULA, "s")
    assert sheet["D2"].value.date() == date(2026, 12, 15)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")
    assert sheet["B2"].alignment.wrap_text
    content = client.get(f"/papers/{paper.pk}/csv/").content
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[1][1] == "'" + FORMULA
    assert rows[1][3] == "15/12/2026"
    assert FORMULA in words_of(client.get(f"/papers/{paper.pk}/docx/").content)


def test_words_longer_than_a_cell_go_on_below():
    content = columns.to_xlsx(
        columns.COLUMNS["slip"], [{"task": "a" * 40_000, "due": "2026-12-15"}, {"task": "b"}], "x"
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [len(sheet[f"B{row}"].value) for row in (2, 3, 4)] == [32_767, 7_233, 1]
    assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == [1, None, 2]


def test_libreoffice_reads_the_workbook_with_its_days(owing):
    content = queries.xlsx_of(made(owing))
    again = openpyxl.load_workbook(io.BytesIO(converted(content, "a.xlsx", ".xlsx", "xlsx:Calc MS Excel 2007 XML")))
    assert again.active["D2"].value.date() == date(2026, 12, 15)
    assert again.active["B2"].value == FORMULA


def test_a_pdf_is_made_in_the_background_and_is_out_of_date_after_a_change(owing):
    paper, client = made(owing), as_(owing.desk)
    assert client.post(f"/papers/{paper.pk}/pdf/start/").status_code == 302
    assert "Đang tạo PDF" in client.get(f"/papers/{paper.pk}/pdf/progress/").content.decode()
    work()
    assert "Tải PDF" in client.get(f"/papers/{paper.pk}/").content.decode()
    answer = client.get(f"/papers/{paper.pk}/pdf/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    actions.revise(
        paper_id=paper.pk, by=owing.desk, words={"body": "Khác"}, kept=paper.lines.values_list("pk", flat=True)
    )
    assert "Tạo PDF" in client.get(f"/papers/{paper.pk}/").content.decode()


def test_without_libreoffice_the_page_says_what_to_do(owing, monkeypatch):
    monkeypatch.setattr(jobs, "program", lambda: None)
    paper = actions.ask_pdf(paper_id=made(owing).pk, by=owing.desk)
    work()
    paper.job.refresh_from_db()
    assert (paper.job.state, "hãy tải DOCX" in paper.job.error) == (State.FAILED, True)


def test_the_page_leads_from_each_line_to_its_obligation_and_its_words(owing):
    paper = made(owing)
    page = as_(owing.desk).get(f"/papers/{paper.pk}/").content.decode()
    for line in paper.lines.all():
        assert f"/obligations/{line.obligation_id}/" in page
    assert f"/documents/{owing.plan.source_id}/" in page
    assert "/obligations/" not in words_of(queries.docx_of(paper)[0])


def test_a_desk_officer_makes_a_paper_on_the_page(owing):
    client = as_(owing.desk)
    data = {"kind": "reminder", "office": owing.province.pk, "agency": owing.culture.pk, "day": "2026-12-01"}
    refused = client.post("/papers/", data)
    assert refused.status_code == 400
    assert "không có nhiệm vụ quá hạn" in refused.content.decode()
    assert client.post("/papers/", data | {"day": "2026-12-20"}).status_code == 302
    paper = OfficialPaper.objects.get()
    assert "đôn đốc thực hiện" in client.get("/papers/").content.decode()
    typed = paper.words | {"kept": [paper.lines.first().pk], "abstract": ""}
    again = client.post(f"/papers/{paper.pk}/", typed | {"body": "Chữ đã gõ"})
    assert again.status_code == 400
    assert "Chữ đã gõ" in again.content.decode()
    assert client.post(f"/papers/{paper.pk}/", typed | {"abstract": "đôn đốc"}).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("auditor", 200), ("unit", 404), ("other_desk", 404)])
def test_a_paper_is_there_for_those_who_follow(owing, who, status):
    paper = made(owing)
    assert as_(getattr(owing, who)).get(f"/papers/{paper.pk}/docx/").status_code == status


def test_a_leader_looks_and_changes_nothing(owing):
    paper = made(owing)
    client = as_(owing.leader)
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert "Lưu dự thảo" not in page
    assert client.post(f"/papers/{paper.pk}/", paper.words).status_code == 403
    assert client.post("/papers/", {"kind": "slip"}).status_code == 403


def test_the_same_inputs_give_the_same_file(owing):
    first, second = made(owing), made(owing)
    assert queries.docx_of(first) == queries.docx_of(second)
