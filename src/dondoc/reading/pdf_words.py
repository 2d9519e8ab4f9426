"""The words of a PDF page with their boxes, in points from the top left corner of the page as it is read.

The page is turned as the file says, and turned again where the text itself
stands sideways (a table printed across the page). Only the first and the last
character of a word are asked for their boxes: a page has some 500 words and
2,500 characters.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2.raw as pdfium

from dondoc.reading.pages import PrintedWord, Size
from dondoc.reading.pdf_file import Handle
from dondoc.text import LOWER, UPPER


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


@contextmanager
def text_of(page: Handle) -> Iterator[Handle]:
    """The text layer of a page; false where it cannot be loaded."""
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        yield text_page
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)


def frame_of(page: Handle, quarters: int) -> Frame:
    """The visible box of a page, US letter where the file names none."""
    box = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, box) and box.right > box.left and box.top > box.bottom:
        return Frame(box.left, box.bottom, box.right, box.top, quarters)
    return Frame(0.0, 0.0, 612.0, 792.0, quarters)


_TOKEN = re.compile(r"[^\s\x00-\x1f\ufffe\u00a0]+[\ufffe\x02]?")
_HYPHENS = {"\ufffe": "-", "\x02": "-"}
_WITHOUT_WIDTH = dict.fromkeys("\u00ad\u200b\ufeff\u2060", "")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_REPLACED = str.maketrans({"|": "¦"} | _HYPHENS | _WITHOUT_WIDTH | _LIGATURES)
"""Hyphens at the end of a line as PDFium marks them; soft hyphens and characters without width; ligatures;
the stroke that parts the cells of a table."""

_NEEDS_REPLACING = re.compile("[" + "".join(map(chr, _REPLACED)) + "]")

UNKNOWN = "\ufffd"
"""Stands for a character whose font does not say which it is."""

Token = tuple[int, int]
"""First and last character of a word, as PDFium counts them."""


def tokens_of(text_page: Handle) -> tuple[str, list[Token]]:
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
    """One character, U+FFFD for one that the file gives no Unicode value."""
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else UNKNOWN


def upright(text_page: Handle, tokens: Sequence[Token], turned: int) -> int:
    """By how many quarters the page is turned clockwise so that most of its words stand upright."""
    if not tokens:
        return int(turned)
    sample = tokens[:: max(1, len(tokens) // 40)]
    angles = Counter(_quarters(text_page, first) for first, _ in sample)
    best, times = angles.most_common(1)[0]
    return best if times > 0.6 * len(sample) else int(turned)


def _quarters(text_page: Handle, index: int) -> int:
    """The direction of a character, in quarters of a full turn against the clock (PDFium counts with it)."""
    angle: float = pdfium.FPDFText_GetCharAngle(text_page, index)
    return -round(angle / (math.pi / 2)) % 4


def words_of(text_page: Handle, text: str, tokens: Sequence[Token], frame: Frame) -> list[PrintedWord]:
    """The words of a page in the order of the file; those outside the visible page are left out."""
    parted = _parted(text_page, text, tokens, frame)
    boxed = _turned_words if frame.quarters else _upright_words
    words = boxed(text_page, text, parted, frame)
    width, height = frame.size
    kept = [word for word in words if word[1] <= width and word[2] <= height and word[3] >= 0 and word[4] >= 0]
    if not _NEEDS_REPLACING.search(text):
        return kept
    kept = [word._replace(text=word.text.translate(_REPLACED)) for word in kept]
    return [word for word in kept if word.text]


def _upright_words(text_page: Handle, text: str, tokens: Iterable[Token], frame: Frame) -> list[PrintedWord]:
    """Words of a page that is not turned, nearly every one: their boxes without a call for each."""
    left, top = frame.left, frame.top
    rect, box_of = pdfium.FS_RECTF(), pdfium.FPDFText_GetLooseCharBox
    words = []
    for order, (first, last) in enumerate(tokens, 1):
        box_of(text_page, first, rect)
        x0, y0, x1, y1 = rect.left - left, top - rect.top, rect.right - left, top - rect.bottom
        sideways = False
        if last > first:
            box_of(text_page, last, rect)
            end, low = rect.right - left, top - rect.bottom
            if end > x1 and low == y1:
                x1 = end
            else:
                start, high = rect.left - left, top - rect.top
                sideways = abs(low - y1) > 0.5 * (y1 - y0) and abs(start - x0) < x1 - x0
                x0, y0, x1, y1 = min(x0, start), min(y0, high), max(x1, end), max(y1, low)
        words.append(PrintedWord(text[first : last + 1], x0, y0, x1, y1, order, sideways))
    return words


def _turned_words(text_page: Handle, text: str, tokens: Iterable[Token], frame: Frame) -> list[PrintedWord]:
    words = []
    for order, (first, last) in enumerate(tokens, 1):
        a = _character_box(text_page, first, frame)
        b = _character_box(text_page, last, frame)
        sideways = last > first and abs(b[3] - a[3]) > 0.5 * (a[3] - a[1]) and abs(b[0] - a[0]) < a[2] - a[0]
        box = min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
        words.append(PrintedWord(text[first : last + 1], *box, order, sideways))
    return words


_LONG = re.compile(rf"[{LOWER}][{UPPER}]|[^\W\d_]{{8,}}")
"""Two words that PDFium may have run together: a capital after a small letter, more letters than a syllable has."""

_SHORTEST_PAIR = 5
_SPACE = 0.1
"""Share of the height of a character from which a gap inside a word of :data:`_LONG` is a space."""


def _parted(text_page: Handle, text: str, tokens: Sequence[Token], frame: Frame) -> Iterator[Token]:
    """Words, those run together ("thuộcThành") parted where print leaves a gap."""
    for token in tokens:
        first, last = token
        if last - first >= _SHORTEST_PAIR and _LONG.search(text, first, last + 1):
            yield from _cut_at_gaps(text_page, first, last, frame)
        else:
            yield token


def _cut_at_gaps(text_page: Handle, first: int, last: int, frame: Frame) -> Iterator[Token]:
    before = _character_box(text_page, first, frame)
    start = first
    for index in range(first + 1, last + 1):
        here = _character_box(text_page, index, frame)
        if here[0] - before[2] > _SPACE * (here[3] - here[1]):
            yield start, index - 1
            start = index
        before = here
    yield start, last


def _character_box(text_page: Handle, index: int, frame: Frame) -> tuple[float, float, float, float]:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, rect)
    return frame.box(rect.left, rect.bottom, rect.right, rect.top)
