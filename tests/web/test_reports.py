"""Expected reports: periods, ladders, who owes what, completeness and timeliness, against cases worked by hand."""

from datetime import date

import cast
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from obligations import given_task
from office import PLAN
from office import read as intake

from dondoc.document import ReportingDuty
from dondoc_web.agencies.models import Change, Group, GroupMember, Succession
from dondoc_web.reports import duties, expecting, ladder, proposing, queries, receiving
from dondoc_web.reports.forms import DutyForm
from dondoc_web.reports.models import Duty, Expected, ReportState
from dondoc_web.reports.regimes import OwnDays, periods, regime_of
from dondoc_web.reports.standing import rates, standing
from dondoc_web.work.models import Plan

D = date.fromisoformat
NOW = D("2026-11-28")


@pytest.mark.parametrize(
    ("code", "frequency", "own", "period", "start", "closes", "due"),
    [
        ("nd09", "month", OwnDays(), "2026-01", "2025-12-15", "2026-01-14", "2026-01-25"),
        ("nd09", "quarter", OwnDays(), "2026-Q3", "2026-06-15", "2026-09-14", "2026-09-25"),
        ("nd09", "half_year", OwnDays(), "2026-H1", "2025-12-15", "2026-06-14", "2026-06-25"),
        ("nd09", "half_year", OwnDays(), "2026-H2", "2026-06-15", "2026-12-14", "2026-12-25"),
        ("nd09", "year", OwnDays(), "2026", "2025-12-15", "2026-12-14", "2026-12-25"),
        ("nd09", "nine_months", OwnDays(due="--09-20"), "2026-9M", "2025-12-15", "2026-09-14", "2026-09-20"),
        # the directive's own day wins; where it comes before the closing day, that day moves
        ("nd09", "year", OwnDays(due="--12-10"), "2026", "2025-12-15", "2026-12-09", "2026-12-10"),
        ("nd09", "year", OwnDays("--11-30", "--12-10"), "2026", "2025-12-15", "2026-11-30", "2026-12-10"),
        ("nd09", "year", OwnDays(due="--01-15"), "2026", "2025-12-15", "2026-12-14", "2027-01-15"),
        ("nd09", "quarter", OwnDays(due="---20"), "2026-Q3", "2026-06-15", "2026-09-14", "2026-09-20"),
        # a day in June speaks of the first half only
        ("nd09", "half_year", OwnDays(due="--06-20"), "2026-H1", "2025-12-15", "2026-06-14", "2026-06-20"),
        ("nd09", "half_year", OwnDays(due="--06-20"), "2026-H2", "2026-06-15", "2026-12-14", "2026-12-25"),
        ("calendar", "quarter", OwnDays(due="--04-05"), "2026-Q1", "2026-01-01", "2026-03-31", "2026-04-05"),
        # 14 June 2026 is a Sunday: the second working day after it is Tuesday
        ("closing2", "half_year", OwnDays(), "2026-H1", "2025-12-15", "2026-06-14", "2026-06-16"),
    ],
)
def test_periods_of_a_regime(code, frequency, own, period, start, closes, due):
    regime = regime_of(code, frequency, NOW)
    found = {one.code: one for one in periods(regime, since=D("2026-01-01"), until=D("2026-12-31"), own=own)}
    one = found[period]
    assert (one.start, one.closes_on, one.due_on) == (D(start), D(closes), D(due))


def test_a_period_without_a_due_day_is_left_out_and_a_regime_has_its_time():
    assert not list(periods(regime_of("calendar", "month", NOW), since=NOW, until=NOW))
    assert regime_of("nd09", "year", D("2018-01-01")) is None


def rung(pk, due, *, closes="2026-12-01", parent=None, same=(), named=""):
    return ladder.Rung(pk, f"chế độ {pk}", parent, {"2026": (D(closes), D(due))}, same, named)


@pytest.mark.parametrize(
    ("rungs", "kinds"),
    [
        ([rung(1, "2026-12-10", parent=2), rung(2, "2026-12-25")], []),
        ([rung(1, "2026-12-25", parent=2), rung(2, "2026-12-10")], ["ladder"]),
        ([rung(1, "2026-12-10", parent=2), rung(2, "2026-12-10")], ["ladder"]),
        # Friday and the Sunday after it: no working day to consolidate
        ([rung(1, "2026-12-11", parent=2), rung(2, "2026-12-13")], ["ladder"]),
        ([rung(1, "2026-12-10", parent=2), rung(2, "2026-12-15", parent=3), rung(3, "2026-12-12")], ["ladder"]),
        ([rung(1, "2026-12-10", parent=2), rung(2, "2026-12-25", parent=1)], ["circle", "circle"]),
        ([rung(1, "2026-12-10", closes="2026-12-10")], ["closing"]),
        (
            [
                rung(1, "2026-12-10", same=("x",), named="--12-10"),
                rung(2, "2026-12-15", same=("x",), named="--12-15"),
            ],
            ["disagree"],
        ),
        (
            [rung(1, "2026-12-10", same=("x",), named="--12-10"), rung(2, "2026-12-10", same=("x",), named="--12-10")],
            [],
        ),
    ],
)
def test_the_ladder(rungs, kinds):
    assert [flaw.kind for flaw in ladder.flaws(rungs)] == kinds


