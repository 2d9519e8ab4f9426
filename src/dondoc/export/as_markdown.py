"""Task lists as Markdown tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dondoc.document import Plan, ReportingDuty
from dondoc.export.columns import Heading, columns_for, heading_line, vietnamese_day

_MEANS_SOMETHING = re.compile(r"([\\`*_\[\]<>|#~])")


def to_markdown(plans: Sequence[Plan]) -> str:
    """Each plan under a heading: its tasks, then its reporting duties where it has any."""
    return "\n".join(_plan(plan) for plan in plans)


def _plan(plan: Plan) -> str:
    blocks = [f"# {literal(heading_line(plan))}", _tasks(plan) if plan.tasks else "Không có nhiệm vụ nào."]
    if plan.reporting:
        blocks += ["## Chế độ báo cáo", _duties(plan.reporting)]
    return "\n\n".join(blocks) + "\n"


def _tasks(plan: Plan) -> str:
    columns = columns_for(plan.tasks)
    rows = [[str(order), *(c.words(task) for c in columns)] for order, task in enumerate(plan.tasks, start=1)]
    return table([Heading.ORDER, *(c.title for c in columns)], rows)


def _duties(duties: Iterable[ReportingDuty]) -> str:
    rows = [[d.text, d.who or "", d.to or "", vietnamese_day(d.due) if d.due else ""] for d in duties]
    return table(["Nội dung", "Cơ quan báo cáo", "Nơi nhận báo cáo", "Thời hạn"], rows)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells show ``rows`` as they are, line breaks kept."""
    lines = [header, ["---"] * len(header), *([literal(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def literal(words: str) -> str:
    r"""``words`` with every sign that Markdown would take for markup shown as it is.

    >>> print(literal("Sở A | Sở B"))
    Sở A \| Sở B
    """
    return _MEANS_SOMETHING.sub(r"\\\1", words).replace("\n", "<br>")
