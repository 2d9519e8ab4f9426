"""HTML pages: the visible text in reading order, tables as ``| cell |`` lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dondoc.errors import UnreadableSource
from dondoc.reading.content import Content
from dondoc.reading.decoding import decode_any
from dondoc.reading.numbering import number_text
from dondoc.reading.plain import normal

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|style|center|div|font|span|p|table|h[1-6])\b",
    re.I | re.S,
)
_SPACE = re.compile(r"\s+")

_HIDDEN = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "nav",
        "noscript",
        "template",
        "svg",
        "button",
        "form",
        "iframe",
        "footer",
        "aside",
    }
)
_BLOCK = frozenset(
    {"p", "div", "section", "article", "header", "main", "blockquote", "pre", "ul", "ol", "dl",
     "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "address", "center", "figure",
     "table", "tr", "td", "th", "caption"}
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
    listed: Counter[int] = field(default_factory=Counter)

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
MAX_DEPTH = 10_000
"""Real pages nest some tens deep; the time that the parser takes grows with the square of the depth."""


def _depth(text: str) -> int:
    """How deep the elements that are always closed are nested, without parsing."""
    depth = deepest = 0
    for tag in _NESTING.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def read_archive(data: bytes, name: str) -> Content:
    """A page saved with its pictures in one file (MHTML), as Word and browsers do."""
    message = message_from_bytes(data)
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            charset = part.get_content_charset()
            mark = f'<meta charset="{charset}">'.encode() if charset else b""
            return read(mark + content, name)
    raise UnreadableSource(f"«{name}»: tệp lưu trang web không có trang nào. Hãy lưu lại bằng Word.")


def looks_like_archive(text: str) -> bool:
    """True for a message of several parts that begins as MHTML does.

    >>> looks_like_archive("MIME-Version: 1.0\\nContent-Type: multipart/related; boundary=a")
    True
    """
    head = text[:2000].lstrip().lower()
    return head.startswith(("mime-version:", "from:")) and "content-type: multipart/related" in head


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
        elif tag == "table" and not _is_layout(node):
            _table(node, page)
        elif tag not in _HIDDEN and not tag.startswith(("-comment", "!")):
            todo.extend(reversed(_opened(node, tag, page)))


def _opened(node: LexborNode, tag: str, page: _Page) -> list[LexborNode | str]:
    """What to visit for an element: its children, and the end of its line for a block."""
    children: list[LexborNode | str] = list(node.iter(include_text=True))
    if tag == "li":
        page.end_line()
        page.write(_list_mark(node, page.listed))
        return [*children, "end"]
    if tag in _BLOCK or tag in _ROW_GROUPS:
        page.end_line()
        return [*children, "end"]
    return children


def _list_mark(item: LexborNode, listed: Counter[int]) -> str:
    """The number or dash that a browser would print before a list item."""
    above = item.parent
    if above is None or above.tag != "ol":
        return "- "
    start = above.attributes.get("start") or "1"
    number = (int(start) if start.isdecimal() and len(start) < 5 else 1) + listed[above.mem_id]
    listed[above.mem_id] += 1
    form = above.attributes.get("type") or "1"
    return f"{number_text(number, _LIST_FORMS.get(form, 'decimal'))}{')' if form == 'a' else '.'} "


_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
"""Types of lists in HTML; a browser puts a dot after a letter, officials a bracket."""


def _is_layout(table: LexborNode) -> bool:
    """One column, or a table within: cells hold places of the page there, and are read as text."""
    nested = any(inner != table for inner in table.css("table"))
    return nested or all(len(_cells(row)) < 2 for row in _rows(table))


def _table(table: LexborNode, page: _Page) -> None:
    """Rows of a table as lines, each with a cell for every column.

    A cell that spans columns has empty ones after it; one that spans rows has
    the mark of repetition below it.
    """
    page.end_line()
    open_rows: dict[int, int] = {}
    for row in _rows(table):
        written: list[str] = []
        for cell in _cells(row):
            _repeat(written, open_rows)
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            open_rows |= {len(written) + k: rows - 1 for k in range(columns) if rows > 1}
            written += [_cell_text(cell), *[""] * (columns - 1)]
        _repeat(written, open_rows)
        if any(written):
            page.lines.append("| " + " | ".join(written) + " |")


def _repeat(written: list[str], open_rows: dict[int, int]) -> None:
    """Marks of repetition for the columns that a cell above still spans."""
    while open_rows.get(len(written), 0) > 0:
        open_rows[len(written)] -= 1
        written.append("〃")


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _span(cell: LexborNode, name: str) -> int:
    """How many rows or columns a cell takes; odd values count as one, and no page needs more than 40 columns."""
    value = (cell.attributes.get(name) or "1").strip()
    limit = 40 if name == "colspan" else 2000
    return min(max(int(value), 1), limit) if value.isascii() and value.isdigit() else 1


def _rows(table: LexborNode) -> list[LexborNode]:
    found = []
    for child in table.iter():
        if child.tag == "tr":
            found.append(child)
        elif child.tag in _ROW_GROUPS:
            found.extend(row for row in child.iter() if row.tag == "tr")
    return found


def _cell_text(cell: LexborNode) -> str:
    """The lines of a cell, ``<br>`` between them as in Markdown."""
    page = _Page()
    _walk(cell, page)
    page.end_line()
    return "<br>".join(page.lines).replace("|", "¦")
