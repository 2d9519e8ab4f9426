"""A table of figures as a Word file."""

from __future__ import annotations

import io
from typing import Any

import docx as word_files
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.table import _Cell

from dondoc_web.papers import word
from dondoc_web.work.figure_files import Table, Value

WIDE, NARROW = 297.0, 210.0
MARGIN = 20.0
NUMBER, NAME = 12.0, 85.0
"""Millimetres: a sheet of A4 lying, its margins, the columns of the number and of the name."""


def docx(table: Table) -> bytes:
    """A sheet that lies down: title, notes, the table with its head on each page; the same table, the same bytes."""
    document: Any = word_files.Document()
    word.plain(document, 13)
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(WIDE), Mm(NARROW)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    title = document.add_paragraph()
    title.alignment = ALIGN.CENTER
    title.add_run(table.title.upper()).bold = True
    for note in table.notes:
        line = document.add_paragraph()
        line.alignment = ALIGN.CENTER
        line.add_run(note).italic = True
    document.add_paragraph()
    others = len(table.heads) - 2
    widths = [NUMBER, NAME, *[(WIDE - 2 * MARGIN - NUMBER - NAME) / others] * others]
    rows = [table.heads, *table.rows]
    ruled = word.ruled(document, rows=len(rows), widths=widths)
    for at, (row, values) in enumerate(zip(ruled.rows, rows, strict=True)):
        bold = at == 0 or (table.last and at == len(rows) - 1)
        for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            _say(cell, value, bold=bold, left=column == 1 and at > 0)
    out = io.BytesIO()
    document.save(out)
    return word.always_the_same(out.getvalue())


def _say(cell: _Cell, value: Value, *, bold: bool, left: bool) -> None:
    words = "" if value is None else f"{value:.1f}".replace(".", ",") if isinstance(value, float) else str(value)
    line = cell.paragraphs[0]
    line.alignment = ALIGN.LEFT if left else ALIGN.CENTER
    run = line.add_run(words)
    run.font.size, run.bold = Pt(12), bold
