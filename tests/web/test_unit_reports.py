"""A unit's report: prepared from progress, edited, approved, handed in, returned, accepted."""

from datetime import date, datetime
from decimal import Decimal

import cast
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from obligations import given_plan, given_task
from unit_reports import activities, entered

from dondoc_web.accounts.models import Role
from dondoc_web.registers import entering
from dondoc_web.reports import duties, preparing, receiving, writing, written_queries
from dondoc_web.reports.lines import Content, Figure, content_of, figures_typed
from dondoc_web.reports.models import ReportState
from dondoc_web.work.models import Obligation, Occurrence, OfficeSettings, Progress

D = date.fromisoformat
NOW = datetime.fromisoformat


def owing(w, n, *, due="2026-06-30", start="2026-01-01", **facts):
    """An obligation of the department of culture, in a round of its own."""
    task = given_task(w, text=f"Việc {n}", lead=[w.culture])
    occurrence = Occurrence.objects.create(task=task, period="x", start=start, made_at=timezone.now())
    given = {"due_on": due, "agency": w.culture, "office": w.province, "changed_at": timezone.now()} | facts
    return Obligation.objects.create(occurrence=occurrence, task=task, plan=task.plan, **given)


def said(w, obligation, day, text, answer="accepted", stage="under_way", **facts):
    at = timezone.make_aware(NOW(f"{day}T09:00"))
    return Progress.objects.create(
        obligation=obligation, by=w.unit, at=at, text=text, answer=answer, stage=stage, **facts
    )


@pytest.fixture
def w(lam_giang, monkeypatch):
    """Half-yearly reports on a plan; today is 20 June 2026: data until the 14th, due on the 25th."""
    today = {"day": D("2026-06-20")}
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: value.date() if value else today["day"])
    lam_giang.today = today
    given_plan(lam_giang)
    facts = {"words": "Báo cáo kết quả", "frequency": "half_year", "regime": "nd09", "since": D("2026-01-01")}
    codes = (f"a{lam_giang.culture.pk}", f"a{lam_giang.interior.pk}")
    duty = duties.add(office_id=lam_giang.province.pk, by=lam_giang.desk, facts=duties.Facts(**facts, reporters=codes))
    duties.confirm(duty_id=duty.pk, by=lam_giang.desk)
    lam_giang.report = duty.expected.get(period="2026-H1", agency=lam_giang.culture)
    return lam_giang


def prepared(w):
    return preparing.prepare(report_id=w.report.pk, by=w.unit)


def lines(report):
    return {line.words: content_of(line) for line in report.lines.prefetch_related("figures")}


def as_(user):
    client = Client()
    client.force_login(user)
    return client


# Prepared ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "notes", "standing"),
    [
        ({"stage": "done", "done_on": "2026-06-14"}, 1, "done"),
        ({"stage": "done", "done_on": "2026-06-14", "due": "2026-06-13"}, 1, "late"),
        ({"stage": "done", "done_on": "2026-06-15"}, 1, "doing"),  # the day after the closing day
        ({"stage": "to_confirm", "done_on": "2026-06-10"}, 1, "doing"),
        ({"stage": "under_way"}, 1, "doing"),
        ({"stage": "not_started", "due": "2026-02-01"}, 0, "not_done"),
        ({"stage": "done", "done_on": "2025-12-14"}, 1, None),  # before the period
        ({"stage": "transferred"}, 0, None),
        ({"stage": "not_started", "start": "2026-06-15"}, 0, None),  # begins after the closing day
    ],
)
def test_how_far_a_task_was_on_the_closing_day(w, facts, notes, standing):
    one = owing(w, 1, **facts)
    for _n in range(notes):
        said(w, one, "2026-05-01", "Đã làm")
    found = lines(prepared(w))
    assert (found["Việc 1"].standing if found else None) == standing


