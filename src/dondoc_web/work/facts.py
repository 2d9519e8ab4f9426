"""The facts of a task in one form, JSON: what a reading proposes, what stood before, what a change would make.

A fact sheet has a value for each name of :data:`FIELDS`, ``spans`` (places of
each field) and ``parties``: ``[{"role", "phrase", "spans", "agency", "group"}, …]``
with keys of rows or None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, Protocol

from dondoc.agencies.registry import normal
from dondoc.document import Party as ReadParty
from dondoc.document import Quote
from dondoc.document import Task as ReadTask
from dondoc_web.documents.reading import day
from dondoc_web.work.models import Party, Task

Facts = dict[str, Any]
Place = list[int]

WORDS = ("label", "clause", "group", "group_title", "text", "product", "note", "timing_text", "timing_kind", "due")
DAYS = ("start", "end")
FIELDS = (*WORDS, *DAYS, "bullets", "due_dates", "recurrence")
SHOWN = ("text", "bullets", "parties", "timing_text", "timing_kind", "start", "end", "due", "recurrence", "product")
"""What a person is shown when two fact sheets differ."""
LONGEST = {"label": 100, "clause": 200, "group": 60, "due": 10, "recurrence": 20}


class Meaning(Protocol):
    """Tells whom a phrase means: keys of an agency and of a group, each may be None."""

    def __call__(self, party: ReadParty) -> Sequence[tuple[int | None, int | None]]: ...


def of_reading(task: ReadTask, meant: Meaning) -> Facts:
    """The fact sheet of a task as the library read it."""
    timing = task.timing
    return {
        "label": task.label[:100],
        "clause": (task.clause or "")[:200],
        "group": (task.group or "")[:60],
        "group_title": _text(task.group_title),
        "text": clean(task.wording.text),
        "bullets": [clean(point.text) for point in task.points],
        "product": _text(task.product),
        "note": _text(task.note),
        "timing_text": clean(timing.text or ""),
        "timing_kind": timing.kind.value,
        "start": iso(day(timing.start)),
        "end": iso(day(timing.end)),
        "due": (timing.due or "")[:10],
        "due_dates": list(timing.due_dates),
        "recurrence": (timing.recurrence or "")[:20],
        "spans": {
            "text": places([task.wording]),
            "bullets": places(task.points),
            "timing": [list(span) for span in timing.spans],
            "product": places([task.product]),
            "group_title": places([task.group_title]),
        },
        "parties": [
            {
                "role": party.role.value,
                "phrase": clean(party.phrase.text)[:500],
                "spans": places([party.phrase]),
                "agency": agency,
                "group": group,
            }
            for party in task.parties
            for agency, group in meant(party)
        ],
    }


def of_row(task: Task) -> Facts:
    """The fact sheet of a stored task; its parties are asked for unless they are at hand."""
    found: Facts = {name: getattr(task, name) for name in FIELDS}
    found |= {name: iso(found[name]) for name in DAYS}
    parties = [
        {"role": p.role, "phrase": p.phrase, "spans": p.spans, "agency": p.agency_id, "group": p.group_id}
        for p in task.parties.all()
    ]
    return found | {"spans": task.spans, "parties": parties}


def put(task: Task, facts: Mapping[str, Any]) -> None:
    """Write the facts that are given into ``task`` (not saved), and its key."""
    for name in FIELDS:
        if name in facts:
            setattr(task, name, day(facts[name]) if name in DAYS else facts[name])
    if "spans" in facts:
        task.spans = facts["spans"]
    task.key = key_of(task.clause, task.text)


def parties(task: Task, facts: Mapping[str, Any]) -> list[Party]:
    """Rows (not saved) for the parties of a fact sheet."""
    return [
        Party(
            task=task,
            role=one["role"],
            phrase=one["phrase"][:500],
            spans=one["spans"],
            agency_id=one["agency"],
            group_id=one["group"],
            position=at,
        )
        for at, one in enumerate(facts["parties"])
    ]


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the shown facts that differ; how words are spaced and where they stand does not count."""
    return [name for name in SHOWN if _compared(name, before.get(name)) != _compared(name, after.get(name))]


def _compared(name: str, value: Any) -> Any:
    if name == "parties":
        return [(p["role"], normal(p["phrase"]), p["agency"], p["group"]) for p in value or ()]
    if name == "bullets":
        return [" ".join(one.split()) for one in value or ()]
    return " ".join(value.split()) if isinstance(value, str) else value


def key_of(clause: str, text: str) -> str:
    """What a task is known by from one reading to the next: its clause and its words, without marks and capitals."""
    return blake2b(f"{clause}\n{normal(text)}".encode(), digest_size=16).hexdigest()


def places(quotes: Iterable[Quote | None]) -> list[Place]:
    """Where quotes stand."""
    return [list(span) for quote in quotes if quote is not None for span in quote.spans]


def clean(text: str) -> str:
    """``text`` as a column takes it; PostgreSQL knows no NUL."""
    return text.replace("\0", "")


def iso(value: date | str | None) -> str | None:
    """A day as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def _text(quote: Quote | None) -> str:
    return clean(quote.text) if quote else ""
