"""The read side of documents: lists and facts for the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents.models import Citation, Directive, Source, Standing
from dondoc_web.documents.status import Status, status_of
from dondoc_web.jobs.models import OPEN

REFUSALS_SHOWN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of directives."""

    source: Source
    status: Status


@dataclass(frozen=True, slots=True)
class OutgoingCitation:
    """A directive that is cited, and the source that holds it; a stub where none does."""

    position: int
    citation: Citation
    held: Source | None


def live_sources() -> QuerySet[Source]:
    """Sources that are not withdrawn, with all that a line of a list shows, without their plans."""
    return (
        Source.objects.exclude(standing=Standing.WITHDRAWN)
        .select_related("job", "reading", "directive", "uploaded_by")
        .defer("reading__plan_json")
    )


def withdrawn_sources() -> QuerySet[Source]:
    """Sources taken back, with the same parts."""
    return (
        Source.objects.filter(standing=Standing.WITHDRAWN)
        .select_related("job", "reading", "directive", "uploaded_by", "withdrawn_by")
        .defer("reading__plan_json")
    )


def rows(sources: Iterable[Source], now: datetime | None = None) -> Sequence[Row]:
    """Lines for ``sources``, each with its status at ``now``."""
    now = now or timezone.now()
    return [Row(source, status_of(source, now)) for source in sources]


def number_under_way() -> int:
    """How many live sources wait or are being read."""
    return live_sources().filter(job__state__in=OPEN).count()


def refusals(person: User, now: datetime | None = None) -> Sequence[Event]:
    """Uploads of ``person`` refused for secrecy in the last day."""
    since = (now or timezone.now()) - REFUSALS_SHOWN_FOR
    return list(Event.objects.filter(verb=Verb.SECRET_REFUSED, actor=person, at__gte=since).order_by("-at"))


def source_with_plan(source_id: int) -> Source:
    """One source with everything its page shows."""
    parts = ("job", "reading", "directive", "uploaded_by", "withdrawn_by")
    return Source.objects.select_related(*parts).get(pk=source_id)


def twins(source: Source) -> Sequence[Source]:
    """Other live sources of the same directive."""
    if source.directive is None:
        return []
    return list(live_sources().filter(directive=source.directive).exclude(pk=source.pk))


def outgoing(source: Source) -> Sequence[OutgoingCitation]:
    """What the current reading of ``source`` cites, each with the source that holds it."""
    if source.reading is None:
        return []
    citations = list(source.reading.citations.all())
    holders = _holders({c.number_key for c in citations if c.number_key})
    return [OutgoingCitation(c.position, c, _holder(c, holders)) for c in citations]


def _holders(number_keys: set[str]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for source in live_sources().filter(directive__number_key__in=number_keys):
        if source.directive is not None:
            found.setdefault(source.directive.number_key, []).append(source)
    return found


def _holder(citation: Citation, holders: dict[str, list[Source]]) -> Source | None:
    """A number alone names no directive: where both dates are printed they must agree."""
    for source in holders.get(citation.number_key, ()):
        if source.directive is not None and same_day(citation, source.directive):
            return source
    return None


def same_day(citation: Citation, directive: Directive) -> bool:
    """The dates agree, or one of them is not printed."""
    return citation.date is None or directive.date is None or citation.date == directive.date


def incoming(source: Source) -> Sequence[Citation]:
    """Citations of this directive in the current readings of other live sources."""
    directive = source.directive
    if directive is None or not directive.number_key:
        return []
    same = Q(date=directive.date) | Q(date=None) if directive.date else Q()
    return list(
        Citation.objects.filter(same, number_key=directive.number_key, reading__source__reading=F("reading"))
        .exclude(reading__source__directive=directive)
        .exclude(reading__source__standing=Standing.WITHDRAWN)
        .select_related("reading__source__directive")
        .defer("reading__plan_json")
    )
