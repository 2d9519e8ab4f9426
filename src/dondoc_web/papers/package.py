"""What a file of Word or Excel may hold before anything opens it: sane size, nothing that runs, nothing from outside.

No Django here: this runs in the process that reads what nobody vouches for.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from dondoc.reading.safe import MIB, Limits

LIMITS = Limits(bytes=4 * MIB, seconds=15.0, memory=1024 * MIB)
MOST_PARTS, LARGEST_PART, LARGEST = 500, 20 * MIB, 40 * MIB
"""Of the unpacked file."""
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)


class Refused(Exception):
    """The file cannot be taken; ``code`` says why, ``place`` are the words around, ``detail`` what is wrong there."""

    def __init__(self, code: str, place: str = "", detail: str = "") -> None:
        super().__init__(code)
        self.said = {"error": code, "place": place[:200], "detail": detail[:200]}


def check_package(
    path: Path, needed: frozenset[str], broken: str, also: Callable[[str, bytes], None] = lambda _name, _content: None
) -> None:
    """A package with the parts ``needed``, without macros, objects, entities, and links that fetch something.

    Raises Refused; ``broken`` is the code for a file that is no such package.
    ``also`` looks at each part in turn.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST:
                raise Refused("bomb")
            if any(one.file_size > LARGEST_PART for one in parts):
                raise Refused("bomb")
            if not needed <= {one.filename for one in parts}:
                raise Refused(broken)
            for one in parts:
                content = package.read(one)
                _check_part(one.filename.lower(), content)
                also(one.filename, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(broken) from error


def _check_part(name: str, content: bytes) -> None:
    if "vbaproject" in name or "vbadata" in name or "activex" in name:
        raise Refused("macro")
    if "/embeddings/" in name:
        raise Refused("embedded")
    if not name.endswith((".xml", ".rels")):
        return
    if b"\x00" in content or _ENTITY.search(content):
        raise Refused("entity")
    if name == "[content_types].xml" and b"macroenabled" in content.lower():
        raise Refused("macro")
    if name.endswith(".rels") and any(b"/hyperlink" not in link for link in _OUTSIDE.findall(content)):
        raise Refused("outside")
