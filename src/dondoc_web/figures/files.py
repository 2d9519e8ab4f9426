"""A table of figures as a Word file."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx as word_files
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt
from docx.table import _Cell

from dondoc_web.papers import word
from dondoc_web.work.figure_files import Table, Value

MARGIN = 20.0
NUMBER, NAME = 12.0, 85.0
"""Millimetres: the margins, the columns of the number and of the name."""


def docx(table: Table) -> bytes:
    """A sheet that lies down: title, notes, the table with its head on each page; the same table, the same bytes."""
    document: Any = word_files.Document()
    word.plain(document, 13)
    width = word.lying(document, MARGIN)
    title = document.add_paragraph()
    title.alignment = ALIGN.CENTER
    title.add_run(table.title.upper()).bold = True
    for note in table.notes:
        line = document.add_paragraph()
        line.alignment = ALIGN.CENTER
        line.add_run(note).italic = True
    document.add_paragraph()
    others = len(table.heads) - 2
    widths = [NUMBER, NAME, *[(width - NUMBER - NAME) / others] * others]
    rows = [table.heads, *table.rows]
    ruled = word.ruled(document, rows=len(rows), widths=widths)
    for at, (row, values) in enumerate(zip(ruled.rows, rows, strict=True)):
        bold = at == 0 or (table.last and at == len(rows) - 1)
        for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            _say(cell, value, bold=bold, left=column == 1 and at > 0)
    out = io.BytesIO()
    document.save(out)
    return word.always_the_same(out.getvalue())


def _words(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _say(cell: _Cell, value: Value, *, bold: bool, left: bool) -> None:
    words = _words(value)
    line = cell.paragraphs[0]
    line.alignment = ALIGN.LEFT if left else ALIGN.CENTER
    run = line.add_run(words)
    run.font.size, run.bold = Pt(12), bold
