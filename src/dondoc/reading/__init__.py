"""From a file to its text: one room per kind of file behind one :func:`read`.

Whatever the format, a reader gives one text in which tables stand as
``| cell | cell |`` lines, so that everything after it works on lines alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from dondoc.document import Source
from dondoc.errors import EmptySource, UnknownFormat, UnreadableSource
from dondoc.reading import markup, plain

Reader = Callable[[str], str]
"""Takes the decoded file, gives the text that was read."""

READERS: dict[str, Reader] = {
    "text/plain": plain.read,
    "text/markdown": plain.read,
    "text/html": markup.read,
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
"""Ends of file names that say which reader to use, when the content does not."""

READABLE = "văn bản thuần (.txt), Markdown (.md), HTML (.html)"
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
    decoded = plain.decode(data, name)
    media_type = _media_type(decoded, name)
    text = READERS[media_type](decoded)
    if not text.strip():
        raise EmptySource(f"«{name}»: không có chữ nào trong tệp. Hãy kiểm tra lại tệp đã chọn.")
    return Source(name=name, media_type=media_type, text=text, sha256=hashlib.sha256(data).hexdigest())


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


def _media_type(decoded: str, name: str) -> str:
    """Content speaks first: a file that begins like HTML is HTML whatever its name."""
    if markup.looks_like_html(decoded):
        return "text/html"
    suffix = Path(name).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix in _OTHER_FORMATS:
        raise UnknownFormat(f"«{name}»: chưa đọc được loại tệp {suffix}. Hãy lưu thành {READABLE}.")
    return "text/plain"


_OTHER_FORMATS = frozenset({".pdf", ".doc", ".docx", ".rtf", ".odt", ".xls", ".xlsx", ".png", ".jpg", ".jpeg", ".tif"})
