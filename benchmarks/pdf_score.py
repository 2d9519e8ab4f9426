"""Reads the PDF of each real document that has a reviewed answer, and prints its figures beside those of its text.

    benchmarks/pdf_score.py                 every PDF with an answer
    benchmarks/pdf_score.py --only STEM     one document (may be given again)
    benchmarks/pdf_score.py --tables        also every table, row for row, against pdfplumber

Both are judged by the program that comes with the documents, without the place
of tasks in lines (the answers count the lines of the text). The documents are
found as benchmarks/score.py finds them.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pdfplumber

import dondoc
import scoring
from dondoc.document import Source
from score import ROOT, Figures, samples_folder
from words import mean

OUT = ROOT / "var/score/pdf"
AIMS = "mục tiêu: trung bình PDF ≥ 0,930; không kém bản chữ quá 0,020"


def pairs(folder: Path, only: Sequence[str]) -> Iterator[tuple[Path, Path]]:
    """Each PDF with a text beside it and an answer: the PDF, the answer."""
    for gold in sorted((folder / "gold").glob("*.json")):
        pdf = folder / "documents" / f"{gold.stem}.pdf"
        if pdf.exists() and pdf.with_suffix(".txt").exists() and (not only or gold.stem in only):
            yield pdf, gold


def figures_of(document: Path, gold: Path, judge: Path) -> dict[str, float]:
    """Figures of one file, after the judge."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{document.name}.json"
    path.write_text(dondoc.to_json(dondoc.read_plan(document), indent=1), encoding="utf-8")
    command = [sys.executable, str(judge), "plan", str(gold), str(path)]
    printed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return {name: float(value) for name, value in re.findall(r"(\w+) (\d\.\d+)", printed)}


def show(pdf: Figures, text: Figures) -> None:
    """Totals side by side, and the parts in which the PDF differs."""
    print(f"{'':<24}{'PDF':>7}{'chữ':>7}{'hiệu':>8}")
    for stem, figures in pdf.items():
        apart = {name: figures[name] - text[stem][name] for name in scoring.PARTS if name != "task_place"}
        parts = ", ".join(f"{name} {by:+.3f}" for name, by in apart.items() if abs(by) >= 0.0005)
        print(f"{stem:<24}{_three(figures['total'], text[stem]['total'])}  {parts}")
    means = [mean(figures["total"] for figures in kind.values()) for kind in (pdf, text)]
    print(f"{'trung bình':<24}{_three(*means)}")
    print(AIMS)


def _three(ours: float, theirs: float) -> str:
    return f"{ours:>7.3f}{theirs:>7.3f}{ours - theirs:>+8.3f}"


# Tables against pdfplumber ------------------------------------------------------------------------


def our_rows(source: Source) -> list[list[str]]:
    """Rows as written in the text, cells without white space."""
    lines = [line for line in source.text.split("\n") if line.startswith("|")]
    return [[_bare(cell) for cell in line.strip("| ").split("|")] for line in lines]


def their_rows(path: Path) -> list[list[str]]:
    """Rows that pdfplumber finds by lines; tables of one column are frames."""
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables() if table and len(table[0]) > 1]
    return [[_bare(cell or "") for cell in row] for table in tables for row in table]


def _bare(cell: str) -> str:
    return re.sub(r"\s", "", cell).replace("|", "¦")


def compare_tables(path: Path) -> None:
    """Rows with the same filled cells in the same order; what only one of both has is printed."""
    ours = [[cell for cell in row if cell] for row in our_rows(dondoc.read(path))]
    theirs = [[cell for cell in row if cell] for row in their_rows(path)]
    ours, theirs = [row for row in ours if row], [row for row in theirs if row]
    same = [row for row in theirs if row in ours]
    print(f"{path.stem:<24}{len(theirs):>7}{len(ours):>7}{len(same):>7}")
    for sign, rows, others in (("<", theirs, ours), (">", ours, theirs)):
        for row in [row for row in rows if row not in others][:12]:
            print(f"    {sign} {' | '.join(cell[:28] for cell in row)}")


def main() -> None:
    """Score, print, compare."""
    parser = argparse.ArgumentParser(description="How well PDF files are read beside their texts.")
    parser.add_argument("--only", action="append", default=[], metavar="STEM", help="this document only")
    parser.add_argument("--tables", action="store_true", help="also compare every table with pdfplumber")
    arguments = parser.parse_args()
    folder = samples_folder()
    chosen = list(pairs(folder, arguments.only))
    judge = folder / "score/score.py"
    if chosen:
        show(
            {pdf.stem: figures_of(pdf, gold, judge) for pdf, gold in chosen},
            {pdf.stem: figures_of(pdf.with_suffix(".txt"), gold, judge) for pdf, gold in chosen},
        )
    elif not arguments.only:
        print("DONDOC_SAMPLES: không có tệp PDF nào có bài giải.")
    if arguments.tables:
        print(f"\n{'dòng trong bảng':<24}{'plumber':>7}{'ta':>7}{'như':>7}")
        for path in sorted((folder / "documents").rglob("*.pdf")):
            if path.parent.name != "scans" and (not arguments.only or path.stem in arguments.only):
                compare_tables(path)


if __name__ == "__main__":
    main()
