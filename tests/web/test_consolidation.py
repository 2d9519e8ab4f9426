"""The lead's consolidated report: figures summed, late and missing named, edits kept, later reports shown."""

import io
import time
from datetime import timedelta

import cast
import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from office import work
from pace import slowness
from unit_reports import D, activities, entered, expected, handed, ladder, many, obligation, set_clock, task

from dondoc_web.accounts.models import Role
from dondoc_web.audit.models import Event
from dondoc_web.consolidation import actions, comparing, jobs, outline
from dondoc_web.consolidation.actions import Wanted
from dondoc_web.consolidation.models import Consolidation, Sentence
from dondoc_web.consolidation.wording import paper_of
from dondoc_web.papers.writing import to_docx
from dondoc_web.reports import receiving, writing
from dondoc_web.reports.models import Expected, ReportState, UnitReport
from dondoc_web.work.models import OfficeSettings, Task


@pytest.fixture
def w(lam_giang, monkeypatch):
    """Half-yearly reports of three departments, taken further up by the department of culture; today 24 June 2026."""
    lam_giang.today = set_clock(monkeypatch, "2026-06-24")
    return ladder(lam_giang, (lam_giang.culture, lam_giang.interior, lam_giang.finance))


def wanted(w, **facts):
    given = {"duties": [w.below.pk], "start": w.answers.start, "end": w.answers.closes_on} | facts
    return Wanted(**given)


def drafted(w, **facts):
    made = actions.ask(report_id=w.answers.pk, by=w.unit, wanted=wanted(w, **facts))
    work()
    return Consolidation.objects.get(pk=made.pk)


def said(made):
    return {one.key: one.text for one in made.sentences.all()}


def sentence(made, key):
    return made.sentences.get(key=key)


def as_(user):
    client = Client()
    client.force_login(user)
    return client


def two_of_three(w):
    """Culture in time, interior late, finance missing; two tasks."""
    w.one, w.two = task(w, 1), task(w, 2, group_title="III.2. Nguồn lực")
    handed(w, w.culture, [
        (w.one, "done", "Đã in tờ gấp", {"figures": [("Tin, bài", "50", "tin"), ("Lớp", "2", "lớp")]}),
        (w.two, "doing", "", {"difficulties": "Thiếu kinh phí"}),
    ], summary="Bám sát kế hoạch", proposals="Cấp bổ sung kinh phí")  # fmt: skip
    handed(w, w.interior, [
        (w.one, "late", "Đã mở lớp\nĐã kiểm tra", {"figures": [("tin,  bài", "70.5", "Tin"), ("Lớp", "3", "buổi")]}),
        ("Việc riêng", "done", "Tự làm", {}),
    ], on="2026-06-27", state=ReportState.HANDED_IN)  # fmt: skip
    return w


# The draft -----------------------------------------------------------------------------------------------------------


def test_who_did_what_is_said_task_by_task_under_the_headings_of_the_directive(w):
    made = drafted(two_of_three(w))
    told = said(made)
    assert told[f"task:{w.one.pk}"] == (
        "Việc 1: Sở Văn hóa, Thể thao và Du lịch hoàn thành trong hạn; Sở Nội vụ hoàn thành quá hạn."
    )
    assert told[f"task:{w.one.pk}:unit:{w.interior.pk}"] == "- Sở Nội vụ: Đã mở lớp; Đã kiểm tra."
    assert told["results:count"] == (
        "Các đơn vị báo cáo 03 lượt nhiệm vụ: 01 hoàn thành trong hạn, 01 hoàn thành quá hạn, 01 đang thực hiện; "
        "tỷ lệ hoàn thành 66,7% (Phụ lục II kèm theo)."
    )
    assert [one.title for one in made.sections.filter(level=2)] == [
        "Tuyên truyền", "Nguồn lực", "Công việc khác các cơ quan, đơn vị báo cáo",
    ]  # fmt: skip
    page = as_(w.unit).get(f"/consolidations/{made.pk}/").content.decode()
    assert "<h3>1. Tuyên truyền</h3>" in page
    assert "<h3>2. Nguồn lực</h3>" in page
    assert "III. KẾT QUẢ THỰC HIỆN NHIỆM VỤ" in page


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("III.1 Tuyên truyền", "III.1 Tuyên truyền"),  # no mark after the number: it may be a word
        ("III.1. Tuyên truyền:", "Tuyên truyền"),
        ("1.2) Nguồn lực", "Nguồn lực"),
        ("a) Tổ chức thực hiện", "Tổ chức thực hiện"),
        ("Mục 3. Kinh phí", "Kinh phí"),
        ("IV- Kinh phí", "Kinh phí"),
        ("Vì người nghèo", "Vì người nghèo"),
        ("5 nhóm giải pháp", "5 nhóm giải pháp"),
    ],
)
def test_a_heading_loses_the_number_of_the_directive(printed, words):
    assert outline.bare(printed) == words