def test_words_and_figures_come_from_confirmed_progress_of_the_period(w):
    one = owing(w, 1, stage="under_way")
    kept = [
        said(w, one, "2026-03-01", "Quý I", figures=[{"name": "Tin", "value": "5", "unit": "tin"}]),
        said(w, one, "2026-06-14", "Quý II", difficulties="Thiếu kinh phí", proposals="Cấp bổ sung",
             figures=[{"name": "Tin", "value": "12.5", "unit": "tin"}]),
    ]  # fmt: skip
    said(w, one, "2025-12-14", "Năm trước")
    said(w, one, "2026-06-15", "Sau ngày chốt")
    said(w, one, "2026-05-01", "Chưa xác nhận", answer="waiting")
    report = prepared(w)
    expected = Content(
        "doing", "Quý I\nQuý II", "Thiếu kinh phí", "Cấp bổ sung", (Figure("Tin", Decimal("12.5"), "tin"),)
    )
    assert lines(report) == {"Việc 1": expected}
    assert report.lines.get().basis == [note.pk for note in kept]


def test_entries_of_registers_written_in_the_period_are_evidence_of_a_line(w):
    one, register = owing(w, 1), activities(w)
    kept = entered(register, one, "2026-06-14", "Ngày hội", w.unit)
    others = [entered(register, one, day, "Khác", w.unit) for day in ("2025-12-14", "2026-06-15", "2026-06-01")]
    entering.withdraw(entry_id=others[-1].pk, by=w.unit, reason="ghi nhầm")
    prepared(w)
    page = as_(w.unit).get(f"/reports/{w.report.pk}/write/").content.decode()
    assert "Minh chứng trong sổ theo dõi (1)" in page
    assert f'href="/registers/entries/{kept.pk}/"' in page
    assert not [other for other in others if f"/registers/entries/{other.pk}/" in page]


def test_the_task_that_asks_for_the_report_has_no_line_in_it(w):
    asks, more = owing(w, 1), owing(w, 2)
    duty = w.report.duty
    for task, words in ((asks.task, "Việc 1"), (more.task, "báo cáo")):
        type(duty).objects.filter(pk=duty.pk).update(task=task, words=words)
        w.report.refresh_from_db()
        found = {one.obligation.pk for one in preparing.fresh(w.report)}
        assert found == ({more.pk} if task == asks.task else {asks.pk, more.pk})


def edit(w, report, result, **more):
    line = report.lines.order_by("position").first()
    return writing.write(
        report_id=w.report.pk, by=w.unit, text=writing.Text(lines={line.pk: Content("done", result)}, **more)
    )


def test_preparing_again_keeps_edits_and_shows_what_would_change(w):
    first, second = owing(w, 1, stage="under_way"), owing(w, 2, stage="under_way")
    report = prepared(w)
    assert preparing.changes(w.report, report) == []
    edit(w, report, "Do người sửa", added=[("Việc riêng", Content("done", "Tự làm"))])
    said(w, first, "2026-06-01", "Mới một")
    said(w, second, "2026-06-01", "Mới hai")
    third = owing(w, 3)
    found = preparing.changes(w.report, report)
    assert [(one.words, one.edited, one.before is None) for one in found] == [
        ("Việc 1", True, False), ("Việc 2", False, False), ("Việc 3", False, True),
    ]  # fmt: skip
    Obligation.objects.filter(pk=third.pk).update(stage="transferred")
    prepared(w)
    told = {words: content.result for words, content in lines(report).items()}
    assert told == {"Việc 1": "Do người sửa", "Việc 2": "Mới hai", "Việc riêng": "Tự làm"}
    line = report.lines.get(words="Việc 1")
    assert line.prepared["result"] == "Mới một"
    assert preparing.changes(w.report, report) == []


