"""Makes pairs of lines (true, as read): corpus text → page images → Tesseract.

    python -m training.make_pairs --pages 3000 --seed 1 --engine-data FOLDER

Each page takes a run of paragraphs of one source, a font, a size, a resolution
and a way of being worn out, all drawn by a seeded generator. The pairs go to
``pairs-SEED.tsv`` in the cache folder: part, engine, font, truth, reading.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import textwrap
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import tesserocr
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from training.corpus import SOURCES, Line, cache, read
from training.syllable_marks import strip_marks

WEIGHTS = {
    "legal_readability": 3,
    "legal_congbao": 4,
    "legal_tvpl": 4,
    "legal_2026": 3,
    "legal_phapdien": 2,
    "legal_pccc": 1,
    "legal_tthc": 1,
    "gen_viwiki": 1,
}
FAMILIES = {  # only families with every Vietnamese letter; Tinos has the shapes of Times New Roman
    "Tinos": 12,
    "TeX Gyre Termes": 5,
    "FreeSerif": 4,
    "DejaVu Serif": 1,
    "Noto Serif": 1,
    "Linux Libertine O": 1,
    "Arimo": 1,
    "Open Sans": 1,
}
STYLES = {"Regular": 6, "Bold": 2, "Italic": 2, "Bold Italic": 1}


@dataclass(frozen=True, slots=True)
class Engine:
    """One reader: a language model of Tesseract in a folder, and its mode (0 legacy, 1 network)."""

    name: str
    folder: str
    language: str
    mode: int
    weight: int


def engines(extra: Path | None) -> list[Engine]:
    """The readers that make the pairs; those of ``extra`` are the older English models."""
    system = "/usr/share/tesseract-ocr/5/tessdata"
    found = [Engine("eng-fast", system, "eng", 1, 4), Engine("vie-fast", system, "vie", 1, 1)]
    if extra:
        found += [
            Engine("eng-legacy", str(extra / "4.0.0"), "eng", 0, 3),
            Engine("eng-int", str(extra / "4.0.0"), "eng", 1, 1),
            Engine("eng-best", str(extra / "4.0.0_best_int"), "eng", 1, 2),
        ]
    return found


def font_files() -> dict[tuple[str, str], str]:
    """File of each (family, style) that is installed."""
    listing = subprocess.run(
        ["fc-list", "--format", "%{family[0]}\t%{style[0]}\t%{file}\n"], capture_output=True, text=True, check=True
    )
    rows = (line.split("\t") for line in listing.stdout.splitlines())
    named = {"Book": "Regular", "BoldItalic": "Bold Italic", "Semibold": "Bold"}
    return {(family, named.get(style, style)): path for family, style, path in rows if family in FAMILIES}


def page_lines(paragraphs: list[Line], width: int, rng: random.Random) -> list[str]:
    """Lines of a page: paragraphs wrapped at about ``width`` letters, some short ones in capitals."""
    lines: list[str] = []
    for paragraph in paragraphs:
        text = paragraph.text.upper() if len(paragraph.text) < 80 and rng.random() < 0.2 else paragraph.text
        lines += textwrap.wrap("    " + text[:1500], width, break_long_words=False)
        if len(lines) >= 44:
            break
    return [line for line in lines[:44] if line.strip()]


def draw(lines: list[str], path: str, points: float, dpi: int) -> np.ndarray:
    """Gray image of ``lines`` set in the font of ``path``."""
    pixels = points * dpi / 72
    font = ImageFont.truetype(path, round(pixels))
    step = round(pixels * 1.35)
    margin = round(dpi * 0.7)
    width = max(round(font.getlength(line)) for line in lines) + 2 * margin
    image = Image.new("L", (width, step * len(lines) + 2 * margin), 255)
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        pen.text((margin, margin + row * step), line, font=font, fill=0)
    return np.asarray(image)


def wear(page: np.ndarray, rng: random.Random, dpi: int) -> np.ndarray:
    """``page`` as a scanner gives it: skew, thick or thin ink, blur, noise, specks, JPEG."""
    scale = dpi / 300
    angle = rng.gauss(0, 0.35)
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    page = cv2.warpAffine(page, turn, (width, height), borderValue=255, flags=cv2.INTER_CUBIC)
    ink = rng.random()
    if ink < 0.15:
        page = cv2.erode(page, np.ones((2, 2), np.uint8))
    elif ink < 0.3:
        page = cv2.dilate(page, np.ones((2, 2), np.uint8))
    page = cv2.GaussianBlur(page, (0, 0), max(0.3, rng.uniform(0.3, 2.0) * scale))
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, rng.uniform(0, 16), page.shape)
    page = np.clip(page + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        _, page = cv2.threshold(page, rng.randrange(110, 190), 255, cv2.THRESH_BINARY)
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, rng.randrange(30, 90)])
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)


def paired(truth: list[str], reading: list[str]) -> list[tuple[str, str]]:
    """Lines that stand for each other, by likeness of their letters without marks, in order."""
    plain = [strip_marks(line).lower() for line in truth]
    read_plain = [strip_marks(line).lower() for line in reading]
    pairs, start = [], 0
    for place, line in enumerate(plain):
        window = range(start, min(start + 6, len(reading)))
        scored = [(Levenshtein.normalized_similarity(line, read_plain[i]), i) for i in window]
        score, best = max(scored, default=(0.0, -1))
        if score >= 0.55:
            pairs.append((truth[place], reading[best]))
            start = best + 1
    return pairs


def run(pages: int, seed: int, extra: Path | None) -> None:
    """Makes ``pages`` pages and appends their pairs to the cache."""
    rng = random.Random(seed)
    readers = engines(extra)
    apis = {e.name: tesserocr.PyTessBaseAPI(path=e.folder, lang=e.language, oem=e.mode) for e in readers}
    fonts = font_files()
    corpus = {source: [line for line in read(source) if line.part != "gap"] for source in SOURCES if source in WEIGHTS}
    with (cache() / f"pairs-{seed}.tsv").open("a", encoding="utf-8") as out:
        for _ in range(pages):
            (source,) = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))
            start = rng.randrange(len(corpus[source]) - 60)
            part = corpus[source][start].part
            chosen = [line for line in corpus[source][start : start + 60] if line.part == part]
            (family,) = rng.choices(list(FAMILIES), list(FAMILIES.values()))
            (style,) = rng.choices(list(STYLES), list(STYLES.values()))
            path = fonts.get((family, style)) or fonts.get((family, "Regular"))
            if not path:
                continue
            dpi = rng.choice((150, 200, 200, 250, 300))
            lines = page_lines(chosen, rng.randrange(68, 92), rng)
            page = wear(draw(lines, path, rng.choice((12, 13, 14, 14)), dpi), rng, dpi)
            (reader,) = rng.choices(readers, [e.weight for e in readers])
            api = apis[reader.name]
            api.SetImage(Image.fromarray(page))
            api.SetSourceResolution(dpi)
            reading = [line for line in api.GetUTF8Text().split("\n") if line.strip()]
            for true, seen in paired([line.strip() for line in lines], reading):
                row = (part, reader.name, f"{family} {style}", true.replace("\t", " "), seen.replace("\t", " "))
                out.write("\t".join(row) + "\n")
            out.flush()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=3000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--engine-data", type=Path)
    given = arguments.parse_args()
    run(given.pages, given.seed, given.engine_data)
