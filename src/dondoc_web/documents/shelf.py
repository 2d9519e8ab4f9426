"""Directives and their clauses on the shelf of search: one object is a source with its current reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.document import Plan
from dondoc.text import Span
from dondoc_web.accounts.models import User
from dondoc_web.agencies.naming import place_of
from dondoc_web.documents.models import Source, Standing
from dondoc_web.documents.rights import seen_by
from dondoc_web.search.models import Entry, Kind
from dondoc_web.search.shelf import Facts, Found, Shelf, digest


class Sources(Shelf):
    """A directive is found by kind, number, subject and issuer; its clauses and rows of tables by their words."""

    name = "sources"
    kinds = (Kind.DIRECTIVE, Kind.CLAUSE)
    piece = 10
    must_forget = True

    def objects(self) -> QuerySet[Any]:
        return Source.objects.filter(standing=Standing.ADMITTED, reading__isnull=False)

    def seen(self, user: User) -> QuerySet[Any]:
        return self.objects().filter(seen_by(user))

    def stamps(self, keys: Sequence[int]) -> Mapping[int, str]:
        parts = ("reading", "office", "office__key", "name", *(f"directive__{part}" for part in _FACTS))
        rows = self.objects().filter(pk__in=keys).values_list("pk", *parts)
        return {key: digest(*rest) for key, *rest in rows}

    def made(self, keys: Sequence[int]) -> Mapping[int, tuple[Facts, Sequence[Found]]]:
        rows = self.objects().filter(pk__in=keys).select_related("reading", "directive", "office")
        return {one.pk: (_facts(one), list(_found(one))) for one in rows}

    def address(self, entry: Entry) -> str:
        return reverse("documents:show", args=[entry.object])

    def title(self, entry: Entry) -> str:
        return entry.source.title if entry.source else entry.head

    def label_words(self, entry: Entry) -> str:
        if entry.label == TABLE:
            return _("hàng của bảng")
        address = _INNER.split(entry.label)[0]
        return _("mục %s") % address if address else ""


_INNER = re.compile("[#/~]")
"""What follows in an address is not printed: bullets, paragraphs and repeated labels are counted there."""
TABLE = "|"
"""The label of a row of a table, which has no address of its own."""
_FACTS = ("kind", "number", "issuer", "date", "subject")


def _facts(source: Source) -> Facts:
    directive, office = source.directive, source.office
    return Facts(
        date=directive.date if directive else None,
        office_id=source.office_id,
        place=place_of(office.key) if office else "",
        agencies=(office.pk,) if office else (),
        source_id=source.pk,
    )


def _found(source: Source) -> Iterator[Found]:
    plan = source.reading.plan  # type: ignore[union-attr]
    directive = source.directive
    subject = plan.document.letterhead.subject
    spans = subject.spans if subject is not None else ()
    said = "\n".join(part for part in (directive.issuer, source.name) if part) if directive else source.name
    text = plan.source.text
    printed = "\n".join(span.of(text) for span in spans)
    if printed:
        yield Found(Kind.DIRECTIVE, head=source.title, words=f"{printed}\n{said}", spans=_pairs(spans))
    else:
        words = "\n".join(part for part in (directive.subject if directive else "", said) if part)
        yield Found(Kind.DIRECTIVE, head=source.title, words=words)
    yield from _clauses(plan)
    yield from _rows(plan)


def _clauses(plan: Plan) -> Iterator[Found]:
    for clause in plan.document.clauses:
        quotes = [quote for quote in (clause.title, clause.text) if quote is not None]
        spans = [span for quote in quotes for span in quote.spans]
        words = "\n".join(span.of(plan.source.text) for span in spans)
        if words.strip():
            yield Found(Kind.CLAUSE, words, label=clause.path, spans=_pairs(spans))


def _rows(plan: Plan) -> Iterator[Found]:
    """Rows of tables, without cells that stand in another row."""
    for table in plan.document.tables:
        for row in table.rows:
            spans = [span for cell in row.cells if cell.reason is None for span in cell.spans]
            words = "\n".join(span.of(plan.source.text) for span in spans)
            if words.strip():
                yield Found(Kind.CLAUSE, words, label=TABLE, spans=_pairs(spans))


def _pairs(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]
