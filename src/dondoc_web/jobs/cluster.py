"""The engine's cluster of processes, made safe against sudden death and for work that lasts.

A process killed while it waits at one of the engine's queues keeps the lock of
that queue for ever, and the processes of a killed parent live on. So a cluster
ends as a whole when one of its parts dies, no part outlives its parent, and
:mod:`dondoc_web.running.keeper` starts a new cluster in its place.

The cluster's sentinel is also the guardian of the work: it prolongs the lease
of what its worker is at, stops a worker that hangs, gives back at once what a
killed worker held, and hands back what is not finished when all are to stop.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Event
from threading import Thread
from time import monotonic, sleep
from typing import Any, NoReturn

from django.conf import settings
from django.db import DatabaseError, connection
from django_q import cluster

from dondoc_web.jobs import engine, pulse

log = logging.getLogger(__name__)

DIED = 70
"""Exit status of a cluster that ended because one of its processes died."""

GRACE = 5.0
"""Seconds that a worker which is to stop has for finishing what it is at."""

BEATS = 4
"""How often a lease is prolonged before it would end."""

RECYCLED = -2
"""What the engine's timer shows of a worker that has done its share and ended."""

_PR_SET_PDEATHSIG = 1


def die_with_parent(by: int = signal.SIGKILL) -> None:
    """Ask the kernel to send this process the signal ``by`` when its parent ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, by)


def guard_work() -> None:
    """Prolong the lease of what the worker is at, again and again; run in a thread of the sentinel."""
    while True:
        sleep(settings.JOB_LEASE / BEATS)
        beat = pulse.beat()
        if beat is None:
            continue
        try:
            held = engine.prolong(beat.job_id, beat.number)
        except DatabaseError:
            log.warning("the lease of job %s could not be prolonged", beat.job_id, exc_info=True)
            continue
        finally:
            connection.close()
        if held and beat.silent > settings.JOB_SILENCE:
            log.error("job %s said nothing for %d seconds; its process is stopped", beat.job_id, beat.silent)
            _kill(beat.process)


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


class Sentinel(cluster.Sentinel):
    """Watches the processes; ends with all of them when one was killed."""

    def guard(self) -> None:
        Thread(target=guard_work, daemon=True).start()
        super().guard()

    def reincarnate(self, process: Any) -> None:
        """A worker that was recycled is replaced; any other death ends the cluster."""
        timer = getattr(process, "timer", None)
        if timer is not None and int(timer.value) == RECYCLED:
            super().reincarnate(process)
            return
        log.error("a process of the worker died (exit status %s); starting all of them anew", process.exitcode)
        self.end(engine.let_go, DIED)

    def stop(self) -> None:
        """What can be finished in a moment is; the rest goes back to the queue."""
        self.event_out.set()
        until = monotonic() + GRACE
        while pulse.beat() is not None and monotonic() < until:
            sleep(0.1)
        if pulse.beat() is not None:
            self.end(engine.hand_back, 0)
        super().stop()

    def end(self, release: Callable[[int, int], None], status: int) -> NoReturn:
        """Stop the worker, release what it was at, and end; all other parts follow."""
        beat = pulse.beat()
        if beat is not None:
            _kill(beat.process)
            with suppress(DatabaseError):
                release(beat.job_id, beat.number)
        os._exit(status)


class Cluster(cluster.Cluster):
    """A cluster whose sentinel is ours; ``wait`` gives its exit status."""

    def start(self) -> int:
        pulse.share()
        os.register_at_fork(after_in_child=die_with_parent)
        self.stop_event = Event()
        self.start_event = Event()
        self.sentinel = cluster.get_mp_context().Process(
            target=Sentinel, args=(self.stop_event, self.start_event, self.cluster_id, self.broker, self.timeout)
        )
        self.sentinel.start()
        return self.pid

    def wait(self) -> int:
        """Until the sentinel ends: 0 when it was asked to, otherwise its status."""
        while self.sentinel.is_alive():
            sleep(0.2)
        return 0 if self.sentinel.exitcode == 0 else DIED
