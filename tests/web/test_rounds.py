"""Rounds of a task: a table written by reading, and what holds for every time that may be printed."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.document import TimingKind
from dondoc.parsing.dates import says_before_a_day
from dondoc_web.work.periods import words_of
from dondoc_web.work.rounds import DueRule, Rules, When, in_order, rounds

TABLE = Path(__file__).parent / "data" / "rounds.csv"
CASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter=";"))


def day(text):
    return date.fromisoformat(text) if text else None


def when(case):
    return When(
        kind=TimingKind(case["kind"]),
        ordered_on=date.fromisoformat(case["ordered"]),
        start=day(case["start"]),
        end=day(case["end"]),
        days=tuple(filter(None, case["days"].split(","))),
        recurrence=case["recurrence"],
        before=says_before_a_day(case["words"]),
    )


def written(found):
    return " | ".join(f"{one.period} {one.due_on or '-'} {one.rule}" for one in found)


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case['words']}" for n, case in enumerate(CASES, 2)])
def test_a_time_gives_the_rounds_of_the_table(case):
    made = rounds(when(case), Rules(day_before=case["strict"] == "yes"), date.fromisoformat(case["horizon"]))
    assert written(made) == case["rounds"]


def test_the_table_knows_every_kind_of_time():
    assert {case["kind"] for case in CASES} == {kind.value for kind in TimingKind}


def test_a_printed_day_is_kept_beside_the_day_that_counts():
    case = CASES[1]
    (one,) = rounds(when(case), Rules(day_before=True), date(2025, 12, 14))
    assert (one.printed_on, one.due_on) == (date(2024, 12, 15), date(2024, 12, 14))


def test_an_office_may_close_its_year_on_another_day():
    time = When(TimingKind.ANNUAL, date(2026, 2, 5), recurrence="yearly")
    made = rounds(time, Rules(year_ends=(12, 31)), date(2027, 12, 31))
    assert [(one.start, one.due_on) for one in made] == [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("once", "Một lần"),
        ("2026", "Năm 2026"),
        ("2026-Q3", "Quý III/2026"),
        ("2026-Q1/2026-Q3", "Quý I/2026 – Quý III/2026"),
        ("2026-09", "Tháng 9/2026"),
        ("2026-H1", "6 tháng đầu năm/2026"),
        ("2026-W53", "Tuần 53/2026"),
        ("2026-03-01/2026-03-25", "01/03/2026 – 25/03/2026"),
        ("review-2026", "Rà soát năm 2026"),
    ],
)
def test_a_period_has_a_name_for_people(code, words):
    assert words_of(code) == words


# What holds for every time ------------------------------------------------------------------------

DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
PRINTED = st.one_of(
    DAYS.map(date.isoformat),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda d: f"--{d:%m-%d}"),
    st.integers(1, 31).map(lambda d: f"---{d:02}"),
)
TIMES = st.builds(
    When,
    kind=st.sampled_from(TimingKind),
    ordered_on=st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    start=st.none() | DAYS,
    end=st.none() | DAYS,
    days=st.lists(PRINTED, max_size=3).map(tuple),
    recurrence=st.sampled_from(
        ["", "yearly", "half-yearly", "quarterly", "monthly", "weekly", "periodic", "when_needed"]
    ),
    before=st.booleans(),
)
SETTLED = st.builds(Rules, st.booleans(), st.sampled_from([(12, 14), (12, 31), (2, 29), (6, 30)]))
quick = settings(max_examples=300, deadline=None)


def far(time, years=2):
    return time.ordered_on + timedelta(days=366 * years)


@quick
@given(TIMES, SETTLED)
def test_an_order_has_a_round_and_no_period_twice(time, settled):
    made = rounds(time, settled, far(time))
    assert made
    assert len({one.period for one in made}) == len(made)
    assert all(len(one.period) <= 40 for one in made)


@quick
@given(TIMES, SETTLED)
def test_the_same_time_gives_the_same_rounds_and_a_later_horizon_only_adds(time, settled):
    near, later = rounds(time, settled, far(time, 1)), rounds(time, settled, far(time, 3))
    assert near == rounds(time, settled, far(time, 1))
    assert later[: len(near)] == near


@quick
@given(TIMES, SETTLED)
def test_rounds_follow_one_another(time, settled):
    made = rounds(time, settled, far(time))
    assert in_order(made)
    assert all(one.start is None or one.end is None or one.start <= one.end for one in made)


@quick
@given(TIMES, SETTLED)
def test_a_round_is_due_within_its_period_or_after_it(time, settled):
    for one in rounds(time, settled, far(time)):
        if one.printed_on:
            assert one.due_on in (one.printed_on, one.printed_on - timedelta(days=1))
        if one.due_on and one.start:
            assert one.due_on >= one.start - timedelta(days=one.rule == DueRule.BEFORE_DAY_BEFORE)


@quick
@given(TIMES, SETTLED)
def test_a_day_that_nobody_printed_is_marked_as_inferred(time, settled):
    for one in rounds(time, settled, far(time)):
        inferred = str(one.rule).startswith("end-of-")
        assert inferred == (one.due_on is not None and one.printed_on is None)
        assert (one.due_on is None) == (one.rule in (DueRule.REVIEW, DueRule.NO_DAY))


@quick
@given(st.sampled_from([TimingKind.ONGOING, TimingKind.FROM_YEAR_ONWARDS, TimingKind.UNSPECIFIED]), DAYS, SETTLED)
def test_what_has_no_day_is_never_due(kind, ordered, settled):
    time = When(kind, ordered, start=ordered)
    assert all(one.due_on is None for one in rounds(time, settled, far(time)))
