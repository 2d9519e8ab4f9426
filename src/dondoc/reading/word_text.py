"""The words of Word paragraphs as they are printed.

Kept: insertions, results of fields, soft line breaks, non-breaking hyphens.
Left out: deletions, hidden text, instructions of fields, tables of contents,
comments. What a person should know of it is counted in :class:`Noticed`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from dondoc.reading.legacy import decoded_run, encoding_of_font
from dondoc.reading.numbering import W, bullet
from dondoc.reading.word_styles import Styles

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
MATH = ("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara")  # fmt: skip
CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
TAB = "    "
"""A tab of Word as spaces: columns that are typed with tabs stay apart."""

WRAPPERS = frozenset(
    W + tag
    for tag in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "fldSimple")
)
"""Elements around runs that change nothing in what is read."""

_CHANGES = frozenset(W + tag for tag in ("ins", "del", "moveFrom", "moveTo"))
_DRAWN = frozenset(W + tag for tag in ("drawing", "pict", "object"))


@dataclass(slots=True)
class Noticed:
    """What was met on the way: tracked changes, hidden runs, old fonts, notes that the text calls."""

    changes: int = 0
    hidden: int = 0
    contents: int = 0
    fonts: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Field:
    """An open field: its instruction is not printed, its result is, but for a table of contents."""

    instruction: str = ""
    in_result: bool = False

    @property
    def shown(self) -> bool:
        return self.in_result and not self.is_contents

    @property
    def is_contents(self) -> bool:
        return self.instruction.split()[:1] == ["TOC"]


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a paragraph, its text boxes, the notes it calls, and whether a line is drawn beside it."""

    text: str
    boxes: tuple[Element, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    ruled: bool = False


class Reader:
    """Reads paragraphs in order; fields may stay open from one to the next."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.noticed = Noticed()
        self._fields: list[_Field] = []

    def words(self, paragraph: Element) -> Words:
        """What a paragraph prints."""
        line = _Line(self, self.styles.of_paragraph(paragraph.find(W + "pPr")))
        for run in self._runs(paragraph):
            line.read(run)
        return Words(line.text(), tuple(line.boxes), tuple(line.notes), line.ruled)

    def _runs(self, paragraph: Element) -> Iterator[Element]:
        """Runs and formulas of a paragraph, those inside links, insertions and controls too."""
        todo = list(reversed(paragraph))
        while todo:
            node = todo.pop()
            if node.tag in _CHANGES:
                self.noticed.changes += 1
            if node.tag == W + "r" or node.tag in MATH:
                yield node
            elif node.tag in WRAPPERS:
                todo.extend(reversed(node))
            elif node.tag == CHOICES:
                todo.extend(reversed(chosen(node)))

    def field_mark(self, kind: str | None) -> None:
        """A field begins, comes to its result, or ends."""
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
            self.noticed.contents += self._fields[-1].is_contents
        elif kind == "end" and self._fields:
            self._fields.pop()

    def instruct(self, text: str) -> None:
        """More of the instruction of the field that was opened last."""
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].instruction += text

    @property
    def printing(self) -> bool:
        """What comes now is printed."""
        return all(open_field.shown for open_field in self._fields)


def chosen(alternatives: Element) -> list[Element]:
    """The content for today's Word, or the one for old programs where it holds nothing."""
    first = list(alternatives[0]) if len(alternatives) else []
    return first or (list(alternatives[-1]) if len(alternatives) else [])


class _Line:
    """A paragraph being read, cut where the font changes between old and Unicode."""

    def __init__(self, reader: Reader, style: str | None) -> None:
        self._reader = reader
        self._style = style
        self._parts: list[tuple[str, str]] = []
        self.boxes: list[Element] = []
        self.notes: list[tuple[str, str]] = []
        self.ruled = False

    def read(self, run: Element) -> None:
        properties = run.find(W + "rPr")
        hidden = self._reader.styles.run_flag(properties, self._style, "vanish")
        capitals = self._reader.styles.run_flag(properties, self._style, "caps")
        font = self._reader.styles.font(properties, self._style)
        font = font if encoding_of_font(font) else ""
        for node in self._content(run):
            piece = self._piece(node)
            if not piece or not self._reader.printing:
                continue
            if hidden:
                self._reader.noticed.hidden += 1
            else:
                self._add(piece.upper() if capitals and not font else piece, font)

    def _content(self, run: Element) -> Iterator[Element]:
        if run.tag in MATH:
            yield from run.iter(MATH_TEXT)
            return
        for node in run:
            if node.tag == CHOICES:
                yield from chosen(node)
            elif node.tag == W + "ruby":
                yield from node.iterfind(f"{W}rubyBase/{W}r/{W}t")
            else:
                yield node

    def _piece(self, node: Element) -> str:
        """The characters of a child of a run; what it does otherwise is done."""
        tag = node.tag
        if tag in (W + "t", MATH_TEXT):
            return node.text or ""
        if tag in _SIGNS:
            return _SIGNS[tag]
        if tag == W + "sym":
            return _symbol(node)
        if tag == W + "fldChar":
            self._reader.field_mark(node.get(W + "fldCharType"))
        elif tag == W + "instrText":
            self._reader.instruct(node.text or "")
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self.notes.append((tag.removeprefix(W).removesuffix("Reference"), node.get(W + "id") or ""))
        elif tag in _DRAWN and self._reader.printing:
            self.boxes.extend(_boxes(node))
            self.ruled = self.ruled or _is_line(node)
        return ""

    def _add(self, piece: str, font: str) -> None:
        if font:
            self._reader.noticed.fonts[font] += len(piece)
        if self._parts and self._parts[-1][1] == font:
            self._parts[-1] = (self._parts[-1][0] + piece, font)
        else:
            self._parts.append((piece, font))

    def text(self) -> str:
        shown = "".join(decoded_run(piece, font) if font else piece for piece, font in self._parts)
        return unicodedata.normalize("NFC", shown)


_SIGNS = {
    W + "tab": TAB, W + "ptab": TAB, W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": "",
}  # fmt: skip


def _symbol(node: Element) -> str:
    """A sign of a symbol font, as the nearest sign of Unicode."""
    try:
        return bullet(chr(int(node.get(W + "char") or "", 16)))
    except (ValueError, OverflowError):
        return ""


def _boxes(node: Element) -> Iterator[Element]:
    """Text boxes of a drawing, outermost ones, each once."""
    todo = [node]
    while todo:
        at = todo.pop()
        if at.tag == W + "txbxContent":
            yield at
        elif at.tag == CHOICES:
            todo.extend(reversed(chosen(at)))
        else:
            todo.extend(reversed(at))


_LINE_SHAPES = ("line", "straightConnector1")
_SHAPE = "{http://schemas.openxmlformats.org/drawingml/2006/main}prstGeom"
_OLD_LINE = "{urn:schemas-microsoft-com:vml}line"


def _is_line(node: Element) -> bool:
    """A drawing is a straight line, as under the title of a directive."""
    return (
        any(shape.get("prst") in _LINE_SHAPES for shape in node.iter(_SHAPE))
        or next(node.iter(_OLD_LINE), None) is not None
    )
