"""Plain text and Markdown: bytes to characters, line ends made one kind."""

from __future__ import annotations

import codecs
import unicodedata

from dondoc.errors import UnknownFormat, UnreadableSource
from dondoc.reading.content import Content

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, name: str) -> str:
    """Characters of a text file in UTF-8, or in UTF-16/32 with its mark.

    Raises :class:`~dondoc.errors.UnknownFormat` for files that are not text.
    """
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        place = data.count(b"\n", 0, error.start) + 1
        raise UnreadableSource(
            f"«{name}»: dòng {place} không phải chữ UTF-8. Hãy lưu lại tệp với bảng mã Unicode (UTF-8)."
        ) from error
    if "\x00" in text:
        raise UnknownFormat(f"«{name}»: không phải tệp văn bản. Hãy lưu thành .txt, .md hoặc .html.")
    return text


def normal(text: str) -> str:
    """The text in Unicode NFC with ``\\n`` at line ends; nothing else is changed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def read(data: bytes, name: str) -> Content:
    """The characters of a text file, as they are but for line ends and Unicode form."""
    return Content(normal(decode(data, name)))
