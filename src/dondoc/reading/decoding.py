"""Bytes of a text file to characters, in whatever encoding of Vietnamese it was saved.

Unicode says so itself (a mark, or bytes that only UTF-8 has). For the old
encodings (Windows-1258, TCVN3, VNI) each is tried, and the one whose words are
shaped like Vietnamese syllables is taken; how sure that is stands in a finding.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from dondoc.document import Finding
from dondoc.errors import UnknownFormat, UnreadableSource
from dondoc.reading.legacy import from_tcvn3, from_vni

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 40_000
"""Characters that decide the encoding."""

LEAST_SHARE = 0.6
"""Less than this share of well-formed syllables among the words with marks is no Vietnamese."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file, the name of its encoding, and how sure that is (0 to 1)."""

    text: str
    encoding: str
    confidence: float = 1.0


def decode_any(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[Finding, ...]]:
    """Characters of a text file, and a finding when its encoding was guessed or some bytes were broken.

    ``declared`` is the encoding that the file names for itself, as pages do.

    :raises UnknownFormat: the file is not text.
    :raises UnreadableSource: no encoding gives Vietnamese words.
    """
    decoded = decoded_bytes(data, declared)
    if decoded is None:
        raise UnreadableSource(
            f"«{name}»: từ dòng {_first_odd_line(data)} không phải chữ Unicode, cũng không nhận ra bảng mã cũ. "
            "Hãy mở bằng Word và lưu lại với bảng mã Unicode (UTF-8)."
        )
    if _is_binary(decoded.text):
        raise UnknownFormat(f"«{name}»: không phải tệp văn bản. Hãy lưu thành .docx, .txt, .md hoặc .html.")
    return decoded.text, tuple(_charset_finding(decoded))


def _first_odd_line(data: bytes) -> int:
    """The line of the first byte that is not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def decoded_bytes(data: bytes, declared: str | None = None) -> Decoded | None:
    """Characters of ``data``; None when no encoding gives Vietnamese words."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding.removesuffix("-sig"))
    if wide := _wide(data):
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    stated = _as_declared(data, declared)
    return stated or _broken_utf8(data) or _old(data)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: every other byte of the spaces and ASCII letters is zero."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 16 or max(even, odd) < len(head) / 8 or min(even, odd) > max(even, odd) / 10:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return Decoded(data.decode(encoding, "replace"), encoding, 0.9)


_SAYS_NOTHING = frozenset({"utf8", "utf_8", "utf-8", "iso8859-1", "latin_1", "ascii", "cp1252"})
"""Encodings that pages name whatever they hold."""


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    """The encoding that the file names, where the name means something and the words bear it out."""
    if not declared:
        return None
    if re.search(r"tcvn|abc", declared, re.I):
        return Decoded(_old_text(data, from_tcvn3), "TCVN3")
    if re.search(r"\bvni\b", declared, re.I):
        return Decoded(_old_text(data, from_vni), "VNI")
    try:
        encoding = codecs.lookup(declared).name
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError, TypeError):
        return None
    if encoding in _SAYS_NOTHING or well_formed(text) < LEAST_SHARE:
        return None
    return Decoded(unicodedata.normalize("NFC", text), encoding)


def _broken_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes lost: they become U+FFFD."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    letters = sum(1 for letter in text if letter.isalpha() and ord(letter) > 127)
    return Decoded(text, "utf-8", 0.8) if letters > 10 * lost else None


_OLD: tuple[tuple[str, Callable[[str], str]], ...] = (("TCVN3", from_tcvn3), ("VNI", from_vni))


def _old(data: bytes) -> Decoded | None:
    """Of Windows-1258, TCVN3 and VNI the one whose words are best formed."""
    texts = {encoding: _old_text(data, rewrite) for encoding, rewrite in _OLD}
    texts["Windows-1258"] = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    texts["Windows-1252"] = western(data)
    shares = {encoding: well_formed(text) for encoding, text in texts.items()}
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] < LEAST_SHARE:
        return None
    second = max(share for encoding, share in shares.items() if encoding != best)
    return Decoded(texts[best], best, round(min(0.99, shares[best] * (1 - second / 2)), 2))


def western(data: bytes) -> str:
    """Windows-1252, its unused bytes as Latin-1 has them: no byte is lost."""
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in data)


def _old_text(data: bytes, rewrite: Callable[[str], str]) -> str:
    return unicodedata.normalize("NFC", rewrite(data.decode("latin-1")))


_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SYLLABLE = re.compile(
    r"(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?[uo]?"
    r"(?:iê|yê|uô|ươ|ia|ua|ưa|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)(?:ch|c|m|ng|nh|n|p|t|i|y|o|u)?"
)
_TOKEN = re.compile(r"[^\s\x00-\x40\[-`{-~“”‘’«»–—…•·§°]+")


def well_formed(text: str) -> float:
    """Share of the words with marked letters that are shaped like Vietnamese syllables; 0 without such words.

    >>> well_formed("đôn đốc thực hiện"), well_formed("®«n ®èc thùc hiÖn")
    (1.0, 0.0)
    """
    words = [word for word in _TOKEN.findall(text[:SAMPLE]) if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return _SYLLABLE.fullmatch(base) is not None


def _is_binary(text: str) -> bool:
    """Characters that no text holds."""
    head = text[:SAMPLE]
    return "\x00" in text or sum(head.count(chr(code)) for code in (*range(1, 9), *range(14, 27))) > len(head) / 100


def _charset_finding(decoded: Decoded) -> list[Finding]:
    lost = decoded.text.count("\ufffd")
    found = []
    if decoded.confidence < 1.0 and decoded.encoding != "utf-8":
        message = f"bảng mã {decoded.encoding}, đoán với độ chắc {decoded.confidence:.0%}; đã đổi sang Unicode"
        found.append(Finding(kind="charset", message=message))
    if lost and decoded.confidence < 1.0:
        found.append(Finding(kind="charset", message=f"{lost} ký tự hỏng trong tệp, đánh dấu bằng «\ufffd»"))
    return found
