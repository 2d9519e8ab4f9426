"""Many at the same obligations: no update is lost, no round is made twice, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import cast
import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from obligations import given_task

from dondoc.document import TimingKind
from dondoc_web.accounts.models import Role, User
from dondoc_web.audit.models import Event, Verb
from dondoc_web.work import comments, directing, extensions, progress
from dondoc_web.work.assigning import bring_up, order_task
from dondoc_web.work.models import Comment, Extension, Obligation, Occurrence, Progress, Stage
from dondoc_web.work.progress import Report

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 28)
DONE = Report("done", "Đã xong.")
WRITERS = 50


@pytest.fixture
def people(transactional_db):
    return cast.two_provinces()


def at_once(*deeds):
    """Do all ``deeds`` at the same moment; for each what came of it, None where it was refused."""
    start = Barrier(len(deeds))

    def do(deed):
        try:
            start.wait(30)
            return deed() or True
        except ValidationError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def fresh(person):
    """The person as a request of its own would know them."""
    return User.objects.get(pk=person.pk)


def ordered(people, number=1):
    tasks = [given_task(people, lead=[people.culture]) for _ in range(number)]
    return [order_task(task=task, by=people.desk2, today=TODAY)[0] for task in tasks]


def test_fifty_writers_at_the_same_obligations(people):
    """Whatever their order: each success left its event, and the state is that of the last one."""
    rows = ordered(people, 5)

    def deed(n):
        key, desk, unit = rows[n % 5].pk, people.desk, people.unit
        later = TODAY + timedelta(days=30 + n)
        return (
            lambda: comments.comment(obligation_id=key, by=fresh(desk), text=f"Ý kiến {n}"),
            lambda: progress.submit(obligation_id=key, by=fresh(unit), report=Report(text=f"Lần {n}")),
            lambda: directing.change_due(obligation_id=key, by=fresh(desk), due_on=later, reason=f"Lần {n}"),
            lambda: directing.suspend(obligation_id=key, by=fresh(desk), reason=f"Lần {n}"),
            lambda: extensions.ask(
                obligation_id=key, by=fresh(unit), new_due_on=later + timedelta(days=90), reason=f"Lần {n}"
            ),
            lambda: directing.transfer(obligation_id=key, by=fresh(desk), to=people.interior, reason=f"Lần {n}"),
        )[(n // 5) % 6]

    before = Event.objects.count()
    done = [one for one in at_once(*(deed(n) for n in range(WRITERS))) if one]
    drafts = Event.objects.filter(verb=Verb.PROGRESS_DRAFTED).count()
    assert Event.objects.count() - before == len(done) + drafts
    assert Comment.objects.count() == sum(isinstance(one, Comment) for one in done)
    assert Progress.objects.count() == sum(isinstance(one, Progress) for one in done)
    for row in rows:
        row.refresh_from_db()
        changes = Event.objects.filter(target=f"obligation:{row.pk}", data__has_key="after").order_by("pk")
        states = [event.data["after"] for event in changes if "stage" in event.data["after"]]
        assert str(row.stage) == (states[-1]["stage"] if states else "not_started")
        assert Obligation.objects.filter(follows=row).count() == (row.stage == Stage.TRANSFERRED)
        assert Extension.objects.filter(obligation=row, answer="waiting").count() <= 1


def test_two_confirmers_at_once(people):
    (row,) = ordered(people)
    told = progress.submit(obligation_id=row.pk, by=people.unit, report=DONE)
    answers = at_once(
        lambda: progress.accept(progress_id=told.pk, by=people.desk),
        lambda: progress.send_back(progress_id=told.pk, by=people.desk2, reason="Thiếu biên bản"),
    )
    assert sum(one is not None for one in answers) == 1
    assert Event.objects.filter(verb__in=[Verb.PROGRESS_ACCEPTED, Verb.PROGRESS_RETURNED]).count() == 1
    row.refresh_from_db()
    assert row.stage == (Stage.DONE if answers[0] else Stage.UNDER_WAY)
    assert (row.done_on is None) == (row.stage != Stage.DONE)


def test_two_reporters_of_one_agency_at_once(people):
    (row,) = ordered(people)
    other = cast.person("unit2", Role.UNIT, people.culture)
    answers = at_once(
        *(
            lambda person=person: progress.submit(obligation_id=row.pk, by=person, report=DONE)
            for person in (people.unit, other)
        )
    )
    assert sum(one is not None for one in answers) == 1
    assert Progress.objects.filter(answer="waiting").count() == 1


def test_one_person_saving_drafts_in_two_windows_has_one_draft(people):
    (row,) = ordered(people)
    deeds = [
        lambda n=n: progress.save_draft(obligation_id=row.pk, by=fresh(people.unit), report=Report(text=f"{n}"))
        for n in range(8)
    ]
    assert all(at_once(*deeds))
    assert Progress.objects.count() == 1


def test_schedulers_and_a_confirmer_at_once_make_each_round_once(people):
    facts = {"timing_kind": TimingKind.PERIODIC.value, "recurrence": "monthly", "due": "", "timing_text": "Hằng tháng"}
    tasks = [given_task(people, lead=[people.culture, people.interior], **facts) for _ in range(3)]
    made = at_once(
        *(lambda: bring_up(TODAY) for _ in range(4)),
        lambda: len(order_task(task=tasks[0], by=fresh(people.desk2), today=TODAY)),
    )
    assert Occurrence.objects.count() == 3 * 14
    assert Obligation.objects.count() == 2 * 3 * 14
    assert sum(one for one in made if one is not True) == 2 * 3 * 14
    assert bring_up(TODAY) == 0
