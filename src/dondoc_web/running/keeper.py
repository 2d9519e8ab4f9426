"""One parent that keeps several commands running and stops all of them together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

from dondoc_web.jobs.cluster import DIED, die_with_parent

QUICK = 5.0
"""A command that ends within this many seconds of its start has failed to start."""
TRIES = 5


class CannotStart(RuntimeError):
    """A command ended again and again right after its start."""


class Kept:
    """A command that is started again whenever it ends."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = list(command)
        self.failures = 0
        self.start()

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only the parent."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - the parent has one thread
        )

    def look_after(self) -> None:
        """Start it again if it has ended; raise CannotStart when that does not help."""
        if self.process.poll() is None:
            return
        quick = time.monotonic() - self.started < QUICK
        self.failures = self.failures + 1 if quick and not self.was_killed() else 0
        if self.failures >= TRIES:
            raise CannotStart(" ".join(self.command))
        time.sleep(0.2 * self.failures)
        self.start()

    def was_killed(self) -> bool:
        """It, or a part of it, ended by a signal: that says nothing against starting it again."""
        return self.process.returncode < 0 or self.process.returncode == DIED

    def stop(self) -> None:
        """Ask it to end, without waiting."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end; after ``until`` (monotonic seconds) it is killed."""
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Stopped(Exception):
    """The parent was told to stop."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def keep(commands: Sequence[Sequence[str]], *, patience: float = 20.0, ready: Callable[[], None] | None = None) -> None:
    """Run ``commands`` until SIGINT or SIGTERM, then stop all; ``patience`` is in seconds.

    ``ready`` is called once, after all were started.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    kept: list[Kept] = []
    try:
        kept.extend(Kept(command) for command in commands)
        if ready is not None:
            ready()
        while True:
            time.sleep(0.2)
            for one in kept:
                one.look_after()
    except Stopped:
        pass
    finally:
        _stop_all(kept, patience)


def _stop_all(kept: Sequence[Kept], patience: float) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for one in kept:
        one.stop()
    until = time.monotonic() + patience
    for one in kept:
        one.wait(until)
    sys.stdout.flush()
