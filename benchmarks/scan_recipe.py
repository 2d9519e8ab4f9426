"""Makes scans of PDF pages that have text, by a fixed recipe with a fixed seed.

    benchmarks/scan_recipe.py mild PDF FOLDER [--pages N]   PNG pictures to look at

Mild is an office scanner, hard a third copy faxed: degrees of skew, blur and
noise (standard deviations in pixels and grey levels), specks, JPEG quality.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

SEED = 254


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a page is spoiled."""

    name: str
    skew: float
    blur: float
    noise: float
    specks: int
    quality: int
    dpi: int = 200


MILD = Recipe("mild", skew=1.0, blur=1.0, noise=10, specks=0, quality=70)
HARD = Recipe("hard", skew=2.0, blur=1.8, noise=18, specks=4, quality=45)
RECIPES = {recipe.name: recipe for recipe in (MILD, HARD)}


def scan_page(document: pypdfium2.PdfDocument, index: int, recipe: Recipe, name: str) -> bytes:
    """A page as the JPEG a scanner would give; the same for the same name, page and recipe."""
    drawn = document[index].render(scale=recipe.dpi / 72, grayscale=True).to_numpy()
    grey = np.ascontiguousarray(drawn.reshape(drawn.shape[:2]))
    chance = np.random.default_rng([SEED, zlib.crc32(name.encode()), index, zlib.crc32(recipe.name.encode())])
    return as_jpeg(spoilt(grey, recipe, chance), recipe)


def spoilt(grey: np.ndarray, recipe: Recipe, chance: np.random.Generator) -> np.ndarray:
    """Skewed, blurred, speckled, noisy."""
    height, width = grey.shape
    angle = chance.uniform(-recipe.skew, recipe.skew)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    page = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    page = cv2.GaussianBlur(page, (0, 0), recipe.blur)
    _specks(page, recipe.specks, chance)
    noisy = page.astype(np.float32) + chance.normal(0, recipe.noise, page.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _specks(page: np.ndarray, per_10_000: int, chance: np.random.Generator) -> None:
    """Dots of dirt, one or two pixels wide, ``per_10_000`` of so many pixels."""
    height, width = page.shape
    for _ in range(page.size * per_10_000 // 10_000):
        y, x = int(chance.integers(height - 2)), int(chance.integers(width - 2))
        size = int(chance.integers(1, 3))
        page[y : y + size, x : x + size] = int(chance.integers(0, 120))


def as_jpeg(page: np.ndarray, recipe: Recipe) -> bytes:
    """The page as a JPEG file."""
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, recipe.quality])
    return data.tobytes()


def main() -> None:
    """Writes pictures to look at."""
    parser = argparse.ArgumentParser(description="Scans of PDF pages by a fixed recipe.")
    parser.add_argument("recipe", choices=sorted(RECIPES))
    parser.add_argument("pdf", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    recipe = RECIPES[arguments.recipe]
    with pypdfium2.PdfDocument(arguments.pdf) as document:
        for index in range(min(arguments.pages, len(document))):
            data = scan_page(document, index, recipe, arguments.pdf.stem)
            grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
            cv2.imwrite(str(arguments.folder / f"{arguments.pdf.stem}-{recipe.name}-{index + 1}.png"), grey)


if __name__ == "__main__":
    main()
