"""What kind of file an evidence is: told by its content, never by its name; only kinds of the list are taken."""

from __future__ import annotations

import zipfile
from typing import BinaryIO
from unicodedata import category

HEAD = 4096
"""Bytes that tell the kind."""

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
)
_OFFICE = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_MACROS = ("vbaProject.bin", "macros/")


def kind_of(file: BinaryIO) -> str | None:
    """The media type of ``file``, or None for a kind that is not taken; the file is left at its start."""
    file.seek(0)
    head = file.read(HEAD)
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = _of_archive(file)
    if found is None and _is_plain(head):
        found = "text/plain"
    file.seek(0)
    return found


def _of_archive(file: BinaryIO) -> str | None:
    """An office document; any other archive, and one with macros, is not taken."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(mark in name for mark in _MACROS for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                return kind.decode("ascii", "replace") if kind.startswith(_OPEN_DOCUMENT) else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return next((kind for part, kind in _OFFICE if part in names), None)


def _is_plain(head: bytes) -> bool:
    """Words in UTF-8 that no program would run or draw."""
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(head) < HEAD or error.start < HEAD - 4:
            return False  # not just a letter that the end of the head cuts through
        text = head[: error.start].decode("utf-8-sig")
    if not text or text.lstrip().startswith(("<", "#!")):
        return False
    return not any(category(c) == "Cc" and c not in "\t\r\n\f" for c in text)
