"""Columns of a list of tasks: what each is taken for, shown to a person, and read as the person says.

    mappings = columns_of(source)                 # one for each table: heads, fields, samples
    source = with_columns(source, corrected)      # the same source with heads that say so

Works on any source with tables (sheets, Word, scans); fields are those of
:class:`~dondoc.parsing.fields.FieldName`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dondoc.document import Source, Value
from dondoc.parsing.fields import FieldName, column_field

HEADS: Final = {
    FieldName.NUMBER: "STT",
    FieldName.TASK: "Nhiệm vụ",
    FieldName.DIRECTING: "Cơ quan chỉ đạo",
    FieldName.LEAD: "Cơ quan chủ trì",
    FieldName.IMPLEMENTING: "Đơn vị thực hiện",
    FieldName.COORDINATING: "Cơ quan phối hợp",
    FieldName.GUIDING: "Cơ quan hướng dẫn",
    FieldName.TIME: "Thời gian thực hiện",
    FieldName.COMPLETION: "Thời hạn hoàn thành",
    FieldName.PRODUCT: "Sản phẩm",
    FieldName.SUBMITTED_TO: "Cấp trình",
    FieldName.APPROVED_BY: "Cấp phê duyệt",
    FieldName.FUNDING: "Kinh phí",
    FieldName.NOTE: "Ghi chú",
}
"""The head that names a field, also what to call it before people."""

OTHER: Final = "Cột khác"
"""The head of a column that holds none of these."""

_LOOKED_AT: Final = 5
"""Rows from the top among which the head is looked for."""
_SAMPLES: Final = 3


class Column(Value):
    """A column: its head as printed, the field it holds (None: none of them), a few of its cells."""

    head: str
    field: FieldName | None = None
    samples: tuple[str, ...] = ()


class Mapping(Value):
    """The columns of one table; ``line`` is that of its head in the text, from 1."""

    line: int
    columns: tuple[Column, ...]


def columns_of(source: Source) -> tuple[Mapping, ...]:
    """What the columns of each table with two rows or more are taken for."""
    return tuple(_mapping(rows) for rows in _tables(source.text))


def with_columns(source: Source, mappings: Sequence[Mapping]) -> Source:
    """The source with the heads of its tables changed so that each column is read as its mapping says.

    :raises ValueError: a mapping names a line that is no row of a table, or has another number of columns.
    """
    lines = source.text.split("\n")
    for mapping in mappings:
        printed = _cells(lines[mapping.line - 1]) if 0 < mapping.line <= len(lines) else None
        if printed is None or len(printed) != len(mapping.columns):
            raise ValueError(f"line {mapping.line} is no table head of {len(mapping.columns)} columns")
        heads = [_head(column, text) for column, text in zip(mapping.columns, printed, strict=True)]
        lines[mapping.line - 1] = f"| {' | '.join(heads)} |"
    return source.model_copy(update={"text": "\n".join(lines)})


def _head(column: Column, printed: str) -> str:
    """The head as printed where it says what the column holds, else one that does."""
    if column_field(printed) == column.field:
        return printed
    return HEADS[column.field] if column.field else OTHER


def _tables(text: str) -> Iterator[list[tuple[int, list[str]]]]:
    """Rows of each table with their lines; lines of another kind end a table."""
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if (cells := _cells(line)) is not None:
            rows.append((number, cells))
            continue
        if len(rows) > 1:
            yield rows
        rows = []


def _cells(line: str) -> list[str] | None:
    line = line.strip()
    if len(line) < 3 or line[0] != "|" or line[-1] != "|":
        return None
    return [cell.strip() for cell in line[1:-1].split("|")]


def _mapping(rows: Sequence[tuple[int, list[str]]]) -> Mapping:
    """The row of the first few that names most fields is the head."""
    known = [len({column_field(cell) for cell in cells if cell} - {None}) for _, cells in rows[:_LOOKED_AT]]
    at = known.index(max(known)) if max(known) > 1 else 0
    number, heads = rows[at]
    fields = _each_once([column_field(head) for head in heads])
    body = [cells for _, cells in rows[at + 1 :]]
    columns = [
        Column(head=head, field=field, samples=_samples(body, k))
        for k, (head, field) in enumerate(zip(heads, fields, strict=True))
    ]
    return Mapping(line=number, columns=tuple(columns))


def _each_once(fields: Sequence[FieldName | None]) -> list[FieldName | None]:
    return [None if field in fields[:k] else field for k, field in enumerate(fields)]


def _samples(body: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    filled = (row[column] for row in body if column < len(row) and row[column])
    return tuple(cell for cell, _ in zip(filled, range(_SAMPLES), strict=False))