def test_figures_are_added_within_one_unit_of_measure_only(w):
    made = drafted(two_of_three(w))
    figures = [one.text for one in made.sentences.filter(key__contains=":sum:")]
    assert figures == [
        "- Tin, bài: 120,5 tin (Sở Văn hóa, Thể thao và Du lịch 50; Sở Nội vụ 70,5).",
        "- Lớp: 2 lớp (Sở Văn hóa, Thể thao và Du lịch).",
        "- Lớp: 3 buổi (Sở Nội vụ).",
    ]
    assert made.annexes["figures"] == [
        ["Việc 1", "Tin, bài", "tin", "120,5", "2"],
        ["Việc 1", "Lớp", "lớp", "2", "1"],
        ["Việc 1", "Lớp", "buổi", "3", "1"],
    ]


def test_late_and_missing_units_are_named_and_difficulties_stand_by_unit(w):
    told = said(drafted(two_of_three(w)))
    assert told["intake:count"] == (
        "Tổng số 03 đơn vị phải báo cáo; đã nộp 02 (đúng hạn 01, quá hạn 01), chưa nộp 01 (Phụ lục I kèm theo)."
    )
    assert told["intake:late"] == "Báo cáo quá hạn: Sở Nội vụ (nộp ngày 27/06/2026, hạn 25/06/2026)."
    assert told["intake:missing"] == "Chưa có báo cáo: Sở Tài chính."
    assert told[f"difficulties:{w.culture.pk}"] == "- Sở Văn hóa, Thể thao và Du lịch: Thiếu kinh phí."
    assert told[f"proposals:{w.culture.pk}"] == "- Sở Văn hóa, Thể thao và Du lịch: Cấp bổ sung kinh phí."
    assert told[f"general:{w.culture.pk}"] == "- Sở Văn hóa, Thể thao và Du lịch: Bám sát kế hoạch."


def test_the_tables_of_the_annexes(w):
    made = drafted(two_of_three(w))
    assert made.annexes["units"] == [
        ["1", "Sở Văn hóa, Thể thao và Du lịch", "25/06/2026", "18/06/2026", "đúng hạn", "2", "1", "0", "1", "0"],
        ["2", "Sở Nội vụ", "25/06/2026", "27/06/2026", "quá hạn", "1", "0", "1", "0", "0"],
        ["3", "Sở Tài chính", "25/06/2026", "", "chưa nộp", "", "", "", "", ""],
    ]
    assert made.annexes["tasks"][0] == [
        "1", "Việc 1", "II.1", "01: Sở Văn hóa, Thể thao và Du lịch", "01: Sở Nội vụ", "", "",
    ]  # fmt: skip


def test_a_returned_report_counts_as_not_handed_in(w):
    two_of_three(w)
    Expected.objects.filter(pk=expected(w, w.interior).pk).update(state=ReportState.RETURNED)
    told = said(drafted(w))
    assert told["intake:missing"] == "Chưa có báo cáo: Sở Nội vụ (bị trả lại); Sở Tài chính."
    assert f"task:{w.one.pk}:unit:{w.interior.pk}" not in told
    assert not [key for key in told if key.startswith("other:")]


def test_a_unit_that_was_merged_within_the_period_is_told_with_who_reports_in_its_place(w):
    two_of_three(w)
    gone = expected(w, w.finance)
    Expected.objects.filter(pk=gone.pk).update(state=ReportState.PASSED_ON, passed_to=w.interior)
    told = said(drafted(w))
    assert told["intake:count"].startswith("Tổng số 02 đơn vị phải báo cáo; đã nộp 02")
    assert told["intake:passed"] == "Không còn phải báo cáo: Sở Tài chính (Sở Nội vụ báo cáo thay)."
    assert "intake:missing" not in told


