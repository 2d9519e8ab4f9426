"""HTML pages: the visible text in reading order, tables as ``| cell |`` lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dondoc.reading.content import Content
from dondoc.reading.decoding import decode_any
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
    root = LexborHTMLParser(text).root
    page = _Page()
    if root is not None:
        _walk(root, page)
    page.end_line()
    return Content(normal("\n".join(page.lines)), findings)


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
        page.write(_list_mark(node))
        return [*children, "end"]
    if tag in _BLOCK:
        page.end_line()
        return [*children, "end"]
    return children


def _list_mark(item: LexborNode) -> str:
    """The number or dash that a browser would print before a list item."""
    above = item.parent
    if above is None or above.tag != "ol":
        return "- "
    items = [child for child in above.iter() if child.tag == "li"]
    start = above.attributes.get("start") or "1"
    number = (int(start) if start.isdigit() else 1) + next(k for k, child in enumerate(items) if child == item)
    return f"{chr(96 + number)}) " if above.attributes.get("type") == "a" and number <= 26 else f"{number}. "


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
