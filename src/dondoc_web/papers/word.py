"""What python-docx has no verb for: elements of WordprocessingML, each put where its schema wants it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
SCRIPTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""Children of ``w:pPr`` that follow ``w:pBdr`` (ECMA-376, CT_PPr)."""
AFTER_PAGE_NUMBERS = (
    "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi", "w:rtlGutter",
    "w:docGrid", "w:printerSettings", "w:sectPrChange",
)  # fmt: skip
"""Children of ``w:sectPr`` that follow ``w:pgNumType``."""
AFTER_LAYOUT = ("w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription", "w:tblPrChange")
EARLIEST = (1980, 1, 1, 0, 0, 0)


def _made(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def plain(document: Document, size: float) -> None:
    """One font for every script, no spacing that nobody asked for, Vietnamese."""
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in SCRIPTS:
            fonts.set(qn(script), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    fonts = normal.element.rPr.rFonts
    for script in SCRIPTS:
        fonts.set(qn(script), FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    normal.paragraph_format.widow_control = True


def lying(document: Document, margin: float) -> float:
    """The first section as A4 lying down, ``margin`` millimetres all round; the width between the margins."""
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(margin)
    return 297 - 2 * margin


def again(line: Paragraph, text: str, into: Any) -> None:
    """A paragraph like ``line``, which has one run, with other words, at the end of a text or a cell.

    A copy costs a tenth of what shaping another paragraph costs. The empty one
    that a cell is born with gives way to it.
    """
    copied: Any = deepcopy(line._p)
    copied.r_lst[0].text = text
    last = into[-1]
    if last.tag == qn("w:sectPr"):
        last.addprevious(copied)
    elif not len(last):
        into.replace(last, copied)
    else:
        last.addnext(copied)


def rule_under(line: Paragraph, long: float, column: float) -> None:
    """A drawn rule ``long`` points wide in a column of ``column`` millimetres, clear of the line above."""
    side = Pt(max(0.0, (Mm(column).pt - long) / 2))
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = side
    line.paragraph_format.line_spacing, line.paragraph_format.space_before = Pt(3), Pt(4)
    borders = _made("w:pBdr")
    borders.append(_made("w:top", val="single", sz="6", space="1", color="000000"))
    line._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


def page_number(line: Paragraph, size: float) -> None:
    """The field PAGE; a program that opens the file puts the number in."""
    for kind, words in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "2"), ("end", "")):
        run = line.add_run()
        run.font.size = Pt(size)
        if kind == "":
            code = _made("w:instrText")
            code.text = f" {words} "
            run._r.append(code)
        elif kind == "shown":
            run.add_text(words)
        else:
            run._r.append(_made("w:fldChar", fldCharType=kind))


def restart_page_numbers(section: Section) -> None:
    """Pages of this section are counted from 1."""
    known = section._sectPr.find(qn("w:pgNumType"))
    if known is not None:
        section._sectPr.remove(known)
    section._sectPr.insert_element_before(_made("w:pgNumType", start="1"), *AFTER_PAGE_NUMBERS)


def borderless(document: Document, *, rows: int, widths: Sequence[float], together: bool = False) -> Table:
    """A table that only holds columns; ``together`` keeps it with the text above it."""
    table = document.add_table(rows, len(widths))
    _fixed(table, widths, margin=0)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_made("w:cantSplit"))
        if together:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    return table


def ruled(document: Document, *, rows: int, widths: Sequence[float], whole: bool = True) -> Table:
    """A table with lines; the first row comes again on each page, rows stay ``whole`` or go on where they are long."""
    table = document.add_table(rows, len(widths))
    table.style = "Table Grid"
    _fixed(table, widths, margin=1)
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        if whole or number == 0:
            properties.append(_made("w:cantSplit"))
        if number == 0:
            properties.append(_made("w:tblHeader"))
    return table


def _fixed(table: Table, widths: Sequence[float], margin: float) -> None:
    """Columns of these widths in millimetres, whatever stands in them."""
    table.autofit = False
    properties = table._tbl.tblPr
    around = _made("w:tblCellMar")
    for side in ("left", "right"):
        around.append(_made(f"w:{side}", w=str(round(Mm(margin).twips)), type="dxa"))
    properties.insert_element_before(around, *AFTER_LAYOUT[1:])
    whole: Any = properties.find(qn("w:tblW"))
    whole.set(qn("w:w"), str(round(Mm(sum(widths)).twips)))
    whole.set(qn("w:type"), "dxa")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def always_the_same(data: bytes) -> bytes:
    """The package with its parts in order and without the hour at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EARLIEST), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
