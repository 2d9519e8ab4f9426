"""Tasks from tables: one for each row that is a task, its cells by the heads of their columns."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.document import Cell, Party, Quote, Row, Table, TaskOrigin, Timing
from dondoc.extraction import parties as who
from dondoc.extraction import times
from dondoc.extraction.draft import Draft
from dondoc.extraction.scope import SectionRole, Tree, section_role, task_group
from dondoc.parsing.fields import FieldName
from dondoc.parsing.table_rows import Columns, RowRole, columns_of, group_head, is_task_table, row_roles
from dondoc.parsing.tables import label_style
from dondoc.text import Passage


@dataclass(slots=True)
class _Heads:
    """The group and the head of sub-rows that a row stands under."""

    group: str = ""
    title: Quote | None = None
    parent: Quote | None = None
    parent_label: str = ""
    sub: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """The table a row is of, what its columns hold, and the text of the source."""

    table: Table
    columns: Columns
    source: str
    row: int


def task_tables(tree: Tree) -> list[Table]:
    """Tables whose columns are those of a list of tasks, outside sections of purpose or background."""
    found = []
    for table in tree.document.tables:
        clause = tree.by_path.get(table.clause or "")
        title = clause.title.text if clause and clause.title else ""
        if is_task_table(columns_of(table.header)) and section_role(title) is not SectionRole.BACKGROUND:
            found.append(table)
    return found


def table_tasks(table: Table, source: str) -> list[Draft]:
    """The tasks of one table in order."""
    columns = columns_of(table.header)
    heads = _Heads()
    drafts = []
    for at, (row, role) in enumerate(zip(table.rows, row_roles(table.rows, columns), strict=True)):
        if role is RowRole.GROUP:
            label, title = group_head(row, columns, source)
            heads = _Heads(group=label, title=title)
        elif role is RowRole.PARENT:
            heads.parent, heads.parent_label, heads.sub = _quote(_at(row, columns.task)), _number(row, columns), 0
        elif role in (RowRole.TASK, RowRole.SUB) and _at(row, columns.task).text:
            drafts.append(_draft(_Place(table, columns, source, at), row, role, heads))
    return drafts


def _number(row: Row, columns: Columns) -> str:
    return _at(row, columns.number).text.strip(" .)(")


def _at(row: Row, column: int | None) -> Cell:
    return row.cells[column] if column is not None and column < len(row.cells) else Cell(text="")


def _quote(cell: Cell) -> Quote:
    return Quote(text=cell.text, spans=cell.spans, reason=cell.reason)


def _draft(place: _Place, row: Row, role: RowRole, heads: _Heads) -> Draft:
    table, columns, source = place.table, place.columns, place.source
    if role is RowRole.SUB:
        heads.sub += 1
    else:
        heads.parent, heads.parent_label, heads.sub = None, _number(row, columns), 0
    title = heads.title
    return Draft(
        label=_label(place, row, role, heads),
        origin=TaskOrigin.TABLE_ROW,
        words=_quote(_at(row, columns.task)).passage(source),
        lines=(row.line, row.last_line),
        clause=table.clause,
        parties=_parties(row, columns, source),
        timing=_timing(row, columns, source),
        group=task_group(title.text) if title else None,
        group_title=title,
        parent=heads.parent,
        product=_optional(row, columns, FieldName.PRODUCT),
        note=_optional(row, columns, FieldName.NOTE),
    )


def _label(place: _Place, row: Row, role: RowRole, heads: _Heads) -> str:
    """The row number as printed when it has two parts, else ``PL.`` + group + number; ``(n)`` for the nth row."""
    table, number = place.table, _number(row, place.columns)
    if role is RowRole.SUB:
        base = _address(table, heads, heads.parent_label)
        lettered = label_style(number) == "letter"
        return f"{base}.{number}" if lettered else f"{base}({heads.sub})"
    if label_style(number) == "decimal":
        return number
    return _address(table, heads, number or f"({place.row + 1})")


def _address(table: Table, heads: _Heads, number: str) -> str:
    if label_style(number) == "decimal":
        return number
    return ".".join(part for part in (table.clause, heads.group, number) if part)


def _parties(row: Row, columns: Columns, source: str) -> list[Party]:
    lead_beside = bool(columns.of(FieldName.LEAD))
    found: list[Party] = []
    for k, field in enumerate(columns.fields):
        cell = _at(row, k)
        if field in who.ROLE_OF_FIELD and field is not None and cell.text.strip(" -–/"):
            words = _quote(cell).passage(source)
            found += who.of_field(words, field, source, lead_beside=lead_beside, reason=cell.reason)
    return found


def _timing(row: Row, columns: Columns, source: str) -> Timing:
    """The time column; a column of completion beside it gives the end when the first says nothing."""
    timing = Timing()
    for k in columns.times:
        cell = _at(row, k)
        if cell.text.strip(" -–/"):
            completion = columns.fields[k] is FieldName.COMPLETION
            words: Passage = _quote(cell).passage(source)
            timing = times.of_phrase(words, source, completion=completion, reason=cell.reason)
            if timing.rule != "no_time":
                return timing
    return timing


def _optional(row: Row, columns: Columns, field: FieldName) -> Quote | None:
    cell = _at(row, columns.at(field))
    return _quote(cell) if cell.text.strip(" -–/") else None
