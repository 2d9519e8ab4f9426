"""Figures looked at by their shape: a 1 and a 7 are told apart where the reader, who guesses by context, errs.

In print a 7 has a bar on top and a slender foot; a 1 has a foot as wide as its
top, or is slender throughout. A number whose figures stand apart is checked
figure by figure; where they touch nothing is said.
"""

from __future__ import annotations

import re
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from dondoc.reading.picture import Pixels

_NUMBER = re.compile(r"[(\[]?\d[\d/.\-,–]*[\d/.\-,–;:)\]]*")
_SMALL: Final = frozenset(".,-–;:")
_BAR: Final = 0.42
"""Width of the top of a 7, in heights of a figure, from which on it is a bar."""
_FOOT: Final = 0.3
"""Width of its foot at most."""


def checked(text: str, line: Pixels) -> str:
    """The number ``text`` with its 1 and 7 as they look in its picture."""
    if not _NUMBER.fullmatch(text) or not ("1" in text or "7" in text):
        return text
    tall = [at for at, sign in enumerate(text) if sign not in _SMALL]
    shapes = _shapes(line)
    if len(shapes) != len(tall):
        return text
    signs = list(text)
    for at, shape in zip(tall, shapes, strict=True):
        if signs[at] in "17":
            signs[at] = _one_or_seven(shape, signs[at])
    return "".join(signs)


def _one_or_seven(shape: NDArray[np.bool_], read: str) -> str:
    height = len(shape)
    fifth = max(2, height // 5)
    top, foot = _width(shape[:fifth]) / height, _width(shape[-fifth:]) / height
    if read == "1":
        return "7" if top > _BAR and foot < _FOOT and foot < 0.6 * top else "1"
    return "1" if foot >= top and foot > _FOOT else "7"


def _width(rows: NDArray[np.bool_]) -> int:
    """Columns with ink in at least one of the rows."""
    return int(rows.any(axis=0).sum())


def _shapes(line: Pixels) -> list[NDArray[np.bool_]]:
    """The tall figures of a word from left to right, each by itself."""
    wide = cv2.resize(line, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    _, ink = cv2.threshold(wide, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, labels, figures, _ = cv2.connectedComponentsWithStats(ink)
    tallest = int(figures[1:, cv2.CC_STAT_HEIGHT].max()) if len(figures) > 1 else 0
    found = [
        (k, *figures[k].tolist()) for k in range(1, len(figures)) if figures[k, cv2.CC_STAT_HEIGHT] > 0.55 * tallest
    ]
    found.sort(key=lambda figure: figure[1])
    return [labels[y : y + height, x : x + width] == k for k, x, y, width, height, _ in found]
