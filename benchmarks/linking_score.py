"""Accuracy of links between clauses of an upper directive and tasks of a lower one, against the answer key.

    python benchmarks/linking_score.py

Precision is the share of proposed links that the key has, recall the share of
the key that is proposed; open pairs of the key count neither way. Real
documents are read where DONDOC_SAMPLES has them.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dondoc
from dondoc.linking import answers_of, clauses_of, links

ROOT = Path(__file__).resolve().parents[1]
KEY = ROOT / "tests/library/data/clause_links.csv"
PLACES = (ROOT / "demo/documents", Path(os.environ.get("DONDOC_SAMPLES", ROOT / "../shared")) / "documents")

Pair = tuple[str, str]
"""Names of the upper and the lower document; or a clause and a task."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Links that are right, links proposed, links of the key."""

    right: int
    proposed: int
    key: int

    @property
    def precision(self) -> float:
        """Share of the proposed links that are right."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of the key that is proposed."""
        return self.right / self.key if self.key else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.proposed + other.proposed, self.key + other.key)


def key() -> dict[Pair, tuple[set[Pair], set[Pair]]]:
    """For each pair of documents the sure links and the open ones."""
    found: dict[Pair, tuple[set[Pair], set[Pair]]] = defaultdict(lambda: (set(), set()))
    with KEY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sure, undecided = found[row["parent"], row["child"]]
            (undecided if row["certainty"] == "open" else sure).add((row["clause"], row["task"]))
    return dict(found)


def path_of(name: str) -> Path | None:
    """The file of a document, None where it is not at hand."""
    return next((path for place in PLACES for path in sorted(place.glob(f"{name}.[mt][dx]*"))), None)


@cache
def plan_of(path: Path) -> dondoc.Plan:
    """The document as the library reads it."""
    return dondoc.read_plan(path)


def counts(pair: Pair) -> Counts | None:
    """How the links of one pair stand to the key; None where a document is not at hand."""
    upper, lower = path_of(pair[0]), path_of(pair[1])
    if upper is None or lower is None:
        return None
    sure, undecided = key()[pair]
    found = links(clauses_of(plan_of(upper)), answers_of(plan_of(lower)))
    proposed = {(link.path, link.key) for link in found} - undecided
    return Counts(len(proposed & sure), len(proposed), len(sure))


def main() -> None:
    """Print a line for each pair and one for all."""
    total = Counts(0, 0, 0)
    for pair in key():
        one = counts(pair)
        if one is None:
            print(f"{pair[0]} ← {pair[1]}: not at hand")
            continue
        total += one
        print(f"{pair[0]} ← {pair[1]}: {_line(one)}")
    print(f"all: {_line(total)}")


def _line(one: Counts) -> str:
    return (
        f"precision {one.precision:.2f} ({one.right}/{one.proposed}), recall {one.recall:.2f} ({one.right}/{one.key})"
    )


if __name__ == "__main__":
    main()
