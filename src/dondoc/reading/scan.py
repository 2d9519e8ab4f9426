"""Pages that are only pictures: photographs, scans, image PDF files, read by recognition.

Pages are read side by side, one process a core, one engine thread each. A page
once read is kept, where the caller gives a folder, under the hash of its
picture and of the settings, so that work cut off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from dondoc.errors import UnreadableSource
from dondoc.reading import grids, kept_pages, ocr, pdf, picture, scan_table
from dondoc.reading.content import Content
from dondoc.reading.grids import Box
from dondoc.reading.how import How, Told
from dondoc.reading.ocr import Read
from dondoc.reading.picture import Picture, Prepared
from dondoc.reading.processor import allow_more_time
from dondoc.reading.quality import grade
from dondoc.reading.scan_page import ReadCell, ReadLine, ReadTable, ReadWord, Recognised, lay_out
from dondoc.reading.scan_secrecy import with_stamps
from dondoc.reading.scan_table import TableRead
from dondoc.reading.scan_text import assemble

VERSION: Final = "3"
"""Part of the key of kept pages: raised when pages come out differently than before."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """A file of page pictures: an image file, or a PDF whose pages are drawn."""

    data: bytes
    name: str
    is_pdf: bool = False

    def count(self) -> int:
        """How many pages there are."""
        if self.is_pdf:
            with pypdfium2.PdfDocument(self.data) as document:
                return len(document)
        return picture.count_frames(self.data, self.name)

    def page(self, index: int) -> Picture:
        """One page, from 0."""
        if self.is_pdf:
            try:
                return draw_page(self.data, index, self.name)
            except pypdfium2.PdfiumError as error:
                message = f"«{self.name}»: không vẽ được trang {index + 1} để nhận dạng. Hãy quét hoặc tải lại tệp."
                raise UnreadableSource(message) from error
        return picture.open_frame(self.data, self.name, index)


def read_picture(data: bytes, name: str, how: How | None = None) -> Content:
    """An image file (PNG, JPEG, TIFF of one or many pages) as text with the place of each word."""
    how = how or How()
    pictures = Pictures(data, name)
    count = pictures.count()
    if count > how.pages:
        raise UnreadableSource(
            f"«{name}»: {count:,} trang, quá giới hạn {how.pages:,} trang. Hãy tách thành nhiều tệp."
        )
    told = Told(how, count)
    done = recognise_pages(pictures, range(count), how, told)
    return assemble(done)


_WITHOUT_PICTURE_DPI: Final = 200.0


def draw_page(data: bytes, index: int, name: str = "PDF") -> Picture:
    """A PDF page drawn as it is shown, at the resolution of the scan on it, between 200 and 300 dpi."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[index]
        dpi = float(np.clip(_scan_dpi(page), 200, 300))
        width, height = page.get_size()
        dpi = min(dpi, 72 * (picture.MOST_PIXELS / max(width * height, 1)) ** 0.5)
    image, (width, _) = pdf.drawn(data, name, index + 1, dpi)
    pixels = np.asarray(image, dtype=np.uint8)
    return Picture(pixels, pixels.shape[1] * 72 / width)


def _scan_dpi(page: pypdfium2.PdfPage) -> float:
    """Pixels an inch of the largest image on a page."""
    best = (0.0, _WITHOUT_PICTURE_DPI)
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if right - left > 1 and top - bottom > 1:
            dpi = max(image.get_px_size()) / max(right - left, top - bottom) * 72
            best = max(best, ((right - left) * (top - bottom), dpi))
    return float(best[1])


_LEAST_SHARE: Final = 0.12
"""Share of a page that a picture with words on it takes; seals and emblems take less."""


def pages_with_pictures(data: bytes, pages: Sequence[int]) -> list[int]:
    """Those of ``pages`` (from 0) with a picture large enough to hold a paragraph."""
    with pypdfium2.PdfDocument(data) as document:
        return [index for index in pages if _picture_share(document[index]) > _LEAST_SHARE]


