"""PDF files of both kinds: pages with a sound text layer by it, the others from their pictures.

A page is read from its picture when it has no text, or when its text does not
read as Vietnamese (a layer made with the wrong language, fonts without a code
table); the better of the two texts stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dondoc.document import Finding, Page
from dondoc.errors import EmptySource, UnreadableSource
from dondoc.reading import ocr, pdf, scan, scan_heads, scan_labels, scan_secrecy, scan_stamps
from dondoc.reading.content import Content
from dondoc.reading.how import How, Told
from dondoc.reading.pdf_file import Limits
from dondoc.reading.quality import grade
from dondoc.reading.scan import Pictures, pages_with_pictures
from dondoc.reading.scan_page import Recognised
from dondoc.reading.scan_text import Writer, row_numbers, write_page
from dondoc.text import Span

POOR: Final = 0.7
"""Grade of a text layer under which the picture is read too."""
_SHORT: Final = 500
"""Letters: a page of fewer that bears a picture may be a picture with its header and signature as text."""
_LEAST_WORDS: Final = 15
"""A layer of fewer words (a number, a stamp) is not judged."""


def read(data: bytes, name: str, how: How | None = None) -> Content:
    """The text of a PDF with the place of each word, pictures recognised.

    Raises :class:`~dondoc.errors.UnreadableSource` for a file that cannot be
    opened, or one of pictures only where the data of recognition are missing,
    :class:`~dondoc.errors.EmptySource` for one without any words.
    """
    how = how or How()
    limits = Limits(pages=how.pages)
    told = Told(how, pdf.count_pages(data, name, limits) if how.progress else 0)
    layers = _Layers(data, name, told)
    if how.progress:
        _first_page(layers, limits, how)
    content = pdf.read_pages(data, name, limits, seen=layers.see)
    wanted = layers.to_recognise()
    if wanted:
        content = _recognised(layers, content, wanted, how)
    for page in content.pages:
        told.page(page.number, page.span.of(content.text))
    if not content.text.strip():
        raise EmptySource(f"«{name}»: không có chữ nào trong tệp, kể cả trên hình. Hãy kiểm tra lại tệp đã chọn.")
    return content


@dataclass(slots=True)
class _Layers:
    """A file, and what its text layers say of its pages (from 0): pictures, poor texts, short texts."""

    data: bytes
    name: str
    told: Told
    chosen: set[int] = field(default_factory=set)
    short: list[int] = field(default_factory=list)
    ready: dict[int, Recognised] = field(default_factory=dict)

    @property
    def pictures(self) -> Pictures:
        """The pages as pictures."""
        return Pictures(self.data, self.name, is_pdf=True)

    def see(self, page: Page, text: str, is_picture: bool) -> None:
        """Takes in a page; one whose text will do is told."""
        at = page.number - 1
        if is_picture or _is_poor(page, text):
            self.chosen.add(at)
        elif _letters(page) < _SHORT:
            self.short.append(at)
        else:
            self.told.page(page.number, self._stamped(at, text))

    def _stamped(self, at: int, text: str) -> str:
        """What is told of a page: on a first one that is a scan with a text layer, red marks of secrecy too."""
        first = at == 0 and self.told.progress is not None and 1 not in self.told.numbers
        if not first or not ocr.has_data(ocr.FIRST) or not pages_with_pictures(self.data, [at]):
            return text
        return "\n".join([*(mark for mark, _ in scan_secrecy.marks(self.pictures.page(at))), text])

    def to_recognise(self) -> list[int]:
        """Pages that show more than their text says, or whose text does not read as Vietnamese."""
        pictured = pages_with_pictures(self.data, self.short) if self.short else []
        return sorted(self.chosen | set(pictured))


def _first_page(layers: _Layers, limits: Limits, how: How) -> None:
    """The first page told before the others are looked at."""
    first = _Layers(layers.data, layers.name, layers.told)
    content = pdf.read_pages(layers.data, layers.name, limits, most=1, seen=first.see)
    if first.to_recognise() and ocr.has_data(ocr.FIRST):
        layers.ready[0] = scan.first_page(layers.pictures, how, layers.told)
    layers.told.page(1, content.text)


def _letters(page: Page) -> int:
    return sum(word.end - word.start for word in page.words)


def _is_poor(page: Page, text: str) -> bool:
    return len(page.words) >= _LEAST_WORDS and grade(text) < POOR


def _recognised(layers: _Layers, content: Content, wanted: list[int], how: How) -> Content:
    """The content with better pages; without the data of recognition what there is, where there is any."""
    try:
        ocr.data_folder()
    except UnreadableSource as error:
        if not content.text.strip():
            raise
        missing = Finding(kind="recognition_missing", message=str(error))
        return Content(content.text, (*content.findings, missing), content.pages)
    done = dict(zip(wanted, scan.recognise_pages(layers.pictures, wanted, how, layers.told, layers.ready), strict=True))
    return merged(content, {at: read for at, read in done.items() if _is_better(read, content.pages[at], content.text)})


def _is_better(read: Recognised, page: Page, text: str) -> bool:
    if _letters(page) < _SHORT and len(read.words) > 1.3 * len(page.words):
        return True
    return bool(read.words) and grade(" ".join(word.text for word in read.words)) > grade(page.span.of(text))


def merged(content: Content, pages: Mapping[int, Recognised]) -> Content:
    """``content`` with some pages (from 0) as they were recognised; words and findings keep to their places."""
    writer = Writer()
    everything = [pages.get(at, Recognised(width=p.width, height=p.height)) for at, p in enumerate(content.pages)]
    everything, signed = scan_stamps.set_aside(everything)
    everything = scan_labels.mended(scan_heads.mended(everything))
    numbers = row_numbers(everything)
    done = []
    for at, page in enumerate(content.pages):
        if at in pages:
            done.append(write_page(writer, page.number, everything[at], numbers[at]))
        else:
            done.append(_copied(writer, page, content))
    general = [finding for finding in content.findings if finding.span is None]
    told = {finding.message.split("«", maxsplit=1)[0] for finding in general}
    general += [finding for finding in signed if finding.message.split("«", maxsplit=1)[0] not in told]
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
