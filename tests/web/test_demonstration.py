"""The demonstration: made once through the real actions, never among real people, shut out elsewhere."""

import stat
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from dondoc_web.accounts.models import Role, User
from dondoc_web.agencies.loading import load_registry
from dondoc_web.audit import chain
from dondoc_web.audit.models import Event, Verb
from dondoc_web.demonstration import history, making, papers, province
from dondoc_web.registers.models import Register
from dondoc_web.reminders.models import Reminder
from dondoc_web.reports.models import Expected, ReportState, UnitReport
from dondoc_web.reports.standing import Standing, standing
from dondoc_web.work.models import Answer, Comment, Evidence, Extension, Obligation, Progress, Stage

DEMO = Path(__file__).resolve().parents[2] / "demo/documents"


@pytest.mark.library
def test_two_years_are_made_so_that_every_page_has_life(an, settings, tmp_path):
    settings.DATA = tmp_path
    load_registry()
    assert making.can_be_made()
    assert making.make(DEMO, by=an, tell=lambda words: None) == 3
    assert making.is_there()
    assert set(Obligation.objects.values_list("stage", flat=True)) >= set(Stage) - {Stage.SUSPENDED}
    assert set(Progress.objects.values_list("answer", flat=True)) == set(Answer) - {Answer.DRAFT}
    assert {Answer.ACCEPTED, Answer.RETURNED} <= set(Extension.objects.values_list("answer", flat=True))
    assert Comment.objects.exclude(mentions=None).exists()
    with Evidence.objects.first().file.open() as file:
        assert file.read().startswith(b"%PDF")
    assert Reminder.objects.exists()
    states = set(Expected.objects.values_list("state", flat=True))
    assert states >= {ReportState.OWED, ReportState.ACCEPTED}
    told = set(Event.objects.values_list("verb", flat=True))
    assert told >= {Verb.REPORT_RETURNED, Verb.REPORT_GRANTED, Verb.REPORT_PREPARED, Verb.REPORT_WRITTEN}
    assert UnitReport.objects.filter(version=2, expected__state=ReportState.ACCEPTED).exists()
    today = timezone.localdate()
    found = {standing(one, today) for one in Expected.objects.all()}
    assert found >= {Standing.ON_TIME, Standing.LATE, Standing.MISSING, Standing.NOT_YET}
    kept = Register.objects.annotate(count=Count("entries")).values_list("shipped", "count")
    assert set(dict(kept)) == {"activities", "budget", "agreements", "commendations"}
    assert all(count for _shipped, count in kept)
    handed_over = Obligation.objects.filter(follows__agency__key="so-thong-tin-va-truyen-thong@lam-giang")
    assert {one.agency.key for one in handed_over} == {"so-van-hoa-the-thao-va-du-lich@lam-giang"}
    verdict = chain.verify()
    assert verdict.holds
    assert verdict.unsealed == 0
    people = making.people_file()
    assert stat.S_IMODE(people.stat().st_mode) == 0o600
    assert {role for role in Role if str(role.label) in people.read_text(encoding="utf-8")} == set(Role)


def test_it_is_not_made_among_real_people(an, binh):
    assert not making.can_be_made()


@pytest.mark.parametrize("shown", [True, False])
def test_its_people_come_in_only_where_it_is_shown(lam_giang, settings, shown):
    User.objects.filter(pk=lam_giang.desk.pk).update(demonstration=True)
    settings.DEMONSTRATION = True
    inside, outside = Client(), Client()
    inside.force_login(lam_giang.desk)
    settings.DEMONSTRATION = shown
    given = {"username": "desk", "password": "mat-khau-desk"}
    outside.post("/accounts/login/", given)
    assert ("_auth_user_id" in outside.session) is shown
    assert inside.get("/").status_code == (200 if shown else 302)


def test_its_papers_have_days_around_the_first_start():
    before, now = papers.papers(date(2026, 11, 28))
    assert (before.day, now.day) == (date(2025, 9, 24), date(2026, 9, 14))
    assert "Trước ngày 29/11/2026" in now.text


def test_its_evidence_is_a_pdf_of_one_page():
    assert papers.picture_of("Bao cao").count(b"/Type /Page ") == 1


def test_history_begins_about_two_years_ago():
    assert history.start_of(date(2026, 11, 28)) == date(2024, 5, 28)
    assert province.kept(Path("/no/such/file")) == ""


def test_the_first_administrator_may_begin_with_an_office(lam_giang):
    call_command("createadmin", "truong", "--office", "ubnd-tinh@lam-giang", stdout=StringIO())
    held = User.objects.get(username="truong").memberships.get()
    assert (held.agency, held.role) == (lam_giang.province, Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="Không có cơ quan"):
        call_command("createadmin", "pho", "--office", "khong-co", stdout=StringIO())
    assert not User.objects.filter(username="pho").exists()
