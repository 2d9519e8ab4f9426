"""HTML pages: the visible text in reading order, tables as ``| cell |`` lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dondoc.errors import UnreadableSource
from dondoc.reading.content import Content
from dondoc.reading.decoding import decode_any
from dondoc.reading.numbering import number_text
from dondoc.reading.plain import normal

_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|table|h[1-6])\b", re.I | re.S)
_SPACE = re.compile(r"\s+")

_HIDDEN = frozenset(
    {"script", "style", "head", "title", "nav", "noscript", "template", "svg", "button", "form", "iframe"}
)
_BLOCK = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "aside", "blockquote", "pre", "ul", "ol", "dl",
     "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "address", "center", "figure"}
)  # fmt: skip
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})


def looks_like_html(text: str) -> bool:
    """True for text that begins with an HTML tag.

    >>> looks_like_html("<!DOCTYPE html><p>Kế hoạch</p>"), looks_like_html("KẾ HOẠCH <b>số</b>")
    (True, False)
    """
    return bool(_HTML.match(text[:2000]))


@dataclass(slots=True)
class _Page:
    """The lines written so far and the one being written."""

    lines: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)

    def write(self, text: str) -> None:
        self.open.append(text)

    def end_line(self) -> None:
        line = _SPACE.sub(" ", "".join(self.open)).strip()
        if line:
            self.lines.append(line)
        self.open.clear()


def read(data: bytes, name: str) -> Content:
    """Visible text, one paragraph a line, list numbers written out, rows as ``| cell | cell |``."""
    text, findings = decode_any(data, name, _declared(data))
    if _depth(text) > MAX_DEPTH:
        raise UnreadableSource(
            f"«{name}»: nội dung lồng nhau quá sâu, không phải trang bình thường. Hãy lưu lại bằng Word."
        )
    root = LexborHTMLParser(text).root
    page = _Page()
    if root is not None:
        _walk(root, page)
    page.end_line()
    return Content(normal("\n".join(page.lines)), findings)


_NESTING = re.compile(
    r"<(/?)(?:div|span|table|ul|ol|dl|blockquote|section|article|main|aside|center|font|b|i|u|a|em|strong)\b",
    re.I,
)
MAX_DEPTH = 2_000
"""Real pages nest some tens deep; the time that the parser takes grows with the square of the depth."""


def _depth(text: str) -> int:
    """How deep the elements that are always closed are nested, without parsing."""
    depth = deepest = 0
    for tag in _NESTING.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:\-]{2,30})""", re.I)


def _declared(data: bytes) -> str | None:
    """The encoding that a page names in its first bytes, in a meta tag or the XML line."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _walk(root: LexborNode, page: _Page) -> None:
    """Depth first with a list of its own: pages nested thousands deep are met."""
    todo: list[LexborNode | str] = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            page.end_line()
            continue
        tag = node.tag or ""
        if tag == "-text":
            page.write(_SPACE.sub(" ", node.text_content or ""))
        elif tag == "br":
            page.end_line()
        elif tag == "table":
            _table(node, page)
        elif tag not in _HIDDEN and not tag.startswith(("-comment", "!")):
            todo.extend(reversed(_opened(node, tag, page)))


def _opened(node: LexborNode, tag: str, page: _Page) -> list[LexborNode | str]:
    """What to visit for an element: its children, and the end of its line for a block."""
    children: list[LexborNode | str] = list(node.iter(include_text=True))
    if tag == "li":
        page.end_line()
        page.write(_list_mark(node, page))
        return [*children, "end"]
    if tag in _BLOCK:
        page.end_line()
        return [*children, "end"]
    return children


def _list_mark(item: LexborNode, page: _Page) -> str:
    """The number or dash that a browser would print before a list item."""
    above = item.parent
    if above is None or above.tag != "ol":
        return "- "
    start = above.attributes.get("start") or "1"
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
    number = page.counts.get(above.mem_id, first - 1) + 1
    page.counts[above.mem_id] = number
    return f"{number_text(number, _LIST_FORMS.get(above.attributes.get('type') or '1', 'decimal'))}{_mark_end(above)} "


_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def _mark_end(numbered: LexborNode) -> str:
    """Letters are points of a clause and end in a bracket; browsers print a dot, officials do not."""
    return ")" if numbered.attributes.get("type") == "a" else "."


def _table(table: LexborNode, page: _Page) -> None:
    """Rows of a table as lines; a table of one column is layout, and is read as text."""
    page.end_line()
    rows = [[_cell_text(cell) for cell in row.iter() if cell.tag in ("td", "th")] for row in _rows(table)]
    for row in rows:
        if len(row) == 1:
            page.lines.extend(line for line in [row[0]] if line)
        elif row:
            page.lines.append("| " + " | ".join(row) + " |")


def _rows(table: LexborNode) -> list[LexborNode]:
    found = []
    for child in table.iter():
        if child.tag == "tr":
            found.append(child)
        elif child.tag in _ROW_GROUPS:
            found.extend(row for row in child.iter() if row.tag == "tr")
    return found


def _cell_text(cell: LexborNode) -> str:
    return _SPACE.sub(" ", cell.text(separator=" ")).replace("|", "¦").strip()