def test_a_unit_founded_after_the_closing_day_is_not_expected(lam_giang, monkeypatch):
    set_clock(monkeypatch, "2026-06-24")
    young = cast.agency("moi", "Sở Mới", lam_giang.province, symbol="SM", valid_from=D("2026-06-15"))
    same_day = cast.agency("moi2", "Sở Vừa Lập", lam_giang.province, symbol="SVL", valid_from=D("2026-06-14"))
    w = ladder(lam_giang, (lam_giang.culture, young, same_day))
    handed(w, w.culture, [(task(w, 1), "done", "Xong", {})])
    assert said(drafted(w))["intake:missing"] == "Chưa có báo cáo: Sở Vừa Lập."


def test_every_sentence_from_reports_says_which_lines_it_comes_from(w):
    made = drafted(two_of_three(w))
    line = UnitReport.objects.get(expected=expected(w, w.interior)).lines.get(task=w.one)
    assert sentence(made, f"task:{w.one.pk}:unit:{w.interior.pk}").sources == [[line.report.expected_id, line.pk]]
    without = {one.key for one in made.sentences.all() if not one.sources}
    assert without == {"opening", "closing"}


def test_a_sentence_opens_to_the_report_its_evidence_and_the_words_of_the_directive(w):
    made = drafted(two_of_three(w))
    one = sentence(made, f"task:{w.one.pk}")
    page = as_(w.unit).get(f"/consolidations/sentences/{one.pk}/").content.decode()
    assert "Đã mở lớp" in page  # of another department, which the ladder gives to the lead
    assert "Kế hoạch 12/KH-UBND" in page
    assert f"/reports/{expected(w, w.culture).pk}/" in page  # its own report opens
    assert f"/reports/{expected(w, w.interior).pk}/" not in page  # that of another department does not
    assert f"/reports/{expected(w, w.interior).pk}/" in as_(w.leader).get(
        f"/consolidations/sentences/{one.pk}/"
    ).content.decode()  # fmt: skip


def test_entries_of_registers_are_evidence_that_the_lead_reads_and_opens_by_its_rights(w):
    made, register = drafted(two_of_three(w)), activities(w)
    mine, theirs = (
        entered(register, obligation(w, w.one, agency), "2026-06-10", name, w.desk)
        for agency, name in ((w.culture, "Ngày hội"), (w.interior, "Lớp tập huấn"))
    )
    address = f"/consolidations/sentences/{sentence(made, f'task:{w.one.pk}').pk}/"
    page = as_(w.unit).get(address).content.decode()
    assert "Lớp tập huấn" in page
    links = [f'href="/registers/entries/{one.pk}/"' for one in (mine, theirs)]
    assert [link in page for link in links] == [True, False]
    assert all(link in as_(w.leader).get(address).content.decode() for link in links)


def test_closing_words_stand_under_the_part_that_they_close():
    known = {"IV": "Tổ chức thực hiện", "IV.4": "Báo Lam Giang", "IV.4/1": "Báo Lam Giang"}
    for label, clause, heading in (("IV", "IV.4/1", "Tổ chức thực hiện"), ("IV.4", "IV.4", "Báo Lam Giang")):
        assert outline.heading_of(Task(label=label, clause=clause), known) == heading


def test_many_units_are_counted_and_named_in_the_annex(lam_giang, monkeypatch):
    set_clock(monkeypatch, "2026-06-24")
    units = [cast.agency(f"s{n}", f"Sở {n}", lam_giang.province, symbol=f"S{n}") for n in range(6)]
    w = ladder(lam_giang, units)
    one = task(w, 1)
    for n, unit in enumerate(units):
        handed(w, unit, [(one, "done", "", {"figures": [("Tin", str(n), "tin")]})])
    made = drafted(w)
    assert said(made)[f"task:{one.pk}"] == "Việc 1: 06 đơn vị hoàn thành trong hạn."
    assert made.annexes["tasks"][0][3] == "06: Sở 0, Sở 1, Sở 2, Sở 3, Sở 4, Sở 5"
    assert "- Tin: 15 tin (06 đơn vị)." in said(made).values()


# Several periods -----------------------------------------------------------------------------------------------------


