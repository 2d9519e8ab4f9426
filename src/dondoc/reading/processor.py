"""Processor time: how much a process may still take, asked for anew with each page."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import resource


def allow_more_time(seconds: float | None) -> None:
    """Lets the process take ``seconds`` of processor time from now on; None leaves its limit as it is."""
    if seconds is None or sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used.ru_utime + used.ru_stime + seconds) + 2
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