def test_a_page_and_a_preparation_cost_the_same_for_many_lines(w):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            prepared(w)
            assert as_(w.unit).get(f"/reports/{w.report.pk}/write/").status_code == 200
        return len(asked)

    register = activities(w)
    for n in range(1, 12):
        one = owing(w, n)
        said(w, one, "2026-06-01", "Một", figures=[{"name": "Tin", "value": "5", "unit": "tin"}])
        entered(register, one, "2026-06-01", "Ngày hội", w.unit)
        if n == 1:
            prepared(w)
            few = cost()
    prepared(w)
    assert cost() == few


@pytest.mark.parametrize("typed", ["Tin", "Tin; nhiều", "; 5", "Tin; 5; tin; thừa", "Tin; 12.5", "Tin; 1,2345"])
def test_what_is_no_figure_is_told(typed):
    with pytest.raises(ValidationError, match="không đúng"):
        figures_typed(f"Buổi; 3; buổi\n{typed}")
    assert figures_typed("Buổi; 1.234,5; buổi") == (Figure("Buổi", Decimal("1234.5"), "buổi"),)


# Written, approved, handed in ----------------------------------------------------------------------------------------


def test_it_is_handed_in_returned_corrected_and_accepted(w):
    owing(w, 1)
    report = prepared(w)
    edit(w, report, "Lần một")
    receiving.hand_in(report_id=w.report.pk, by=w.unit, paper="BC 1")
    with pytest.raises(ValidationError, match="không sửa được"):
        edit(w, report, "Sau khi nộp")
    receiving.send_back(report_id=w.report.pk, by=w.desk, reason="thiếu số liệu")
    edit(w, report, "Lần hai")
    receiving.hand_in(report_id=w.report.pk, by=w.unit, paper="BC 1")
    receiving.accept(report_id=w.report.pk, by=w.desk)
    report.refresh_from_db()
    w.report.refresh_from_db()
    assert (report.version, w.report.state, lines(report)["Việc 1"].result) == (2, ReportState.ACCEPTED, "Lần hai")


def test_the_leader_approves_where_the_office_asks_for_it(w):
    OfficeSettings.objects.create(office=w.province, reports_approved=True)
    head = cast.person("head", Role.LEADER, w.culture)
    owing(w, 1)
    report = prepared(w)
    with pytest.raises(ValidationError, match="trình lãnh đạo"):
        receiving.hand_in(report_id=w.report.pk, by=w.unit, paper="BC 1")
    writing.ask_approval(report_id=w.report.pk, by=w.unit)
    assert written_queries.waiting(head).to_approve == [w.report]
    writing.give_back(report_id=w.report.pk, by=head, reason="viết gọn")
    writing.ask_approval(report_id=w.report.pk, by=w.unit)
    writing.approve(report_id=w.report.pk, by=head)
    edit(w, report, "Sửa sau khi duyệt")  # other words than those that were approved
    with pytest.raises(ValidationError, match="trình lãnh đạo"):
        receiving.hand_in(report_id=w.report.pk, by=w.unit, paper="BC 1")
    writing.ask_approval(report_id=w.report.pk, by=w.unit)
    writing.approve(report_id=w.report.pk, by=head)
    receiving.hand_in(report_id=w.report.pk, by=w.unit, paper="BC 1")
    assert written_queries.waiting(w.desk).to_accept == [w.report]


def test_it_is_locked_after_the_due_day_until_an_exception(w):
    owing(w, 1)
    report = prepared(w)
    w.today["day"] = D("2026-06-26")
    with pytest.raises(ValidationError, match="bị khóa"):
        edit(w, report, "muộn")
    assert not written_queries.waiting(w.unit)
    receiving.grant(report_id=w.report.pk, by=w.desk, until=D("2026-06-30"), reason="bão")
    edit(w, report, "muộn")
    assert written_queries.waiting(w.unit).to_write == [w.report]


def test_nobody_overwrites_what_another_has_just_written(w):
    owing(w, 1)
    report = prepared(w)
    seen = writing.stamp(report)
    edit(w, report, "Người thứ nhất", seen=seen)
    with pytest.raises(ValidationError, match="Người khác vừa sửa"):
        edit(w, report, "Người thứ hai", seen=seen)
    assert lines(report)["Việc 1"].result == "Người thứ nhất"


