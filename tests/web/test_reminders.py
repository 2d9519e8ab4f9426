"""Reminders over clocks that jump, jobs that run twice, late or not at all for days: each step once, none lost."""

from __future__ import annotations

import contextlib
import socket
import threading
from datetime import date, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from obligations import given_task

from dondoc_web.accounts.models import User
from dondoc_web.audit.models import Event, Verb
from dondoc_web.reminders import actions, digests
from dondoc_web.reminders.giving import remind
from dondoc_web.reminders.ladder import Step, shipped
from dondoc_web.reminders.models import Digest, DigestState, Given, Reminder
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, Occurrence, Stage

DUE = date(2026, 12, 15)
ORDERED = timezone.make_aware(timezone.datetime(2026, 1, 5, 9))


@pytest.fixture
def one(lam_giang):
    """An obligation of the department of culture, due 15/12/2026, ordered in January."""
    task = given_task(lam_giang, lead=[lam_giang.culture])
    (made,) = order_task(task=task, by=lam_giang.desk2, today=date(2026, 11, 28))
    Occurrence.objects.update(made_at=ORDERED)
    return made


def told(person):
    return list(Reminder.objects.filter(person=person).order_by("pk").values_list("given__code", flat=True))


def test_the_unit_is_told_before_its_leader_and_the_desk(lam_giang, one):
    remind(DUE - timedelta(days=7))
    assert told(lam_giang.unit) == ["-7-unit"]
    remind(DUE + timedelta(days=12))
    assert told(lam_giang.unit) == ["-7-unit", "-3-unit", "+0-unit", "+1w-unit"]
    assert told(lam_giang.leader) == ["+3w-leader"]
    assert set(told(lam_giang.desk)) == set(told(lam_giang.desk2)) == {"+5w-desk"}
    assert not Reminder.objects.filter(person__in=[lam_giang.other_unit, lam_giang.auditor, lam_giang.admin])


def test_running_again_tells_nobody_twice(lam_giang, one):
    assert remind(DUE) > 0
    assert remind(DUE) == 0


@pytest.mark.parametrize("stage", [Stage.TO_CONFIRM, Stage.DONE, Stage.SUSPENDED, Stage.CANCELLED, Stage.TRANSFERRED])
def test_who_owes_nothing_now_is_not_reminded(lam_giang, one, stage):
    Obligation.objects.update(stage=stage)
    assert remind(DUE + timedelta(days=30)) == 0


def test_a_new_day_has_a_ladder_of_its_own(lam_giang, one):
    remind(DUE)
    Obligation.objects.update(due_on=DUE + timedelta(days=30))
    assert remind(DUE + timedelta(days=23)) == 1
    assert told(lam_giang.unit)[-1] == "-7-unit"


def test_a_step_for_which_nobody_is_there_waits_for_somebody(lam_giang, one):
    User.objects.filter(pk=lam_giang.unit.pk).update(is_active=False)
    assert remind(DUE) == 0
    User.objects.filter(pk=lam_giang.unit.pk).update(is_active=True)
    assert remind(DUE + timedelta(days=1)) == 4


def test_an_office_has_its_own_ladder(lam_giang, one):
    steps = [Step(-1, False, "desk"), Step(2, True, "unit")]
    actions.set_ladder(office_id=lam_giang.province.pk, by=lam_giang.admin, steps=steps)
    remind(DUE + timedelta(days=20))
    assert told(lam_giang.unit) == ["+2w-unit"]
    assert told(lam_giang.desk) == ["-1-desk"]
    assert Event.objects.filter(verb=Verb.LADDER_SET).count() == 1


@pytest.mark.parametrize(
    "steps", [[Step(61, False, "unit")], [Step(1, False, "auditor")], [Step(1, False, "unit"), Step(1, True, "unit")]]
)
def test_a_ladder_that_makes_no_sense_is_refused(lam_giang, steps):
    with pytest.raises(ValidationError):
        actions.set_ladder(office_id=lam_giang.province.pk, by=lam_giang.admin, steps=steps)


