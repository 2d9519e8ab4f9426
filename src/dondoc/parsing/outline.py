"""Paragraphs placed in a tree of clauses, tables put where they stand.

Reads: the paragraphs of a part. Gives: clauses in the order of the document,
each with its address, and the tables. Odd numbering is a finding, never an
error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.agencies.names import is_agency, leading
from dondoc.document import Clause, ClauseKind, Finding, Quote, Table
from dondoc.parsing.depth_rules import choose_depth, number_step
from dondoc.parsing.fields import field_label
from dondoc.parsing.markers import BULLETS, Marker, Style
from dondoc.parsing.paragraphs import Paragraph
from dondoc.parsing.table_rows import RowRole, columns_of, filled_table, group_head, is_task_table, row_roles
from dondoc.parsing.tables import Grid, grid
from dondoc.text import UPPER, Passage


@dataclass(slots=True)
class Node:
    """A clause while its neighbours are still unknown."""

    paragraph: Paragraph
    marker: Marker | None
    path: str
    parent: str | None
    level: int
    block: bool = False
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """What grows while the parts of a file are walked through.

    ``words`` are all words in order, those of tables cell by cell; the first
    ``preamble`` of them stand before the first numbered unit.
    """

    source: str
    clauses: list[Clause] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    last_grid: Grid | None = None
    words: list[Passage] = field(default_factory=list)
    preamble: int = 0
    numbered: bool = False

    def address(self, path: str) -> str:
        """``path``, or ``path~2`` when it is met a second time."""
        self.used[path] += 1
        return path if self.used[path] == 1 else f"{path}~{self.used[path]}"


def add_part(outline: Outline, paragraphs: Sequence[Paragraph], root: Clause | None = None) -> None:
    """Adds the clauses and tables of a part, under ``root`` (an appendix) where one is given."""
    if root is not None:
        outline.clauses.append(root)
    nodes = _tree(outline, paragraphs, root.path if root else None)
    for node in nodes:
        if node.paragraph.rows:
            _add_table(outline, node)
        else:
            _note_words(outline, node)
            outline.clauses.append(_clause(node, outline.source))


def _note_words(outline: Outline, node: Node) -> None:
    outline.numbered = outline.numbered or (node.marker is not None and node.marker.style not in BULLETS)
    outline.words.append(node.paragraph.words)
    if not outline.numbered:
        outline.preamble = len(outline.words)


def _tree(outline: Outline, paragraphs: Sequence[Paragraph], root: str | None) -> list[Node]:
    """Nodes in order, each in the ``children`` of the one above it."""
    nodes: list[Node] = []
    stack: list[Node] = []
    for paragraph in paragraphs:
        marker = paragraph.marker
        block = not paragraph.rows and _is_block_line(paragraph)
        if marker is None or block or paragraph.rows:
            above = _innermost(stack, marker if block else None)
            node = _leaf(outline, paragraph, above, root, block)
        else:
            depth = choose_depth([n.marker for n in stack if n.marker], marker)
            _check_number(outline, paragraph, marker, stack, depth)
            above = stack[depth - 1] if depth else None
            node = _labelled(outline, paragraph, marker, above, root)
            stack[depth:] = [node]
        if above is not None:
            above.children.append(node)
        nodes.append(node)
    return nodes


def _is_block_line(paragraph: Paragraph) -> bool:
    """A field line, bare, behind a bullet or behind a letter; a numbered one is a heading."""
    marker = paragraph.marker
    if marker is not None and marker.style not in BULLETS and marker.style is not Style.LETTER:
        return False
    return field_label(paragraph.text) is not None


def _innermost(stack: list[Node], block_marker: Marker | None) -> Node | None:
    """The clause that an unlabelled paragraph or a field line belongs to; bullets do not hold field lines."""
    for node in reversed(stack):
        style = node.marker.style if node.marker else None
        if style in BULLETS:
            continue
        if block_marker is not None and block_marker.style is Style.LETTER and style is Style.LETTER:
            continue
        return node
    return None


def _leaf(outline: Outline, paragraph: Paragraph, above: Node | None, root: str | None, block: bool) -> Node:
    parent = above.path if above else root
    path = outline.address(f"{parent or ''}/{len(above.children) + 1 if above else len(outline.used) + 1}")
    return Node(paragraph, paragraph.marker if block else None, path, parent, (above.level if above else 0) + 1, block)


def _labelled(outline: Outline, paragraph: Paragraph, marker: Marker, above: Node | None, root: str | None) -> Node:
    parent = above.path if above else root
    if marker.style in BULLETS:
        number = sum(1 for c in above.children if c.marker and c.marker.style in BULLETS) + 1 if above else 1
        path = f"{parent or ''}#{number}"
    else:
        path = f"{parent}.{marker.label}" if parent else marker.label
        if marker.style is Style.DECIMAL and above and above.marker and above.marker.numbers == marker.numbers[:-1]:
            path = f"{_without_last(above)}{marker.label}"
    return Node(paragraph, marker, outline.address(path), parent, (above.level if above else (1 if root else 0)) + 1)


def _without_last(above: Node) -> str:
    """``III.2`` → ``III.``: a decimal label repeats the number of the unit above it."""
    label = above.marker.label if above.marker else ""
    bare = above.path.split("~")[0]
    return bare[: len(bare) - len(label)] if bare.endswith(label) else f"{above.path}."


def _check_number(outline: Outline, paragraph: Paragraph, marker: Marker, stack: list[Node], depth: int) -> None:
    """A finding for a number skipped or printed twice."""
    last = stack[depth].marker if depth < len(stack) else None
    if marker.style in BULLETS or marker.style is Style.PAREN:
        return
    if last is not None and last.style is marker.style and last.numbers[:-1] == marker.numbers[:-1]:
        step = number_step(last, marker)
        if step == 1:
            return
        kind = "numbering_doubled" if step == 0 else "numbering_skipped"
        message = f"số thứ tự «{marker.label}» đứng sau «{last.label}»"
    elif marker.numbers[-1:] > (1,) and (last is None or last.style is not marker.style):
        kind, message = "numbering_skipped", f"danh sách bắt đầu từ «{marker.label}»"
    else:
        return
    outline.findings.append(Finding(kind=kind, message=message, span=paragraph.lines[0].span))


# From node to clause ------------------------------------------------------------------------------

_HEAD_STYLES = frozenset({Style.APPENDIX, Style.PART, Style.CHAPTER, Style.SECTION, Style.UPPER, Style.ROMAN})
_NUMBERED = frozenset({Style.ARABIC, Style.DECIMAL, Style.ARTICLE})
_STOP = re.compile(r"[.;!?…](?:[\"”’)])?$|\./\.$")
CLOSES = re.compile(
    r"(?:Trong quá trình|Quá trình (?:triển khai|tổ chức|thực hiện)|Trên đây là|Nếu có|Nhận được|"
    r"(?:Yêu cầu|Đề nghị) (?:các|Thủ trưởng|Giám đốc|Chủ tịch|Người đứng đầu)|Căn cứ (?:nội dung )?Kế hoạch này|"
    r"(?:Chỉ thị|Công điện|Kế hoạch|Thông báo|Quy định|Kết luận|Chương trình) này\s|"
    r"Văn phòng [^.;:]{0,70} (?:xin |trân trọng |kính )?thông báo\s)"
)
"""How an unnumbered paragraph begins that closes a directive."""

_INNER_STOP = re.compile(r"[.!?;]\s+[A-ZĐ]|;")


def _clause(node: Node, source: str) -> Clause:
    title, text, kind = _title_and_text(node)
    return Clause(
        label=_label(node),
        title=Quote.of(title, source) if title else None,
        text=Quote.of(text, source) if text else None,
        level=node.level,
        kind=kind,
        path=node.path,
        parent=node.parent,
        line=node.paragraph.first_line,
        last_line=node.paragraph.last_line,
    )


def _label(node: Node) -> str:
    return node.marker.label if node.marker else ""


def _title_and_text(node: Node) -> tuple[Passage | None, Passage | None, ClauseKind]:
    words = node.paragraph.words
    if node.block:
        return None, words, ClauseKind.BLOCK_LINE
    if node.marker is None:
        return None, words, ClauseKind.PARAGRAPH
    if node.marker.style in BULLETS:
        return None, words, ClauseKind.BULLET
    if (colon := run_in_title(node)) is not None:
        return words.cut(0, colon).strip(), words.cut(colon + 1, len(words.text)).strip(), ClauseKind.HEADING
    if is_heading(node):
        kind = ClauseKind.ITEM if node.marker.style is Style.LETTER else ClauseKind.HEADING
        return words.cut(0, len(words.text.rstrip(" .:;"))).strip(), None, kind
    return None, words, ClauseKind.ITEM


def is_heading(node: Node) -> bool:
    """A title standing alone: what follows belongs to it.

    Parts, chapters and Roman numbers head sections; a numbered line heads one
    when it is a single short sentence with something under it; a letter only
    when it is a short title without an end.
    """
    text, style = node.paragraph.text, node.marker.style if node.marker else None
    words = text.count(" ") + 1
    if not text or style is Style.PAREN:
        return False
    if text.upper() == text and text.lower() != text and words < 60:
        return True
    below = [child for child in node.children if not child.block]
    if style in _HEAD_STYLES:
        return (bool(below) and words < 80) or (words < 40 and not _INNER_STOP.search(text))
    if style is Style.LETTER:
        return bool(below) and words <= 20 and not re.search(r"[.;:,]$", text)
    if style in _NUMBERED:
        return _numbered_heading(text, words, below, bool(node.children))
    return False


def _numbered_heading(text: str, words: int, below: list[Node], anything_below: bool) -> bool:
    if not anything_below:
        return text.endswith(":") and words <= 40
    if text.endswith(":"):
        return words <= 80 and not re.search(r"[.!?]\s+[A-ZĐ]", text)
    if not _STOP.search(text):
        return words <= 70
    held = [child for child in below if child.marker or not CLOSES.match(child.paragraph.text)]
    return bool(held) and words <= 60 and not re.search(r"[.!?;]\s", text)


def run_in_title(node: Node) -> int | None:
    """Place of the colon after a title at the start of a numbered paragraph ("2. Sở Tài chính: Rà soát …")."""
    text = node.paragraph.text
    colon = text.find(":", 0, 250)
    if colon < 3 or colon + 2 >= len(text) or node.marker is None:
        return None
    if (listed := leading(text)) and listed[0] == 0 and listed[1] > colon:
        colon = listed[1]
        if text[colon : colon + 1] != ":" or colon + 2 >= len(text):
            return None
    head = text[:colon]
    if head.count("(") > head.count(")"):
        return None
    if node.children and _only_names(text[colon + 1 :]):
        return None
    if node.marker.style in (*_NUMBERED, *_HEAD_STYLES, Style.LETTER) and is_agency(head):
        return colon
    short = head.count(" ") < 16 and not re.search(r"[.;!?,]", head)
    return colon if short and node.marker.style in (*_NUMBERED, *_HEAD_STYLES) else None


_NAME = re.compile(rf"^[{UPPER}(\"“]")


def _only_names(text: str) -> bool:
    """«Ba Đình, Hoàn Kiếm và UBND xã Bát Tràng»: names alone, which belong to the title before the colon."""
    pieces = [piece.strip() for piece in re.split(r",|;|\s[–-]\s|\svà\s", text.strip(" .;")) if piece.strip()]
    return 1 < len(pieces) < 40 and all(_NAME.match(piece) and piece.count(" ") < 6 for piece in pieces)


# Tables -------------------------------------------------------------------------------------------


def _add_table(outline: Outline, node: Node) -> None:
    found = grid(node.paragraph.rows, outline.last_grid)
    if found is None:
        return
    outline.last_grid = found
    outline.words.extend(cell for row in found.rows for cell in row.cells if cell.text)
    table = filled_table(found, outline.source, node.parent)
    previous = outline.tables[-1] if outline.tables else None
    if previous and previous.clause == table.clause and previous.header == table.header and table.header:
        table = table.model_copy(update={"rows": previous.rows + table.rows, "line": previous.line})
        outline.tables[-1] = table
        new_rows = table.rows[len(previous.rows) :]
    else:
        outline.tables.append(table)
        new_rows = table.rows
    _add_groups(outline, table, node.parent, {row.line for row in new_rows})


def _add_groups(outline: Outline, table: Table, parent: str | None, lines: set[int]) -> None:
    """Group rows are units of the outline; with a Roman number they head a section like any other."""
    columns = columns_of(table.header)
    if not is_task_table(columns):
        return
    for row, role in zip(table.rows, row_roles(table.rows, columns), strict=True):
        if role is not RowRole.GROUP or row.line not in lines:
            continue
        label, title = group_head(row, columns, outline.source)
        roman = label.isalpha() and label.upper() == label
        outline.clauses.append(
            Clause(
                label=label,
                title=title,
                level=2,
                kind=ClauseKind.HEADING if roman else ClauseKind.TABLE_GROUP,
                path=outline.address(f"{parent}.{label}" if parent else label or "#"),
                parent=parent,
                line=row.line,
                last_line=row.last_line,
            )
        )
