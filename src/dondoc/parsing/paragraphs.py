"""Lines joined into paragraphs.

A paragraph begins at a label, a bullet or a field line ("Cơ quan chủ trì: …"),
after a blank line, or where the line before stopped short of the margin; a
line that begins in lower case goes on with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dondoc.parsing.fields import field_label
from dondoc.parsing.lines import Line
from dondoc.parsing.markers import BULLETS, LETTERS, Marker, Style, find_marker
from dondoc.text import LOWER, Passage, join


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; ``words`` are without the label, which ``marker`` holds.

    For a run of table lines ``rows`` are given and ``words`` is empty.
    """

    words: Passage
    lines: tuple[Line, ...]
    marker: Marker | None = None
    rows: tuple[Line, ...] = ()

    @property
    def first_line(self) -> int:
        """Number of the first line."""
        return self.lines[0].number

    @property
    def last_line(self) -> int:
        """Number of the last line."""
        return self.lines[-1].number

    @property
    def text(self) -> str:
        """The words, without the label."""
        return self.words.text


@dataclass(frozen=True, slots=True)
class Margin:
    """How lines of a source are set.

    ``width`` is the usual length of a full line; ``first_indent`` the least
    indent of a first line where first lines are set in, else 0;
    ``double_spaced`` says that blank lines mean nothing.
    """

    width: int
    wrapped: bool
    double_spaced: bool
    first_indent: int = 0


_FULL = 0.86
_UNWRAPPED = 130
_SENTENCE_END = re.compile(r"[.;:!?…](?:[\"”’)\]]|/\.)?$|\./\.$")
_WORD = re.compile(r"\S+")
_LOWER_START = re.compile(rf"[{LOWER},.;:)\]%…]")
_LETTER_WORDS = re.compile(r"[^\W\d_]")
_STOP = re.compile(r"[.:!?](?:[\"”’)\]])?$")
_TRAILING_LABEL = re.compile(r"(?<=[\w.;:…)”\"])\s+((?:\d{1,2}\.){2,}|(?:\d{1,2}\.)+\d{1,2}\.?)$")


_FIRST_LABEL = re.compile(r"(?<=[^\W\d_])\s+(1\.)$")
"""«III. TỔ CHỨC THỰC HIỆN 1.»: the first label of the list under a heading in capitals."""


def _first_label(text: str) -> re.Match[str] | None:
    return _FIRST_LABEL.search(text) if _capitals(text) else None


def margin_of(lines: Sequence[Line]) -> Margin:
    """Measures the lines that hold words."""
    lengths = sorted(len(line.words.text) for line in lines if line.words.text)
    if not lengths:
        return Margin(0, False, False)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.9))]
    wrapped = width < _UNWRAPPED
    return Margin(width, wrapped, wrapped and _double_spaced(lines), _first_indent(lines) if wrapped else 0)


