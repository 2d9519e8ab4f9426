"""Old encodings and odd forms of Vietnamese made plain Unicode NFC.

Known: TCVN3 (ABC, fonts ``.Vn…``), VNI-Windows (fonts ``VNI-…``), VIQR,
Windows-1258, UTF-8 read as Latin-1, decomposed or mixed Unicode, and letters a
PDF font put in the private-use area. Each rewriting says where each letter came
from; which one is right is told by how many of its words are Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from dondoc.edits import Edit, Reason, apply
from dondoc.reading.decoding import western
from dondoc.reading.legacy import from_tcvn3, from_vni, letters
from dondoc.repairing.syllables import MARKED_LETTERS, is_syllable
from dondoc.text import Span


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of bytes: the text (NFC), the name of the encoding, and how sure that is (0 to 1)."""

    text: str
    encoding: str
    confidence: float


@cache
def _viqr() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["viqr"]: row["char"] for row in letters()} | {"Dd": "Đ", "dD": "đ"}
    vowels = "|".join(re.escape(form) for form in sorted(table, key=len, reverse=True))
    return re.compile(r"\\[`'?~.^(+d\\]|" + vowels), table


Rewriter = Callable[[str], str]


def from_viqr(text: str) -> str:
    """VIQR (``vie^.c`` → ``việc``); a sign at the end of a word is a tone only inside a sentence."""
    pattern, table = _viqr()

    def letter(match: re.Match[str]) -> str:
        form = match[0]
        if form[0] == "\\":
            return form[1:]
        if form[-1] in ".?" and _ends_sentence(text, match):
            shorter = form[:-1]
            return table.get(shorter, shorter) + form[-1]
        return table[form]

    return pattern.sub(letter, text)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """The sign that ends ``match`` is punctuation: no small letter follows, and the word is no name with a hat."""
    after = text[match.end() : match.end() + 2]
    if (after and not after[:1].isspace()) or (after[:1] == " " and after[1:2].islower()):
        return False
    word = text[text.rfind(" ", 0, match.start()) + 1 : match.start() + 1]
    name = word[:1].isupper() and len(match[0]) > 2 and after[1:2].isupper()
    return not name


def from_cp1258(text: str) -> str:
    """Windows-1258 that was read as Windows-1252."""
    return unicodedata.normalize("NFC", text.translate(_cp1258_map()))


@cache
def _cp1258_map() -> dict[int, str]:
    table = {}
    for code in range(0x80, 0x100):
        seen = bytes([code]).decode("cp1252", "ignore") or chr(code)
        true = bytes([code]).decode("cp1258", "ignore")
        if true and true != seen:
            table[ord(seen)] = true
    return table


@cache
def _bytes_seen() -> dict[str, int]:
    """Character → byte, for bytes 0x80–0xFF read as Windows-1252 or Latin-1."""
    table = {chr(code): code for code in range(0x80, 0x100)}
    return table | {c: code for code in range(0x80, 0xA0) if (c := bytes([code]).decode("cp1252", "ignore"))}


@cache
def _utf8_run() -> re.Pattern[str]:
    table = _bytes_seen()
    lead = "".join(re.escape(c) for c, code in table.items() if 0xC2 <= code <= 0xF4)
    tail = "".join(re.escape(c) for c, code in table.items() if code < 0xC0)
    return re.compile(f"[{lead}][{tail}]{{1,3}}")


def from_mojibake(text: str) -> str:
    """UTF-8 that was read as Latin-1 or Windows-1252 (``Ä‘á»‘i`` → ``đối``)."""
    table = _bytes_seen()

    def decoded(match: re.Match[str]) -> str:
        data = bytes(table[letter] for letter in match[0])
        for end in range(len(data), 1, -1):
            try:
                return data[:end].decode("utf-8") + match[0][end:]
            except UnicodeDecodeError:
                continue
        return match[0]

    return unicodedata.normalize("NFC", _utf8_run().sub(decoded, text))


def from_private_use(text: str) -> str:
    """Letters U+F020–F0FF of a symbol font, as the bytes they stand for."""
    return _PRIVATE.sub(lambda match: chr(ord(match[0]) - 0xF000), text)


_PRIVATE = re.compile("[\uf020-\uf0ff]")
_ODD_D = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})


def tidy(text: str) -> str:
    """NFC, with Icelandic and African look-alikes of Đ made Đ."""
    return unicodedata.normalize("NFC", text).translate(_ODD_D)


REWRITERS: dict[str, Rewriter] = {
    "unicode": tidy,
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "viqr": from_viqr,
    "cp1258": from_cp1258,
    "utf-8 read as latin-1": from_mojibake,
}
"""Ways to read a text, by name of the encoding."""

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_ENGLISH = re.compile(r"[\x00-\x7f]*\Z")
_NEW_LETTER = re.compile("[\u1ea0-\u1ef9]")
"""Letters that only Unicode has for Vietnamese."""
_READERS_SIGNS = frozenset("éÉ¢€£¥§©°«»‘’“”–—…•ﬁﬂ\u00a0")
"""What a reader of English makes of Vietnamese beyond ASCII, and punctuation."""
_VIQR_SIGN = re.compile(r"[aeouAEOU][\^(+]|dd[a-z]|[aeiouyAEIOUY][`~]|DD")


