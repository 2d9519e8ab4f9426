"""What the rows of a table are: a group head, a head of sub-rows, a sub-row, a task, a note.

Also fills the cells that print leaves empty because they are merged with the
cell above, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dondoc.document import Cell, Quote, Row, Table
from dondoc.parsing.fields import FieldName, column_field
from dondoc.parsing.markers import BULLETS, find_marker
from dondoc.parsing.tables import Grid, GridRow, is_ditto, label_style
from dondoc.text import Passage

MERGED = "ô gộp với dòng trên"
"""Why a cell holds words that stand in the row above."""


class RowRole(StrEnum):
    """What a row of a task table is."""

    GROUP = "group"
    PARENT = "parent"
    SUB = "sub"
    TASK = "task"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; None where there is none."""

    fields: tuple[FieldName | None, ...]

    @property
    def number(self) -> int | None:
        """The column of row numbers."""
        return self.at(FieldName.NUMBER)

    @property
    def task(self) -> int | None:
        """The column of the tasks."""
        return self.at(FieldName.TASK)

    def at(self, field: FieldName) -> int | None:
        """The first column of ``field``."""
        return self.fields.index(field) if field in self.fields else None

    def of(self, *wanted: FieldName) -> tuple[int, ...]:
        """All columns that hold one of the fields."""
        return tuple(k for k, field in enumerate(self.fields) if field in wanted)

    @property
    def agencies(self) -> tuple[int, ...]:
        """Columns of those in charge."""
        return self.of(FieldName.LEAD, FieldName.IMPLEMENTING, FieldName.DIRECTING)

    @property
    def times(self) -> tuple[int, ...]:
        """Columns of time."""
        return self.of(FieldName.TIME, FieldName.COMPLETION)

    @property
    def values(self) -> tuple[int, ...]:
        """Columns that a task fills beside its number and text."""
        return tuple(k for k, field in enumerate(self.fields) if field not in (FieldName.NUMBER, FieldName.TASK))


def columns_of(header: Sequence[Cell]) -> Columns:
    """The columns of a table by their heads; a nameless first column of numbers is the number column."""
    fields = [column_field(cell.text) for cell in header]
    if any(_TARGET.match(cell.text.strip()) for cell in header) and FieldName.TASK not in fields:
        return Columns(tuple(fields))
    seen: set[FieldName] = set()
    for k, field in enumerate(fields):
        if field in seen and field in (FieldName.NUMBER, FieldName.TASK):
            fields[k] = None
        elif field:
            seen.add(field)
    if FieldName.TASK not in seen and None in fields and len(seen) >= 2:
        fields[fields.index(None)] = FieldName.TASK
    return Columns(tuple(fields))


_TARGET = re.compile(
    r"(?:tên\s+|nhóm\s+|bộ\s+|các\s+)?(?:chỉ tiêu|chỉ số|mục tiêu)(?:\s*/|\s+cụ thể|\s+chủ yếu|$)", re.I
)
"""The head of a table of targets: its rows are measured, not carried out."""


def is_task_table(columns: Columns) -> bool:
    """A task column, and somebody in charge or a time."""
    return columns.task is not None and bool(columns.agencies or columns.times)


def row_roles(rows: Sequence[Row | GridRow], columns: Columns) -> list[RowRole]:
    """What each row is, seen with its neighbours."""
    texts = [[cell.text for cell in row.cells] for row in rows]
    task_styles = {_style(t, columns) for t in texts if _filled(t, columns) and t}
    roles: list[RowRole] = []
    for index, row in enumerate(texts):
        after = texts[index + 1] if index + 1 < len(texts) else None
        roles.append(_role(row, after, columns, task_styles, roles[-1] if roles else None))
    return roles


def _role(
    row: list[str], after: list[str] | None, columns: Columns, task_styles: set[str], before: RowRole | None
) -> RowRole:
    style = _style(row, columns)
    if _filled(row, columns) and _heads_subs(row, style, after, columns):
        return RowRole.PARENT
    if _filled(row, columns):
        under = before in (RowRole.PARENT, RowRole.SUB)
        sub = style == "dash" or (under and style in ("empty", "letter"))
        return RowRole.SUB if sub else RowRole.TASK
    if style == "empty" and not _is_title(row, columns):
        return RowRole.NOTE
    if _opens_group(row, style, after, columns, task_styles):
        return RowRole.GROUP
    return RowRole.PARENT if after is not None and _is_sub(style, after, columns) else RowRole.TASK


def _heads_subs(row: list[str], style: str, after: list[str] | None, columns: Columns) -> bool:
    """A row that names a product but nobody in charge and no time, over sub-rows that do."""
    assigned = (*columns.agencies, *columns.times)
    if after is None or style in ("empty", "dash") or any(row[k] for k in assigned if k < len(row)):
        return False
    return _is_sub(style, after, columns) and any(after[k] for k in assigned if k < len(after))


