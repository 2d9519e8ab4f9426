"""The register as files: a workbook with real dates, and CSV that Excel reads right."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from dondoc.export.as_xlsx import fit_row
from dondoc_web.audit.export import Echo, harmless
from dondoc_web.work.register import Row

MOST = 100_000
"""Rows of one file."""

WIDTHS = (6, 60, 28, 32, 26, 13, 28, 20, 24, 30, 34)


def heads() -> list[str]:
    """Column heads of both files."""
    return [
        _("STT"), _("Nội dung nhiệm vụ"), _("Cơ quan chủ trì"), _("Cơ quan phối hợp"), _("Thời gian thực hiện"),
        _("Hạn"), _("Sản phẩm"), _("Giai đoạn"), _("Tình trạng"), _("Ghi chú"), _("Văn bản"),
    ]  # fmt: skip


def cells(number: int, row: Row) -> list[str | int | date | None]:
    """The cells of one row; nothing is cut."""
    paper = row.directive + (f", {_('mục')} {row.label}" if row.label else "")
    note = "\n".join(words for words in (row.note, row.reason) if words)
    return [
        number, row.text, row.agency, row.partners, row.timing or row.period, row.due_on, row.product,
        row.stage, str(row.timeliness.words), note, paper,
    ]  # fmt: skip


def workbook(rows: Iterable[Row]) -> IO[bytes]:
    """An open workbook: frozen head, filters, wrapped text, days as dates; written row by row."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "border": 1, "text_wrap": True}
        text, day = book.add_format(plain), book.add_format(plain | {"num_format": "dd/mm/yyyy", "align": "center"})
        sheet = book.add_worksheet(_("Nhiệm vụ"))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        _line(sheet, 0, heads(), book.add_format(plain | {"bold": True, "align": "center", "bg_color": "#DCE6F1"}), day)
        last = 0
        for last, row in enumerate(rows, 1):
            _line(sheet, last, cells(last, row), text, day)
        sheet.autofilter(0, 0, max(last, 1), len(WIDTHS) - 1)
    file.seek(0)
    return file


def _line(sheet: Any, at: int, values: Sequence[str | int | date | None], text: Any, day: Any) -> None:
    fit_row(sheet, at, values, WIDTHS)
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(at, column, value, day)
        elif isinstance(value, int):
            sheet.write_number(at, column, value, text)
        elif value:
            sheet.write_string(at, column, value, text)
        else:
            sheet.write_blank(at, column, None, text)


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The CSV line by line, with the mark that makes Excel read UTF-8; no cell is taken for a formula."""
    writer: Any = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(heads())
    for number, row in enumerate(rows, 1):
        yield writer.writerow([_plain(value) for value in cells(number, row)])


def _plain(value: str | int | date | None) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return harmless(str(value)) if value is not None else ""
