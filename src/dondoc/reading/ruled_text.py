"""Rows of a ruled table as ``| cell | cell |`` lines.

A cell's lines are put on one, a symbol cut at its hyphen put together. A cell
stands in the first row and column it takes; the other places it covers are
left empty, so that every row has as many cells as the table has columns.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dondoc.reading.pages import Line, PrintedWord, rows_of
from dondoc.reading.ruled import RuledCell, RuledTable
from dondoc.text import UPPER


def filled(table: RuledTable, words: Sequence[PrintedWord]) -> tuple[list[Line], list[PrintedWord]]:
    """The lines of a table, and the words that do not stand in it."""
    inside: defaultdict[RuledCell, list[PrintedWord]] = defaultdict(list)
    outside: list[PrintedWord] = []
    for word in words:
        cell = table.cell_at((word.x0 + word.x1) / 2, word.middle)
        if cell is None:
            outside.append(word)
        else:
            inside[cell].append(word)
    return [row_line(cells) for cells in _rows(table, inside)], outside


def _rows(table: RuledTable, inside: dict[RuledCell, list[PrintedWord]]) -> Iterable[list[list[str | PrintedWord]]]:
    """The words of each row, cell by cell; columns without a word in any row are left out."""
    height, width = len(table.ys) - 1, len(table.xs) - 1
    rows: list[list[list[str | PrintedWord]]] = [[[] for _ in range(width)] for _ in range(height)]
    for cell, words in inside.items():
        rows[cell.row][cell.column] = cell_words(words)
    used = [c for c in range(width) if any(row[c] for row in rows) or _is_column(table, c)]
    return [[row[c] for c in used] for row in rows if any(row)]


_NARROW = 9.0
"""Points under which a column that holds no word is a double line, not a column."""


def _is_column(table: RuledTable, column: int) -> bool:
    return table.xs[column + 1] - table.xs[column] >= _NARROW


def row_line(cells: Iterable[Sequence[str | PrintedWord]]) -> Line:
    """``| a | b |`` of the words of each cell."""
    parts: list[str | PrintedWord] = ["|"]
    for cell in cells:
        parts.extend([" ", *cell, " |"] if cell else [" |"])
    return tuple(parts)


def cell_words(words: Sequence[PrintedWord]) -> list[str | PrintedWord]:
    """The words of a cell on one line; words set sideways in the order of the file."""
    if sum(word.sideways for word in words) > len(words) / 2:
        rows = [sorted(words, key=lambda word: word.order)]
    else:
        rows = rows_of(words)
    parts: list[str | PrintedWord] = []
    for row in rows:
        for number, word in enumerate(row):
            if parts and not (number == 0 and _cut_symbol(parts[-1], word)):
                parts.append(" ")
            parts.append(word)
    return parts


_OPEN_SYMBOL = re.compile(rf"(?:\d|[{UPPER}])[-–/]$|\d/\d+/$")
_REST_OF_SYMBOL = re.compile(rf"[{UPPER}]{{2}}|\d")


def _cut_symbol(before: str | PrintedWord, word: PrintedWord) -> bool:
    """A number, a symbol, a year cut after its hyphen by the end of a line: ``57-`` / ``KL/TW``, ``2026-`` / ``2030``.

    >>> at = (0.0, 0.0, 1.0, 1.0)
    >>> _cut_symbol(PrintedWord("KH-", *at), PrintedWord("UBND", *at))
    True
    >>> _cut_symbol(PrintedWord("-", *at), PrintedWord("UBND", *at))
    False
    """
    if isinstance(before, str):
        return False
    return bool(_OPEN_SYMBOL.search(before.text) and _REST_OF_SYMBOL.match(word.text))
