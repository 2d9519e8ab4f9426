"""Workers killed with SIGKILL: every file is read exactly once in the end."""

import contextlib
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, pairwise

import plans
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ
from office import uploaded
from processes import alive, children, readings, tree, until, worker

from dondoc_web.documents.models import Reading, Source
from dondoc_web.documents.status import Status, status_of
from dondoc_web.jobs import schedules
from dondoc_web.jobs.models import Job, State

pytestmark = pytest.mark.django_db(transaction=True)

FILES = 10
ROUND = "dondoc_web.agencies.loading.renew_today"
KILLS = 50
WAY = {
    (Status.WAITING, Status.READING),
    (Status.WAITING, Status.READ),
    (Status.READING, Status.READ),
    (Status.READING, Status.WAITING_AGAIN),
    (Status.WAITING_AGAIN, Status.READING),
    (Status.WAITING_AGAIN, Status.READ),
}
"""A status may be followed by these; a look may miss a short one in between."""


@pytest.fixture
def room(tmp_path, store):
    """The folder that site and worker share."""
    assert store.parent == tmp_path
    return tmp_path


def upload_at_once(person):
    """Ten uploads from ten browsers at the same time."""

    def one(n):
        client = Client()
        client.force_login(person)
        file = SimpleUploadedFile(f"{n}.txt", plans.many_tasks(n + 1).encode())
        status = client.post("/upload/", {"papers": [file], "unclassified": "on"}).status_code
        connection.close()
        return status

    with ThreadPoolExecutor(FILES) as pool:
        assert list(pool.map(one, range(FILES))) == [302] * FILES


def looks():
    now = timezone.now()
    return {s.pk: status_of(s, now) for s in Source.objects.select_related("job", "reading")}


def wait_for_the_end(seconds=60):
    """Look until nothing is under way; all statuses seen, by source."""
    seen = []

    def over():
        seen.append(looks())
        return not any(status.is_under_way for status in seen[-1].values())

    until(over, "the readings never end", seconds=seconds)
    return {pk: [look[pk] for look in seen] for pk in seen[-1]}


def assert_each_read_once(files=FILES):
    assert Reading.objects.count() == Source.objects.count() == files
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    assert sorted(Reading.objects.values_list("tasks", flat=True)) == list(range(1, files + 1))
    until(lambda: not OrmQ.objects.exists(), "a message stays in the queue", seconds=20)


def test_ten_uploads_at_once_and_the_reading_worker_killed(an, room):
    upload_at_once(an)
    with worker(room):
        until(lambda: len(readings(room)) >= 3, "nothing is read")
        victim = readings(room)[-1][0]
        os.kill(victim, signal.SIGKILL)
        seen = wait_for_the_end()
        assert_each_read_once()
    assert len(readings(room)) >= FILES
    for statuses in seen.values():
        short = [status for status, _ in groupby(statuses)]
        assert set(pairwise(short)) <= WAY


def below(process):
    """Levels of processes below the worker: clusters; sentinels; workers, monitors and pushers."""
    levels = [[process.pid]]
    while levels[-1]:
        levels.append([child for pid in levels[-1] for child in children(pid)])
    return levels[1:-1]


def kill_one(process, at, rng):
    """A process of the worker, another level each time, busy or idle; every tenth time all of them.

    The kill before may have ended all that was below: then what is left.
    """
    levels = below(process)
    everything = at % 10 == 9 or not levels
    victims = [process.pid, *tree(process.pid)] if everything else [rng.choice(rng.choice(levels))]
    for victim in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


def test_killed_at_fifty_points_every_file_is_read_once(an, room):
    """One file and one kill after the other, so that each hits another moment of the work."""
    rng, files, point = random.Random(5), 25, 0  # noqa: S311 - a dice, no secret
    while point < KILLS:
        with worker(room, DONDOC_JOB_STARTS="60") as process:
            while point < KILLS and process.poll() is None:
                # The kill before may have hit all of them, and ends them a moment later: then a new worker starts.
                until(lambda: process.poll() is not None or len(below(process)) >= 3, "the worker does not start")
                if process.poll() is not None:
                    break
                if point % 2 == 0:
                    uploaded(an, plans.many_tasks(point // 2 + 1), f"{point}.txt")
                time.sleep(rng.uniform(0, 0.4))
                kill_one(process, point, rng)
                point += 1
                time.sleep(0.05)
    with worker(room, DONDOC_JOB_STARTS="60"):
        wait_for_the_end()
        assert_each_read_once(files)


def test_an_idle_worker_that_is_killed_does_not_hold_the_queue(an, room):
    with worker(room, count=1) as process:
        until(lambda: len(tree(process.pid)) == 5, "the worker does not start")
        for leaf in tree(process.pid)[2:]:
            os.kill(leaf, signal.SIGKILL)
        upload_at_once(an)
        wait_for_the_end()
        assert_each_read_once()


def test_a_file_that_kills_its_worker_is_given_up_and_the_others_are_read(an, room):
    deadly = uploaded(an, "CHET\n1. Việc\n", "chet.txt")
    good = uploaded(an, "1. Việc\n", "tot.txt")
    with worker(room):
        wait_for_the_end()
    deadly.refresh_from_db()
    good.refresh_from_db()
    assert (deadly.job.state, deadly.job.starts) == (State.FAILED, 3)
    assert "Đã thử đọc 3 lần" in deadly.job.error
    assert [name for _, name in readings(room)].count("chet.txt") == 3
    assert good.reading.tasks == 1


def test_a_file_that_never_ends_is_given_up(an, room):
    source = uploaded(an, "TREO\n", "treo.txt")
    with worker(room, count=1, DONDOC_JOB_SILENCE="1"):
        wait_for_the_end()
    source.refresh_from_db()
    assert (source.job.state, source.job.starts) == (State.FAILED, 3)


def test_work_that_outlasts_its_lease_is_begun_once(an, room):
    """Though it holds Python's lock all the time, and another worker is idle."""
    source = uploaded(an, "LAU\n1. Việc\n", "lau.txt")
    with worker(room):
        wait_for_the_end()
    source.refresh_from_db()
    assert (source.job.state, source.job.starts) == (State.DONE, 1)
    assert len(readings(room)) == 1
    assert source.job.seconds() > 5


def test_a_round_of_recurring_work_outlasts_its_lease_and_is_begun_once(room):
    """The clock of the engine's messages ends long before."""
    schedules.keep()
    with worker(room, RECURRING_TAKES="5"):
        until(lambda: Job.objects.filter(work=ROUND, state=State.DONE).exists(), "the round never ends", seconds=120)
    job = Job.objects.get(work=ROUND)
    assert (job.starts, job.seconds() > 5) == (1, True)


def test_a_worker_that_is_told_to_stop_hands_back_what_lasts(an, room):
    source = uploaded(an, "TREO\n", "treo.txt")
    with worker(room):
        until(lambda: readings(room), "nothing is read")
    source.job.refresh_from_db()
    assert (source.job.state, source.job.starts, source.job.held_until) == (State.WAITING, 0, None)


def test_nothing_lives_on_when_the_parent_of_all_is_killed(an, room):
    with worker(room) as process:
        until(lambda: len(tree(process.pid)) >= 10, "the worker does not start")
        below = tree(process.pid)
        process.kill()
        until(lambda: not any(alive(pid) for pid in below), "orphans live on", seconds=10)
