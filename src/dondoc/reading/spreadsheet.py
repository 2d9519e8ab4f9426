"""Lists of tasks kept in Excel or CSV: each sheet as a table of ``| cell | cell |`` lines with its header.

What stands above the header in one cell (the name of the list, the period) is
text above the table. Cells are written as Excel shows them: days as
dd/mm/yyyy, whole numbers without a point. Where a person named the columns of
a list, its header carries those names.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from dondoc.document import Columns, Finding, Sheet
from dondoc.errors import UnreadableSource
from dondoc.reading.content import Content
from dondoc.reading.decoding import decode_any
from dondoc.reading.how import How
from dondoc.reading.package import Package
from dondoc.reading.plain import normal
from dondoc.text import squeeze

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MAX_ROWS = 20_000
MAX_COLUMNS = 60
_SHOWN_ROWS, _SHOWN_CELL = 20, 200
"""As much of a sheet as a person needs to name its columns."""
_UNNAMED = re.compile(r"^(?:sheet|trang[ _]?tính|trang)\s*\d*$", re.I)

Row = list[str]


def read(data: bytes, name: str, how: How | None = None) -> Content:
    """The visible sheets of a workbook, values only: formulas as they were last counted.

    :raises UnreadableSource: the file is broken, has a password, or is made to do harm.
    """
    package = Package(data, name)
    package.refuse_entities()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets, findings = _sheets(book)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as error:
        raise package.broken() from error
    return _content(sheets, (*package.macros(), *findings), how)


def _sheets(book: openpyxl.Workbook) -> tuple[list[tuple[str, list[Row]]], list[Finding]]:
    """Name and rows of each sheet that is shown, and what was left out."""
    sheets: list[tuple[str, list[Row]]] = []
    findings: list[Finding] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            findings.append(Finding(kind="hidden_sheet", message=f"trang tính ẩn «{sheet.title}», để ngoài nội dung"))
            continue
        sheet.reset_dimensions()
        rows = [[shown(cell) for cell in row] for row in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)]
        if len(rows) > MAX_ROWS:
            message = f"trang tính «{sheet.title}» dài hơn {MAX_ROWS:,} dòng; phần sau không đọc"
            findings.append(Finding(kind="sheet_too_long", message=message))
        sheets.append((sheet.title, rows[:MAX_ROWS]))
    return sheets, findings


def shown(cell: Cell | MergedCell | ReadOnlyCell | EmptyCell) -> str:
    """What Excel shows for a cell."""
    value = cell.value
    if value is None:
        return ""
    form = str(getattr(cell, "number_format", "") or "")
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _moment(value, form)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, form)
    text = squeeze(str(value))
    return "" if re.fullmatch(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)", text) else text


def _moment(value: datetime.datetime | datetime.date | datetime.time, form: str) -> str:
    """A day as dd/mm/yyyy; a month or a year where the form of the cell shows no more; an hour where there is one."""
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.lower())
    if form and form != "General" and "d" not in letters and "y" in letters:
        return f"{value:%m/%Y}" if "m" in letters else f"{value:%Y}"
    day = f"{value:%d/%m/%Y}"
    hour = isinstance(value, datetime.datetime) and (value.hour or value.minute) and "h" in letters
    return f"{day} {value:%H:%M}" if hour else day


def _number(value: float, form: str) -> str:
    if form.endswith("%"):
        return f"{value * 100:.10g}%"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def read_csv(data: bytes, name: str, how: How | None = None) -> Content:
    """A table of comma, semicolon or tab separated values in any encoding."""
    text, findings = decode_any(data, name)
    text = normal(text)
    try:
        rows = [
            [squeeze(cell) for cell in row[:MAX_COLUMNS]]
            for row in csv.reader(io.StringIO(text), delimiter=_mark(text))
        ]
    except csv.Error as error:
        raise UnreadableSource(f"«{name}»: tệp CSV hỏng ({error}). Hãy mở bằng Excel và lưu lại.") from error
    return _content([("", rows)], findings, how)


def _mark(text: str) -> str:
    """The sign between cells: the one that the first lines hold most often, outside quotes."""
    head = re.sub(r'"[^"]*"', "", text[:20_000])
    return max(",;\t", key=head.count)


# Rows as text -------------------------------------------------------------------------------------


def _content(
    sheets: Iterable[tuple[str, Sequence[Row]]], findings: tuple[Finding, ...], how: How | None = None
) -> Content:
    filled = [(title, [row for row in rows if any(row)]) for title, rows in sheets]
    filled = [(title, rows) for title, rows in filled if rows]
    return Content(_text(filled, how.columns if how else ()), findings, sheets=tuple(_first_rows(filled)))


def _first_rows(sheets: Iterable[tuple[str, Sequence[Row]]]) -> Iterator[Sheet]:
    for title, rows in sheets:
        shown = rows[:_SHOWN_ROWS]
        width = max(k + 1 for row in shown for k, cell in enumerate(row) if cell)
        cells = (tuple(cell[:_SHOWN_CELL] for cell in [*row, *[""] * width][:width]) for row in shown)
        yield Sheet(title=title, rows=tuple(cells))


def _text(sheets: Sequence[tuple[str, Sequence[Row]]], columns: Sequence[Columns]) -> str:
    blocks = []
    for title, rows in sheets:
        named = [title] if len(sheets) > 1 and not _UNNAMED.match(title) else []
        blocks.append("\n".join([*named, *_lines(rows, columns)]))
    return normal("\n\n".join(blocks) + "\n") if blocks else ""


def _lines(rows: Sequence[Row], columns: Sequence[Columns]) -> Iterator[str]:
    """Rows of one cell before the first real row are titles; columns that are empty throughout are left out."""
    first = next((k for k, row in enumerate(rows) if sum(map(bool, row)) >= 2), len(rows))
    said = _said(rows, columns)
    if said is not None:
        first, heads = said
        rows = [*rows[:first], *_under(heads, rows[first + 1 :])]
    for row in rows[:first]:
        yield (" " * 4).join(cell for cell in row if cell)
    if first:
        yield ""
    table = rows[first:]
    width = max((len(row) for row in table), default=0)
    kept = [k for k in range(width) if any(k < len(row) and row[k] for row in table)]
    for row in table:
        cells = [row[k].replace("|", "¦") if k < len(row) else "" for k in kept]
        yield f"| {' | '.join(cells)} |"


# Columns that a person named ----------------------------------------------------------------------


def header_key(cells: Iterable[str]) -> tuple[str, ...]:
    """A row of heads as it is recognised again: without case, spaces made one, without empty cells at its end.

    >>> header_key(["STT", "Việc  phải làm", "", ""])
    ('stt', 'việc phải làm')
    """
    key = [squeeze(cell)[:_SHOWN_CELL].casefold() for cell in cells]
    while key and not key[-1]:
        key.pop()
    return tuple(key)


def _said(rows: Sequence[Row], columns: Sequence[Columns]) -> tuple[int, tuple[str | None, ...]] | None:
    """The row that heads a list whose columns a person named, and their names."""
    known = {header_key(one.header): one.heads for one in columns}
    for at, row in enumerate(rows[:_SHOWN_ROWS] if known else ()):
        if (heads := known.get(header_key(row))) is not None:
            return at, heads
    return None


def _under(heads: Sequence[str | None], rows: Sequence[Row]) -> Iterator[Row]:
    """The rows under these names, without the columns that are left out."""
    width = max((len(row) for row in rows), default=0)
    heads = [*heads, *[""] * (width - len(heads))]
    kept = [k for k, head in enumerate(heads) if head is not None]
    yield [heads[k] or "" for k in kept]
    for row in rows:
        yield [row[k] if k < len(row) else "" for k in kept]
