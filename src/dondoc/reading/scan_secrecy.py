"""Marks of secrecy stamped in red on the head of a first page, which the reader of black print loses.

Decree 30/2020/NĐ-CP, annex I: the mark stands in the head of the first page,
in a frame of its own. A stamp is aslant, and its frame touches the letters; so
red marks of its size are cut out of the picture as it arrived, made level,
freed from their frame and read alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from dondoc.reading import ocr
from dondoc.reading.picture import Picture, Pixels
from dondoc.reading.scan_page import ReadLine, ReadWord, Recognised

MARKS = {"MAT": "MẬT", "TOIMAT": "TỐI MẬT", "TUYETMAT": "TUYỆT MẬT"}
"""By their letters without marks."""

_HEAD = 0.4
"""Share of the page in which letterhead and stamps stand."""
_DPI = 200.0
_TALL, _WIDE = (0.12, 1.3), (0.3, 3.6)
"""Inches of a stamp with its frame, aslant."""
_MOST_STAMPS = 12


def with_stamps(read: Recognised, page: Picture) -> Recognised:
    """The page with each mark of secrecy in red as a line of its own above what was read."""
    found = tuple(_line(mark, box) for mark, box in marks(page))
    return read.model_copy(update={"parts": (*found, *read.parts)}) if found else read


def _line(mark: str, box: tuple[float, float, float, float]) -> ReadLine:
    return ReadLine(words=(ReadWord(mark, *box, 0.9),), spaces=(0,))


def marks(page: Picture) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Each mark with its box in points of the page as it arrived."""
    if page.pixels.ndim == 2:
        return
    factor = _DPI / page.dpi
    head = page.pixels[: int(page.pixels.shape[0] * _HEAD)]
    head = np.asarray(cv2.resize(head, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    red = _red(head)
    for x, y, width, height, part in _stamps(red):
        mark = _mark(_level(part))
        if mark:
            box = (x, y, x + width, y + height)
            yield mark, tuple(side * 72 / _DPI for side in box)  # type: ignore[misc]


def _red(pixels: Pixels) -> NDArray[np.bool_]:
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
    hue = hsv[..., 0]
    return np.asarray((hsv[..., 1] > 60) & (hsv[..., 2] > 60) & ((hue < 14) | (hue > 160)))


def _stamps(red: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int, NDArray[np.bool_]]]:
    """Red marks as large as a stamp: left, top, width, height, and the mark by itself."""
    if red.mean() < 0.0003:
        return
    joined = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, int(0.2 * _DPI)), np.uint8))
    _, labels, figures, _ = cv2.connectedComponentsWithStats(joined)
    likely = [
        (k, x, y, width, height)
        for k, (x, y, width, height, _) in enumerate(figures.tolist())
        if k and _TALL[0] * _DPI < height < _TALL[1] * _DPI and _WIDE[0] * _DPI < width < _WIDE[1] * _DPI
    ]
    for k, x, y, width, height in likely[:_MOST_STAMPS]:
        part = red[y : y + height, x : x + width] & (labels[y : y + height, x : x + width] == k)
        yield x, y, width, height, part


def _level(part: NDArray[np.bool_]) -> Pixels:
    """The mark black on white, its longer side level."""
    ink = np.pad(part.astype(np.uint8) * 255, 30)
    points = np.column_stack(np.nonzero(ink)[::-1]).astype(np.float32)
    (x, y), (width, height), angle = cv2.minAreaRect(points)
    if width < height:
        width, height, angle = height, width, angle - 90
    if abs(angle) > 30:
        angle = 0.0
    turn = cv2.getRotationMatrix2D((x, y), angle, 1.0)
    level = cv2.warpAffine(ink, turn, ink.shape[::-1], flags=cv2.INTER_LINEAR)
    return np.asarray(255 - level, np.uint8)


def _mark(level: Pixels) -> str | None:
    """The mark in a levelled stamp, read with its frame taken off."""
    inner = _without_frame(level)
    big = np.asarray(cv2.resize(inner, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC), np.uint8)
    big = np.pad(big, 40, constant_values=255)
    for layout in (ocr.LINE, ocr.BLOCK):
        words = [word.text for line in ocr.read_lines(big, _DPI * 1.5, layout) for word in line]
        if (mark := mark_in(" ".join(words))) is not None:
            return mark
    return None


def _without_frame(level: Pixels) -> Pixels:
    """What goes around all of the mark, and strokes longer than a letter, taken away."""
    ink = (level < 160).astype(np.uint8)
    rows, columns = np.nonzero(ink)
    if not rows.size:
        return level
    tall, wide = int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1
    ring = _around(ink, tall, wide)
    flat = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(9, int(0.4 * wide))), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(9, int(0.75 * tall)), 1), np.uint8))
    frame = cv2.dilate(cv2.bitwise_or(cv2.bitwise_or(flat, upright), ring), np.ones((5, 5), np.uint8))
    return np.asarray(np.where(frame > 0, 255, level), np.uint8)


def _around(ink: Pixels, tall: int, wide: int) -> Pixels:
    """The stroke that is as tall and as wide as the mark: its frame, where no letter touches it."""
    _, labels, figures, _ = cv2.connectedComponentsWithStats(ink)
    spans = (figures[:, cv2.CC_STAT_HEIGHT] > 0.85 * tall) & (figures[:, cv2.CC_STAT_WIDTH] > 0.85 * wide)
    spans[0] = False
    return np.asarray(spans[labels], np.uint8)


def mark_in(text: str) -> str | None:
    """The mark that a reading of a red stamp means; one letter may be lost or misread in it.

    >>> mark_in("| TỐI MÂT ]"), mark_in("MAT"), mark_in("KHẨN"), mark_in("BẢO MẬT")
    ('TỐI MẬT', 'MẬT', None, None)
    """
    letters = "".join(sign for sign in unicodedata.normalize("NFD", text).upper() if sign.isalpha())
    if letters in MARKS:
        return MARKS[letters]
    return next((mark for key, mark in MARKS.items() if len(key) > 3 and _one_off(letters, key)), None)


def _one_off(one: str, other: str) -> bool:
    """One letter more, less or other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest or rest == other_rest[1:] or rest[1:] == other_rest[1:]
