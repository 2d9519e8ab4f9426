"""Draws how often words restored with a confidence are right: docs/images/reliability.svg, and the table behind it.

    benchmarks/reliability.py

The words of the real OCR plan, and those of the clean documents whose marks
were taken off, by the confidence that repair gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from dondoc.repairing import repair
from dondoc.repairing.encodings import tidy
from dondoc.repairing.syllables import plain
from repair_score import SHARED, STRIPPED, certainties, scorer

OUT = Path(__file__).resolve().parents[1] / "docs/images/reliability.svg"
STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.001)
SIDE, EDGE = 360, 50
COLOURS = {"OCR": "#b3261e", "marks": "#1f5fa8"}

Row = tuple[float, float, int]
"""Mean confidence, share right, number of words."""


def rows(found: list[tuple[float, bool]]) -> Iterator[Row]:
    """A row for each step of confidence that has words."""
    for low, high in pairwise(STEPS):
        inside = [(sure, good) for sure, good in found if low <= sure < high]
        if inside:
            sure, good = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            yield sure, good, len(inside)


def drawing(curves: dict[str, list[Row]]) -> str:
    """The curves as SVG: confidence to the right, share right upwards, the diagonal where both are the same."""
    size = SIDE + 2 * EDGE

    def at(x: float, y: float) -> str:
        return f"{EDGE + x * SIDE:.1f},{EDGE + (1 - y) * SIDE:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="12">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<polyline points="{at(0, 1)} {at(0, 0)} {at(1, 0)}" fill="none" stroke="#444"/>',
        f'<polyline points="{at(0, 0)} {at(1, 1)}" stroke="#bbb" stroke-dasharray="4 4"/>',
        f'<text x="{size / 2}" y="{size - 12}" text-anchor="middle">confidence</text>',
        f'<text x="{EDGE}" y="{EDGE - 12}">share of words right</text>',
    ]
    for tick in (0, 0.5, 1):
        x, y = at(tick, 0).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 16}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{EDGE - 8}" y="{at(0, tick).split(",")[1]}" text-anchor="end">{tick}</text>')
    for nth, (name, curve) in enumerate(curves.items()):
        line = " ".join(at(sure, good) for sure, good, _ in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        for sure, good, _ in curve:
            x, y = at(sure, good).split(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{COLOURS[name]}"/>')
        place = f'x="{EDGE + 20}" y="{EDGE + 20 + 18 * nth}"'
        parts.append(f'<text {place} fill="{COLOURS[name]}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Both curves, as a picture and as a table."""
    score = scorer()
    gold = (SHARED / "gold/restored/kh254-quangngai-ocr.txt").read_text("utf-8")
    read = repair((SHARED / "documents/kh254-quangngai-ocr.txt").read_text("utf-8"))
    found = {"OCR": list(certainties(gold, read, score)), "marks": []}
    for name in STRIPPED:
        text = tidy((SHARED / "documents" / name).read_text("utf-8"))
        found["marks"] += certainties(text, repair(plain(text)), score)
    curves = {name: list(rows(words)) for name, words in found.items()}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(drawing(curves), encoding="utf-8")
    for name, curve in curves.items():
        for sure, good, number in curve:
            print(f"{name:6} confidence {sure:.3f}: {good:.3f} right of {number}")


if __name__ == "__main__":
    main()
