"""The comparison of plans as a workbook and as a Word file; nothing is cut."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx as word_files
import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from docx.shared import Pt

from dondoc.export.as_xlsx import TALLEST, fit_row, row_height
from dondoc_web.audit.export import harmless
from dondoc_web.cascade.facts import TaskFacts
from dondoc_web.cascade.grid import Grid, Line
from dondoc_web.papers import word

FONT = "Times New Roman"
MARGIN = 15.0
CLAUSE = 55.0
"""Millimetres: the margins, the column of clauses."""
CLAUSE_SIGNS, PLAN_SIGNS = 40, 50
"""Characters: the columns of a workbook."""


def heads(table: Grid) -> list[str]:
    """Heads of the columns: the clauses, then each plan."""
    return [_("Mục của văn bản khung"), *(plan.title for plan in table.plans)]


def words(task: TaskFacts) -> str:
    """A task in lines: its words, who leads, with whom, by when; what is not printed is left out."""
    label = f"{task['label']}. " if task["label"] else ""
    lines = [f"{label}{task['text']}"]
    for head, said in (
        (_("Chủ trì"), "; ".join(task["lead"])),
        (_("Phối hợp, thực hiện"), "; ".join(task["others"])),
        (_("Thời gian"), task["time"]),
    ):
        if said:
            lines.append(f"{head}: {said}")
    return "\n".join(lines)


def cells(line: Line) -> list[str]:
    """The cells of a line; a plan without a task here says so."""
    clause = line.clause
    first = f"{clause['path']}. {clause['text']}" if clause else _("Ngoài các mục của văn bản khung")
    lacking = "" if clause is None else _("Không có")
    return [first, *("\n\n".join(words(task) for task in tasks) or lacking for tasks in line.cells)]


def rows(table: Grid) -> list[list[str]]:
    """Every line of the comparison."""
    return [cells(line) for line in (*table.lines, *table.outside)]


def sheet_rows(table: Grid) -> list[list[str]]:
    """The same for a workbook, where a row that would be cut goes on in the next one."""
    return [row for line in (*table.lines, *table.outside) for row in _parts(cells(line))]


def _parts(row: Sequence[str]) -> list[list[str]]:
    """A row as rows that are shown whole: tasks that do not fit go on below, beside the name of the clause."""
    blocks = [_blocks(cell) for cell in row[1:]]
    most = max(map(len, blocks), default=1)
    later = f"{row[0].partition('. ')[0]} ({_('tiếp')})"
    filled = [[*found, *[""] * (most - len(found))] for found in blocks]
    return [[later if at else row[0], *(found[at] for found in filled)] for at in range(most)]


def _blocks(cell: str) -> list[str]:
    found: list[str] = []
    for task in cell.split("\n\n"):
        longer = f"{found[-1]}\n\n{task}" if found else task
        if found and row_height([(longer, PLAN_SIGNS)]) > TALLEST:
            found.append(task)
        else:
            found[-1:] = [longer]
    return found


def note(table: Grid) -> str:
    """How the lines were matched."""
    if table.by_wording:
        return _(
            "Có văn bản chỉ được so theo câu chữ: hai văn bản cùng thực hiện một văn bản cấp trên "
            "chưa có trong hệ thống, không văn bản nào là cấp trên của văn bản kia."
        )
    return _("Nhiệm vụ được xếp theo mục của văn bản khung; liên kết do máy đề xuất cần người xác nhận.")


def xlsx(table: Grid) -> bytes:
    """A workbook: frozen head, wrapped text; no cell is taken for a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        plain = {"font_name": FONT, "font_size": 12, "valign": "top", "border": 1, "text_wrap": True}
        text = book.add_format(plain)
        head = book.add_format(plain | {"bold": True, "align": "center", "bg_color": "#DCE6F1"})
        sheet = book.add_worksheet(_("Đối chiếu"))
        sheet.set_column(0, 0, CLAUSE_SIGNS)
        sheet.set_column(1, len(table.plans), PLAN_SIGNS)
        widths = [CLAUSE_SIGNS, *[PLAN_SIGNS] * len(table.plans)]
        sheet.write_string(0, 0, note(table), book.add_format({"font_name": FONT, "font_size": 12, "italic": True}))
        for at, values in enumerate([heads(table), *sheet_rows(table)], 1):
            fit_row(sheet, at, values, widths)
            for column, value in enumerate(values):
                sheet.write_string(at, column, harmless(value), head if at == 1 else text)
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def docx(table: Grid) -> bytes:
    """A Word file on sheets lying down: title, how it was matched, the table with its head on each page."""
    document: Any = word_files.Document()
    word.plain(document, 12)
    width = word.lying(document, MARGIN)
    title = document.add_paragraph()
    title.add_run(_("ĐỐI CHIẾU CÁC KẾ HOẠCH")).bold = True
    document.add_paragraph().add_run(note(table)).italic = True
    document.add_paragraph(", ".join(plan.title for plan in table.plans))
    found = [heads(table), *rows(table)]
    column = (width - CLAUSE) / len(table.plans)
    ruled = word.ruled(document, rows=len(found), widths=[CLAUSE, *[column] * len(table.plans)], whole=False)
    for at, (row, values) in enumerate(zip(ruled.rows, found, strict=True)):
        for cell, value in zip(row.cells, values, strict=True):
            run = cell.paragraphs[0].add_run(value)
            run.font.size, run.bold = Pt(11), at == 0
    out = io.BytesIO()
    document.save(out)
    return word.always_the_same(out.getvalue())
