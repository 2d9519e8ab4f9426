"""Pictures of pages: opened within limits, and made ready for reading.

A page is set upright and straight, its light made even, seals and signatures
lifted off by their colour, noise and black borders taken away. Every step is a
matrix, so that a word found in the prepared picture has its place in the
picture as it arrived.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from dondoc.errors import UnreadableSource

Pixels = NDArray[np.uint8]
"""Rows × columns of grey (0 black, 255 white), or rows × columns × 3 of red, green, blue."""
Matrix = NDArray[np.float64]
"""3 × 3, takes a place in one picture to its place in another."""

MOST_PIXELS: Final = 120_000_000
"""A0 at 300 dpi; more is refused before it is unpacked."""
MOST_FRAMES: Final = 2_000
LEAST_DPI, MOST_DPI = 180, 300
"""Letters are read best between these; above, time is spent for nothing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it arrived: its pixels, and how many of them an inch of paper has."""

    pixels: Pixels
    dpi: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points (1/72 inch)."""
        height, width = self.pixels.shape[:2]
        return width * 72 / self.dpi, height * 72 / self.dpi


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready for reading, grey; ``to_picture`` takes its places back to the picture that arrived."""

    grey: Pixels
    dpi: float
    to_picture: Matrix

    def moved(self, grey: Pixels, matrix: Matrix, dpi: float | None = None) -> Prepared:
        """The same page after a step whose ``matrix`` takes old places to new ones."""
        return Prepared(grey, dpi or self.dpi, self.to_picture @ np.linalg.inv(matrix))


# Opening ------------------------------------------------------------------------------------------


def count_frames(data: bytes, name: str) -> int:
    """How many pages an image file holds (TIFF may hold many)."""
    with _opened(data, name) as image:
        frames = int(getattr(image, "n_frames", 1))
    if frames > MOST_FRAMES:
        raise UnreadableSource(f"«{name}»: tệp ảnh có {frames} trang, quá nhiều. Hãy tách thành nhiều tệp.")
    return frames


def open_frame(data: bytes, name: str, index: int = 0) -> Picture:
    """One page of an image file, turned as its camera says.

    Raises :class:`~dondoc.errors.UnreadableSource` for a picture that is
    broken or has more than :data:`MOST_PIXELS`.
    """
    with _opened(data, name) as image:
        try:
            image.seek(index)
            _check_size(image, name)
            dpi = _stated_dpi(image)
            turned = ImageOps.exif_transpose(image)
            plain = turned.convert("L" if turned.mode in ("1", "L", "I;16") else "RGB")
            pixels = np.asarray(plain, dtype=np.uint8)
        except (OSError, EOFError, ValueError, SyntaxError) as error:
            raise UnreadableSource(f"«{name}»: tệp ảnh hỏng hoặc bị cắt cụt. Hãy chụp hoặc quét lại.") from error
    return Picture(pixels, dpi or _dpi_of_a4(pixels))


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableSource(
            f"«{name}»: không mở được ảnh (hỏng, cụt hoặc quá lớn). Hãy chụp hoặc quét lại."
        ) from error
    return image


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        millions = MOST_PIXELS // 1_000_000
        raise UnreadableSource(f"«{name}»: ảnh {width}×{height} điểm, quá {millions} triệu điểm. Hãy quét ở 300 dpi.")
    if min(width, height) < 16:
        raise UnreadableSource(f"«{name}»: ảnh {width}×{height} điểm quá nhỏ, không có chữ. Hãy kiểm tra lại tệp.")


def _stated_dpi(image: Image.Image) -> float | None:
    """The resolution in the file, when it gives a sheet of paper of a likely size."""
    stated = image.info.get("dpi")
    if not stated or not 96 <= float(stated[0]) <= 1300:
        return None
    inches = max(image.size) / float(stated[0])
    return float(stated[0]) if 1 <= inches <= 36 else None


def _dpi_of_a4(pixels: Pixels) -> float:
    """A photograph does not know its scale: its long side is taken for that of A4."""
    return float(np.clip(max(pixels.shape[:2]) / 11.69, 72, 1200))


def one_thread() -> None:
    """Keeps OpenCV to one thread: pages are read side by side in processes."""
    cv2.setNumThreads(1)


# Making ready -------------------------------------------------------------------------------------


def prepare(picture: Picture) -> Prepared:
    """The page, grey, evenly lit, without seals, borders and noise; not yet upright and level."""
    page = _scaled(picture)
    page = _flattened(page)
    page = replace(page, grey=without_colours(page.grey, page.dpi))
    page = replace(page, grey=_evenly_lit(page.grey))
    page = replace(page, grey=_without_borders(page.grey))
    # Before turning: an interpolated speck is no longer one pixel wide.
    return replace(page, grey=_without_noise(page.grey))


def levelled(page: Prepared) -> Prepared:
    """A prepared page that stands upright, its lines made level, its letters crisp."""
    page = straightened(page)
    return replace(page, grey=_sharpened(page.grey))


def _scaled(picture: Picture) -> Prepared:
    dpi = float(np.clip(picture.dpi, LEAST_DPI, MOST_DPI))
    factor = dpi / picture.dpi
    page = Prepared(picture.pixels, picture.dpi, np.eye(3))
    if abs(factor - 1) < 0.02:
        return page
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    small = cv2.resize(picture.pixels, None, fx=factor, fy=factor, interpolation=way)
    return page.moved(_pixels(small), np.diag([factor, factor, 1.0]), dpi)


def _pixels(array: object) -> Pixels:
    """What OpenCV gives, with its type."""
    return np.asarray(array, dtype=np.uint8)


def _grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else _pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def _flattened(page: Prepared) -> Prepared:
    """A sheet photographed on a darker desk: cut out along its four corners and made a rectangle."""
    corners = _sheet_corners(_grey(page.grey))
    if corners is None:
        return page
    (a, b, c, d) = corners
    width = int(max(np.linalg.norm(b - a), np.linalg.norm(c - d)))
    height = int(max(np.linalg.norm(d - a), np.linalg.norm(c - b)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)
    flat = cv2.warpPerspective(page.grey, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return page.moved(_pixels(flat), matrix)


def _sheet_corners(grey: Pixels) -> NDArray[np.float32] | None:
    """Corners of the sheet, from the top left clockwise, where a darker ground shows on at least three sides."""
    scale = 400 / max(grey.shape)
    small = cv2.GaussianBlur(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (9, 9), 0)
    sides = (small[:3], small[-3:], small[:, :3], small[:, -3:])
    paper = float(np.percentile(small, 80))
    if sum(float(np.median(side)) < paper - 50 for side in sides) < 3:
        return None
    _, sheet = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    sheet = cv2.morphologyEx(sheet, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or not 0.35 < cv2.contourArea(largest) / small.size < 0.98:
        return None
    hull = cv2.convexHull(largest)
    quad = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, closed=True), closed=True)
    return _clockwise(np.asarray(quad, np.float64).reshape(4, 2) / scale) if len(quad) == 4 else None


def _clockwise(points: NDArray[np.float64]) -> NDArray[np.float32]:
    sums, differences = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = [sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]
    return np.asarray(points[order], np.float32)


# Colours ------------------------------------------------------------------------------------------

_SEAL = 0.6
"""Inches: red marks larger than this are seals; smaller ones are printed or stamped words, which stay."""
_PEN = 0.19
"""Inches: blue strokes taller than this are handwriting; printed lines stay."""


def without_colours(pixels: Pixels, dpi: float) -> Pixels:
    """Grey, with red seals and blue pen strokes gone and the black letters under them kept.

    In the brightest of the three channels coloured ink is nearly white and
    black ink is black; that channel is taken where seals and strokes lie.
    """
    if pixels.ndim == 2:
        return pixels
    grey = _grey(pixels)
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
    hue, strong = hsv[..., 0], (hsv[..., 1] > 55) & (hsv[..., 2] > 70)
    if float(strong.mean()) < 0.0002:
        return grey
    red = _large_marks(strong & ((hue < 14) | (hue > 160)), dpi, _SEAL, 0.08)
    blue = _large_marks(strong & (hue > 88) & (hue < 145), dpi, _PEN, 0.02)
    brightest = hsv[..., 2]
    darkest = np.where(strong, pixels.min(axis=2), grey)
    lifted = np.where(brightest > 120, 255, brightest)
    return _pixels(np.where(red | blue, lifted, darkest))


def _large_marks(mask: NDArray[np.bool_], dpi: float, inches: float, reach: float) -> NDArray[np.bool_]:
    """Where coloured marks at least ``inches`` tall lie, parts closer than ``reach`` taken together."""
    if not mask.any():
        return mask
    shape = np.ones((max(3, int(reach * dpi)),) * 2, np.uint8)
    joined = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, shape)
    _, labels, figures, _ = cv2.connectedComponentsWithStats(joined)
    tall = figures[:, cv2.CC_STAT_HEIGHT] > inches * dpi
    tall[0] = False
    where = tall[labels]
    for x, y, width, height, _ in figures[tall].tolist():
        # Within the ring of a seal all of its colour is the seal's.
        if 0.6 < width / height < 1.7:
            where[y : y + height, x : x + width] = True
    coloured = mask & where
    return np.asarray(cv2.dilate(coloured.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)


# Light, borders, noise ----------------------------------------------------------------------------


def _evenly_lit(grey: Pixels) -> Pixels:
    """Shadows divided out; pale print made black."""
    small = cv2.resize(grey, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    lit = grey
    if float(np.percentile(paper, 10)) < 215:
        ground = cv2.resize(np.maximum(paper, 40), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
        lit = _pixels(cv2.divide(grey, ground, scale=255))
    black, white = (float(p) for p in np.percentile(lit[::4, ::4], (0.3, 60)))
    if black > 80 and white - black > 30:
        lit = _pixels(np.clip((lit.astype(np.float32) - black) * (white / (white - black)), 0, 255))
    return lit


def _without_borders(grey: Pixels) -> Pixels:
    """Black that a scanner leaves where the sheet ends: dark areas that touch the edge of the picture."""
    scale = 1 / 6
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = (small < 110).astype(np.uint8)
    edge = np.concatenate([dark[0], dark[-1], dark[:, 0], dark[:, -1]])
    if edge.mean() < 0.02:
        return grey
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, figures, _ = cv2.connectedComponentsWithStats(solid)
    touching = set(np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))) - {0}
    large = [k for k in touching if max(figures[k, cv2.CC_STAT_WIDTH], figures[k, cv2.CC_STAT_HEIGHT]) > 25]
    if not large:
        return grey
    mask = cv2.dilate(np.isin(labels, large).astype(np.uint8), np.ones((3, 3), np.uint8))
    whole = cv2.resize(mask, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return _pixels(np.where(whole > 0, 255, grey))


_NOISY = 5.0
"""Grey levels (standard deviation on blank paper) from which a median filter helps more than it blurs."""


def noise_of(grey: Pixels) -> float:
    """Standard deviation of the noise on the blank paper of a page, in grey levels."""
    height, width = grey.shape
    part = grey[height // 4 : height * 3 // 4, width // 8 : width * 7 // 8]
    smooth = cv2.blur(part, (5, 5))
    paper = smooth > np.percentile(smooth, 40)
    rough = np.abs(part.astype(np.int16) - smooth)[paper]
    return float(rough.mean() * 1.2533) if rough.size else 0.0


def _without_noise(grey: Pixels) -> Pixels:
    return _pixels(cv2.medianBlur(grey, 3)) if noise_of(grey) > _NOISY else grey


_SOFT = 0.62
"""Steepness of letter edges (1: from black to white in one pixel) under which a page is out of focus."""


def edges_of(grey: Pixels) -> float:
    """Steepness of the edges of letters, as a share of the contrast of the page."""
    part = grey[len(grey) // 5 : len(grey) * 4 // 5]
    smooth = cv2.GaussianBlur(part, (0, 0), 0.6).astype(np.int16)
    steps = np.abs(smooth[:, 2:] - smooth[:, :-2])
    low, high = (float(p) for p in np.percentile(part[::3, ::3], (1, 99)))
    contrast = max(high - low, 1.0)
    steep = steps[steps > 0.15 * contrast]
    return float(np.percentile(steep, 90)) / contrast if steep.size > 500 else 1.0


def _sharpened(grey: Pixels) -> Pixels:
    """Blurred pages made crisp again: marks over letters come apart; sharp pages stay as they are."""
    if edges_of(grey) >= _SOFT:
        return grey
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.8)
    return _pixels(cv2.addWeighted(smooth, 3.5, cv2.GaussianBlur(smooth, (0, 0), 2.0), -2.5, 0))


# Straight and upright -----------------------------------------------------------------------------

_STEEPEST = 8.0
"""Degrees: no page is fed or photographed more aslant than that."""


def skew_of(grey: Pixels, dpi: float, most: float = _STEEPEST) -> float:
    """Degrees by which lines of print fall to the right, at most ``most``; 0 for a straight or a blank page."""
    ink = _ink(grey, 75 / dpi)
    if ink.size == 0 or ink.mean() < 0.2:
        return 0.0
    best = 0.0
    for reach, step in ((most, 0.5), (0.4, 0.1), (0.08, 0.02)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(angles[int(np.argmax([_sharpness(ink, float(a)) for a in angles]))])
    return round(best, 3)


def _ink(grey: Pixels, scale: float) -> Pixels:
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    margin = min(small.shape) // 40
    ink = np.clip(200 - small.astype(np.int16), 0, 255).astype(np.uint8)
    return ink[margin : -margin or None, margin : -margin or None]


def _sharpness(ink: Pixels, angle: float) -> float:
    """How sharply rows of ink and rows of paper alternate when the page is sheared by ``angle``."""
    height, width = ink.shape
    slope = np.tan(np.radians(angle))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]])
    rows = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def straightened(page: Prepared) -> Prepared:
    """The page with its lines of print level."""
    angle = skew_of(page.grey, page.dpi)
    return page if abs(angle) < 0.04 else straightened_by(page, angle)


def straightened_by(page: Prepared, angle: float) -> Prepared:
    """The page turned back by ``angle`` degrees around its middle."""
    height, width = page.grey.shape
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    straight = cv2.warpAffine(page.grey, turn[:2], (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return page.moved(_pixels(straight), turn)


def looks_sideways(page: Prepared) -> bool:
    """Columns of ink alternate more sharply than rows: the print may stand on its side."""
    ink = _ink(page.grey, 75 / page.dpi)
    across = np.ascontiguousarray(ink.T)
    return _sharpness(across, 0.0) * len(ink) > 1.5 * _sharpness(ink, 0.0) * len(across)


def turned(page: Prepared, quarters: int) -> Prepared:
    """The page turned clockwise by quarters of a circle."""
    height, width = page.grey.shape
    matrix = {
        1: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        3: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]),
    }.get(quarters % 4)
    if matrix is None:
        return page
    return page.moved(np.ascontiguousarray(np.rot90(page.grey, -quarters)), matrix)


def halves(page: Prepared) -> list[Prepared]:
    """Two pages copied side by side, left then right; else the page itself."""
    height, width = page.grey.shape
    if width < 1.2 * height:
        return [page]
    ink = _ink(page.grey, 75 / page.dpi) > 60
    columns = ink.mean(axis=0)
    middle = slice(int(len(columns) * 0.42), int(len(columns) * 0.58))
    blank = np.flatnonzero(columns[middle] < 0.004) + middle.start
    filled = min(float(side.any(axis=1).mean()) for side in (ink[:, : middle.start], ink[:, middle.stop :]))
    if len(blank) < 0.03 * len(columns) or filled < 0.25:
        return [page]
    cut = int((np.median(blank) + 0.5) / len(columns) * width)
    left = replace(page, grey=np.ascontiguousarray(page.grey[:, :cut]))
    shift = np.array([[1, 0, -cut], [0, 1, 0], [0, 0, 1.0]])
    return [left, page.moved(np.ascontiguousarray(page.grey[:, cut:]), shift)]
