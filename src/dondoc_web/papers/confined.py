"""A file that nobody vouches for, handled in a process of its own that sees nothing of ours."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_BUSY = 4
"""A busy machine gives a process a part of its time: the clock may run so many times longer than the processor."""
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


def ask(module: str, home: Path, seconds: float) -> dict[str, Any]:
    """What ``python -m module`` leaves in ``result.json`` of the folder ``home``, in which it works.

    It takes ``seconds`` of processor time (it asks for that limit itself, as only it can) and a
    few times as long by the clock. ``{"error": "slow"}`` when either is over, ``bomb`` when it
    was ended for what else it took, ``broken`` when it failed.
    """
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment |= {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
        [sys.executable, "-m", module], cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(_BUSY * seconds)
    except subprocess.TimeoutExpired:
        return _ended("slow")
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    result = home / "result.json"
    if process.returncode or not result.is_file():
        if process.returncode == -getattr(signal, "SIGXCPU", 0):
            return _ended("slow")
        return _ended("bomb" if process.returncode < 0 else "broken")
    known: dict[str, Any] = json.loads(result.read_bytes())
    return known


def _ended(why: str) -> dict[str, Any]:
    return {"error": why, "place": "", "detail": ""}
