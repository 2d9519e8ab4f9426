"""The words around what was found, with marks; and where in the text of the source they stand."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dondoc_web.search.asking import Asked
from dondoc_web.search.folding import Token, tokens
from dondoc_web.search.models import Entry

AROUND = 90
"""Letters shown before the first mark."""
LONGEST = 320
MOST_PLACES = 12

Place = tuple[int, int]


def places_in(what: Asked, words: str) -> list[Place]:
    """Where units of ``what`` stand in ``words``, in order; those that touch, or that only a space parts, are one."""
    found = list(tokens(words))
    whole = [place for phrase in (what.words,) if len(phrase) > 1 for place in _standing(found, phrase, False)]
    each = [place for unit in what.units for phrase in unit.phrases for place in _standing(found, phrase, unit.begins)]
    merged: list[Place] = []
    for start, end in sorted([*whole, *each]):
        if merged and not words[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _standing(found: Sequence[Token], phrase: Sequence[str], begins: bool) -> list[Place]:
    size = len(phrase)
    *firsts, last = phrase
    return [
        (found[at].start, found[at + size - 1].end)
        for at in range(len(found) - size + 1)
        if all(found[at + n].folded == word for n, word in enumerate(firsts))
        and (found[at + size - 1].folded.startswith(last) if begins else found[at + size - 1].folded == last)
    ]


def snippet(what: Asked, words: str) -> SafeString:
    """A part of ``words`` with ``<mark>`` around what was found, from where most of it stands."""
    found = places_in(what, words)
    start, end = _window(words, found)
    parts, at = [], start
    for left, right in found:
        if start <= left and right <= end:
            parts += [escape(words[at:left]), "<mark>", escape(words[left:right]), "</mark>"]
            at = right
    parts.append(escape(words[at:end]))
    before, after = ("… " if start else ""), (" …" if end < len(words) else "")
    return mark_safe(f"{before}{''.join(parts).strip()}{after}")  # noqa: S308 - every part was escaped


def marked(what: Asked, words: str) -> SafeString:
    """All of ``words`` with marks: a name is never cut."""
    parts, at = [], 0
    for left, right in places_in(what, words):
        parts += [escape(words[at:left]), "<mark>", escape(words[left:right]), "</mark>"]
        at = right
    return mark_safe("".join([*parts, escape(words[at:])]))  # noqa: S308 - every part was escaped


def _window(words: str, found: Sequence[Place]) -> Place:
    """Where the snippet begins and ends: at words, with as many marks as fit."""
    if len(words) <= LONGEST:
        return 0, len(words)
    starts = [left for left, _right in found] or [0]
    best = max(
        starts, key=lambda one: (sum(one <= left and right <= one + LONGEST - AROUND for left, right in found), -one)
    )
    start = max(best - AROUND, 0)
    if start:
        start = words.find(" ", start, best) + 1 or best
    end = min(start + LONGEST, len(words))
    if end < len(words):
        cut = words.rfind(" ", best + 1, end)
        end = cut if cut > 0 else end
    return start, end


def places_in_source(what: Asked, entry: Entry) -> str:
    """Places of the text of the source, as an address takes them: ``12-30,45-60``; the whole where loose."""
    if entry.loose:
        spans: list[Place] = [(start, end) for start, end in entry.spans]
    else:
        spans = [place for found in places_in(what, entry.words) for place in _in_source(found, entry.spans)]
        spans = spans or [(start, end) for start, end in entry.spans]
    return ",".join(f"{start}-{end}" for start, end in spans[:MOST_PLACES])


def _in_source(found: Place, spans: Sequence[Sequence[int]]) -> list[Place]:
    parts, at = [], 0
    for start, end in spans:
        left, right = max(found[0], at), min(found[1], at + end - start)
        if left < right:
            parts.append((start + left - at, start + right - at))
        at += end - start + 1
    return parts
