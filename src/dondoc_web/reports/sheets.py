"""A unit's report as a form to fill in without the site: a workbook, and a Word file.

Both hold the same: the lines of the report with what they say now, room for work of
the unit's own, figures, general words. What identifies a line is locked. No cell
is a formula, whatever it begins with.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import docx as word_files
import xlsxwriter  # type: ignore[import-untyped]
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from dondoc.export.as_xlsx import CELL_LIMIT, TALLEST, row_height
from dondoc_web.papers import word
from dondoc_web.reports.lines import LONGEST, MOST_FIGURES, STANDINGS, Content, Figure, content_of, plain
from dondoc_web.reports.models import UnitReport
from dondoc_web.reports.queries import period_words
from dondoc_web.work.periods import words_of

LINES, FIGURES, GENERAL = "Báo cáo", "Số liệu", "Phần chung"
"""Names of the sheets; a Word file has the general words first, then the lines."""
LINE_HEADS = {
    "code": "Mã dòng",
    "words": "Nhiệm vụ",
    "round": "Kỳ",
    "due": "Hạn",
    "standing": "Kết quả",
    "result": "Nội dung đã thực hiện",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Kiến nghị, đề xuất",
}
FIGURE_HEADS = {"code": "Mã dòng", "label": "Chỉ tiêu", "value": "Số lượng", "unit": "Đơn vị tính"}
WORD_HEADS = {
    "code": "Mã dòng",
    "words": "Nhiệm vụ",
    "due": "Hạn",
    "standing": "Kết quả",
    "result": "Nội dung đã thực hiện",
    "figures": "Số liệu",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Kiến nghị, đề xuất",
}
GENERAL_HEADS = {
    "code": "Mã báo cáo",
    "summary": "Đánh giá chung",
    "difficulties": "Khó khăn, vướng mắc chung",
    "proposals": "Kiến nghị, đề xuất chung",
}
"""The words of a form are Vietnamese in every language of the site: it goes from hand to hand."""
OWN, OWN_IN_WORD, FIGURE_ROOM = 10, 3, 100
"""Rows for work of the unit's own; empty rows for figures."""
WIDTHS, WIDE = {"code": 11, "words": 48, "round": 16, "due": 12, "standing": 22, "result": 48}, 30
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line as a form shows it; one without a key is room for work of the unit's own."""

    code: str
    words: str
    round: str
    due: date | None
    content: Content


def code_of(report: UnitReport) -> str:
    """Which report a form is of, and of which preparation and edit: ``43.1a2b.1a2c``."""
    moments = (report.prepared_at, report.changed_at)
    return ".".join([str(report.expected_id), *(f"{round(one.timestamp() * 1_000_000):x}" for one in moments)])


def line_code(report: UnitReport, key: int) -> str:
    """Which line of which report."""
    return f"{report.expected_id}-{key}"


def own_code(number: int) -> str:
    """Room for a line of the unit's own."""
    return f"mới-{number}"


