"""Pages of reminders, the calendar and an office's settings: what each person is shown, and what a form does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from obligations import given_task

from dondoc_web.audit.chain import seal_all
from dondoc_web.audit.queries import head
from dondoc_web.reminders import digests
from dondoc_web.reminders.giving import ladder_of, remind
from dondoc_web.reminders.ladder import shipped
from dondoc_web.reminders.models import Digest, Reminder
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import DayOverride, Obligation, Occurrence, OfficeSettings, Stage

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATE = TODAY - timedelta(days=10)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(person, address, status=200):
    answer = as_(person).get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def ordered(people, due_on, text="Biên soạn tài liệu", lead=None):
    """An obligation that was ordered long ago and is due on ``due_on``."""
    (one,) = order_task(task=given_task(people, lead=[lead or people.culture], text=text), by=people.desk2)
    Obligation.objects.filter(pk=one.pk).update(due_on=due_on)
    Occurrence.objects.update(due_on=due_on, made_at=timezone.make_aware(timezone.datetime(2020, 1, 1)))
    return one


@pytest.fixture
def late(lam_giang):
    return ordered(lam_giang, LATE)


# Reminders --------------------------------------------------------------------------------------------------------


def test_what_is_most_late_comes_first_and_the_header_counts(lam_giang, late):
    ordered(lam_giang, TODAY, text="Việc của hôm nay")
    remind(TODAY)
    page = page_of(lam_giang.unit, "/reminders/")
    assert page.index("Biên soạn tài liệu") < page.index("Việc của hôm nay")
    assert f'new-mark">{Reminder.objects.filter(person=lam_giang.unit).count()}<' in page
    assert "new-mark" not in page_of(lam_giang.auditor, "/")


def test_what_was_seen_is_new_no_more_and_what_came_after_the_page_still_is(lam_giang, late):
    remind(TODAY - timedelta(days=5))
    shown = Reminder.objects.filter(person=lam_giang.unit).latest("pk").pk
    ordered(lam_giang, TODAY, text="Việc của hôm nay")
    remind(TODAY)
    as_(lam_giang.unit).post("/reminders/seen/", {"up_to": shown})
    page = page_of(lam_giang.unit, "/reminders/")
    assert "Việc của hôm nay" in page
    assert "Biên soạn tài liệu" in page_of(lam_giang.unit, "/reminders/?show=seen")
    as_(lam_giang.unit).post("/reminders/seen/")
    assert "Không có lời nhắc mới" in page_of(lam_giang.unit, "/reminders/")
    Obligation.objects.update(stage=Stage.DONE)
    assert "Không có việc nào đã nhắc" in page_of(lam_giang.unit, "/reminders/?show=seen")


def test_reminders_are_of_the_own_person(lam_giang, late):
    remind(TODAY)
    mine = Digest.objects.get(person=lam_giang.unit)
    assert "Biên soạn" not in page_of(lam_giang.other_unit, "/reminders/")
    for person in (lam_giang.desk, lam_giang.leader, lam_giang.other_unit):
        page_of(person, f"/reminders/digests/{mine.pk}/", 404)


def test_the_digest_of_a_day_is_a_page_with_its_mail_and_the_head_of_the_log(lam_giang, late):
    remind(TODAY)
    seal_all()
    mine = Digest.objects.get(person=lam_giang.unit)
    page = page_of(lam_giang.unit, f"/reminders/digests/{mine.pk}/")
    for words in ("Biên soạn tài liệu", "quá hạn", "Chưa đặt máy chủ thư", head().hash, str(head().position)):
        assert words in page
    mail = digests.message(mine).body
    assert f"{head().position} sự kiện đã niêm phong, mã băm {head().hash}" in mail
    digests.send_due(TODAY)
    assert "không gửi thư" in page_of(lam_giang.unit, f"/reminders/digests/{mine.pk}/")


def test_the_pages_ask_the_same_number_of_queries_for_many(lam_giang, late):
    remind(TODAY)
    client, addresses = as_(lam_giang.unit), ("/reminders/", f"/calendar/?day={LATE}")
    asked = [queries(client, address) for address in addresses]
    for n in range(12):
        ordered(lam_giang, LATE, text=f"Việc {n}")
    remind(TODAY)
    assert [queries(client, address) for address in addresses] == asked


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# Calendar ---------------------------------------------------------------------------------------------------------


def test_the_calendar_counts_what_i_owe_and_what_i_follow(lam_giang, late):
    ordered(lam_giang, LATE, text="Việc của sở khác", lead=lam_giang.interior)
    address = f"/calendar/?day={LATE}&side="
    assert "2 việc" in page_of(lam_giang.desk, address + "all")
    assert "Việc của sở khác" in page_of(lam_giang.desk, address + "followed")
    assert "Không có việc nào đến hạn ngày này" in page_of(lam_giang.desk, address + "owed")
    unit = page_of(lam_giang.unit, address + "owed")
    assert "1 việc" in unit
    assert "1 quá hạn" in unit
    assert "Việc của sở khác" not in unit
    for stranger in (lam_giang.other_desk, lam_giang.other_unit, lam_giang.admin):
        assert "Biên soạn" not in page_of(stranger, address + "all")


def test_holidays_and_swapped_days_are_marked_with_their_reason(lam_giang):
    page = page_of(lam_giang.desk, "/calendar/?month=2026-01")
    assert "làm việc: Làm bù cho ngày 02/01/2026" in page
    assert "nghỉ: Nghỉ hoán đổi dịp Tết Dương lịch" in page
    DayOverride.objects.create(office=lam_giang.province, day=date(2026, 1, 20), works=False, reason="Bão số 1")
    assert "nghỉ: Bão số 1" in page_of(lam_giang.unit, "/calendar/?month=2026-01")
    assert "Bão số 1" not in page_of(lam_giang.other_unit, "/calendar/?month=2026-01")


@pytest.mark.parametrize(
    "asked",
    [
        "month=2026-13",
        "month=x&day=2026-02-30",
        "month=0001-01",
        "month=9999-12",
        "side=none&page=-1",
        "month=2000-01",
        "month=2100-12",
    ],
)
def test_what_makes_no_sense_in_the_address_is_left_out(lam_giang, asked):
    assert "Lịch tháng" in page_of(lam_giang.desk, f"/calendar/?{asked}")


# Settings of an office --------------------------------------------------------------------------------------------


def office(people):
    return f"/offices/{people.province.pk}/"


def test_the_settings_show_both_days_of_before(lam_giang):
    page = page_of(lam_giang.admin, office(lam_giang))
    year = TODAY.year
    assert f"hạn là 15/12/{year}; tính ngày liền trước thì hạn là 14/12/{year}" in page


def test_settings_are_kept_and_what_cannot_be_counted_comes_back_as_it_was_typed(lam_giang):
    client = as_(lam_giang.admin)
    typed = {"second_person": "on", "day_before": "day_before", "due_soon_days": "5", "year_ends": "30/11"}
    assert client.post(office(lam_giang) + "settle/", typed).status_code == 302
    row = OfficeSettings.objects.get(office=lam_giang.province)
    assert (row.day_before, row.due_soon_days, row.reporting_year_ends) == ("day_before", 5, "11-30")
    for wrong in ({"year_ends": "30/02"}, {"year_ends": "hôm nay"}, {"due_soon_days": "61"}, {"day_before": "x"}):
        answer = client.post(office(lam_giang) + "settle/", typed | wrong)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
        if "year_ends" in wrong:
            assert wrong["year_ends"] in answer.content.decode()
    row.refresh_from_db()
    assert row.reporting_year_ends == "11-30"


def rows(*steps):
    data = {"ladder-TOTAL_FORMS": len(steps), "ladder-INITIAL_FORMS": 0}
    for n, step in enumerate(steps):
        data |= {
            f"ladder-{n}-{name}": value for name, value in zip(("count", "side", "working", "to"), step, strict=True)
        }
    return data


def test_the_ladder_is_edited_and_goes_back_to_the_shipped_one(lam_giang):
    client, address = as_(lam_giang.admin), office(lam_giang) + "ladder/"
    given = rows(("10", "-", "", "unit"), ("2", "+", "w", "leader"), ("", "-", "", "unit"))
    assert client.post(address, given).status_code == 302
    assert [step.code for step in ladder_of(lam_giang.province)] == ["-10-unit", "+2w-leader"]
    twice = client.post(address, rows(("1", "-", "", "unit"), ("1", "-", "w", "unit")))
    assert twice.status_code == 400
    assert "hãy bỏ bậc trùng" in twice.content.decode()
    assert client.post(address, rows(("61", "-", "", "unit"))).status_code == 400
    assert client.post(address, {"ladder-TOTAL_FORMS": "x"}).status_code == 400
    client.post(address, {"shipped": "yes"})
    assert ladder_of(lam_giang.province) == shipped()


def test_a_day_is_entered_shown_and_taken_back(lam_giang):
    client = as_(lam_giang.admin)
    given = {"day": "2027-03-01", "works": "off", "reason": "Ngày truyền thống"}
    assert client.post(office(lam_giang) + "days/", given).status_code == 302
    assert client.post(office(lam_giang) + "days/", given | {"reason": ""}).status_code == 400
    assert client.post(office(lam_giang) + "days/", given | {"day": "32/13"}).status_code == 400
    page = client.get(office(lam_giang) + "?year=2027").content.decode()
    assert "Ngày truyền thống" in page
    assert "Tết" in page
    row = DayOverride.objects.get()
    client.post(f"/offices/days/{row.pk}/remove/")
    assert not DayOverride.objects.exists()


def test_settings_are_for_administrators_of_the_branch(lam_giang):
    assert as_(lam_giang.admin).get("/offices/").headers["Location"] == office(lam_giang)
    for person in (lam_giang.desk, lam_giang.unit, lam_giang.leader, lam_giang.auditor):
        page_of(person, "/offices/", 403)
        page_of(person, office(lam_giang), 404)
    page_of(lam_giang.other_admin, office(lam_giang), 404)
    assert as_(lam_giang.other_admin).post(office(lam_giang) + "ladder/", {"shipped": "yes"}).status_code == 404
