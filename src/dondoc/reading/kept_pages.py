"""Pages once recognised, in a folder: a file a page, named by the hash of its picture and of the readers.

A page is the same page in whichever file it comes, so a file sent twice, or
read again after a stop, costs nothing. The folder may be emptied at any time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from pydantic import ValidationError

from dondoc.reading.scan_page import Recognised


def known(folder: Path | None, key: str) -> Recognised | None:
    """A page read before; None when there is none or its file was cut off."""
    if folder is None:
        return None
    try:
        return Recognised.model_validate_json(_place(folder, key).read_bytes())
    except (OSError, ValidationError):
        return None


def keep(folder: Path | None, key: str, page: Recognised) -> None:
    """Written beside and then put in place, so that a kill leaves no half page."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".part", encoding="utf-8", delete=False) as part:
        part.write(page.model_dump_json())
    Path(part.name).replace(_place(folder, key))


def _place(folder: Path, key: str) -> Path:
    return folder / f"{key}.json"
