"""Tables of Word as lines: ruled ones as ``| cell | cell |``, those that only lay out a page as columns.

Merged cells are printed once, at their first column of their first row; other
columns stay empty, rows below have the mark of repetition. Columns that differ by less than :data:`NEAR`, because
rows were dragged by hand, are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from typing import NamedTuple

from dondoc.text import squeeze

NEAR = 170
"""Twentieths of a point, 3 mm: edges nearer than this are one edge drawn twice."""

REPEATED = "〃"
"""Stands where a cell of a row above goes on."""

GAP = "    "
"""What holds columns of a layout apart."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed, its number apart; ``text`` may hold line feeds."""

    text: str
    label: str = ""
    centred: bool = False

    @property
    def lines(self) -> list[str]:
        """Its printed lines without indents."""
        whole = (self.label + self.text.strip()).strip() if self.text.strip() else self.label.strip()
        return [_TYPED_LABEL.sub(r"\1 ", line.strip()) for line in whole.split("\n")]


_TYPED_LABEL = re.compile(r"^([-–—+•*]|[\w.]{1,8}[.)/\-])\s{2,}(?=\S)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that begins at a column of the grid; a ``continued`` one is the lower part of the cell above."""

    column: int
    blocks: tuple[Block, ...]
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; ``edges`` are places of the columns of the grid; ``ruled`` when upright rules are drawn."""

    rows: tuple[tuple[Cell, ...], ...]
    edges: tuple[int, ...]
    ruled: bool


Block = Paragraph | Table


def edges_of(widths: Sequence[int]) -> tuple[int, ...]:
    """Where each column begins; empty when the grid says nothing."""
    return (0, *accumulate(widths)) if widths and all(width > 0 for width in widths) else ()


def table_lines(table: Table) -> list[str]:
    """The lines of a table, however it is to be read."""
    columns = _columns(table)
    # The lines of each cell once: tables within tables would be read again at every level.
    rows = [[_Column(columns[cell.column], _cell_lines(cell)) for cell in row] for row in table.rows]
    if columns and _is_layout(rows, len(set(columns.values())), ruled=table.ruled):
        widths = _widths(rows)
        return [line for row in rows for line in _side_by_side(row, widths)]
    return [f"| {' | '.join(row)} |" for row in grid_text(table) if not set(row) <= {"", REPEATED}]


class _Column(NamedTuple):
    """A cell as lines of a column of the text."""

    column: int
    lines: list[str]


_HEADS = re.compile(
    r"độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam|^\s*(?:nơi nhận|nơi gửi)\b|^\s*(?:tm|kt|tl|tuq)\.\s|^\s*t/[ml]\s",
    re.I | re.M,
)


def _is_layout(rows: Sequence[Sequence[_Column]], columns: int, *, ruled: bool) -> bool:
    """Letterhead and signature stand in a table without rules; a list of tasks has rules or many columns."""
    if columns == 1:
        return True
    if columns > 3:
        return False
    if len(rows) <= 6 and any(_HEADS.search("\n".join(cell.lines)) for row in rows for cell in row):
        return True
    return not ruled and (columns == 2 or len(rows) <= 2)


def _columns(table: Table) -> dict[int, int]:
    """Grid column → column of the text, edges that are nearly one made one."""
    starts = sorted({cell.column for row in table.rows for cell in row})
    together = [{cell.column for cell in row} for row in table.rows]
    columns: dict[int, int] = {}
    group: list[int] = []
    for start in starts:
        if group and not _same_edge(group, start, table.edges, together):
            group = []
        columns[start] = columns[group[0]] if group else len(set(columns.values()))
        group.append(start)
    return columns


def _same_edge(group: list[int], start: int, edges: Sequence[int], rows: Sequence[set[int]]) -> bool:
    if start >= len(edges) or edges[start] - edges[group[0]] > NEAR:
        return False
    return not any(start in row and row & set(group) for row in rows)


def grid_text(table: Table) -> list[list[str]]:
    """The words of each cell, every row with all columns."""
    columns = _columns(table)
    width = len(set(columns.values()))
    rows = []
    for row in table.rows:
        texts = [""] * width
        for cell in row:
            at = columns[cell.column]
            texts[at] = REPEATED if cell.continued else f"{texts[at]} {_flat(cell.blocks)}".strip()
        rows.append(texts)
    return rows


def _flat(blocks: Sequence[Block]) -> str:
    """All words of a cell on one line, those of a table within it row by row."""
    parts = []
    for block in blocks:
        if isinstance(block, Table):
            parts += [" ".join(text for text in row if text not in ("", REPEATED)) for row in grid_text(block)]
        else:
            parts += block.lines
    return squeeze(" ".join(parts)).replace("|", "¦")


# Layout -------------------------------------------------------------------------------------------


def _cell_lines(cell: Cell) -> list[str]:
    if cell.continued:
        return []
    lines = []
    for block in cell.blocks:
        lines += block.lines if isinstance(block, Paragraph) else table_lines(block)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _widths(rows: Sequence[Sequence[_Column]]) -> dict[int, int]:
    """The longest line of each column."""
    widths: dict[int, int] = {}
    for row in rows:
        for cell in row:
            widths[cell.column] = max(widths.get(cell.column, 0), *map(len, cell.lines), 0)
    return widths


def _side_by_side(row: Sequence[_Column], widths: Mapping[int, int]) -> Iterator[str]:
    """Lines of the cells of a row beside each other, as they are seen on the page."""
    for pieces in zip_longest(*(cell.lines for cell in row), fillvalue=""):
        padded = [piece.ljust(widths[cell.column]) for piece, cell in zip(pieces, row, strict=True)]
        yield GAP.join(padded).rstrip()
