"""dondoc (đôn đốc) reads Vietnamese administrative directives into lists of tasks.

The verbs, in the order of the way through::

    source = dondoc.read("ke-hoach.txt")        # Source: the text and where it came from
    document = dondoc.parse(source)             # Document: letterhead, outline, tables, citations
    plan = dondoc.extract(source, document)     # Plan: tasks and reporting duties

    plan = dondoc.read_plan("ke-hoach.txt")     # the three steps in one
    text = dondoc.to_json(plan)                 # and back: dondoc.from_json(text)

    dondoc.repair(ruined).text                  # a ruined text made right; read_plan does it by itself

Nothing is loaded until it is used, so that importing the package costs nothing
to those who need one noun of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dondoc.document import (
        Cell,
        Citation,
        Clause,
        ClauseKind,
        Columns,
        Document,
        Finding,
        Letterhead,
        Mention,
        Party,
        Plan,
        Quote,
        Relation,
        ReportingDuty,
        ReportingKind,
        Role,
        Row,
        Section,
        Sheet,
        Signer,
        Source,
        Table,
        Task,
        TaskOrigin,
        Timing,
        TimingKind,
    )
    from dondoc.errors import BadPlanJson, DondocError, EmptySource, UnknownFormat, UnreadableSource
    from dondoc.export import from_json, plan_schema, to_json
    from dondoc.extraction import extract
    from dondoc.parsing import parse
    from dondoc.pipeline import link, read_plan
    from dondoc.reading import read
    from dondoc.reading.how import PagePicture, PageRead
    from dondoc.reading.page_picture import page_picture
    from dondoc.repairing import Repaired, repair
    from dondoc.text import Span

__version__ = "0.1.0"

__all__ = [
    "BadPlanJson",
    "Cell",
    "Citation",
    "Clause",
    "ClauseKind",
    "Columns",
    "Document",
    "DondocError",
    "EmptySource",
    "Finding",
    "Letterhead",
    "Mention",
    "PagePicture",
    "PageRead",
    "Party",
    "Plan",
    "Quote",
    "Relation",
    "Repaired",
    "ReportingDuty",
    "ReportingKind",
    "Role",
    "Row",
    "Section",
    "Sheet",
    "Signer",
    "Source",
    "Span",
    "Table",
    "Task",
    "TaskOrigin",
    "Timing",
    "TimingKind",
    "UnknownFormat",
    "UnreadableSource",
    "extract",
    "from_json",
    "link",
    "page_picture",
    "parse",
    "plan_schema",
    "read",
    "read_plan",
    "repair",
    "to_json",
]

_ELSEWHERE = {
    "Repaired": "dondoc.repairing",
    "Span": "dondoc.text",
    "extract": "dondoc.extraction",
    "from_json": "dondoc.export",
    "link": "dondoc.pipeline",
    "PagePicture": "dondoc.reading.how",
    "PageRead": "dondoc.reading.how",
    "page_picture": "dondoc.reading.page_picture",
    "parse": "dondoc.parsing",
    "plan_schema": "dondoc.export",
    "read": "dondoc.reading",
    "read_plan": "dondoc.pipeline",
    "repair": "dondoc.repairing",
    "to_json": "dondoc.export",
    **dict.fromkeys(
        ("BadPlanJson", "DondocError", "EmptySource", "UnknownFormat", "UnreadableSource"), "dondoc.errors"
    ),
}
"""Where a public name lives, when not with the nouns in ``dondoc.document``."""


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_ELSEWHERE.get(name, "dondoc.document")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
