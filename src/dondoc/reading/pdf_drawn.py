"""What is drawn on a PDF page: straight lines, the share of the page that pictures cover, the number of strokes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from dondoc.reading.pdf_file import Handle
from dondoc.reading.pdf_words import Frame
from dondoc.reading.ruled import Ruling

_DEEPEST = 8
"""Forms inside forms that are looked into."""

_MOST_SEGMENTS = 20_000
_THIN = 3.0
_SHORTEST = 3.5

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


def page_objects(page: Handle) -> Iterator[Handle]:
    """The objects of a page in the order they are drawn."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield pdfium.FPDFPage_GetObject(page, index)


def _form_objects(form: Handle) -> Iterator[Handle]:
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        yield pdfium.FPDFFormObj_GetObject(form, index)


class Drawn:
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
        self.rulings.append(Ruling(True, (y0 + y1) / 2, x0, x1) if level else Ruling(False, (x0 + x1) / 2, y0, y1))


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
