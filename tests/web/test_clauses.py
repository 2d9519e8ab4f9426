"""Which tasks below answer which clause above, and plans side by side on the clauses of one frame."""

import io
from pathlib import Path

import cast
import docx
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from office import read, work

from dondoc.export.as_xlsx import row_height
from dondoc_web.audit.models import Event, Verb
from dondoc_web.cascade import actions, files, grid, jobs, queries
from dondoc_web.cascade.models import ClauseLink, Pairing
from dondoc_web.cascade.pairs import pairs_of, read_sources
from dondoc_web.documents import actions as documents
from dondoc_web.jobs.models import Job, State
from dondoc_web.work.models import LinkState

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[2] / "demo/documents"
TRAINING = "1. Bồi dưỡng nghiệp vụ, ngoại ngữ cho người làm thông tin"
PORTAL = "2. Vận hành cổng thông tin điện tử nhiều thứ tiếng"
FOREST = "3. Trồng rừng phòng hộ đầu nguồn sông Lam"
ABOVE = (
    f"Số: 47/NQ-CP\nNgày: 2024-04-15\nLoại: Nghị quyết\nThực hiện: Kết luận 57-KL/TW\n{TRAINING}\n{PORTAL}\n{FOREST}\n"
)
BELOW = (
    "Số: 12/KH-UBND\nNgày: 2024-06-03\nLoại: Kế hoạch\nThực hiện: Nghị quyết 47/NQ-CP\n"
    "1. Mở lớp bồi dưỡng nghiệp vụ, ngoại ngữ cho người làm thông tin\nChủ trì: Sở Nội vụ\nThời gian: Quý III/2024\n"
    "2. Khen thưởng các tập thể xuất sắc\n"
)
PARTY = (
    "Số: 25-KH/TU\nNgày: 2024-05-03\nLoại: Kế hoạch\nThực hiện: Nghị quyết 47/NQ-CP\n"
    "1. Vận hành cổng thông tin điện tử của tỉnh ủy\n"
)


@pytest.fixture
def upper(binh):
    return read(binh, ABOVE, "nq.txt")


@pytest.fixture
def lower(binh, upper):
    return read(binh, BELOW, "kh.txt")


@pytest.fixture
def compared(upper, lower):
    actions.propose_all()
    return upper


def shown(browser, source, tail=""):
    return browser.get(f"/documents/{source.pk}/clauses/{tail}").content.decode()


def links():
    return [(one.clause, one.task, one.state) for one in ClauseLink.objects.order_by("clause", "task")]


def test_a_child_is_compared_with_the_directive_that_it_carries_out(upper, lower):
    (two,) = pairs_of(read_sources().get(pk=lower.pk))
    assert (two.upper, two.lower, two.by_wording) == (upper, lower, False)
    assert pairs_of(read_sources().get(pk=upper.pk)) == [two]


def test_siblings_under_a_stub_are_compared_by_wording_the_earlier_as_frame(binh):
    later, earlier = read(binh, BELOW, "kh.txt"), read(binh, PARTY, "tu.txt")
    (two,) = pairs_of(read_sources().get(pk=later.pk))
    assert (two.upper, two.lower, two.by_wording) == (earlier, later, True)


def test_two_copies_of_a_directive_are_compared_once_the_better_read(upper, lower, binh):
    copy = read(binh, BELOW.replace("Kế hoạch\n", "Kê hoach\n", 1), "kh-scan.txt")
    assert [two.lower for two in pairs_of(read_sources().get(pk=upper.pk))] == [lower]
    assert pairs_of(read_sources().get(pk=copy.pk)) == []


def test_a_comparison_no_longer_made_goes_but_for_what_a_person_decided(compared, lower, binh):
    other = read(binh, BELOW.replace("12/KH", "13/KH").replace("47/NQ-CP", "48/NQ-CP"), "khac.txt")
    readings = {"upper_reading": compared.reading, "lower_reading": other.reading, "compared_at": other.uploaded_at}
    stale = Pairing.objects.create(upper=compared, lower=other, **readings)
    link = ClauseLink.objects.create(pairing=stale, clause="1", task="T1", score=0.5, state=LinkState.CONFIRMED)
    actions.propose_all()
    assert Pairing.objects.filter(pk=stale.pk).exists()
    ClauseLink.objects.filter(pk=link.pk).update(state=LinkState.PROPOSED)
    actions.propose_all()
    assert list(Pairing.objects.values_list("lower", flat=True)) == [lower.pk]


def test_a_law_that_everybody_cites_makes_no_siblings(binh):
    read(binh, PARTY.replace("Nghị quyết 47/NQ-CP", "Nghị định 30/NĐ-CP"), "tu.txt")
    other = read(binh, BELOW.replace("Nghị quyết 47/NQ-CP", "Nghị định 30/NĐ-CP"), "kh.txt")
    assert pairs_of(read_sources().get(pk=other.pk)) == []


