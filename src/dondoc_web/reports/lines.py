"""What a line of a unit's report says, as one value: compared, stored and typed the same way everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dondoc_web.reports.models import LineStanding, ReportFigure, ReportLine
from dondoc_web.work import figures as numbers

LONGEST = 5000
MOST_FIGURES = 30
MOST_DIGITS, DECIMALS = 15, 3
"""Digits before and after the comma of a figure, as the table keeps them."""

STANDINGS = {
    LineStanding.DONE.value: "hoàn thành trong hạn",
    LineStanding.LATE.value: "hoàn thành quá hạn",
    LineStanding.DOING.value: "đang thực hiện",
    LineStanding.NOT_DONE.value: "chưa thực hiện",
}
"""How far a line is, in the words of forms and official papers: Vietnamese in every language of the site."""


@dataclass(frozen=True, slots=True)
class Figure:
    """12 "tin, bài"."""

    label: str
    value: Decimal
    unit: str = ""

    @property
    def words(self) -> str:
        """As it is typed: ``Tin, bài; 1.234,5; tin``."""
        return "; ".join((self.label, numbers.words(plain(self.value)), self.unit)).removesuffix("; ")


@dataclass(frozen=True, slots=True)
class Content:
    """How far, what was done, what stood in the way, what is asked for, figures."""

    standing: str = LineStanding.NOT_DONE.value
    result: str = ""
    difficulties: str = ""
    proposals: str = ""
    figures: tuple[Figure, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same for a column of JSON."""
        figures = [[one.label, plain(one.value), one.unit] for one in self.figures]
        return {
            "standing": str(self.standing),
            "result": self.result,
            "difficulties": self.difficulties,
            "proposals": self.proposals,
            "figures": figures,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Content:
        """What :meth:`as_json` kept."""
        figures = tuple(Figure(label, Decimal(value), unit) for label, value, unit in kept.get("figures", ()))
        words = {name: kept.get(name, "") for name in ("result", "difficulties", "proposals")}
        return cls(standing=kept.get("standing", LineStanding.NOT_DONE.value), figures=figures, **words)

    @property
    def standing_words(self) -> str:
        """How far, in words."""
        return str(LineStanding(self.standing).label)

    @property
    def figure_words(self) -> str:
        """Figures as they are typed, one a line."""
        return "\n".join(one.words for one in self.figures)


def plain(value: Decimal) -> str:
    """A figure without the noughts that a column adds.

    >>> plain(Decimal("12.000")), plain(Decimal("1200"))
    ('12', '1200')
    """
    return format(value.normalize(), "f")


def figures_typed(text: str) -> tuple[Figure, ...]:
    """Figures typed one a line, ``chỉ tiêu; số; đơn vị``.

    Raises ValidationError that names the line which is no figure.
    """
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if len(rows) > MOST_FIGURES:
        raise ValidationError(_("Một dòng báo cáo không quá %s số liệu.") % MOST_FIGURES)
    return tuple(map(_figure, rows))


def _figure(row: str) -> Figure:
    parts = [part.strip() for part in row.split(";")]
    value = numbers.plain(parts[1]) if len(parts) in (2, 3) else None
    if value is None or not parts[0] or len(parts[0]) > 300 or len("".join(parts[2:])) > 60 or not figure_fits(value):
        words = _("“%s” không đúng: ghi mỗi dòng một số liệu như “Tin, bài; 1.234,5; tin”.")
        raise ValidationError(words % row[:120])
    return Figure(parts[0], Decimal(value), parts[2] if len(parts) == 3 else "")


def figure_fits(value: str) -> bool:
    """Whether the table can keep a plain number.

    >>> figure_fits("1234.5"), figure_fits("0.1234")
    (True, False)
    """
    whole, _point, part = value.lstrip("-").partition(".")
    return len(whole) <= MOST_DIGITS and len(part) <= DECIMALS


def content_of(line: ReportLine) -> Content:
    """What a line says now; its figures are asked for ahead."""
    figures = tuple(Figure(one.label, one.value, one.unit) for one in line.figures.all())
    return Content(line.standing, line.result, line.difficulties, line.proposals, figures)


def put(given: Sequence[tuple[ReportLine, Content]]) -> None:
    """Store contents of lines that are stored, in as many queries for one as for all."""
    rows = []
    for line, content in given:
        line.standing, line.result = content.standing, content.result
        line.difficulties, line.proposals = content.difficulties, content.proposals
        line.edited = line.obligation_id is None or content.as_json() != line.prepared
        rows.append(line)
    ReportLine.objects.bulk_update(
        rows,
        ["position", "words", "standing", "result", "difficulties", "proposals", "basis", "prepared", "edited"],
        batch_size=500,
    )
    ReportFigure.objects.filter(line__in=[line.pk for line in rows]).delete()
    ReportFigure.objects.bulk_create(figure for line, content in given for figure in _rows(line, content.figures))


def _rows(line: ReportLine, figures: Iterable[Figure]) -> Iterable[ReportFigure]:
    return (ReportFigure(line=line, label=one.label, value=one.value, unit=one.unit) for one in figures)
