"""What PDFium knows of one page: its words with their boxes, its lines, how much of it is pictures.

Coordinates leave this module in points from the top left corner of the page
as it is read: turned as the file says, and turned again where the text itself
stands sideways (a table printed across the page).

PDFium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium

from dondoc.reading.pages import PrintedWord, Size
from dondoc.reading.pdf_file import Handle
from dondoc.reading.ruled import Ruling

_DEEPEST = 8
"""Forms inside forms that are looked into."""

_MOST_SEGMENTS = 20_000
_THIN = 3.0
_SHORTEST = 3.5


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page: words, lines, the share of it that pictures cover, the number of its drawn paths."""

    size: Size
    words: list[PrintedWord]
    rulings: list[Ruling]
    picture_share: float
    strokes: int


class Frame(NamedTuple):
    """The visible box of a page in its own coordinates (from the bottom left), and the quarters it is turned by."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def size(self) -> Size:
        """Width and height as read."""
        width, height = self.right - self.left, self.top - self.bottom
        return Size(height, width) if self.quarters % 2 else Size(width, height)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the page as read: left, top, right, bottom from the top left corner."""
        if self.quarters == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.quarters == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.quarters == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def page_content(page: Handle, most_objects: int) -> PageContent | None:
    """Everything of a loaded page that reading needs; None where its text cannot be loaded.

    No more than ``most_objects`` objects are looked at for lines.
    """
    with _text_of(page) as text_page:
        if not text_page:
            return None
        text, tokens = _tokens(text_page)
        frame = _frame(page, _upright(text_page, tokens, pdfium.FPDFPage_GetRotation(page)))
        words = _words(text_page, text, tokens, frame)
    drawn = _Drawn(frame, most_objects)
    drawn.look_at(_page_objects(page))
    area = (frame.right - frame.left) * (frame.top - frame.bottom)
    return PageContent(frame.size, words, drawn.rulings, min(drawn.picture / area, 1.0), drawn.strokes)


def turn_of(page: Handle) -> int:
    """By how many quarters a page is turned clockwise, beyond what the file says, to be read."""
    turned = pdfium.FPDFPage_GetRotation(page)
    with _text_of(page) as text_page:
        return (_upright(text_page, _tokens(text_page)[1], turned) - turned) % 4 if text_page else 0


@contextmanager
def _text_of(page: Handle) -> Iterator[Handle]:
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        yield text_page
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)


def _frame(page: Handle, quarters: int) -> Frame:
    box = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, box) and box.right > box.left and box.top > box.bottom:
        return Frame(box.left, box.bottom, box.right, box.top, quarters)
    return Frame(0.0, 0.0, 612.0, 792.0, quarters)


# Words --------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\s\x00-\x1f\ufffe\u00a0]+[\ufffe\x02]?")
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00ad": "", "\u200b": "", "\ufeff": "", "\ufffd": ""})
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

Token = tuple[int, int]
"""First and last character of a word, as PDFium counts them."""