@pytest.fixture
def years(lam_giang, monkeypatch):
    """Yearly reports of 2025 and 2026; the lead has to report on both by 25 December 2026."""
    set_clock(monkeypatch, "2025-01-02")
    w = ladder(lam_giang, (lam_giang.culture, lam_giang.interior), frequency="year", since="2025-01-01")
    set_clock(monkeypatch, "2026-12-20")
    return w


def test_a_final_review_adds_up_years_but_no_running_total(years):
    w, one = years, task(years, 1)
    for period, year, value, running in (("2025", 2025, "12", "12"), ("2026", 2026, "15", "27")):
        figures = [("Tin", value, "tin"), ("Tin lũy kế", running, "tin")]
        facts = {"period": period, "on": f"{year}-12-18"}
        handed(w, w.culture, [(one, "doing" if year == 2025 else "done", f"Làm {year}", {"figures": figures})], **facts)
    made = drafted(w, start=D("2024-12-15"), end=D("2026-12-14"), kind="final")
    told = said(made)
    assert told[f"task:{one.pk}"] == "Việc 1: Sở Văn hóa, Thể thao và Du lịch hoàn thành trong hạn."
    assert told[f"task:{one.pk}:unit:{w.culture.pk}"].endswith(": Năm 2025: Làm 2025; Năm 2026: Làm 2026.")
    assert "- Tin: 27 tin (Năm 2025: 12; Năm 2026: 15)." in told.values()
    assert "- Tin lũy kế: 27 tin (Sở Văn hóa, Thể thao và Du lịch)." in told.values()
    assert told["intake:count"].startswith("Tổng số 04 lượt báo cáo phải báo cáo; đã nộp 02")
    assert told["intake:missing"] == "Chưa có báo cáo: Sở Nội vụ (Năm 2025); Sở Nội vụ (Năm 2026)."
    assert told["opening"] == (
        "Sở Văn hóa, Thể thao và Du lịch báo cáo tổng kết thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 "
        "từ ngày 15/12/2024 đến ngày 14/12/2026 như sau:"
    )


def test_reports_outside_the_span_stay_out(years):
    w, one = years, task(years, 1)
    handed(w, w.culture, [(one, "doing", "Làm 2025", {})], period="2025", on="2025-12-18")
    handed(w, w.culture, [(one, "done", "Làm 2026", {})], period="2026", on="2026-12-18")
    w.answers = Expected.objects.get(duty=w.above, period="2026")
    told = said(drafted(w))
    assert told[f"task:{one.pk}:unit:{w.culture.pk}"] == "- Sở Văn hóa, Thể thao và Du lịch: Làm 2026."


# Edits and later reports ---------------------------------------------------------------------------------------------


def test_an_edit_is_marked_kept_when_drafted_again_and_can_be_taken_back(w):
    made = drafted(two_of_three(w))
    one = sentence(made, "results:count")
    actions.edit(sentence_id=one.pk, by=w.unit, text="Kết quả khá.")
    section = made.sections.get(key="difficulties")
    actions.add(section_id=section.pk, by=w.unit, text="Câu riêng\nCâu nữa")
    actions.add_section(consolidation_id=made.pk, by=w.unit, title="Bài học", text="Một bài học", after=section.pk)
    made = drafted(w)
    assert said(made)["results:count"] == "Kết quả khá."
    page = as_(w.unit).get(f"/consolidations/{made.pk}/").content.decode()
    assert page.index("Thiếu kinh phí") < page.index("Câu riêng") < page.index("V. BÀI HỌC") < page.index("VI. KIẾN")
    assert "đã sửa" in page
    assert "tự thêm" in page
    actions.restore(sentence_id=one.pk, by=w.unit)
    assert said(made)["results:count"] == one.drafted
    event = Event.objects.get(verb="consolidation.edited")
    assert event.data["before"]["text"] == one.drafted


def test_a_sentence_that_is_left_out_is_not_in_the_document(w):
    made = drafted(two_of_three(w))
    for one in made.sentences.filter(section__key="difficulties"):
        actions.edit(sentence_id=one.pk, by=w.unit, text=one.text, kept=False)
    text = words_of(to_docx(paper_of(made)))
    assert "Thiếu kinh phí" not in text
    assert "IV. KIẾN NGHỊ, ĐỀ XUẤT" in text  # the section that is empty now has no number


