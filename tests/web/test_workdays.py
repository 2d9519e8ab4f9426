"""Working days against a table written by hand from the decisions on holidays and swaps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc_web.work.workdays import WorkCalendar

CALENDAR = WorkCalendar()
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-02-07", True),  # the last day before Tết Giáp Thìn
        ("2024-02-08", False),
        ("2024-02-14", False),
        ("2024-02-15", True),
        ("2024-02-29", True),  # leap year
        ("2024-04-18", False),  # Giỗ Tổ Hùng Vương
        ("2024-04-29", False),  # swapped
        ("2024-05-04", True),  # a Saturday worked instead
        ("2024-09-02", False),
        ("2024-09-03", False),
        ("2025-01-01", False),
        ("2025-01-24", True),
        ("2025-01-27", False),  # Tết Ất Tỵ
        ("2025-01-31", False),
        ("2025-02-03", True),
        ("2025-04-26", True),  # a Saturday worked instead of 2/5
        ("2025-05-02", False),
        ("2025-11-24", True),  # not yet a holiday
        ("2026-01-01", False),
        ("2026-01-02", False),  # swapped, from our own table
        ("2026-01-10", True),
        ("2026-02-13", True),
        ("2026-02-16", False),  # Tết Bính Ngọ
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-11-24", False),  # Ngày Văn hóa Việt Nam, since 1/7/2026
        ("2026-11-28", False),  # an ordinary Saturday
        ("2026-11-30", True),
    ],
)
def test_days_that_are_worked(day, works):
    assert CALENDAR.works(date.fromisoformat(day)) == works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-23", 1, "2026-11-25"),  # 24/11 lies between
        ("2026-11-20", 3, "2026-11-26"),
        ("2026-02-13", 1, "2026-02-23"),  # Tết
        ("2024-02-28", 2, "2024-03-01"),  # 29 February
        ("2025-12-31", 1, "2026-01-05"),  # 1 and 2 January, a weekend
        ("2026-01-09", 1, "2026-01-10"),  # the Saturday worked instead
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-11-28", 0, "2026-11-28"),
    ],
)
def test_counting_working_days_forward(start, count, end):
    assert CALENDAR.after(date.fromisoformat(start), count) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [("2026-11-25", 1, "2026-11-23"), ("2026-02-23", 1, "2026-02-13"), ("2026-09-03", 2, "2026-08-27")],
)
def test_counting_working_days_back(day, count, before):
    assert CALENDAR.before(date.fromisoformat(day), count) == date.fromisoformat(before)


def test_what_an_administrator_entered_wins():
    calendar = WorkCalendar({date(2026, 1, 2): (True, "làm việc bình thường"), date(2026, 11, 30): (False, "bão")})
    assert calendar.works(date(2026, 1, 2))
    assert not calendar.works(date(2026, 11, 30))
    assert calendar.reason(date(2026, 11, 30)) == "bão"
    assert calendar.on_or_after(date(2026, 11, 28)) == date(2026, 12, 1)


@given(DAYS, st.integers(1, 60))
def test_counting_there_and_back(day, count):
    start = CALENDAR.on_or_after(day)
    end = CALENDAR.after(start, count)
    assert CALENDAR.works(end)
    assert CALENDAR.between(start, end) == count
    assert CALENDAR.before(end, count) == start


@given(DAYS)
def test_the_next_working_day_is_never_far(day):
    found = CALENDAR.on_or_after(day)
    assert day <= found <= day + timedelta(days=12)