def _picture_share(page: pypdfium2.PdfPage) -> float:
    """Share of the page that its largest picture covers."""
    width, height = page.get_size()
    boxes = [image.get_bounds() for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    largest = max((abs((r - x) * (t - b)) for x, b, r, t in boxes), default=0.0)
    return float(largest / max(width * height, 1.0))


# One page -----------------------------------------------------------------------------------------

_UNREADABLE = 0.55
"""Mean confidence under which the page may stand on its head."""
_NO_SYLLABLES = 0.4
"""Grade under which it may, however sure the reader is."""


def recognise(page: Picture, *, second_reader: bool = True) -> Recognised:
    """What is printed on a page; boxes in points of the page as it arrived."""
    prepared = picture.prepare(page)
    if picture.looks_sideways(prepared):
        prepared = _upright(prepared, (0, 1, 3))
    parts = _read_halves(picture.levelled(prepared), page.dpi, second_reader)
    width, height = page.size
    done = Recognised(width=width, height=height, parts=tuple(parts))
    if _may_stand_on_its_head(done) and (better := _upright(prepared, (0, 1, 2, 3))) is not prepared:
        turned = _read_halves(picture.levelled(better), page.dpi, second_reader)
        done = max(done, done.model_copy(update={"parts": tuple(turned)}), key=lambda read: read.confidence)
    return done


def _may_stand_on_its_head(page: Recognised) -> bool:
    return page.confidence < _UNREADABLE or grade(" ".join(word.text for word in page.words)) < _NO_SYLLABLES


def _upright(page: Prepared, quarters: Sequence[int]) -> Prepared:
    """The page turned the way in which a sample of it reads best."""
    sample = _sample(page)
    scores = {q: _readable(picture.turned(sample, q)) for q in quarters}
    best = max(scores, key=lambda q: scores[q])
    return picture.turned(page, best) if best and scores[best] > 1.3 * scores[0] else page


def _sample(page: Prepared) -> Prepared:
    """A square of three inches where the most ink is."""
    side = int(3 * page.dpi)
    height, width = page.grey.shape
    if height <= side and width <= side:
        return page
    step = side // 3
    places = [(y, x) for y in range(0, max(1, height - side), step) for x in range(0, max(1, width - side), step)]
    y, x = max(places, key=lambda at: int((page.grey[at[0] : at[0] + side : 4, at[1] : at[1] + side : 4] < 128).sum()))
    return scan_table.cut_out(page, Box(x, y, min(width, x + side), min(height, y + side)))


def _readable(page: Prepared) -> float:
    """Letters read with confidence."""
    lines = ocr.read_lines(page.grey, page.dpi, ocr.BLOCK)
    words = [word for line in lines for word in line if word.confidence > 0.6]
    return sum(len(word.text) for word in words) * max(0.05, grade(" ".join(word.text for word in words)))


def _read_halves(page: Prepared, dpi: float, again: bool) -> list[ReadLine | ReadTable]:
    return [part for half in picture.halves(page) for part in _read_parts(half, dpi, again)]


def _read_parts(page: Prepared, dpi: float, again: bool) -> list[ReadLine | ReadTable]:
    """Lines and tables of an upright page from top to bottom."""
    ruled_page = grids.rulings(page.grey, page.dpi)
    tables = scan_table.find_tables(page, ruled_page)
    rest = scan_table.whitened(page, ruled_page, [box for box, *_ in tables])
    lines = ocr.read_lines(rest.grey, rest.dpi)
    if again:
        lines = ocr.reread(lines, rest.grey, rest.dpi)
    placed: list[tuple[float, ReadLine | ReadTable]] = []
    for line in lay_out(lines):
        words = tuple(_on_page(word, page, dpi) for word in line.words)
        placed.append((line.middle, ReadLine(words=words, spaces=line.spaces, gap_above=line.gap_above)))
    for box, part, grid, ruled in tables:
        table = scan_table.read_table(part, grid, ruled, again)
        if not scan_table.is_drawing(table):
            placed.append(((box.y0 + box.y1) / 2, _table(table, dpi)))
    return _in_order(placed) if tables else [part for _, part in placed]


def _in_order(placed: list[tuple[float, ReadLine | ReadTable]]) -> list[ReadLine | ReadTable]:
    return [part for _, part in sorted(placed, key=lambda pair: pair[0])]


def _on_page(word: Read, page: Prepared, dpi: float) -> ReadWord:
    box = _points((word.x0, word.y0, word.x1, word.y1), page, dpi)
    return ReadWord(word.text, *box, word.confidence)


def _points(box: tuple[float, float, float, float], page: Prepared, dpi: float) -> tuple[float, float, float, float]:
    """The box in points of the page that arrived: through the middle, so that a lean does not swell it."""
    x0, y0, x1, y1 = box
    middle_left, middle_right = ((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
    top, bottom = (((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1))
    corners = np.array([[*p, 1.0] for p in (middle_left, middle_right, top, bottom)]).T
    there = page.to_picture @ corners
    xs, ys = there[0] / there[2], there[1] / there[2]
    scale = 72 / dpi
    return float(xs.min() * scale), float(ys.min() * scale), float(xs.max() * scale), float(ys.max() * scale)


def _table(table: TableRead, dpi: float) -> ReadTable:
    rows = [[ReadCell() for _ in range(table.grid.columns)] for _ in range(table.grid.rows)]
    for cell in table.cells:
        words = tuple(_on_page(word, table.page, dpi) for word in cell.words)
        box = _points(cell.place.box, table.page, dpi)
        rows[cell.place.row][cell.place.column] = ReadCell(words=words, inked=cell.inked, box=box)
    return ReadTable(rows=tuple(tuple(row) for row in rows if any(cell.box != (0, 0, 0, 0) for cell in row)))


# Many pages ---------------------------------------------------------------------------------------


def recognise_pages(
    pictures: Pictures, pages: Sequence[int], how: How, told: Told, ready: Mapping[int, Recognised] | None = None
) -> list[Recognised]:
    """The pages asked for (from 0), in that order; over the cores when there are several.

    The first page of a file is read and told before the others are begun;
    those that are ``ready`` are not read again.

    Raises :class:`~dondoc.errors.UnreadableSource` when the data of the engine
    are missing, or when a process that reads is ended by the system.
    """
    ocr.data_folder()
    done = dict(ready or {})
    if 0 in pages and 0 not in done and how.progress:
        done[0] = first_page(pictures, how, told)
    rest = [index for index in pages if index not in done]
    for index, page in _each(pictures, rest, replace(how, progress=None)):
        done[index] = page
        told.page(index + 1, text_of(page))
    return [done[index] for index in pages]


def first_page(pictures: Pictures, how: How, told: Told) -> Recognised:
    """The first page, told before it is kept: whoever listens may end the reading here."""
    allow_more_time(how.processor)
    drawn, key = _with_key(pictures, 0, how)
    known = kept_pages.known(how.cache, key)
    page = known or _read(drawn, 0, how)
    told.page(1, text_of(page))
    if known is None:
        kept_pages.keep(how.cache, key, page)
    return page


def text_of(page: Recognised) -> str:
    """The text of a page by itself."""
    return assemble([page]).text


def _each(pictures: Pictures, pages: Sequence[int], how: How) -> Iterator[tuple[int, Recognised]]:
    """Pages with their places, as they are done."""
    workers = min(how.workers or os.cpu_count() or 1, len(pages))
    if workers > 1:
        yield from _side_by_side(pictures, pages, how, workers)
        return
    for index in pages:
        yield index, read_page(pictures, index, how)


def _side_by_side(pictures: Pictures, pages: Sequence[int], how: How, workers: int) -> Iterator[tuple[int, Recognised]]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (pictures, how)) as pool:
        jobs = {pool.submit(_work, index): index for index in pages}
        try:
            for job in as_completed(jobs):
                yield jobs[job], job.result()
        except BrokenProcessPool as error:
            raise UnreadableSource(
                f"«{pictures.name}»: tiến trình nhận dạng bị dừng, thường do thiếu bộ nhớ. Hãy đọc lại từng phần."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_job: list[tuple[Pictures, How]] = []
"""In a process of the pool: what it reads, sent once instead of with every page."""


def _begin(pictures: Pictures, how: How) -> None:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    picture.one_thread()
    _job[:] = [(pictures, how)]


def _work(index: int) -> Recognised:
    pictures, how = _job[0]
    return read_page(pictures, index, how)


def read_page(pictures: Pictures, index: int, how: How) -> Recognised:
    """A page, from the folder of kept pages where it was read before."""
    allow_more_time(how.processor)
    page, key = _with_key(pictures, index, how)
    if (known := kept_pages.known(how.cache, key)) is not None:
        return known
    done = _read(page, index, how)
    kept_pages.keep(how.cache, key, done)
    return done


def _read(page: Picture, index: int, how: How) -> Recognised:
    """The page recognised; on the first one stamps of secrecy too."""
    done = recognise(page, second_reader=how.second_reader)
    return done if index else with_stamps(done, page)


def _with_key(pictures: Pictures, index: int, how: How) -> tuple[Picture, str]:
    page = pictures.page(index)
    return page, page_key(page, how)


def page_key(page: Picture, how: How) -> str:
    """Hash of the picture and of all that bears on how it is read."""
    digest = hashlib.sha256(page.pixels.tobytes())
    second = how.second_reader and ocr.has_second_reader()
    digest.update(json.dumps([VERSION, page.pixels.shape, round(page.dpi, 2), second, ocr.engine_version()]).encode())
    return digest.hexdigest()
