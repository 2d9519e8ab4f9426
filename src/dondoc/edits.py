"""Changes of a text, each with its place in the original, and the way between both texts.

An :class:`Edit` says what was changed and how sure that is; :func:`apply` makes
the new text of the original and the edits, so that leaving an edit out of the
list is undoing it; :class:`OffsetMap` finds places of one text in the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dondoc.text import Span


class Reason(StrEnum):
    """Why a word was changed, in Vietnamese for the page."""

    ENCODING = "bảng mã"
    MARKS = "mất dấu"
    LETTERS = "sai chữ"
    SPLIT = "dính chữ"
    JOINED = "rời chữ"
    SYMBOL = "số, ký hiệu"
    PERSON = "người đọc chọn"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the characters of ``span`` in the original, ``before``, became ``after``.

    ``confidence`` is the share of such changes that are right (0 to 1);
    ``alternatives`` are the next best readings with theirs, best first.
    """

    span: Span
    before: str
    after: str
    reason: Reason
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()

    @property
    def touches_number(self) -> bool:
        """A number or document symbol is what changed, or what came of it: a person must confirm it."""
        bare = [letter for letter in self.before if letter.isalnum()]
        return any(letter.isdigit() for letter in self.after) or (bool(bare) and all(map(str.isdigit, bare)))


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Places of an original and of a text made from it by replacing ``spans`` with new lengths.

    ``old`` and ``new`` are the replaced spans in either text, in order, apart from each other.
    """

    old: tuple[Span, ...] = ()
    new: tuple[Span, ...] = ()

    def forward(self, place: int) -> int:
        """Place in the new text of character ``place`` of the original."""
        return _moved(place, self.old, self.new)

    def back(self, place: int) -> int:
        """Place in the original of character ``place`` of the new text."""
        return _moved(place, self.new, self.old)

    def span_forward(self, span: Span) -> Span:
        """The span of the new text that stands for ``span`` of the original, whole changes taken in."""
        return _moved_span(span, self.old, self.new)

    def span_back(self, span: Span) -> Span:
        """The span of the original that stands for ``span`` of the new text, whole changes taken in."""
        return _moved_span(span, self.new, self.old)


def _at(place: int, spans: Sequence[Span]) -> int:
    """Number of the last span that starts at or before ``place``, or -1."""
    return bisect_right(spans, place, key=lambda span: span.start) - 1


def _moved(place: int, source: Sequence[Span], target: Sequence[Span]) -> int:
    found = _at(place, source)
    if found < 0:
        return place
    here, there = source[found], target[found]
    if place >= here.end:
        return there.end + place - here.end
    return min(there.start + place - here.start, max(there.end - 1, there.start))


def _moved_span(span: Span, source: Sequence[Span], target: Sequence[Span]) -> Span:
    first = _at(span.start, source)
    inside = first >= 0 and span.start < source[first].end
    start = target[first].start if inside else _moved(span.start, source, target)
    last = _at(max(span.end - 1, span.start), source)
    inside = last >= 0 and span.end - 1 < source[last].end
    end = target[last].end if inside and span.end > span.start else _moved(span.end, source, target)
    return Span(start, max(start, end))


def apply(original: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """The text that ``edits`` make of ``original``, and the map between both.

    Raises ValueError when two edits overlap or an edit's ``before`` does not stand at its span.
    """
    parts: list[str] = []
    old: list[Span] = []
    new: list[Span] = []
    at = size = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span
        if start < at or original[start:end] != edit.before:
            raise ValueError(f"the edit of {edit.before!r} at {start} does not fit the text")
        parts += (original[at:start], edit.after)
        size += start - at
        old.append(edit.span)
        new.append(Span(size, size + len(edit.after)))
        size += len(edit.after)
        at = end
    parts.append(original[at:])
    return "".join(parts), OffsetMap(tuple(old), tuple(new))


def chained(first: Sequence[Edit], second: Sequence[Edit], original: str) -> tuple[Edit, ...]:
    """Edits of ``original`` that do what ``first`` and then ``second`` (of the text ``first`` made) do.

    Where both change the same place the result is one edit with the words,
    reason and confidence of the second over the whole place.
    """
    if not first or not second:
        return tuple(first or second)
    middle, way = apply(original, first)
    groups: list[tuple[Span, list[Edit]]] = []
    merged = sorted(
        [(way.span_forward(edit.span), 0, edit) for edit in first] + [(edit.span, 1, edit) for edit in second],
        key=lambda item: (item[0], item[1]),
    )
    for span, _, edit in merged:
        if groups and span.start < groups[-1][0].end:
            whole = Span(groups[-1][0].start, max(groups[-1][0].end, span.end))
            groups[-1] = (whole, [*groups[-1][1], edit])
        else:
            groups.append((span, [edit]))
    later = set(map(id, second))
    out = []
    for span, edits in groups:
        mine = [edit for edit in edits if id(edit) in later]
        if not mine:
            out.append(edits[0])
            continue
        after, at = "", span.start
        for edit in mine:
            after += middle[at : edit.span.start] + edit.after
            at = edit.span.end
        after += middle[at : span.end]
        place = way.span_back(span)
        least = min(mine, key=lambda edit: edit.confidence)
        before = place.of(original)
        if before != after:
            out.append(replace(least, span=place, before=before, after=after))
    return tuple(out)


def decided(
    edits: Iterable[Edit], original: str, *, undo: Collection[Span] = (), chosen: Mapping[Span, str] | None = None
) -> tuple[Edit, ...]:
    """``edits`` without those at ``undo``, and with the readings that a person chose for places of ``original``.

    A chosen reading takes the place of every edit that it touches, whose readings
    become its alternatives. A place outside the text, or one that overlaps a
    place chosen earlier in the text, is passed over.
    """
    left_out = set(undo)
    kept = [edit for edit in edits if edit.span not in left_out]
    told: list[Edit] = []
    at = 0
    for span in sorted(chosen or {}):
        if not at <= span.start < span.end <= len(original):
            continue
        at = span.end
        touched = [edit for edit in kept if edit.span.start < span.end and edit.span.end > span.start]
        kept = [edit for edit in kept if edit not in touched]
        before, after = span.of(original), (chosen or {})[span]
        others = tuple(
            reading
            for edit in touched
            if edit.span == span
            for reading in ((edit.after, edit.confidence), *edit.alternatives)
            if reading[0] != after
        )
        if before != after:
            told.append(Edit(span, before, after, Reason.PERSON, 1.0, others))
    return tuple(sorted((*kept, *told), key=lambda edit: edit.span))