def test_a_unit_is_offered_to_hand_in_only_what_its_leader_approved(w):
    OfficeSettings.objects.create(office=w.province, reports_approved=True)
    head = cast.person("head", Role.LEADER, w.culture)
    owing(w, 1)
    prepared(w)
    address = f"/reports/{w.report.pk}/"

    def page(user):
        return as_(user).get(address).content.decode()

    assert "hand-in/" not in page(w.unit)
    assert "ask-approval/" in page(w.unit)
    as_(w.unit).post(address + "ask-approval/")
    assert "ask-approval/" not in page(w.unit)
    assert "hand-in/" not in page(w.unit)
    assert f"{address}approve/" in page(head)
    as_(head).post(address + "approve/")
    assert "hand-in/" in page(w.unit)


def test_lines_are_counted_and_name_their_round(w):
    for n, stage in enumerate(("done", "done", "under_way"), 1):
        owing(w, n, stage=stage, done_on="2026-06-01" if stage == "done" else None)
    report = prepared(w)
    assert written_queries.standings(report) == [("hoàn thành trong hạn", 2), ("chưa thực hiện", 1)]
    page = as_(w.unit).get(f"/reports/{w.report.pk}/").content.decode()
    assert "(x; hạn 30/06/2026)" in page


# Pages ---------------------------------------------------------------------------------------------------------------


def test_from_the_page_to_the_office(w):
    owing(w, 1)
    unit, address = as_(w.unit), f"/reports/{w.report.pk}/"
    assert "Lập báo cáo" in unit.get(address + "write/").content.decode()
    unit.post(address + "prepare/")
    line = w.report.written.lines.get()
    typed = {
        f"l{line.pk}-standing": "doing", f"l{line.pk}-result": "Đã mở lớp", f"l{line.pk}-figures": "Lớp; 2; lớp",
        "own-standing": "done", "own-words": "Việc riêng", "summary": "Tốt", "seen": writing.stamp(w.report.written),
    }  # fmt: skip
    bad = unit.post(address + "write/", typed | {f"l{line.pk}-figures": "Lớp; hai"})
    assert bad.status_code == 400
    assert "“Lớp; hai” không đúng" in bad.content.decode()
    assert "Đã mở lớp" in bad.content.decode()
    assert unit.post(address + "write/", typed | {"next": "yes"}).status_code == 302
    assert "Đã mở lớp" in unit.get(address).content.decode()
    assert "Đã mở lớp" not in as_(w.desk).get(address).content.decode()  # a draft is the unit's
    unit.post(address + "hand-in/", {"paper": "BC 1"})
    page = as_(w.desk).get(address).content.decode()
    assert "Đã mở lớp" in page
    assert "Việc riêng" in page
    assert reverse("follow:show", args=[line.obligation_id]) in page


def test_a_file_goes_with_it_and_is_seen_with_the_words(w):
    owing(w, 1)
    prepared(w)
    unit, address = as_(w.unit), f"/reports/{w.report.pk}/"
    sent = {"file": SimpleUploadedFile("bieu.pdf", b"%PDF-1.7\n%%EOF\n"), "unclassified": "on"}
    assert unit.post(address + "attach/", sent).status_code == 302
    assert (
        unit.post(
            address + "attach/", {"file": SimpleUploadedFile("a.exe", b"MZ\x00"), "unclassified": "on"}
        ).status_code
        == 400
    )
    file = w.report.written.attachments.get()
    assert as_(w.desk).get(f"/reports/files/{file.pk}/").status_code == 404
    assert b"".join(unit.get(f"/reports/files/{file.pk}/").streaming_content).startswith(b"%PDF")
    assert unit.post(f"/reports/files/{file.pk}/remove/").status_code == 302
    assert not w.report.written.attachments.exists()