# Completeness and timeliness ------------------------------------------------------------------------------------------


def report(**facts):
    """Due on 25 November 2026, three days ago."""
    given = {"due_on": D("2026-11-25"), "state": ReportState.OWED} | facts
    return Expected(**given)


IN_TIME, TOO_LATE = D("2026-11-25"), D("2026-11-26")
CASES = [
    ({"state": "accepted", "handed_on": IN_TIME}, "on_time"),
    ({"state": "accepted", "handed_on": TOO_LATE}, "late"),
    ({"state": "handed_in", "handed_on": IN_TIME}, "waiting"),
    ({"state": "handed_in", "handed_on": TOO_LATE}, "waiting_late"),
    ({"state": "owed"}, "missing"),
    ({"state": "returned", "handed_on": IN_TIME}, "missing"),
    ({"state": "returned", "due_on": NOW}, "returned"),
    ({"state": "owed", "due_on": NOW}, "not_yet"),
    ({"state": "passed_on"}, "passed_on"),
    # an exception granted after the lock lets it come, late; granted in time it moves the day
    ({"state": "accepted", "handed_on": TOO_LATE, "granted_until": NOW}, "late"),
    ({"state": "accepted", "handed_on": TOO_LATE, "granted_until": NOW, "extended_to": NOW}, "on_time"),
    ({"state": "owed", "granted_until": NOW, "extended_to": NOW}, "not_yet"),
    ({"state": "owed", "granted_until": NOW}, "missing"),
]


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_what_a_cell_says(facts, expected):
    found = standing(report(**facts), NOW)
    assert found == expected
    assert found.sign
    assert found.colour
    assert found.words


def test_rates_of_all_these_cases():
    """13 cases less one passed on and four not due: of 8, 3 are accepted, 1 of them in time."""
    found = rates([report(**facts) for facts, _expected in CASES], NOW)
    assert (found.expected, found.complete, found.on_time) == (8, 3, 1)
    assert (found.waiting, found.missing, found.not_yet) == (2, 3, 4)
    assert found.completeness == 37.5
    assert rates([], NOW).completeness is None


# Who owes what --------------------------------------------------------------------------------------------------------


def made(w, *, reporters=None, confirm=True, **facts):
    given = {"words": "Báo cáo kết quả", "frequency": "half_year", "regime": "nd09", "since": D("2026-01-01")} | facts
    named = reporters if reporters is not None else [w.culture, w.interior]
    codes = tuple(f"{'g' if isinstance(one, Group) else 'a'}{one.pk}" for one in named)
    duty = duties.add(office_id=w.province.pk, by=w.desk, facts=duties.Facts(**given, reporters=codes))
    return duties.confirm(duty_id=duty.pk, by=w.desk) if confirm else duty


def owing(duty, period="2026-H1"):
    rows = duty.expected.filter(period=period).exclude(state="passed_on")
    return sorted(rows.values_list("agency__key", flat=True))


def succeed(old, new, day):
    change = Change.objects.create(kind="merge", effective_on=day)
    Succession.objects.create(change=change, old=old, new=new)


@pytest.fixture
def w(lam_giang):
    return lam_giang


def test_reports_are_made_once_up_to_the_horizon(w):
    duty = made(w)
    count = duty.expected.count()
    assert {"2026-H1", "2026-H2", "2027-H1"} <= set(duty.expected.values_list("period", flat=True))
    assert expecting.bring_up() == 0
    assert duty.expected.count() == count


@pytest.mark.parametrize(
    ("founded", "ended", "expected"),
    [
        (None, None, True),
        ("2026-06-14", None, True),  # founded on the closing day
        ("2026-06-15", None, False),  # founded the day after it
        (None, "2026-06-13", False),  # ended inside, nobody took over
        (None, "2026-06-24", False),  # ended between closing and due day
        (None, "2026-06-25", True),  # ended on the due day
    ],
)
def test_a_unit_counts_while_it_exists(w, founded, ended, expected):
    w.finance.valid_from, w.finance.valid_to = founded and D(founded), ended and D(ended)
    w.finance.save()
    assert bool(owing(made(w, reporters=[w.finance]))) is expected