def _opens_group(row: list[str], style: str, after: list[str] | None, columns: Columns, task_styles: set[str]) -> bool:
    """A row of number and title alone whose label is of a larger kind than those of tasks."""
    if style in ("roman", "upper"):
        return True
    if style == "number":
        return (
            bool(task_styles)
            and task_styles <= {"decimal", "dash", "empty", "letter"}
            and (after is None or _style(after, columns) in ("decimal", "number", "roman") or "decimal" in task_styles)
        )
    return style in ("empty", "other") and _is_title(row, columns)


def _is_sub(style: str, after: list[str], columns: Columns) -> bool:
    """The next row is a smaller one: a dash, a letter, no number, or a decimal under a number."""
    below = _style(after, columns)
    order = ("number", "decimal", "letter", "dash", "empty")
    return below in order and style in order and order.index(below) > order.index(style)


def _style(row: list[str], columns: Columns) -> str:
    number = columns.number
    label = row[number] if number is not None and number < len(row) else ""
    return label_style(label)


def _filled(row: list[str], columns: Columns) -> bool:
    known = [k for k in columns.values if columns.fields[k]] or columns.values
    return any(row[k] for k in known if k < len(row))


def _is_title(row: list[str], columns: Columns) -> bool:
    """Words in capitals, or a label within the words ("I. Hoàn thiện thể chế")."""
    filled = [text for text in row if text]
    if len(filled) != 1:
        return False
    text = filled[0]
    return (text.upper() == text and len(text) > 3) or bool(re.match(r"^(?:[IVX]{1,5}|[A-E])[.)]\s", text))


def group_head(row: Row, columns: Columns, source: str) -> tuple[str, Quote | None]:
    """Label and title of a group row; in a cell of the whole width the label stands before the title."""
    number = columns.number
    label = row.cells[number].text if number is not None and number < len(row.cells) else ""
    if label_style(label) == "other":
        label = ""
    cells = [c for k, c in enumerate(row.cells) if c.text and not (label and k == number)]
    task = row.cells[columns.task] if columns.task is not None and columns.task < len(row.cells) else None
    cell = task if task and task.text and label else next(iter(cells), None)
    if cell is None:
        return label.strip(" .)("), None
    title = Passage.aligned(cell.text, cell.spans, source)
    if not label and (marker := find_marker(title.text)) and marker.style not in BULLETS:
        label, title = marker.label, title.cut(marker.length, len(title.text)).strip()
    return label.strip(" .)("), Quote.of(title, source)


def filled_table(grid: Grid, source: str, clause: str | None) -> Table:
    """The table as a value, cells of vertical merges filled from above."""
    header = tuple(Cell(text=cell.text, spans=cell.spans(source)) for cell in grid.header)
    columns = columns_of(header)
    roles = row_roles(grid.rows, columns) if is_task_table(columns) else [RowRole.TASK] * len(grid.rows)
    rows: list[Row] = []
    above: Row | None = None
    for grid_row, role in zip(grid.rows, roles, strict=True):
        cells = tuple(Cell(text=cell.text, spans=cell.spans(source)) for cell in grid_row.cells)
        row = Row(cells=cells, line=grid_row.line, last_line=grid_row.last_line)
        if role in (RowRole.TASK, RowRole.SUB) and is_task_table(columns):
            row = _merged(row, above or Row(cells=(), line=row.line, last_line=row.line), columns)
            above = row
        elif role is RowRole.GROUP:
            above = None
        rows.append(row)
    return Table(header=header, rows=tuple(rows), line=grid.line, last_line=grid.last_line, clause=clause)


def _merged(row: Row, above: Row, columns: Columns) -> Row:
    """``row`` with what it shares with the row above.

    Every task has somebody in charge and, where others have it, a time: an
    empty cell there is a merged one. An empty "phối hợp" or "sản phẩm" is
    taken as merged only in a row whose time is merged too; alone it means
    that there is none.
    """
    dittos = {k for k, cell in enumerate(row.cells) if is_ditto(cell.text)}
    empty = {k for k in range(len(row.cells)) if not row.cells[k].text and k < len(above.cells) and above.cells[k].text}
    needed = {k for k in (*columns.times, *columns.agencies) if k in empty}
    if empty & set(columns.times):
        needed |= empty & set(columns.values)
    return _inherited(row, above, needed | dittos)


def _inherited(row: Row, above: Row, places: set[int]) -> Row:
    """``row`` with the cells at ``places`` taken from the row above."""
    if not places:
        return row
    cells = list(row.cells)
    for k in places:
        over = above.cells[k] if k < len(above.cells) else Cell(text="")
        cells[k] = Cell(text=over.text, spans=over.spans, reason=MERGED if over.text else None)
    return Row(cells=tuple(cells), line=row.line, last_line=row.last_line)
