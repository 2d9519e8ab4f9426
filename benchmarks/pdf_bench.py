"""Time and memory to read PDF files, beside other readers in the same run.

    benchmarks/pdf_bench.py                 made files: pages of prose, pages of ruled tables, one of 1,000 pages
    benchmarks/pdf_bench.py --file FILE     the same figures for a file of yours (may be given again)

Pages of prose are compared with the bare text extraction of pypdfium2 (no
words, no boxes, no order), pages of tables with pdfplumber; pdfminer.six and
camelot are measured where they are installed. Each figure is the best of
three in seconds of one processor, so that a busy machine does not change it.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from bench import OUT, peak_megabytes
from dondoc.reading import pdf
from pdf_made import prose_pdf, table_pdf

TIMES = 3
AIMS = "mục tiêu: chữ ≤ 6 lần trích chữ trần; bảng nhanh ≥ 3 lần pdfplumber; 1.000 trang < 600 MB"


def best(work: Callable[[bytes], object], data: bytes) -> float:
    """Seconds of the processor, the least of several."""
    seconds = []
    for _ in range(TIMES):
        start = time.process_time()
        work(data)
        seconds.append(time.process_time() - start)
    return min(seconds)


def ours(data: bytes) -> object:
    """Lines, tables, words with boxes."""
    return pdf.read_pages(data, "bench.pdf")


def bare(data: bytes) -> object:
    """pypdfium2's text of each page."""
    texts = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    return texts


def plumber_tables(data: bytes) -> object:
    """Tables by lines, nothing else."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def miner_text(data: bytes) -> object:
    """Text with layout analysis."""
    return importlib.import_module("pdfminer.high_level").extract_text(io.BytesIO(data))


def camelot_tables(data: bytes) -> object:
    """Tables by lines, as camelot finds them."""
    path = OUT / "camelot.pdf"
    path.write_bytes(data)
    return importlib.import_module("camelot").read_pdf(str(path), pages="all", flavor="lattice")


READERS: dict[str, Callable[[bytes], object]] = {
    "dondoc": ours,
    "pypdfium2, chữ trần": bare,
    "pdfplumber, bảng": plumber_tables,
    "pdfminer.six, chữ": miner_text,
    "camelot, bảng": camelot_tables,
}


def readers() -> dict[str, Callable[[bytes], object]]:
    """Those whose package is here."""
    needs = {"pdfminer.six, chữ": "pdfminer", "camelot, bảng": "camelot"}
    return {name: work for name, work in READERS.items() if importlib.util.find_spec(needs.get(name, "pypdfium2"))}


def show(title: str, data: bytes) -> dict[str, float]:
    """Measure every reader on one file and print its line."""
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    document.close()
    print(f"\n{title}: {count} trang, {len(data) / 1e6:.1f} MB")
    seconds = {}
    for name, work in readers().items():
        seconds[name] = best(work, data)
        print(
            f"  {name:<22}{seconds[name] / count * 1e3:>9.2f} ms/trang{count / seconds[name]:>9.1f} trang/giây"
            f"{seconds[name] / seconds['dondoc']:>8.2f} ×"
        )
    print(f"  dondoc = {seconds['dondoc'] / seconds['pypdfium2, chữ trần']:.2f} × chữ trần; "
          f"nhanh hơn pdfplumber {seconds['pdfplumber, bảng'] / seconds['dondoc']:.1f} lần")  # fmt: skip
    return seconds


def memory(pages: int) -> tuple[float, float]:
    """Peak megabytes and seconds of a fresh interpreter that reads a file of many pages."""
    path = OUT / f"{pages}.pdf"
    path.write_bytes(prose_pdf(pages))
    command = [sys.executable, __file__, "--measure", str(path)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(printed[0]), float(printed[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time and memory to read PDF files.")
    parser.add_argument("--file", type=Path, action="append", default=[], help="measure this file too")
    parser.add_argument("--measure", type=Path, metavar="FILE", help="read one file in this process, print MB, seconds")
    arguments = parser.parse_args()
    if arguments.measure:
        import dondoc

        start = time.process_time()
        dondoc.read(arguments.measure)
        print(peak_megabytes(), time.process_time() - start)
        return
    logging.disable(logging.WARNING)
    OUT.mkdir(parents=True, exist_ok=True)
    show("Trang chữ", prose_pdf(20))
    show("Trang bảng kẻ", table_pdf(20))
    for path in arguments.file:
        show(path.name, path.read_bytes())
    megabytes, seconds = memory(1_000)
    print(f"\n1.000 trang chữ: {megabytes:.0f} MB, {seconds:.1f} giây")
    print(AIMS)


if __name__ == "__main__":
    main()
