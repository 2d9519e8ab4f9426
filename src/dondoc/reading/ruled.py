"""Tables from drawn lines: which rulings form one, its columns and rows, its merged cells.

Reads: straight lines drawn on a page, in points from its top left corner.
Gives: :class:`RuledTable` values. Where the lines come from (a PDF, a
picture) makes no difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Ruling(NamedTuple):
    """A straight line: across the page (``level``) at height ``at``, or down it at distance ``at`` from the left."""

    level: bool
    at: float
    start: float
    end: float


class RuledCell(NamedTuple):
    """A cell: its first row and column, and how many it takes of each."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table: the lines between its columns and rows, from first to last, and its cells from top left.

    ``owner`` gives for each place of the plain grid the cell that covers it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[RuledCell, ...], ...]

    def cell_at(self, x: float, y: float) -> RuledCell | None:
        """The cell under a point, if it lies in the table."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return self.owner[row][column]
        return None

    @property
    def cells(self) -> tuple[RuledCell, ...]:
        """Every cell once, row by row."""
        return tuple(dict.fromkeys(cell for row in self.owner for cell in row))


NEAR = 3.0
"""Points within which two lines are one, and within which they touch."""

MOST_LINES = 3_000
"""A page with more lines than this, after those in a row are put together, is a drawing."""


def tables_of(rulings: Iterable[Ruling]) -> list[RuledTable]:
    """The tables that the lines of a page form, from top to bottom."""
    lines = merged(rulings)
    if len(lines) > MOST_LINES:
        return []
    stacked = [part for group in _touching(lines) for part in _apart(group)]
    found = [table for group in stacked if (table := _table(group)) is not None]
    return sorted(found, key=lambda table: (table.ys[0], table.xs[0]))


def merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Lines drawn piece by piece, or twice, as one line each."""
    done: list[Ruling] = []
    group: list[Ruling] = []
    for ruling in sorted(rulings):
        if group and (ruling.level != group[0].level or ruling.at - group[0].at > NEAR):
            done.extend(_in_a_row(group))
            group = []
        group.append(ruling)
    done.extend(_in_a_row(group))
    return done


def _in_a_row(group: Sequence[Ruling]) -> list[Ruling]:
    """Pieces at one height put together where they meet."""
    if not group:
        return []
    at = sum(ruling.at for ruling in group) / len(group)
    done: list[Ruling] = []
    for ruling in sorted(group, key=lambda r: r.start):
        if done and ruling.start <= done[-1].end + NEAR:
            done[-1] = done[-1]._replace(end=max(done[-1].end, ruling.end))
        else:
            done.append(ruling._replace(at=at))
    return [ruling for ruling in done if ruling.end - ruling.start > NEAR]


def _touching(lines: Sequence[Ruling]) -> list[list[Ruling]]:
    """Groups of lines that hang together: each line down with the lines across that it meets."""
    level = [line for line in lines if line.level]
    upright = [line for line in lines if not line.level]
    parent = list(range(len(upright)))
    met_by: defaultdict[int, list[int]] = defaultdict(list)
    for k, line in enumerate(upright):
        for j, across in enumerate(level):
            if _meet(across, line):
                met_by[j].append(k)
    for meets in met_by.values():
        for k in meets[1:]:
            parent[_root(parent, k)] = _root(parent, meets[0])
    groups: defaultdict[int, list[Ruling]] = defaultdict(list)
    for k, line in enumerate(upright):
        groups[_root(parent, k)].append(line)
    for j, meets in met_by.items():
        groups[_root(parent, meets[0])].append(level[j])
    return list(groups.values())


