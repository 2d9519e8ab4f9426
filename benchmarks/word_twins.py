"""Word twins of text documents, to see whether a directive is read from DOCX as well as from its text.

    benchmarks/word_twins.py                  every text of the samples that has a reviewed answer
    benchmarks/word_twins.py --keep FOLDER    keeps the Word files

A twin is made as an official would type it: letterhead and signature in tables
without rules, each paragraph one Word paragraph, labels as automatic numbers
(a new list starts wherever the numbers do not go on), tables with rules and
numbered rows. Where the parser sees paragraphs decides what a paragraph is, so
the figures compare readers, not parsers.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import dondoc
import score
from dondoc.parsing.closing import _columns
from dondoc.parsing.lines import Line, furniture, split_lines
from dondoc.parsing.markers import Marker, Style
from dondoc.parsing.paragraphs import Margin, Paragraph, margin_of, paragraphs
from dondoc.parsing.zones import Part, split_parts

GAP = re.compile(r"\s{3,}")
FORMS = {Style.ROMAN: "upperRoman", Style.ARABIC: "decimal", Style.LETTER: "lowerLetter", Style.DECIMAL: "decimal"}


class Twin:
    """A Word file being written."""

    def __init__(self) -> None:
        self.file: Document = docx.Document()
        self._numbering = self.file.part.numbering_part.element
        self._next = 100
        self._last: dict[str, tuple[int, tuple[int, ...]]] = {}
        self.automatic = 0

    def part(self, part: Part, margin: Margin) -> None:
        """Head, body and closing of a part."""
        self.head(part.head)
        for paragraph in paragraphs(part.body, margin):
            self.paragraph(paragraph)
        if part.closing:
            left, right = _columns(part.closing)
            self.side_by_side([words.text for words in left], [words.text for words in right])

    def head(self, lines: Sequence[Line]) -> None:
        """Columns of the letterhead as a table, titles centred; a title over several lines is one paragraph."""
        run: list[str] = []
        columns: tuple[list[str], list[str]] = ([], [])
        for line in lines:
            pieces = GAP.split(line.words.text)
            if len(pieces) == 2:
                columns[0].append(pieces[0])
                columns[1].append(pieces[1])
            elif line.rule:
                run.append("_______")
            elif line.words.text[:1].islower() and run:
                run[-1] += " " + line.words.text
            elif line.words.text:
                run.append(line.words.text)
        if columns[0]:
            self.side_by_side(*columns)
        for text in run:
            self.file.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def side_by_side(self, left: Sequence[str], right: Sequence[str]) -> None:
        """A table without rules."""
        cells = self.file.add_table(1, 2).rows[0].cells
        for cell, lines in zip(cells, (left, right), strict=True):
            cell.paragraphs[0].text = lines[0] if lines else ""
            for line in lines[1:]:
                cell.add_paragraph(line)

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph, with an automatic number where its label can be one; or a table."""
        if paragraph.rows:
            self.table([line.cells for line in paragraph.rows if line.cells])
            return
        printed = " ".join(line.words.text for line in paragraph.lines)
        marker = paragraph.marker
        shape = self._shape(marker, printed) if marker else None
        if marker and shape:
            self._listed(self.file.add_paragraph(paragraph.text), marker, shape)
        else:
            self.file.add_paragraph(printed)

    def _shape(self, marker: Marker, printed: str) -> str | None:
        """``%1.`` for a label that Word could count; None for one that is typed (đ, bullets, units)."""
        label = printed[: marker.length].strip()
        if marker.style not in FORMS or not marker.label.isascii() or label == marker.label:
            return None
        if marker.style is Style.LETTER and marker.label > "d":
            return None
        counted = ".".join(f"%{k}" for k in range(1, len(marker.numbers) + 1))
        return counted + label[len(marker.label) :]

    def _listed(self, written: object, marker: Marker, shape: str) -> None:
        """Goes on with the list of this shape, or starts a new one at the number."""
        key = f"{marker.style}{shape}"
        number, before = self._last.get(key, (0, ()))
        if not number or before[:-1] != marker.numbers[:-1] or marker.numbers[-1] != before[-1] + 1:
            number = self._list(marker, shape)
        self._last[key] = (number, marker.numbers)
        self.automatic += 1
        properties = written.paragraph_format.element.get_or_add_pPr()
        level = len(marker.numbers) - 1
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )

    def _list(self, marker: Marker, shape: str) -> int:
        self._next += 1
        letter = ord(marker.label[0]) - 96 if marker.style is Style.LETTER else 0
        levels = "".join(
            f'<w:lvl w:ilvl="{k}"><w:start w:val="{letter or value}"/><w:numFmt w:val="{FORMS[marker.style]}"/>'
            f'<w:lvlText w:val="{shape}"/></w:lvl>'
            for k, value in enumerate(marker.numbers)
        )
        first = self._numbering.find(parse_xml(f"<w:num {nsdecls('w')}/>").tag)
        definition = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._next}">{levels}</w:abstractNum>')
        first.addprevious(definition)
        self._numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{self._next}"><w:abstractNumId w:val="{self._next}"/></w:num>')
        )
        return self._next

    def table(self, rows: Iterable[Sequence[object]]) -> None:
        """A table with rules."""
        texts = [[cell.text for cell in row] for row in rows]
        made = self.file.add_table(0, max(map(len, texts)), style="Table Grid")
        for row in texts:
            for cell, text in zip(made.add_row().cells, row, strict=False):
                cell.text = text


def twin(text: Path) -> Twin:
    """The Word twin of a text document."""
    source = dondoc.read(text)
    lines, _ = furniture(split_lines(source))
    made = Twin()
    margin = margin_of(lines)
    for part in split_parts(lines):
        made.part(part, margin)
    return made


def judged(case: score.Case, plan: dondoc.Plan, scratch: Path) -> dict[str, float]:
    """Figures of a plan, places in lines apart: a Word file has other lines than the text."""
    path = scratch / "plan.json"
    path.write_text(dondoc.to_json(plan), encoding="utf-8")
    command = [sys.executable, str(score.samples_folder() / "score/score.py"), "plan", str(case.gold), str(path)]
    printed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    figures = {name: float(value) for name, value in re.findall(r"(\w+) (\d\.\d+)", printed)}
    figures.pop("task_place", None)
    return figures


def compared(keep: Path) -> None:
    """Prints the total of each text and of its twin, and every part that differs."""
    totals = []
    for case in score.cases(score.samples_folder()):
        made = twin(case.document)
        path = keep / f"{case.stem}.docx"
        made.file.save(str(path))
        text, word = (judged(case, dondoc.read_plan(file), keep) for file in (case.document, path))
        moved = [f"{name} {word[name] - text[name]:+.3f}" for name in text if abs(word[name] - text[name]) >= 0.0005]
        totals.append((text["total"], word["total"]))
        print(f"{case.stem:<24}{made.automatic:>5} {text['total']:.3f} → {word['total']:.3f}  {', '.join(moved)}")
    print(f"{'mean':<29} {' → '.join(f'{mean(column):.3f}' for column in zip(*totals, strict=True))}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        compared(chosen.keep or Path(scratch))
