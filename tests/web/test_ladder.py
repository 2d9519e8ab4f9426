"""The ladder of reminders, pure: which steps a day has reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc_web.reminders.ladder import Step, reached, shipped
from dondoc_web.work.workdays import WorkCalendar

pytestmark = pytest.mark.django_db

CALENDAR = WorkCalendar()
DUE = date(2026, 12, 15)
LADDER = (
    Step(-7, False, "unit"),
    Step(0, False, "unit"),
    Step(1, True, "unit"),
    Step(3, True, "leader"),
    Step(5, True, "desk"),
)


def codes(today, ordered=date(2026, 1, 1), due=DUE):
    return [step.code for step in reached(due, ordered, today, LADDER, CALENDAR)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-12-07", []),
        ("2026-12-08", ["-7-unit"]),
        ("2026-12-14", ["-7-unit"]),
        ("2026-12-15", ["-7-unit", "+0-unit"]),
        ("2026-12-16", ["-7-unit", "+0-unit", "+1w-unit"]),
        ("2026-12-18", ["-7-unit", "+0-unit", "+1w-unit", "+3w-leader"]),
        ("2026-12-20", ["-7-unit", "+0-unit", "+1w-unit", "+3w-leader"]),  # a Sunday
        ("2026-12-22", ["-7-unit", "+0-unit", "+1w-unit", "+3w-leader", "+5w-desk"]),
        ("2030-01-01", ["-7-unit", "+0-unit", "+1w-unit", "+3w-leader", "+5w-desk"]),
    ],
)
def test_steps_reached_by_a_day(today, expected):
    assert codes(date.fromisoformat(today)) == expected


@pytest.mark.parametrize(
    ("ordered", "expected"),
    [
        ("2026-12-10", ["+0-unit", "+1w-unit"]),  # the step of seven days lay before the order
        ("2026-12-16", ["+1w-unit"]),
        ("2026-12-17", ["+1w-unit"]),  # late when it was ordered: told once
    ],
)
def test_work_that_is_ordered_late(ordered, expected):
    assert codes(date(2026, 12, 17), date.fromisoformat(ordered)) == expected


def test_work_that_is_years_late_when_it_is_ordered_is_told_once_to_each():
    found = codes(date(2026, 12, 17), date(2026, 12, 17), due=date(2020, 1, 6))
    assert found == ["+1w-unit", "+3w-leader", "+5w-desk"]


def test_the_shipped_ladder_goes_from_the_unit_to_its_leader_to_the_desk():
    after = [step for step in shipped() if step.days > 0]
    assert [step.to for step in after] == ["unit", "leader", "desk"]
    assert len({step.code for step in shipped()}) == len(shipped())


DAYS = st.dates(date(2022, 1, 1), date(2029, 12, 31))
STEPS = st.lists(
    st.builds(Step, st.integers(-30, 30), st.booleans(), st.sampled_from(["unit", "leader", "desk"])),
    max_size=8,
    unique_by=lambda step: (step.days, step.to),
)


@given(DAYS, DAYS, st.integers(0, 400), STEPS)
def test_what_was_reached_stays_reached_and_comes_once(due, ordered, later, steps):
    first = reached(due, ordered, ordered, steps, CALENDAR)
    then = reached(due, ordered, ordered + timedelta(days=later), steps, CALENDAR)
    assert len({step.code for step in then}) == len(then)
    lasting = {step.code for step in first if step.day(due, CALENDAR) >= ordered}
    assert lasting <= {step.code for step in then}


@given(DAYS, DAYS, STEPS)
def test_no_step_is_given_before_its_day(due, today, steps):
    assert all(step.day(due, CALENDAR) <= today for step in reached(due, date(2022, 1, 1), today, steps, CALENDAR))
