"""The command ``dondoc-web``: Django's own command line, ready to use without any setting.

The data folder and the secret key are made on first use; everything else is
Django's: ``dondoc-web migrate``, ``dondoc-web createadmin``, ``dondoc-web run``.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from django.core.management import execute_from_command_line


def prepare() -> None:
    """Name the settings, make the data folder, and give the site a secret key that lasts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc_web.settings")
    data = Path(os.environ.setdefault("DONDOC_DATA", "var")).resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.environ.get("DONDOC_SECRET_KEY"):
        os.environ["DONDOC_SECRET_KEY"] = _kept_key(data / "secret-key")


def _kept_key(path: Path) -> str:
    """The key in ``path``; made there, readable by its owner only, when there is none.

    Two processes that start together must end with the same key: the first to
    create the file wins.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def main() -> None:
    """Run one command of the site."""
    prepare()
    execute_from_command_line(["dondoc-web", *sys.argv[1:]])
