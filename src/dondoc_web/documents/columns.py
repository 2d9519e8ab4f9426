"""What the columns of a list kept in a spreadsheet are: shown for correction, remembered by the office for its header.

Lists exported from one system have one header. What a person says of it once
holds for every later file of the office with the same header.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.document import Columns, Plan, Sheet
from dondoc.parsing import sheet_columns
from dondoc.parsing.fields import FieldName
from dondoc.text import squeeze
from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents import rights
from dondoc_web.documents.actions import READ, locked
from dondoc_web.documents.models import ColumnMapping, SheetHead, Source
from dondoc_web.jobs import engine

FIELDS = {
    FieldName.NUMBER: gettext_lazy("Số thứ tự"),
    FieldName.TASK: gettext_lazy("Nội dung nhiệm vụ"),
    FieldName.LEAD: gettext_lazy("Cơ quan chủ trì"),
    FieldName.IMPLEMENTING: gettext_lazy("Cơ quan thực hiện"),
    FieldName.COORDINATING: gettext_lazy("Cơ quan phối hợp"),
    FieldName.DIRECTING: gettext_lazy("Cơ quan chỉ đạo"),
    FieldName.GUIDING: gettext_lazy("Cơ quan hướng dẫn"),
    FieldName.COMPLETION: gettext_lazy("Thời hạn hoàn thành"),
    FieldName.TIME: gettext_lazy("Thời gian thực hiện"),
    FieldName.PRODUCT: gettext_lazy("Sản phẩm"),
    FieldName.SUBMITTED_TO: gettext_lazy("Cấp trình"),
    FieldName.APPROVED_BY: gettext_lazy("Cấp phê duyệt"),
    FieldName.FUNDING: gettext_lazy("Kinh phí"),
    FieldName.NOTE: gettext_lazy("Ghi chú"),
}
"""Fields of a column in the order in which they are offered."""

MOST_REMEMBERED = 200
"""Headers of an office that a reading looks for; an office has as many systems as it has vendors."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the preview: its place from 0, its head, the field it is read as ("" for none), its first cells."""

    at: int
    head: str
    field: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """A sheet to be looked at: ``position`` from 0, the row of its heads from 0, its columns, rows to choose from."""

    position: int
    title: str
    row: int
    columns: Sequence[Column]
    heads: Sequence[tuple[int, str]]
    remembered: ColumnMapping | None

    @property
    def body(self) -> Sequence[Sequence[str]]:
        """The first rows under the heads."""
        return list(zip(*(column.cells for column in self.columns), strict=True))


SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a person is choosing: sheet and row of heads from 0 (None: as proposed), fields chosen but not kept."""

    sheet: int = 0
    row: int | None = None
    fields: Sequence[str] = ()


def previews(source: Source, looked_at: LookedAt | None = None) -> Sequence[Preview]:
    """Each sheet of ``source`` as it is read, or as a person is choosing that it should be."""
    known = {mapping.header: mapping for mapping in _mappings(source)}
    asked = looked_at or LookedAt()
    sheets = source.sheets.all()
    return [_preview(head, known, asked if head.position == asked.sheet else LookedAt()) for head in sheets]


def _preview(head: SheetHead, known: dict[str, ColumnMapping], asked: LookedAt) -> Preview:
    sheet = head.sheet
    row = asked.row if asked.row is not None and asked.row < len(sheet.rows) else _row(sheet, known)
    header = sheet.rows[row]
    remembered = known.get(digest_of(header))
    fields = remembered.fields if remembered else [field or "" for field in sheet_columns.fields_of(header)]
    fields = [*(asked.fields or fields), *[""] * len(header)]
    below = sheet.rows[row + 1 : row + 1 + SHOWN_ROWS]
    columns = [Column(k, cell, str(fields[k]), [r[k] for r in below]) for k, cell in enumerate(header)]
    heads = [(at, " | ".join(cell for cell in cells if cell)[:80]) for at, cells in enumerate(sheet.rows)]
    return Preview(head.position, sheet.title, row, columns, heads, remembered)


def _row(sheet: Sheet, known: dict[str, ColumnMapping]) -> int:
    for at, cells in enumerate(sheet.rows):
        if digest_of(cells) in known:
            return at
    return sheet_columns.proposal(sheet).row


def digest_of(header: Sequence[str]) -> str:
    """By what a header is remembered: its words, whatever their case and spaces."""
    key = [squeeze(cell).casefold() for cell in header]
    while key and not key[-1]:
        key.pop()
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()


def said_of(source: Source) -> Sequence[Columns]:
    """What people of the office said of columns; the reader looks for their headers."""
    return [mapping.columns for mapping in _mappings(source)]


def _mappings(source: Source) -> Sequence[ColumnMapping]:
    return list(ColumnMapping.objects.filter(office=source.office_id).select_related("by")[:MOST_REMEMBERED])


def keep_sheets(source: Source, plan: Plan) -> None:
    """Keep the first rows of the sheets that were just read; part of storing a reading."""
    source.sheets.all().delete()
    SheetHead.objects.bulk_create(
        SheetHead(source=source, position=at, rows_json=sheet.model_dump_json().replace("\\u0000", ""))
        for at, sheet in enumerate(plan.source.sheets)
    )


def forget_all_of(source: Source) -> None:
    """Forget what was said of headers of a paper that must leave no trace."""
    digests = {digest_of(row) for head in source.sheets.all() for row in head.sheet.rows}
    ColumnMapping.objects.filter(office=source.office_id, header__in=digests).delete()


@transaction.atomic
def map_columns(*, by: User, source_id: int, sheet: int, row: int, fields: Sequence[str]) -> ColumnMapping:
    """Say what the columns under row ``row`` (from 0) of a sheet are, remember it, and read the source again.

    ``fields`` has a field name for each column, "" for one that is left out.
    """
    source = locked(source_id)
    rights.require(rights.may_map_columns(by, source))
    _require_rest(source)
    header = _header(source, sheet, row)
    checked = _checked(header, fields)
    columns = sheet_columns.columns(header, checked)
    mapping, new = ColumnMapping.objects.update_or_create(
        office=source.office,
        header=digest_of(header),
        defaults={
            "columns_json": columns.model_dump_json(),
            "fields": [str(field or "") for field in checked],
            "by": by,
            "at": timezone.now(),
        },
    )
    _read_again(source, by)
    record(actor=by, verb=Verb.COLUMNS_MAPPED, target=source, after=mapping.fields, new=new)
    return mapping


@transaction.atomic
def forget_columns(*, by: User, source_id: int, sheet: int, row: int) -> None:
    """Forget what was said of a header, and read the source again by the usual names."""
    source = locked(source_id)
    rights.require(rights.may_map_columns(by, source))
    _require_rest(source)
    digest = digest_of(_header(source, sheet, row))
    mapping = ColumnMapping.objects.filter(office=source.office, header=digest).first()
    if mapping is None:
        raise ValidationError(_("Chưa có cách đọc cột nào được nhớ cho hàng tiêu đề này."))
    record(actor=by, verb=Verb.COLUMNS_FORGOTTEN, target=source, before=mapping.fields)
    mapping.delete()
    _read_again(source, by)


def _require_rest(source: Source) -> None:
    if not source.may_be_read_again:
        raise ValidationError(_("Văn bản đang được đọc; hãy chờ lần đọc này xong."))


def _read_again(source: Source, by: User) -> None:
    source.job = engine.enqueue(READ, subject=source.pk, by=by)
    source.save(update_fields=["job"])


def _header(source: Source, sheet: int, row: int) -> Sequence[str]:
    head = source.sheets.filter(position=sheet).first()
    rows = head.sheet.rows if head else ()
    if not 0 <= row < len(rows) or not any(rows[row]):
        raise ValidationError(_("Không có hàng này trong trang tính; hãy tải lại trang rồi chọn hàng tiêu đề."))
    return rows[row]


def _checked(header: Sequence[str], fields: Sequence[str]) -> list[FieldName | None]:
    """The fields as the library knows them: one column of tasks, no field twice but notes."""
    known = {str(field): field for field in FIELDS}
    if len(fields) != len(header) or any(field and field not in known for field in fields):
        raise ValidationError(_("Các cột đã thay đổi; hãy tải lại trang rồi chọn lại."))
    chosen = [known.get(field) for field in fields]
    if FieldName.TASK not in chosen:
        raise ValidationError(_("Hãy chọn một cột là “Nội dung nhiệm vụ”; thiếu cột này thì không lập được danh sách."))
    for field, words in FIELDS.items():
        if field != FieldName.NOTE and chosen.count(field) > 1:
            raise ValidationError(_("Có hai cột cùng là “%s”; hãy chỉ để một cột.") % words)
    return chosen
