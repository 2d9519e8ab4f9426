"""Lists the parts of document symbols (``KL``, ``TW``, ``QĐ``, ``UBND``) by how often they stand in the corpus.

python -m training.symbols
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from training.corpus import LEGAL, read

_SYMBOL = re.compile(r"\b\d+(?:/\d{4})?[/-]((?:[A-ZĐƯ][A-Za-zĐđƯư]*\d*)(?:[-/][A-ZĐƯ][A-Za-zĐđƯư&]*\d*)*)\b")
LEAST = 12
OUT = Path("src/dondoc/repairing/data/symbol_parts.csv")


def run() -> None:
    """Counts the parts in the training blocks and writes the table."""
    counts: Counter[str] = Counter()
    for source in LEGAL:
        for line in read(source):
            if line.part == "train":
                for match in _SYMBOL.finditer(line.text):
                    counts.update(re.split(r"[-/]", match[1]))
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["part", "count"])
        writer.writerows((part, count) for part, count in counts.most_common() if count >= LEAST and len(part) > 1)


if __name__ == "__main__":
    run()
