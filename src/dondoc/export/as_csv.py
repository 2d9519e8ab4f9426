"""Task lists as CSV that Excel opens with its Vietnamese letters right."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from dondoc.document import Plan
from dondoc.export.columns import Heading, columns_for

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(plans: Sequence[Plan]) -> str:
    """The tasks of ``plans``, a row each; the first column names the file when there are several."""
    tasks = [task for plan in plans for task in plan.tasks]
    columns = columns_for(tasks)
    named = ["Tệp"] if len(plans) > 1 else []
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*named, Heading.ORDER, *(column.title for column in columns)])
    for plan in plans:
        for order, task in enumerate(plan.tasks, start=1):
            file = [plan.source.name] if named else []
            writer.writerow(map(as_text, [*file, str(order), *(column.words(task) for column in columns)]))
    return BYTE_ORDER_MARK + out.getvalue()


def as_text(words: str) -> str:
    """``words`` so that no spreadsheet takes them for a formula: an apostrophe before a sign that starts one.

    >>> as_text("=1+1"), as_text("Sở Nội vụ")
    ("'=1+1", 'Sở Nội vụ')
    """
    return f"'{words}" if words.startswith(_STARTS_A_FORMULA) else words
