from __future__ import annotations

import pytest

from dondoc.parsing.timing import read_phrase


@pytest.mark.parametrize(
    ("words", "kind", "start", "end", "due", "recurrence"),
    [
        ("Thường xuyên, liên tục", "ongoing", None, None, None, None),
        ("Hằng năm", "annual", None, None, None, "yearly"),
        ("Mỗi năm 01 lần", "annual", None, None, None, "yearly"),
        ("Hàng năm, trước ngày 15/12", "annual", None, None, "--12-15", "yearly"),
        ("Trước 30 tháng 11 hằng năm", "annual", None, None, "--11-30", "yearly"),
        ("Trước 15/6 và 15/12 hằng năm", "annual", None, None, "--12-15", "yearly"),
        ("Định kỳ hằng năm hoặc theo giai đoạn", "annual", None, None, None, "yearly"),
        ("Quý I hằng năm", "annual", None, None, None, "yearly"),
        ("2026", "year", "2026-01-01", "2026-12-31", None, None),
        ("Trong năm 2026", "year", "2026-01-01", "2026-12-31", None, None),
        ("Hoàn thành trong năm 2026", "year", "2026-01-01", "2026-12-31", "2026-12-31", None),
        ("Giai đoạn 2026 - 2030", "range", "2026-01-01", "2030-12-31", None, None),
        ("2026–2028", "range", "2026-01-01", "2028-12-31", None, None),
        ("Năm 2026, 2027", "range", "2026-01-01", "2027-12-31", None, None),
        ("2026, 2027", "range", "2026-01-01", "2027-12-31", None, None),
        ("Từ năm 2026 đến năm 2028", "range", "2026-01-01", "2028-12-31", None, None),
        ("Đến năm 2030", "range", None, "2030-12-31", None, None),
        ("Từ nay đến hết năm 2027", "range", None, "2027-12-31", None, None),
        ("6 tháng đầu năm 2026", "range", "2026-01-01", "2026-06-30", None, None),
        ("06 tháng cuối năm 2026", "range", "2026-07-01", "2026-12-31", None, None),
        ("Tháng 8 - 10/2026", "range", "2026-08-01", "2026-10-31", None, None),
        ("Từ quý III/2026 đến quý II/2027", "range", "2026-07-01", "2027-06-30", None, None),
        ("Quý IV/2026; quý I/2027", "range", "2026-10-01", "2027-03-31", None, None),
        ("Từ ngày 01/3/2026 đến ngày 31/3/2026", "range", "2026-03-01", "2026-03-31", "2026-03-31", None),
        ("01/3/2026 - 31/3/2026", "range", "2026-03-01", "2026-03-31", "2026-03-31", None),
        ("Năm 2026 và những năm tiếp theo", "from_year_onwards", "2026-01-01", None, None, None),
        ("2026 và các năm tiếp theo", "from_year_onwards", "2026-01-01", None, None, None),
        ("Từ quý II/2026", "from_year_onwards", "2026-04-01", None, None, None),
        ("Từ tháng 5/2026 trở đi", "from_year_onwards", "2026-05-01", None, None, None),
        ("Bắt đầu từ năm 2027", "from_year_onwards", "2027-01-01", None, None, None),
        ("Quý III/2026", "quarter", "2026-07-01", "2026-09-30", None, None),
        ("Quý 3 năm 2026", "quarter", "2026-07-01", "2026-09-30", None, None),
        ("Q3/2026", "quarter", "2026-07-01", "2026-09-30", None, None),
        ("Quý III, IV năm 2026", "quarter", "2026-07-01", "2026-12-31", None, None),
        ("Hoàn thành trong quý II/2026", "quarter", "2026-04-01", "2026-06-30", "2026-06-30", None),
        ("Tháng 9 năm 2026", "month", "2026-09-01", "2026-09-30", None, None),
        ("9/2026", "month", "2026-09-01", "2026-09-30", None, None),
        ("T9/2026", "month", "2026-09-01", "2026-09-30", None, None),
        ("Tháng 2/2028", "month", "2028-02-01", "2028-02-29", None, None),
        ("Trước ngày 30/6/2026", "deadline", None, None, "2026-06-30", None),
        ("Chậm nhất ngày 30 tháng 6 năm 2026", "deadline", None, None, "2026-06-30", None),
        ("Xong trước 30.6.2026", "deadline", None, None, "2026-06-30", None),
        ("Đến hết ngày 30/6/2026", "deadline", None, None, "2026-06-30", None),
        ("Trước 17h00 ngày 05/6/2026", "deadline", None, None, "2026-06-05", None),
        ("Trước 30/9/2026 và 30/12/2026", "deadline", None, None, "2026-12-30", None),
        ("Trước năm 2027", "deadline", None, None, "2026-12-31", None),
        ("Trước tháng 3/2028", "deadline", None, None, "2028-02-29", None),
        ("Trước quý III/2026", "deadline", None, None, "2026-06-30", None),
        ("Ngày 20/11/2026", "deadline", "2026-11-20", "2026-11-20", "2026-11-20", None),
        ("Hằng tuần", "periodic", None, None, None, "weekly"),
        ("Trước ngày 20 hằng tháng", "periodic", None, None, "---20", "monthly"),
        ("Thường xuyên, định kỳ hằng quý", "periodic", None, None, None, "quarterly"),
        ("Ngày 10 tháng đầu quý", "periodic", None, None, None, "quarterly"),
        ("06 tháng/lần", "periodic", None, None, None, "half-yearly"),
        ("Định kỳ", "periodic", None, None, None, "periodic"),
        ("Hằng ngày", "periodic", None, None, None, "periodic"),
        ("Theo yêu cầu", "unspecified", None, None, None, "when_needed"),
        ("Khi có phát sinh", "unspecified", None, None, None, "when_needed"),
        ("Theo kế hoạch của Trung ương", "unspecified", None, None, None, None),
        ("Kịp thời", "unspecified", None, None, None, None),
        ("Quý II", "unspecified", None, None, None, None),
        ("", "unspecified", None, None, None, None),
    ],
)
def test_words_of_time_are_read_by_kind(words, kind, start, end, due, recurrence):
    reading = read_phrase(words)
    assert (reading.kind, reading.start, reading.end) == (kind, start, end)
    assert (reading.due, reading.recurrence) == (due, recurrence)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("2026", "2026-12-31"),
        ("Quý IV/2025", "2025-12-31"),
        ("Tháng 2/2026", "2026-02-28"),
        ("2026 - 2027", "2027-12-31"),
        ("20/11/2026", "2026-11-20"),
        ("Tháng 8 - 10/2026", "2026-10-31"),
        ("Năm 2026 và những năm tiếp theo", None),
        ("Hằng năm", None),
    ],
)
def test_under_a_label_of_completion_the_last_day_of_a_period_is_due(words, due):
    assert read_phrase(words, completion=True).due == due


@pytest.mark.parametrize("words", ["Trước ngày 31/02/2026", "Tháng 13/2026", "Ngày 45/10/2026"])
def test_a_day_or_month_in_no_calendar_gives_no_dates(words):
    reading = read_phrase(words)
    assert (reading.start, reading.end, reading.due) == (None, None, None)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Trước 30/9/2026 và 30/12/2026", ("2026-09-30", "2026-12-30")),
        ("Trước 15/6 và 15/12 hằng năm", ("--06-15", "--12-15")),
        ("Trước 30/9/2026", ()),
    ],
)
def test_several_days_are_all_kept(words, days):
    assert read_phrase(words).due_dates == days


@pytest.mark.parametrize(("words", "asked"), [("Đột xuất", True), ("Khi có yêu cầu", True), ("Hằng năm", False)])
def test_what_is_done_on_request_says_so(words, asked):
    assert read_phrase(words).on_request is asked
