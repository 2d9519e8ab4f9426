"""Make a ruined OCR text out of a clean demonstration document.

Each page of the text is drawn as a sheet of paper at 200 dpi, spoilt the way an
office scanner spoils it (turned a little, blurred, speckled, stored as JPEG) and
read by Tesseract with its English data, which knows no Vietnamese letters. Line
k of the result is line k of the clean text, so the two can be compared line by
line; a line that Tesseract did not see is left blank.

Needs the package Pillow, the program ``tesseract`` with the ``eng`` data and the
font Tinos, cut to the widths of Times New Roman (Debian: ``tesseract-ocr``,
``fonts-croscore``). The spots come from a fixed seed; other versions of
Tesseract may read other letters.

    python demo/make_ocr.py CLEAN.txt OCR.txt
"""

# ruff: noqa: INP001 (a script beside its documents, not a package)
from __future__ import annotations

import csv
import io
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
SHEET = (1654, 2339)  # A4 in pixels at 200 dpi
LEFT, TOP, PITCH = 236, 158, 50  # margins of 30 and 20 mm, line spacing of 18 points
TYPE_SIZE = 39  # 14 points
TURN = 0.35  # degrees
BLUR = 0.9  # radius in pixels
SPECKLE = 0.22  # share of the picture that is noise
JPEG_QUALITY = 30
FONTS = Path("/usr/share/fonts/truetype/croscore")


def pages(lines: list[str]) -> Iterator[list[str]]:
    """Split the lines of a document where a line holds nothing but a page number."""
    page: list[str] = []
    for line in lines:
        if line.strip().isdigit() and page:
            yield page
            page = []
        page.append(line)
    yield page


def drawn(lines: list[str]) -> Image.Image:
    """One page of text on white paper, capital lines in bold."""
    sheet = Image.new("L", SHEET, 255)
    pen = ImageDraw.Draw(sheet)
    regular = ImageFont.truetype(FONTS / "Tinos-Regular.ttf", TYPE_SIZE)
    bold = ImageFont.truetype(FONTS / "Tinos-Bold.ttf", TYPE_SIZE)
    for row, line in enumerate(lines):
        pen.text((LEFT, TOP + row * PITCH), line, fill=0, font=bold if line.isupper() else regular)
    return sheet


def spoilt(sheet: Image.Image, chance: random.Random) -> Image.Image:
    """The page as a worn scanner gives it back."""
    turned = sheet.rotate(TURN, Image.Resampling.BICUBIC, fillcolor=255)
    blurred = turned.filter(ImageFilter.GaussianBlur(BLUR))
    spots = Image.frombytes("L", SHEET, chance.randbytes(SHEET[0] * SHEET[1]))
    stored = io.BytesIO()
    Image.blend(blurred, spots, SPECKLE).save(stored, "JPEG", quality=JPEG_QUALITY, dpi=(DPI, DPI))
    return Image.open(stored)


def words(sheet: Image.Image) -> list[tuple[int, int, str]]:
    """What Tesseract reads on a page: left edge, middle height and letters of each word."""
    picture = io.BytesIO()
    sheet.save(picture, "PNG", dpi=(DPI, DPI))
    command = ["tesseract", "stdin", "stdout", "-l", "eng", "--psm", "6", "tsv"]
    table = subprocess.run(command, input=picture.getvalue(), capture_output=True, check=True).stdout.decode()  # noqa: S603
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        (int(row["left"]), int(row["top"]) + int(row["height"]) // 2, row["text"])
        for row in rows
        if row["level"] == "5" and row["text"].strip()
    ]


def read_back(lines: list[str], chance: random.Random) -> list[str]:
    """The lines of one page after the journey over paper, each in its own place."""
    found: list[list[tuple[int, str]]] = [[] for _ in lines]
    for left, middle, text in words(spoilt(drawn(lines), chance)):
        row = (middle - TOP) // PITCH
        if 0 <= row < len(lines):
            found[row].append((left, text))
    return [" ".join(text for _, text in sorted(row)) for row in found]


def main(clean: Path, ocr: Path) -> None:
    """Write the OCR text of ``clean`` to ``ocr``."""
    chance = random.Random(1945)  # noqa: S311
    lines = clean.read_text(encoding="utf-8").splitlines()
    result = [line for page in pages(lines) for line in read_back(page, chance)]
    ocr.write_text("\n".join(result) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
