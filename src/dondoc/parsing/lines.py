"""Lines of a source, cleaned of markup, with what does not belong to the text set aside.

Reads: the text of a :class:`~dondoc.document.Source`. Gives: :class:`Line`
values in order, and findings for page numbers, running headers and footnotes
that stand between them. Nothing is lost: a line set aside keeps its place in a
finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from dondoc.document import Finding, Source
from dondoc.text import LOWER, UPPER, Passage, Piece, Span


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its number from 1, where it starts, its words, its indent in columns.

    ``cells`` are given for a line of a table. ``rule`` is a line of dashes or
    stars that separates. ``bold`` is a line that Markdown or HTML marks as a
    heading or as bold from end to end.
    """

    number: int
    start: int
    words: Passage
    indent: int = 0
    cells: tuple[Passage, ...] | None = None
    rule: bool = False
    bold: bool = False

    @property
    def blank(self) -> bool:
        """Nothing but white space."""
        return not self.words.text and self.cells is None and not self.rule

    @property
    def span(self) -> Span:
        """First to last character of the words."""
        pieces = self.words.pieces or (Piece(0, self.start, 0),)
        return Span(pieces[0].source, pieces[-1].source + pieces[-1].length)


_MARKS = re.compile(
    r"\*\*|__(?=\S)|(?<=\S)__|</?(?:b|i|u|em|strong|sup|sub|span|font)(?:\s[^<>]{0,200})?/?>|(?:^|(?<=\n))\s{0,3}#{1,6}\s+|\\(?=[\W_])",
    re.I,
)
_STARS = re.compile(r"(?<!^)\*|^\*(?!\s)")
_TABLE_BREAK = re.compile(r"<br\s*/?>", re.I)
_RULE = re.compile(r"^[\s\-–—_*=.·+|:~]{3,}$")
_TABLE_RULE = re.compile(r"^[\s|:+\-=]+$")
_MARKDOWN_HEAD = re.compile(r"^\s{0,3}(?:#{1,6}\s|\*\*.*\*\*\s*$|<b>.*</b>\s*$)", re.I)


def printed_lines(line: Line) -> list[Passage]:
    """What a line prints, one under the other: its words, or the lines of each of its cells in turn."""
    if line.cells is None:
        return [line.words]
    return [
        cell.cut(m.start(), m.end()).strip()
        for cell in line.cells
        for m in _PRINTED.finditer(cell.text)
        if m[0].strip()
    ]


_PRINTED = re.compile(r"[^\n]+")


def split_lines(source: Source) -> list[Line]:
    """Every line of the source, blank ones too."""
    markdown = source.media_type == "text/markdown"
    lines, start = [], 0
    for number, raw in enumerate(source.text.split("\n"), 1):
        lines.append(_line(number, start, raw, markdown))
        start += len(raw) + 1
    return lines


def _line(number: int, start: int, raw: str, markdown: bool) -> Line:
    if not raw.strip():
        return Line(number, start, Passage("", ()))
    if "|" in raw or raw.count("\t") > 1:
        cells = _cells(raw, start, markdown)
        if cells is not None:
            return Line(number, start, Passage("", ()), cells=cells)
    if _RULE.match(raw):
        return Line(number, start, Passage("", ()), rule=True)
    words = _clean(raw, start, markdown)
    stripped = raw.lstrip(" \t\f\u00a0\ufeff")
    return Line(
        number, start, words, len(raw.expandtabs(8)) - len(stripped.expandtabs(8)), bold=bool(_MARKDOWN_HEAD.match(raw))
    )


def _cells(raw: str, start: int, markdown: bool) -> tuple[Passage, ...] | None:
    """Cells of ``| a | b |`` or of ``a<tab>b<tab>c``; None for a line that is no row."""
    bare = raw.strip(" \f\u00a0\r")
    if bare.startswith("|") and bare.count("|") >= 2:
        if _TABLE_RULE.match(bare):
            return ()
        body = raw.index("|") + 1
        end = raw.rindex("|") if bare.endswith("|") else len(raw)
        return _split(raw, start, (body, end), "|", markdown)
    if raw.count("\t") >= 2 and len([part for part in raw.split("\t") if part.strip()]) >= 1 and "\t" in raw.strip(" "):
        parts = raw.split("\t")
        if len(parts) >= 4 or sum(bool(part.strip()) for part in parts) >= 3:
            return _split(raw, start, (0, len(raw)), "\t", markdown)
    return None


def _split(raw: str, start: int, body: tuple[int, int], mark: str, markdown: bool) -> tuple[Passage, ...]:
    """Cells between ``mark``; a ``<br>`` in a cell is a line end there."""
    cells, at = [], body[0]
    for part in raw[body[0] : body[1]].split(mark):
        cells.append(_clean(part, start + at, markdown, "\n"))
        at += len(part) + 1
    return tuple(cells)


def _clean(raw: str, start: int, markdown: bool, line_end: str = " ") -> Passage:
    """The words of ``raw`` (which stands at ``start``) without marks of markup, ends trimmed."""
    left = len(raw) - len(raw.lstrip(" \t\f\r\u00a0\ufeff"))
    right = len(raw.rstrip(" \t\f\r\u00a0"))
    body = raw[left:right]
    cuts = _mark_places(body, markdown, line_end)
    if not cuts:
        return Passage(body, (Piece(0, start + left, len(body)),)) if body else Passage("", ())
    return _without(body, start + left, cuts).strip()


