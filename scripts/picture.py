"""Draws docs/images/show.svg: what `dondoc show` and `dondoc read` print for a demonstration plan.

Run it after a change to what they print: .venv/bin/python scripts/picture.py
"""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import dondoc
from dondoc.export.as_table import TaskList
from dondoc.export.highlight import MarkedText

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "demo/documents/ke-hoach-thanh-uy.txt"
PICTURE = ROOT / "docs/images/show.svg"
WIDTH = 110
LINES_OF_TEXT, LINES_OF_LIST = 26, 22

LIGHT = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [
        (36, 41, 47),
        (207, 34, 46),
        (17, 99, 41),
        (149, 92, 0),
        (9, 105, 218),
        (130, 80, 223),
        (27, 124, 131),
        (87, 96, 106),
    ],
    [
        (87, 96, 106),
        (164, 14, 38),
        (26, 127, 55),
        (125, 78, 0),
        (33, 139, 255),
        (164, 117, 249),
        (49, 146, 170),
        (36, 41, 47),
    ],
)
"""Colours that can be read on white paper."""


def rendered(thing: object) -> list[Text]:
    """What is printed for ``thing``, line by line."""
    console = Console(width=WIDTH, file=StringIO(), force_terminal=True, color_system="standard", highlight=False)
    console.print(thing)
    return Text.from_ansi(console.file.getvalue()).split("\n")


def first_task(plan: dondoc.Plan, lines: list[Text]) -> int:
    """The line of the printed text where the first task begins, with a little before it."""
    number = plan.tasks[0].source_lines[0] if plan.tasks else 1
    at = next((i for i, line in enumerate(lines) if line.plain.lstrip().startswith(f"{number} ")), 2)
    return max(at - 2, 2)


def without_fonts_from_elsewhere(svg: str) -> str:
    """Rich asks a server for its font; any monospaced one will do."""
    bare = re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return bare.replace("Fira Code", "Cascadia Mono, Consolas, Menlo, Liberation Mono, DejaVu Sans Mono")


def main() -> None:
    """Draw the picture."""
    plan = dondoc.read_plan(PLAN)
    text, tasks = rendered(MarkedText(plan)), rendered(TaskList(plan))
    start = first_task(plan, text)
    console = Console(width=WIDTH, record=True, file=StringIO(), highlight=False)
    console.print(Text(f"$ dondoc show {PLAN.name}", style="bold"), text[0], "", sep="\n")
    console.print(*text[start : start + LINES_OF_TEXT], "", sep="\n")
    console.print(Text(f"$ dondoc read {PLAN.name}", style="bold"), *tasks[:LINES_OF_LIST], sep="\n")
    svg = console.export_svg(title="dondoc", theme=LIGHT)
    PICTURE.write_text(without_fonts_from_elsewhere(svg), encoding="utf-8")


if __name__ == "__main__":
    main()
