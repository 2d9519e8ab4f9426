"""The text of a directive with the words of its tasks marked by what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from dondoc.document import Plan, Role, Task
from dondoc.text import Span

STYLES = {
    "nhiệm vụ": "bold",
    "chỉ đạo": "blue",
    "chủ trì": "green",
    "phối hợp": "cyan",
    "vai trò khác": "bright_blue",
    "thời gian": "yellow",
    "sản phẩm": "magenta",
    "báo cáo": "underline",
}
"""What words of a task may be, and the colour of each."""

_ROLES = {Role.DIRECTING: "chỉ đạo", Role.LEAD: "chủ trì", Role.COORDINATING: "phối hợp"}


class MarkedText:
    """The lines of a plan's text, each numbered, tasks named in the margin, fields in colour."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield _legend()
        yield Text()
        lines = _coloured_lines(self.plan)
        margin = _margins(self.plan, len(lines))
        width = max(map(len, margin), default=0)
        for left, line in zip(margin, lines, strict=True):
            yield from _with_margin(left.ljust(width), line, console, options)


def _legend() -> Text:
    words: list[str | tuple[str, str]] = ["Chú giải: "]
    for name, style in STYLES.items():
        words += [(name, style), "  "]
    return Text.assemble(*words)


def marked_spans(plan: Plan) -> Iterator[tuple[Span, str]]:
    """Every place of the text that belongs to a task or reporting duty, with what it is (a key of STYLES)."""
    for task in plan.tasks:
        yield from _task_spans(task)
    for duty in plan.reporting:
        yield from ((span, "báo cáo") for span in duty.wording.spans)


def _task_spans(task: Task) -> Iterator[tuple[Span, str]]:
    for quote in (task.wording, *task.points):
        yield from ((span, "nhiệm vụ") for span in quote.spans)
    for party in task.parties:
        yield from ((span, _ROLES.get(party.role, "vai trò khác")) for span in party.phrase.spans)
    yield from ((span, "thời gian") for span in task.timing.spans)
    if task.product:
        yield from ((span, "sản phẩm") for span in task.product.spans)


def _coloured_lines(plan: Plan) -> list[Text]:
    lines = [Text(line) for line in plan.text.split("\n")]
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    at = 0
    for span, what in sorted(marked_spans(plan)):
        while starts[at + 1] <= span.start:
            at += 1
        _colour(lines, starts, span, (at, STYLES[what]))
    return lines


def _colour(lines: list[Text], starts: list[int], span: Span, first: tuple[int, str]) -> None:
    """Colour a span that begins in line ``first[0]`` and may go on over the next ones."""
    line, style = first
    while line < len(lines) and starts[line] < span.end:
        lines[line].stylize(style, max(span.start - starts[line], 0), span.end - starts[line])
        line += 1


def _margins(plan: Plan, count: int) -> list[str]:
    """Line number, and for lines of a task its bar and, on the first, its address."""
    names: dict[int, str] = {}
    inside: set[int] = set()
    for task in plan.tasks:
        first, last = task.source_lines
        names[first] = f"{names[first]}, {task.label}" if first in names else task.label
        inside.update(range(first, last + 1))
    wide = max((len(name) for name in names.values()), default=0)
    digits = len(str(count))
    return [f"{n:>{digits}} {names.get(n, ''):<{wide}} {'▌' if n in inside else '│'} " for n in range(1, count + 1)]


def _with_margin(left: str, line: Text, console: Console, options: ConsoleOptions) -> Iterable[Text]:
    """``line`` folded to the width that the margin leaves; the margin of folded lines is blank but for its bar."""
    folded = line.wrap(console, max(options.max_width - len(left), 20), overflow="fold")
    blank = " " * (len(left) - 2) + left[-2:]
    for number, part in enumerate(folded or [Text()]):
        part.rstrip()
        yield Text.assemble((left if number == 0 else blank, "dim"), part)