def share(text: str) -> float:
    """Share of the words with letters outside ASCII that are Vietnamese syllables; 0 when there are none."""
    words = [word for word in _WORD.findall(text[:40000]) if not word.isascii() and len(word) < 64]
    if not words:
        return 0.0
    strange = sum(1 for letter in text[:40000] if ord(letter) > 127 and not letter.isalnum())
    return sum(map(is_syllable, words)) / (len(words) + 0.2 * strange)


def detect(text: str, font: str | None = None) -> tuple[str, float]:
    """Name of the encoding that ``text`` seems to be in, and how sure that is.

    A ``font`` of an old family decides for pages that have letters beyond ASCII.
    """
    text = from_private_use(text)
    if _nothing_to_tell(text):
        return "unicode", 1.0
    hint = hinted(font)
    if hint and not _NEW_LETTER.search(text):
        return hint, 0.99
    scores = {name: share(rewrite(text)) for name, rewrite in REWRITERS.items() if _possible(name, text)}
    best = max(scores, key=lambda name: (scores[name], name == "unicode"))
    if scores[best] < scores["unicode"] + 0.1 or scores[best] < 0.5:
        return "unicode", min(1.0, 0.5 + scores["unicode"] / 2)
    rest = max((score for name, score in scores.items() if name != best), default=0.0)
    return best, round(min(0.99, 0.5 + (scores[best] - rest) / 2 + 0.2 * scores[best]), 2)


def _nothing_to_tell(text: str) -> bool:
    """Next to nothing beyond ASCII but signs that readers of English write, and no sign of VIQR."""
    if text.isascii():
        return not _VIQR_SIGN.search(text)
    other = [letter for letter in text if letter > "\x7f"]
    return "é" in text and sum(letter in _READERS_SIGNS for letter in other) > 0.8 * len(other)


def hinted(font: str | None) -> str | None:
    """Encoding that a font's name stands for."""
    name = (font or "").lower()
    return "tcvn3" if name.startswith(".vn") else "vni" if name.startswith("vni") else None


def _possible(name: str, text: str) -> bool:
    if name == "viqr":
        words = len(_WORD.findall(text)) or 1
        return len(_VIQR_SIGN.findall(text)) / words > 0.1
    return name == "unicode" or not text.isascii()


def settled(text: str, font: str | None = None) -> tuple[str, tuple[Edit, ...], str, float]:
    """``text`` in plain Unicode: the new text, the edits, the encoding found and how sure that is.

    Lines are judged alone where the whole speaks for an old encoding, since
    one file may hold both; the words between spaces that changed are the edits.
    """
    if _nothing_to_tell(text) and unicodedata.is_normalized("NFC", text):
        return text, (), "unicode", 1.0
    name, sure = detect(text, font)
    capitals = name == "tcvn3" and (font or "").lower().endswith("h")
    edits: list[Edit] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if not _PLAIN_ENGLISH.match(line) or name == "viqr":
            new = _line(line, name, font)
            edits += _differences(line, new.upper() if capitals else new, start, sure)
        start += len(line)
    return apply(text, edits)[0], tuple(edits), name, sure


def _line(line: str, name: str, font: str | None) -> str:
    """One line rewritten by ``name``, or left as it is where that reads better."""
    line = from_private_use(line)
    if (
        name == "unicode"
        or _NEW_LETTER.search(line)
        or (not hinted(font) and share(line) > share(REWRITERS[name](line)))
    ):
        return tidy(line)
    return tidy(REWRITERS[name](line))


_CHUNK = re.compile(r"\S+")


def _differences(old: str, new: str, start: int, sure: float) -> Iterator[Edit]:
    """Edits of the chunks between white space that differ; white space is never rewritten."""
    if old == new:
        return
    pairs = list(zip(_CHUNK.finditer(old), _CHUNK.findall(new), strict=False))
    if len(pairs) != len(_CHUNK.findall(old)) or len(pairs) != len(_CHUNK.findall(new)):
        body = old.strip()
        at = start + old.index(body)
        yield Edit(Span(at, at + len(body)), body, new.strip(), Reason.ENCODING, sure)
        return
    for match, after in pairs:
        if match[0] != after:
            yield Edit(Span(start + match.start(), start + match.end()), match[0], after, Reason.ENCODING, sure)


_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes, *, font: str | None = None) -> Decoded:
    """Text of ``data`` in whatever encoding of Vietnamese it is; never raises.

    >>> decode("Sở Nội vụ".encode("utf-16")).text
    'Sở Nội vụ'
    """
    text, name, sure = _read(data)
    new, _, found, how_sure = settled(text, font)
    if found == "unicode":
        return Decoded(new, name, min(sure, how_sure))
    return Decoded(new, found, how_sure)


def _read(data: bytes) -> tuple[str, str, float]:
    """Characters of ``data``: by its mark, as UTF-8, as UTF-16 without mark, or byte by byte."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig"), 1.0
    if data[:4000].count(0) > len(data[:4000]) / 4:
        name = "utf-16-le" if data[1:4000:2].count(0) >= data[0:4000:2].count(0) else "utf-16-be"
        return data.decode(name, "replace"), name, 0.9
    try:
        return data.decode("utf-8"), "utf-8", 1.0
    except UnicodeDecodeError:
        pass
    good = data.decode("utf-8", "ignore")
    if sum(letter in MARKED_LETTERS for letter in good) > (len(data) - len(good.encode())) * 4:
        return data.decode("utf-8", "replace"), "utf-8", 0.8
    return western(data), "windows-1252", 0.5
