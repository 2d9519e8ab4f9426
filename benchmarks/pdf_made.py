"""PDF files made on the fly, for tests and measurements: text at a place, ruled tables, pages turned.

Places are points from the top left corner, as everywhere in the library. The
font is one of the machine that holds Vietnamese letters.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = ("Tinos-Regular.ttf", "DejaVuSerif.ttf", "NotoSerif-Regular.ttf", "FreeSerif.ttf", "times.ttf", "Arial.ttf")
"""Fonts that machines commonly have; the first that holds every Vietnamese letter is used."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
WIDTH, HEIGHT = A4
NO_FONT = "máy không có phông chữ tiếng Việt nào trong: " + ", ".join(FONTS)


@cache
def font() -> str | None:
    """Name of the font, made known to reportlab; None where the machine has none of :data:`FONTS`."""
    for name in FONTS:
        for folder in FONT_FOLDERS:
            found = next(Path(folder).rglob(name), None)
            face = TTFont("Dondoc", str(found)) if found else None
            if face and all(ord(letter) in face.face.charToGlyph for letter in "ấậầềễịộờởỡợủứửữựỳỵđĐƠƯ"):
                pdfmetrics.registerFont(face)
                return "Dondoc"
    return None


class Sheets:
    """A PDF file that grows page by page."""

    def __init__(self, size: tuple[float, float] = A4, **options: object) -> None:
        self.height = size[1]
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=size, invariant=True, **options)

    def text(self, x: float, y: float, words: str, size: float = 13) -> None:
        """Words whose base line is ``y`` under the top of the page."""
        self.canvas.setFont(font(), size)
        self.canvas.drawString(x, self.height - y, words)

    def lines(self, x: float, y: float, texts: Sequence[str], size: float = 13, pitch: float = 16) -> float:
        """Lines under one another; the height under the last."""
        for number, words in enumerate(texts):
            self.text(x, y + number * pitch, words, size)
        return y + len(texts) * pitch

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line."""
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Every line between columns ``xs`` and rows ``ys``."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])

    def row(self, xs: Sequence[float], y: float, cells: Sequence[Sequence[str]], size: float = 12) -> None:
        """The lines of each cell of a row whose top is ``y``."""
        for x, lines in zip(xs, cells, strict=False):
            self.lines(x + 3, y + 13, lines, size, 14)

    def next_page(self) -> None:
        """Ends the page."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """The finished file."""
        self.canvas.showPage()
        self.canvas.save()
        return self.file.getvalue()


SENTENCE = (
    "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường theo chức năng, nhiệm",
    "vụ được giao chủ trì, phối hợp với các cơ quan liên quan tổ chức thực hiện kế",
    "hoạch này, định kỳ trước ngày 15 tháng 12 hằng năm báo cáo kết quả về Ủy",
    "ban nhân dân tỉnh để tổng hợp, theo dõi và chỉ đạo.",
)

ROW = (
    ["{}"],
    ["Rà soát, xây dựng cơ sở dữ", "liệu dùng chung về thông tin", "của các ngành, địa phương"],
    ["Sở Khoa học", "và Công nghệ"],
    ["Các sở, ban,", "ngành"],
    ["Quý IV/2026"],
)

COLUMNS = (60.0, 95.0, 275.0, 375.0, 460.0, 545.0)


def prose_pdf(pages: int) -> bytes:
    """Pages of 40 lines of prose with a page number."""
    sheets = Sheets()
    for number in range(pages):
        sheets.text(295, 40, str(number + 1))
        for paragraph in range(10):
            sheets.text(110, 80 + paragraph * 70, f"{paragraph + 1}. {SENTENCE[0][:64]}")
            sheets.lines(80, 96 + paragraph * 70, SENTENCE[1:])
        if number < pages - 1:
            sheets.next_page()
    return sheets.data()


def table_pdf(pages: int, rows: int = 13) -> bytes:
    """Pages with a ruled table of five columns, each cell drawn as a box, as word processors do."""
    sheets = Sheets()
    for number in range(pages):
        for place in range(rows):
            top = 60 + place * 50
            for left, right in itertools.pairwise(COLUMNS):
                sheets.canvas.rect(left, sheets.height - top - 50, right - left, 50)
            label = str(number * rows + place + 1)
            sheets.row(COLUMNS, top, [[line.format(label) for line in cell] for cell in ROW])
        if number < pages - 1:
            sheets.next_page()
    return sheets.data()
