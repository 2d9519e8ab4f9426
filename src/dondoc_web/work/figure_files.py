"""A table of figures as a file: numbers stay numbers, days stay days, no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.http import HttpResponse
from django.utils.translation import gettext as _

from dondoc.export.as_xlsx import fit_row
from dondoc_web.audit.export import Echo, harmless
from dondoc_web.downloads import XLSX, download
from dondoc_web.work.counting import HEADS, Figures

Value = str | int | float | date | None
FONT = "Times New Roman"
NAME_WIDTH, NUMBER_WIDTH = 48, 14
SHEET_NAME = 31
"""Characters that a workbook allows for the name of a sheet."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows as a table: its title, notes above it, heads, rows; ``last`` says that the last row sums up.

    ``widths`` are those of its columns in a workbook, in characters; without them a name stands before numbers.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = field(default=())
    last: bool = False
    widths: Sequence[int] = field(default=())


def table_of(title: str, head: str, lines: Sequence[Figures], notes: Sequence[str]) -> Table:
    """The table of the board: a line a body, plan, quarter or group; the share is a number of percent."""
    heads = [head, *(str(words) for _code, words, _colour in HEADS), _("Tỷ lệ hoàn thành (%)")]
    rows = [[_name(line), *(cell.n for cell in line.cells), percent(line)] for line in lines]
    return Table(title, heads, rows, notes)


def _name(line: Figures) -> str:
    return f"{line.name}: {line.detail}" if line.detail else line.name


def percent(line: Figures) -> float | None:
    """The completion rate as a number; None where nothing counts."""
    return float(line.share.replace(",", ".")) if line.share else None


def workbook(table: Table) -> bytes:
    """A workbook of one sheet that lies down: title, notes, the table with its head on each page."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        plain = {"font_name": FONT, "font_size": 12, "valign": "top", "border": 1, "text_wrap": True}
        bold = book.add_format(plain | {"bold": True})
        text, heads = book.add_format(plain), book.add_format(plain | {"bold": True, "align": "center"})
        days = book.add_format(plain | {"num_format": "dd/mm/yyyy", "align": "left"})
        sheet = book.add_worksheet(_("Số liệu")[:SHEET_NAME])
        widths = table.widths or [NAME_WIDTH, *[NUMBER_WIDTH] * (len(table.heads) - 1)]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.write_string(0, 0, table.title, book.add_format({"font_name": FONT, "font_size": 14, "bold": True}))
        for at, note in enumerate(table.notes, 1):
            sheet.write_string(at, 0, note, book.add_format({"font_name": FONT, "font_size": 12, "italic": True}))
        top = 1 + len(table.notes)
        _write(sheet, top, table.heads, heads, days)
        for at, row in enumerate([table.heads, *table.rows]):
            fit_row(sheet, top + at, row, widths)
        for at, row in enumerate(table.rows, 1):
            _write(sheet, top + at, row, bold if table.last and at == len(table.rows) else text, days)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def _write(sheet: Any, at: int, values: Sequence[Value], form: Any, days: Any) -> None:
    for column, value in enumerate(values):
        if value is None or value == "":
            sheet.write_blank(at, column, None, form)
        elif isinstance(value, str):
            sheet.write_string(at, column, value, form)
        elif isinstance(value, date):
            sheet.write_datetime(at, column, value, days)
        else:
            sheet.write_number(at, column, value, form)


def csv_lines(table: Table) -> Iterator[str]:
    """The CSV line by line, with the mark that makes Excel read UTF-8; only the table, without title and notes."""
    writer: Any = csv.writer(Echo())
    yield "\ufeff" + writer.writerow([harmless(head) for head in table.heads])
    for row in table.rows:
        yield writer.writerow([_plain(value) for value in row])


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return harmless(value) if isinstance(value, str) else value


KINDS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


def answer(table: Table, form: str, name: str) -> HttpResponse:
    """``table`` as a download of the kind ``form`` (of :data:`KINDS`), named ``name`` and the ending."""
    content = workbook(table) if form == "xlsx" else "".join(csv_lines(table))
    return download(content, f"{name}.{form}", KINDS[form])
