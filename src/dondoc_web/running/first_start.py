"""What the first start does, and every later one finds done: database, administrator, demonstration."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.core.files.base import File
from django.core.management import call_command

from dondoc_web.accounts.actions import create_administrator, new_password
from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.actions import office_of, receive
from dondoc_web.documents.models import Source

ADMINISTRATOR = "admin"
PEOPLE_SHUT_OUT = (
    "Dữ liệu này có người dùng minh họa; họ không đăng nhập được vì trang web chạy không có --demo. "
    "Muốn làm việc thật, hãy dùng thư mục dữ liệu mới (DONDOC_DATA)."
)
"""Said where a site starts for real work upon data of the demonstration."""


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


def load(folder: Path, *, by: User, office: Agency | None = None) -> int:
    """Have the documents in ``folder`` read that ``office`` never held; how many.

    One that was withdrawn stays withdrawn.
    """
    office = office_of(by, office)
    new = 0
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "README")):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if not Source.objects.filter(office=office, sha256=digest).exists():
                with path.open("rb") as file:
                    paper = File(file, path.name)
                    receive(by=by, file=paper, name=path.name, confirmed_unclassified=True, office=office)
                new += 1
    return new
