"""The process that reads a filled form of a report: what the file may hold first, then its cells.

Run as ``python -m dondoc_web.reports.filled_process`` in a folder with the
file ``filled``; leaves ``result.json``. No Django here: the file is not
trusted, so nothing is within its reach.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dondoc.reading.processor import allow_more_time
from dondoc.reading.safe_process import confine
from dondoc_web.papers.package import LIMITS, Refused, check_package

SHEETS, CELLS = 10, 20_000
"""The most sheets or tables, and cells with something in them, that are read."""
WORD, EXCEL = "word/document.xml", "xl/workbook.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(path: Path) -> dict[str, Any]:
    """Its tables: ``kind`` is ``xlsx`` or ``docx``; a cell is row, column (from 1), what it is, and its text.

    A cell is ``text``, ``number``, ``date`` (as ISO writes it), ``formula`` or ``error``.
    """
    kind = _kind_of(path)
    check_package(path, frozenset({"[Content_Types].xml"}), "broken", _no_outside_books)
    tables = list(_sheets(path) if kind == "xlsx" else _word_tables(path))
    if sum(len(one["cells"]) for one in tables) > CELLS:
        raise Refused("huge")
    return {"kind": kind, "tables": tables}


def _kind_of(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("broken") from error
    if EXCEL in names:
        return "xlsx"
    if WORD in names:
        return "docx"
    raise Refused("broken")


def _no_outside_books(name: str, _content: bytes) -> None:
    if "externallink" in name.lower():
        raise Refused("outside")


def _sheets(path: Path) -> Iterator[dict[str, Any]]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, keep_links=False)
        if len(book.worksheets) > SHEETS:
            raise Refused("huge")
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            cells: list[list[Any]] = []
            for row in sheet.iter_rows():
                cells += [[cell.row, cell.column, *_of_cell(cell)] for cell in row if cell.value not in (None, "")]
                if len(cells) > CELLS:
                    raise Refused("huge")
            yield {"name": sheet.title, "cells": cells}


def _of_cell(cell: Any) -> tuple[str, str]:
    value = cell.value
    if cell.data_type == "f":
        return "formula", str(value)[:200]
    if cell.data_type == "e":
        return "error", str(value)[:200]
    if isinstance(value, datetime | date):
        return "date", value.strftime("%Y-%m-%d")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number", str(value) if isinstance(value, int) else format(value, ".15g")
    return "text", str(value)


def _word_tables(path: Path) -> Iterator[dict[str, Any]]:
    with zipfile.ZipFile(path) as package:
        body = ElementTree.fromstring(package.read(WORD))  # noqa: S314 - without entities, see check_package
    tables = list(_of("tbl", body, ("body", "sdt", "sdtContent")))
    if len(tables) > SHEETS:
        raise Refused("huge")
    for table in tables:
        cells: list[list[Any]] = []
        for number, row in enumerate(_of("tr", table, ("sdt", "sdtContent")), 1):
            found = enumerate(_of("tc", row, ("sdt", "sdtContent")), 1)
            words = [(column, _words(cell)) for column, cell in found]
            cells += [[number, column, "text", text] for column, text in words if text]
            if len(cells) > CELLS:
                raise Refused("huge")
        yield {"name": "", "cells": cells}


def _of(tag: str, parent: Any, through: tuple[str, ...]) -> Iterator[Any]:
    """Elements of this kind, in ``parent`` or in what only wraps them."""
    for child in parent:
        if child.tag == _W + tag:
            yield child
        elif child.tag in {_W + one for one in through}:
            yield from _of(tag, child, through)


def _words(cell: Any) -> str:
    lines = []
    for paragraph in cell.iter(_W + "p"):
        parts = []
        for one in paragraph.iter():
            if one.tag == _W + "t":
                parts.append(one.text or "")
            elif one.tag in (_W + "br", _W + "cr"):
                parts.append("\n")
            elif one.tag == _W + "tab":
                parts.append(" ")
        lines.append("".join(parts))
    return "\n".join(lines).strip()


def main() -> None:
    """Read ``filled``."""
    confine(LIMITS)
    allow_more_time(LIMITS.seconds)
    answer: dict[str, Any]
    try:
        answer = read(Path("filled"))
    except Refused as refused:
        answer = refused.said
    except (MemoryError, RecursionError):
        answer = {"error": "bomb", "place": "", "detail": ""}
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, zipfile.BadZipFile):
        answer = {"error": "broken", "place": "", "detail": ""}
    Path("result.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
