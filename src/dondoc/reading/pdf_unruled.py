"""Tables printed without lines: columns that white space holds apart.

Only plain ones are taken for tables: the head begins with "STT" or "TT",
names at least three columns, and white space keeps these apart line after
line; a row begins where the first column holds a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from itertools import pairwise

from dondoc.reading.pages import Line, PrintedWord
from dondoc.reading.ruled_text import cell_words, row_line

_HEAD = re.compile(r"(?:STT|TT|Số TT|SỐ TT)$", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]+|[A-Za-zđĐ])[.)]?$")
_CLEAR = 0.6
"""The least gutter between two columns, in heights of a line."""

_Row = list[PrintedWord]
_Gap = tuple[float, float]


def unruled_tables(rows: Sequence[_Row]) -> list[tuple[int, int, list[Line]]]:
    """Tables among printed lines: the first line of each, the one after its last, and what is written for it."""
    found: list[tuple[int, int, list[Line]]] = []
    at = 0
    while at < len(rows):
        table = _table_at(rows, at) if _is_head(rows[at]) else None
        if table:
            found.append((at, *table))
            at = table[0]
        at += 1
    return found


def _is_head(row: _Row) -> bool:
    if row[0].text.lower() not in {"stt", "tt", "số"}:
        return False
    clusters = _clusters(row)
    return len(clusters) >= 3 and bool(_HEAD.match(" ".join(word.text for word in clusters[0])))


def _clusters(row: _Row) -> list[_Row]:
    """Words of a line that stand close together."""
    clusters = [[row[0]]]
    for before, word in pairwise(row):
        if word.x0 - before.x1 > 0.8 * before.height:
            clusters.append([word])
        else:
            clusters[-1].append(word)
    return clusters


def _table_at(rows: Sequence[_Row], first: int) -> tuple[int, list[Line]] | None:
    """The table whose head is line ``first``: the line after its last, and its lines; None where it is not plain."""
    clusters = _clusters(rows[first])
    gaps = [(a[-1].x1, b[0].x0) for a, b in pairwise(clusters)]
    last = first + 1
    while last < len(rows) and (narrower := _narrowed(gaps, rows[last])) and _near(rows[last - 1], rows[last]):
        gaps, last = narrower, last + 1
    edges = [(start + end) / 2 for start, end in gaps]
    printed = [_cells(row, edges) for row in rows[first:last]]
    numbered = [cells for cells in printed[1:] if _is_number(cells[0])]
    if len(numbered) < 2 or sum(sum(map(bool, cells)) >= 3 for cells in printed[1:]) < len(numbered):
        return None
    return last, [row_line(cell_words(cell) for cell in cells) for cells in _rows(printed)]


def _narrowed(gaps: Sequence[_Gap], row: _Row) -> list[_Gap] | None:
    """What the words of a further line leave of the gutters; None when they fill one."""
    clusters = [(cluster[0].x0, cluster[-1].x1) for cluster in _clusters(row)]
    left = [reduce(_beside, clusters, gap) for gap in gaps]
    return left if all(end - start >= _CLEAR * row[0].height for start, end in left) else None


def _beside(gap: _Gap, words: tuple[float, float]) -> _Gap:
    """The larger part of a gutter that words leave."""
    (start, end), (x0, x1) = gap, words
    if x0 >= end or x1 <= start:
        return gap
    return (start, x0) if x0 - start > end - x1 else (x1, end)


def _near(above: _Row, below: _Row) -> bool:
    return below[0].y1 - above[0].y1 < 4 * above[0].height


def _cells(row: _Row, edges: Sequence[float]) -> list[_Row]:
    cells: list[_Row] = [[] for _ in range(len(edges) + 1)]
    for word in row:
        cells[sum(word.x0 > edge for edge in edges)].append(word)
    return cells


def _is_number(cell: _Row) -> bool:
    return len(cell) == 1 and bool(_NUMBER.match(cell[0].text))


def _rows(printed: Sequence[list[_Row]]) -> list[list[_Row]]:
    """Printed lines put together: a row goes on until the first column holds the next number."""
    rows: list[list[_Row]] = []
    for cells in printed:
        if not rows or cells[0]:
            rows.append([list(cell) for cell in cells])
        else:
            for cell, more in zip(rows[-1], cells, strict=True):
                cell.extend(more)
    return rows