def _tokens(text_page: Handle) -> tuple[str, list[Token]]:
    """The characters of a page, and where its words are."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return "", []
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) != count or "\x00" in text:
        text = "".join(_character(text_page, index) for index in range(count))
    return text, [(match.start(), match.end() - 1) for match in _TOKEN.finditer(text)]


def _character(text_page: Handle, index: int) -> str:
    """One character, a space for one that has no Unicode value."""
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _upright(text_page: Handle, tokens: Sequence[Token], turned: int) -> int:
    """By how many quarters the page is turned clockwise so that most of its words stand upright."""
    if not tokens:
        return int(turned)
    sample = tokens[:: max(1, len(tokens) // 40)]
    angles = Counter(_quarters(text_page, first) for first, _ in sample)
    best, times = angles.most_common(1)[0]
    return best if times > 0.6 * len(sample) else int(turned)


def _quarters(text_page: Handle, index: int) -> int:
    """The direction of a character, in quarters of a full turn against the clock."""
    return round(pdfium.FPDFText_GetCharAngle(text_page, index) / (math.pi / 2)) % 4


def _words(text_page: Handle, text: str, tokens: Sequence[Token], frame: Frame) -> list[PrintedWord]:
    rect, last_rect = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    box_of, box = pdfium.FPDFText_GetLooseCharBox, frame.box
    size = frame.size
    words: list[PrintedWord] = []
    for order, (first, last) in enumerate(tokens, 1):
        if not box_of(text_page, first, rect) or not box_of(text_page, last, last_rect):
            continue
        word = text[first : last + 1].translate(_HYPHENS).translate(_LIGATURES)
        a = box(rect.left, rect.bottom, rect.right, rect.top)
        b = box(last_rect.left, last_rect.bottom, last_rect.right, last_rect.top)
        x0, y0, x1, y1 = min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
        if not word or x1 < 0 or y1 < 0 or x0 > size.width or y0 > size.height:
            continue
        sideways = last > first and abs(b[3] - a[3]) > 0.5 * (a[3] - a[1]) and abs(b[0] - a[0]) < a[2] - a[0]
        words.append(PrintedWord(word, x0, y0, x1, y1, order, sideways))
    return words


# Lines and pictures -------------------------------------------------------------------------------

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(a: Matrix, b: Matrix) -> Matrix:
    """First ``a``, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _applied(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _matrix(thing: Handle) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, m):
        return _IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _page_objects(page: Handle) -> Iterator[Handle]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield pdfium.FPDFPage_GetObject(page, index)


def _form_objects(form: Handle) -> Iterator[Handle]:
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        yield pdfium.FPDFFormObj_GetObject(form, index)


class _Drawn:
    """Lines and pictures found so far on a page."""

    def __init__(self, frame: Frame, most: int) -> None:
        self.frame = frame
        self.left = most
        self.strokes = 0
        self.rulings: list[Ruling] = []
        self.picture = 0.0
        self._sides = tuple(ctypes.c_float() for _ in range(4))

    def look_at(self, things: Iterator[Handle], matrix: Matrix = _IDENTITY, depth: int = 0) -> None:
        """Goes through objects, and through those of forms inside them."""
        kind_of = pdfium.FPDFPageObj_GetType
        for thing in things:
            self.left -= 1
            if self.left < 0:
                return
            kind = kind_of(thing)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.strokes += 1
                self._path(thing, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = self._bounds(thing, matrix)
                self.picture += max(right - left, 0.0) * max(top - bottom, 0.0)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                self.look_at(_form_objects(thing), _times(_matrix(thing), matrix), depth + 1)

    def _bounds(self, thing: Handle, matrix: Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._sides
        if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        if matrix is _IDENTITY:
            return left.value, bottom.value, right.value, top.value
        a = _applied(matrix, left.value, bottom.value)
        b = _applied(matrix, right.value, top.value)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def _path(self, thing: Handle, matrix: Matrix) -> None:
        """A thin path is a line; of a larger one that is stroked, its straight strokes are lines."""
        bounds = self._bounds(thing, matrix)
        if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= _THIN:
            self._add(bounds)
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if pdfium.FPDFPath_GetDrawMode(thing, fill, stroke) and stroke.value:
            points = _points(thing, _times(_matrix(thing), matrix))
            for (x0, y0), (x1, y1) in points:
                if min(abs(x1 - x0), abs(y1 - y0)) <= 0.5:
                    self._add((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _add(self, bounds: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = self.frame.box(*bounds)
        if max(x1 - x0, y1 - y0) < _SHORTEST:
            return
        level = x1 - x0 > y1 - y0
        self.rulings.append(
            Ruling(True, (y0 + y1) / 2, x0, x1) if level else Ruling(False, (x0 + x1) / 2, y0, y1)
        )


def _points(path: Handle, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path, each from point to point; a closed part ends where it began."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _applied(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield here, point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, start
        here = point
