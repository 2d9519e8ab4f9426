"""The write side of a watched folder: what is put there is taken in, as if its user had uploaded it.

A file is taken when two looks found it the same, so that one that is still
being copied waits. Once the site keeps it, it leaves the folder: there is one
copy, and a paper refused for secrecy leaves none behind. A machine that stops
between the two finds the same content again and takes nothing twice. What
cannot be taken goes to ``failed/`` with a message beside it.
"""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.actions import receive

log = logging.getLogger(__name__)

FAILED = "failed"
UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".filepart", "~")
"""Ends of names under which programs write what is not complete yet."""

Seen = Mapping[str, tuple[int, int]]
"""Name → size and time of change (ns) at the last look."""


def look(folder: Path, before: Seen, *, by: User, office: Agency | None) -> Seen:
    """Take in the files of ``folder`` that are as they were ``before``; what is there now."""
    now: dict[str, tuple[int, int]] = {}
    for path, facts in _files(folder):
        if before.get(path.name) == facts:
            _take(path, by, office)
        else:
            now[path.name] = facts
    return now


def _files(folder: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Plain files that look complete, by name; links and folders are not followed."""
    for path in sorted(folder.iterdir()):
        try:
            facts = path.lstat()
        except FileNotFoundError:
            continue
        hidden = path.name.startswith((".", "~$")) or path.name.lower().endswith(UNFINISHED)
        if stat.S_ISREG(facts.st_mode) and not hidden:
            yield path, (facts.st_size, facts.st_mtime_ns)


def _take(path: Path, by: User, office: Agency | None) -> None:
    try:
        _refuse_what_is_too_large(path)
        with path.open("rb") as file:
            receive(by=by, file=File(file, path.name), name=path.name, confirmed_unclassified=True, office=office)
    except (ValidationError, PermissionDenied, OSError) as error:
        _set_aside(path, error)
    else:
        path.unlink(missing_ok=True)


def _refuse_what_is_too_large(path: Path) -> None:
    if path.stat().st_size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // settings.MEGABYTE
        raise ValidationError(_("Tệp lớn hơn %s MB; hãy tách tệp rồi đặt lại.") % limit)


def _set_aside(path: Path, error: Exception) -> None:
    """Move the file to ``failed/`` under a name that is free there, with the reason beside it."""
    words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    if isinstance(error, PermissionDenied):
        words = _("Người dùng của thư mục này không được tải văn bản lên; hãy kiểm tra DONDOC_WATCH_USER.")
    room = path.parent / FAILED
    try:
        room.mkdir(exist_ok=True)
        target = next(one for n in range(10_000) if not (one := room / f"{n or ''}{path.name}").exists())
        path.rename(target)
        target.with_name(f"{target.name}.txt").write_text(f"{words}\n", encoding="utf-8")
    except OSError:
        log.exception("a file of the watched folder could be neither taken nor set aside")
