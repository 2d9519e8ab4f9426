"""Recognised pages put together: one text, the words with their places in it, findings.

The form is that of every reader of pages: a printed line a line, rows of
tables as ``| cell | cell |``, what stands side by side four spaces or more
apart, indents as spaces, a blank line for a larger gap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.document import Finding, Page, Word
from dondoc.reading import scan_heads, scan_labels, scan_stamps
from dondoc.reading.content import Content
from dondoc.reading.scan_numbers import Label, in_sequence
from dondoc.reading.scan_page import ReadCell, ReadLine, ReadTable, ReadWord, Recognised, cell_gaps
from dondoc.text import Span

_POOR = 0.8
"""Mean confidence under which a page should be compared with its picture by a person."""
_NUMBER_HEAD = re.compile(r"(?:S\s?TT|TT|Số\s*TT|Số thứ tự|Stt)\.?", re.I)
_LABEL_LIKE = re.compile(r"[\dIVXl]{1,4}(?:\.\d{1,2}){0,3}[.)]?|[A-Za-zđ][.)]?|[-–+*•]?")


@dataclass(slots=True)
class Writer:
    """The text written so far, the words and findings with their places in it."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    words: list[Word] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Adds characters that are no word of the page."""
        self.parts.append(text)
        self.size += len(text)

    def word(self, word: ReadWord) -> None:
        """Adds a word at its place."""
        start = self.size
        self.write(word.text.replace("|", "¦"))
        x0, y0, x1, y1 = (round(value, 2) for value in (word.x0, word.y0, word.x1, word.y1))
        self.words.append(Word(start, self.size, x0, y0, x1, y1, round(word.confidence, 3)))
        if word.read:
            message = f"«{word.text}» suy ra từ thứ tự các mục (chữ đọc được là «{word.read}»), hãy đối chiếu với ảnh"
            self.findings.append(Finding(kind="label_inferred", message=message, span=Span(start, self.size)))

    def take_words(self) -> tuple[Word, ...]:
        """The words since this was last asked."""
        words, self.words = tuple(self.words), []
        return words


def assemble(pages: Sequence[Recognised]) -> Content:
    """The text of recognised pages in order, row numbers put right over all of them."""
    writer = Writer()
    pages, signed = scan_stamps.set_aside(pages)
    writer.findings.extend(signed)
    pages = scan_labels.mended(scan_heads.mended(pages))
    numbers = row_numbers(pages)
    done = [write_page(writer, number, page, numbers[number - 1]) for number, page in enumerate(pages, 1)]
    return Content("".join(writer.parts), tuple(writer.findings), tuple(done))


def write_page(writer: Writer, number: int, page: Recognised, numbers: Sequence[Sequence[str]]) -> Page:
    """One page: its lines and tables; ``numbers`` are the row numbers of each of its tables."""
    start = writer.size
    tables = iter(numbers)
    before: ReadLine | ReadTable | None = None
    for part in page.parts:
        if isinstance(part, ReadTable):
            if isinstance(before, ReadTable) or (before is None and writer.size):
                writer.write("\n")
            _write_table(writer, part, next(tables))
        else:
            _write_line(writer, part)
        before = part
    if page.words and page.confidence < _POOR:
        writer.findings.append(_poor_page(number, page, Span(start, writer.size)))
    return Page(
        number=number,
        width=round(page.width, 2),
        height=round(page.height, 2),
        span=Span(start, writer.size),
        words=writer.take_words(),
        origin="recognised",
    )


def _poor_page(number: int, page: Recognised, span: Span) -> Finding:
    share = round(page.confidence * 100)
    message = f"trang {number}: chữ trên ảnh khó đọc (độ tin cậy {share} %), hãy đối chiếu với bản gốc"
    return Finding(kind="doubtful_page", message=message, span=span)


def _write_line(writer: Writer, line: ReadLine) -> None:
    if line.gap_above:
        writer.write("\n")
    for spaces, word in zip(line.spaces, line.words, strict=True):
        writer.write(" " * spaces)
        writer.word(word)
    writer.write("\n")


# Tables -------------------------------------------------------------------------------------------


def _write_table(writer: Writer, table: ReadTable, numbers: Sequence[str]) -> None:
    for row, number in zip(table.rows, numbers, strict=True):
        writer.write("|")
        for column, cell in enumerate(row):
            writer.write(" ")
            if column == 0 and number != cell.text:
                _write_inferred(writer, cell, number)
            else:
                _write_cell(writer, cell)
            writer.write(" |")
        writer.write("\n")


