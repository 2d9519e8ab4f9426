"""Timelines: each task of a plan from its beginning to its last day, each directive of the cascade on its day."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from many_states import in_every_state
from obligations import given_plan, given_task, owed

from dondoc.document import Relation
from dondoc_web.documents.cascade import Cascade, Node, Step
from dondoc_web.figures import chain, timeline, timeline_views
from dondoc_web.work import queries
from dondoc_web.work.models import Obligation, Occurrence, Task
from dondoc_web.work.timeliness import Timeliness

TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr(queries, "today", lambda: TODAY)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def bars_of(w, plan, who="leader"):
    page = as_(getattr(w, who)).get(f"/documents/{plan.source_id}/timeline/")
    return page.context["timeline"].bars


def due(task, agency, number, day, **facts):
    """An obligation in round ``number``, due on ``day``."""
    found = Occurrence.objects.get_or_create(
        task=task, period=str(number), defaults={"made_at": task.confirmed_at, "due_on": day}
    )[0]
    o = Obligation(
        occurrence=found, agency=agency, task=task, plan=task.plan, office=task.plan.office,
        changed_at=task.confirmed_at, due_on=day, **facts,
    )  # fmt: skip
    o.save()
    return o


@pytest.mark.django_db
def test_a_bar_goes_from_the_day_of_the_directive_to_the_last_due_day(lam_giang):
    w = lam_giang
    plan, task = given_plan(w), given_task(w, text="Báo cáo hằng năm")
    late = due(task, w.culture, 2025, date(2026, 2, 1))
    due(task, w.finance, 2025, date(2026, 2, 1), stage="done", done_on=date(2026, 1, 20))
    due(task, w.culture, 2026, date(2026, 12, 14))
    (bar,) = bars_of(w, plan)
    assert (bar.start, bar.end) == (date(2026, 1, 5), date(2026, 12, 14))
    assert bar.state is Timeliness.OVERDUE
    assert [(one.due_on, one.n, one.state) for one in bar.rounds] == [
        (date(2026, 2, 1), 2, Timeliness.OVERDUE),
        (date(2026, 12, 14), 1, Timeliness.IN_TIME),
    ]
    assert bar.rounds[0].obligation == late.pk
    assert bar.agencies == [str(w.culture), str(w.finance)]


@pytest.mark.django_db
def test_a_task_that_names_its_beginning_begins_there_and_one_without_a_day_has_no_end(lam_giang):
    w = lam_giang
    task = given_task(w, text="Thường xuyên", start=date(2026, 3, 1))
    due(task, w.culture, 2026, None)
    (bar,) = bars_of(w, task.plan)
    assert (bar.start, bar.end, bar.state) == (date(2026, 3, 1), None, Timeliness.NO_DUE)


@pytest.mark.django_db
def test_the_chart_draws_what_the_table_says(lam_giang):
    w = in_every_state(lam_giang, TODAY)
    page = as_(w.leader).get(f"/documents/{w.plans[0].source_id}/timeline/")
    found = page.context["timeline"]
    assert len(found.bars) == Task.objects.filter(plan=w.plans[0]).count()
    for bar, line in zip(found.bars, found.chart.data["lines"], strict=True):
        assert (line["start"], line["end"], line["code"]) == (str(bar.start), str(bar.end or ""), bar.state.code)
        assert [one["day"] for one in line["marks"]] == [str(one.due_on) for one in bar.rounds if one.due_on]
    codes = {one["code"] for one in found.chart.data["series"]}
    assert codes == {bar.state.code for bar in found.bars}
    assert found.chart.data["today"] == "2026-11-28"
    assert found.chart.summary.startswith("8 nhiệm vụ, bắt đầu từ ")
    assert found.chart.summary in page.content.decode()


def test_every_timeliness_has_its_place_in_the_order():
    assert set(timeline.WORST_FIRST) == set(Timeliness)


@pytest.mark.django_db
def test_an_agency_sees_its_own_bars_only_and_another_branch_none(lam_giang):
    w = lam_giang
    mine, theirs = given_task(w, text="Của văn hóa"), given_task(w, text="Của tài chính")
    due(mine, w.culture, 1, date(2026, 12, 1))
    due(theirs, w.finance, 1, date(2026, 12, 1))
    assert [bar.task.text for bar in bars_of(w, mine.plan, "unit")] == ["Của văn hóa"]
    assert len(bars_of(w, mine.plan)) == 2
    for who in (w.other_desk, w.other_leader):
        assert as_(who).get(f"/documents/{mine.plan.source_id}/timeline/").status_code == 404


@pytest.mark.django_db
def test_a_long_plan_comes_in_pages_at_the_same_cost(lam_giang, monkeypatch):
    w = in_every_state(lam_giang, TODAY)
    client, address = as_(w.leader), f"/documents/{w.plans[0].source_id}/timeline/"

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    cost()
    before = cost()
    more = [given_task(w, plan=w.plans[0], text=f"Thêm {n}") for n in range(7)]
    Obligation.objects.bulk_create(owed(task, w.finance, 1) for task in more)
    assert cost() == before
    monkeypatch.setattr(timeline, "TASKS", 4)
    pages = [client.get(f"{address}?page={n}").context["timeline"].bars for n in (1, 2, 3, 4)]
    assert [len(bars) for bars in pages] == [4, 4, 4, 3]
    assert len({bar.task.pk for bars in pages for bar in bars}) == 15


# The cascade ------------------------------------------------------------------------------------------------------


def node(name, day, level, source=1):
    return Node((name, day), name, f"về {name}", day, source, level)


@pytest.fixture
def three_levels():
    top, middle, low, stub = (
        node("1-NQ/TW", date(2024, 1, 10), 0),
        node("2/NQ-CP", date(2024, 3, 10), 1),
        node("3/KH", date(2024, 3, 20), 2),
        node("9/CT", None, 1, None),
    )
    steps = [
        Step(top, middle, Relation.BASIS),
        Step(middle, low, Relation.IMPLEMENTS),
        Step(stub, low, Relation.IMPLEMENTS),
        Step(top, low, Relation.REPLACES),
    ]
    return Cascade({one.key: one for one in (low, stub, middle, top)}, steps)


def test_directives_stand_level_by_level_with_the_days_they_waited(three_levels):
    lines = chain.issued(three_levels)
    assert [(one.level, one.node.name, one.waited) for one in lines] == [
        (1, "1-NQ/TW", None),
        (2, "2/NQ-CP", 60),
        (2, "9/CT", None),
        (3, "3/KH", 10),
    ]


def test_the_chart_draws_dated_directives_and_says_the_days_between(three_levels):
    chart = chain.chart(chain.issued(three_levels))
    assert [one["name"] for one in chart.data["lines"]] == ["1-NQ/TW", "2/NQ-CP", "3/KH"]
    assert chart.data["steps"] == [{"upper": 0, "lower": 1, "days": 60}, {"upper": 1, "lower": 2, "days": 10}]
    assert chart.summary == (
        "3 văn bản có ngày, từ 10/01/2024 đến 20/03/2024. "
        "Từ văn bản trên đến văn bản dưới: nhanh nhất 10 ngày, chậm nhất 60 ngày, một nửa trong 35 ngày."
    )


@pytest.mark.django_db
def test_the_page_of_the_cascade_shows_only_what_the_person_sees(lam_giang):
    given_plan(lam_giang)
    assert "12/KH-UBND" in as_(lam_giang.leader).get("/cascade/timeline/").content.decode()
    assert "12/KH-UBND" not in as_(lam_giang.other_leader).get("/cascade/timeline/").content.decode()


@pytest.fixture
def shown(three_levels, monkeypatch, lam_giang):
    """The leader's browser, to whom the cascade is that of three levels."""
    monkeypatch.setattr(timeline_views, "cascade", lambda person: three_levels)
    return as_(lam_giang.leader)


