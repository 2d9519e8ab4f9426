"""Word files (DOCX, DOCM, DOTX): text as printed, with automatic numbers, tables as ``| cell | cell |`` lines.

Only what is printed in the body is read. Headers, footers, footnotes, hidden
text and tracked changes are findings; comments, macros, pictures and whatever
is kept outside the file are never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from dondoc.document import Finding
from dondoc.errors import UnreadableSource
from dondoc.reading.content import Content
from dondoc.reading.legacy import encoding_of_font
from dondoc.reading.numbering import Numbering, W, value_of, whole
from dondoc.reading.package import Package
from dondoc.reading.word_styles import Styles, flag
from dondoc.reading.word_tables import Block, Cell, Paragraph, Table, edges_of, table_lines
from dondoc.reading.word_text import CHOICES, Noticed, Reader, Words, chosen
from dondoc.text import Span, squeeze

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_UNWRAPPED = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_NATION = re.compile(r"độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam", re.I)
RULE = "-----"
"""A line drawn under a title, as it is typed in plain text."""

_LONG = 150
_GAPS = re.compile(r"[ \u00a0]{2,}")


def read(data: bytes, name: str) -> Content:
    """The text of a Word file, a blank line between paragraphs.

    :raises UnreadableSource: the file is broken, has a password, or is made to do harm.
    """
    package = Package(data, name)
    try:
        return _File(package).content()
    except RecursionError as error:
        raise package.too_deep() from error


class _Story:
    """Reads paragraphs and tables in the order of the file, so that lists count as they are printed."""

    def __init__(self, reader: Reader, numbering: Numbering) -> None:
        self._reader = reader
        self._numbering = numbering
        self._carried = ""
        self.notes: list[tuple[Paragraph, tuple[str, str]]] = []

    def blocks(self, container: Element, *, in_cell: bool = False) -> list[Block]:
        """Paragraphs and tables of the body, a cell, a text box."""
        found: list[Block] = []
        for node in _unwrapped(container):
            if node.tag == W + "tbl":
                found.append(self._table(node))
            elif node.tag == W + "p":
                found.extend(self._paragraph(node, in_cell=in_cell))
        return found

    def _paragraph(self, node: Element, *, in_cell: bool) -> Iterator[Block]:
        properties = node.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        words = self._reader.words(node)
        text = self._carried + words.text
        self._carried = ""
        if mark is not None and mark.find(W + "del") is not None:
            # The end of this paragraph is deleted: its words belong to the next one.
            self._carried = text
        elif text.strip() or not flag(mark, "vanish"):
            yield self._printed(text, properties, words, in_cell=in_cell)
        for box in words.boxes:
            yield from self.blocks(box)
        if not in_cell and (words.ruled or _underlined(properties)):
            yield Paragraph(RULE, centred=True)

    def _printed(self, text: str, properties: Element | None, words: Words, *, in_cell: bool) -> Paragraph:
        styles = self._reader.styles
        listed = styles.list_of(properties, self._numbering.level_of_style)
        label = self._numbering.next(*listed) if listed else ""
        if not text.strip() and not in_cell:
            label = ""
        paragraph = Paragraph(text, label, styles.centred(properties))
        self.notes.extend((paragraph, note) for note in words.notes)
        return paragraph

    def _table(self, node: Element) -> Table:
        widths = [whole(column.get(W + "w")) for column in node.iterfind(f"{W}tblGrid/{W}gridCol")]
        rows = [self._row(row) for row in _unwrapped(node) if row.tag == W + "tr" and not _deleted(row)]
        return Table(tuple(rows), edges_of(widths), self._reader.styles.ruled(node))

    def _row(self, row: Element) -> tuple[Cell, ...]:
        column = whole(value_of(row.find(W + "trPr"), "gridBefore"))
        cells = []
        for node in _unwrapped(row):
            if node.tag == W + "tc":
                properties = node.find(W + "tcPr")
                continued = _continued(properties)
                shown = not continued and not _left_out(properties)
                blocks = tuple(self.blocks(node, in_cell=True)) if shown else ()
                if not _beside(properties):
                    cells.append(Cell(column, blocks, continued))
                column += max(1, whole(value_of(properties, "gridSpan"), 1))
        return tuple(cells)


def _underlined(properties: Element | None) -> bool:
    """A rule is drawn below the paragraph."""
    rule = properties.find(f"{W}pBdr/{W}bottom") if properties is not None else None
    return rule is not None and rule.get(W + "val") not in ("nil", "none")


def _unwrapped(container: Element) -> Iterator[Element]:
    """Children, those inside controls and insertions too."""
    todo = list(reversed(container))
    while todo:
        node = todo.pop()
        if node.tag in _UNWRAPPED:
            todo.extend(reversed(node))
        elif node.tag == CHOICES:
            todo.extend(reversed(chosen(node)))
        else:
            yield node


def _deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _continued(properties: Element | None) -> bool:
    """The cell goes on with the one above (vMerge without "restart")."""
    merge = properties.find(W + "vMerge") if properties is not None else None
    return merge is not None and merge.get(W + "val") != "restart"


def _left_out(properties: Element | None) -> bool:
    """The cell goes on with the one to its left, or is deleted."""
    return _beside(properties) or (properties is not None and properties.find(W + "cellDel") is not None)


def _beside(properties: Element | None) -> bool:
    """The cell goes on with the one to its left, in the way of old files."""
    merge = properties.find(W + "hMerge") if properties is not None else None
    return merge is not None and merge.get(W + "val") != "restart"


@dataclass(slots=True)
class _Writer:
    """The lines written so far, and which of them call a note."""

    lines: list[str] = field(default_factory=list)
    places: list[tuple[Paragraph, int]] = field(default_factory=list)

    def write(self, blocks: list[Block]) -> None:
        """Blank lines part paragraphs, but not those of a heading that is centred over several."""
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Paragraph) and not any(block.lines):
                self.lines.extend([""] if self.lines and self.lines[-1] else [])
                continue
            together = (
                isinstance(block, Paragraph) and isinstance(before, Paragraph) and block.centred and before.centred
            )
            if self.lines and self.lines[-1] and not together:
                self.lines.append("")
            if isinstance(block, Paragraph):
                self.places.append((block, len(self.lines)))
                self.lines.extend(_GAPS.sub(" ", line) if len(line) > _LONG else line for line in block.lines)
            else:
                self.lines.extend(table_lines(block))
            before = block

    def span(self, line: int) -> Span:
        """The characters of a line."""
        start = sum(len(text) + 1 for text in self.lines[:line])
        return Span(start, start + len(self.lines[line]))


class _File:
    """A Word package taken apart."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = next((r.target for r in package.relations("").values() if r.kind == "officeDocument"), "")
        self._parts = package.relations(self._main)
        styles = Styles(self._one("styles"))
        self._reader = Reader(styles)
        self._story = _Story(self._reader, Numbering(self._one("numbering"), styles.numbering_links))

    def _one(self, kind: str) -> Element | None:
        target = next((r.target for r in self._parts.values() if r.kind == kind), None)
        return self._package.xml(target) if target else None

    def content(self) -> Content:
        """The text and the findings."""
        root = self._package.xml(self._main)
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise UnreadableSource(
                f"«{self._package.name}»: tệp không có phần nội dung của Word. Hãy mở bằng Word và lưu lại."
            )
        writer = _Writer()
        blocks = self._story.blocks(body)
        letterhead, margins = self._margins()
        writer.write([*letterhead, *blocks])
        findings = [*self._package.macros(), *_about(self._reader.noticed), *margins, *self._notes(writer)]
        return Content("\n".join(writer.lines).rstrip("\n") + "\n", tuple(findings))

    def _margins(self) -> tuple[list[Block], list[Finding]]:
        """Headers and footers: a letterhead set there belongs to the text, the rest is set aside."""
        letterhead: list[Block] = []
        findings: dict[str, Finding] = {}
        for relation in self._parts.values():
            if relation.kind not in ("header", "footer") or (root := self._package.xml(relation.target)) is None:
                continue
            writer = _Writer()
            blocks = self._story.blocks(root)
            writer.write(blocks)
            text = squeeze(" ".join(writer.lines))
            if _NATION.search(text) and not letterhead:
                letterhead = blocks
            elif re.search(r"[^\W\d_]{2}", text):
                message = f"đầu trang hoặc chân trang, để ngoài nội dung: «{text[:200]}»"
                findings[text] = Finding(kind="header_footer", message=message)
        return letterhead, list(findings.values())

    def _notes(self, writer: _Writer) -> Iterator[Finding]:
        """Footnotes and endnotes, each at the line that calls it."""
        texts = {kind: self._note_texts(kind) for kind in {note[0] for _, note in self._story.notes}}
        lines = {id(paragraph): line for paragraph, line in writer.places}
        for count, (paragraph, (kind, key)) in enumerate(self._story.notes, 1):
            line = lines.get(id(paragraph))
            if text := texts[kind].get(key):
                yield Finding(
                    kind="footnote",
                    message=f"chú thích {count}, để ngoài nội dung: «{text}»",
                    span=writer.span(line) if line is not None else None,
                )

    def _note_texts(self, kind: str) -> dict[str, str]:
        root = self._one(kind + "s")
        notes = root.iterchildren(W + kind) if root is not None else ()
        return {
            note.get(W + "id") or "": squeeze(" ".join(self._reader.words(p).text for p in note.iter(W + "p")))
            for note in notes
        }


def _about(noticed: Noticed) -> Iterator[Finding]:
    """What a person should know about how the file was written."""
    if noticed.changes:
        yield Finding(
            kind="tracked_changes",
            message=f"tệp còn {noticed.changes} chỗ theo dõi sửa đổi; đọc theo bản cuối: giữ chữ thêm, bỏ chữ xóa",
        )
    if noticed.hidden:
        yield Finding(kind="hidden_text", message=f"{noticed.hidden} đoạn chữ ẩn không in ra, để ngoài nội dung")
    if noticed.contents:
        yield Finding(kind="table_of_contents", message="mục lục tự động, để ngoài nội dung")
    old = sorted(font for font in noticed.fonts if encoding_of_font(font))
    if old:
        names = ", ".join(old)
        yield Finding(kind="legacy_font", message=f"chữ phông cũ ({names}) đã đổi sang Unicode; hãy soát lại")
