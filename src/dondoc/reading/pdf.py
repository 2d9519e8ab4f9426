"""PDF files with text: lines in reading order, tables as ``| cell |`` lines, words with their places.

A page that is a picture has no text here: a finding names it, and
:func:`drawn` gives its picture to whoever recognises it or looks at it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from dondoc.document import Finding, Page
from dondoc.errors import EmptySource, UnreadableSource
from dondoc.reading.content import Content
from dondoc.reading.pages import Pages, Size
from dondoc.reading.pdf_file import DEFAULT_LIMITS, Handle, Limits, opened, page_of
from dondoc.reading.pdf_lines import page_lines
from dondoc.reading.pdf_page import PageContent, is_picture, page_content, turn_of
from dondoc.reading.pdf_stamps import set_aside
from dondoc.text import Span

if TYPE_CHECKING:
    from PIL.Image import Image


def read(data: bytes, name: str) -> Content:
    """The text of a PDF file with the place of each word.

    Raises :class:`~dondoc.errors.UnreadableSource` for a file that is locked,
    broken or too large, :class:`~dondoc.errors.EmptySource` for one of
    pictures only.
    """
    content = read_pages(data, name)
    if not content.text.strip():
        raise EmptySource(
            f"«{name}»: các trang chỉ có hình, không có lớp chữ. Hãy dùng bản điện tử có chữ hoặc nhận dạng chữ trước."
        )
    return content


Seen = Callable[[Page, str, bool], None]
"""Is shown each page as soon as its text is read: the page, its text, whether it is a picture without a text."""


def read_pages(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, *, most: int | None = None, seen: Seen | None = None
) -> Content:
    """The same, but a file of pictures only gives an empty text and a finding for each page.

    ``most`` is the number of pages read from the front (None: all).
    """
    reading = _Reading(limits, seen)
    with opened(data, name, limits) as document:
        reading.findings.extend(_signatures(document))
        count = pdfium.FPDF_GetPageCount(document)
        count = count if most is None else min(count, most)
        for index in range(count):
            with page_of(document, index) as page:
                reading.page(page, index + 1)
    if reading.broken == count:
        raise UnreadableSource(f"«{name}»: tệp PDF hỏng, không mở được trang nào. Hãy tải lại hoặc xin lại tệp.")
    return Content(reading.pages.text, tuple(reading.findings), tuple(reading.pages.pages))


A4 = Size(595.0, 842.0)
"""The size given to a page that cannot be opened."""


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far."""

    limits: Limits
    seen: Seen | None = None
    pages: Pages = field(default_factory=Pages)
    findings: list[Finding] = field(default_factory=list)
    broken: int = 0
    table_open: bool = False

    def page(self, page: Handle | None, number: int) -> None:
        """Adds a page, or a finding that says why its words are missing."""
        content = page_content(page, self.limits) if page is not None else None
        written = len(self.pages.parts)
        self._take(content, number)
        if self.seen:
            text = "".join(self.pages.parts[written:])
            self.seen(self.pages.pages[-1], text, content is not None and is_picture(content))

    def _take(self, content: PageContent | None, number: int) -> None:
        if content is None:
            self.broken += 1
            self._leave_out(number, "page_unreadable", "không mở được, tệp có thể hỏng")
        elif content.too_large:
            self._leave_out(number, "page_too_large", "có quá nhiều chữ, không phải trang văn bản", content.size)
        else:
            self._read(content, number)

    def _read(self, content: PageContent, number: int) -> None:
        if is_picture(content):
            self._note("page_without_text", f"trang {number} là hình, không có lớp chữ; cần nhận dạng chữ")
        if content.unknown:
            self._note("text_layer_damaged", f"trang {number}: {content.unknown} chữ không có mã, hiện là «\ufffd»")
        words, stamps = set_aside(content.words, number)
        self.findings.extend(stamps)
        laid = page_lines(words, content.rulings)
        # A table that goes on from the page before stands apart from it, so that its first row can be told.
        lines = [(), *laid.lines] if self.table_open and laid.begins_with_table else laid.lines
        self.table_open = laid.ends_with_table or (self.table_open and not laid.lines)
        self.pages.add(number, content.size, lines)

    def _leave_out(self, number: int, kind: str, why: str, size: Size = A4) -> None:
        self._note(kind, f"trang {number} {why}")
        self.pages.add(number, size, ())

    def _note(self, kind: str, message: str) -> None:
        self.findings.append(Finding(kind=kind, message=message, span=Span(self.pages.length, self.pages.length)))


def _signatures(document: Handle) -> list[Finding]:
    """One finding for the digital signatures that the file carries."""
    count = pdfium.FPDF_GetSignatureCount(document)
    return [Finding(kind="digital_signature", message=f"tệp mang {count} chữ ký số")] if count > 0 else []


def count_pages(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> int:
    """How many pages the file has."""
    with opened(data, name, limits) as document:
        return int(pdfium.FPDF_GetPageCount(document))


# Pages as pictures --------------------------------------------------------------------------------


def drawn(
    data: bytes, name: str, page: int, dpi: float, limits: Limits = DEFAULT_LIMITS
) -> tuple[Image, tuple[float, float]]:
    """The picture of a page (from 1), turned as its words were read, and its width and height in points.

    Pages too large come at fewer dots an inch (:func:`dots_per_inch`).
    """
    with opened(data, name, limits) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if not 1 <= page <= count:
            raise UnreadableSource(f"«{name}»: không có trang {page}, tệp có {count} trang.")
        with page_of(document, page - 1) as handle:
            if handle is None:
                raise UnreadableSource(f"«{name}»: không mở được trang {page}. Hãy tải lại hoặc xin lại tệp.")
            size = Size(pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle))
            scale = dots_per_inch(size, dpi, limits) / 72
            turn = turn_of(handle)
            image = _drawn(handle, Size(size.width * scale, size.height * scale), turn)
    return image, (size.height, size.width) if turn % 2 else size


def render(data: bytes, page: int, dpi: float = 200, limits: Limits = DEFAULT_LIMITS) -> Image:
    """The picture of a page (from 1); a point of a word's box is ``dpi / 72`` pixels."""
    return drawn(data, "PDF", page, dpi, limits)[0]


def dots_per_inch(size: Size, dpi: float, limits: Limits = DEFAULT_LIMITS) -> float:
    """``dpi``, or less for a page so large that its picture would pass the limit of pixels."""
    pixels = size.width * size.height * (dpi / 72) ** 2
    return dpi * min(1.0, (limits.pixels / pixels) ** 0.5) if pixels else dpi


def _drawn(page: Handle, pixels: Size, turn: int) -> Image:
    """A page drawn with its annotations (stamps and signatures are often those) on white."""
    width, height = max(round(pixels.width), 1), max(round(pixels.height), 1)
    if turn % 2:
        width, height = height, width
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turn, pdfium.FPDF_ANNOT)
    picture: Image = bitmap.to_pil().copy()
    return picture
