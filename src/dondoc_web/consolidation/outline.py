"""The outline of a directive as headings of a report on it: its words without its numbers.

The report numbers headings by their place, so the number that the directive
prints is taken off: "1. III.1 Tuyên truyền" never stands in a report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dondoc.document import Plan
from dondoc_web.work.models import Task

_NUMBER = re.compile(r"^\s*(?:(?:Phần|Mục|Chương)\s+)?(?:[IVXLC]+|\d+|[a-zđ])(?:\.\d+)*\s*[.)\-–:/]+\s+", re.IGNORECASE)
LONGEST = 300


def headings(plan: Plan) -> dict[str, str]:
    """For each clause the title nearest above it, itself included.

    A clause without a title above it has none.
    """
    found: dict[str, str] = {}
    for clause in plan.document.clauses:
        title = bare(clause.title.text) if clause.title else ""
        found[clause.path] = title or found.get(clause.parent or "", "")
    return found


def heading_of(task: Task, known: Mapping[str, str]) -> str:
    """What the task stands under: the title of its group in a table, otherwise the nearest title of the outline.

    Closing words stand below the last clause but belong to the part that they close, as their
    address says (``IV`` at ``IV.4/1``). Empty where the directive has neither.
    """
    closing = task.clause.startswith(f"{task.label}.")
    return bare(task.group_title) or known.get(task.label if closing else task.clause, "")[:LONGEST]


def bare(title: str) -> str:
    """A title without its printed number and closing mark.

    >>> bare("III.1. Công tác tuyên truyền:"), bare("2) Nguồn lực"), bare("a) Tổ chức")
    ('Công tác tuyên truyền', 'Nguồn lực', 'Tổ chức')
    """
    words = " ".join(title.split())
    return _NUMBER.sub("", words, count=1).rstrip(" .:;")[:LONGEST]
