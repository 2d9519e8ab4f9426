"""Where a printed line really lies: its band of small letters, measured on the ink.

The boxes of layout analysis cut the stacked marks of Vietnamese (the hook over
the hat of "ể") from their letters, and dirt makes them too tall. The band
between the tops and the feet of small letters stands out in the ink of a line;
marks, capitals and tails have their known room above and below it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from dondoc.reading.picture import Pixels

ABOVE: Final = 1.3
"""Room over the band for capitals with two marks, in heights of the band."""
BELOW: Final = 0.65
"""Room under it for tails and dots."""
CAPITALS: Final = 1.0
"""Height given to the band of a line of capitals, in that of small letters: its marks lie just above it."""


class Band(NamedTuple):
    """A line of print: left and right end, top and foot of its small letters, in pixels."""

    x0: int
    x1: int
    top: int
    foot: int

    @property
    def tall(self) -> int:
        """Height of small letters."""
        return self.foot - self.top


def bands(grey: Pixels, boxes: list[tuple[int, int, int, int]]) -> list[Band]:
    """The bands of lines whose rough boxes (left, top, right, bottom) layout analysis gave, in its order."""
    found = [band for box in boxes for band in _bands(grey, box)]
    if not found:
        return []
    usual = float(np.median([band.tall for band in found]))
    return [_like_others(band, usual) for band in found if 0.3 * usual < band.tall]


def _bands(grey: Pixels, box: tuple[int, int, int, int]) -> list[Band]:
    """The band of a line, in parts where wide gaps divide it."""
    x0, y0, x1, y1 = box
    ink = np.clip(200 - grey[y0:y1, x0:x1].astype(np.int32), 0, None)
    if ink.size == 0 or not ink.any():
        return []
    top, foot = _densest_rows(ink.sum(axis=1).astype(np.float64))
    tall = foot - top
    columns = (ink[max(0, top - tall // 2) : foot + tall // 3] > 60).sum(axis=0) > 0
    return [Band(x0 + a, x0 + b, y0 + top, y0 + foot) for a, b in _runs(columns, 4 * max(tall, 6))]


def _densest_rows(profile: NDArray[np.float64]) -> tuple[int, int]:
    """First and last row (excluded) around the densest one that hold at least two fifths of its ink."""
    smooth = np.convolve(profile, np.ones(3) / 3, "same")
    middle = len(smooth) // 2
    reach = max(6, len(smooth) // 3)
    start = max(0, middle - reach)
    peak = start + int(np.argmax(smooth[start : middle + reach + 1]))
    floor = 0.42 * float(np.percentile(smooth[max(0, peak - 10) : peak + 10], 80))
    top = foot = peak
    while top > 0 and smooth[top - 1] > floor:
        top -= 1
    while foot < len(smooth) - 1 and smooth[foot + 1] > floor:
        foot += 1
    return top, foot + 1


def _runs(inked: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Stretches of inked columns; columns nearer than ``gap`` belong together."""
    places = np.flatnonzero(inked)
    if not len(places):
        return []
    groups = np.split(places, np.flatnonzero(np.diff(places) > gap) + 1)
    return [(int(group[0]), int(group[-1]) + 1) for group in groups if group[-1] - group[0] > 1]


def _like_others(band: Band, usual: float) -> Band:
    """Lines of capitals have a taller band, lines of dirt any: the height is kept near that of the others.

    A much larger title keeps its own height.
    """
    if band.tall > 2.2 * usual:
        return band
    capitals = 1.2 * usual < band.tall
    return band._replace(top=band.foot - round(CAPITALS * usual if capitals else max(band.tall, 0.8 * usual)))


def cut(grey: Pixels, band: Band) -> tuple[Pixels, int, int]:
    """The picture of a line without parts of its neighbours; where its left and top lie."""
    side = max(4, band.tall // 3)
    top, left = max(0, band.top - round(ABOVE * band.tall)), max(0, band.x0 - side)
    line = grey[top : band.foot + round(BELOW * band.tall), left : band.x1 + side].copy()
    _wipe_neighbours(line, band.top - top, band.foot - top)
    return line, left, top


def _wipe_neighbours(line: Pixels, top: int, foot: int) -> None:
    """Tails that hang in from the line above, marks that rise from the line below."""
    tall = foot - top
    _, ink = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, labels, figures, _ = cv2.connectedComponentsWithStats(ink)
    start, end = figures[:, cv2.CC_STAT_TOP], figures[:, cv2.CC_STAT_TOP] + figures[:, cv2.CC_STAT_HEIGHT]
    foreign = ((start == 0) & (end < top + 0.2 * tall)) | ((end == line.shape[0]) & (start > foot - 0.1 * tall))
    foreign[0] = False
    if foreign.any():
        line[cv2.dilate(foreign[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