def clean(text: str) -> str:
    """Words as a cell can hold and give them back: no control signs, no space at the end of a line, no longer."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()[:CELL_LIMIT]


def tidied(content: Content) -> Content:
    """The same with :func:`clean` words."""
    return replace(
        content,
        result=clean(content.result),
        difficulties=clean(content.difficulties),
        proposals=clean(content.proposals),
        figures=tuple(Figure(one_line(one.label), one.value, one.unit.strip()) for one in content.figures),
    )


def one_line(text: str) -> str:
    """Words with single spaces, without the sign that parts a figure from its number."""
    return " ".join(clean(text).replace(";", ",").split())


def lines_of(report: UnitReport) -> Sequence[FormLine]:
    """Every line of the report, in its order."""
    rows = report.lines.select_related("obligation__occurrence").prefetch_related("figures")
    return [
        FormLine(
            line_code(report, line.pk),
            clean(line.words),
            words_of(line.obligation.occurrence.period) if line.obligation else "",
            line.obligation.due_on if line.obligation else None,
            tidied(content_of(line)),
        )
        for line in rows
    ]


def _title(report: UnitReport) -> str:
    expected = report.expected
    return f"{expected.agency}: {period_words(expected.period)}"


def general_of(report: UnitReport) -> dict[str, str]:
    """The words about the whole, with the code of the form."""
    said = {name: clean(getattr(report, name)) for name in ("summary", "difficulties", "proposals")}
    return {"code": code_of(report)} | said


# The workbook -----------------------------------------------------------------------------------------------------


def to_xlsx(report: UnitReport) -> bytes:
    """The form as a workbook: what may be filled in is open, the rest is locked; days are days, numbers numbers."""
    out, lines = io.BytesIO(), lines_of(report)
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = _formats(book)
        _lines_sheet(book, formats, lines)
        _figures_sheet(book, formats, lines)
        _general_sheet(book, formats, report)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "border": 1, "text_wrap": True}
    locked = base | {"bg_color": "#EEF1F5"}
    return {
        "head": book.add_format(base | {"bold": True, "bg_color": "#DDE4EC", "valign": "vcenter", "align": "center"}),
        "locked": book.add_format(locked | {"num_format": "@"}),
        "day": book.add_format(locked | {"num_format": "dd/mm/yyyy"}),
        "open": book.add_format(base | {"locked": False, "num_format": "@"}),
        "number": book.add_format(base | {"locked": False, "num_format": "#,##0.###"}),
    }


def _sheet(book: Any, name: str, heads: dict[str, str], head: Any) -> Any:
    sheet = book.add_worksheet(name)
    for column, (key, words) in enumerate(heads.items()):
        sheet.set_column(column, column, WIDTHS.get(key, WIDE))
        sheet.write_string(0, column, words, head)
    sheet.freeze_panes(1, 2 if len(heads) > 4 else 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": False})
    return sheet


def _lines_sheet(book: Any, formats: dict[str, Any], lines: Sequence[FormLine]) -> None:
    sheet = _sheet(book, LINES, LINE_HEADS, formats["head"])
    room = [FormLine(own_code(number), "", "", None, Content(standing="")) for number in range(1, OWN + 1)]
    rows = [*lines, *room]
    for number, line in enumerate(rows, 1):
        own = number > len(lines)
        sheet.write_string(number, 0, line.code, formats["locked"])
        sheet.write_string(number, 1, line.words, formats["open" if own else "locked"])
        sheet.write_string(number, 2, line.round, formats["locked"])
        if line.due:
            sheet.write_datetime(number, 3, line.due, formats["day"])
        else:
            sheet.write_blank(number, 3, None, formats["day"])
        said = (STANDINGS.get(line.content.standing, ""), line.content.result, line.content.difficulties)
        for column, text in enumerate((*said, line.content.proposals), 4):
            sheet.write_string(number, column, text, formats["open"])
        texts = [(line.words, WIDTHS["words"]), (line.content.result, WIDTHS["result"]),
            (line.content.difficulties, WIDE), (line.content.proposals, WIDE)]  # fmt: skip
        sheet.set_row(number, min(TALLEST, row_height(texts)))
    listed = {"validate": "list", "source": list(STANDINGS.values()), "error_title": "Kết quả"}
    sheet.data_validation(1, 4, len(rows), 4, listed | {"error_message": "Hãy chọn một trong danh sách."})
    longest = {"validate": "length", "criteria": "<=", "value": LONGEST, "error_title": "Quá dài"}
    sheet.data_validation(1, 5, len(rows), 7, longest | {"error_message": f"Không quá {LONGEST} ký tự."})


def _figures_sheet(book: Any, formats: dict[str, Any], lines: Sequence[FormLine]) -> None:
    sheet = _sheet(book, FIGURES, FIGURE_HEADS, formats["head"])
    rows: list[tuple[str, Figure | None]] = [(line.code, one) for line in lines for one in line.content.figures]
    rows += [("", None)] * FIGURE_ROOM
    for number, (code, figure) in enumerate(rows, 1):
        sheet.write_string(number, 0, code, formats["open"])
        sheet.write_string(number, 1, figure.label if figure else "", formats["open"])
        if figure and Decimal(format(float(figure.value), ".15g")) == figure.value:
            sheet.write_number(number, 2, figure.value, formats["number"])
        elif figure:  # more digits than a cell can count
            sheet.write_string(number, 2, plain(figure.value).replace(".", ","), formats["number"])
        else:
            sheet.write_blank(number, 2, None, formats["number"])
        sheet.write_string(number, 3, figure.unit if figure else "", formats["open"])
    codes = f"='{LINES}'!$A$2:$A${len(lines) + OWN + 1}"
    sheet.data_validation(1, 0, len(rows), 0, {"validate": "list", "source": codes})
    sheet.data_validation(1, 2, len(rows), 2, {"validate": "decimal", "criteria": "between", "minimum": -1e15,
        "maximum": 1e15, "error_title": "Số lượng", "error_message": "Hãy ghi một số."})  # fmt: skip


def _general_sheet(book: Any, formats: dict[str, Any], report: UnitReport) -> None:
    sheet = book.add_worksheet(GENERAL)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for row, (key, text) in enumerate(general_of(report).items()):
        sheet.write_string(row, 0, GENERAL_HEADS[key], formats["head"])
        sheet.write_string(row, 1, text, formats["locked" if key == "code" else "open"])
    help_of = book.add_format({"font_name": "Times New Roman", "font_size": 12, "text_wrap": True})
    for row, words in enumerate((_title(report), *hints()), 5):
        sheet.merge_range(row, 0, row, 1, "", help_of)
        sheet.write_string(row, 0, words, help_of)
    sheet.protect()


def hints() -> Sequence[str]:
    """What who fills a form in has to know."""
    return (
        "Ô nền xám không sửa được; không thêm, bớt cột.",
        f"Việc khác của đơn vị ghi vào các dòng có mã “{own_code(1)}”, “{own_code(2)}”…",
        f"Mỗi dòng không quá {MOST_FIGURES} số liệu; số lượng ghi như 1.234,5.",
    )


# The Word file ----------------------------------------------------------------------------------------------------


def to_docx(report: UnitReport) -> bytes:
    """The form as a Word file: two tables on lying pages; the state of a line is chosen from a list."""
    document = word_files.Document()
    word.plain(document, 12)
    word.lying(document, 15)
    document.add_paragraph().add_run(_title(report)).bold = True
    for words in hints()[1:]:
        document.add_paragraph(words)
    document.add_paragraph("Số liệu ghi mỗi dòng một chỉ tiêu: Tin, bài; 1.234,5; tin")
    general = word.ruled(document, rows=len(GENERAL_HEADS), widths=(55, 212))
    for row, (key, text) in zip(general.rows, general_of(report).items(), strict=True):
        _put(row.cells[0], GENERAL_HEADS[key], bold=True)
        _put(row.cells[1], text)
    document.add_paragraph()
    lines = lines_of(report)
    room = [FormLine(own_code(number), "", "", None, Content(standing="")) for number in range(1, OWN_IN_WORD + 1)]
    table = word.ruled(document, rows=1 + len(lines) + len(room), widths=(20, 55, 23, 26, 50, 33, 30, 30))
    for cell, words in zip(table.rows[0].cells, WORD_HEADS.values(), strict=True):
        _put(cell, words, bold=True)
    for row, line in zip(list(table.rows)[1:], [*lines, *room], strict=True):
        _word_line(row.cells, line)
    out = io.BytesIO()
    document.save(out)
    return word.always_the_same(out.getvalue())


def _word_line(cells: Sequence[_Cell], line: FormLine) -> None:
    content = line.content
    texts = (line.code, line.words, f"{line.due:%d/%m/%Y}" if line.due else "")
    for cell, text in zip(cells, texts, strict=False):
        _put(cell, text)
    _choice(cells[3].paragraphs[0], STANDINGS.get(content.standing, ""))
    said = (content.result, content.figure_words, content.difficulties, content.proposals)
    for cell, text in zip(cells[4:], said, strict=True):
        _put(cell, text)


def _put(cell: _Cell, text: str, *, bold: bool = False) -> None:
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        run = paragraph.add_run(line)
        run.bold, run.font.size = bold, Pt(11)


def _choice(paragraph: Paragraph, chosen: str) -> None:
    """A list to choose from, in the words of the states."""
    run = paragraph.add_run(chosen or " ")
    run.font.size = Pt(11)
    wrap, about, content = OxmlElement("w:sdt"), OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent")
    listed = OxmlElement("w:dropDownList")
    for words in STANDINGS.values():
        item = OxmlElement("w:listItem")
        item.set(qn("w:displayText"), words)
        item.set(qn("w:value"), words)
        listed.append(item)
    about.append(listed)
    run._r.addprevious(wrap)
    content.append(run._r)
    wrap.append(about)
    wrap.append(content)