def _write_cell(writer: Writer, cell: ReadCell) -> None:
    for gap, word in zip(cell_gaps(cell.words), cell.words, strict=True):
        writer.write(gap)
        writer.word(word)


def _write_inferred(writer: Writer, cell: ReadCell, number: str) -> None:
    """A row number that the sequence gave; a finding keeps what was read."""
    start = writer.size
    writer.word(ReadWord(number, *cell.box, 0.0))
    read = f"chữ đọc được là «{cell.text}»" if cell.text else "không đọc được chữ trong ô"
    message = f"số thứ tự «{number}» suy ra từ thứ tự các dòng ({read}), hãy đối chiếu với ảnh"
    writer.findings.append(Finding(kind="row_number_inferred", message=message, span=Span(start, writer.size)))


def row_numbers(pages: Sequence[Recognised]) -> list[list[list[str]]]:
    """For each page and table the labels of its rows; a table goes on over pages as one sequence."""
    tables = [part for page in pages for part in page.parts if isinstance(part, ReadTable)]
    labels: list[list[str]] = []
    for run in _runs(tables):
        known = (
            in_sequence([_label(row, _right(table)) for table in run for row in _body(table)])
            if _numbered(run)
            else None
        )
        labels.extend(_labels_of(table, known) for table in run)
    per_page = iter(labels)
    return [[next(per_page) for part in page.parts if isinstance(part, ReadTable)] for page in pages]


def _right(table: ReadTable) -> float:
    """Where the table ends on the right, in points."""
    return max(cell.box[2] for row in table.rows for cell in row)


def _runs(tables: Sequence[ReadTable]) -> list[list[ReadTable]]:
    """Tables of the same number of columns that follow one another: pieces of one, cut by page ends."""
    runs: list[list[ReadTable]] = []
    for table in tables:
        same = bool(runs) and len(runs[-1][-1].rows[0]) == len(table.rows[0])
        if same and not (_heads(table) and _starts_again(table)):
            runs[-1].append(table)
        else:
            runs.append([table])
    return runs


def _starts_again(table: ReadTable) -> bool:
    """The first number under the head is the first of a sequence."""
    first = next((row[0].text.strip(".) ") for row in _body(table) if row[0].text), "")
    return first in ("1", "I", "A")


def _heads(table: ReadTable) -> int:
    """Rows of the head: down to the first row whose number cell is neither empty nor a head, at most three."""
    if not _NUMBER_HEAD.fullmatch(table.rows[0][0].text):
        return 0
    count = 1
    while count < min(3, len(table.rows)) and _is_head_row(table.rows[count]):
        count += 1
    return count


def _is_head_row(row: Sequence[ReadCell]) -> bool:
    """Under a merged number head, or the row (1) (2) (3) that numbers the columns."""
    if not row[0].inked:
        return all(len(cell.text) < 60 for cell in row)
    texts = [cell.text.strip("() ") for cell in row if cell.inked]
    return len(texts) >= 3 and texts == [str(k) for k in range(1, len(texts) + 1)]


def _body(table: ReadTable) -> Sequence[Sequence[ReadCell]]:
    return table.rows[_heads(table) :]


def _numbered(run: Sequence[ReadTable]) -> bool:
    """A first column of numbers: its head says so, or most of what is read in it looks like numbers."""
    texts = [row[0].text for table in run for row in _body(table) if row[0].inked]
    if not texts or max(map(len, texts)) > 12:
        return False
    if _heads(run[0]):
        return True
    return sum(bool(_LABEL_LIKE.fullmatch(text)) for text in texts) > 0.7 * len(texts)


def _label(row: Sequence[ReadCell], right: float) -> Label:
    cell = row[0]
    confidence = min((word.confidence for word in cell.words), default=0.0)
    return Label(cell.text, confidence, cell.inked, _is_group(row, right))


def _is_group(row: Sequence[ReadCell], right: float) -> bool:
    """A title alone: the other cells are empty or one with it, but none goes on from the row above."""
    values = row[2:]
    if not values or any(other.inked for other in values):
        return False
    merged = [other for other in values if other.box == _NOWHERE]
    return not merged or row[1].box[2] > right - 8


_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def _labels_of(table: ReadTable, known: list[str] | None) -> list[str]:
    """Labels for all rows of a table; those of ``known`` are taken from its front."""
    labels = [row[0].text for row in table.rows]
    if known is None:
        return labels
    heads = _heads(table)
    taken = known[: len(table.rows) - heads]
    del known[: len(taken)]
    return [*labels[:heads], *taken]
