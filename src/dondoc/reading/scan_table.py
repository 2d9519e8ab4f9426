"""Cells of a ruled table, each read by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from dondoc.reading import grids, ocr
from dondoc.reading.grids import Box, GridCell, PageGrid, Rulings
from dondoc.reading.ocr import Read
from dondoc.reading.picture import Pixels, Prepared, skew_of, straightened_by

_ASLANT = 0.15
"""Degrees: a table that leans more than this against its page is set straight by itself."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with its words, boxes in pixels of the table's picture."""

    place: GridCell
    words: tuple[Read, ...]
    inked: bool


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table cut out of its page: its picture, its grid, what stands in each cell."""

    page: Prepared
    grid: PageGrid
    cells: tuple[TableCell, ...]


def find_tables(page: Prepared, lines: Rulings) -> list[tuple[Box, Prepared, PageGrid, Rulings]]:
    """Ruled tables of a page from top to bottom: their place on it, their picture, grid and rulings."""
    found = []
    for box in grids.ruled_areas(lines):
        part, ruled = cut_out(page, box), grids.cropped(lines, box)
        angle = skew_of(part.grey, part.dpi, most=2.0)
        if abs(angle) > _ASLANT:
            part = straightened_by(part, angle)
            ruled = grids.rulings(part.grey, part.dpi)
        if grid := grids.main_grid(ruled):
            found.append((box, part, grid, ruled))
    return found


def cut_out(page: Prepared, box: Box) -> Prepared:
    """A part of a page as a page of its own."""
    shift = np.array([[1, 0, -box.x0], [0, 1, -box.y0], [0, 0, 1.0]])
    return page.moved(np.ascontiguousarray(page.grey[box.y0 : box.y1, box.x0 : box.x1]), shift)


def read_table(part: Prepared, grid: PageGrid, lines: Rulings, again: bool) -> TableRead:
    """Every cell of a table; ``again`` reads doubtful words a second time."""
    clean = replace(part, grey=grids.erased(part.grey, lines, [grid]))
    cells = tuple(_read_cell(clean, cell, again) for cell in grid.cells)
    return TableRead(part, grid, cells)


def is_drawing(table: TableRead) -> bool:
    """Strokes that are no table (a seal with a signature, a frame): hardly a word in them is read with confidence."""
    words = [word for cell in table.cells for word in cell.words]
    letters = sum(len(word.text) for word in words) or 1
    return bool(words) and sum(len(word.text) * word.confidence for word in words) / letters < _NO_WORDS


_NO_WORDS = 0.4
"""Mean confidence under which cells hold no words."""


def _read_cell(page: Prepared, place: GridCell, again: bool) -> TableCell:
    box, inset = place.box, max(2, int(page.dpi / 70))
    crop = page.grey[box.y0 + inset : box.y1 - inset, box.x0 + inset : box.x1 - inset]
    printed = _printed_part(crop, page.dpi)
    if printed is None:
        return TableCell(place, (), inked=False)
    if _is_dash(printed, page.dpi):
        return TableCell(place, (_dash(printed, box.x0 + inset, box.y0 + inset),), inked=True)
    crop = crop[printed.y0 : printed.y1, printed.x0 : printed.x1]
    border = int(page.dpi / 10)
    framed = np.pad(crop, border, constant_values=255)
    if max(crop.shape) < page.dpi * _LONE_LABEL:
        lines = [_label(framed, page.dpi, flat=printed.y1 - printed.y0 < page.dpi * 0.11)]
    else:
        layout = ocr.LINE if crop.shape[0] < page.dpi * 0.24 else ocr.BLOCK
        lines = ocr.read_lines(framed, page.dpi, layout)
    if again:
        lines = ocr.reread(lines, framed, page.dpi)
    shift = (box.x0 + inset + printed.x0 - border, box.y0 + inset + printed.y0 - border)
    words = [_shifted(word, *shift) for line in lines for word in line if not _is_dirt(word)]
    return TableCell(place, tuple(words), inked=True)


def _is_dash(printed: Box, dpi: float) -> bool:
    """A cell with one flat stroke: no reader is needed, and none is sure of it."""
    pad = 2 * int(dpi / 40)
    tall, wide = printed.y1 - printed.y0 - pad, printed.x1 - printed.x0 - pad
    return tall < 0.035 * dpi and 1.4 * tall < wide < 0.2 * dpi


def _dash(printed: Box, x: float, y: float) -> Read:
    return Read("-", printed.x0 + x, printed.y0 + y, printed.x1 + x, printed.y1 + y, 0.9)


_LONE_LABEL = 0.45
"""Inches: a cell that holds no more than this holds a number, a letter or a dash."""
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-Za-zđ])[.)]?")


def _label(framed: Pixels, dpi: float, flat: bool) -> list[Read]:
    """A lone label: digits are hard to read alone, so both readers and two ways of cutting are asked.

    What is too high for a dash is none.
    """
    ways = ((ocr.LINE, ocr.FIRST), (ocr.WORD, ocr.FIRST), (ocr.WORD, ocr.SECOND))
    readings: list[list[Read]] = []
    for layout, language in ways[: 3 if ocr.has_second_reader() else 2]:
        words = [word for line in ocr.read_lines(framed, dpi, layout, language) for word in line]
        if flat or not all(set(word.text) <= _DASHES for word in words):
            readings.append(words)
        if words and _LABEL.fullmatch(words[0].text) and words[0].confidence > 0.9:
            break
    return max(readings, key=_likely_label, default=[])


_DASHES = frozenset("-–—_~")


def _likely_label(words: Sequence[Read]) -> float:
    if len(words) != 1:
        return 0.0
    return words[0].confidence + (0.5 if _LABEL.fullmatch(words[0].text) else 0.0)


def _shifted(word: Read, x: float, y: float) -> Read:
    return word._replace(x0=word.x0 + x, x1=word.x1 + x, y0=word.y0 + y, y1=word.y1 + y)


def _is_dirt(word: Read) -> bool:
    return word.confidence < 0.3 and not any(sign.isalnum() for sign in word.text)


def _printed_part(crop: Pixels, dpi: float) -> Box | None:
    """The part of a cell that holds print, a little wider; None for an empty cell."""
    if min(crop.shape) < dpi / 20:
        return None
    ink = crop < 150
    rows, columns = np.flatnonzero(ink.sum(axis=1) > 1), np.flatnonzero(ink.sum(axis=0) > 1)
    if ink.sum() < (dpi / 45) ** 2 or len(rows) < 2 or len(columns) < 2:
        return None
    pad = int(dpi / 40)
    return Box(
        max(0, int(columns[0]) - pad),
        max(0, int(rows[0]) - pad),
        min(crop.shape[1], int(columns[-1]) + pad + 1),
        min(crop.shape[0], int(rows[-1]) + pad + 1),
    )


def whitened(page: Prepared, lines: Rulings, boxes: Sequence[Box]) -> Prepared:
    """The page without its tables and without rules under heads and words, for reading the rest."""
    grey = page.grey.copy()
    grey[cv2.dilate(lines.across, np.ones((3, 3), np.uint8)) > 0] = 255
    for box in boxes:
        grey[box.y0 : box.y1, box.x0 : box.x1] = 255
    return replace(page, grey=grey)
