"""The engine's cluster of processes, made safe against sudden death.

A process killed while it waits at one of the engine's queues keeps the lock of
that queue for ever, and the processes of a killed parent live on. So a cluster
ends as a whole when one of its parts dies, no part outlives its parent, and
:mod:`dondoc_web.running.keeper` starts a new cluster in its place.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
from multiprocessing import Event
from time import sleep
from typing import Any

from django_q import cluster

log = logging.getLogger(__name__)

DIED = 70
"""Exit status of a cluster that ended because one of its processes died."""

_PR_SET_PDEATHSIG = 1


def die_with_parent(by: int = signal.SIGKILL) -> None:
    """Ask the kernel to send this process the signal ``by`` when its parent ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, by)


class Sentinel(cluster.Sentinel):
    """Watches the processes; ends with all of them when one was killed."""

    def reincarnate(self, process: Any) -> None:
        """A worker that ran too long or was recycled is replaced; any other death ends the cluster."""
        timer = getattr(process, "timer", None)
        if timer is not None and (timer.value == 0 or int(timer.value) == -2):
            super().reincarnate(process)
            return
        log.error("a process of the worker died (exit status %s); starting all of them anew", process.exitcode)
        os._exit(DIED)


class Cluster(cluster.Cluster):
    """A cluster whose sentinel is ours; ``wait`` gives its exit status."""

    def start(self) -> int:
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
