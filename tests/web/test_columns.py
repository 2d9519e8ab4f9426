"""Lists kept in spreadsheets: a person says what the columns are, and the office remembers it for the header."""

import io

import cast
import openpyxl
import pytest
from office import read, work

from dondoc_web.accounts.models import Role
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents import columns
from dondoc_web.documents.models import ColumnMapping, Source
from dondoc_web.documents.reading import refuse_as_classified
from dondoc_web.jobs import engine

pytestmark = pytest.mark.library

HEADER = ["Mã", "Yêu cầu xử lý", "Nơi nhận việc", "Xong trước"]
SAID = ["", "task", "lead", "completion"]


def listed(*tasks, header=HEADER):
    book = openpyxl.Workbook()
    book.active.append(["UBND TỈNH LAM GIANG", None, "Kỳ 1"])
    book.active.append(header)
    for n, task in enumerate(tasks, 1):
        book.active.append([f"A{n}", task, "Sở Nội vụ", "15/12/2026"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def source(binh):
    return read(binh, listed("Rà soát danh mục dịch vụ công", "Nâng cấp cổng thông tin"), "a.xlsx")


def address(source):
    return f"/documents/{source.pk}/columns/"


def say(browser, source, fields=SAID, row=1, **more):
    return browser.post(address(source), {"sheet_at": 0, "row_at": row, "field": fields, **more}, follow=True)


def test_a_list_with_names_of_its_own_is_read_once_a_person_named_its_columns(browser, source):
    assert source.reading.tasks == 0
    assert "Xem và chọn lại cột" in browser.get(f"/documents/{source.pk}/").content.decode()
    page = browser.get(address(source)).content.decode()
    assert "Nơi nhận việc" in page
    assert "Nâng cấp cổng thông tin" in page
    assert "đang được đọc lại" in say(browser, source).content.decode()
    work()
    source.refresh_from_db()
    tasks = source.reading.plan.tasks
    assert [(task.text, task.lead, task.timing.due) for task in tasks] == [
        ("Rà soát danh mục dịch vụ công", ("Sở Nội vụ",), "2026-12-15"),
        ("Nâng cấp cổng thông tin", ("Sở Nội vụ",), "2026-12-15"),
    ]
    event = Event.objects.get(verb=Verb.COLUMNS_MAPPED)
    assert (event.target, event.data) == (f"source:{source.pk}", {"after": SAID, "new": True})


def test_the_next_file_of_that_system_is_read_so_by_itself_in_this_office_only(browser, source, binh):
    say(browser, source)
    work()
    elsewhere = cast.person("dung", Role.DESK, cast.agency("ubnd-tinh@binh-son-ha", "UBND tỉnh Bình Sơn Hạ"))
    other = listed("Số hóa hồ sơ", header=["MÃ", "Yêu cầu  xử lý", "Nơi nhận việc", "Xong trước"])
    assert read(binh, other, "b.xlsx").reading.tasks == 1
    assert read(elsewhere, other, "b.xlsx").reading.tasks == 0


def test_what_was_said_is_forgotten_on_demand(browser, source):
    say(browser, source)
    work()
    say(browser, source, forget="1")
    work()
    source.refresh_from_db()
    assert source.reading.tasks == 0
    assert not ColumnMapping.objects.exists()


@pytest.mark.parametrize(
    ("fields", "row", "words"),
    [
        (["number", "", "lead", ""], 1, "Hãy chọn một cột là “Nội dung nhiệm vụ”"),
        (["task", "task", "", ""], 1, "Có hai cột cùng là “Nội dung nhiệm vụ”"),
        (["task"], 1, "hãy tải lại trang"),
        (["task", "x", "", ""], 1, "hãy tải lại trang"),
        (SAID, 99, "Không có hàng này"),
    ],
)
def test_a_bad_choice_is_told_and_nothing_is_lost(browser, source, fields, row, words):
    before = source.job_id
    answer = say(browser, source, fields, row)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    source.refresh_from_db()
    assert (source.job_id, ColumnMapping.objects.count()) == (before, 0)


def test_what_was_chosen_stays_chosen_after_a_mistake(browser, source):
    page = say(browser, source, ["number", "", "lead", "note"]).content.decode()
    assert page.count('<option value="note" selected>') == 1


def test_while_it_is_read_nothing_is_chosen(browser, source):
    say(browser, source)
    assert "đang được đọc" in say(browser, source).content.decode()


def test_another_row_may_head_the_columns(browser, source):
    page = browser.get(address(source), {"sheet_at": 0, "row_at": 0}).content.decode()
    assert 'name="row_at" value="0"' in page


@pytest.mark.parametrize("query", [{"row_at": "x"}, {"row_at": "-1"}, {"sheet_at": "99999999999"}])
def test_an_address_that_is_none_is_not_found(browser, source, query):
    assert browser.get(address(source), query).status_code == 404


def test_a_file_without_sheets_has_no_columns(browser, binh):
    other = read(binh, "KẾ HOẠCH\n\n1. Giao Sở Nội vụ rà soát hồ sơ.\n", "a.txt")
    assert "không phải bảng tính" in browser.get(address(other)).content.decode()


def test_a_paper_refused_later_leaves_no_header_behind(browser, source, binh):
    say(browser, source)
    attempt = engine.begin(Source.objects.get(pk=source.pk).job_id)
    refuse_as_classified(attempt=attempt)
    assert not Source.objects.exists()
    assert not ColumnMapping.objects.exists()


def test_the_page_needs_the_same_queries_for_any_number_of_rows(browser, source, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        columns.previews(source)
