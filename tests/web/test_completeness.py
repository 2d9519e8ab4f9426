"""Completeness and timeliness of whole stories, worked out by hand: each is told day by day, then counted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from test_reports import made, owing, succeed

from dondoc_web.agencies.models import Group, GroupMember
from dondoc_web.reports import expecting, queries, receiving
from dondoc_web.reports.standing import rates, standing

D = date.fromisoformat


@pytest.fixture
def w(lam_giang, monkeypatch):
    """Half-yearly reports: data until 14 June 2026, due on the 25th."""
    today = {"day": D("2026-01-02")}
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: value.date() if value else today["day"])
    lam_giang.today = today
    return lam_giang


def goes(w, report, *deeds):
    """Let it happen: a day, what is done, and on which day the paper came or until when it may come."""
    for day, deed, *given in deeds:
        w.today["day"] = D(f"2026-{day}")
        until = D(f"2026-{given[0]}") if given else None
        match deed:
            case "in":
                receiving.hand_in(report_id=report.pk, by=w.unit, paper="BC 1")
            case "paper":
                receiving.hand_in(report_id=report.pk, by=w.desk, paper="BC 1", on=until)
            case "accept":
                receiving.accept(report_id=report.pk, by=w.desk2)
            case "return":
                receiving.send_back(report_id=report.pk, by=w.desk, reason="thiếu biểu")
            case "grant":
                receiving.grant(report_id=report.pk, by=w.desk, until=until, reason="bão")
    report.refresh_from_db()


STORIES = {
    "accepted a month later": ([("06-25", "in"), ("07-25", "accept")], "on_time"),
    "came on paper in time, entered and accepted later": (
        [("07-10", "paper", "06-25"), ("07-11", "accept")], "on_time",
    ),
    "came on paper a day late": ([("07-10", "paper", "06-26"), ("07-11", "accept")], "late"),
    "returned and mended before the due day": (
        [("06-18", "in"), ("06-19", "return"), ("06-25", "in"), ("06-30", "accept")], "on_time",
    ),
    "in time, returned after the due day, never mended": ([("06-20", "in"), ("06-30", "return")], "missing"),
    "in time, returned after the due day, mended by an exception": (
        [("06-20", "in"), ("06-30", "return"), ("06-30", "grant", "07-05"), ("07-03", "in"),
         ("07-04", "accept")], "late",
    ),
    "returned twice, the second time mended in time": (
        [("06-15", "in"), ("06-16", "return"), ("06-17", "in"), ("06-18", "return"), ("06-24", "in"),
         ("06-26", "accept")],
        "on_time",
    ),
    "returned, its exception in time, mended in it": (
        [("06-20", "in"), ("06-24", "return"), ("06-24", "grant", "06-30"), ("06-29", "in"),
         ("07-01", "accept")], "on_time",
    ),
    "exception in time, handed in on its last day": (
        [("06-25", "grant", "06-30"), ("06-30", "in"), ("07-15", "accept")], "on_time",
    ),
    "exception in time, then a second one after it": (
        [("06-20", "grant", "06-30"), ("07-02", "grant", "07-10"), ("07-09", "in"), ("07-12", "accept")], "late",
    ),
    "exception after the lock": ([("06-26", "grant", "07-05"), ("06-26", "in"), ("06-27", "accept")], "late"),
    "exception after the lock, nothing came": ([("06-26", "grant", "07-05")], "missing"),
    "waits, in time": ([("06-25", "in")], "waiting"),
    "waits, late": ([("06-26", "grant", "07-05"), ("07-05", "in")], "waiting_late"),
    "nothing": ([], "missing"),
}  # fmt: skip
"""What was done on which day, and what is said of it on 1 August 2026."""
NOW = D("2026-08-01")


@pytest.mark.parametrize("story", STORIES)
def test_each_story_ends_as_worked_out(w, story):
    deeds, expected = STORIES[story]
    report = made(w, reporters=[w.culture]).expected.get(period="2026-H1")
    goes(w, report, *deeds)
    assert standing(report, NOW) == expected


def test_all_stories_together(w):
    """15 reports: 6 in time, 4 late, 2 wait, 3 missing: 10 of 15 complete, 6 of 15 on time."""
    told = []
    for deeds, _expected in STORIES.values():
        w.today["day"] = D("2026-01-02")
        report = made(w, reporters=[w.culture]).expected.get(period="2026-H1")
        goes(w, report, *deeds)
        told.append(report)
    found = rates(told, NOW)
    assert (found.expected, found.complete, found.on_time, found.waiting, found.missing) == (15, 10, 6, 2, 3)
    assert (round(found.completeness, 1), found.timeliness) == (66.7, 40.0)


def test_an_exception_ends_and_locks_again(w):
    report = made(w, reporters=[w.culture]).expected.get(period="2026-H1")
    goes(w, report, ("06-26", "grant", "07-05"))
    w.today["day"] = D("2026-07-06")
    with pytest.raises(ValidationError, match="bị khóa"):
        receiving.hand_in(report_id=report.pk, by=w.unit, paper="BC 1")
    goes(w, report, ("07-06", "grant", "07-08"), ("07-08", "in"), ("07-09", "accept"))
    assert standing(report, NOW) == "late"


# Units that begin and end -------------------------------------------------------------------------------------------


def ends(w, agency, day, heir=None):
    agency.valid_to = D(day)
    agency.save()
    if heir is not None:
        succeed(agency, heir, date.fromordinal(D(day).toordinal() + 1))


@pytest.mark.parametrize(
    ("day", "reporters"),
    [
        ("2026-03-31", ["so-noi-vu@lam-giang"]),  # inside the period
        ("2026-06-13", ["so-noi-vu@lam-giang"]),  # the day before the closing day
        ("2026-06-14", ["so-noi-vu@lam-giang"]),  # on the closing day
        ("2026-06-24", ["so-noi-vu@lam-giang"]),  # between closing and due day
        ("2026-06-25", ["so-noi-vu@lam-giang", "so-vhttdl@lam-giang"]),  # on the due day: it still reports itself
    ],
)
def test_a_unit_that_was_merged_into_another_which_reports_too_is_counted_once(w, day, reporters):
    ends(w, w.culture, day, w.interior)
    assert owing(made(w, reporters=[w.culture, w.interior])) == reporters


def test_what_came_before_a_merger_stays_with_the_unit_that_sent_it(w):
    duty = made(w, reporters=[w.culture, w.interior])
    report = duty.expected.get(period="2026-H1", agency=w.culture)
    goes(w, report, ("06-16", "in"))
    ends(w, w.culture, "2026-06-20", w.finance)
    w.today["day"] = D("2026-06-21")
    expecting.bring_up()
    goes(w, report, ("06-22", "accept"))
    assert standing(report, NOW) == "on_time"
    assert "so-vhttdl@lam-giang" in owing(duty)


def test_a_unit_that_ended_with_its_report_owed_hands_it_to_its_successor_and_is_not_missing(w):
    duty = made(w, reporters=[w.culture])
    ends(w, w.culture, "2026-06-20", w.finance)
    w.today["day"] = D("2026-06-21")
    expecting.bring_up()
    found = rates(duty.expected.filter(period="2026-H1"), NOW)
    assert (found.expected, found.missing) == (1, 1)
    heir = duty.expected.get(period="2026-H1", agency=w.finance)
    goes(w, heir, ("06-30", "paper", "06-25"), ("07-01", "accept"))
    found = rates(duty.expected.filter(period="2026-H1"), NOW)
    assert (found.completeness, found.timeliness) == (100.0, 100.0)


def test_rates_by_level_of_a_group_whose_units_changed_inside_the_period(w):
    """Three report: culture in time, also for the district that it took in; interior late; the new body not at all."""
    group = Group.objects.create(key="cac-don-vi", name="Các đơn vị", place=w.province)
    for one in (w.culture, w.interior, w.finance, w.district):
        GroupMember.objects.create(group=group, agency=one)
    w.finance.valid_from = D("2026-05-01")  # founded inside the period
    w.finance.save()
    ends(w, w.district, "2026-03-31", w.culture)  # merged into one that reports too
    duty = made(w, reporters=[group])
    assert len(owing(duty)) == 3
    by = {one.agency_id: one for one in duty.expected.filter(period="2026-H1").select_related("agency")}
    goes(w, by[w.culture.pk], ("06-20", "in"), ("07-20", "accept"))
    goes(w, by[w.interior.pk], ("07-10", "paper", "06-27"), ("07-20", "accept"))
    w.today["day"] = NOW
    found = queries.matrix(w.desk, duty.pk, NOW)
    first = rates(by.values(), NOW)
    assert (first.expected, first.complete, first.on_time, first.missing) == (3, 2, 1, 1)
    page = [(rate.expected, rate.complete, rate.on_time, rate.missing) for _words, rate in found.levels]
    assert page == [(3, 2, 1, 1)]
