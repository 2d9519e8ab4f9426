"""A real site beside a real Chromium: started as a new user starts it, looked at as people look."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo/documents"
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

PATIENCE = 90_000
"""Milliseconds that a page may take; waiting ends as soon as there is what is waited for."""

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Site:
    """Where the site answers, who may come in, and the folder of its data."""

    address: str
    user: str
    password: str
    room: str = ""


def free_port() -> int:
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def as_(site: Site, user: str) -> Site:
    """The site for one of the cast (tests/web/cast.py)."""
    return Site(site.address, user, f"mat-khau-{user}", site.room)


def environment(room: Path | str, **more: str) -> dict[str, str]:
    """What the site, or a command beside it, is told: where the data lie, and ``more``."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DONDOC_", "DJANGO_"))}
    return clean | {"DONDOC_DATA": str(room)} | more


@functools.cache
def _migrated() -> Path:
    """A database with every migration and nothing in it, made once: to migrate takes longer than many a test."""
    room = Path(tempfile.mkdtemp(prefix="dondoc-migrated-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "dondoc_web", "migrate"], env=environment(room), check=True)
    return room / "dondoc.sqlite3"


@contextlib.contextmanager
def running(room: Path, *options: str, settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Site]:
    """``dondoc-web run`` in a folder without data, with ``settings`` in its environment, until the end of the block."""
    port = free_port()
    if not (room / "dondoc.sqlite3").exists():
        shutil.copy(_migrated(), room)
    surroundings = environment(room, PORT=str(port), PYTHONUNBUFFERED="1", **settings)
    command = [sys.executable, "-m", "dondoc_web", "run", *options]
    with (room / "errors").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=errors, text=True)
    told = ""
    assert process.stdout is not None
    for line in process.stdout:
        told += line
        if "http://" in line:
            break
    assert "http://" in told, (room / "errors").read_text(encoding="utf-8")
    password = re.search(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", told)
    try:
        yield Site(f"http://127.0.0.1:{port}", "admin", password[0] if password else "", str(room))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)
        process.stdout.close()


@contextlib.contextmanager
def visit(chromium, site: Site, viewport: dict[str, int], *, signed_in: bool = True) -> Iterator[Page]:
    """A page of a person; whatever the browser complains of (the content policy, a script) fails the test."""
    context = chromium.new_context(viewport=viewport, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site.address + "/")
    if signed_in:
        page.get_by_label("Tên đăng nhập").fill(site.user)
        page.get_by_label("Mật khẩu").fill(site.password)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(site.address + "/")
    yield page
    context.close()
    expected = re.compile(r"status of (400|404|413)")
    left = [words for words in complaints if not expected.search(words)]
    assert not left, left
