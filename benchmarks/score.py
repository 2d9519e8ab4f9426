"""Reads documents that have reviewed answers and prints how well.

    benchmarks/score.py                     demonstration documents, then the real ones where they are
    benchmarks/score.py --only STEM         one document (may be given again)
    benchmarks/score.py --compare REVISION  what the working tree gains and loses against a commit

Real documents are not in the repository. DONDOC_SAMPLES names their folder (by
default ``../shared`` beside the project); it holds ``documents/``, ``gold/``
and the program that judges them, ``score/score.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

import dondoc
import scoring
from words import mean

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var/score"
READABLE = (".txt", ".md")
NOT_OURS = "tài liệu thật, không có trong kho mã"

Figures = dict[str, dict[str, float]]
"""Figures by name of the document."""


@dataclass(frozen=True, slots=True)
class Case:
    """A document with its reviewed answer."""

    document: Path
    gold: Path

    @property
    def stem(self) -> str:
        """What both files are called."""
        return self.gold.stem

    @property
    def ruined(self) -> bool:
        """A text that bad OCR left: judged apart from clean ones."""
        return self.stem.endswith("-ocr")


def samples_folder() -> Path:
    """Where the real documents are, if anywhere."""
    return Path(os.environ.get("DONDOC_SAMPLES") or ROOT.parent / "shared")


def cases(folder: Path, only: Sequence[str] = ()) -> list[Case]:
    """The documents of ``folder`` that have an answer."""
    found = []
    for gold in sorted((folder / "gold").glob("*.json")):
        paths = [folder / "documents" / (gold.stem + suffix) for suffix in READABLE]
        document = next((path for path in paths if path.exists()), None)
        if document and (not only or gold.stem in only):
            found.append(Case(document, gold))
    return found


def read_into(folder: Path, chosen: Sequence[Case]) -> Iterator[tuple[Case, Path]]:
    """Read each document; its plan is kept as JSON in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in chosen:
        path = folder / f"{case.stem}.json"
        path.write_text(dondoc.to_json(dondoc.read_plan(case.document), indent=1), encoding="utf-8")
        yield case, path


def score_ours(chosen: Sequence[Case], out: Path) -> Figures:
    """Figures by our own measures."""
    figures = {}
    for case, path in read_into(out, chosen):
        gold, plan = (json.loads(file.read_text(encoding="utf-8")) for file in (case.gold, path))
        figures[case.stem] = scoring.score(gold, plan, case.document.read_text(encoding="utf-8"))
    return figures


def score_theirs(chosen: Sequence[Case], out: Path, judge: Path) -> Figures:
    """Figures by the program that comes with the documents."""
    figures = {}
    for case, path in read_into(out, chosen):
        command = [sys.executable, str(judge), "plan", str(case.gold), str(path), "--lines"]
        printed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
        figures[case.stem] = {name: float(value) for name, value in re.findall(r"(\w+) (\d\.\d+)", printed)}
    return figures


def all_figures(only: Sequence[str], out: Path) -> dict[str, Figures]:
    """Figures of the demonstration and, where they are, of the real documents."""
    figures = {"demo": score_ours(cases(ROOT / "demo", only), out / "demo")}
    folder = samples_folder()
    if chosen := cases(folder, only):
        figures["samples"] = score_theirs(chosen, out / "samples", folder / "score/score.py")
    (out / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return figures


def show(title: str, figures: Figures) -> None:
    """A table: a line for each figure, a column for each document; ruined texts stay out of the mean."""
    clean = [values for stem, values in figures.items() if not stem.endswith("-ocr")]
    table = Table("", "trung bình", *(stem.replace("-", "\n") for stem in figures), title=title, title_justify="left")
    for name in ("total", *scoring.PARTS):
        values = [f"{document[name]:.3f}" for document in figures.values()]
        average = f"{mean(document[name] for document in clean):.3f}" if clean else "-"
        table.add_row(name, average, *values, style="bold" if name == "total" else "")
    _console().print(table)


def show_changes(before: Figures, after: Figures) -> None:
    """For each document the total before and after, and every part that moved."""
    for stem in after:
        old, new = before.get(stem, {}), after[stem]
        moved = {name: new[name] - old.get(name, 0.0) for name in new if abs(new[name] - old.get(name, 0.0)) >= 0.0005}
        change = moved.pop("total", 0.0)
        parts = ", ".join(f"{name} {by:+.3f}" for name, by in sorted(moved.items(), key=lambda item: item[1]))
        print(f"{stem:<28}{old.get('total', 0.0):.3f} → {new['total']:.3f} ({change:+.3f})  {parts}")


def figures_of(revision: str, only: Sequence[str]) -> dict[str, Figures]:
    """The same documents and measures with the library as it was at ``revision``."""
    name = _git("rev-parse", "--short", f"{revision}^{{commit}}")
    tree, out = ROOT / "var/compare" / name, OUT / name
    if not tree.exists():
        _git("worktree", "add", "--detach", str(tree), name)
    try:
        chosen = [word for stem in only for word in ("--only", stem)]
        subprocess.run(
            [sys.executable, str(Path(__file__)), "--quiet", "--out", str(out), *chosen],
            env={**os.environ, "PYTHONPATH": str(tree / "src")},
            check=True,
        )
    finally:
        _git("worktree", "remove", "--force", str(tree))
    figures: dict[str, Figures] = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    return figures


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 200, highlight=False)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well documents with reviewed answers are read.")
    parser.add_argument("--only", action="append", default=[], metavar="STEM", help="this document only")
    parser.add_argument("--compare", metavar="REVISION", help="also score this commit and print what changed")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="where plans and figures are kept")
    parser.add_argument("--quiet", action="store_true", help="keep the figures, print nothing")
    return parser.parse_args()


def main() -> None:
    """Score, print, compare."""
    arguments = _arguments()
    figures = all_figures(arguments.only, arguments.out)
    if arguments.quiet:
        return
    if figures["demo"]:
        show("Văn bản mẫu (demo/)", figures["demo"])
    if "samples" in figures:
        show(f"{samples_folder().name}/: {NOT_OURS}", figures["samples"])
    elif not arguments.only:
        print("DONDOC_SAMPLES: không có tài liệu thật, chỉ chấm văn bản mẫu.")
    if arguments.compare:
        before = figures_of(arguments.compare, arguments.only)
        print(f"\nSo với {arguments.compare}:")
        for group, after in figures.items():
            show_changes(before.get(group, {}), after)


if __name__ == "__main__":
    main()