@pytest.mark.parametrize("as_group", [False, True])
def test_the_successor_of_a_unit_that_was_merged_inside_the_period_reports(w, as_group):
    group = Group.objects.create(key="cac-so-x", name="Các sở X", place=w.province)
    for one in (w.culture, w.interior):
        GroupMember.objects.create(group=group, agency=one)
    w.culture.valid_to = D("2026-02-28")
    w.culture.save()
    succeed(w.culture, w.finance, D("2026-03-01"))
    duty = made(w, reporters=[group] if as_group else [w.culture, w.interior])
    assert owing(duty) == ["so-noi-vu@lam-giang", "so-tai-chinh@lam-giang"]


def test_bodies_that_review_found_for_the_words_report(w):
    task = given_task(w, lead=[])
    facts = {"words": "Báo cáo", "frequency": "half_year", "who": "Sở lạ", "since": D("2026-01-01")}
    duty = Duty.objects.create(office=w.province, plan=task.plan, task=task, key="x", **facts)
    with pytest.raises(ValidationError, match="Chưa rõ đơn vị"):
        duties.confirm(duty_id=duty.pk, by=w.desk)
    task.parties.create(role="lead", phrase="Sở lạ", agency=w.culture)
    shown = queries.duties_seen(w.desk).get(pk=duty.pk)
    assert [list(line.reporters) for line in queries.duty_lines([shown], NOW)] == [[str(w.culture)]]
    assert str(w.culture) in DutyForm(office=w.province, duty=shown).initial["reporters"]
    duties.confirm(duty_id=duty.pk, by=w.desk)
    assert owing(duty) == ["so-vhttdl@lam-giang"]


def test_a_merger_that_comes_later_passes_the_report_on(w):
    duty = made(w, reporters=[w.culture])
    w.culture.valid_to = D("2027-02-28")
    w.culture.save()
    succeed(w.culture, w.finance, D("2027-03-01"))
    assert expecting.bring_up() > 0
    assert owing(duty, "2027-H1") == ["so-tai-chinh@lam-giang"]
    old = duty.expected.get(period="2027-H1", agency=w.culture)
    assert (old.state, old.passed_to) == ("passed_on", w.finance)
    assert owing(duty, "2026-H2") == ["so-vhttdl@lam-giang"]


def test_membership_is_that_of_the_closing_day(w):
    group = Group.objects.create(key="nhom-y", name="Nhóm Y", place=w.province)
    GroupMember.objects.create(group=group, agency=w.culture, valid_to=D("2026-06-14"))
    GroupMember.objects.create(group=group, agency=w.interior, valid_from=D("2026-06-15"))
    duty = made(w, reporters=[group])
    assert owing(duty) == ["so-vhttdl@lam-giang"]
    assert owing(duty, "2026-H2") == ["so-noi-vu@lam-giang"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reporters": []}, "đơn vị phải báo cáo"),
        ({"frequency": ""}, "chu kỳ"),
        ({"frequency": "once"}, "một ngày cụ thể"),
        ({"frequency": "nine_months"}, "không có hạn nộp"),
        ({"words": " "}, "nội dung"),
        ({"due": "31/12/năm"}, "Ngày do văn bản nêu"),
        ({"until": D("2025-01-01")}, "sau ngày bắt đầu"),
    ],
)
def test_a_duty_that_says_too_little_is_not_confirmed(w, facts, words):
    with pytest.raises(ValidationError, match=words):
        made(w, **facts)


def test_refusing_ends_what_is_owed_and_keeps_what_came(w):
    duty = made(w, reporters=[w.culture])
    first = duty.expected.first()
    receiving.hand_in(report_id=first.pk, by=w.desk, paper="BC 1", on=first.start)
    duties.refuse(duty_id=duty.pk, by=w.desk, reason="đã bãi bỏ")
    assert list(duty.expected.exclude(state="passed_on")) == [first]


def test_a_report_is_asked_by_hand(w):
    duty = made(w, frequency="ad_hoc")
    assert not duty.expected.exists()
    days = (D("2026-11-01"), D("2026-11-20"), D("2026-12-05"))
    assert expecting.open_by_hand(duty_id=duty.pk, by=w.desk, days=days, basis="Công văn 5/UBND") == 2
    with pytest.raises(ValidationError, match="Đã có báo cáo"):
        expecting.open_by_hand(duty_id=duty.pk, by=w.desk, days=days, basis="Công văn 5/UBND")
    with pytest.raises(ValidationError, match="thứ tự"):
        expecting.open_by_hand(duty_id=duty.pk, by=w.desk, days=days[::-1], basis="")
    assert expecting.bring_up() == 0


