"""The text a model is learned from, and the blocks kept apart from it.

Each source is cut into contiguous blocks of :data:`BLOCK` lines. One block in
:data:`EVERY` of the large sources is held out for tuning and one for testing;
a gap of :data:`GAP` lines at the borders is dropped, so that a document cut by
a border does not stand on both sides.
"""

from __future__ import annotations

import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 2000
EVERY = 20
GAP = 60
SMALL = 5  # a source with fewer blocks is used whole for training

LEGAL = (
    "legal_readability",
    "legal_congbao",
    "legal_tvpl",
    "legal_2026",
    "legal_phapdien",
    "legal_pccc",
    "legal_tthc",
)
GENERAL = ("gen_viwiki", "gen_d2l", "gen_ud_vtb", "gen_msdocs")
SOURCES = LEGAL + GENERAL


def samples() -> Path:
    """The folder of shared samples, from DONDOC_SAMPLES (default ``../shared``)."""
    return Path(os.environ.get("DONDOC_SAMPLES", "../shared"))


def cache() -> Path:
    """The folder for what is made once and not committed, from DONDOC_CACHE (default ``var/repair``)."""
    folder = Path(os.environ.get("DONDOC_CACHE", "var/repair"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the corpus: its source, its number there and the part of the split."""

    source: str
    number: int
    part: str
    text: str


def part(number: int, blocks: int) -> str:
    """``train``, ``tune``, ``test`` or ``gap`` for line ``number`` of a source of ``blocks`` blocks."""
    if blocks < SMALL:
        return "train"
    block, place = divmod(number, BLOCK)
    kind = {7: "tune", 14: "test"}.get(block % EVERY, "train") if blocks > 14 else {3: "tune"}.get(block, "train")
    if kind != "train" and (place < GAP or place >= BLOCK - GAP):
        return "gap"
    return kind


def read(source: str) -> Iterator[Line]:
    """All lines of ``source`` with their part of the split."""
    path = samples() / "corpus" / f"{source}.txt.xz"
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        lines = [line.rstrip("\n") for line in stream]
    blocks = -(-len(lines) // BLOCK)
    for number, text in enumerate(lines):
        yield Line(source, number, part(number, blocks), text)
