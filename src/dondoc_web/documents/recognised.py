"""Pages once recognised (trang đã nhận dạng): kept beside the file, so that a reading begun again goes on.

They hold words of the paper, so they go when it goes: refused or withdrawn.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from dondoc_web.documents.models import Source


def folder(source: Source) -> Path:
    """Where the library keeps the recognised pages of ``source``."""
    return Path(f"{source.file.path}.recognised")


def forget(source: Source) -> None:
    """Delete them."""
    if source.file:
        shutil.rmtree(folder(source), ignore_errors=True)
