"""Citations tied to the documents they name, among those that are at hand.

A number alone is no key ("57" is three papers): number with symbol, then day
and kind where both sides print them. Two documents that fit are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dondoc.document import Citation, Document


def linked(documents: Mapping[str, Document]) -> dict[str, Document]:
    """The same documents, each citation with the name of the document that it means, if one is there.

    Keys are names of sources. What is not at hand stays a stub (``resolved``
    is None); a document never cites itself.
    """
    known: defaultdict[str, list[str]] = defaultdict(list)
    for name, document in documents.items():
        if document.number:
            known[_key(document.number)].append(name)
    return {name: _with_links(name, document, documents, known) for name, document in documents.items()}


def _key(number: str) -> str:
    return "".join(number.split()).upper()


def _with_links(
    name: str, document: Document, documents: Mapping[str, Document], known: Mapping[str, list[str]]
) -> Document:
    citations = tuple(_resolved(citation, name, documents, known) for citation in document.citations)
    return document.model_copy(update={"citations": citations})


def _resolved(
    citation: Citation, own: str, documents: Mapping[str, Document], known: Mapping[str, list[str]]
) -> Citation:
    candidates = known.get(_key(citation.number), []) if citation.number else []
    fitting = [name for name in candidates if name != own and may_be(citation, documents[name])]
    return citation.model_copy(update={"resolved": fitting[0] if len(fitting) == 1 else None})


def may_be(citation: Citation, document: Document) -> bool:
    """Day and kind do not contradict where both print them."""
    same_day = not citation.date or not document.date or document.date.startswith(citation.date)
    kinds = citation.kind and document.type
    return same_day and (not kinds or str(citation.kind).lower() == str(document.type).lower())
