"""The way from a file to a plan, its steps in order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dondoc.document import Plan
from dondoc.extraction import extract
from dondoc.parsing import parse
from dondoc.parsing.linking import linked
from dondoc.reading import read


def read_plan(path: str | Path | bytes, *, name: str | None = None) -> Plan:
    """Who must do what by when in the directive at ``path``, each field with its place.

    ``path`` may also be the content of a file; ``name`` then says what the
    source is called and which kind of file it is.

    :raises dondoc.UnreadableSource: the file cannot be turned into text.
    :raises OSError: there is no such file, or it may not be opened.
    """
    source = read(path, name=name)
    return extract(source, parse(source))


def link(plans: Iterable[Plan]) -> list[Plan]:
    """The same plans, in order, their citations tied to one another (:attr:`Citation.resolved` is a source's name)."""
    every = list(plans)
    documents = linked({plan.source.name: plan.document for plan in every})
    return [plan.model_copy(update={"document": documents[plan.source.name]}) for plan in every]