@pytest.mark.parametrize("who", ["desk", "unit", "leader", "auditor", "other_admin"])
def test_only_an_administrator_of_the_branch_sets_the_ladder(lam_giang, who):
    with pytest.raises(PermissionDenied):
        actions.set_ladder(office_id=lam_giang.province.pk, by=getattr(lam_giang, who), steps=shipped())


DAYS_OF_RUNS = st.lists(st.integers(-30, 60), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAYS_OF_RUNS)
def test_each_step_once_and_none_lost_whenever_it_runs(lam_giang, one, runs):
    Reminder.objects.all().delete()
    Given.objects.all().delete()
    Digest.objects.all().delete()
    for offset in runs:
        remind(DUE + timedelta(days=offset))
    remind(DUE + timedelta(days=60))
    assert sorted(Given.objects.values_list("code", flat=True)) == sorted(step.code for step in shipped())
    assert Reminder.objects.filter(person=lam_giang.unit).count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_everybody_once(lam_giang, one):
    def run():
        try:
            remind(DUE + timedelta(days=30))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Given.objects.count() == len(shipped())


class Post:
    """A mail server that keeps what it is given, or refuses it."""

    def __init__(self):
        self.letters = []
        self.refuses = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name is the library's
        if self.refuses:
            self.refuses -= 1
            return "451 try again later"
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def post(settings, lam_giang):
    handler = Post()
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.MAIL_IS_SET_UP = True
    User.objects.filter(pk=lam_giang.unit.pk).update(email="unit@lam-giang.example")
    yield handler
    controller.stop()


def test_one_mail_a_day_says_everything(lam_giang, one, post):
    remind(DUE)
    assert digests.send_due(DUE) == 1
    assert digests.send_due(DUE) == 0
    (letter,) = post.letters
    assert letter.rcpt_tos == ["unit@lam-giang.example"]
    told_by_mail = digests.message(Digest.objects.get(person=lam_giang.unit))
    assert "1 việc" in told_by_mail.subject
    assert "ĐẾN HẠN HÔM NAY – 15/12/2026" in told_by_mail.body
    assert f"/obligations/{one.pk}/" in told_by_mail.body or f"/{one.pk}/" in told_by_mail.body


def test_a_server_that_refuses_is_asked_again_and_then_no_more(lam_giang, one, post):
    post.refuses = 2
    remind(DUE)
    assert [digests.send_due(DUE) for _ in range(4)] == [0, 0, 1, 0]
    assert len(post.letters) == 1
    Digest.objects.filter(person=lam_giang.unit).update(state=DigestState.WAITING, tries=0)
    post.refuses = 9
    assert [digests.send_due(DUE) for _ in range(5)] == [0] * 5
    assert Digest.objects.get(person=lam_giang.unit).state == DigestState.FAILED
    assert post.refuses == 6


def test_a_digest_that_was_being_sent_when_the_machine_stopped_is_not_sent_again(lam_giang, one, post):
    remind(DUE)
    Digest.objects.update(state=DigestState.SENDING, tries=1)
    assert digests.send_due(DUE) == 0
    assert not post.letters


def test_without_a_mail_server_the_digest_is_a_page(lam_giang, one):
    remind(DUE)
    assert digests.send_due(DUE) == 0
    assert Digest.objects.get(person=lam_giang.unit).state == DigestState.ON_SCREEN


def test_what_comes_after_the_mail_is_told_the_next_day(lam_giang, one, post):
    remind(DUE - timedelta(days=7))
    digests.send_due(DUE - timedelta(days=7))
    Obligation.objects.update(due_on=DUE - timedelta(days=6))
    remind(DUE - timedelta(days=7))
    days = list(Digest.objects.filter(person=lam_giang.unit).order_by("day").values_list("day", flat=True))
    assert days == [DUE - timedelta(days=7), DUE - timedelta(days=6)]
    assert digests.send_due(DUE - timedelta(days=6)) == 1
    assert len(post.letters) == 2
