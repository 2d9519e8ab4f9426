"""How much slower this machine is at this moment than the one on which limits in seconds were set."""

from __future__ import annotations

import time

QUIET = 0.006
"""Processor seconds of :func:`_work` on that machine with nothing beside it."""


def slowness() -> float:
    """At least 1; a core shared with other work computes less in a second of processor time."""
    return max(1.0, min(_seconds() for _ in range(3)) / QUIET)


def _seconds() -> float:
    start = time.process_time()
    _work()
    return time.process_time() - start


def _work() -> int:
    return sum(len(str(n)) for n in range(100_000))
