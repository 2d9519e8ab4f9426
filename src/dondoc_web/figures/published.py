"""The table that offices publish: of what each agency was given, what is done and what is not, in time and late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dondoc_web.work import counting
from dondoc_web.work.counting import Figures
from dondoc_web.work.figure_files import Table, Value, percent
from dondoc_web.work.scope import Scope
from dondoc_web.work.wanted import Clock, Wanted

COLUMNS: Sequence[tuple[str, Promise]] = (
    ("counted", _l("Số nhiệm vụ được giao")),
    ("done-not-late", _l("Hoàn thành đúng hạn")),
    ("done-late", _l("Hoàn thành quá hạn")),
    ("open-in-time", _l("Chưa hoàn thành, trong hạn")),
    ("overdue", _l("Chưa hoàn thành, quá hạn")),
)
"""The filter ``state`` that opens each column, and its words; the first is the sum of the others.

Work without a day is in time: nobody can be late with it. What was suspended,
cancelled or handed to another agency is in no column.
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, its column and the address of its list."""

    words: Promise
    n: int
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """An agency, or all of them."""

    name: str
    figures: Figures

    @property
    def cells(self) -> list[Cell]:
        """The figures in the order of :data:`COLUMNS`."""
        wanted, of = self.figures.wanted, self.figures.of
        return [Cell(words, of(code), wanted.address(state=code)) for code, words in COLUMNS]

    @property
    def without_day(self) -> int:
        """Obligations among them without a day that counts."""
        return self.figures.of("no-due") + self.figures.of("done-no-due")

    @property
    def share(self) -> str:
        """Done of what was given, as ``91,8``; empty where nothing was."""
        return self.figures.share


@dataclass(frozen=True, slots=True)
class Published:
    """Lines in the order of names, their sum, and what the table leaves out, in words."""

    lines: Sequence[Line]
    whole: Line
    notes: Sequence[str]


def published(wanted: Wanted, scope: Scope, at: Clock) -> Published:
    """The table for the filters ``wanted``; two queries."""
    every = counting.by_agency(wanted, scope, at)
    found: Counter[str] = Counter()
    for one in every:
        found.update(one.by_code)
    whole = Line(_("Tổng cộng"), Figures(found, wanted))
    lines = [Line(one.name, one) for one in every if one.of("counted")]
    return Published(sorted(lines, key=lambda one: one.name), whole, _notes(whole, at.today))


def _notes(whole: Line, today: date) -> list[str]:
    return [
        _("Số liệu đến ngày %s.") % f"{today:%d/%m/%Y}",
        _("%d nhiệm vụ không có thời hạn được tính là đúng hạn, trong hạn.") % whole.without_day,
        _("%d nhiệm vụ đã tạm dừng, không thực hiện hoặc chuyển cơ quan khác không nằm trong bảng.")
        % whole.figures.of("aside"),
    ]


def title() -> str:
    """The title of the table."""
    return _("Tình hình thực hiện nhiệm vụ được giao")


def table_of(found: Published) -> Table:
    """The table for a file."""
    heads = [_("STT"), _("Cơ quan"), *(str(words) for _code, words in COLUMNS), _("Tỷ lệ hoàn thành (%)")]
    rows: list[list[Value]] = [_row(number, line) for number, line in enumerate(found.lines, 1)]
    return Table(title(), heads, [*rows, _row(None, found.whole)], found.notes, last=True)


def _row(number: int | None, line: Line) -> list[Value]:
    return [number, line.name, *(cell.n for cell in line.cells), percent(line.figures)]
