"""A task while it is being put together, and its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.document import Finding, Party, Quote, Role, Task, TaskOrigin, Timing
from dondoc.extraction.parties import resolved
from dondoc.extraction.scope import quote_of
from dondoc.parsing.markers import roman_value
from dondoc.text import Passage


@dataclass(slots=True)
class Draft:
    """What is known of a task; lists grow until :func:`finished` freezes it."""

    label: str
    origin: TaskOrigin
    words: Passage
    lines: tuple[int, int]
    clause: str | None = None
    points: list[Passage] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    timing: Timing = field(default_factory=Timing)
    group: str | None = None
    group_title: Quote | None = None
    parent: Quote | None = None
    product: Quote | None = None
    note: Quote | None = None


def finished(drafts: Sequence[Draft], source: str, place: str | None) -> list[Task]:
    """The tasks in the order of the document, each with an id of its own, agencies looked up for ``place``."""
    # A number printed without words ("1." before a page was cut off) orders nothing.
    worded = [draft for draft in drafts if draft.words.text or any(point.text for point in draft.points)]
    ordered = sorted(worded, key=lambda draft: (draft.lines[0], _place(draft)))
    ids = _ids(ordered)
    for draft in ordered:
        draft.parties = [resolved(one, place) for one in draft.parties]
    return [_task(draft, name, source) for draft, name in zip(ordered, ids, strict=True)]


def _place(draft: Draft) -> int:
    return draft.words.pieces[0].source if draft.words.pieces else 0


def _task(draft: Draft, name: str, source: str) -> Task:
    findings = []
    if not any(one.role is Role.LEAD for one in draft.parties):
        place = draft.words.spans(source)
        findings.append(
            Finding(
                kind="no_agency",
                message="nhiệm vụ chưa nêu cơ quan chủ trì; cần phân công",
                span=place[0] if place else None,
            )
        )
    return Task(
        id=name,
        label=draft.label,
        clause=draft.clause,
        origin=draft.origin,
        wording=quote_of(draft.words, source),
        points=tuple(quote_of(point, source) for point in draft.points if point.text),
        group=draft.group,
        group_title=draft.group_title,
        parent=draft.parent,
        parties=tuple(draft.parties),
        timing=draft.timing,
        product=draft.product,
        note=draft.note,
        source_lines=draft.lines,
        findings=tuple(findings),
    )


def _ids(drafts: Sequence[Draft]) -> list[str]:
    """``III.2.1`` → ``3.2.1``; parts of one item are numbered ``-1``, ``-2``."""
    bases = [arabic(draft.label if draft.clause is None else _address(draft)) for draft in drafts]
    total, seen, ids = Counter(bases), Counter[str](), []
    for base in bases:
        seen[base] += 1
        ids.append(f"{base}-{seen[base]}" if total[base] > 1 else base)
    return ids


def _address(draft: Draft) -> str:
    """The label, with ``PL.`` before a row number that does not say it ("1.1")."""
    row = draft.origin is TaskOrigin.TABLE_ROW and not draft.label.startswith("PL")
    return f"{draft.clause}.{draft.label}" if row and draft.clause else draft.label


def arabic(path: str) -> str:
    """An address with Roman parts in Arabic figures.

    >>> arabic("III.2.1"), arabic("PL.IV.3")
    ('3.2.1', 'PL.4.3')
    """
    parts = path.split(".")
    return ".".join(str(value) if part.isupper() and (value := roman_value(part)) else part for part in parts)