# What comes in --------------------------------------------------------------------------------------------------------


@pytest.fixture
def past(w):
    """A report of the department of culture, due on 25 June 2026."""
    return made(w, reporters=[w.culture]).expected.get(period="2026-H1")


def on(monkeypatch, day):
    """Today is ``day``."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: D(day))


def test_after_the_due_day_it_is_locked_until_an_exception_is_granted_and_stays_late(w, past, monkeypatch):
    on(monkeypatch, "2026-06-30")
    with pytest.raises(ValidationError, match="bị khóa"):
        receiving.hand_in(report_id=past.pk, by=w.unit, paper="BC 1")
    receiving.grant(report_id=past.pk, by=w.desk, until=D("2026-07-05"), reason="bão lụt")
    receiving.hand_in(report_id=past.pk, by=w.unit, paper="BC 1")
    found = receiving.accept(report_id=past.pk, by=w.desk)
    assert standing(found, D("2026-07-30")) == "late"


def test_an_exception_in_time_moves_the_day_and_a_second_one_after_it_does_not(w, past, monkeypatch):
    on(monkeypatch, "2026-06-20")
    receiving.grant(report_id=past.pk, by=w.desk, until=D("2026-06-30"), reason="bão lụt")
    on(monkeypatch, "2026-07-02")
    found = receiving.grant(report_id=past.pk, by=w.desk, until=D("2026-07-05"), reason="mất điện")
    assert (found.counted_until, found.open_until) == (D("2026-06-30"), D("2026-07-05"))


def test_late_acceptance_counts_by_the_day_of_handing_in_and_a_return_takes_it_away(w, past, monkeypatch):
    on(monkeypatch, "2026-06-24")
    receiving.hand_in(report_id=past.pk, by=w.unit, paper="BC 1")
    on(monkeypatch, "2026-07-20")
    found = receiving.send_back(report_id=past.pk, by=w.desk, reason="thiếu biểu")
    assert standing(found, D("2026-07-20")) == "missing"
    found = receiving.hand_in(report_id=past.pk, by=w.desk, paper="BC 1 (sửa)", on=D("2026-06-25"))
    found = receiving.accept(report_id=past.pk, by=w.desk)
    assert standing(found, D("2026-08-01")) == "on_time"


@pytest.mark.parametrize("day", ["2025-01-01", "2999-01-01"])
def test_a_day_of_handing_in_lies_between_the_period_and_today(w, past, day):
    with pytest.raises(ValidationError, match="Ngày nộp"):
        receiving.hand_in(report_id=past.pk, by=w.desk, paper="BC", on=D(day))


# From the directive ---------------------------------------------------------------------------------------------------


def read(**facts):
    words = facts.pop("text", "Báo cáo kết quả về UBND tỉnh")
    given = {"wording": {"text": words, "spans": [{"start": 0, "end": len(words)}]}, "source_lines": (1, 1)}
    return ReportingDuty.model_validate(given | facts)


@pytest.mark.parametrize(
    ("facts", "frequency"),
    [
        ({"recurrence": "yearly", "due": "--12-10"}, "year"),
        ({"recurrence": "half-yearly"}, "half_year"),
        ({"recurrence": "quarterly"}, "quarter"),
        ({"due": "---20"}, "month"),
        ({"due": "--12-10"}, "year"),
        ({"due": "2026-12-10"}, "once"),
        ({"on_request": True}, "ad_hoc"),
        ({"text": "Báo cáo 9 tháng về UBND tỉnh"}, "nine_months"),
        ({}, ""),
    ],
)
def test_how_often_by_the_words(facts, frequency):
    assert proposing.frequency_of(read(**facts)) == frequency


LADDER = (
    PLAN
    + """