def test_a_later_report_shows_what_it_would_change_and_each_change_is_taken_or_left(w):
    made = drafted(two_of_three(w))
    actions.edit(sentence_id=sentence(made, f"task:{w.one.pk}").pk, by=w.unit, text="Việc 1: đã xong.")
    client, address = as_(w.unit), f"/consolidations/{made.pk}/"
    assert "đã đổi sau khi lập" not in client.get(address).content.decode()
    handed(w, w.finance, [(w.one, "done", "Đã cấp tiền", {"figures": [("Tin, bài", "1", "tin")]})])
    assert "đã đổi sau khi lập" in client.get(address).content.decode()
    found = {one.key: one for one in comparing.changes(made, comparing.fresh(made))}
    assert found[f"task:{w.one.pk}"].edited
    assert found["intake:missing"].now is None
    assert found[f"task:{w.one.pk}:unit:{w.finance.pk}"].before is None
    page = client.get(address + "changes/").content.decode()
    assert "Đã cấp tiền" in page
    client.post(address + "changes/leave/", {"key": [f"task:{w.one.pk}:unit:{w.finance.pk}"]})
    client.post(address + "changes/take/", {"all": "yes"})
    told = said(made)
    assert told[f"task:{w.one.pk}"] == "Việc 1: đã xong."  # edited words are never written over
    assert "Sở Tài chính" in sentence(made, f"task:{w.one.pk}").drafted
    assert f"task:{w.one.pk}:unit:{w.finance.pk}" not in told
    assert "intake:missing" not in told
    assert (
        "- Tin, bài: 121,5 tin (Sở Văn hóa, Thể thao và Du lịch 50; Sở Nội vụ 70,5; Sở Tài chính 1)." in told.values()
    )
    made.refresh_from_db()
    assert made.annexes["units"][2][4] == "đúng hạn"
    assert "đã đổi sau khi lập" not in client.get(address).content.decode()


def test_what_a_returned_report_said_goes_but_for_edited_sentences(w):
    made = drafted(two_of_three(w))
    mine, other = (sentence(made, f"{name}:{w.culture.pk}") for name in ("difficulties", "proposals"))
    actions.edit(sentence_id=mine.pk, by=w.unit, text="- Sở Văn hóa: thiếu tiền.")
    Expected.objects.filter(pk=expected(w, w.culture).pk).update(state=ReportState.RETURNED)
    actions.take(consolidation_id=made.pk, by=w.unit)
    mine.refresh_from_db()
    assert (mine.text, mine.gone) == ("- Sở Văn hóa: thiếu tiền.", True)
    assert not Sentence.objects.filter(pk=other.pk).exists()
    made.refresh_from_db()
    assert not comparing.changes(made, comparing.fresh(made))


def test_nobody_overwrites_what_another_has_just_written(w):
    made = drafted(two_of_three(w))
    one = sentence(made, "opening")
    seen = comparing.digest(one.text)
    actions.edit(sentence_id=one.pk, by=w.unit, text="Một.", seen=seen)
    with pytest.raises(ValidationError, match="Người khác vừa sửa"):
        actions.edit(sentence_id=one.pk, by=w.unit, text="Hai.", seen=seen)


# Handed in ------------------------------------------------------------------------------------------------------------


def files_made(w, made):
    actions.ask_files(consolidation_id=made.pk, by=w.unit)
    work()
    made.refresh_from_db()
    return made


@pytest.fixture
def no_office(monkeypatch):
    """A server without LibreOffice."""
    monkeypatch.setattr("dondoc_web.papers.jobs.program", lambda: None)


def test_the_document_goes_with_the_report_and_an_edit_drops_it(w, no_office):
    made = files_made(w, drafted(two_of_three(w)))
    assert "chưa cài LibreOffice" in made.job.error
    assert [one.name for one in w.answers.written.attachments.all()] == ["bao-cao-tong-hop.docx"]
    first = b"".join(as_(w.unit).get(f"/consolidations/{made.pk}/docx/").streaming_content)
    assert "Sở Nội vụ hoàn thành quá hạn" in words_of(first)
    assert "[1]" not in words_of(first)  # marks of sources stay on the page
    actions.edit(sentence_id=sentence(made, "opening").pk, by=w.unit, text="Báo cáo như sau:")
    assert not w.answers.written.attachments.exists()
    assert as_(w.unit).get(f"/consolidations/{made.pk}/docx/").status_code == 404


