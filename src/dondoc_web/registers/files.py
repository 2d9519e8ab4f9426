"""Registers as files: workbooks with real dates and numbers, CSV that Excel reads right; no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.export.as_xlsx import CELL_LIMIT, fit_row
from dondoc_web.audit.export import harmless
from dondoc_web.registers import kinds
from dondoc_web.registers.kinds import fields_of
from dondoc_web.registers.models import Entry, Register
from dondoc_web.registers.queries import Sums, names_in

MOST = 50_000
"""Entries of one file."""
Cell = str | int | Decimal | date | None
PLAIN = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "border": 1, "text_wrap": True}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = {"text": 34, "number": 14, "money": 20, "year": 9, "date": 13, "choice": 22, "agency": 28, "task": 40}


def heads(register: Register) -> list[str]:
    """Column heads."""
    fields = [one.head for one in fields_of(register.fields)]
    return [_("STT"), *fields, _("Đơn vị"), _("Nhiệm vụ"), _("Văn bản giao"), _("Người ghi"), _("Ngày ghi")]


def lines(register: Register, entries: Sequence[Entry]) -> list[list[Cell]]:
    """The cells of each entry."""
    names, fields = names_in(entries, register), fields_of(register.fields)
    return [
        [
            number,
            *(kinds.cell(field, one.values.get(field.key, ""), names) for field in fields),
            one.agency.name, one.obligation.task.text, str(one.obligation.plan.directive), str(one.by),
            timezone.localtime(one.at).date(),
        ]
        for number, one in enumerate(entries, 1)
    ]  # fmt: skip


def to_csv(register: Register, entries: Sequence[Entry]) -> bytes:
    """UTF-8 with its mark; days and numbers as people write them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(one) for one in heads(register)])
    writer.writerows([_words(one) for one in line] for line in lines(register, entries))
    return ("\ufeff" + out.getvalue()).encode()


def _words(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    return harmless(str(cell)) if cell is not None else ""


def to_xlsx(register: Register, entries: Sequence[Entry]) -> bytes:
    """The register as a workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        _entries_sheet(book, register, entries)
    return out.getvalue()


def consolidated(register: Register, entries: Sequence[Entry], found: Sequence[Sums]) -> bytes:
    """Units × years for each field of money, then the entries that they are the sums of."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        for number, one in enumerate(found, 1):
            _sums_sheet(book, one, f"{_('Tổng hợp')} {number}" if len(found) > 1 else _("Tổng hợp"))
        _entries_sheet(book, register, entries)
    return out.getvalue()


def _sums_sheet(book: Any, found: Sums, name: str) -> None:
    sheet = book.add_worksheet(name)
    years = [year or _("Không rõ năm") for year in found.years]
    titles = [_("STT"), f"{_('Đơn vị')} – {found.money.head}", *years, _("Cộng")]
    table: list[list[Cell]] = [
        [number, line.agency.name, *(amount for _year, amount, _said in line.sums), line.total]
        for number, line in enumerate(found.lines, 1)
    ]
    table.append([None, _("Tổng cộng"), *found.by_year, found.total])
    _write(book, sheet, titles, table, [6, 42, *([20] * (len(titles) - 2))])


def _entries_sheet(book: Any, register: Register, entries: Sequence[Entry]) -> None:
    widths = [6, *(WIDTHS[one.kind] for one in fields_of(register.fields)), 28, 48, 22, 20, 13]
    _write(book, book.add_worksheet(_("Các mục")), heads(register), lines(register, entries), widths)


def _write(
    book: Any, sheet: Any, titles: Sequence[str], table: Sequence[Sequence[Cell]], widths: Sequence[int]
) -> None:
    """A table with a frozen head and filters; nothing is cut: what no cell can hold goes on below."""
    text, head = book.add_format(PLAIN), book.add_format(PLAIN | {"bold": True, "align": "center"})
    day = book.add_format(PLAIN | {"num_format": "dd/mm/yyyy", "align": "center"})
    whole, parts = (book.add_format(PLAIN | {"num_format": form}) for form in ("#,##0", "#,##0.00####"))
    for at, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, head)
    fit_row(sheet, 0, titles, widths)
    below = 1
    for line in table:
        for part in _within_limit(line):
            fit_row(sheet, below, part, widths)
            for at, cell in enumerate(part):
                if isinstance(cell, date):
                    sheet.write_datetime(below, at, cell, day)
                elif isinstance(cell, Decimal) and len(str(cell)) <= 15:
                    sheet.write_number(below, at, cell, parts if cell % 1 else whole)
                elif isinstance(cell, int):
                    sheet.write_number(below, at, cell, text)
                elif cell is not None:
                    sheet.write_string(below, at, str(cell), text)
                else:
                    sheet.write_blank(below, at, None, text)
            below += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(below - 1, 1), len(titles) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _within_limit(line: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """The line, and lines below it for words that no cell of Excel can hold."""
    pieces = [
        [one[at : at + CELL_LIMIT] for at in range(0, len(one), CELL_LIMIT)] if isinstance(one, str) and one else [one]
        for one in line
    ]
    return list(zip_longest(*pieces, fillvalue=None))
