"""Totals are what a recount gives, whatever people do, in whatever order, also at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from obligations import given_plan, given_task

from dondoc_web.accounts.models import User
from dondoc_web.agencies.actions import merge_duplicates
from dondoc_web.work import changes, directing, extensions, progress, renewing, totals
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Answer, Extension, Obligation, Progress, Stage, Total
from dondoc_web.work.progress import Report
from dondoc_web.work.timeliness import settled, timeliness

TODAY = date(2026, 11, 28)


def order(people, *lead, **facts):
    return order_task(task=given_task(people, lead=lead, **facts), by=people.desk2, today=TODAY)


def report(w, o, dice):
    progress.submit(obligation_id=o.pk, by=w.unit, report=Report(dice.choice(["done", "under_way"]), "Đã làm."))


def accept(w, o, dice):
    progress.accept(progress_id=o.progress.get(answer=Answer.WAITING).pk, by=w.desk)


def send_back(w, o, dice):
    progress.send_back(progress_id=o.progress.get(answer=Answer.WAITING).pk, by=w.desk, reason="thiếu")


def ask(w, o, dice):
    extensions.ask(obligation_id=o.pk, by=w.unit, new_due_on=o.due_on + timedelta(days=9), reason="cần thêm")


def grant(w, o, dice):
    extension = o.extensions.get(answer=Answer.WAITING)
    extensions.grant(extension_id=extension.pk, by=w.desk, due_on=extension.new_due_on, paper="CV 1")


def change_due(w, o, dice):
    day = dice.choice([None, date(2026, 10, dice.randint(1, 28))])
    directing.change_due(obligation_id=o.pk, by=w.desk, due_on=day, reason="đổi")


def transfer(w, o, dice):
    directing.transfer(obligation_id=o.pk, by=w.desk, to=dice.choice([w.interior, w.finance]), reason="chuyển")


def aside(w, o, dice):
    verb = dice.choice([directing.suspend, directing.resume, directing.cancel])
    verb(obligation_id=o.pk, by=w.desk, reason="lý do")


def new(w, o, dice):
    order(w, w.culture, w.interior, text=f"Việc {dice.random()}")


def fold(w, o, dice):
    totals.gather()


DEEDS = (report, report, accept, accept, send_back, ask, grant, change_due, transfer, aside, new, fold)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.django_db
def test_totals_equal_a_recount_after_any_deeds(lam_giang, seed):
    dice, done = random.Random(seed), 0  # noqa: S311
    order(lam_giang, lam_giang.culture, lam_giang.interior)
    for _ in range(60):
        held = dice.choice(list(Obligation.objects.filter(agency=lam_giang.culture)))
        try:
            dice.choice(DEEDS)(lam_giang, held, dice)
            done += 1
        except (ValidationError, Progress.DoesNotExist, Extension.DoesNotExist, TypeError):
            continue
        assert totals.differences() == {}
    assert done > 10
    totals.gather()
    assert Total.objects.count() == len(totals.kept())


@pytest.mark.parametrize(
    "changed",
    [
        {"due": "2026-12-01", "timing_text": "01/12/2026"},
        {"timing_kind": "periodic", "recurrence": "quarterly", "due": "", "timing_text": "hằng quý"},
        {"parties": "finance"},
        {"timing_kind": "unspecified", "due": "", "timing_text": ""},
    ],
    ids=["another day", "comes back", "another agency", "no day"],
)
@pytest.mark.django_db
def test_totals_equal_a_recount_after_an_order_was_corrected_and_ended(lam_giang, changed):
    task = given_task(lam_giang, lead=[lam_giang.culture, lam_giang.interior])
    order_task(task=task, by=lam_giang.desk2, today=TODAY)
    if "parties" in changed:
        finance = {"role": "lead", "phrase": "Sở Tài chính", "spans": [], "agency": lam_giang.finance.pk, "group": None}
        changed = {"parties": [finance]}
    before = totals.kept()
    change = changes.propose_correction(by=lam_giang.desk, task_id=task.pk, changed=changed, reason="đính chính")
    changes.confirm(by=lam_giang.desk2, change_id=change.pk)
    assert totals.differences() == {}
    assert totals.kept() != before
    task.refresh_from_db()
    renewing.cancel_open(task, by=lam_giang.desk2, reason="văn bản sau bãi bỏ")
    assert totals.differences() == {}
    assert {one.stage for one in totals.kept()} == {Stage.CANCELLED}


@pytest.mark.django_db
def test_bodies_entered_twice_are_counted_as_one(lam_giang):
    order(lam_giang, lam_giang.interior)
    order(lam_giang, lam_giang.finance, text="Việc khác")
    merge_duplicates(by=lam_giang.admin, keep=lam_giang.interior, drop=lam_giang.finance)
    assert totals.differences() == {}
    assert {one.agency_id for one in totals.kept()} == {lam_giang.interior.pk}


@pytest.mark.parametrize("stage", Stage)
def test_what_is_settled_no_clock_changes(stage):
    days = (None, date(2026, 1, 14), date(2026, 1, 15))
    for due, done in product(days, days):
        code = settled(stage, due, done)
        for today in (date(2025, 1, 1), date(2026, 1, 14), date(2030, 1, 1)):
            if code:
                assert timeliness(stage, due, done, today=today, soon_days=3).code == code


@pytest.mark.django_db
def test_the_command_finds_a_wrong_total_and_mends_it(lam_giang, capsys):
    order(lam_giang, lam_giang.culture)
    call_command("totals", "--check")
    Total.objects.update(n=5)
    with pytest.raises(CommandError):
        call_command("totals", "--check")
    call_command("totals", "--rebuild")
    call_command("totals", "--check")
    assert "Tổng số đúng." in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_no_count_and_nobody_waits_for_ever(lam_giang):
    plan = given_plan(lam_giang, "77/KH-UBND")
    made = [order(lam_giang, lam_giang.culture, plan=plan, text=f"Việc {n}")[0] for n in range(6)]

    def work(seed):
        dice = random.Random(seed)  # noqa: S311
        by = User.objects.get(pk=lam_giang.desk.pk)
        try:
            for _ in range(8):
                try:
                    verb = dice.choice([directing.suspend, directing.resume])
                    verb(obligation_id=dice.choice(made).pk, by=by, reason="thử")
                except ValidationError:
                    pass
            totals.gather()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert totals.differences() == {}
    totals.rebuild()
    assert totals.differences() == {}