def test_a_pdf_is_made_where_there_is_libreoffice(w):
    made = files_made(w, drafted(two_of_three(w)))
    assert (made.job.state, made.job.error) == ("done", "")
    assert b"".join(as_(w.unit).get(f"/consolidations/{made.pk}/pdf/").streaming_content).startswith(b"%PDF")


def test_it_is_approved_handed_in_locked_returned_and_accepted(w, no_office):
    OfficeSettings.objects.create(office=w.province, reports_approved=True)
    head = cast.person("head", Role.LEADER, w.culture)
    made = files_made(w, drafted(two_of_three(w)))
    desk, address = as_(w.desk), f"/consolidations/{made.pk}/"
    assert desk.get(address).status_code == 404  # a draft is the lead's
    writing.ask_approval(report_id=w.answers.pk, by=w.unit)
    writing.approve(report_id=w.answers.pk, by=head)
    opening = sentence(made, "opening")
    actions.edit(sentence_id=opening.pk, by=w.unit, text="Sau khi duyệt:")
    with pytest.raises(ValidationError, match="trình lãnh đạo"):
        receiving.hand_in(report_id=w.answers.pk, by=w.unit, paper="BC 9")
    writing.ask_approval(report_id=w.answers.pk, by=w.unit)
    writing.approve(report_id=w.answers.pk, by=head)
    receiving.hand_in(report_id=w.answers.pk, by=w.unit, paper="BC 9")
    with pytest.raises(ValidationError, match="không sửa được"):
        actions.edit(sentence_id=opening.pk, by=w.unit, text="Sau khi nộp:")
    assert "Sau khi duyệt:" in desk.get(address).content.decode()
    assert address in desk.get(f"/reports/{w.answers.pk}/").content.decode()
    receiving.send_back(report_id=w.answers.pk, by=w.desk, reason="bổ sung")
    actions.edit(sentence_id=opening.pk, by=w.unit, text="Đã bổ sung:")
    writing.ask_approval(report_id=w.answers.pk, by=w.unit)
    writing.approve(report_id=w.answers.pk, by=head)
    receiving.hand_in(report_id=w.answers.pk, by=w.unit, paper="BC 9")
    receiving.accept(report_id=w.answers.pk, by=w.desk)
    assert Expected.objects.get(pk=w.answers.pk).state == ReportState.ACCEPTED


# Rights ---------------------------------------------------------------------------------------------------------------


def test_another_branch_and_another_department_see_nothing(w):
    made = drafted(two_of_three(w))
    interior = cast.person("hoa", Role.UNIT, w.interior)
    one = made.sentences.first()
    addresses = [f"/consolidations/{made.pk}/", f"/consolidations/sentences/{one.pk}/",
                 f"/consolidations/{made.pk}/tables/units/", f"/consolidations/of/{w.answers.pk}/"]  # fmt: skip
    for person in (w.other_desk, w.other_unit, w.other_leader, w.other_auditor, interior):
        assert {as_(person).get(address).status_code for address in addresses} == {404}


def test_reports_that_no_ladder_joins_cannot_be_taken_in(w):
    two_of_three(w)
    type(w.below).objects.filter(pk=w.below.pk).update(parent=None)
    with pytest.raises(ValidationError, match="ít nhất một chế độ"):
        drafted(w)
    assert "Chưa có báo cáo của đơn vị nào" in as_(w.unit).get(f"/consolidations/of/{w.answers.pk}/").content.decode()


def test_reports_leave_the_draft_when_the_ladder_is_taken_apart(w):
    made = drafted(two_of_three(w))
    type(w.below).objects.filter(pk=w.below.pk).update(parent=None)
    assert not [line for line in comparing.fresh(made).lines if line.sources and line.key != "intake:count"]


def test_only_the_lead_drafts(w):
    two_of_three(w)
    for person in (w.desk, w.leader, w.auditor, w.admin, w.other_unit):
        with pytest.raises(PermissionDenied):
            actions.ask(report_id=w.answers.pk, by=person, wanted=wanted(w))


