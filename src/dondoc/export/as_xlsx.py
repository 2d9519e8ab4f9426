"""Task lists as an Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dondoc.document import Plan, ReportingDuty, Task
from dondoc.export.columns import Column, Heading, columns_for, heading_line, vietnamese_day

CELL_LIMIT = 32_767
"""Characters that a cell of Excel can hold; longer words go on in the row below."""

TALLEST = 409.0
"""Points that a row of a workbook may have; more is cut by every program."""

_FIRST_DAY = date(1900, 3, 1)
"""Excel counts 29 February 1900, which never was: no day before it is written as a date."""

_DAYS = (("Từ ngày", "start"), ("Đến ngày", "end"), ("Hạn", "due"))
_DUTY_TITLES = ("Nội dung", "Cơ quan báo cáo", "Nơi nhận báo cáo", "Báo cáo qua", "Thời hạn", "Dòng")

CellValue = str | date | int


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Points for a row that shows all of its texts, each in a column so many signs wide.

    Not every program makes the rows of a workbook high enough by itself. A line
    that breaks between words holds about nine tenths of its signs.
    """
    lines = [sum(_lines(part, width) for part in text.split("\n")) for text, width in texts]
    return 16.5 * max(lines, default=1) + 2


def _lines(part: str, width: float) -> int:
    return 1 if len(part) <= width else -(-len(part) // max(1, int(width * 0.9)))


def fit_row(sheet: Worksheet, line: int, cells: Iterable[object], widths: Iterable[float]) -> None:
    """Make a row as high as its words need, at most :data:`TALLEST`."""
    texts = [(cell, width) for cell, width in zip(cells, widths, strict=False) if isinstance(cell, str)]
    sheet.set_row(line, min(TALLEST, row_height(texts)))


class _Formats:
    """How cells look; text wraps and stands at the top, days as 05/02/2024."""

    def __init__(self, workbook: Workbook) -> None:
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "border": 1}
        self.text: Format = workbook.add_format({**plain, "text_wrap": True})
        self.day: Format = workbook.add_format({**plain, "num_format": "dd/mm/yyyy", "align": "center"})
        self.header: Format = workbook.add_format(
            {**plain, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1"}
        )


def to_xlsx(plans: Sequence[Plan]) -> bytes:
    """A workbook with a sheet of tasks and, where there are any, a sheet of reporting duties."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": heading_line(plans[0]) if len(plans) == 1 else "Danh mục nhiệm vụ"})
        formats = _Formats(workbook)
        _task_sheet(workbook.add_worksheet("Nhiệm vụ"), plans, formats)
        if any(plan.reporting for plan in plans):
            _duty_sheet(workbook.add_worksheet("Chế độ báo cáo"), plans, formats)
    return out.getvalue()


def _task_sheet(sheet: Worksheet, plans: Sequence[Plan], formats: _Formats) -> None:
    columns = columns_for(task for plan in plans for task in plan.tasks)
    named = [("Tệp", 24)] if len(plans) > 1 else []
    titles = [(Heading.ORDER, 6), *named, *((c.title, c.share) for c in columns), *((title, 12) for title, _ in _DAYS)]
    rows = [
        [order, *([plan.source.name] if named else []), *_task_cells(task, columns)]
        for plan in plans
        for order, task in enumerate(plan.tasks, start=1)
    ]
    _fill(sheet, titles, rows, formats)


def _task_cells(task: Task, columns: Sequence[Column]) -> list[CellValue]:
    days = [getattr(task.timing, field) for _, field in _DAYS]
    return [*(column.words(task) for column in columns), *map(_day, days)]


def _duty_sheet(sheet: Worksheet, plans: Sequence[Plan], formats: _Formats) -> None:
    named = [("Tệp", 24)] if len(plans) > 1 else []
    widths = (60, 30, 30, 30, 16, 12)
    rows = [
        [order, *([plan.source.name] if named else []), *_duty_cells(duty)]
        for plan in plans
        for order, duty in enumerate(plan.reporting, start=1)
    ]
    _fill(sheet, [(Heading.ORDER, 6), *named, *zip(_DUTY_TITLES, widths, strict=True)], rows, formats)


def _duty_cells(duty: ReportingDuty) -> list[CellValue]:
    first, last = duty.source_lines
    return [duty.text, duty.who or "", duty.to or "", duty.via or "", _day(duty.due), f"{first}-{last}"]


def _fill(
    sheet: Worksheet, titles: Sequence[tuple[str, int]], rows: Sequence[Sequence[CellValue]], formats: _Formats
) -> None:
    """Header, rows, filters; the header stays in sight and is printed on every page."""
    widths = [width for _title, width in titles]
    for column, (title, width) in enumerate(titles):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats.header)
    fit_row(sheet, 0, [title for title, _width in titles], widths)
    line = 0
    for row in rows:
        for part in _within_limit(row):
            line += 1
            fit_row(sheet, line, part, widths)
            _write_row(sheet, line, part, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(line, 1), len(titles) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _within_limit(row: Sequence[CellValue]) -> list[list[CellValue]]:
    """``row``, and rows below it for what no cell can hold."""
    cut = [_pieces(cell) if isinstance(cell, str) else [cell] for cell in row]
    return [list(part) for part in zip_longest(*cut, fillvalue="")]


def _pieces(words: str) -> list[CellValue]:
    return [words[at : at + CELL_LIMIT] for at in range(0, len(words), CELL_LIMIT)] or [""]


def _write_row(sheet: Worksheet, line: int, row: Sequence[CellValue], formats: _Formats) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, date):
            sheet.write_datetime(line, column, cell, formats.day)
        elif isinstance(cell, int):
            sheet.write_number(line, column, cell, formats.text)
        elif not cell:
            sheet.write_blank(line, column, None, formats.text)
        else:
            sheet.write_string(line, column, cell, formats.text)


def _day(printed: str | None) -> CellValue:
    """A day of the calendar as a date; a day of each year or month in words."""
    if not printed:
        return ""
    if printed.startswith("--"):
        return vietnamese_day(printed)
    try:
        day = date.fromisoformat(printed)
    except ValueError:
        # A day that is not in the calendar was printed so: 31/11/2024.
        return vietnamese_day(printed)
    return day if day >= _FIRST_DAY else vietnamese_day(printed)
