"""Ruled tables in a picture: lines to a grid, the grid to cells, merged ones included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from dondoc.reading.picture import Pixels

Mask = NDArray[np.uint8]


class Box(NamedTuple):
    """A rectangle in pixels, right and bottom excluded."""

    x0: int
    y0: int
    x1: int
    y1: int


class GridCell(NamedTuple):
    """A cell: the row and column it begins in, how many it takes, where it lies."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class PageGrid:
    """A ruled table of a page: where it lies, how many rows and columns, its cells by row and column."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Rulings:
    """Masks of the horizontal and the vertical lines of a page (255 on a line)."""

    across: Mask
    down: Mask
    dpi: float

    @property
    def both(self) -> Mask:
        """All lines."""
        return np.asarray(cv2.bitwise_or(self.across, self.down), np.uint8)


_LEAST_ACROSS, _LEAST_DOWN = 0.45, 0.3
"""Inches: no ruling is shorter; letters and underlined words are."""
_LEAST_TABLE = (2.5, 0.4)
"""Inches across and down: smaller frames are stamps and seals."""


def rulings(grey: Pixels, dpi: float) -> Rulings:
    """Long straight strokes of a straightened page."""
    way, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    ink = np.asarray(cv2.adaptiveThreshold(grey, 255, way, kind, int(dpi / 8) | 1, 18), np.uint8)
    bridge = max(2, int(dpi / 80))
    across = _strokes(ink, (int(dpi * _LEAST_ACROSS), 1), (bridge, 1), 3)
    down = _strokes(ink, (1, int(dpi * _LEAST_DOWN)), (1, bridge), 3)
    return Rulings(_thin(across, dpi, cv2.CC_STAT_HEIGHT), _thin(down, dpi, cv2.CC_STAT_WIDTH), dpi)


def _strokes(ink: Pixels, length: tuple[int, int], bridge: tuple[int, int], thick: int) -> Mask:
    """Runs of ink as long as ``length``; made ``thick`` first, so that a stroke a little aslant is one run."""
    across = length[1] == 1
    body = np.ones((thick, 1) if across else (1, thick), np.uint8)
    joined = cv2.morphologyEx(cv2.dilate(ink, body), cv2.MORPH_CLOSE, np.ones(bridge[::-1], np.uint8))
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(length[::-1], np.uint8)), np.uint8)


def _thin(mask: Mask, dpi: float, side: int) -> Mask:
    """Without what is too thick to be a line."""
    _, labels, figures, _ = cv2.connectedComponentsWithStats(mask)
    thick = figures[:, side] > max(10, dpi * 0.09)
    thick[0] = True
    return np.where(thick[labels], 0, 255).astype(np.uint8)


def ruled_areas(lines: Rulings) -> list[Box]:
    """Where lines across and down hang together, from top to bottom, with a little paper around."""
    if not lines.down.any():
        return []
    reach = max(3, int(lines.dpi / 40))
    joined = cv2.dilate(lines.both, np.ones((reach, reach), np.uint8))
    _, _, figures, _ = cv2.connectedComponentsWithStats(joined)
    high, wide = joined.shape
    found = []
    for x, y, width, height, _ in figures[1:].tolist():
        if width < _LEAST_TABLE[0] * lines.dpi or height < _LEAST_TABLE[1] * lines.dpi:
            continue
        if lines.down[y : y + height, x : x + width].any():
            edge = int(lines.dpi * 0.06)
            found.append(
                Box(max(0, x - edge), max(0, y - edge), min(wide, x + width + edge), min(high, y + height + edge))
            )
    return sorted((a for a in found if not any(a is not b and _inside(a, b) for b in found)), key=lambda box: box.y0)


def _inside(small: Box, large: Box) -> bool:
    return small.x0 >= large.x0 and small.y0 >= large.y0 and small.x1 <= large.x1 and small.y1 <= large.y1


def cropped(lines: Rulings, box: Box) -> Rulings:
    """The rulings of a part of a page."""
    part = slice(box.y0, box.y1), slice(box.x0, box.x1)
    return Rulings(lines.across[part], lines.down[part], lines.dpi)


def main_grid(lines: Rulings) -> PageGrid | None:
    """The largest grid of a picture that holds one table; None where its lines make no table."""
    reach = max(3, int(lines.dpi / 40))
    joined = cv2.dilate(lines.both, np.ones((reach, reach), np.uint8))
    _, labels, figures, _ = cv2.connectedComponentsWithStats(joined)
    if len(figures) < 2:
        return None
    k = 1 + int(np.argmax(figures[1:, cv2.CC_STAT_WIDTH] * figures[1:, cv2.CC_STAT_HEIGHT]))
    x, y, width, height, _ = figures[k].tolist()
    return _grid(lines, Box(x, y, x + width, y + height), labels[y : y + height, x : x + width] == k)


def _grid(lines: Rulings, box: Box, own: NDArray[np.bool_]) -> PageGrid | None:
    """The grid within ``box``; None for a frame that is not divided."""
    part = slice(box.y0, box.y1), slice(box.x0, box.x1)
    across, down = (lines.across[part] > 0) & own, (lines.down[part] > 0) & own
    gap = int(lines.dpi * 0.1)
    xs = _places(down.sum(axis=0), int(lines.dpi * 0.2), gap)
    ys = _places(across.sum(axis=1), int(lines.dpi * _LEAST_ACROSS), gap)
    xs, ys = _with_ends(xs, across.shape[1], gap), _with_ends(ys, across.shape[0], gap)
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 3:
        return None
    cells = _cells(across, down, xs, ys, max(4, int(lines.dpi / 40)))
    placed = tuple(
        cell._replace(box=Box(*(v + o for v, o in zip(cell.box, (box.x0, box.y0) * 2, strict=True)))) for cell in cells
    )
    return PageGrid(box, len(ys) - 1, len(xs) - 1, placed)


def _places(profile: NDArray[np.int64], least: int, gap: int) -> list[int]:
    """Centres of the runs of ``profile`` that reach ``least``; runs nearer than ``gap`` are one line."""
    strong = np.flatnonzero(profile >= least)
    if not len(strong):
        return []
    groups = np.split(strong, np.flatnonzero(np.diff(strong) > gap) + 1)
    return [int(np.average(group, weights=profile[group])) for group in groups]


def _with_ends(places: list[int], size: int, gap: int) -> list[int]:
    """The ends of the table as lines too: some tables have no frame on their sides, or are cut by the page end."""
    if not places:
        return places
    start = [] if places[0] <= 2 * gap else [0]
    end = [] if places[-1] >= size - 1 - 2 * gap else [size - 1]
    return [*start, *places, *end]


def _cells(
    across: NDArray[np.bool_], down: NDArray[np.bool_], xs: list[int], ys: list[int], reach: int
) -> list[GridCell]:
    """Cells between lines; where no line is drawn between two of them they are one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}
    for r in range(rows):
        for c in range(1, columns):
            side = down[ys[r] + reach : ys[r + 1] - reach + 1, max(0, xs[c] - reach) : xs[c] + reach + 1]
            if not _drawn(side, 1):
                _merge(owner, (r, c - 1), (r, c))
    for r in range(1, rows):
        for c in range(columns):
            top = across[max(0, ys[r] - reach) : ys[r] + reach + 1, xs[c] + reach : xs[c + 1] - reach + 1]
            if not _drawn(top, 0):
                _merge(owner, (r - 1, c), (r, c))
    return _rectangles(owner, xs, ys)