def _first_indent(lines: Sequence[Line]) -> int:
    """Three columns more than lines that go on, when labelled lines are set in that much."""
    inner = sorted(line.indent for line in lines if line.words.text and _LOWER_START.match(line.words.text))
    first = sorted(line.indent for line in lines if line.words.text and find_marker(line.words.text))
    if len(inner) < 5 or len(first) < 5:
        return 0
    least = inner[int(len(inner) * 0.9)] + 3
    return least if first[len(first) // 4] >= least else 0


def _double_spaced(lines: Sequence[Line]) -> bool:
    """Most lines that plainly go on (next line in lower case) have a blank line after them."""
    open_lines = blank_after = 0
    for line, after, third in zip(lines, lines[1:], lines[2:], strict=False):
        if not line.words.text:
            continue
        if after.blank and third.words.text and _LOWER_START.match(third.words.text):
            open_lines += 1
            blank_after += 1
        elif after.words.text and _LOWER_START.match(after.words.text):
            open_lines += 1
    return open_lines >= 5 and blank_after > open_lines / 2


def paragraphs(lines: Sequence[Line], margin: Margin) -> Iterator[Paragraph]:
    """The paragraphs of ``lines`` in order; blank lines and rules only divide."""
    run: list[Line] = []
    marker: Marker | None = None
    blank = page = False
    last = 0
    for line in _opened(lines):
        page, last = page or line.number > last + 1 > 1, line.number
        if line.blank:
            blank = True
            continue
        if line.rule:
            yield from _closed(run, marker)
            run, marker, blank, page = [], None, False, False
            continue
        found = None if line.cells is not None else find_marker(line.words.text)
        if run and _goes_on(run, line, found, margin, blank and not page):
            run.append(line)
        else:
            yield from _closed(run, marker)
            run, marker = [line], found
        blank = page = False
    yield from _closed(run, marker)


def _opened(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines, cut before a decimal label that was left hanging at their end ("… tiến bộ 1.1.")."""
    for line in lines:
        text = line.words.text
        if text.endswith(".") and (m := _TRAILING_LABEL.search(text) or _first_label(text)):
            yield _part(line, 0, m.start())
            yield _part(line, m.start(1), m.end(1))
        else:
            yield line


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.number, line.start, line.words.cut(start, end).strip(), line.indent, bold=line.bold)


def _closed(run: list[Line], marker: Marker | None) -> Iterator[Paragraph]:
    if not run:
        return
    if run[0].cells is not None:
        yield Paragraph(Passage("", ()), tuple(run), rows=tuple(run))
        return
    words = join(line.words for line in run)
    if marker:
        words = words.cut(min(marker.length, len(words.text)), len(words.text)).strip()
    yield Paragraph(words, tuple(run), marker)


def _goes_on(run: list[Line], line: Line, marker: Marker | None, margin: Margin, blank: bool) -> bool:
    """True when ``line`` belongs to the paragraph of the lines of ``run``."""
    before = run[-1]
    if (before.cells is None) != (line.cells is None):
        return False
    if line.cells is not None:
        return True
    if _only_label(before):
        return True
    if marker is not None and not (_inside_list(run, marker) or _false_marker(before, line, marker, margin)):
        return False
    if marker is not None:
        return True
    return _same_paragraph(before, line, margin, blank)


def _same_paragraph(before: Line, line: Line, margin: Margin, blank: bool) -> bool:
    """The plain rules for two lines of words, the second without a label."""
    text = line.words.text
    if field_label(text):
        return False
    lower = bool(_LOWER_START.match(text))
    if blank and not margin.double_spaced:
        return lower and margin.wrapped and not _STOP.search(before.words.text)
    if not margin.wrapped:
        return lower and not _SENTENCE_END.search(before.words.text)
    if lower or _heading_goes_on(before, line):
        return True
    if margin.first_indent:
        return line.indent < margin.first_indent and not _capitals(before.words.text)
    return _is_full(before, text, margin) and not _new_by_indent(before, line)


def _inside_list(run: list[Line], marker: Marker) -> bool:
    """``(2)`` at the start of a line where ``(1)`` stands within the paragraph: a list inside a sentence."""
    if marker.style is not Style.PAREN:
        return False
    before = run[-1].words.text
    if marker.numbers == (1,):
        return not _STOP.search(before) and len(before) > 40
    text = " ".join(line.words.text for line in run)[1:]
    return any(f"({label})" in text for label in _labels_before(marker))


def _labels_before(marker: Marker) -> tuple[str, ...]:
    """How the label before this one would be printed."""
    value = marker.numbers[0] - 1
    romans = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    letters = tuple(LETTERS[value - 1 : value]) if marker.label in LETTERS else ()
    return (str(value), *romans[value - 1 : value], *letters)


def _only_label(line: Line) -> bool:
    """A label alone on its line ("Điều 1.", "1.4.") takes the next line with it."""
    marker = find_marker(line.words.text)
    return marker is not None and marker.length >= len(line.words.text) and marker.style not in BULLETS


def _false_marker(before: Line, line: Line, marker: Marker, margin: Margin) -> bool:
    """A dash between two words, or a number, that a line end put at the start of a line.

    "chính trị" / "- xã hội": lower case after the dash and an open line before.
    """
    rest = line.words.text[marker.length :]
    if marker.style in BULLETS:
        named = rest[:1].isupper() and before.words.text.split()[-1][:1].isupper() and line.indent < margin.first_indent
        joins = bool(_LOWER_START.match(rest)) or rest[:1].isdigit() or named
        return (
            margin.wrapped
            and joins
            and not _SENTENCE_END.search(before.words.text)
            and _is_full(before, line.words.text, margin)
        )
    return marker.numbers != () and bool(_LOWER_START.match(rest)) and margin.wrapped and _counted(before)


def _counted(before: Line) -> bool:
    """The line before ends with a word that a number follows ("Điều", "khoản", "số", "tháng")."""
    return bool(
        re.search(r"(?:Điều|điều|khoản|điểm|số|tháng|ngày|năm|quý|Quý|mục|Mục|phụ lục|và|đến|từ)$", before.words.text)
    )


def _heading_goes_on(before: Line, line: Line) -> bool:
    """Two lines in capitals, the first without an end: one heading over two lines."""
    return _capitals(before.words.text) and _capitals(line.words.text) and not _SENTENCE_END.search(before.words.text)


def _capitals(text: str) -> bool:
    letters = "".join(_LETTER_WORDS.findall(text))
    return len(letters) > 3 and letters.upper() == letters


def _is_full(before: Line, after: str, margin: Margin) -> bool:
    """The first word of ``after`` would not have fitted on the line before."""
    first = _WORD.match(after)
    return before.indent * 0.5 + len(before.words.text) + 1 + (first.end() if first else 0) > _FULL * margin.width


def _new_by_indent(before: Line, line: Line) -> bool:
    """Set in by at least three columns more than a line that ends a sentence."""
    return line.indent >= before.indent + 3 and bool(_SENTENCE_END.search(before.words.text))