def test_a_paper_of_another_province_is_never_compared(lam_giang):
    read(lam_giang.other_desk, ABOVE, "nq.txt")
    read(lam_giang.desk, BELOW, "kh.txt")
    assert actions.propose_all() == 0


def test_the_round_proposes_once_and_again_only_after_another_reading(compared, lower, binh):
    assert links() == [("1", "T1", LinkState.PROPOSED)]
    assert actions.propose_all() == 0
    documents.read_again(by=binh, source_id=lower.pk)
    work()
    assert actions.propose_all() == 1
    assert Event.objects.filter(verb=Verb.CLAUSES_COMPARED).count() == 2


def test_what_a_person_decided_is_not_proposed_again(compared, lower, binh):
    actions.decide(link_id=ClauseLink.objects.get().pk, by=binh, agree=False)
    documents.read_again(by=binh, source_id=lower.pk)
    work()
    actions.propose_all()
    assert links() == [("1", "T1", LinkState.REFUSED)]


def test_a_link_is_confirmed_and_refused_with_a_trace(compared, binh):
    link = ClauseLink.objects.get()
    assert actions.decide(link_id=link.pk, by=binh, agree=True).state == LinkState.CONFIRMED
    with pytest.raises(ValidationError):
        actions.decide(link_id=link.pk, by=binh, agree=True)
    actions.decide(link_id=link.pk, by=binh, agree=False)
    last = Event.objects.filter(verb=Verb.CLAUSE_LINK_DECIDED).order_by("pk").last()
    assert last.data["before"] == {"state": "confirmed"}
    assert (last.data["clause"], last.data["task"]) == ("1", "T1")


def test_only_those_who_hold_the_lower_directive_decide(compared, lam_giang_stranger):
    with pytest.raises(PermissionDenied):
        actions.decide(link_id=ClauseLink.objects.get().pk, by=lam_giang_stranger, agree=True)


def test_a_person_links_what_was_not_proposed(compared, binh, browser, lam_giang_stranger):
    pairing = Pairing.objects.get()
    page = shown(browser, compared)
    assert "Gắn nhiệm vụ của" in page
    before = links()
    clause = next(one["path"] for one in pairing.asked if "Trồng rừng" in one["text"])
    task = next(one["key"] for one in pairing.tasks if "Khen thưởng" in one["text"])
    assert (clause, task) not in {(one[0], one[1]) for one in before}
    given = {"clause": clause, "task": task, "next": f"/documents/{compared.pk}/clauses/"}
    assert browser.post(f"/clauses/pairings/{pairing.pk}/link/", given)["Location"] == given["next"]
    assert links() == sorted([*before, (clause, task, LinkState.CONFIRMED)])
    assert "gắn bằng tay" in shown(browser, compared)
    event = Event.objects.get(verb=Verb.CLAUSE_LINKED)
    assert (event.actor, event.data["clause"]) == (binh, clause)
    actions.propose_all()
    assert links() == sorted([*before, (clause, task, LinkState.CONFIRMED)])
    for wrong in ({"clause": clause, "task": task}, {"clause": "9.9", "task": task}, {"clause": clause, "task": ""}):
        browser.post(f"/clauses/pairings/{pairing.pk}/link/", wrong)
    assert len(links()) == len(before) + 1
    with pytest.raises(PermissionDenied):
        actions.link(pairing_id=pairing.pk, by=lam_giang_stranger, clause=clause, task=task)
    outside = Client()
    outside.force_login(lam_giang_stranger)
    assert outside.post(f"/clauses/pairings/{pairing.pk}/link/", given).status_code == 404


def test_a_refused_link_is_confirmed_when_a_person_makes_it(compared, binh):
    one = ClauseLink.objects.first()
    actions.decide(link_id=one.pk, by=binh, agree=False)
    actions.link(pairing_id=one.pairing_id, by=binh, clause=one.clause, task=one.task)
    one.refresh_from_db()
    assert one.state == LinkState.CONFIRMED


def test_a_paper_without_number_is_on_the_side_of_its_issuer(compared, lower):
    directive = lower.directive
    for number, issuer, party in (
        ("12/KH-UBND", "Tỉnh ủy Lam Giang", False),
        ("", "BAN CHẤP HÀNH ĐẢNG BỘ TỈNH", True),
        ("", "Thành uỷ An Phước", True),
        ("", "ỦY BAN NHÂN DÂN TỈNH LAM GIANG", False),
        ("", "", False),
    ):
        directive.number, directive.issuer = number, issuer
        lower.directive = directive
        assert queries.is_party(lower) is party


