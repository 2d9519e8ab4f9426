"""Which directives are compared: one with those it carries out, and siblings under a directive that is not at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from dondoc.document import Relation
from dondoc_web.documents.models import Citation, Source, Standing
from dondoc_web.documents.queries import same_day

LAW = re.compile(r"/QH\d*$|/NĐ-CP$|/TT-|/TTR|/TTLT|/VBHN", re.IGNORECASE)
"""Laws, decrees, circulars, submissions: everybody cites them, so they make no siblings."""

MOST = 20
"""Siblings of one directive that are compared with it."""


@dataclass(frozen=True, slots=True)
class Two:
    """An upper and a lower source; ``by_wording`` when neither carries out the other."""

    upper: Source
    lower: Source
    by_wording: bool = False


def read_sources() -> QuerySet[Source]:
    """Sources that may be compared: admitted, read, of a known directive."""
    return (
        Source.objects.filter(standing=Standing.ADMITTED, directive__isnull=False, reading__isnull=False)
        .select_related("directive", "reading", "office")
        .defer("reading__plan_json")
        .order_by("pk")
    )


def pairs_of(source: Source) -> list[Two]:
    """Every comparison in which ``source`` is the upper or the lower one; none for a copy of a better read one."""
    if _is_copy(source):
        return []
    found = [Two(upper, source) for upper in _above(source)]
    found += [Two(source, lower) for lower in _below(source)]
    known = {one.pk for two in found for one in (two.upper, two.lower)}
    return [*found, *(_by_age(source, other) for other in _beside(source) if other.pk not in known)]


def _is_copy(source: Source) -> bool:
    """The office holds the same directive in a source that is preferred."""
    same = Q(directive=source.directive_id)
    if _key(source) and _day(source) != date.min:
        same |= Q(directive__number_key=_key(source), directive__date=_day(source))
    held = read_sources().filter(same, office=source.office_id)
    return any(_worth(other) < _worth(source) for other in held)


def _carried_out() -> QuerySet[Citation]:
    """Citations by which a current reading says what it carries out."""
    opening = Q(relation=Relation.BASIS, preamble=True) | Q(relation=Relation.IMPLEMENTS)
    return Citation.objects.filter(opening, reading__source__reading=F("reading")).exclude(number_key="")


def _above(source: Source) -> list[Source]:
    """Sources of the same office, or of one above it, that ``source`` carries out; one of each directive."""
    named = {one.number_key: one for one in _carried_out().filter(reading=source.reading_id)}
    trail = source.office.trail if source.office else ""
    offices = [int(part) for part in trail.strip("/").split("/") if part]
    reach = Q(office__in=offices) if offices else Q(office=None)
    held = read_sources().filter(reach, directive__number_key__in=named).exclude(directive=source.directive_id)
    return _one_each([one for one in held if _fits(named[_key(one)], one)])


def _below(source: Source) -> list[Source]:
    """Sources of the same office or below it that carry out ``source``."""
    key = _key(source)
    if not key:
        return []
    reach = Q(office__trail__startswith=source.office.trail) if source.office else Q(office=None)
    cites = _carried_out().filter(number_key=key).values("reading__source")
    held = read_sources().filter(reach, pk__in=cites).exclude(directive=source.directive_id)
    named = {one.reading.source_id: one for one in _carried_out().filter(number_key=key).select_related("reading")}
    return _one_each([one for one in held if _fits(named[one.pk], source)])


def _beside(source: Source) -> list[Source]:
    """Sources of the same office that carry out a directive which ``source`` carries out too and nobody holds."""
    keys = {
        one.number_key for one in _carried_out().filter(reading=source.reading_id) if not LAW.search(one.number_key)
    }
    same = Q(office=source.office_id) if source.office_id else Q(office=None)
    held = set(
        read_sources().filter(same, directive__number_key__in=keys).values_list("directive__number_key", flat=True)
    )
    cites = _carried_out().filter(number_key__in=keys - held).values("reading__source")
    beside = read_sources().filter(same, pk__in=cites).exclude(directive=source.directive_id)
    return _one_each(list(beside))[:MOST]


def _by_age(one: Source, other: Source) -> Two:
    """The earlier one is the frame; one without a printed date comes first, then the one taken in first."""
    first, second = sorted((one, other), key=lambda source: (_day(source), source.pk))
    return Two(first, second, by_wording=True)


def _day(source: Source) -> date:
    return source.directive.date or date.min if source.directive else date.min


def _key(source: Source) -> str:
    return source.directive.number_key if source.directive else ""


def _fits(citation: Citation, source: Source) -> bool:
    return source.directive is not None and same_day(citation, source.directive)


def _worth(source: Source) -> tuple[bool, int, int]:
    """The chosen one first, then the one with fewest findings, then the first taken in."""
    return not source.chosen, source.reading.findings if source.reading else 0, source.pk


def _one_each(sources: Sequence[Source]) -> list[Source]:
    """One source of each directive: the one that its tasks are taken from, else the best read.

    Two that print the same number and day are one, also where a scan hides
    that from the rest of the site and nobody has said so yet.
    """
    found: dict[tuple[object, object], Source] = {}
    for source in sorted(sources, key=_worth):
        known = source.directive if _key(source) and _day(source) != date.min else None
        found.setdefault((known.number_key, known.date) if known else (source.pk, None), source)
    return sorted(found.values(), key=lambda one: one.pk)
