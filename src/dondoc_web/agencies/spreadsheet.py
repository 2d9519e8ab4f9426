"""The registry as a CSV table: columns, reading cell by cell, and writing that a spreadsheet cannot be fooled by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dondoc_web.agencies.models import Agency, Level, System

COLUMNS = {
    "key": "Khóa",
    "name": "Tên cơ quan",
    "symbol": "Ký hiệu",
    "aliases": "Tên khác",
    "system": "Hệ thống",
    "level": "Cấp",
    "parent": "Trực thuộc",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
    "groups": "Nhóm",
    "note": "Ghi chú",
}
"""Columns by name and head. ``Trực thuộc`` is a key, or the name of a body of the same file or place."""

NEEDED = ("name", "system", "level")
LARGEST = 1024 * 1024
MOST_ROWS = 5000
_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""First characters by which a spreadsheet takes a cell for a formula."""


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: line of the file (the head is line 1), column, what to do."""

    line: int
    column: str
    words: str


@dataclass(slots=True)
class Row:
    """A line of the file, as it was understood."""

    line: int
    cells: Mapping[str, str]
    valid_from: date | None = None
    valid_to: date | None = None
    errors: list[CellError] = field(default_factory=list)

    @property
    def aliases(self) -> list[str]:
        return [part.strip() for part in self.cells["aliases"].split("|") if part.strip()]

    @property
    def groups(self) -> list[str]:
        return [part.strip() for part in self.cells["groups"].split("|") if part.strip()]

    def wrong(self, column: str, words: str) -> None:
        """Note an error in a cell."""
        self.errors.append(CellError(self.line, COLUMNS[column], words))


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe("=1+1")
    "'=1+1"
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_SIGNS) else text


def plain(cell: str) -> str:
    """What :func:`safe` was given, with single spaces."""
    text = cell.strip()
    return " ".join((text[1:] if text.startswith("'") and text[1:].startswith(_SIGNS) else text).split())


def written(lines: Iterable[Sequence[object]]) -> str:
    """CSV with the head of the registry; begins with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS.values())
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return "\ufeff" + out.getvalue()


def decoded(content: bytes) -> str:
    """The text of an uploaded file; a message where it is not UTF-8 or too long."""
    if len(content) > LARGEST:
        raise ValidationError(_("Tệp lớn hơn 1 MB; hãy chia thành nhiều tệp."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(
            _("Tệp không phải mã UTF-8. Trong Excel hãy lưu bằng “CSV UTF-8 (phân tách bằng dấu phẩy)”.")
        ) from None


def parsed(text: str) -> list[Row]:
    """The rows of a CSV text with the errors that a single cell shows; heads in any order, comma or semicolon."""
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or not lines[0].strip():
        raise ValidationError(_("Tệp trống; hãy dùng tệp xuất ra từ danh mục làm mẫu."))
    separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    table = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    names = {head.lower(): name for name, head in COLUMNS.items()}
    heads = [names.get(plain(cell).lower(), "") for cell in table[0]]
    missing = [COLUMNS[name] for name in NEEDED if name not in heads]
    if missing:
        raise ValidationError(_("Dòng đầu thiếu cột: %s.") % ", ".join(missing))
    if len(table) > MOST_ROWS + 1:
        raise ValidationError(_("Tệp quá %d dòng; hãy chia thành nhiều tệp.") % MOST_ROWS)
    found = []
    for line, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells):
            named = dict.fromkeys(COLUMNS, "") | {h: plain(c) for h, c in zip(heads, cells, strict=False) if h}
            found.append(_checked(Row(line, named)))
    if not found:
        raise ValidationError(_("Tệp không có dòng nào dưới dòng đầu."))
    return found


def _checked(row: Row) -> Row:
    cells = dict(row.cells)
    if not cells["name"]:
        row.wrong("name", _("Hãy ghi tên cơ quan."))
    for column, limit in (("name", 300), ("symbol", 50), ("key", 150)):
        if len(cells[column]) > limit:
            row.wrong(column, _("Dài quá %d ký tự.") % limit)
    if any(sign in cells["key"] for sign in " /\\?#&"):
        row.wrong("key", _("Khóa chỉ gồm chữ thường không dấu, số, gạch nối và @; để trống thì hệ thống tự đặt."))
    cells["system"] = _choice(row, "system", System)
    cells["level"] = _choice(row, "level", Level)
    row.valid_from, row.valid_to = _day(row, "valid_from"), _day(row, "valid_to")
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        row.wrong("valid_to", _("Ngày kết thúc đứng trước ngày bắt đầu."))
    row.cells = cells
    return row


def _choice(row: Row, column: str, choices: type[System | Level]) -> str:
    """The value whose code or Vietnamese word stands in the cell."""
    cell = row.cells[column]
    for value, label in choices.choices:
        if cell.lower() in (value, str(label).lower()):
            return str(value)
    row.wrong(column, _("Hãy ghi một trong: %s.") % ", ".join(str(label) for label in choices.labels))
    return ""


def _day(row: Row, column: str) -> date | None:
    """``05/02/2024`` or ``2024-02-05``."""
    cell = row.cells[column]
    if not cell:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    row.wrong(column, _("Không phải ngày: “%s”. Hãy ghi như 05/02/2024.") % cell)
    return None


def line_of(agency: Agency, aliases: Sequence[str], groups: Sequence[str]) -> list[object]:
    """A body as a line of the table, in the order of :data:`COLUMNS`."""
    return [
        agency.key,
        agency.name,
        agency.symbol,
        "|".join(aliases),
        str(System(agency.system).label),
        str(Level(agency.level).label),
        agency.parent.key if agency.parent else "",
        f"{agency.valid_from:%d/%m/%Y}" if agency.valid_from else "",
        f"{agency.valid_to:%d/%m/%Y}" if agency.valid_to else "",
        "|".join(groups),
        agency.note,
    ]