@pytest.fixture
def lam_giang_stranger(db):
    return cast.person("xa", "desk", cast.agency("ubnd-tinh@xa", "UBND tỉnh Xa"))


def test_the_page_says_what_is_answered_what_nobody_took_up_and_what_has_no_parent(compared, browser):
    page = shown(browser, compared)
    assert "Có 3 mục; 1 mục đã có nhiệm vụ cấp dưới, 2 mục giao việc chưa ai nhận." in page
    assert "Mở lớp bồi dưỡng" in page
    assert "Nhiệm vụ của Kế hoạch 12/KH-UBND chưa có mục trên" in page
    assert "Khen thưởng các tập thể" in page.split("chưa có mục trên", 1)[1]
    assert ">49<" in page  # days
    only = shown(browser, compared, "?show=open").split("<details", 1)[0]
    assert "Trồng rừng" in only
    assert "Mở lớp bồi dưỡng nghiệp vụ" not in only


def test_party_and_state_stand_beside_each_other(compared, binh, browser):
    read(binh, PARTY, "tu.txt")
    actions.propose_all()
    head = shown(browser, compared).split('class="table card-table table-stack clauses"', 1)[1].split("</thead>")[0]
    assert head.index("Khối Đảng") < head.index("Khối chính quyền")
    found = queries.clause_page(binh, compared)
    assert [len(row.party) for row in found.rows] == [0, 1, 0]
    assert [len(row.state) for row in found.rows] == [1, 0, 0]


def test_the_page_of_siblings_says_that_only_words_were_compared(binh, browser):
    read(binh, BELOW, "kh.txt")
    frame = read(binh, PARTY.replace("1. Vận hành cổng thông tin điện tử của tỉnh ủy", TRAINING), "tu.txt")
    actions.propose_all()
    assert "chỉ được so theo câu chữ" in shown(browser, frame)
    assert "chỉ được so theo câu chữ" in browser.get(f"/documents/{frame.pk}/side-by-side/").content.decode()


def test_a_person_has_it_compared_in_the_background(upper, lower, binh, browser):
    assert browser.post(f"/documents/{upper.pk}/clauses/compare/").status_code == 302
    assert "chờ đến lượt" in shown(browser, upper)
    assert actions.ask(source_id=upper.pk, by=binh) == Job.objects.get(work=actions.WORK)
    work()
    assert Job.objects.get(work=actions.WORK).state == State.DONE
    assert browser.get(f"/documents/{upper.pk}/clauses/progress/")["HX-Refresh"] == "true"
    assert links() == [("1", "T1", LinkState.PROPOSED)]


def test_a_comparison_given_up_says_so(upper, binh, browser):
    job = actions.ask(source_id=upper.pk, by=binh)
    attempt = jobs.engine.begin(job.pk)
    actions.give_up(attempt, "hỏng")
    assert "So sánh bị dừng nhiều lần" in shown(browser, upper)


def test_nothing_is_shown_of_another_branch(compared, lam_giang_stranger):
    client = Client()
    client.force_login(lam_giang_stranger)
    for address in ("clauses/", "side-by-side/", "side-by-side.xlsx", "side-by-side.docx"):
        assert client.get(f"/documents/{compared.pk}/{address}").status_code == 404
    assert "47/NQ-CP" not in client.get("/clauses/").content.decode()


def test_a_withdrawn_lower_directive_leaves_the_page(compared, lower, binh, browser):
    documents.withdraw(by=binh, source_id=lower.pk, reason="nhầm")
    assert "Chưa so văn bản này" in shown(browser, compared)


def test_a_decision_goes_back_to_the_page_that_asked(compared, browser):
    link = ClauseLink.objects.get()
    asked = {"agree": "yes", "next": f"/documents/{compared.pk}/clauses/?show=open"}
    assert browser.post(f"/clauses/links/{link.pk}/", asked)["Location"] == asked["next"]
    assert (
        browser.post(f"/clauses/links/{link.pk}/", {"agree": "no", "next": "https://x.vn/"})["Location"] == "/clauses/"
    )
    assert browser.post("/clauses/links/0/", {"agree": "no"}).status_code == 404


def test_queries_do_not_grow_with_clauses_and_tasks(compared, binh, browser, django_assert_max_num_queries):
    many = "".join(f"{n}. Bồi dưỡng nghiệp vụ cho người làm nghề số {n}\n" for n in range(4, 40))
    large = read(binh, ABOVE.replace("47/NQ", "48/NQ") + many, "nq2.txt")
    read(binh, BELOW.replace("47/NQ", "48/NQ").replace("12/KH", "13/KH") + many, "kh2.txt")
    actions.propose_all()
    with django_assert_max_num_queries(60) as small:
        shown(browser, compared)
    with django_assert_max_num_queries(60) as big:
        shown(browser, large)
    assert len(big) <= len(small)


