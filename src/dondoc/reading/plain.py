"""Plain text and Markdown: bytes to characters, line ends made one kind."""

from __future__ import annotations

import codecs
import unicodedata

from dondoc.errors import UnknownFormat, UnreadableSource

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "Word, Excel hoặc tệp nén",
    b"\xd0\xcf\x11\xe0": "Word hoặc Excel đời cũ",
    b"{\\rtf": "RTF",
    b"\x89PNG": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPEG",
}


def decode(data: bytes, name: str) -> str:
    """Characters of a text file in UTF-8, or in UTF-16/32 with its mark.

    Raises :class:`~dondoc.errors.UnknownFormat` for files that are not text.
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnknownFormat(f"«{name}»: chưa đọc được tệp {kind}. Hãy lưu thành .txt, .md hoặc .html.")
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


def read(text: str) -> str:
    """The text in Unicode NFC with ``\\n`` at line ends; nothing else is changed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
