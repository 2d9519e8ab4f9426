"""How well scans are read: makes them from PDF files that have text and compares.

    benchmarks/scan_score.py                          mild and hard, every PDF of DONDOC_SAMPLES
    benchmarks/scan_score.py --recipe mild --only STEM --pages 3

Prints, for each document: words right (those of the text layer of each page
that were also read on that page, whatever their order) as read and after repair,
table rows found
(number and task pair with a row of the text version at 0.8 or more), their
cells right (0.9 or more of the words), and with whole documents the total of
the program that judges plans. Rules of underscores are no words.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2

import dondoc
from dondoc.document import Row, Source
from dondoc.extraction import extract
from dondoc.parsing import parse
from dondoc.pipeline import mended
from dondoc.reading import picture, scan
from dondoc.reading.content import Content
from dondoc.reading.picture import Picture
from dondoc.reading.scan_text import assemble
from scan_recipe import RECIPES, Recipe, scan_page
from words import canonical, mean, paired, similar

ROOT = Path(__file__).resolve().parent.parent
_RULE = re.compile(r"[_.\-–—*…]+")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted on one document."""

    words: int
    right: int
    mended: int
    rows: int
    found: int
    cells: int
    cells_right: int
    seconds: float
    pages: int
    total: float | None

    def line(self, name: str) -> str:
        """The figures as shares."""
        shares = [f"{100 * a / b:7.2f}" if b else "      -" for a, b in self._pairs()]
        total = "     -" if self.total is None else f"{self.total:6.3f}"
        return f"{name:<28}{'  '.join(shares)}  {total}  {self.seconds / max(self.pages, 1):6.2f}"

    def _pairs(self) -> tuple[tuple[int, int], ...]:
        return (
            (self.right, self.words),
            (self.mended, self.words),
            (self.found, self.rows),
            (self.cells_right, self.cells),
        )


def tokens(text: str) -> Counter[str]:
    """Words as they are compared; rules and cell walls are none."""
    parts = re.findall(r"[^\s|¦]+", canonical(text))
    return Counter(part for part in parts if not _RULE.fullmatch(part))


def read_scanned(pdf: Path, recipe: Recipe, most: int) -> tuple[Content, list[str], float]:
    """What is read of scans of the first pages, their text layers, the seconds it took."""
    layers, pages, seconds = [], [], 0.0
    with pypdfium2.PdfDocument(pdf) as document:
        for index in range(min(len(document), most)):
            layers.append(document[index].get_textpage().get_text_range())
            data = scan_page(document, index, recipe, pdf.stem)
            page = Picture(picture.open_frame(data, pdf.name).pixels, float(recipe.dpi))
            begin = time.perf_counter()
            pages.append(scan.recognise(page))
            seconds += time.perf_counter() - begin
    return assemble(pages), layers, seconds


def score(pdf: Path, recipe: Recipe, most: int, out: Path) -> Figures:
    """Reads scans of a document and compares."""
    content, layers, seconds = read_scanned(pdf, recipe, most)
    return compared(pdf, content, layers, out, seconds)


def compared(pdf: Path, content: Content, layers: Sequence[str], out: Path, seconds: float) -> Figures:
    """What was read of a document beside its text layers and reviewed answers; left in ``out`` to look at."""
    whole = len(layers) >= _page_count(pdf)
    source = as_source(content.text, pdf.name).model_copy(
        update={"pages": content.pages, "findings": content.findings, "media_type": "application/pdf"}
    )
    after = mended(source)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{pdf.stem}.txt").write_text(after.text, encoding="utf-8")
    (out / f"{pdf.stem}.read.txt").write_text(source.text, encoding="utf-8")
    wanted = [tokens(layer) for layer in layers]
    rows, found, cells, cells_right = table_figures(pdf, after.text, whole=whole)
    return Figures(
        words=sum(w.total() for w in wanted),
        right=right_words(wanted, source),
        mended=right_words(wanted, after),
        rows=rows,
        found=found,
        cells=cells,
        cells_right=cells_right,
        seconds=seconds,
        pages=len(layers),
        total=plan_total(pdf, after, out) if whole else None,
    )


