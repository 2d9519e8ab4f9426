"""People of the cast (tests/web/cast.py) in a site that runs: told to its own command, in its own data folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from stage import environment

CAST = Path(__file__).resolve().parents[1] / "web"
SCRIPT = """
import cast
from dondoc_web.accounts.models import User
User.objects.filter(username="admin").update(username="first")
cast.two_provinces()
"""


def hire(room: Path) -> None:
    """Two provinces, their bodies and people; the password of each is ``mat-khau-`` and the name.

    The administrator made at the first start is called ``first`` from then on."""
    command = [sys.executable, "-W", "ignore", "-m", "dondoc_web", "shell", "--no-imports", "-c", SCRIPT]
    done = subprocess.run(
        command, check=False, env=environment(room, PYTHONPATH=str(CAST)), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
