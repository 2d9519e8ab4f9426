"""From a file to its text: one room per kind of file behind one :func:`read`.

Whatever the format, a reader gives one text in which tables stand as
``| cell | cell |`` lines, so that everything after it works on lines alone;
readers of pages also give the place of each word on its page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import cast

from dondoc.document import Columns, Source
from dondoc.errors import EmptySource, UnknownFormat, UnreadableSource
from dondoc.reading import containers, markup
from dondoc.reading.content import Content
from dondoc.reading.decoding import decoded_bytes
from dondoc.reading.how import How, PageRead, Progress

Reader = Callable[[bytes, str], Content]
"""Takes the bytes of a file and its name, gives what was read."""

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

READERS: dict[str, str] = {
    "text/plain": "plain.read",
    "text/markdown": "plain.read",
    "text/html": "markup.read",
    "text/csv": "spreadsheet.read_csv",
    "multipart/related": "markup.read_archive",
    "application/pdf": "scan_pdf.read",
    "image/png": "scan.read_picture",
    "image/jpeg": "scan.read_picture",
    "image/tiff": "scan.read_picture",
    _DOCX: "word.read",
    _XLSX: "spreadsheet.read",
    "application/msword": "office.read_text",
    "application/rtf": "office.read_text",
    "application/vnd.oasis.opendocument.text": "office.read_text",
    "application/vnd.oasis.opendocument.text-template": "office.read_text",
    "application/vnd.ms-word.2003+xml": "office.read_text",
    "application/vnd.ms-excel": "office.read_sheets",
    "application/vnd.oasis.opendocument.spreadsheet": "office.read_sheets",
}
"""The room and function that read each media type; a new format adds its line here.

A room is loaded when a file asks for it: a text needs no OCR engine.
"""


_BY_PAGES = frozenset({"scan_pdf", "scan"})
"""Rooms that read page by page, and are told how."""
_BY_COLUMNS = frozenset(
    {_XLSX, "text/csv", "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet"}
)
"""Kinds of files whose columns a person may have named."""


def reader_of(media_type: str, how: How | None = None) -> Reader:
    """The reader of a media type that :data:`READERS` lists."""
    room, function = READERS[media_type].split(".")
    found = getattr(import_module(f"dondoc.reading.{room}"), function)
    if room == "office":
        found = partial(found, media_type=media_type)
    told = room in _BY_PAGES or media_type in _BY_COLUMNS
    return partial(found, how=how) if told else cast("Reader", found)


SUFFIXES: dict[str, str] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".tsv": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".png": "image/png",
    **dict.fromkeys((".jpg", ".jpeg"), "image/jpeg"),
    **dict.fromkeys((".tif", ".tiff"), "image/tiff"),
    **dict.fromkeys((".docx", ".docm", ".dotx"), _DOCX),
    **dict.fromkeys((".xlsx", ".xlsm"), _XLSX),
    ".doc": "application/msword",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""Ends of names of files that can be read; they say what a file is only where its content does not."""

READABLE = (
    "PDF (.pdf), ảnh quét (.png, .jpg, .tif), Word (.docx, .doc, .rtf, .odt), Excel (.xlsx, .xls, .csv), "
    "văn bản thuần (.txt), Markdown (.md), HTML (.html)"
)
"""What can be read, for messages to people."""


def read(
    file: str | Path | bytes,
    *,
    name: str | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    columns: Sequence[Columns] = (),
) -> Source:
    """Reads a file (its path) or its bytes into a :class:`~dondoc.document.Source`.

    ``progress`` is told each page (:class:`~dondoc.reading.how.PageRead`), the
    first one before the others are recognised; what it raises ends the
    reading. ``cache`` is a folder of pages once recognised, which are not
    recognised again. ``columns`` name the columns of lists in spreadsheets,
    each recognised by its header.

    Raises :class:`~dondoc.errors.UnknownFormat` for a kind of file that cannot
    be read, :class:`~dondoc.errors.EmptySource` for one without text and
    :class:`~dondoc.errors.UnreadableSource` for one whose bytes are no text.
    """
    return read_as(file, name, How(progress=progress, cache=cache, columns=tuple(columns)))


def read_as(file: str | Path | bytes, name: str | None, how: How) -> Source:
    """The same as :func:`read`, with everything that can be said about how."""
    data, name = _bytes_of(file, name)
    if not data.strip():
        raise EmptySource(f"«{name}»: tệp rỗng. Hãy kiểm tra lại tệp đã chọn.")
    media_type = media_type_of(data, name)
    if media_type not in READERS:
        raise UnknownFormat(f"«{name}»: chưa đọc được loại tệp này. Hãy lưu thành {READABLE}.")
    content = reader_of(media_type, how)(data, name)
    if not content.text.strip():
        raise EmptySource(f"«{name}»: không có chữ nào trong tệp. Hãy kiểm tra lại tệp đã chọn.")
    if how.progress and not content.pages:
        how.progress(PageRead(1, 1, 1, content.text))
    return Source(
        name=name,
        media_type=media_type,
        text=content.text,
        sha256=hashlib.sha256(data).hexdigest(),
        findings=content.findings,
        pages=content.pages,
        sheets=content.sheets,
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
    """The kind of a file by its content; its name decides only how a text is marked up.

    :raises UnreadableSource: the file has a password, or is cut off before it says what it is.
    """
    for signature, media_type in _SIGNATURES:
        if data[:1024].lstrip().startswith(signature):
            return _inside(data, name, media_type)
    head = decoded_bytes(data[:4096])
    text = head.text if head else data[:4096].decode("latin-1")
    if _WORD_2003 in text:
        return "application/vnd.ms-word.2003+xml"
    if markup.looks_like_archive(text):
        return "multipart/related"
    if markup.looks_like_html(text):
        return "text/html"
    by_name = SUFFIXES.get(Path(name).suffix.lower(), "text/plain")
    return by_name if by_name.startswith(("text/", "multipart/")) or "\x00" in text else "text/plain"


_WORD_2003 = '<?mso-application progid="Word.Document"?>'


def _inside(data: bytes, name: str, media_type: str) -> str:
    """What a container holds."""
    if media_type == containers.ZIP:
        return containers.in_zip(data)
    return containers.in_ole(data, name) if media_type == containers.OLE else media_type