def right_words(wanted: Sequence[Counter[str]], source: Source) -> int:
    """How many of the words wanted on each page stand on it."""
    given = [tokens(page.span.of(source.text)) for page in source.pages]
    return sum((w & g).total() for w, g in zip(wanted, given, strict=True))


def _page_count(pdf: Path) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def as_source(text: str, name: str) -> Source:
    """A text as a source."""
    return Source(name=name, media_type="text/plain", text=text, sha256="0" * 64)


def rows_of(text: str, name: str) -> list[Row]:
    """Rows of the tables of a text with three columns or more."""
    tables = parse(as_source(text, name)).tables
    return [row for table in tables for row in table.rows if len(row.cells) > 2]


def table_figures(pdf: Path, text: str, *, whole: bool) -> tuple[int, int, int, int]:
    """Rows of the text version, those found in the scan, the cells of these, those right."""
    reference = pdf.with_suffix(".txt")
    if not whole or not reference.exists():
        return 0, 0, 0, 0
    wanted = rows_of(reference.read_text(encoding="utf-8"), reference.name)
    pairs = paired(wanted, rows_of(text, pdf.name), _head, floor=0.8)
    cells = [(a.text, b.text) for one, other in pairs for a, b in zip(one.cells, other.cells, strict=False)]
    return len(wanted), len(pairs), len(cells), sum(similar(a, b) >= 0.9 for a, b in cells)


def _head(row: Row) -> str:
    """Number and task."""
    return " ".join(cell.text for cell in row.cells[:2])


def plan_total(pdf: Path, source: Source, out: Path) -> float | None:
    """The total of the program that judges plans, where the document has a reviewed answer."""
    folder = samples()
    gold = folder / "gold" / f"{pdf.stem}.json"
    if not gold.exists():
        return None
    plan = extract(source, parse(source))
    place = out / f"{pdf.stem}.json"
    place.write_text(dondoc.to_json(plan, indent=1), encoding="utf-8")
    command = [sys.executable, str(folder / "score/score.py"), "plan", str(gold), str(place)]
    printed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    (out / f"{pdf.stem}.score").write_text(printed, encoding="utf-8")
    found = re.search(r"total\D+(\d\.\d+)", printed)
    return float(found[1]) if found else None


def samples() -> Path:
    """Where the real documents are."""
    return Path(os.environ.get("DONDOC_SAMPLES") or ROOT.parent / "shared")


def summary(figures: Sequence[Figures]) -> Figures:
    """All documents together; the mean of their totals."""
    sums = np.array(
        [(f.words, f.right, f.mended, f.rows, f.found, f.cells, f.cells_right, f.pages) for f in figures]
    ).sum(axis=0)
    totals = [f.total for f in figures if f.total is not None]
    words, right, better, rows, found, cells, cells_right, pages = (int(value) for value in sums)
    seconds = sum(f.seconds for f in figures)
    total = mean(totals) if totals else None
    return Figures(words, right, better, rows, found, cells, cells_right, seconds, pages, total)


def main() -> None:
    """Reads, compares, prints."""
    parser = argparse.ArgumentParser(description="How well scans are read.")
    parser.add_argument("--recipe", action="append", choices=sorted(RECIPES), help="default: both")
    parser.add_argument("--only", action="append", default=[], metavar="STEM", help="this document only")
    parser.add_argument("--pages", type=int, default=1_000_000, help="first pages only")
    parser.add_argument("--out", type=Path, default=ROOT / "var/scans", metavar="FOLDER", help="texts and plans")
    arguments = parser.parse_args()
    documents = sorted((samples() / "documents").glob("*.pdf"))
    chosen = [pdf for pdf in documents if not arguments.only or pdf.stem in arguments.only]
    kept: dict[str, str] = {}
    for name in arguments.recipe or ["mild", "hard"]:
        print(f"{name:<28}  words% mended%    rows%   cells%   total  s/page", flush=True)
        figures = []
        for pdf in chosen:
            figures.append(score(pdf, RECIPES[name], arguments.pages, arguments.out / name))
            print(figures[-1].line(pdf.stem), flush=True)
        kept[name] = summary(figures).line("all")
        print(kept[name], flush=True)
    (arguments.out / "figures.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
