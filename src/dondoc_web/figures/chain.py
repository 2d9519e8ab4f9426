"""The timeline of the cascade: when each directive was issued, and how long it took from one level to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc_web.documents.cascade import CARRIED_OUT, Cascade, Key, Node, Step
from dondoc_web.work.charts import Chart
from dondoc_web.work.figure_files import Table


@dataclass(frozen=True, slots=True)
class Issued:
    """A directive on its day, with the steps that lead to it; ``waited`` are the days since the latest one above."""

    node: Node
    above: Sequence[Step]

    @property
    def level(self) -> int:
        """Counted from 1 at the top."""
        return self.node.level + 1

    @property
    def waited(self) -> int | None:
        return min((step.days for step in self.above if step.days is not None), default=None)


def issued(found: Cascade) -> list[Issued]:
    """Every directive, level by level from the top, the earliest first; without a day at the end of its level."""
    above: dict[Key, list[Step]] = {}
    for step in found.steps:
        if step.relation in CARRIED_OUT:
            above.setdefault(step.lower.key, []).append(step)
    nodes = sorted(found.nodes.values(), key=lambda one: (one.level, one.day or date.max, one.name))
    return [Issued(node, above.get(node.key, [])) for node in nodes]


def chart(lines: Sequence[Issued]) -> Chart:
    """A row a directive, its mark on its day, arrows with the days between."""
    title = _("Chuỗi văn bản theo ngày ban hành")
    drawn = [one for one in lines if one.node.day]
    at = {one.node.key: place for place, one in enumerate(drawn)}
    steps = [step for one in drawn for step in one.above if step.upper.key in at]
    data = {
        "kind": "chain",
        "title": title,
        "words": {"days": _("ngày"), "held": _("đã tải lên"), "stub": _("mới được viện dẫn")},
        "lines": [_line(one) for one in drawn],
        "steps": [{"upper": at[step.upper.key], "lower": at[step.lower.key], "days": step.days} for step in steps],
        "series": [{"name": title}],
    }
    return Chart("chain", title, _in_words(drawn, steps), data)


def _line(one: Issued) -> dict[str, Any]:
    source = one.node.source_id
    return {
        "name": one.node.name,
        "title": one.node.title,
        "day": str(one.node.day),
        "level": _("Cấp %d") % one.level,
        "link": reverse("documents:show", args=[source]) if source else "",
    }


def _in_words(drawn: Sequence[Issued], steps: Sequence[Step]) -> str:
    if not drawn:
        return ""
    days = sorted(one.node.day for one in drawn if one.node.day)
    said = _("%(n)d văn bản có ngày, từ %(first)s đến %(last)s.") % {
        "n": len(drawn), "first": f"{days[0]:%d/%m/%Y}", "last": f"{days[-1]:%d/%m/%Y}",
    }  # fmt: skip
    waits = sorted(step.days for step in steps if step.days is not None)
    if not waits:
        return said
    between = _(
        "Từ văn bản trên đến văn bản dưới: nhanh nhất %(least)d ngày, chậm nhất %(most)d ngày, "
        "một nửa trong %(half)d ngày."
    )
    return f"{said} {between % {'least': waits[0], 'most': waits[-1], 'half': round(median(waits))}}"


# As a file --------------------------------------------------------------------------------------------------------

WIDTHS = (26, 60, 8, 14, 40, 12)


def table(lines: Sequence[Issued], notes: Sequence[str]) -> Table:
    """The table of the page, with the subject of each directive; the steps above it one a line."""
    heads = [
        _("Văn bản"), _("Trích yếu"), _("Cấp"), _("Ngày ban hành"), _("Thực hiện văn bản"), _("Số ngày chờ"),
    ]  # fmt: skip
    rows = [
        [
            one.node.name if one.node.source_id else f"{one.node.name} ({_('mới được viện dẫn')})",
            one.node.title,
            one.level,
            one.node.day,
            "\n".join(_step(step) for step in one.above),
            one.waited,
        ]
        for one in lines
    ]
    return Table(_("Chuỗi văn bản theo ngày ban hành"), heads, rows, notes, widths=WIDTHS)


def _step(step: Step) -> str:
    return step.upper.name if step.days is None else f"{step.upper.name} (+{step.days} {_('ngày')})"