def _root(parent: list[int], k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return k


def _meet(across: Ruling, down: Ruling) -> bool:
    return across.start - NEAR <= down.at <= across.end + NEAR and down.start - NEAR <= across.at <= down.end + NEAR


def _apart(group: Sequence[Ruling]) -> list[list[Ruling]]:
    """Tables printed one right under another, parted where the columns change.

    They change at a line drawn all the way across, when each side of it has a
    column line that the other has not; a row merged across, or a head over
    two rows, has only fewer.
    """
    ys = _edges([r.at for r in group if r.level], [e for r in group if not r.level for e in (r.start, r.end)])
    upright = [line for line in group if not line.level]
    left, right = min(line.at for line in upright), max(line.at for line in upright)
    cuts: list[float] = []
    columns: list[float] = []
    for top, bottom in pairwise(ys):
        here = [x.at for x in upright if left + NEAR < x.at < right - NEAR and _drawn([x], x.at, top, bottom)]
        if _differ(here, columns) and _differ(columns, here) and _drawn(_level_at(group, top), top, left, right):
            cuts.append(top)
            columns = here
        columns = [*columns, *(x for x in here if _differ([x], columns))]
    return [_between(group, *part) for part in pairwise([ys[0], *cuts, ys[-1]])] if cuts else [list(group)]


def _differ(these: Sequence[float], those: Sequence[float]) -> bool:
    """Some of ``these`` lines are none of ``those``."""
    return any(all(abs(x - y) > NEAR for y in those) for x in these)


def _level_at(group: Sequence[Ruling], at: float) -> list[Ruling]:
    return [line for line in group if line.level and abs(line.at - at) <= NEAR]


def _between(group: Sequence[Ruling], top: float, bottom: float) -> list[Ruling]:
    """The lines of a group, or their parts, that lie between two heights."""
    part = [line for line in group if line.level and top - NEAR <= line.at <= bottom + NEAR]
    for line in group:
        start, end = max(line.start, top), min(line.end, bottom)
        if not line.level and end - start > NEAR:
            part.append(line._replace(start=start, end=end))
    return part


def _table(group: Sequence[Ruling]) -> RuledTable | None:
    """The table of lines that hang together; None for a frame, a box, a few strokes."""
    xs = _edges([r.at for r in group if not r.level], [e for r in group if r.level for e in (r.start, r.end)])
    ys = _edges([r.at for r in group if r.level], [e for r in group if not r.level for e in (r.start, r.end)])
    if len(xs) < 3 or len(ys) < 2:
        return None
    table = RuledTable(tuple(xs), tuple(ys), _owners(xs, ys, group))
    table = _without_empty_lines(table)
    if len(table.xs) < 3 or not any(len(set(row)) > 1 for row in table.owner):
        return None
    return table


def _edges(drawn: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Where columns (or rows) part; a table open at a side ends where its lines end."""
    edges: list[float] = []
    for at in sorted(drawn):
        if not edges or at - edges[-1] > NEAR:
            edges.append(at)
    if edges and ends:
        least, most = min(ends), max(ends)
        edges = [least, *edges] if least < edges[0] - 2 * NEAR else edges
        edges = [*edges, most] if most > edges[-1] + 2 * NEAR else edges
    return edges


def _owners(xs: Sequence[float], ys: Sequence[float], group: Sequence[Ruling]) -> tuple[tuple[RuledCell, ...], ...]:
    """Places of the plain grid put together where no line parts them."""
    width, height = len(xs) - 1, len(ys) - 1
    level = [line for line in group if line.level]
    upright = [line for line in group if not line.level]
    parent = list(range(width * height))
    for r in range(height):
        for c in range(1, width):
            if not _drawn(upright, xs[c], ys[r], ys[r + 1]):
                parent[_root(parent, r * width + c)] = _root(parent, r * width + c - 1)
    for r in range(1, height):
        for c in range(width):
            if not _drawn(level, ys[r], xs[c], xs[c + 1]):
                parent[_root(parent, r * width + c)] = _root(parent, (r - 1) * width + c)
    return _as_boxes([[_root(parent, r * width + c) for c in range(width)] for r in range(height)])


def _drawn(lines: Sequence[Ruling], at: float, start: float, end: float) -> bool:
    """A line at ``at`` covers most of the way from ``start`` to ``end``."""
    covered = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines if abs(line.at - at) <= NEAR)
    return covered > 0.6 * (end - start)


def _as_boxes(roots: Sequence[Sequence[int]]) -> tuple[tuple[RuledCell, ...], ...]:
    """Each group of places as the box around it."""
    boxes: dict[int, list[int]] = {}
    for r, row in enumerate(roots):
        for c, root in enumerate(row):
            box = boxes.setdefault(root, [r, c, r, c])
            box[1], box[2], box[3] = min(box[1], c), max(box[2], r), max(box[3], c)
    cells = {root: RuledCell(a, b, c - a + 1, d - b + 1) for root, (a, b, c, d) in boxes.items()}
    return tuple(tuple(cells[root] for root in row) for row in roots)


def _without_empty_lines(table: RuledTable) -> RuledTable:
    """Without the rows and columns in which no cell begins: double lines, strokes under words."""
    rows = sorted({cell.row for cell in table.cells})
    columns = sorted({cell.column for cell in table.cells})
    if len(rows) == len(table.ys) - 1 and len(columns) == len(table.xs) - 1:
        return table
    cells = {
        cell: RuledCell(
            rows.index(cell.row),
            columns.index(cell.column),
            sum(cell.row <= r < cell.row + cell.rows for r in rows),
            sum(cell.column <= c < cell.column + cell.columns for c in columns),
        )
        for cell in table.cells
    }
    return RuledTable(
        (*(table.xs[c] for c in columns), table.xs[-1]),
        (*(table.ys[r] for r in rows), table.ys[-1]),
        tuple(tuple(cells[table.owner[r][c]] for c in columns) for r in rows),
    )
