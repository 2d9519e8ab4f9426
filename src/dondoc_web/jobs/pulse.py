"""The pulse of a worker: what it is at, in memory that it shares with its guardian.

A process that computes may hold Python's lock for minutes, so it cannot be
trusted to prolong its own lease. It only writes down what it has begun and
when it last said something; the guardian (:mod:`dondoc_web.jobs.cluster`), a
process beside it, reads that and prolongs the lease. The memory has no lock:
a process killed while it held one would stop all others.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from multiprocessing.sharedctypes import RawArray
from typing import Any

_JOB, _NUMBER, _PROCESS, _SAID = range(4)


@dataclass(frozen=True, slots=True)
class Beat:
    """The attempt ``number`` of ``job_id`` is at work in ``process``, and silent for so many seconds."""

    job_id: int
    number: int
    process: int
    silent: float


_shared: Any = None
"""Job, number of the attempt, process, milliseconds of the last word; None outside a cluster."""


def share() -> None:
    """Make the memory; called once, before the processes that share it are started."""
    global _shared  # noqa: PLW0603 - memory is inherited by name
    _shared = RawArray("q", 4)


def begin(job_id: int, number: int) -> None:
    """The calling process starts on an attempt."""
    if _shared is not None:
        _shared[_NUMBER], _shared[_PROCESS] = number, os.getpid()
        say()
        _shared[_JOB] = job_id


def say() -> None:
    """The attempt gets on."""
    if _shared is not None:
        _shared[_SAID] = int(time.monotonic() * 1000)


def rest() -> None:
    """The calling process is at nothing."""
    if _shared is not None:
        _shared[_JOB] = 0


def beat() -> Beat | None:
    """What the worker is at; None while it rests, and outside a cluster."""
    if _shared is None or not _shared[_JOB]:
        return None
    silent = time.monotonic() - _shared[_SAID] / 1000
    return Beat(_shared[_JOB], _shared[_NUMBER], _shared[_PROCESS], silent)
