"""Real processes for the tests: a worker beside the test's own database, and the tree below it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

HERE = Path(__file__).parent
PATIENCE = 4
"""Waiting ends as soon as there is what is waited for; on a busy machine it may last so many times as long."""


def free_port() -> int:
    """A port on which nothing listens."""
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def database_url() -> str:
    """The address of the database that this test uses."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgresql://{settings['USER']}@{settings['HOST'].replace('/', '%2F')}/{settings['NAME']}"


@contextlib.contextmanager
def worker(room: Path, *, lease: int = 2, count: int = 2, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """``dondoc-web worker`` at work; stopped with all its processes at the end."""
    environment = os.environ | {
        "DONDOC_DATABASE_URL": database_url(),
        "DONDOC_DATA": str(room),
        "DONDOC_JOB_LEASE": str(lease),
        "DONDOC_LOG_LEVEL": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": "dondoc_web.settings",
        "READINGS": str(room / "readings"),
        "PYTHONPATH": str(HERE / "slow_reader"),
        **more,
    }
    command = [sys.executable, "-m", "dondoc_web", "worker", "--count", str(count)]
    with (room / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        below = tree(process.pid)
        process.send_signal(signal.SIGINT)
        process.wait(30 * PATIENCE)
        until(lambda: not any(alive(pid) for pid in below), "processes of the worker live on", seconds=5)


def readings(room: Path) -> list[tuple[int, str]]:
    """Process and file of every reading that was begun."""
    path = room / "readings"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [(int(pid), name) for pid, name in (line.split(" ", 1) for line in lines)]


def children(pid: int) -> list[int]:
    """Processes that ``pid`` has started, oldest first."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(child) for child in path.read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def tree(pid: int) -> list[int]:
    """All processes below ``pid``."""
    return [below for child in children(pid) for below in (child, *tree(child))]


def alive(pid: int) -> bool:
    """The process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(true: Callable[[], bool], otherwise: str, *, seconds: float = 30) -> None:
    """Wait until ``true()``; fail with ``otherwise`` after ``seconds`` of a quiet machine."""
    end = time.monotonic() + seconds * PATIENCE
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)
