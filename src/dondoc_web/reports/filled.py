"""A filled form of a unit's report: read in a confined process, then every cell checked against the report.

What does not fit is told by its cell; there is a text to take over only where everything fits.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc_web.papers import confined
from dondoc_web.papers.package import LIMITS
from dondoc_web.reports import sheets
from dondoc_web.reports.lines import (
    LONGEST,
    MOST_FIGURES,
    STANDINGS,
    Content,
    Figure,
    content_of,
    figure_fits,
    figures_typed,
)
from dondoc_web.reports.models import LineStanding, ReportLine, UnitReport
from dondoc_web.work import figures as numbers

REFUSALS = {
    "broken": gettext_lazy("Tệp không phải Excel (.xlsx) hay Word (.docx) hoặc bị hỏng; hãy mở, lưu lại rồi nạp."),
    "bomb": gettext_lazy("Tệp khi giải nén quá lớn hoặc cần quá nhiều bộ nhớ; hãy tải mẫu mới và điền lại."),
    "huge": gettext_lazy("Tệp có quá nhiều trang tính, bảng hoặc ô; hãy tải mẫu mới và điền lại."),
    "macro": gettext_lazy("Tệp có macro nên không nhận; hãy lưu lại dạng .xlsx hoặc .docx không macro."),
    "embedded": gettext_lazy("Tệp có đối tượng nhúng (OLE) nên không nhận; hãy xóa đối tượng rồi nạp lại."),
    "entity": gettext_lazy("Tệp khai báo DOCTYPE/ENTITY trong XML nên không nhận; hãy tải mẫu mới và điền lại."),
    "outside": gettext_lazy("Tệp nối tới tệp bên ngoài nên không nhận; hãy bỏ liên kết rồi nạp lại."),
    "slow": gettext_lazy("Đọc tệp quá lâu nên đã dừng; hãy tải mẫu mới và điền lại."),
}
_LINE, _OWN = re.compile(r"(\d{1,18})-(\d{1,18})"), re.compile(r"mới-\d{1,3}")
_REPORT = re.compile(r"(\d{1,18})\.(\w+)\.(\w+)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where people find it, what it is, its text."""

    place: str
    kind: str = "text"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What does not fit: the cell, and what to do."""

    place: str
    words: str


@dataclass(slots=True)
class Filled:
    """What a form says, or what is wrong with it; ``older`` where the report was edited after the form was made."""

    wrong: list[Wrong] = field(default_factory=list)
    general: dict[str, str] = field(default_factory=dict)
    lines: dict[int, Content] = field(default_factory=dict)
    added: list[tuple[str, Content]] = field(default_factory=list)
    older: bool = False


class Table:
    """The cells of a sheet or a table of Word, with the words by which people find them."""

    def __init__(self, cells: Sequence[Sequence[Any]], place: Callable[[int, int], str]) -> None:
        self._place = place
        self._cells = {(row, column): (kind, text) for row, column, kind, text in cells}
        self.rows = sorted({row for row, _column in self._cells})

    def cell(self, row: int, column: int) -> Cell:
        """The cell; an empty one where there is nothing."""
        kind, text = self._cells.get((row, column), ("text", ""))
        return Cell(self._place(row, column), kind, text.strip())

    def beyond(self, columns: int) -> Iterator[Cell]:
        """Cells to the right of the columns of the form."""
        return (self.cell(row, column) for row, column in sorted(self._cells) if column > columns)


def read(content: bytes, name: str) -> Mapping[str, Any]:
    """The tables of a file.

    Raises ValidationError that says why it is not taken.
    """
    if len(content) > LIMITS.bytes:
        raise ValidationError(_("Tệp lớn hơn 4 MB; hãy tải mẫu mới và điền lại."))
    with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "filled").write_bytes(content)
        answer = confined.ask("dondoc_web.reports.filled_process", Path(folder), LIMITS.seconds)
    if "error" in answer:
        raise ValidationError(str(REFUSALS[answer["error"]]))
    suffix = Path(name).suffix.lower()
    if suffix != f".{answer['kind']}":
        words = _("Tệp tên “%(suffix)s” nhưng bên trong là %(kind)s; hãy đổi lại đúng đuôi tệp rồi nạp lại.")
        raise ValidationError(words % {"suffix": suffix, "kind": f".{answer['kind']}"})
    return answer


def check(report: UnitReport, answer: Mapping[str, Any]) -> Filled:
    """What the tables say of this report, with everything that does not fit."""
    return _Check(report).of_book(answer) if answer["kind"] == "xlsx" else _Check(report).of_word(answer)


def _letters(column: int) -> str:
    """The letters of a column: 1 is A, 28 is AB."""
    before, last = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(65 + last)


class _Check:
    """The checks of one file; each notes what is wrong and goes on."""

    def __init__(self, report: UnitReport) -> None:
        self.report, self.found = report, Filled()
        rows = report.lines.select_related("obligation").prefetch_related("figures")
        self.known: dict[str, ReportLine] = {sheets.line_code(report, line.pk): line for line in rows}
        self.seen: dict[str, Cell] = {}
        self.own_words: dict[str, str] = {}
        self.contents: dict[str, dict[str, Any]] = {}
        self.figures: dict[str, list[Figure]] = {}

    def wrong(self, cell: Cell | str, words: str) -> None:
        self.found.wrong.append(Wrong(cell if isinstance(cell, str) else cell.place, words))

    # Where things stand

    def of_book(self, answer: Mapping[str, Any]) -> Filled:
        named = {one["name"]: one["cells"] for one in answer["tables"]}
        missing = [name for name in (sheets.GENERAL, sheets.LINES, sheets.FIGURES) if name not in named]
        for name in missing:
            self.wrong(name, _("Thiếu trang tính này; hãy dùng mẫu tải từ trang báo cáo."))
        if missing:
            return self.found
        tables = {
            name: Table(cells, lambda row, column, name=name: f"{name}!{_letters(column)}{row}")  # type: ignore[misc]
            for name, cells in named.items()
        }
        if self._general(tables[sheets.GENERAL]):
            self._lines(tables[sheets.LINES], sheets.LINE_HEADS, sheets.LINES)
            self._figures(tables[sheets.FIGURES])
            self._gather()
        return self.found

    def of_word(self, answer: Mapping[str, Any]) -> Filled:
        tables = [
            Table(one["cells"], lambda row, column, n=n: _word_place(n, row, column))  # type: ignore[misc]
            for n, one in enumerate(answer["tables"], 1)
        ]
        if len(tables) != 2:
            self.wrong(_("Bảng 1"), _("Mẫu có đúng hai bảng; hãy dùng mẫu tải từ trang báo cáo."))
        elif self._general(tables[0]):
            self._lines(tables[1], sheets.WORD_HEADS, _("Bảng 2"))
            self._gather()
        return self.found

    # The words about the whole

    def _general(self, table: Table) -> bool:
        """Whether it is a form of this report as it was prepared last; the words about the whole are kept."""
        for row, (key, head) in enumerate(sheets.GENERAL_HEADS.items(), 1):
            if table.cell(row, 1).text != head:
                self.wrong(table.cell(row, 1), _("Ô này phải là “%s”; hãy dùng mẫu tải từ trang báo cáo.") % head)
            elif key != "code":
                self.found.general[key] = self._said(table.cell(row, 2))
        if not self.found.wrong:
            self._of_this_report(table.cell(1, 2))
        return not self.found.wrong

    def _of_this_report(self, cell: Cell) -> None:
        parts, own = _REPORT.fullmatch(cell.text), sheets.code_of(self.report).split(".")
        if parts is None:
            self.wrong(cell, _("Mã báo cáo đã bị sửa hoặc xóa; hãy tải mẫu mới và chép phần đã điền sang."))
        elif parts[1] != own[0]:
            self.wrong(cell, _("Đây là mẫu của báo cáo khác (đơn vị hoặc kỳ khác); hãy chọn đúng tệp."))
        elif parts[2] != own[1]:
            words = _("Báo cáo đã được lập lại sau khi tải mẫu này; hãy tải mẫu mới và chép phần đã điền sang.")
            self.wrong(cell, words)
        self.found.older = parts is not None and parts[3] != own[2]

    # Lines

    def _heads(self, table: Table, heads: Mapping[str, str]) -> bool:
        """Whether the columns are those of the form."""
        before = len(self.found.wrong)
        for column, head in enumerate(heads.values(), 1):
            cell = table.cell(1, column)
            if " ".join(cell.text.split()) != head:
                self.wrong(cell, _("Cột này phải là “%s”; hãy giữ nguyên các cột của mẫu.") % head)
        for cell in table.beyond(len(heads)):
            self.wrong(cell, _("Ô ngoài các cột của mẫu; hãy chuyển nội dung vào đúng cột rồi xóa ô này."))
        return len(self.found.wrong) == before

    def _lines(self, table: Table, heads: Mapping[str, str], where: str) -> None:
        if not self._heads(table, heads):
            return
        for row in table.rows:
            if row > 1:
                self._line({key: table.cell(row, column) for column, key in enumerate(heads, 1)})
        for code, line in self.known.items():
            if code not in self.seen:
                words = _("Thiếu dòng “%(code)s” (%(words)s); hãy chép lại dòng này từ mẫu.")
                self.wrong(where, words % {"code": code, "words": line.words[:80]})

    def _line(self, cells: Mapping[str, Cell]) -> None:
        code = cells["code"]
        if not any(cell.text for key, cell in cells.items() if key != "code") and not _LINE.fullmatch(code.text):
            return
        if not self._is_a_line(code):
            return
        self.seen[code.text] = code
        line = self.known.get(code.text)
        if line is None:
            self._own(cells)
        else:
            self._same(cells, line)
        self.contents[code.text] = {
            "standing": self._standing(cells["standing"]),
            "result": self._said(cells["result"]),
            "difficulties": self._said(cells["difficulties"]),
            "proposals": self._said(cells["proposals"]),
        }
        if "figures" in cells:
            self._typed(code.text, cells["figures"])

    def _is_a_line(self, code: Cell) -> bool:
        parts = _LINE.fullmatch(code.text)
        if code.text in self.seen:
            self.wrong(code, _("Dòng này có hai lần (lần đầu ở %s); hãy bỏ một.") % self.seen[code.text].place)
        elif _OWN.fullmatch(code.text) or code.text in self.known:
            return True
        elif parts and parts[1] != str(self.report.expected_id):
            self.wrong(code, _("Đây là dòng của báo cáo khác; hãy bỏ dòng này."))
        elif parts:
            self.wrong(code, _("Báo cáo không có dòng mang mã này; hãy chép lại mã từ mẫu."))
        else:
            self.wrong(code, _("Mã dòng đã bị sửa hoặc xóa; hãy chép lại mã từ mẫu."))
        return False

    def _own(self, cells: Mapping[str, Cell]) -> None:
        words = self._said(cells["words"])
        if not words:
            self.wrong(cells["words"], _("Hãy ghi tên việc, hoặc xóa các ô khác của dòng này."))
        self.own_words[cells["code"].text] = words

    def _same(self, cells: Mapping[str, Cell], line: ReportLine) -> None:
        """What identifies the line says what it said."""
        if cells["words"].text.split() != sheets.clean(line.words).split():
            self.wrong(
                cells["words"], _("Câu chữ nhiệm vụ khác với báo cáo; hãy chép lại từ mẫu (“%s”).") % line.words[:80]
            )
        due, cell = line.obligation.due_on if line.obligation else None, cells["due"]
        try:
            given = _day(cell)
        except ValueError:
            self.wrong(cell, _("“%s” không phải ngày; hãy ghi như 05/02/2026.") % cell.text[:60])
            return
        if given != due:
            shown = f"{due:%d/%m/%Y}" if due else _("để trống")
            self.wrong(cell, _("Hạn không đổi được ở đây; hãy ghi lại: %s.") % shown)

    def _standing(self, cell: Cell) -> str:
        for value, words in STANDINGS.items():
            if cell.text.lower().split() == words.split():
                return value
        self.wrong(cell, _("“%(given)s” không đúng; hãy chọn một trong: %(known)s.") % {
            "given": cell.text[:60], "known": ", ".join(STANDINGS.values())})  # fmt: skip
        return LineStanding.NOT_DONE.value

    def _said(self, cell: Cell) -> str:
        """Words of a cell; a computed one is not taken."""
        if cell.kind in ("formula", "error"):
            self.wrong(cell, _("Ô là công thức hoặc bị lỗi; hãy dán giá trị thay cho công thức."))
            return ""
        if len(cell.text) > LONGEST:
            self.wrong(cell, _("Dài %(n)d ký tự, quá %(most)d; hãy rút gọn.") % {"n": len(cell.text), "most": LONGEST})
        return sheets.clean(f"{date.fromisoformat(cell.text):%d/%m/%Y}" if cell.kind == "date" else cell.text)

    # Figures

    def _typed(self, code: str, cell: Cell) -> None:
        try:
            self.figures[code] = list(figures_typed(self._said(cell)))
        except ValidationError as error:
            self.wrong(cell, " ".join(error.messages))

    def _figures(self, table: Table) -> None:
        if not self._heads(table, sheets.FIGURE_HEADS):
            return
        for row in table.rows:
            cells = {key: table.cell(row, column) for column, key in enumerate(sheets.FIGURE_HEADS, 1)}
            if row > 1 and any(cell.text for cell in cells.values()):
                self._figure(cells)
        for code, rows in self.figures.items():
            if len(rows) > MOST_FIGURES:
                words = _("Dòng “%(code)s” có quá %(most)d số liệu; hãy bỏ bớt.")
                self.wrong(sheets.FIGURES, words % {"code": code, "most": MOST_FIGURES})

    def _figure(self, cells: Mapping[str, Cell]) -> None:
        code, before = cells["code"], len(self.found.wrong)
        if code.text not in self.seen:
            words = _("Số liệu phải gắn với một dòng đã ghi ở trang “%s”; hãy chọn mã dòng ở đó.")
            self.wrong(code, words % sheets.LINES)
        label, unit = " ".join(self._said(cells["label"]).split()), " ".join(self._said(cells["unit"]).split())
        if not label:
            self.wrong(cells["label"], _("Hãy ghi tên chỉ tiêu."))
        for cell, text, most in ((cells["label"], label, 300), (cells["unit"], unit, 60)):
            if len(text) > most:
                self.wrong(cell, _("Dài quá %d ký tự.") % most)
            if ";" in text:
                self.wrong(cell, _("Không dùng dấu chấm phẩy ở ô này."))
        value = self._number(cells["value"])
        if value is not None and len(self.found.wrong) == before:
            self.figures.setdefault(code.text, []).append(Figure(label, value, unit))

    def _number(self, cell: Cell) -> Decimal | None:
        plain = _plain_number(cell)
        if plain is None:
            self.wrong(cell, _("“%s” không phải số; hãy ghi như 1.234,5.") % cell.text[:60])
        elif not figure_fits(plain):
            self.wrong(cell, _("Số có quá 15 chữ số hoặc quá 3 chữ số sau dấu phẩy; hãy làm tròn hoặc đổi đơn vị."))
        else:
            return Decimal(plain)
        return None

    # All together

    def _gather(self) -> None:
        """What differs from the report as it stands."""
        if self.found.wrong:
            return
        for code, said in self.contents.items():
            content = Content(figures=tuple(self.figures.get(code, ())), **said)
            line = self.known.get(code)
            if line is None:
                self.found.added.append((self.own_words[code], content))
            elif sheets.tidied(content_of(line)) != content:
                self.found.lines[line.pk] = content


def _plain_number(cell: Cell) -> str | None:
    if cell.kind != "number":
        return numbers.plain(cell.text) if cell.kind == "text" else None
    value = Decimal(cell.text)
    return format(value, "f") if value.is_finite() else None


def _day(cell: Cell) -> date | None:
    """ValueError for what is no day."""
    if cell.kind == "date":
        return date.fromisoformat(cell.text)
    if cell.kind != "text":
        raise ValueError(cell.text)
    return datetime.strptime(cell.text, "%d/%m/%Y").date() if cell.text else None  # noqa: DTZ007 - a day has no zone


def _word_place(table: int, row: int, column: int) -> str:
    heads = list((sheets.GENERAL_HEADS if table == 1 else sheets.WORD_HEADS).values())
    if table == 1 and row <= len(heads):
        return _("Bảng 1, dòng “%s”") % heads[row - 1]
    named = f"“{heads[column - 1]}”" if table == 2 and column <= len(heads) else str(column)
    return _("Bảng %(table)d, dòng %(row)d, cột %(column)s") % {"table": table, "row": row, "column": named}
