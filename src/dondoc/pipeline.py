"""The way from a file to a plan, its steps in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dondoc.document import Columns, Finding, Page, Plan, Source, Word
from dondoc.edits import OffsetMap, apply, decided
from dondoc.extraction import extract
from dondoc.parsing import parse
from dondoc.parsing.linking import linked
from dondoc.reading import read
from dondoc.reading.how import Progress
from dondoc.reading.safe import Limits, read_safely
from dondoc.repairing import Doubt, Repaired, apart, findings, grade, proofread, repair
from dondoc.text import Span


def read_plan(  # noqa: PLR0913 - the one door: what each step may want to be told
    path: str | Path | bytes,
    *,
    name: str | None = None,
    undo: Collection[Span] = (),
    limits: Limits | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    columns: Sequence[Columns] = (),
) -> Plan:
    """Who must do what by when in the directive at ``path``, each field with its place.

    ``path`` may also be the content of a file; ``name`` then says what the
    source is called and which kind of file it is. A ruined text is repaired
    first; ``undo`` are the places (in the text before repair) of changes to
    leave out. With ``limits`` the file is read in a process of its own, which
    they bound: for files that nobody vouches for. ``progress`` is told each
    page as it is read; ``cache`` is a folder of pages once recognised; ``columns``
    name the columns of lists in spreadsheets.

    :raises dondoc.UnreadableSource: the file cannot be turned into text.
    :raises OSError: there is no such file, or it may not be opened.
    """
    if limits:
        source = read_safely(path, name=name, limits=limits, progress=progress, cache=cache, columns=columns)
    else:
        source = read(path, name=name, progress=progress, cache=cache, columns=columns)
    return plan_of(source, undo=undo)


def plan_of(source: Source, *, undo: Collection[Span] = (), chosen: Mapping[Span, str] | None = None) -> Plan:
    """The plan in a source that was read already, repaired first where it is ruined.

    ``undo`` and ``chosen`` are what a person decided of places in the text before repair (:func:`mended`).
    """
    source = mended(source, undo=undo, chosen=chosen)
    return extract(source, parse(source))


def mended(source: Source, *, undo: Collection[Span] = (), chosen: Mapping[Span, str] | None = None) -> Source:
    """The source with its ruined words made right, every change listed; a sound text is left as it is.

    Where the words were recognised from a picture, those that their reader
    doubted are read over too, by what stands around them.
    Works on the text before any repair, so it can be done again with other
    changes undone, or with the readings that a person chose in their place
    (in a sound text too). Pages and findings follow their words.
    """
    before = source.text if source.original is None else source.original
    if source.original is not None:
        source = _as_read(source)
    repaired = repair(before) if grade(before).asks_for_repair else None
    found = apart([*(repaired.edits if repaired else ()), *proofread(before, _doubts(source))])
    edits = decided(found, before, undo=undo, chosen=chosen)
    if not edits:
        return source
    text, way = apply(before, edits)
    settled = {*undo, *(chosen or {})}
    told = [finding for finding in _told(source, repaired) if finding.span not in settled]
    return source.model_copy(
        update={
            "text": text,
            "original": before,
            "edits": edits,
            "findings": tuple(_moved(found, way) for found in (*source.findings, *told)),
            "pages": tuple(_page(page, way) for page in source.pages),
        }
    )


def _doubts(source: Source) -> Iterator[Doubt]:
    """The words that were recognised from a picture."""
    for page in source.pages:
        if page.origin == "recognised":
            for word in page.words:
                if word.confidence is not None:
                    yield Doubt(Span(word.start, word.end), word.confidence)


def _told(source: Source, repaired: Repaired | None) -> tuple[Finding, ...]:
    """What the repair has to tell; a text that was just recognised need not be recognised again."""
    recognised = any(page.origin == "recognised" for page in source.pages)
    told = findings(repaired) if repaired else ()
    return tuple(found for found in told if not (recognised and found.kind == "asks_for_ocr"))


def _as_read(source: Source) -> Source:
    """The source before its repair; findings of the repair are told anew."""
    original = source.original or ""
    _, way = apply(original, source.edits)
    back = OffsetMap(way.new, way.old)
    kept = tuple(_moved(found, back) for found in source.findings if not found.kind.startswith(_TOLD))
    pages = tuple(_page(page, back) for page in source.pages)
    update = {"text": original, "original": None, "edits": (), "findings": kept, "pages": pages}
    return source.model_copy(update=update)


_TOLD = ("repaired", "unreadable_line", "asks_for_ocr")
"""Kinds of findings that the repair itself makes."""


def _moved(found: Finding, way: OffsetMap) -> Finding:
    return found.model_copy(update={"span": way.span_forward(found.span)}) if found.span else found


def _page(page: Page, way: OffsetMap) -> Page:
    """The page with its words at their places in the repaired text."""
    words = tuple(_word(word, way) for word in page.words)
    return page.model_copy(update={"span": way.span_forward(page.span), "words": words})


def _word(word: Word, way: OffsetMap) -> Word:
    start, end = way.span_forward(Span(word.start, word.end))
    return word._replace(start=start, end=end)


def link(plans: Iterable[Plan]) -> list[Plan]:
    """The same plans, in order, their citations tied to one another (:attr:`Citation.resolved` is a source's name)."""
    every = list(plans)
    documents = linked({plan.source.name: plan.document for plan in every})
    return [plan.model_copy(update={"document": documents[plan.source.name]}) for plan in every]
