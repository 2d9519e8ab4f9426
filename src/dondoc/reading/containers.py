"""What is inside a ZIP or OLE file: which office document, or one that has a password."""

from __future__ import annotations

import zipfile
from io import BytesIO

import olefile

from dondoc.errors import UnreadableSource

ZIP, OLE = "application/zip", "application/x-ole-storage"

_MAIN_PARTS = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_STREAMS = {
    "worddocument": "application/msword",
    "workbook": "application/vnd.ms-excel",
    "book": "application/vnd.ms-excel",
}
_ENCRYPTED_WORD = 0x0100
"""Bit of the flags at offset 10 of a Word 97 document: the text is encrypted ([MS-DOC] FibBase)."""


def in_zip(data: bytes) -> str:
    """The media type of the office document in a ZIP file; :data:`ZIP` for any other, or one cut off."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                return package.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, NotImplementedError):
        return _by_first_names(data)
    if not any(name.lstrip("/") == "[Content_Types].xml" for name in names):
        return ZIP
    return next((kind for folder, kind in _MAIN_PARTS.items() if any(folder in name[:6] for name in names)), ZIP)


def _by_first_names(data: bytes) -> str:
    """A ZIP cut off has lost its list of parts; the parts that are there still bear their names."""
    return next((kind for folder, kind in _MAIN_PARTS.items() if folder.encode() in data[:65536]), ZIP)


def in_ole(data: bytes, name: str) -> str:
    """The media type of the document in an OLE file; :data:`OLE` for any other.

    :raises UnreadableSource: the document has a password, or the file is cut off.
    """
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            streams = {"/".join(path).lower() for path in ole.listdir()}
            if "encryptedpackage" in streams or _word_with_password(ole, streams):
                raise UnreadableSource(f"«{name}»: tệp có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.")
    except (OSError, ValueError, IndexError, TypeError, RecursionError) as error:
        raise UnreadableSource(f"«{name}»: tệp hỏng hoặc bị cắt cụt. Hãy xin lại tệp hoặc mở ra và lưu lại.") from error
    return next((kind for stream, kind in _STREAMS.items() if stream in streams), OLE)


def _word_with_password(ole: olefile.OleFileIO[str], streams: set[str]) -> bool:
    if "worddocument" not in streams:
        return False
    head = ole.openstream("WordDocument").read(12)
    return len(head) == 12 and bool(int.from_bytes(head[10:12], "little") & _ENCRYPTED_WORD)


def has_macros(data: bytes) -> bool:
    """An OLE document carries programs."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            return any(part.lower() in ("macros", "_vba_project_cur", "vba") for path in ole.listdir() for part in path)
    except (OSError, ValueError, IndexError, TypeError, RecursionError):
        return False
