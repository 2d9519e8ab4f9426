"""Columns of the tables in papers, and the tables as XLSX and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from dondoc.export.as_csv import BYTE_ORDER_MARK, as_text
from dondoc.export.as_xlsx import CELL_LIMIT, fit_row
from dondoc_web.papers import paper

Cells = Mapping[str, str]
"""Words by name of column; days as ``2026-12-15``."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name of its cells, its title, its share of the width; ``kind`` is text, day or number."""

    name: str
    title: str
    share: int
    kind: str = "text"


_TASK = Column("task", "Nội dung nhiệm vụ", 24)
_BY = Column("by", "Văn bản giao", 13)
_DUE = Column("due", "Hạn", 10, "day")
_PRODUCT = Column("product", "Sản phẩm", 12)
COLUMNS: Mapping[str, Sequence[Column]] = {
    "reminder": (_TASK, _BY, _DUE, Column("over", "Số ngày quá hạn", 6, "number"), Column("state", "Tình trạng", 10)),
    "slip": (_TASK, _BY, _PRODUCT, _DUE),
    "submission": (
        _TASK,
        Column("lead", "Cơ quan chủ trì", 11),
        Column("with", "Cơ quan phối hợp", 12),
        Column("time", "Thời gian thực hiện", 13),
        _PRODUCT,
        Column("note", "Ghi chú", 8),
    ),
    "annex": (
        _TASK,
        Column("lead", "Cơ quan chủ trì", 12),
        Column("with", "Cơ quan phối hợp", 13),
        Column("time", "Thời gian thực hiện", 15),
        _DUE,
        _PRODUCT,
        Column("note", "Ghi chú", 8),
    ),
}
"""The columns of DESIGN §6 that each kind needs; STT stands before them."""
ORDER = "STT"


def shown(column: Column, cells: Cells) -> str:
    """A cell as people read it."""
    words = cells.get(column.name, "")
    return f"{date.fromisoformat(words):%d/%m/%Y}" if column.kind == "day" and words else words


def table(columns: Sequence[Column], rows: Sequence[Cells]) -> paper.Table:
    """The table as a part of a paper."""
    titles = (
        paper.Column(ORDER, 5, centred=True),
        *(paper.Column(c.title, c.share, c.kind != "text") for c in columns),
    )
    return paper.Table(
        titles, tuple((str(n), *(shown(column, row) for column in columns)) for n, row in enumerate(rows, 1))
    )


def to_csv(columns: Sequence[Column], rows: Sequence[Cells]) -> str:
    """The table for Excel: UTF-8 with its mark, no cell a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([ORDER, *(column.title for column in columns)])
    for number, row in enumerate(rows, 1):
        writer.writerow([str(number), *(as_text(shown(column, row)) for column in columns)])
    return BYTE_ORDER_MARK + out.getvalue()


def to_xlsx(columns: Sequence[Column], rows: Sequence[Cells], title: str) -> bytes:
    """The table as a workbook: days are days, the head stays in sight, filters, text wraps; nothing is a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": title[:250]})
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "border": 1, "text_wrap": True}
        text = workbook.add_format(plain)
        middle = workbook.add_format(plain | {"align": "center"})
        day = workbook.add_format(plain | {"align": "center", "num_format": "dd/mm/yyyy"})
        head = workbook.add_format(plain | {"bold": True, "align": "center", "valign": "vcenter"})
        sheet = workbook.add_worksheet("Danh mục")
        heads = [(ORDER, 6), *((c.title, c.share * 2) for c in columns)]
        widths = [width for _name, width in heads]
        fit_row(sheet, 0, [name for name, _width in heads], widths)
        for at, (name, width) in enumerate(heads):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, head)
        below = 1
        for number, row in enumerate(rows, 1):
            sheet.write_number(below, 0, number, middle)
            for part in _within_limit([row.get(column.name, "") for column in columns]):
                fit_row(sheet, below, part, widths[1:])
                for at, (column, words) in enumerate(zip(columns, part, strict=True), 1):
                    _write(sheet, (below, at), (column.kind, words), (text, middle, day))
                below += 1
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(below - 1, 1), len(columns))
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def _within_limit(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """``cells``, and rows below them for what no cell of Excel can hold."""
    pieces = [[words[at : at + CELL_LIMIT] for at in range(0, len(words), CELL_LIMIT)] for words in cells]
    return list(zip_longest(*pieces, fillvalue="")) or [("",) * len(cells)]


def _write(sheet: Any, place: tuple[int, int], cell: tuple[str, str], formats: Sequence[Any]) -> None:
    kind, words = cell
    text, middle, day = formats
    if not words:
        sheet.write_blank(*place, None, text)
    elif kind == "day":
        sheet.write_datetime(*place, date.fromisoformat(words), day)
    elif kind == "number":
        sheet.write_number(*place, int(words), middle)
    else:
        sheet.write_string(*place, words, text)
