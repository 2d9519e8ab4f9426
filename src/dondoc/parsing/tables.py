"""Tables: rows put together over page breaks, headers told from rows, merged cells filled.

Reads: runs of table lines. Gives: :class:`~dondoc.document.Table` values and
what each column holds. A cell that is empty in print because it is merged with
the one above is filled and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dondoc.parsing.fields import FieldName, column_field
from dondoc.parsing.lines import Line
from dondoc.parsing.markers import roman_value
from dondoc.text import Passage, join


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as printed, with its first and last line; ``after_break`` when lines lie between it and the row before."""

    cells: tuple[Passage, ...]
    line: int
    last_line: int
    after_break: bool = False

    def text(self, column: int | None) -> str:
        """Words of a cell, empty where there is no such column."""
        return self.cells[column].text if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed, with the field of each column (None where the head says nothing known)."""

    header: tuple[Passage, ...]
    fields: tuple[FieldName | None, ...]
    rows: tuple[GridRow, ...]
    line: int
    last_line: int

    def column(self, field: FieldName) -> int | None:
        """The first column that holds ``field``."""
        return self.fields.index(field) if field in self.fields else None


DITTO = "〃"
"""What stands in a cell that continues a merge with the cell above, where the file says that it does."""

_DITTO = re.compile(r"(?:〃|″|”|\"|''|//|-?\s?n\.?t\.?\s?-?|như trên)", re.I)


def is_ditto(text: str) -> bool:
    """A mark that repeats the cell above: ``〃``, ``"``, ``nt``, ``Như trên``.

    >>> is_ditto("-nt-"), is_ditto("Như trên"), is_ditto("Nội vụ")
    (True, True, False)
    """
    return len(text) <= 9 and _DITTO.fullmatch(text.strip()) is not None


_NUMBERING = re.compile(r"^\(?(?:\d{1,2}|[A-Z])\)?$")


def grid(lines: Sequence[Line], before: Grid | None = None) -> Grid | None:
    """One table of a run of table lines; ``before`` lends its header to a table printed without one."""
    rows = _rows(lines)
    if not rows:
        return None
    taken, header, fields = _header(rows)
    if not taken and before and _same_width(rows, before):
        header, fields = before.header, before.fields
    body = _without_repeats(rows[taken:], header)
    body = [_fitted(row, len(header) or _width(body)) for row in body]
    joined = [_flattened(row, fields) for row in _joined(body, fields)]
    header = tuple(_one_line(cell) for cell in header)
    return Grid(header, fields, tuple(joined), lines[0].number, lines[-1].number)


_LISTED = frozenset(
    {FieldName.DIRECTING, FieldName.LEAD, FieldName.IMPLEMENTING, FieldName.COORDINATING, FieldName.GUIDING}
    | {FieldName.SUBMITTED_TO, FieldName.APPROVED_BY}
)
"""Columns in which a line end within a cell sets names apart; elsewhere it is only a space."""


def _flattened(row: GridRow, fields: Sequence[FieldName | None]) -> GridRow:
    kept = [k < len(fields) and fields[k] in _LISTED for k in range(len(row.cells))]
    cells = tuple(cell if keep else _one_line(cell) for cell, keep in zip(row.cells, kept, strict=True))
    return GridRow(cells, row.line, row.last_line, row.after_break)


def _one_line(cell: Passage) -> Passage:
    return Passage(cell.text.replace("\n", " "), cell.pieces) if "\n" in cell.text else cell


def _rows(lines: Sequence[Line]) -> list[GridRow]:
    rows: list[GridRow] = []
    last = lines[0].number - 1 if lines else 0
    for line in lines:
        cells = line.cells or ()
        if any(cell.text for cell in cells):
            rows.append(GridRow(cells, line.number, line.number, line.number > last + 1))
            last = line.number
    return rows


def _header(rows: Sequence[GridRow]) -> tuple[int, tuple[Passage, ...], tuple[FieldName | None, ...]]:
    """How many rows the header takes, its cells, and the field of each column."""
    for index, row in enumerate(rows[:3]):
        fields = tuple(column_field(cell.text) for cell in row.cells)
        if _is_header(row, fields):
            header, fields, extra = _second_head_row(rows, index, fields)
            return index + 1 + extra, header, fields
    return 0, (), ()


def _is_header(row: GridRow, fields: Sequence[FieldName | None]) -> bool:
    """Two known columns, one of them the task, the number or the agency, and no long cell."""
    known = [field for field in fields if field]
    telling = {FieldName.TASK, FieldName.LEAD, FieldName.NUMBER, FieldName.IMPLEMENTING}
    return len(set(known)) >= 2 and bool(telling & set(known)) and max(len(c.text) for c in row.cells) < 120


def _second_head_row(
    rows: Sequence[GridRow], index: int, fields: tuple[FieldName | None, ...]
) -> tuple[tuple[Passage, ...], tuple[FieldName | None, ...], int]:
    """A header of two rows: "Cơ quan" over "Chủ trì" and "Phối hợp"."""
    header, extra = rows[index].cells, 0
    if index + 1 < len(rows):
        below = _without_dittos(rows[index + 1])
        below = _under_their_head(header, below)
        heads = [column_field(cell.text) for cell in below.cells]
        if below.cells and not below.cells[0].text and sum(h is not None for h in heads) >= 2 and _short(below):
            size = max(len(header), len(below.cells))
            cells = [join((_cell(header, k), _cell(below.cells, k))) for k in range(size)]
            fields = tuple((heads[k] if k < len(heads) else None) or column_field(cells[k].text) for k in range(size))
            header, extra = tuple(cells), 1
    if index + 1 + extra < len(rows) and _is_numbering(rows[index + 1 + extra]):
        extra += 1
    return header, fields, extra


def _under_their_head(header: Sequence[Passage], below: GridRow) -> GridRow:
    """«Chủ trì», «Phối hợp» printed from the first cell on: they stand under the head that spans columns."""
    filled = [cell for cell in below.cells if cell.text]
    spanning = next((k for k in range(len(header) - 1) if header[k].text and not header[k + 1].text), None)
    if not spanning or not filled or not below.cells[0].text or not all(column_field(cell.text) for cell in filled):
        return below
    if column_field(filled[0].text) is FieldName.NUMBER:
        return below
    cells = (*[Passage("", ())] * spanning, *filled)
    return GridRow(cells, below.line, below.last_line, below.after_break)


def _without_dittos(row: GridRow) -> GridRow:
    cells = tuple(Passage("", ()) if is_ditto(cell.text) else cell for cell in row.cells)
    return GridRow(cells, row.line, row.last_line, row.after_break)


def _cell(cells: Sequence[Passage], index: int) -> Passage:
    return cells[index] if index < len(cells) else Passage("", ())


def _short(row: GridRow) -> bool:
    return all(len(cell.text) < 60 for cell in row.cells)


def _is_numbering(row: GridRow) -> bool:
    """The row "(1) (2) (3)" that numbers the columns."""
    filled = [cell.text for cell in row.cells if cell.text]
    return len(filled) >= 3 and all(_NUMBERING.match(text) for text in filled)


def _same_width(rows: Sequence[GridRow], before: Grid) -> bool:
    return abs(_width(rows) - len(before.header)) <= 1


def _width(rows: Sequence[GridRow]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _without_repeats(rows: Sequence[GridRow], header: Sequence[Passage]) -> list[GridRow]:
    """Rows without the header printed again; the row after one stands behind a page break."""
    words = [cell.text.lower() for cell in header]
    kept: list[GridRow] = []
    pending = False
    for row in rows:
        if header and [cell.text.lower() for cell in row.cells][: len(words)] == words:
            pending = True
            continue
        kept.append(GridRow(row.cells, row.line, row.last_line, True) if pending else row)
        pending = False
    return kept


def _fitted(row: GridRow, width: int) -> GridRow:
    """Exactly ``width`` cells: empty ones added or, at the end, dropped."""
    cells = list(row.cells)
    while len(cells) > width and not cells[-1].text:
        cells.pop()
    while len(cells) > width and not cells[0].text and len(cells) - width == 1 and _looks_number(cells[1].text):
        cells.pop(0)
    cells += [Passage("", ())] * (width - len(cells))
    return GridRow(tuple(cells), row.line, row.last_line, row.after_break)


def _looks_number(text: str) -> bool:
    return bool(re.fullmatch(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]+|[A-Za-zđĐ])[.)]?", text))


def _joined(rows: Sequence[GridRow], fields: Sequence[FieldName | None]) -> list[GridRow]:
    """Rows cut by a page break put together again."""
    done: list[GridRow] = []
    for row in rows:
        if done and row.after_break and _is_rest(done[-1], row, fields):
            above = done.pop()
            cells = tuple(join((a, b)) for a, b in zip_longest(above.cells, row.cells, fillvalue=Passage("", ())))
            done.append(GridRow(cells, above.line, row.last_line, above.after_break))
        else:
            done.append(row)
    return done


def _is_rest(above: GridRow, row: GridRow, fields: Sequence[FieldName | None]) -> bool:
    """The first row of a page without a number, whose text goes on from the row above.

    It goes on when it begins in lower case, or when the text above stops
    without an end, or when nothing but the text cell is filled.
    """
    if not row.cells or row.cells[0].text:
        return False
    task = list(fields).index(FieldName.TASK) if FieldName.TASK in fields else 1
    text = row.text(task)
    if not text:
        return True
    others = [cell.text for k, cell in enumerate(row.cells) if k != task and cell.text]
    open_above = not re.search(r"[.;:!?…]$", above.text(task))
    return (
        text[0].islower() or open_above or (not others and any(c.text for k, c in enumerate(above.cells) if k > task))
    )


def label_style(label: str) -> str:
    """Family of a row label: roman, upper, number, decimal, letter, dash or empty.

    >>> [label_style(x) for x in ("IV", "2", "2.1", "a)", "-", "")]
    ['roman', 'number', 'decimal', 'letter', 'dash', 'empty']
    """
    bare = label.strip().strip(".)( ")
    if not label.strip() or is_ditto(label):
        return "empty"
    if not bare or bare in "-–—+*•":
        return "dash"
    if re.fullmatch(r"\d{1,3}", bare):
        return "number"
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})+", bare):
        return "decimal"
    if roman_value(bare):
        return "roman"
    if re.fullmatch(r"[A-ZĐ]", bare):
        return "upper"
    return "letter" if re.fullmatch(r"[a-zđ]", bare) else "other"
