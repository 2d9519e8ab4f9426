"""Figures: every one is the number of rows that it opens, on every page and in every file."""

import csv
import io
from datetime import date

import docx
import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from many_states import in_every_state
from obligations import given_task, owed

from dondoc_web.agencies.models import Agency
from dondoc_web.work import board_views, charts, counting, queries, totals
from dondoc_web.work.models import Obligation
from dondoc_web.work.scope import scope_of
from dondoc_web.work.wanted import Clock, Wanted, obligations_asked, wanted_of

TODAY = date(2026, 11, 28)
AT = Clock(TODAY, {})


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr(queries, "today", lambda: TODAY)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def mixed(lam_giang):
    return in_every_state(lam_giang, TODAY)


def opened(person, address):
    """How many rows the register has at an address."""
    scope = scope_of(person)
    return obligations_asked(wanted_of(QueryDict(address), scope), scope, AT).count()


NARROWED = ("", "period=2026", "period=R2026", "period=2026-11", "period=none", "since=2026-02-03&until=2026-11-09")


@pytest.mark.parametrize("by", ["agency", "plan", "quarter", "group"])
@pytest.mark.django_db
def test_every_figure_of_the_board_opens_as_many_rows_as_it_says(mixed, by):
    w, client = mixed, as_(mixed.leader)
    keys = (f"group={w.groups[1].pk}", f"agency={w.culture.pk}", f"plan={w.plans[0].pk}", "words=viec+1", "side=agency")
    for filters in (*NARROWED, *keys):
        page = client.get(f"/board/?by={by}&{filters}")
        lines, whole = page.context["lines"], page.context["figures"]
        assert lines, filters
        for cell in (cell for line in (*lines, whole) for cell in line.cells):
            assert opened(w.leader, cell.address) == cell.n, (filters, cell.address)
        if by != "group":
            assert sum(line.of("") for line in lines) == whole.of(""), filters


@pytest.mark.django_db
def test_every_figure_of_the_trend_opens_as_many_rows_as_it_says(mixed):
    for filters in NARROWED:
        for turn in as_(mixed.leader).get(f"/board/?{filters}").context["turns"]:
            assert opened(mixed.leader, turn.address) == turn.n
            for share in turn.shares:
                assert opened(mixed.leader, share.address) == share.n
                assert share.percent == (round(100 * share.n / turn.n, 1) if turn.n else None)


@pytest.mark.django_db
def test_the_trend_ends_with_the_current_quarter(mixed):
    turns = as_(mixed.leader).get("/board/?by=quarter").context["turns"]
    assert [turn.name for turn in turns][-1] == "Quý IV/2026"
    assert len(turns) <= charts.QUARTERS


@pytest.mark.parametrize("by", ["agency", "plan", "quarter", "group"])
@pytest.mark.django_db
def test_a_chart_draws_what_the_table_says_and_says_it_in_words(mixed, by):
    page = as_(mixed.leader).get(f"/board/?by={by}")
    chart, lines, whole = (page.context[name] for name in ("chart", "lines", "figures"))
    by_name = {line.name: line for line in lines}
    assert sorted(chart.data["lines"]) == sorted(by_name)
    for series in chart.data["series"]:
        assert series["values"] == [by_name[name].of(series["code"]) for name in chart.data["lines"]]
        assert len(series["links"]) == len(series["values"])
    assert f"Tổng số {whole.of('')} việc: {whole.of('done')} hoàn thành" in chart.summary
    assert chart.summary in page.content.decode()


@pytest.mark.django_db
def test_a_chart_of_many_lines_says_what_it_leaves_out(lam_giang):
    lines = [counting.Figures({"overdue": n}, Wanted(side="office"), f"Sở {n}") for n in range(40)]
    chart = charts.bars("Theo cơ quan", counting.Figures({"overdue": 780}, Wanted(side="office")), lines)
    assert len(chart.data["lines"]) == charts.DRAWN
    assert "Biểu đồ không vẽ 20 dòng" in chart.summary
    assert "Quá hạn nhiều nhất: Sở 39 (39), Sở 38 (38), Sở 37 (37)." in chart.summary


@pytest.mark.parametrize("by", ["agency", "plan", "quarter", "group"])
@pytest.mark.django_db
def test_the_files_of_the_board_have_its_numbers_as_numbers(mixed, by):
    client = as_(mixed.leader)
    Agency.objects.filter(pk=mixed.culture.pk).update(name="=Sở Văn hóa")
    lines = client.get(f"/board/?by={by}&period=2026").context["lines"]
    expected = [[cell.n for cell in line.cells] for line in lines]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/board.xlsx?by={by}&period=2026").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [list(row[1:10]) for row in rows[4:]] == expected
    assert rows[3][:3] == (str(board_views.HEAD_WORDS[by]), "Tổng số", "Hoàn thành trong hạn")
    text = client.get(f"/board.csv?by={by}&period=2026").content.decode()
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [[int(n) for n in row[1:10]] for row in table[1:]] == expected
    assert not [row for row in table if row[0].startswith("=")]
    if by == "agency":
        assert "'=Sở Văn hóa" in {row[0] for row in table}


