"""Which words of the source mean what: the text cut into stretches, each with its meanings.

A meaning is written as a token: ``t12.lead`` (lead of task 12), ``c3``
(citation 3), ``h7`` (heading 7), ``l.number`` (letterhead), ``d2`` (reporting
duty 2), ``f5`` (finding 5); numbers count from 0. ``e12-15`` is the change of
characters 12 to 15 of the text before repair, ``s0`` what the address asks for (``found=12-30,45-60``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dondoc.document import Plan, Quote, Task
from dondoc.edits import apply
from dondoc.text import Span
from dondoc_web.documents.edits import Change
from dondoc_web.documents.reading import all_findings

ROLES = (
    "lead", "coordinating", "directing", "guiding", "implementing", "submitted_to", "approved_by",
    "timing", "product", "note", "number", "kind", "issuer", "place", "date", "subject", "signer", "recipient",
    "citation", "wording", "points", "finding", "duty", "parent", "group", "heading", "clause", "edit", "found",
)  # fmt: skip
"""Meanings from the narrowest to the widest: the first that a stretch has gives it its colour."""

_RANK = {role: rank for rank, role in enumerate(ROLES)}


class Meaning(NamedTuple):
    """A place in the text, the token of what was made of it, and its role."""

    span: Span
    token: str
    role: str


class Stretch(NamedTuple):
    """A run of text in which every character has the same meanings."""

    text: str
    tokens: tuple[str, ...]
    role: str


def meanings(plan: Plan) -> Iterator[Meaning]:
    """Everything that the plan says about places of its text."""
    yield from _letterhead(plan)
    for at, clause in enumerate(plan.document.clauses):
        yield from _quote(clause.title, f"h{at}", "heading")
        yield from _quote(clause.text, f"h{at}", "clause")
    for at, citation in enumerate(plan.document.citations):
        yield from (Meaning(mention.span, f"c{at}", "citation") for mention in citation.mentions)
    for at, duty in enumerate(plan.reporting):
        yield from _quote(duty.wording, f"d{at}", "duty")
    for at, finding in enumerate(all_findings(plan)):
        if finding.span is not None:
            yield Meaning(finding.span, f"f{at}", "finding")
    for at, task in enumerate(plan.tasks):
        yield from _task(task, f"t{at}")


def _letterhead(plan: Plan) -> Iterator[Meaning]:
    head = plan.document.letterhead
    for role in ("number", "kind", "issuer", "place", "date", "subject"):
        yield from _quote(getattr(head, role), f"l.{role}", role)
    yield from _quote(head.signer_quote, "l.signer", "signer")
    for recipient in head.recipients:
        yield from _quote(recipient, "l.recipient", "recipient")


def _task(task: Task, token: str) -> Iterator[Meaning]:
    for role in ("wording", "product", "note", "parent"):
        yield from _quote(getattr(task, role), f"{token}.{role}", role)
    yield from _quote(task.group_title, f"{token}.group", "group")
    for point in task.points:
        yield from _quote(point, f"{token}.points", "points")
    for party in task.parties:
        yield from _quote(party.phrase, f"{token}.{party.role.value}", party.role.value)
    yield from (Meaning(span, f"{token}.timing", "timing") for span in task.timing.spans)


def _quote(quote: Quote | None, token: str, role: str) -> Iterator[Meaning]:
    if quote is not None:
        yield from (Meaning(span, token, role) for span in quote.spans)


def stretches(text: str, found: Iterable[Meaning]) -> Iterator[Stretch]:
    """``text`` cut at every border of a meaning; one sweep over the sorted borders."""
    borders: dict[int, list[tuple[bool, Meaning]]] = {}
    for meaning in found:
        start, end = max(meaning.span.start, 0), min(meaning.span.end, len(text))
        if start < end:
            borders.setdefault(start, []).append((True, meaning))
            borders.setdefault(end, []).append((False, meaning))
    active: dict[tuple[str, str], int] = {}
    at = 0
    for border in sorted(borders):
        if border > at:
            yield _stretch(text[at:border], active)
            at = border
        _cross(active, borders[border])
    if at < len(text):
        yield Stretch(text[at:], (), "")


def _cross(active: dict[tuple[str, str], int], border: list[tuple[bool, Meaning]]) -> None:
    """Two spans of one meaning may overlap, so each key is counted."""
    for opens, meaning in border:
        key = (meaning.token, meaning.role)
        active[key] = active.get(key, 0) + (1 if opens else -1)
        if not active[key]:
            del active[key]


def _stretch(text: str, active: dict[tuple[str, str], int]) -> Stretch:
    ordered = sorted(active, key=lambda key: _RANK[key[1]])
    return Stretch(text, tuple(token for token, _ in ordered), ordered[0][1] if ordered else "")


def marked_html(plan: Plan, changes: Sequence[Change] = (), found: Iterable[Span] = ()) -> SafeString:
    """The text with ``<mark>`` around every stretch that means something, each change, and what was ``found``."""
    edits = (Meaning(change.here, change.token, "edit") for change in changes)
    looked_for = (Meaning(span, "s0", "found") for span in found)
    return marked(plan.source.text, chain(meanings(plan), edits, looked_for), changes)


_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
MOST_PLACES = 50


def places_asked(words: str) -> list[Span]:
    """Places of the text that an address names: ``12-30,45-60``; what is no place is passed over."""
    found = [_PLACE.fullmatch(part) for part in words[:1000].split(",")[:MOST_PLACES]]
    return [Span(int(one[1]), int(one[2])) for one in found if one and int(one[1]) < int(one[2])]


def original_html(plan: Plan, changes: Sequence[Change]) -> SafeString:
    """The text before its repair, marked the same way."""
    original = plan.source.original
    if original is None:
        return marked_html(plan, changes)
    way = apply(original, plan.source.edits)[1]
    moved = (meaning._replace(span=way.span_back(meaning.span)) for meaning in meanings(plan))
    edits = (Meaning(change.place, change.token, "edit") for change in changes)
    return marked(original, chain(moved, edits), changes)


def marked(text: str, found: Iterable[Meaning], changes: Sequence[Change] = ()) -> SafeString:
    """``text`` with ``<mark>`` around every stretch that means something.

    Built by joining strings: a directive of 500 tasks has ten thousand stretches.
    """
    codes = {change.token: change.level.code for change in changes}
    parts = []
    for words, tokens, role in stretches(text, found):
        if tokens:
            code = next((codes[token] for token in tokens if token in codes), "")
            look = f"m m-{role} e e-{code}" if code else f"m m-{role}"
            parts.append(f'<mark class="{look}" data-m="{" ".join(tokens)}">{escape(words)}</mark>')
        else:
            parts.append(escape(words))
    return mark_safe("".join(parts))  # noqa: S308 - every text in it was escaped
