"""What recognising a page costs beside one plain pass of the engine, and how it scales over the cores.

    benchmarks/scan_bench.py                 pages made here, spoilt by the mild recipe
    benchmarks/scan_bench.py --pages 4 --pdf FILE

Processor time of one process, so that other work on the machine matters little;
only the last line is time on the clock.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import cv2
import numpy as np
import pypdfium2
from tesserocr import OEM, PSM, PyTessBaseAPI

from dondoc.reading import ocr, picture, scan, scan_table
from dondoc.reading.how import How
from dondoc.reading.picture import Picture
from pdf_made import prose_pdf, table_pdf
from scan_recipe import MILD, scan_page

P = ParamSpec("P")
T = TypeVar("T")
AIMS = "mục tiêu: chuẩn bị ảnh ≤ 0,15; ô bảng và đọc lại ≤ 1,00 lần một lượt Tesseract"


class Clock:
    """Processor seconds spent in functions, by name."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    def timed(self, name: str, function: Callable[P, T]) -> Callable[P, T]:
        """The function, its time added up."""

        def measured(*arguments: P.args, **named: P.kwargs) -> T:
            start = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.spent[name] += time.process_time() - start

        return measured


def plain_pass(page: Picture) -> None:
    """The engine as it is usually called: the whole page, one go."""
    grey = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
    with engine() as api:
        height, width = grey.shape
        api.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
        api.Recognize()
        api.GetUTF8Text()


def engine() -> PyTessBaseAPI:
    """The engine with the data of the first reader."""
    return PyTessBaseAPI(path=ocr.data_folder(), lang=ocr.FIRST, oem=OEM.LSTM_ONLY, psm=PSM.AUTO)


def costs(pages: list[Picture]) -> dict[str, float]:
    """Seconds of one plain pass, of all, and of parts of it."""
    clock = Clock()
    plain = clock.timed("plain", plain_pass)
    whole = clock.timed("whole", scan.recognise)
    kept = picture.prepare, picture.levelled, scan_table.read_table, ocr.reread
    picture.prepare = clock.timed("prepare", picture.prepare)
    picture.levelled = clock.timed("prepare", picture.levelled)
    scan_table.read_table = clock.timed("cells", scan_table.read_table)
    ocr.reread = clock.timed("again", ocr.reread)
    try:
        for page in pages:
            plain(page)
            whole(page)
    finally:
        picture.prepare, picture.levelled, scan_table.read_table, ocr.reread = kept
    return clock.spent


def pictures_of(data: bytes, most: int, name: str) -> list[Picture]:
    """Pages of a PDF as scans."""
    with pypdfium2.PdfDocument(data) as document:
        scans = [scan_page(document, index, MILD, name) for index in range(min(most, len(document)))]
    return [Picture(picture.open_frame(scan_, name).pixels, float(MILD.dpi)) for scan_ in scans]


def show(name: str, pages: list[Picture]) -> None:
    """A line: seconds of a plain pass a page, and the others as shares of it."""
    spent = costs(pages)
    plain = spent["plain"]
    shares = "  ".join(f"{part} {spent[part] / plain:5.2f}" for part in ("prepare", "cells", "again", "whole"))
    print(f"{name:<16} một lượt Tesseract {plain / len(pages):.2f} giây/trang;  {shares}", flush=True)


def scaling(data: bytes, most: int) -> float:
    """How many times faster two processes read pages than one, on the clock."""
    seconds = []
    for workers in (1, 2):
        start = time.perf_counter()
        pages = range(min(most, scan.Pictures(data, "a.pdf", is_pdf=True).count()))
        scan.recognise_pages(
            scan.Pictures(data, "a.pdf", is_pdf=True), pages, How(workers=workers), scan.Told(How(), 0)
        )
        seconds.append(time.perf_counter() - start)
    return seconds[0] / seconds[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What recognising costs.")
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--pdf", type=Path, action="append", default=[], help="measure this file too")
    arguments = parser.parse_args()
    picture.one_thread()
    show("Trang chữ", pictures_of(prose_pdf(arguments.pages), arguments.pages, "a"))
    show("Trang bảng kẻ", pictures_of(table_pdf(arguments.pages), arguments.pages, "b"))
    for path in arguments.pdf:
        show(path.name, pictures_of(path.read_bytes(), arguments.pages, path.stem))
    print(f"hai tiến trình nhanh gấp {scaling(prose_pdf(2 * arguments.pages), 2 * arguments.pages):.2f} lần một")
    print(AIMS)


if __name__ == "__main__":
    main()
