"""The way from a file to a plan, its steps in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from dondoc.document import Finding, Page, Plan, Source, Word
from dondoc.edits import OffsetMap, apply
from dondoc.extraction import extract
from dondoc.parsing import parse
from dondoc.parsing.linking import linked
from dondoc.reading import read
from dondoc.reading.safe import Limits, read_safely
from dondoc.repair import findings, grade, repair
from dondoc.text import Span


def read_plan(
    path: str | Path | bytes, *, name: str | None = None, undo: Collection[Span] = (), limits: Limits | None = None
) -> Plan:
    """Who must do what by when in the directive at ``path``, each field with its place.

    ``path`` may also be the content of a file; ``name`` then says what the
    source is called and which kind of file it is. A ruined text is repaired
    first; ``undo`` are the places (in the text before repair) of changes to
    leave out. With ``limits`` the file is read in a process of its own, which
    they bound: for files that nobody vouches for.

    :raises dondoc.UnreadableSource: the file cannot be turned into text.
    :raises OSError: there is no such file, or it may not be opened.
    """
    source = read_safely(path, name=name, limits=limits) if limits else read(path, name=name)
    return plan_of(source, undo=undo)


def plan_of(source: Source, *, undo: Collection[Span] = ()) -> Plan:
    """The plan in a source that was read already, repaired first where it is ruined."""
    source = mended(source, undo=undo)
    return extract(source, parse(source))


def mended(source: Source, *, undo: Collection[Span] = ()) -> Source:
    """The source with its ruined words made right, every change listed; a sound text is left as it is.

    Works on the text before any repair, so it can be done again with other
    changes undone. Pages and findings follow their words.
    """
    before = source.text if source.original is None else source.original
    if source.original is not None:
        source = _as_read(source)
    if not grade(before).asks_for_repair:
        return source
    repaired = repair(before)
    left_out = set(undo)
    edits = tuple(edit for edit in repaired.edits if edit.span not in left_out)
    if not edits:
        return source
    text, way = apply(before, edits)
    told = [found for found in findings(repaired) if found.span not in left_out]
    return source.model_copy(
        update={
            "text": text,
            "original": before,
            "edits": edits,
            "findings": tuple(_moved(found, way) for found in (*source.findings, *told)),
            "pages": tuple(_page(page, way) for page in source.pages),
        }
    )


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
