"""Plain text and Markdown: bytes to characters, line ends made one kind."""

from __future__ import annotations

import unicodedata

from dondoc.reading.content import Content
from dondoc.reading.decoding import decode_any


def normal(text: str) -> str:
    """The text in Unicode NFC with ``\\n`` at line ends; nothing else is changed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def read(data: bytes, name: str) -> Content:
    """The characters of a text file, as they are but for line ends and Unicode form."""
    text, findings = decode_any(data, name)
    return Content(normal(text), findings)