def _mark_places(body: str, markdown: bool, line_end: str) -> list[tuple[int, int, str]]:
    """Marks in ``body``: start, end, and what is put there instead."""
    if not any(sign in body for sign in ("*", "<", "\\", "#", "__")):
        return []
    places = [(m.start(), m.end(), line_end) for m in _TABLE_BREAK.finditer(body)]
    if markdown or "**" in body or "<" in body:
        places += [(m.start(), m.end(), "") for m in _MARKS.finditer(body)]
    if markdown:
        taken = {index for start, end, _ in places for index in range(start, end)}
        places += [(m.start(), m.end(), "") for m in _STARS.finditer(body) if m.start() not in taken]
    return sorted(places)


def _without(body: str, start: int, cuts: list[tuple[int, int, str]]) -> Passage:
    parts: list[str] = []
    pieces: list[Piece] = []
    size = at = 0
    for left, right, instead in [*cuts, (len(body), len(body), "")]:
        if left > at:
            parts.append(body[at:left])
            pieces.append(Piece(size, start + at, left - at))
            size += left - at
        if instead and left >= at:
            parts.append(instead)
            size += len(instead)
        at = max(at, right)
    return Passage("".join(parts), tuple(pieces))


# What does not belong to the text -----------------------------------------------------------------

_LONE_NUMBER = re.compile(r"^\W{0,3}(?:[Tt]rang\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?[^\w.,;:)]{0,3}$")
_YEAR_OPEN = re.compile(r"(?:năm|[-–/])$")
_DIGITS = re.compile(r"\d+")
_FOOTNOTE = re.compile(rf"^(\d{{1,2}})(?:\s{{2,}}|\s+(?=[{UPPER}(\"“])|(?=[{UPPER}][{LOWER}])|$)")


def furniture(lines: list[Line]) -> tuple[list[Line], list[Finding]]:
    """Sets page numbers, running headers and footnotes aside; what stays, and a finding for each."""
    dropped: dict[int, str] = {}
    for index, line in enumerate(lines):
        lone = line.words.text and len(line.words.text) <= 14 and _LONE_NUMBER.match(line.words.text)
        if lone and not _is_year(line, lines[index - 1] if index else None):
            dropped[index] = "page_number"
    dropped |= dict.fromkeys([*_running(lines), *_repeated(lines, dropped)], "running_header")
    dropped |= _footnotes(lines, dropped)
    findings = [Finding(kind=kind, message=_MESSAGES[kind], span=lines[i].span) for i, kind in sorted(dropped.items())]
    return [line for index, line in enumerate(lines) if index not in dropped], findings


_MESSAGES = {
    "page_number": "số trang, không thuộc nội dung",
    "running_header": "dòng đầu trang hoặc chân trang lặp lại, không thuộc nội dung",
    "footnote": "chú thích cuối trang, để ngoài nội dung",
}


def _is_year(line: Line, before: Line | None) -> bool:
    """«… tháng 11 năm» / «2025»: the year of a date that a line end cut off, not the number of a page."""
    year = re.fullmatch(r"(?:19|20)\d\d", line.words.text) is not None
    return year and before is not None and bool(_YEAR_OPEN.search(before.words.text))


def _running(lines: list[Line]) -> list[int]:
    """Lines alike but for their numbers, whose last number grows from one to the next."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        text = line.words.text
        if 4 < len(text) <= 100 and text[-1].isdigit() | text[0].isdigit() and _DIGITS.search(text):
            alike[_DIGITS.sub("0", text)].append(index)
    found = []
    for places in alike.values():
        if len(places) > 1 and _counts_up([lines[i].words.text for i in places]):
            found.extend(places)
    return found


def _repeated(lines: list[Line], dropped: dict[int, str]) -> list[int]:
    """The same words three times and more, each time beside the number of a page."""
    beside = {i for number in dropped for i in range(number - 3, number + 4)}
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index in sorted(beside):
        if 0 <= index < len(lines) and index not in dropped and 4 < len(lines[index].words.text) <= 100:
            alike[lines[index].words.text].append(index)
    return [index for places in alike.values() if len(places) > 2 for index in places]


def _counts_up(texts: list[str]) -> bool:
    """A page number that grows by one to three, the other numbers staying the same."""
    rows = [[int(n) for n in _DIGITS.findall(text)] for text in texts]
    columns = list(zip(*rows, strict=True))
    moving = [column for column in columns if len(set(column)) > 1]
    if len(moving) != 1:
        return False
    steps = [b - a for a, b in zip(moving[0], moving[0][1:], strict=False)]
    return all(0 < step <= 3 for step in steps)


def _footnotes(lines: list[Line], dropped: dict[int, str]) -> dict[int, str]:
    """Notes at the foot of a page: the block after the last blank line before a page number.

    A note begins with its number without a dot, and that number hangs on a
    word of the page above ("09 phường và 01 xã1").
    """
    found: dict[int, str] = {}
    for index, kind in dropped.items():
        if kind == "page_number":
            block = _block_above(lines, index)
            if block and (match := _FOOTNOTE.match(lines[block[0]].words.text)) and _called(lines, block[0], match[1]):
                found |= dict.fromkeys(block, "footnote")
    return found


def _block_above(lines: list[Line], index: int) -> list[int]:
    """Lines right above ``index`` back to a blank line, at most 15; blank lines before it are passed over."""
    at = index - 1
    while at >= 0 and lines[at].blank:
        at -= 1
    end = at
    while at >= 0 and end - at < 15 and not lines[at].blank and lines[at].cells is None:
        at -= 1
    return list(range(at + 1, end + 1)) if at >= 0 and lines[at].blank else []


def _called(lines: list[Line], index: int, number: str) -> bool:
    call = re.compile(rf"[{LOWER})”\"]{number}(?!\d)")
    return any(call.search(line.words.text) for line in lines[max(index - 70, 0) : index])
