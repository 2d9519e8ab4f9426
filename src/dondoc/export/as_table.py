"""A task list for the terminal: a table where there is room for one, cards where there is not."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.table import Table
from rich.text import Text

from dondoc.document import Plan, Task
from dondoc.export.columns import Column, Heading, columns_for, content, grouped, heading_line, place

ROOM_FOR_A_TABLE = 140
"""Columns of the terminal under which a table would be all hyphens."""

STYLES: dict[str, str] = {
    Heading.DIRECTING: "blue",
    Heading.LEAD: "green",
    Heading.COORDINATING: "cyan",
    Heading.TIMING: "yellow",
    Heading.PRODUCT: "magenta",
    Heading.PLACE: "dim",
}
"""The colour of each field; its name always stands beside it."""


class TaskList:
    """A plan as Rich prints it; lines are folded, no word is left out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        plan = self.plan
        yield Text(heading_line(plan), style="bold")
        yield Text(f"{plan.source.name}: {_count(plan)}", style="dim")
        yield Text()
        if plan.tasks:
            yield _table(plan) if options.max_width >= ROOM_FOR_A_TABLE else _cards(plan)


def _count(plan: Plan) -> str:
    counts = [f"{len(plan.tasks)} nhiệm vụ", f"{len(plan.reporting)} chế độ báo cáo"]
    doubts = [f"{len(plan.findings)} điểm cần xem lại"] if plan.findings else []
    return ", ".join([*counts, *doubts])


def _filled_columns(plan: Plan) -> list[Column]:
    """Those columns that hold words: an empty one would take room from the others."""
    return [column for column in columns_for(plan.tasks) if any(column.words(task) for task in plan.tasks)]


def _table(plan: Plan) -> Table:
    columns = _filled_columns(plan)
    table = Table(show_lines=True, expand=True, header_style="bold")
    table.add_column(Heading.ORDER, justify="right", no_wrap=True, min_width=3)
    for column in columns:
        table.add_column(column.title, ratio=column.share, overflow="fold", style=STYLES.get(column.title, ""))
    order = 0
    for title, tasks in grouped(plan.tasks):
        if title:
            table.add_row("", Text(title, style="bold"))
        for task in tasks:
            order += 1
            table.add_row(str(order), *(Text(column.words(task)) for column in columns))
    return table


def _cards(plan: Plan) -> Group:
    cards: list[Text | Table] = []
    order = 0
    for title, tasks in grouped(plan.tasks):
        if title:
            cards += [Text(title, style="bold underline"), Text()]
        for task in tasks:
            order += 1
            cards.append(_card(order, task))
    return Group(*cards)


def _card(order: int, task: Task) -> Table:
    """The task, then a line for each field that has words, indented under it."""
    lines = [Text.assemble(content(task), (f"  [{place(task)}]", "dim"))]
    for column in columns_for([task]):
        words = column.words(task)
        if words and column.title not in {Heading.CONTENT, Heading.PLACE}:
            lines.append(Text.assemble((f"{column.title}: ", "bold"), (words, STYLES.get(column.title, ""))))
    card = Table.grid(padding=(0, 1, 0, 0))
    card.add_column(justify="right", min_width=3)
    card.add_column(overflow="fold")
    card.add_row(Text(f"{order}.", style="bold"), Group(*lines, Text()))
    return card
