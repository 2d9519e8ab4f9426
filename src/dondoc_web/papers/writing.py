"""Paper → DOCX: the parts in the order and the places that the rules give them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time
from itertools import pairwise

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from dondoc_web.papers import word
from dondoc_web.papers.paper import Annex, Heading, Paper, Paragraph, Table, numbered, tied
from dondoc_web.papers.rules import Rules

CAPITAL_WIDTH = 0.575
"""Of a bold capital of Times New Roman, in em: enough to draw a rule of a third to a half of a line."""
WIDE_CAPITAL = 0.6
"""The same for words that have to fit a column."""
SHORT_RULE = 0.42
"""The decree asks for a rule of 1/3 to 1/2 of the line above it."""
_PARTS = re.compile(r"(?<=,) | (?=(?:VÀ|TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\b)")
"""Where a name in capitals may be broken: "SỞ VĂN HÓA, | THỂ THAO | VÀ DU LỊCH", "ỦY BAN NHÂN DÂN | TỈNH LAM GIANG"."""


def to_docx(paper: Paper) -> bytes:
    """The file; the same paper gives the same bytes."""
    document = docx.Document()
    word.plain(document, paper.rules.number("body_size"))
    if paper.annex and paper.only_annex:
        _page(document, paper.rules, lying=True)
        _number_pages(document, paper.rules)
        _annex(document, paper, paper.annex)
    else:
        _standing(document, paper)
        for annex in (*([paper.annex] if paper.annex else []), *paper.further):
            document.add_section()
            _page(document, paper.rules, lying=True)
            _annex(document, paper, annex)
    _about_the_file(document, paper)
    out = io.BytesIO()
    document.save(out)
    return word.always_the_same(out.getvalue())


def _standing(document: Document, paper: Paper) -> None:
    """The pages before the annex, from the letterhead to the signature."""
    _page(document, paper.rules)
    _number_pages(document, paper.rules)
    _head(document, paper)
    _title(document, paper)
    _addressees(document, paper)
    _body(document, paper)
    _foot(document, paper)


def _page(document: Document, rules: Rules, *, lying: bool = False) -> None:
    """A4 and margins; lying pages are counted from 1."""
    section = document.sections[-1]
    size = (rules.number("page_width"), rules.number("page_height"))
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, reversed(size) if lying else size)
    for side in ("top", "bottom", "left", "right"):
        setattr(section, f"{side}_margin", Mm(rules.number(f"margin_{side}")))
    section.header_distance = section.footer_distance = Mm(rules.number("page_number_edge"))
    section.different_first_page_header_footer = True
    if lying:
        word.restart_page_numbers(section)


def _number_pages(document: Document, rules: Rules) -> None:
    """The number of the page in the middle of the top margin from page 2 on; later sections take it over."""
    line = document.sections[-1].header.paragraphs[0]
    _shape(line, ALIGN.CENTER)
    word.page_number(line, rules.number("page_number_size"))


def _shape(line: Line, align: ALIGN | None = None, before: float = 0, after: float = 0) -> Line:
    if align is not None:
        line.alignment = align
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    return line


def _say(line: Line, text: str, size: float, style: str = "") -> Line:
    """Adds words; ``style`` is any of "bold", "italic", "underline"."""
    run = line.add_run(tied(text))
    run.font.size = Pt(size)
    run.bold, run.italic, run.underline = ("bold" in style), ("italic" in style), ("underline" in style)
    return line


def _in(cell: _Cell, text: str, size: float, style: str = "", align: ALIGN | None = ALIGN.CENTER) -> Line:
    """A line of a cell; the first one uses the paragraph that every cell is born with."""
    first = cell.paragraphs[0]
    line = cell.add_paragraph() if first.runs or len(cell.paragraphs) > 1 else first
    return _say(_shape(line, align), text, size, style)


def _fitting(name: str, size: float, column: float) -> str:
    """A name that is wider than its column in two lines as even as its parts allow; one without parts as it is.

    ``size`` in points, ``column`` in millimetres.
    """
    if len(name) * WIDE_CAPITAL * size <= Mm(column).pt:
        return name
    ends = [found.start() for found in _PARTS.finditer(name)]
    if not ends:
        return name
    at = min(ends, key=lambda at: abs(2 * at + 1 - len(name)))
    return f"{name[:at]}\n{name[at + 1 :]}"


def _head(document: Document, paper: Paper) -> None:
    """The two columns above: who issues and the number; the nation or the Party, place and day."""
    rules, issuer = paper.rules, paper.issuer
    widths = (rules.number("left_column"), rules.number("right_column"))
    head = word.borderless(document, rows=2, widths=widths)
    left, right = head.cell(0, 0), head.cell(0, 1)
    if issuer.superior:
        size = rules.number("superior_size")
        _in(left, _fitting(issuer.superior.upper(), size, widths[0]), size)
    size = rules.number("issuer_size")
    names = [_fitting(name.upper(), size, widths[0]) for name in issuer.lines]
    for name in names:
        _in(left, name, size, "bold")
    if rules.words("under_issuer") == "rule":
        long = len(names[-1].rpartition("\n")[2]) * CAPITAL_WIDTH * size * SHORT_RULE
        word.rule_under(_in(left, "", 2), long, widths[0])
    else:
        _in(left, rules.words("under_issuer"), rules.number("issuer_size"))
    if rules.words("nation"):
        _in(right, rules.words("nation"), rules.number("nation_size"), "bold")
    _in(right, rules.words("motto"), rules.number("motto_size"), "bold")
    word.rule_under(_in(right, "", 2), rules.number("motto_rule") * rules.number("motto_size"), widths[1])
    number = _in(head.cell(1, 0), paper.number, rules.number("number_size"))
    if paper.is_letter:
        about = _in(
            head.cell(1, 0), f"{rules.words('about')} {paper.abstract}", rules.number("about_size"),
            rules.words("about_slant"),
        )  # fmt: skip
        about.paragraph_format.space_before = Pt(6)
    dated = _in(head.cell(1, 1), paper.dated, rules.number("place_size"), "italic")
    number.paragraph_format.space_before = dated.paragraph_format.space_before = Pt(4)


def _title(document: Document, paper: Paper) -> None:
    """Kind and abstract in the middle; a letter has neither here."""
    if paper.is_letter:
        return
    rules = paper.rules
    size = rules.number("abstract_size")
    _say(
        _shape(document.add_paragraph(), ALIGN.CENTER, before=14), paper.kind.upper(), rules.number("kind_size"), "bold"
    )
    _say(_shape(document.add_paragraph(), ALIGN.CENTER), paper.abstract, size, "bold")
    under = _shape(document.add_paragraph(), ALIGN.CENTER, after=6)
    if rules.words("under_abstract") == "rule":
        whole = rules.number("left_column") + rules.number("right_column")
        word.rule_under(_say(under, "", 2), min(len(paper.abstract) * 0.47 * size * SHORT_RULE, 170), whole)
    else:
        _say(under, rules.words("under_abstract"), size)


def _addressees(document: Document, paper: Paper) -> None:
    """«Kính gửi:» and one name, or a list of names, each on its line."""
    if not paper.addressees:
        return
    size = paper.rules.number("body_size")
    if len(paper.addressees) == 1:
        line = _shape(document.add_paragraph(), ALIGN.CENTER, before=12, after=6)
        _say(line, f"Kính gửi: {paper.addressees[0]}", size)
        return
    line = _say(_shape(document.add_paragraph(), before=12), "Kính gửi:", size)
    line.paragraph_format.left_indent = Mm(35)
    for name, end in zip(paper.addressees, _ends(paper.addressees), strict=True):
        line = _say(_shape(document.add_paragraph()), f"- {name}{end}", size)
        line.paragraph_format.left_indent = Mm(50)
    line.paragraph_format.space_after = Pt(6)


def _ends(items: tuple[str, ...]) -> list[str]:
    """«;» after each but the last, which has «.»."""
    return [*(";" for _ in pairwise(items)), "."]


def _body(document: Document, paper: Paper) -> None:
    rules = paper.rules
    parts = numbered(paper.body, rules.words("heading_mark"))
    last = next((n for n in reversed(range(len(parts))) if isinstance(parts[n], Paragraph)), -1)
    known: dict[tuple[bool, bool], Line] = {}
    for n, part in enumerate(parts):
        if isinstance(part, Table):
            _table(document, part, rules, rules.number("left_column") + rules.number("right_column"))
            continue
        words = part.text
        if n == last:
            words = words.rstrip(" ./;,") + rules.words("closing")
        how = isinstance(part, Heading), isinstance(part, Heading) or n == len(parts) - 1
        if how in known:
            word.again(known[how], tied(words), document.element.body)
            continue
        line = _text(document, words, rules, "bold" if how[0] else "")
        line.paragraph_format.keep_with_next = how[1]
        known[how] = line


def _text(document: Document, words: str, rules: Rules, style: str) -> Line:
    """A paragraph of the text: justified, its first line set in, at least 6 pt from the next."""
    space = rules.number("paragraph_space")
    line = _shape(document.add_paragraph(), ALIGN.JUSTIFY, before=space, after=space)
    line.paragraph_format.first_line_indent = Mm(rules.number("first_line"))
    how, much = rules.words("line_spacing").split()
    line.paragraph_format.line_spacing = float(much) if how == "times" else Pt(float(much))
    return _say(line, words, rules.number("body_size"), style)


def _table(document: Document, table: Table, rules: Rules, width: float) -> None:
    """Borders all round, a head that comes again on each page, rows that no page cuts."""
    size, shares = rules.number("table_size"), sum(column.share for column in table.columns)
    widths = [width * column.share / shares for column in table.columns]
    made = word.ruled(document, rows=len(table.rows) + 1, widths=widths)
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        _in(cell, column.title, size, "bold")
    known: dict[bool, Line] = {}
    for row, words in zip(list(made.rows)[1:], table.rows, strict=True):
        for cell, column, text in zip(row.cells, table.columns, words, strict=True):
            for piece in text.splitlines() or [""]:
                if column.centred in known:
                    word.again(known[column.centred], tied(piece), cell._tc)
                    continue
                align = ALIGN.CENTER if column.centred else ALIGN.LEFT
                known[column.centred] = _in(cell, piece, size, align=align)


def _foot(document: Document, paper: Paper) -> None:
    """Recipients on the left, the signature on the right, never cut by a page."""
    rules = paper.rules
    _shape(document.add_paragraph(), before=0).paragraph_format.keep_with_next = True
    foot = word.borderless(document, rows=1, widths=(80, 85), together=True)
    left, right = foot.cell(0, 0), foot.cell(0, 1)
    _in(left, "Nơi nhận:", rules.number("recipients_size"), rules.words("recipients_style"), ALIGN.LEFT)
    for one in paper.recipients:
        _in(left, f"- {one};", rules.number("recipient_size"), align=ALIGN.LEFT)
    _in(left, f"- {paper.last_line}", rules.number("recipient_size"), align=ALIGN.LEFT)
    for one in paper.signer.authority:
        _in(right, one.upper(), rules.number("authority_size"), "bold")
    _in(right, paper.signer.position.upper(), rules.number("authority_size"), rules.words("position_weight"))
    for _ in range(5):  # room for hand and seal, then the name
        _in(right, "", rules.number("name_size"), "bold")


def _annex(document: Document, paper: Paper, annex: Annex) -> None:
    """Pages of its own, lying, with their own numbers."""
    rules = paper.rules
    size = rules.number("body_size")
    for words, style in (
        (annex.label, "bold"),
        (annex.title.upper(), "bold"),
        (annex.goes_with or paper.goes_with, "italic"),
    ):
        _say(_shape(document.add_paragraph(), ALIGN.CENTER), words, size, style)
    _shape(document.add_paragraph(), after=0)
    width = rules.number("page_height") - rules.number("margin_left") - rules.number("margin_right")
    _table(document, annex.table, rules, width)


def _about_the_file(document: Document, paper: Paper) -> None:
    """What the file says of itself: nothing of who made it or when."""
    about, moment = document.core_properties, datetime.combine(paper.on, time(), UTC).replace(tzinfo=None)
    about.title, about.author, about.last_modified_by, about.comments = paper.abstract[:250], "", "", ""
    about.language, about.revision = "vi-VN", 1
    about.created = about.modified = moment
