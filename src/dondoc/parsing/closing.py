"""The end of a directive: who signed, on whose behalf, and who receives it.

The list "Nơi nhận" and the signature stand side by side in print; in text they
are often woven into each other line by line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dondoc.document import Quote, Signer
from dondoc.parsing.lines import Line, printed_lines
from dondoc.parsing.zones import AUTHORITY, RECIPIENTS, Part
from dondoc.text import LOWER, UPPER, Passage, join

_GAP = re.compile(r"\s{3,}|\t+|\s*\|\s*")
_BULLET = re.compile(r"^\s*[-–—+•*]\s*")
_PERSON = re.compile(
    rf"^(?:(?:GS|PGS|TS|ThS|BS|CN|KS|LS)\.?\s*)*(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)\s+)?"
    rf"(?P<name>[{UPPER}][{LOWER}]*(?:\s+[{UPPER}][{LOWER}]*){{1,4}})$"
)
_PERSON_AT_END = re.compile(rf"(?P<name>[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{1,4}})(?=\s*$|\s[{UPPER}]{{2}})")
_CAPITALS = re.compile(rf"^(?=[^{LOWER}]*[{LOWER}]?[^{LOWER}]*$)(?=.*[{UPPER}]{{2}})[{UPPER}{LOWER}\s.,/\-–()]+$")
_ARCHIVE = re.compile(r"^Lưu\b")


@dataclass(frozen=True, slots=True)
class Closing:
    """Recipients, signer and the place of the signer's name."""

    recipients: tuple[Quote, ...]
    signer: Signer | None
    signer_quote: Quote | None


def closing(part: Part, source: str) -> Closing:
    """What the closing lines of a part say; empty fields for what they do not."""
    left, right = _columns(part.closing)
    recipients = _recipients(left, source)
    name, lines = _signature(right)
    authority = " ".join(text for text in lines if AUTHORITY.match(text)) or None
    role = " ".join(text for text in lines if not AUTHORITY.match(text)) or None
    if name is None and authority is None and role is None:
        return Closing(recipients, None, None)
    signer = Signer(name=_plain(name.text) if name else None, role=role, on_behalf_of=authority)
    return Closing(recipients, signer, Quote.of(name, source) if name else None)


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name)


def _columns(lines: Sequence[Line]) -> tuple[list[Passage], list[Passage]]:
    """Words of the recipients' side and of the signature's side."""
    left: list[Passage] = []
    right: list[Passage] = []
    listing = False
    for line in lines:
        for words in [part for printed in printed_lines(line) for part in _split(printed)]:
            text = words.text
            if RECIPIENTS.match(text):
                listing = True
                left.append(words)
            elif _is_signature(text, listing):
                right.append(words)
                listing = listing and not _PERSON.match(text)
            else:
                left.append(words)
    return left, right


def _split(words: Passage) -> list[Passage]:
    """Parts of a line that wide gaps hold apart."""
    parts, at = [], 0
    for gap in _GAP.finditer(words.text):
        parts.append(words.cut(at, gap.start()).strip())
        at = gap.end()
    parts.append(words.cut(at, len(words.text)).strip())
    return [piece for part in parts if part.text for piece in _unwoven(part)]


_WOVEN = re.compile(
    rf"^(?P<left>(?:Nơi nhận|NƠI NHẬN)\s*:|[-–+*].*?[,;.])\s+"
    rf"(?P<right>[{UPPER}][{UPPER}/.]+(?:\s[{UPPER}/.][{UPPER}{LOWER}/.]*)+|"  # a small letter may be OCR's: PHÓ Bí THƯ
    rf"[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{1,3}})$"
)


def _unwoven(words: Passage) -> list[Passage]:
    """A recipient and, after a single space, the authority, post or name printed on the same line."""
    match = _WOVEN.match(words.text)
    if not match or not (_CAPITALS.match(match["right"]) or match["right"].split()[0] in surnames()):
        return [words]
    return [words.cut(*match.span("left")).strip(), words.cut(*match.span("right")).strip()]


def _is_signature(text: str, listing: bool) -> bool:
    if _BULLET.match(text) and not AUTHORITY.match(text):
        return False
    if AUTHORITY.match(text) or (_CAPITALS.match(text) and len(text) > 5 and not RECIPIENTS.match(text)):
        return True
    person = _PERSON.match(text)
    return person is not None and (not listing or person["name"].split()[0] in surnames())


@cache
def surnames() -> frozenset[str]:
    """Family names that Vietnamese names begin with."""
    text = files("dondoc.parsing").joinpath("data/surnames.csv").read_text(encoding="utf-8")
    return frozenset(row["name"] for row in csv.DictReader(text.splitlines()))


def _signature(right: Sequence[Passage]) -> tuple[Passage | None, list[str]]:
    """The signer's name, and the lines of authority and post above it."""
    name: Passage | None = None
    posts: list[str] = []
    for words in right:
        if found := _person_in(words):
            better = name is None or found.text.split()[0] in surnames()
            name = found if better else name
            if not _PERSON.match(words.text):
                posts.extend(_posts(words.text[: words.text.rfind(found.text)].strip()))
        else:
            posts.extend(_posts(words.text))
    return name, posts


def _posts(text: str) -> list[str]:
    """Authority and post lines; several may be run together ("TM. … KT. … PHÓ CHỦ TỊCH")."""
    cuts = [m.start() for m in AUTHORITY.finditer(text)]
    starts = sorted({0, *cuts})
    parts = [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [part for part in parts if part]


def _person_in(words: Passage) -> Passage | None:
    match = _PERSON.match(words.text)
    if match is None and AUTHORITY.match(words.text):
        match = _PERSON_AT_END.search(words.text)
    return words.cut(*match.span("name")) if match else None


def _recipients(left: Sequence[Passage], source: str) -> tuple[Quote, ...]:
    """One entry for each item of the list; lines without a dash go on with the item above."""
    entries: list[list[Passage]] = []
    listing = archived = False
    for printed in left:
        head = RECIPIENTS.match(printed.text)
        words = printed.cut(head.end(), len(printed.text)).strip(" :") if head else printed
        listing = listing or head is not None
        if not listing or not words.text:
            continue
        if bullet := _BULLET.match(words.text):
            entries.append([words.cut(bullet.end(), len(words.text))])
            archived = bool(_ARCHIVE.match(entries[-1][0].text))
        elif entries and not archived:
            entries[-1].append(words)
        elif head and not entries:
            entries.append([words])
    joined = [join(entry) for entry in entries]
    trimmed = [words.cut(0, len(words.text.rstrip(" ,;."))) for words in joined]
    return tuple(Quote.of(words, source) for words in trimmed if words.text)
