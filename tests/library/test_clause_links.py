"""Which tasks of a lower directive answer which clauses of an upper one."""

from __future__ import annotations

import random
import time
import tomllib
from pathlib import Path

import pytest
from pace import slowness

import linking_score
from dondoc.linking import Answer, Asked, links
from dondoc.linking.words import duties, numbers, plain, tokens

FLOORS = tomllib.loads((Path(__file__).parents[2] / "benchmarks/floors.toml").read_text(encoding="utf-8"))["links"]

TRAINING = Asked("II.3.a", ("Bồi dưỡng nghiệp vụ, ngoại ngữ cho người làm thông tin",), heading="Tăng cường nguồn lực")
RESOURCES = Asked("II.3", ("Tăng cường nguồn lực",), heading="Tăng cường nguồn lực", titled=True)
SONGS = Asked("II.4", ("Sưu tầm dân ca, dân vũ của đồng bào vùng cao",), heading="Gìn giữ di sản", alone=True)
ABOVE = (TRAINING, RESOURCES, SONGS)


def pairs(asked, *given):
    return [(link.path, link.key) for link in links(asked, given)]


def meets(pair, floor):
    found = linking_score.counts(tuple(pair.split(" < ")))
    return found.precision >= floor[0] and found.recall >= floor[1]


@pytest.mark.parametrize("pair", FLOORS["demo"])
def test_links_of_the_demonstration_are_as_good_as_before(pair):
    assert meets(pair, FLOORS["demo"][pair])


@pytest.mark.parametrize("pair", FLOORS["samples"])
def test_links_of_real_siblings_are_as_good_as_before(pair, samples):
    assert meets(pair, FLOORS["samples"][pair])


def test_the_key_names_only_clauses_and_tasks_that_are_there():
    for (upper, lower), (sure, undecided) in linking_score.key().items():
        if linking_score.path_of(upper) and linking_score.path_of(lower):
            asked = {one.path for one in linking_score.clauses_of(linking_score.plan_of(linking_score.path_of(upper)))}
            given = {one.key for one in linking_score.answers_of(linking_score.plan_of(linking_score.path_of(lower)))}
            assert {clause for clause, _ in sure | undecided} <= asked
            assert {task for _, task in sure | undecided} <= given


def test_a_task_answers_the_clause_that_says_the_same():
    task = Answer("1", ("Mở lớp bồi dưỡng nghiệp vụ, ngoại ngữ cho người làm thông tin",), heading="Nguồn lực")
    assert pairs(ABOVE, task) == [("II.3.a", "1")]


def test_a_task_of_the_same_group_with_other_words_answers_the_heading():
    task = Answer("1", ("Mua sắm máy ghi hình",), heading="Tăng cường nguồn lực")
    assert pairs(ABOVE, task) == [("II.3", "1")]


def test_a_task_about_something_else_has_no_parent():
    assert pairs(ABOVE, Answer("1", ("Trồng rừng phòng hộ đầu nguồn",), heading="Lâm nghiệp")) == []


def test_one_clause_may_have_several_tasks():
    first = Answer("1", ("Bồi dưỡng nghiệp vụ cho người làm thông tin",))
    second = Answer("2", ("Bồi dưỡng ngoại ngữ cho người làm thông tin",))
    assert pairs(ABOVE, first, second) == [("II.3.a", "1"), ("II.3.a", "2")]


def test_what_is_done_on_request_answers_less_what_is_done_each_year():
    yearly = Asked("III.1", ("Báo cáo kết quả thực hiện",), running=True, rhythms=frozenset({"yearly"}))
    asked = Answer("1", ("Báo cáo khi có yêu cầu",), running=True, rhythms=frozenset({"when_needed"}))
    same = Answer("2", ("Báo cáo khi có yêu cầu",), running=True, rhythms=frozenset({"yearly"}))
    (less,), (more,) = links([yearly], [asked]) or [None], links([yearly], [same])
    assert less is None or less.score < more.score


def test_the_department_answers_what_its_ministry_is_charged_with():
    asked = Asked("III.3", ("Tổng hợp dự toán của các bộ",), running=True, agencies=frozenset({"bo-tai-chinh"}))
    given = Answer("1", ("Tổng hợp dự toán của các sở",), running=True, agencies=frozenset({"so-tai-chinh@lam-giang"}))
    (link,) = links([asked], [given])
    assert link.reasons.agency


def test_the_way_of_typing_makes_no_difference():
    typed = Answer("1", ("boi duong nghiep vu ngoai ngu cho nguoi lam thong tin",))
    marked = Answer("1", TRAINING.parts)
    assert links(ABOVE, [typed]) == links(ABOVE, [marked])


def test_nothing_above_or_below_gives_no_links():
    assert links((), [Answer("1", ("Bồi dưỡng",))]) == links(ABOVE, []) == ()


def test_words_are_folded_counted_in_pairs_and_their_duties_named():
    assert plain("Đôn đốc, Hòa") == "don doc, hoa"
    assert {"bao", "bao cao", "=report"} <= tokens("Báo cáo")
    assert duties("Theo dõi, đôn đốc; lập dự toán") == {"follow", "funds"}
    assert numbers("Nghị quyết số 912/NQ-CP; Kết luận 918-KL/TW; ngày 12/12/2023") == {"912/NQ-CP", "918-KL/TW"}


@pytest.fixture
def dice():
    return random.Random(9)  # noqa: S311 - a text, not a secret


def test_a_thousand_clauses_and_a_thousand_tasks_take_seconds_and_always_give_the_same(dice):
    syllables = [a + b + c for a in "bcdghklmnprstvx" for b in "aeiouy" for c in ("", "n", "ng")]
    weights = [1 / (rank + 5) for rank in range(len(syllables))]

    def text(size):
        return " ".join(dice.choices(syllables, weights, k=size))

    asked = [Asked(f"II.{n // 10}.{n % 10}", (text(40),), heading=f"mục {n // 10}") for n in range(1000)]
    given = [Answer(str(n), (one.parts[0][:80] + text(20),), heading=one.heading) for n, one in enumerate(asked)]
    began = time.process_time()
    found = links(asked, given)
    assert time.process_time() - began < 10 * slowness()
    assert sum(link.path == asked[int(link.key)].path for link in found) > 900
    assert links(asked[:50], given[:50]) == links(asked[:50], given[:50])
