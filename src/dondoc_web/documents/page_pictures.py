"""Pictures of pages (ảnh trang): drawn when first asked for, kept beside the file, deleted with it.

A page is drawn by a process of the library that its limits bound, so that a
hostile file costs its own picture and never the site.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from threading import BoundedSemaphore

import dondoc
from dondoc.errors import DondocError
from dondoc.reading.safe import Limits
from dondoc_web.documents.models import Source

LIMITS = Limits(seconds=20.0)
"""A page takes a second; one that takes longer has no picture."""

_AT_ONCE = BoundedSemaphore(2)
"""Pages drawn at the same time by one process of the site: each is a process of its own."""


class NoPicture(Exception):
    """The page cannot be drawn: its file is gone, broken, or passes the limits."""


def picture(source: Source, number: int) -> Path:
    """The file of the picture of page ``number`` (from 1), WebP.

    :raises NoPicture: it cannot be drawn.
    """
    kept = _folder(source) / f"{number}.webp"
    if not kept.is_file():
        _keep(kept, _drawn(source, number))
    return kept


def forget(source: Source) -> None:
    """Delete every picture of ``source``."""
    if source.file:
        shutil.rmtree(_folder(source), ignore_errors=True)


def _folder(source: Source) -> Path:
    return Path(f"{source.file.path}.pages")


def _drawn(source: Source, number: int) -> bytes:
    try:
        content = source.content()
        with _AT_ONCE:
            return dondoc.page_picture(content, source.name, number, limits=LIMITS).webp
    except (FileNotFoundError, DondocError) as error:
        raise NoPicture(str(error)) from error


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all: two people may ask for the same page at once."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