@pytest.mark.django_db
def test_too_many_plans_for_a_file_are_asked_to_be_narrowed(mixed, monkeypatch):
    monkeypatch.setattr(board_views, "MOST_PLANS", 1)
    answer = as_(mixed.leader).get("/board.xlsx?by=plan&side=office")
    assert answer["Location"] == "/board/?side=office&by=plan"


@pytest.mark.django_db
def test_the_register_opens_what_has_no_day(mixed):
    page = as_(mixed.desk).get("/register/?period=none")
    rows = page.context["register"].rows
    assert rows
    assert {row.due_on for row in rows} == {None}
    assert '<option value="none" selected>Không thời hạn</option>' in str(page.context["form"]["period"])


@pytest.mark.django_db
def test_a_period_long_ago_stays_chosen_in_the_form(mixed):
    form = as_(mixed.desk).get("/register/?period=2019-Q3").context["form"]
    assert '<option value="2019-Q3" selected>Quý III/2019</option>' in str(form["period"])
    form = as_(mixed.desk).get("/register/?period=R2019").context["form"]
    assert '<option value="R2019" selected>Năm báo cáo 2019</option>' in str(form["period"])


# The table that offices publish -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_figure_of_the_published_table_opens_as_many_rows_as_it_says_and_adds_up(mixed):
    for filters in (*NARROWED, "side=agency"):
        table = as_(mixed.leader).get(f"/board/published/?{filters}").context["table"]
        for line in (*table.lines, table.whole):
            given, *parts = (cell.n for cell in line.cells)
            assert given == sum(parts)
            for cell in line.cells:
                assert opened(mixed.leader, cell.address) == cell.n, (filters, cell.address)
        for at, cell in enumerate(table.whole.cells):
            assert cell.n == sum(line.cells[at].n for line in table.lines)


@pytest.mark.django_db
def test_the_published_table_says_what_it_leaves_out(mixed):
    table = as_(mixed.leader).get("/board/published/").context["table"]
    rows = list(Obligation.objects.all())
    aside = sum(o.stage in ("suspended", "cancelled", "transferred") for o in rows)
    whole = table.whole.cells[0].n
    assert whole + aside == len(rows)
    assert table.notes[0] == "Số liệu đến ngày 28/11/2026."
    assert table.notes[2].startswith(f"{aside} nhiệm vụ đã tạm dừng")


@pytest.mark.django_db
def test_the_files_of_the_published_table_say_the_same(mixed):
    Agency.objects.filter(pk=mixed.finance.pk).update(name="=Sở Tài chính")
    client = as_(mixed.leader)
    table = client.get("/board/published/").context["table"]
    expected = [[cell.n for cell in line.cells] for line in (*table.lines, table.whole)]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/board/published.xlsx").content)).active
    assert [list(row[2:7]) for row in sheet.iter_rows(min_row=6, values_only=True)] == expected
    text = client.get("/board/published.csv").content.decode().removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert [[int(n) for n in row[2:7]] for row in rows] == expected
    assert "'=Sở Tài chính" in {row[1] for row in rows}
    answer = client.get("/board/published.docx")
    paper = docx.Document(io.BytesIO(answer.content))
    assert paper.paragraphs[0].text == "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO"
    (found,) = paper.tables
    assert [[int(cell.text) for cell in row.cells[2:7]] for row in found.rows[1:]] == expected
    assert found.rows[-1].cells[1].text == "Tổng cộng"
    assert answer.content == client.get("/board/published.docx").content


@pytest.mark.django_db
def test_figures_of_another_branch_are_in_no_table_and_no_file(mixed):
    client = as_(mixed.other_leader)
    page = client.get("/board/published/")
    assert page.context["table"].lines == []
    assert "Chưa có nhiệm vụ nào" in page.content.decode()
    for path in ("/board.xlsx", "/board/published.xlsx"):
        answer = client.get(path)
        if answer.status_code == 200:
            words = openpyxl.load_workbook(io.BytesIO(answer.content)).active.values
            assert not [row for row in words if "Sở" in str(row[:2])]
    assert as_(mixed.admin).get("/board/published.docx").status_code == 404


@pytest.mark.parametrize("address", ["/board/", "/board/?by=quarter", "/board/published/"])
@pytest.mark.django_db
def test_queries_of_figures_do_not_grow_with_the_work(mixed, address):
    client = as_(mixed.leader)

    def queries_of():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    queries_of()
    before = queries_of()
    more = [given_task(mixed, plan=mixed.plans[0], text=f"Thêm {n}") for n in range(9)]
    Obligation.objects.bulk_create(owed(task, mixed.finance, 1) for task in more)
    totals.rebuild()
    assert queries_of() == before
