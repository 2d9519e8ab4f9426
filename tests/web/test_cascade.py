"""The cascade: who carries out whom, days between levels, stubs."""

import json
import re

import pytest
from office import read

from dondoc_web.documents import actions, queries
from dondoc_web.documents.cascade import cascade, drawing, table

CONCLUSION = "Số: 57-KL/TW\nNgày: 2023-06-15\nLoại: Kết luận\n1. Việc\n"
RESOLUTION = "Số: 47/NQ-CP\nNgày: 2024-04-15\nLoại: Nghị quyết\nThực hiện: Kết luận 57-KL/TW\n1. Việc\n"
PLAN = "Số: 12/KH-UBND\nNgày: 2024-06-03\nLoại: Kế hoạch\nThực hiện: Nghị quyết 47/NQ-CP\n1. Việc\n"


@pytest.fixture
def three(binh):
    return [read(binh, text, f"{n}.txt") for n, text in enumerate((PLAN, CONCLUSION, RESOLUTION))]


def steps(person):
    return [(s.upper.name, s.lower.name, s.days) for s in table(cascade(person))]


def test_days_lie_between_the_levels_whatever_the_order_of_arrival(three, binh):
    assert steps(binh) == [("57-KL/TW", "47/NQ-CP", 305), ("47/NQ-CP", "12/KH-UBND", 49)]
    assert {node.name: node.level for node in cascade(binh).nodes.values()} == {
        "57-KL/TW": 0,
        "47/NQ-CP": 1,
        "12/KH-UBND": 2,
    }


def test_a_paper_that_is_only_cited_is_a_stub_without_days(binh):
    read(binh, PLAN)
    (step,) = table(cascade(binh))
    assert (step.upper.name, step.upper.source_id, step.days) == ("47/NQ-CP", None, None)
    drawn = drawing(cascade(binh))
    assert [(node["name"], node["source"] is None) for node in drawn["nodes"]] == [
        ("12/KH-UBND", False),
        ("47/NQ-CP", True),
    ]


def test_citations_are_seen_from_both_ends(three, binh, browser):
    plan, conclusion, resolution = three
    assert [line.held for line in queries.outgoing(binh, plan)] == [resolution]
    assert [c.reading.source for c in queries.incoming(binh, conclusion)] == [resolution]
    shown = browser.get(f"/documents/{resolution.pk}/?tab=citations").content.decode()
    assert f"/documents/{conclusion.pk}/" in shown
    assert f"/documents/{plan.pk}/" in shown


def test_a_withdrawn_paper_leaves_the_cascade(three, binh):
    actions.withdraw(by=binh, source_id=three[2].pk, reason="nhầm")
    assert steps(binh) == [("47/NQ-CP", "12/KH-UBND", None)]


def test_papers_that_cite_each_other_do_not_hang_the_page(binh, browser):
    read(binh, "Số: 1/KH-UBND\nNgày: 2024-01-01\nThực hiện: 2/KH-UBND\n", "a.txt")
    read(binh, "Số: 2/KH-UBND\nNgày: 2024-01-02\nThực hiện: 1/KH-UBND\n", "b.txt")
    assert browser.get("/cascade/").status_code == 200
    assert steps(binh) == [("1/KH-UBND", "2/KH-UBND", 1)]


def test_a_paper_named_above_and_through_another_is_drawn_once(binh):
    read(binh, RESOLUTION, "nq.txt")
    read(binh, PLAN.replace("47/NQ-CP", "47/NQ-CP và Kết luận 57-KL/TW"), "kh.txt")
    assert {step[:2] for step in steps(binh)} == {("47/NQ-CP", "12/KH-UBND"), ("57-KL/TW", "47/NQ-CP")}


def test_nodes_of_a_column_share_no_row(three, binh):
    read(binh, PLAN.replace("12/KH", "13/KH"), "kh13.txt")
    places = [(node["level"], node["row"]) for node in drawing(cascade(binh))["nodes"]]
    assert len(set(places)) == len(places) == 4


def test_the_page_carries_the_drawing_as_data_and_the_table_beside(three, browser):
    shown = browser.get("/cascade/").content.decode()
    data = json.loads(re.search(r'<script id="drawing" type="application/json">(.*?)</script>', shown)[1])
    assert [step["days"] for step in data["steps"]] == [305, 49]
    assert "305" in shown.split("<table", 1)[1]


def test_an_empty_site_says_what_to_do(browser):
    assert "Hãy tải lên ít nhất hai văn bản" in browser.get("/cascade/").content.decode()
