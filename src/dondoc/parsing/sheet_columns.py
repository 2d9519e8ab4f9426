"""What the columns of a list kept in a spreadsheet hold: proposed by their usual names, said by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.document import Columns, Sheet
from dondoc.parsing.fields import FieldName, column_field

HEADS = {
    FieldName.NUMBER: "STT",
    FieldName.TASK: "Nội dung nhiệm vụ",
    FieldName.DIRECTING: "Cơ quan chỉ đạo",
    FieldName.LEAD: "Cơ quan chủ trì",
    FieldName.IMPLEMENTING: "Cơ quan thực hiện",
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
"""The words under which a column of each field is read."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The row (from 0) that heads the columns, and the field of each; None where its name is not known."""

    row: int
    fields: tuple[FieldName | None, ...]


def fields_of(header: Sequence[str]) -> tuple[FieldName | None, ...]:
    """The field of each column by its usual names.

    >>> [str(field) for field in fields_of(["STT", "Nhiệm vụ", "Mã hồ sơ"])]
    ['number', 'task', 'None']
    """
    return tuple(column_field(cell) if cell else None for cell in header)


def proposal(sheet: Sheet) -> Proposal:
    """The row with the most usual names; where there is none, the first row with two cells or more."""
    best = max(range(len(sheet.rows)), key=lambda at: (_known(sheet.rows[at]), -at), default=0)
    if not sheet.rows or _known(sheet.rows[best]) < 2:
        best = next((at for at, row in enumerate(sheet.rows) if sum(map(bool, row)) >= 2), 0)
    return Proposal(best, fields_of(sheet.rows[best]) if sheet.rows else ())


def _known(row: Sequence[str]) -> int:
    return len(set(fields_of(row)) - {None})


def columns(header: Sequence[str], fields: Sequence[FieldName | None]) -> Columns:
    """Columns as a person named them; None leaves a column out."""
    return Columns(header=tuple(header), heads=tuple(HEADS[field] if field else None for field in fields))
