"""Timeliness: a table by reading, and the same answer from the function and from the database."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone
from obligations import given_task, owed

from dondoc_web.work.models import Obligation, Stage
from dondoc_web.work.timeliness import Timeliness, timeliness, timeliness_case

TODAY = date(2026, 11, 28)
DUE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("stage", "due", "done", "today", "expected"),
    [
        ("not_started", DUE, None, date(2026, 11, 27), "IN_TIME"),
        ("not_started", DUE, None, date(2026, 11, 28), "SOON"),
        ("under_way", DUE, None, DUE, "SOON"),
        ("under_way", DUE, None, date(2026, 12, 2), "OVERDUE"),
        ("under_way", None, None, date(2036, 1, 1), "NO_DUE"),
        ("to_confirm", DUE, DUE, date(2026, 12, 20), "IN_TIME"),
        ("to_confirm", DUE, date(2026, 12, 2), date(2026, 12, 20), "OVERDUE"),
        ("done", DUE, date(2026, 11, 30), date(2030, 1, 1), "DONE_EARLY"),
        ("done", DUE, DUE, date(2030, 1, 1), "DONE_ON_DAY"),
        ("done", DUE, date(2026, 12, 2), date(2030, 1, 1), "DONE_LATE"),
        ("done", None, date(2026, 12, 2), date(2030, 1, 1), "DONE_NO_DUE"),
        ("suspended", DUE, None, date(2030, 1, 1), "ASIDE"),
        ("cancelled", DUE, None, date(2030, 1, 1), "ASIDE"),
        ("transferred", DUE, None, date(2030, 1, 1), "ASIDE"),
    ],
)
def test_an_obligation_stands_in_time_or_late(stage, due, done, today, expected):
    assert timeliness(stage, due, done, today=today, soon_days=3) is Timeliness[expected]


def test_every_state_has_its_words_colour_and_sign():
    assert all(one.words and one.colour and one.sign for one in Timeliness)
    assert len({one.words for one in Timeliness}) == len(Timeliness)
    assert [Timeliness.of_code(one.code) for one in Timeliness] == list(Timeliness)


@pytest.mark.parametrize("soon_days", [0, 3, 10])
def test_the_database_gives_the_same_answer(lam_giang, soon_days):
    days = [None, *(TODAY + timedelta(days=n) for n in (-11, -1, 0, 1, 3, 4, 10, 11))]
    task = given_task(lam_giang)
    rows = [owed(task, lam_giang.culture, n) for n, _ in enumerate(product(Stage.values, days, days[:4]))]
    for row, (stage, due, done) in zip(rows, product(Stage.values, days, days[:4]), strict=True):
        row.stage, row.due_on, row.done_on, row.changed_at = stage, due, done, timezone.now()
    Obligation.objects.bulk_create(rows)
    found = Obligation.objects.annotate(code=timeliness_case(today=TODAY, soon_days=soon_days))
    for one in found:
        expected = timeliness(one.stage, one.due_on, one.done_on, today=TODAY, soon_days=soon_days)
        assert one.code == expected.code