def test_an_office_that_reports_for_itself_is_served_by_its_desk(lam_giang, monkeypatch):
    set_clock(monkeypatch, "2026-06-24")
    w = ladder(lam_giang, (lam_giang.culture,), lead=lam_giang.province)
    handed(w, w.culture, [(task(w, 1), "done", "Xong", {})])
    made = actions.ask(report_id=w.answers.pk, by=w.desk, wanted=wanted(w))
    work()
    assert "VIỆC 1" not in as_(w.desk).get(f"/consolidations/{made.pk}/").content.decode()
    assert "Việc 1: Sở Văn hóa" in as_(w.desk).get(f"/consolidations/{made.pk}/").content.decode()
    assert as_(w.unit).get(f"/consolidations/{made.pk}/").status_code == 404


def test_it_is_locked_after_the_due_day(w):
    made = drafted(two_of_three(w))
    w.today[0] = D("2026-06-26")
    with pytest.raises(ValidationError, match="bị khóa"):
        actions.edit(sentence_id=made.sentences.first().pk, by=w.unit, text="muộn")
    receiving.grant(report_id=w.answers.pk, by=w.desk, until=w.today[0] + timedelta(days=3), reason="bão")
    actions.edit(sentence_id=made.sentences.first().pk, by=w.unit, text="muộn")


# The same again, and for many ----------------------------------------------------------------------------------------


def words_of(content):
    document = docx.Document(io.BytesIO(content))
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in document.element.body.iter("{*}p"))


def test_the_same_reports_give_the_same_document(w):
    first = to_docx(paper_of(drafted(two_of_three(w))))
    Consolidation.objects.all().delete()
    assert to_docx(paper_of(drafted(w))) == first


def test_pages_ask_as_much_for_many_units_as_for_few(lam_giang, monkeypatch):
    set_clock(monkeypatch, "2026-06-24")
    units = [cast.agency(f"s{n}", f"Sở {n}", lam_giang.province, symbol=f"S{n}") for n in range(8)]
    w = ladder(lam_giang, units)
    tasks = [task(w, n, group_title=f"{n}. Nhóm {n}") for n in range(8)]

    def cost(some):
        for unit in units[:some]:
            handed(w, unit, [(one, "done", "Xong", {"figures": [("Tin", "1", "tin")]}) for one in tasks[:some]])
        made = drafted(w)
        client = as_(w.unit)
        handed(w, units[0], [(one, "late", "Khác", {"figures": [("Tin", "2", "tin")]}) for one in tasks[:some]])
        UnitReport.objects.filter(expected=expected(w, units[0])).update(version=2 + some)
        one = sentence(made, f"task:{tasks[0].pk}")
        addresses = [f"{made.pk}/", f"{made.pk}/changes/", f"{made.pk}/tables/units/", f"sentences/{one.pk}/"]
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/consolidations/{address}").status_code == 200
            counts.append(len(asked))
        return counts

    cost(2)
    few = cost(2)
    assert cost(8) == few


def test_a_worker_that_finds_the_report_handed_in_keeps_no_draft(w):
    two_of_three(w)
    made = actions.ask(report_id=w.answers.pk, by=w.unit, wanted=wanted(w))
    receiving.hand_in(report_id=w.answers.pk, by=w.unit, paper="BC 9")
    work()
    made.refresh_from_db()
    assert made.drafted_at is None
    assert "không sửa được" in made.job.error


def test_the_worker_says_how_far_it_is(w, monkeypatch):
    two_of_three(w)
    told = []
    monkeypatch.setattr(jobs.engine, "tell", lambda attempt, step, **how: told.append((step, how)))
    drafted(w)
    assert told == [("reading", {}), ("drafting", {"done": 2, "total": 2}), ("storing", {})]


def test_forty_units_and_twenty_tasks_take_seconds(lam_giang, monkeypatch):
    set_clock(monkeypatch, "2026-06-24")
    units = [cast.agency(f"s{n}", f"Đơn vị {n}", lam_giang.province, symbol=f"S{n}") for n in range(40)]
    w = ladder(lam_giang, units)
    many(w, units, [task(w, n, group_title=f"{n % 4}. Nhóm {n % 4}") for n in range(20)])
    begun = time.process_time()
    made = drafted(w)
    assert made.sentences.filter(key__contains=":unit:").count() == 800
    assert time.process_time() - begun < 4 * slowness()
    begun = time.process_time()
    to_docx(paper_of(made))
    assert time.process_time() - begun < 6 * slowness()