def test_three_plans_side_by_side_say_who_when_and_what_is_lacking(compared, binh, browser):
    read(binh, PARTY, "tu.txt")
    actions.propose_all()
    found = grid.grid(compared, grid.choices(binh, compared))
    assert [plan.directive.number for plan in found.plans] == ["47/NQ-CP", "25-KH/TU", "12/KH-UBND"]
    assert [list(line.lacking) for line in found.lines] == [[1], [2], [1, 2]]
    assert [has for _plan, has, _lacks in found.counts] == [3, 1, 1]
    assert [task["text"] for line in found.outside for tasks in line.cells for task in tasks] == [
        "Khen thưởng các tập thể xuất sắc"
    ]
    page = browser.get(f"/documents/{compared.pk}/side-by-side/").content.decode()
    assert "Chủ trì: Sở Nội vụ" in page
    assert "không có" in page


def test_the_comparison_as_workbook_and_word_file_holds_everything(compared, browser):
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/documents/{compared.pk}/side-by-side.xlsx").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    assert rows[0] == ["Mục của văn bản khung", "Nghị quyết 47/NQ-CP", "Kế hoạch 12/KH-UBND"]
    assert "Chủ trì: Sở Nội vụ\nThời gian: Quý III/2024" in rows[1][2]
    assert rows[2][2] == "Không có"
    file = docx.Document(io.BytesIO(browser.get(f"/documents/{compared.pk}/side-by-side.docx").content))
    told = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert told == [[cell or "" for cell in row] for row in rows]


def test_a_row_of_the_workbook_is_as_high_as_its_words_and_goes_on_where_it_would_be_cut(compared):
    """Sixty lines do not fit a row: its tasks go on below, whole, beside the name of the clause."""
    pairing = Pairing.objects.get()
    known = pairing.tasks[0]
    many = [{**known, "key": f"k{n}", "label": str(n), "text": f"Việc {n} " + "dài thêm nữa " * 20} for n in range(12)]
    Pairing.objects.update(tasks=many)
    found = grid.grid(compared, list(Pairing.objects.all()))
    (outside,) = found.outside
    assert len(outside.cells[1]) == 12
    sheet = openpyxl.load_workbook(io.BytesIO(files.xlsx(found))).active
    rows = list(sheet.iter_rows(min_row=3))
    last = [row for row in rows if row[0].value.startswith("Ngoài các mục")]
    names = [row[0].value.removeprefix("Ngoài các mục của văn bản khung") for row in last]
    assert names == ["", *[" (tiếp)"] * (len(last) - 1)]
    assert len(last) > 2
    words = "\n\n".join(row[2].value for row in last)
    assert words == files.cells(outside)[2]
    for row in rows:
        high = sheet.row_dimensions[row[0].row].height
        assert 16 < high <= 409
        assert high >= 16.5 * max(len(cell.value or "") / 50 for cell in row[1:])


@pytest.mark.parametrize(
    ("texts", "lines"),
    [([], 1), ([("một hai ba bốn năm", 9)], 3), ([("một\n\nhai", 50), ("", 1)], 3), ([("không-thể-ngắt", 5)], 4)],
)
def test_a_row_is_as_high_as_its_highest_cell(texts, lines):
    assert row_height(texts) == 16.5 * lines + 2


def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless(compared):
    Pairing.objects.update(tasks=[{**Pairing.objects.get().tasks[0], "label": "", "text": "=1+1"}])
    content = files.xlsx(grid.grid(compared, list(Pairing.objects.all())))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cell = book.active.cell(3, 3)
    assert cell.data_type == "s"
    assert cell.value.startswith("'=1+1")


@pytest.mark.library
def test_the_demonstration_read_by_the_library(binh, browser):
    resolution, province, city = (
        read(binh, (DEMO / name).read_bytes(), name)
        for name in ("nghi-quyet-chinh-phu.txt", "ke-hoach-ubnd-tinh.md", "ke-hoach-thanh-uy.txt")
    )
    actions.propose_all()
    assert set(Pairing.objects.values_list("upper", "lower", "by_wording")) == {
        (resolution.pk, province.pk, False),
        (province.pk, city.pk, False),
        (resolution.pk, city.pk, True),
    }
    page = shown(browser, resolution)
    assert "Bồi dưỡng nghiệp vụ, ngoại ngữ, kỹ năng số" in page
    assert "Nhiệm vụ của Kế hoạch 386/KH-UBND chưa có mục trên" in page