Chế độ báo cáo: Sở Nội vụ → Sở Văn hóa, Thể thao và Du lịch | yearly | {units}
Chế độ báo cáo: Sở Văn hóa, Thể thao và Du lịch tổng hợp → UBND tỉnh Lam Giang | yearly | {lead}
"""
)


def taken_over(w, units="--12-10", lead="--12-25"):
    source = intake(w.desk, LADDER.format(units=units, lead=lead))
    return Plan.objects.get(source=source)


def test_duties_of_a_reading_are_proposed_once_with_bodies_and_ladder(w):
    plan = taken_over(w)
    lower, upper = plan.duties.order_by("pk")
    assert (lower.to_agency, lower.parent, lower.frequency, lower.due) == (w.culture, upper, "year", "--12-10")
    assert [row.agency for row in lower.reporters.all()] == [w.interior]
    text = plan.reading.plan.source.text
    assert text[slice(*lower.spans[0])] == lower.words
    proposing.after_take_over(plan=plan, by=w.desk)
    assert plan.duties.count() == 2
    assert not Expected.objects.exists()
    assert queries.flaws_of_plan(plan) == []


def test_an_impossible_ladder_is_told_on_the_page_of_review_and_of_duties(w):
    plan = taken_over(w, units="--12-25", lead="--12-10")
    told = queries.flaws_of_plan(plan)
    assert len(told) == 1
    assert "phải nộp trước" in told[0]
    for address in (f"/review/{plan.pk}/", "/reports/duties/"):
        assert "phải nộp trước" in client(w.desk).get(address).content.decode()


def test_two_days_for_the_same_report_are_told(w):
    plan = taken_over(w)
    one = plan.duties.first()
    other = Duty.objects.create(
        office=one.office, plan=plan, words="Báo cáo", to_agency=one.to_agency, to=one.to, frequency="year",
        due="--12-20", since=one.since,
    )  # fmt: skip
    other.reporters.create(agency=w.interior)
    assert any("10/12" in words and "20/12" in words for words in queries.flaws_of_plan(plan))


# Pages ------------------------------------------------------------------------------------------------------------


def client(user):
    made = Client()
    made.force_login(user)
    return made


def test_from_a_duty_added_by_hand_to_a_report_that_was_taken(w, monkeypatch):
    desk, unit = client(w.desk), client(w.unit)
    sent = {
        "office": w.province.pk, "words": "Báo cáo năm", "reporters": "Sở Văn hóa, Thể thao và Du lịch\nSở Nội vụ",
        "to": "UBND tỉnh Lam Giang", "frequency": "year", "regime": "nd09", "closes": "", "due": "10/12",
        "since": "2026-01-01", "until": "", "parent": "",
    }  # fmt: skip
    bad = desk.post("/reports/duties/add/", sent | {"reporters": "Sở Không Có"})
    assert bad.status_code == 400
    assert "Không rõ cơ quan: Sở Không Có" in bad.content.decode()
    desk.post("/reports/duties/add/", sent)
    duty = Duty.objects.get()
    assert duty.due == "--12-10"
    desk.post(f"/reports/duties/{duty.pk}/confirm/")
    first = duty.expected.get(agency=w.culture, period="2026")
    page = unit.get("/reports/").content.decode()
    assert f"/reports/{first.pk}/" in page
    assert "Sở Nội vụ" not in page
    assert unit.get(f"/reports/{duty.expected.get(agency=w.interior, period='2026').pk}/").status_code == 404
    on(monkeypatch, "2026-12-01")
    unit.post(f"/reports/{first.pk}/hand-in/", {"paper": "Báo cáo 12/BC-SVHTTDL"})
    desk.post(f"/reports/{first.pk}/return/", {"reason": "thiếu phụ lục"})
    assert "thiếu phụ lục" in unit.get(f"/reports/{first.pk}/").content.decode()
    unit.post(f"/reports/{first.pk}/hand-in/", {"paper": "Báo cáo 12/BC-SVHTTDL"})
    desk.post(f"/reports/{first.pk}/accept/")
    assert "đủ, đúng hạn" in desk.get("/reports/").content.decode()


def test_the_form_of_a_duty_gives_back_what_was_kept(w):
    duty = made(w, due="--12-10", frequency="year", to="UBND tỉnh Lam Giang")
    form = DutyForm(office=w.province, duty=duty)
    again = DutyForm({name: form.initial.get(name) or "" for name in form.fields}, office=w.province, duty=duty)
    assert again.is_valid(), again.errors
    assert set(again.facts().reporters) == {f"a{w.culture.pk}", f"a{w.interior.pk}"}
    assert again.facts().due == "--12-10"


def test_sixty_units_are_shown_with_few_questions(w, django_assert_max_num_queries):
    group = Group.objects.create(key="nhieu", name="Nhiều", place=w.province)
    for n in range(60):
        body = cast.agency(f"so-{n}@lam-giang", f"Sở số {n}", w.province)
        GroupMember.objects.create(group=group, agency=body)
    made(w, reporters=[group])
    desk = client(w.desk)
    with django_assert_max_num_queries(14):
        assert "Sở số 59" in desk.get("/reports/").content.decode()