def test_the_cascade_is_downloaded_with_days_as_days_and_numbers_as_numbers(shown):
    answer = shown.get("/cascade/timeline.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="chuoi-van-ban-2026-11-28.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [tuple(v.date() if isinstance(v, datetime) else v for v in row) for row in sheet.iter_rows(values_only=True)]
    assert rows[1][0] == "Số liệu đến ngày 28/11/2026."
    assert rows[2][0].startswith("3 văn bản có ngày, từ 10/01/2024 đến 20/03/2024.")
    assert rows[3] == ("Văn bản", "Trích yếu", "Cấp", "Ngày ban hành", "Thực hiện văn bản", "Số ngày chờ")
    assert rows[4:] == [
        ("1-NQ/TW", "về 1-NQ/TW", 1, date(2024, 1, 10), None, None),
        ("2/NQ-CP", "về 2/NQ-CP", 2, date(2024, 3, 10), "1-NQ/TW (+60 ngày)", 60),
        ("9/CT (mới được viện dẫn)", "về 9/CT", 2, None, None, None),
        ("3/KH", "về 3/KH", 3, date(2024, 3, 20), "2/NQ-CP (+10 ngày)\n9/CT", 10),
    ]


def test_the_cascade_is_downloaded_as_csv_with_the_same_rows(shown):
    text = shown.get("/cascade/timeline.csv").content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[4] == ["3/KH", "về 3/KH", "3", "20/03/2024", "2/NQ-CP (+10 ngày)\n9/CT", "10"]
    assert len(rows) == 5


@pytest.mark.django_db
def test_the_files_of_the_cascade_have_only_what_the_person_sees(lam_giang):
    given_plan(lam_giang)
    assert "12/KH-UBND" in as_(lam_giang.leader).get("/cascade/timeline.csv").content.decode()
    assert "12/KH-UBND" not in as_(lam_giang.other_leader).get("/cascade/timeline.csv").content.decode()
