"""From a file to its text: one room per kind of file behind one :func:`read`.

Whatever the format, a reader gives one text in which tables stand as
``| cell | cell |`` lines, so that everything after it works on lines alone;
readers of pages also give the place of each word on its page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from dondoc.document import Source
from dondoc.errors import EmptySource, UnknownFormat, UnreadableSource
from dondoc.reading import markup, plain, scan, scan_pdf
from dondoc.reading.content import Content

Reader = Callable[[bytes, str], Content]
"""Takes the bytes of a file and its name, gives what was read."""

READERS: dict[str, Reader] = {
    "text/plain": plain.read,
    "text/markdown": plain.read,
    "text/html": markup.read,
    "application/pdf": scan_pdf.read,
    "image/png": scan.read_picture,
    "image/jpeg": scan.read_picture,
    "image/tiff": scan.read_picture,
}
"""A reader for each media type; a new format adds its line here."""

SUFFIXES: dict[str, str] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".tsv": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
"""Ends of file names that say how a text is marked up, when its content does not."""

READABLE = "PDF (.pdf), ảnh quét (.png, .jpg, .tif), văn bản thuần (.txt), Markdown (.md), HTML (.html)"
"""What can be read, for messages to people."""


def read(file: str | Path | bytes, *, name: str | None = None) -> Source:
    """Reads a file (its path) or its bytes into a :class:`~dondoc.document.Source`.

    Raises :class:`~dondoc.errors.UnknownFormat` for a kind of file that cannot
    be read, :class:`~dondoc.errors.EmptySource` for one without text and
    :class:`~dondoc.errors.UnreadableSource` for one whose bytes are no text.
    """
    data, name = _bytes_of(file, name)
    if not data.strip():
        raise EmptySource(f"«{name}»: tệp rỗng. Hãy kiểm tra lại tệp đã chọn.")
    media_type = media_type_of(data, name)
    if media_type not in READERS:
        raise UnknownFormat(f"«{name}»: chưa đọc được loại tệp này. Hãy lưu thành {READABLE}.")
    content = READERS[media_type](data, name)
    if not content.text.strip():
        raise EmptySource(f"«{name}»: không có chữ nào trong tệp. Hãy kiểm tra lại tệp đã chọn.")
    return Source(
        name=name,
        media_type=media_type,
        text=content.text,
        sha256=hashlib.sha256(data).hexdigest(),
        findings=content.findings,
        pages=content.pages,
    )


def _bytes_of(file: str | Path | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, name or "(không tên)"
    path = Path(file)
    try:
        return path.read_bytes(), name or path.name
    except IsADirectoryError as error:
        raise UnreadableSource(f"«{path}» là thư mục. Hãy chỉ ra một tệp.") from error
    except OSError as error:
        raise UnreadableSource(f"«{path}»: không mở được tệp ({error.strerror}). Hãy kiểm tra đường dẫn.") from error


_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def media_type_of(data: bytes, name: str) -> str:
    """The kind of a file by its content; its name decides only how a text is marked up."""
    for signature, media_type in _SIGNATURES:
        if data[:1024].lstrip().startswith(signature):
            return media_type
    if markup.looks_like_html(data[:4096].decode("utf-8", "replace")):
        return "text/html"
    return SUFFIXES.get(Path(name).suffix.lower(), "text/plain")
