"""How often a task that was read holds as it is, by the form of writing: what the site's confidence begins with.

    benchmarks/confidence.py

A task holds when its words, leading agencies, kind of time and days are those
of the reviewed answer; optional tasks are left out. Documents are those of
``score.py`` and of ``tests/library/directives``.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import dondoc
import scoring
from score import READABLE, ROOT, cases, samples_folder


def documents() -> list[tuple[Path, Path]]:
    """Each document with its answer."""
    found = [(case.document, case.gold) for folder in (ROOT / "demo", samples_folder()) for case in cases(folder)]
    own = sorted((ROOT / "tests/library/directives").glob("*.json"))
    beside = [(gold.with_suffix(suffix), gold) for gold in own for suffix in (*READABLE, ".html")]
    return found + [(document, gold) for document, gold in beside if document.exists()]


def holds(wanted: scoring.Answer, found: scoring.Answer) -> bool:
    """Nothing that a reviewer must correct: words, leads, time."""
    figures = scoring.TaskPairs([(wanted, found)], [wanted], 0)
    of_fields = scoring.task_figures(figures)
    exact = all(of_fields[name] >= 0.99 for name in ("lead", "timing_kind", "timing_dates"))
    return exact and of_fields["task_text"] >= 0.9


def main() -> None:
    """Print the share for each form of writing."""
    every: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document, gold in documents():
        answer = json.loads(gold.read_text(encoding="utf-8"))
        plan = dondoc.read_plan(document)
        read = json.loads(dondoc.to_json(plan))
        pairs = scoring.paired(answer["tasks"], read["tasks"], scoring.full_text)
        optional = {found["id"] for wanted, found in pairs if wanted.get("optional")}
        good = {found["id"] for wanted, found in pairs if holds(wanted, found)}
        for task in plan.tasks:
            if task.id not in optional:
                every[task.origin.value] += 1
                right[task.origin.value] += task.id in good
    for origin, count in every.most_common():
        print(f"{origin:16} {count:4} {right[origin] / count:.2f}")


if __name__ == "__main__":
    main()
