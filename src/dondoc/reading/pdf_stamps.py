"""Stamps of digital signatures printed into the text of a page ("Ký bởi: …", "Signature Valid").

They stand over the letterhead or the signature and belong to neither; their
words are set aside and told in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from dondoc.document import Finding
from dondoc.reading.pages import PrintedWord

_FIRST = re.compile(
    r"(?:Được ký(?: số)? bởi|Ký (?:số )?bởi|Người ký\s*:|Ký điện tử bởi|Chữ ký số(?: của)?\s*:|"
    r"Digitally signed by|Signed by\s*:|Signature (?:Not )?(?:Valid|Verified))",
    re.IGNORECASE,
)
"""How the first line of a stamp begins: "Ký bởi: Cổng TTĐT", "Signature Valid"."""

_SIGNALS = ("ký bởi", "ký số bởi", "ký điện tử", "người ký", "chữ ký số", "signed by", "signature ")
"""What a page that has a stamp says somewhere; a quick look before the lines are made out."""

_FIELD = re.compile(
    r"(?:Ngày ký|Thời gian ký|Giờ ký|Ký ngày|E-?mail|Cơ quan|Đơn vị|Tổ chức|Chức vụ|Chức danh|Lý do|Nơi ký|Địa điểm|"
    r"Date|Reason|Location|Time|DN)\s*:",
    re.IGNORECASE,
)
"""How a further line of a stamp begins: "Email: …", "Thời gian ký: 05/02/2024 10:11:12 +07:00"."""

_TIME = re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?\s*(?:\+\d{2}[:']?\d{2}'?)?$|^[\w.+-]+@[\w.-]+$")
"""What may end a stamp without a name before it: a time of day with its zone, an e-mail address."""

_Line = list[PrintedWord]


def set_aside(words: Sequence[PrintedWord], number: int) -> tuple[list[PrintedWord], list[Finding]]:
    """Words without those of stamps, and a finding for each stamp of page ``number``.

    A stamp is written in one go, so its lines are looked for in the order of
    the file: on the page they may lie across a header or a letterhead.
    """
    text = _text(words).lower()
    if not any(signal in text for signal in _SIGNALS):
        return list(words), []
    lines = _lines(words)
    usual = median(word.height for word in words)
    findings: list[Finding] = []
    kept: list[PrintedWord] = []
    at = 0
    while at < len(lines):
        end = _stamp_end(lines, at, usual)
        if end > at:
            findings.append(_finding(" ".join(_text(line) for line in lines[at:end]), number))
        else:
            kept.extend(lines[at])
        at = max(end, at + 1)
    return kept, findings


def _finding(text: str, number: int) -> Finding:
    return Finding(kind="digital_signature", message=f"chữ ký số in ở trang {number}, để ngoài nội dung: «{text}»")


def _lines(words: Sequence[PrintedWord]) -> list[_Line]:
    """Words as the file writes them, cut where it goes on elsewhere: to another line, or far along this one."""
    lines: list[_Line] = []
    for word in words:
        before = lines[-1][-1] if lines else None
        if before and abs(word.y1 - before.y1) < 0.3 * before.height and abs(word.x0 - before.x1) < 1.5 * before.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _text(line: Sequence[PrintedWord]) -> str:
    return " ".join([word.text for word in line])


def _stamp_end(lines: Sequence[_Line], first: int, usual: float) -> int:
    """The line after the last of the stamp that opens at line ``first``; ``first`` where none does."""
    if not _FIRST.match(_text(lines[first])):
        return first
    end = first + 1
    while end < len(lines) and _belongs(lines[end - 1], lines[end], usual):
        end += 1
    alone = end == first + 1 and lines[first][0].height > 0.9 * usual
    return first if alone else end


def _belongs(above: _Line, line: _Line, usual: float) -> bool:
    """A field of the stamp, or the rest of one: close under the line above, in type as large."""
    word, over = line[0], above[0]
    step = word.y1 - over.y1
    if not (0 < step < 2.5 * over.height) or abs(word.height / over.height - 1) > 0.3:
        return False
    text = _text(line)
    if _FIELD.match(text) or _FIRST.match(text) or _TIME.search(text):
        return abs(word.x0 - over.x0) < 6 * over.height
    level = abs(word.x0 - over.x0) < 0.5 * over.height
    return level and step < 1.5 * over.height and word.height < 0.9 * usual
