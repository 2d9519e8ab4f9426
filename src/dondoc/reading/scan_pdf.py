"""PDF files of both kinds: pages with a sound text layer by it, the others from their pictures.

A page is read from its picture when it has no text, or when its text does not
read as Vietnamese (a layer made with the wrong language, fonts without a code
table); the better of the two texts stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dondoc.document import Finding, Page
from dondoc.errors import EmptySource, UnreadableSource
from dondoc.reading import ocr, pdf
from dondoc.reading.content import Content
from dondoc.reading.quality import grade
from dondoc.reading.scan import Recognition, pages_with_pictures, read_pdf_pictures
from dondoc.reading.scan_page import Recognised
from dondoc.reading.scan_text import Writer, row_numbers, write_page
from dondoc.text import Span

POOR: Final = 0.7
"""Grade of a text layer under which the picture is read too."""
_SHORT: Final = 500
"""Letters: a page of fewer that bears a picture may be a picture with its header and signature as text."""
_LEAST_WORDS: Final = 15
"""A layer of fewer words (a number, a stamp) is not judged."""


def read(data: bytes, name: str, how: Recognition | None = None) -> Content:
    """The text of a PDF with the place of each word, pictures recognised.

    Raises :class:`~dondoc.errors.UnreadableSource` for a file that cannot be
    opened, or one of pictures only where the data of recognition are missing,
    :class:`~dondoc.errors.EmptySource` for one without any words.
    """
    content = pdf.read_pages(data, name)
    wanted = _pages_to_recognise(data, name, content)
    if wanted:
        content = _recognised(data, name, content, wanted, how)
    if not content.text.strip():
        raise EmptySource(f"«{name}»: không có chữ nào trong tệp, kể cả trên hình. Hãy kiểm tra lại tệp đã chọn.")
    return content


def _pages_to_recognise(data: bytes, name: str, content: Content) -> list[int]:
    """Pages, from 0, that show more than their text says, or whose text does not read as Vietnamese."""
    without = any(finding.kind == "page_without_text" for finding in content.findings)
    chosen = {number - 1 for number in pdf.pages_without_text(data, name)} if without else set()
    short = [at for at, page in enumerate(content.pages) if _letters(page) < _SHORT and at not in chosen]
    chosen |= set(pages_with_pictures(data, short)) if short else set()
    return sorted(chosen | {at for at, page in enumerate(content.pages) if _is_poor(page, content.text)})


def _letters(page: Page) -> int:
    return sum(word.end - word.start for word in page.words)


def _is_poor(page: Page, text: str) -> bool:
    return len(page.words) >= _LEAST_WORDS and grade(page.span.of(text)) < POOR


def _recognised(data: bytes, name: str, content: Content, wanted: list[int], how: Recognition | None) -> Content:
    """The content with better pages; without the data of recognition what there is, where there is any."""
    try:
        ocr.data_folder()
    except UnreadableSource as error:
        if not content.text.strip():
            raise
        missing = Finding(kind="recognition_missing", message=str(error))
        return Content(content.text, (*content.findings, missing), content.pages)
    done = dict(zip(wanted, read_pdf_pictures(data, name, wanted, how), strict=True))
    return merged(content, {at: read for at, read in done.items() if _is_better(read, content.pages[at], content.text)})


def _is_better(read: Recognised, page: Page, text: str) -> bool:
    if _letters(page) < _SHORT and len(read.words) > 1.3 * len(page.words):
        return True
    return bool(read.words) and grade(" ".join(word.text for word in read.words)) > grade(page.span.of(text))


def merged(content: Content, pages: Mapping[int, Recognised]) -> Content:
    """``content`` with some pages (from 0) as they were recognised; words and findings keep to their places."""
    writer = Writer()
    everything = [pages.get(at, Recognised(width=p.width, height=p.height)) for at, p in enumerate(content.pages)]
    numbers = row_numbers(everything)
    done = []
    for at, page in enumerate(content.pages):
        if at in pages:
            done.append(write_page(writer, page.number, pages[at], numbers[at]))
        else:
            done.append(_copied(writer, page, content))
    general = [finding for finding in content.findings if finding.span is None]
    return Content("".join(writer.parts), (*general, *writer.findings), tuple(done))


def _copied(writer: Writer, page: Page, content: Content) -> Page:
    """A page as it was, at its new place."""
    shift, start = writer.size - page.span.start, writer.size
    writer.write(page.span.of(content.text))
    for finding in content.findings:
        if finding.span is not None and page.span.start <= finding.span.start < max(page.span.end, page.span.start + 1):
            moved = Span(finding.span.start + shift, finding.span.end + shift)
            writer.findings.append(finding.model_copy(update={"span": moved}))
    words = tuple(word._replace(start=word.start + shift, end=word.end + shift) for word in page.words)
    return page.model_copy(update={"span": Span(start, writer.size), "words": words})
