"""What the first start does, and every later one finds done: database, administrator, demonstration."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.core.files.base import File
from django.core.management import call_command

from dondoc_web.accounts.actions import create_administrator, new_password
from dondoc_web.accounts.models import User
from dondoc_web.documents.actions import receive
from dondoc_web.documents.models import Source

ADMINISTRATOR = "admin"


def migrate() -> None:
    """Bring the database to the form of this version."""
    call_command("migrate", verbosity=0, interactive=False)


def first_administrator() -> str | None:
    """Make the administrator when there is no account at all; the password, once."""
    if User.objects.exists():
        return None
    password = new_password()
    create_administrator(username=ADMINISTRATOR, password=password)
    return password


def load(folder: Path, *, by: User) -> int:
    """Have the documents in ``folder`` read that were never here; how many.

    One that was withdrawn stays withdrawn.
    """
    new = 0
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "README")):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if not Source.objects.filter(sha256=digest).exists():
                with path.open("rb") as file:
                    receive(by=by, file=File(file, path.name), name=path.name, confirmed_unclassified=True)
                new += 1
    return new