def _drawn(strip: NDArray[np.bool_], axis: int) -> bool:
    """A line runs along at least half of a strip between two cells."""
    return strip.size == 0 or float(strip.any(axis=axis).mean()) > 0.5


def _merge(owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = sorted((owner[one], owner[other]))
    for place, own in owner.items():
        if own == second:
            owner[place] = first


def _rectangles(owner: dict[tuple[int, int], tuple[int, int]], xs: list[int], ys: list[int]) -> list[GridCell]:
    """One cell for each group; a group that is no rectangle (a ruling that faded) falls apart into rows."""
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, own in sorted(owner.items()):
        groups.setdefault(own, []).append(place)
    cells = []
    for places in groups.values():
        top, bottom = min(r for r, _ in places), max(r for r, _ in places)
        left, right = min(c for _, c in places), max(c for _, c in places)
        whole = len(places) == (bottom - top + 1) * (right - left + 1)
        for r0, r1, c0, c1 in [(top, bottom, left, right)] if whole else [(r, r, c, c) for r, c in places]:
            cells.append(GridCell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, Box(xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])))
    return sorted(cells)


def erased(grey: Pixels, lines: Rulings, grids: Sequence[PageGrid]) -> Pixels:
    """The page without the rulings of its tables, so that none is read as a letter."""
    clean = grey.copy()
    wide = cv2.dilate(lines.both, np.ones((5, 5), np.uint8))
    reach = max(6, int(lines.dpi / 25))
    for grid in grids:
        edges = np.zeros_like(wide)
        for cell in grid.cells:
            cv2.rectangle(edges, cell.box[:2], cell.box[2:], (255,), reach)
        clean[(edges > 0) & (wide > 0)] = 255
    return clean
