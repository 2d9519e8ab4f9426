"""Stamps of digital signatures printed into the text of a page ("Ký bởi: …", "Signature Valid").

They stand over the letterhead or the signature and belong to neither; their
words are set aside and told in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dondoc.document import Finding
from dondoc.reading.pages import PrintedWord, rows_of, runs_of

_FIRST = re.compile(
    r"(?:Được ký(?: số)? bởi|Ký (?:số )?bởi|Người ký\s*:|Ký điện tử bởi|Chữ ký số(?: của)?\s*:|"
    r"Digitally signed by|Signed by\s*:|Signature (?:Not )?(?:Valid|Verified))",
    re.IGNORECASE,
)
"""How the first line of a stamp begins: "Ký bởi: Cổng TTĐT", "Signature Valid"."""

_FIELD = re.compile(
    r"(?:Ngày ký|Thời gian ký|Giờ ký|Ký ngày|E-?mail|Cơ quan|Đơn vị|Tổ chức|Chức vụ|Chức danh|Lý do|Nơi ký|Địa điểm|"
    r"Date|Reason|Location|Time|DN)\s*:",
    re.IGNORECASE,
)
"""How a further line of a stamp begins: "Email: …", "Thời gian ký: 05/02/2024 10:11:12 +07:00"."""

_TIME = re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?\s*(?:\+\d{2}[:']?\d{2}'?)?$|^[\w.+-]+@[\w.-]+$")
"""What may end a stamp without a name before it: a time of day with its zone, an e-mail address."""

_Run = list[PrintedWord]


def set_aside(words: Sequence[PrintedWord], number: int) -> tuple[list[PrintedWord], list[Finding]]:
    """Words without those of stamps, and a finding for each stamp of page ``number``."""
    if not any(word.text[:1] in "KkĐđNnDdSsCc" and _may_open(word.text) for word in words):
        return list(words), []
    runs = [run for row in rows_of(words) for run in _opened(runs_of(row))]
    findings: list[Finding] = []
    taken: set[int] = set()
    for start, run in enumerate(runs):
        if start not in taken and _FIRST.match(_text(run)):
            stamp = _stamp(runs, start)
            taken.update(stamp)
            findings.append(_finding(" ".join(_text(runs[k]) for k in stamp), number))
    if not taken:
        return list(words), []
    return [word for k, run in enumerate(runs) if k not in taken for word in run], findings


def _finding(text: str, number: int) -> Finding:
    return Finding(kind="digital_signature", message=f"chữ ký số in ở trang {number}, để ngoài nội dung: «{text}»")


_OPENERS = frozenset({"được", "ký", "người", "chữ", "digitally", "signed", "signature"})


def _may_open(word: str) -> bool:
    return word.lower().rstrip(":") in _OPENERS


def _opened(runs: Sequence[_Run]) -> list[_Run]:
    """Runs cut before the first words of a stamp that stands close behind a letterhead."""
    done: list[_Run] = []
    for run in runs:
        cut = next((k for k in range(1, len(run)) if _opens_behind(run, k)), None)
        done.extend([run[:cut], run[cut:]] if cut else [run])
    return done


def _opens_behind(run: _Run, k: int) -> bool:
    """A stamp opens at word ``k``: in smaller type than the words before, and clear of them."""
    small = run[k].height < 0.85 * run[k - 1].height
    return small and _may_open(run[k].text) and bool(_FIRST.match(_text(run[k:])))


def _text(run: Sequence[PrintedWord]) -> str:
    return " ".join(word.text for word in run)


def _stamp(runs: Sequence[_Run], start: int) -> list[int]:
    """The lines of the stamp that opens at ``start``: fields under it, and what goes on from them."""
    found = [start]
    for k in range(start + 1, len(runs)):
        above, run = runs[found[-1]], runs[k]
        if run[0].y0 > above[0].y1 + 1.2 * above[0].height:
            break
        if _under(runs[start], run) and (_FIELD.match(_text(run)) or _FIRST.match(_text(run)) or _goes_on(above, run)):
            found.append(k)
    return found


def _under(first: _Run, run: _Run) -> bool:
    """Begins about where the first line of the stamp begins, in type about as large."""
    return abs(run[0].x0 - first[0].x0) < 4 * first[0].height and abs(run[0].height / first[0].height - 1) < 0.3


def _goes_on(above: _Run, run: _Run) -> bool:
    """The rest of a value: close under the line above, beginning just where it does; or a time, an address."""
    close = run[0].y0 - above[0].y1 < 0.4 * above[0].height
    level = abs(run[0].x0 - above[0].x0) < 0.5 * above[0].height
    return close and (bool(_TIME.search(_text(run))) or (level and run[0].height < 9.0))
