"""The read side of documents: lists and facts for the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents.models import Citation, Directive, Likeness, Source, Standing
from dondoc_web.documents.rights import seen_by
from dondoc_web.documents.status import Status, status_of
from dondoc_web.jobs.models import OPEN

REFUSALS_SHOWN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of directives."""

    source: Source
    status: Status
    has_twin: bool = False
    may_have_twin: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingCitation:
    """A directive that is cited, and the source that holds it; a stub where none does."""

    position: int
    citation: Citation
    held: Source | None


def live_sources(person: User) -> QuerySet[Source]:
    """Sources that ``person`` may see and that are not withdrawn, with all that a line of a list shows."""
    return (
        Source.objects.filter(seen_by(person))
        .exclude(standing=Standing.WITHDRAWN)
        .select_related("job", "reading", "directive", "uploaded_by")
        .defer("reading__plan_json")
    )


def withdrawn_sources(person: User) -> QuerySet[Source]:
    """Sources taken back that ``person`` may see, with the same parts."""
    return (
        Source.objects.filter(seen_by(person), standing=Standing.WITHDRAWN)
        .select_related("job", "reading", "directive", "uploaded_by", "withdrawn_by")
        .defer("reading__plan_json")
    )


def rows(sources: Iterable[Source], now: datetime | None = None) -> Sequence[Row]:
    """Lines for ``sources``, each with its status at ``now``."""
    now, sources = now or timezone.now(), list(sources)
    doubled, doubtful = _doubled(sources), _doubtful(sources)
    return [Row(s, status_of(s, now), (s.directive_id, s.office_id) in doubled, s.pk in doubtful) for s in sources]


def number_under_way(person: User) -> int:
    """How many live sources wait or are being read."""
    return live_sources(person).filter(job__state__in=OPEN).count()


def refusals(person: User, now: datetime | None = None) -> Sequence[Event]:
    """Uploads of ``person`` refused for secrecy in the last day."""
    since = (now or timezone.now()) - REFUSALS_SHOWN_FOR
    return list(Event.objects.filter(verb=Verb.SECRET_REFUSED, actor=person, at__gte=since).order_by("-at"))


def source_with_plan(person: User, source_id: int) -> Source:
    """One source with everything its page shows; none for a ``person`` who may not see it."""
    parts = ("job", "reading", "directive", "uploaded_by", "withdrawn_by", "office")
    return Source.objects.filter(seen_by(person)).select_related(*parts).get(pk=source_id)


def twins(person: User, source: Source) -> Sequence[Source]:
    """Other live sources of the same directive that ``person`` may see."""
    if source.directive is None:
        return []
    return list(live_sources(person).filter(directive=source.directive).exclude(pk=source.pk))


def open_likenesses(person: User, source: Source) -> Sequence[Likeness]:
    """What may be the same directive as ``source``, either way round, waits for an answer, and ``person`` may see."""
    seen = Source.objects.filter(seen_by(person)).values("pk")
    found = _asked(Q(source=source, other__in=seen) | Q(other=source, source__in=seen))
    return list(found.select_related("source__directive", "other__directive"))


def _asked(which: Q) -> QuerySet[Likeness]:
    withdrawn = Q(source__standing=Standing.WITHDRAWN) | Q(other__standing=Standing.WITHDRAWN)
    return Likeness.objects.filter(which, same=None).exclude(withdrawn)


def _doubtful(sources: Iterable[Source]) -> frozenset[int]:
    """Those of ``sources`` that may be the same directive as another one."""
    keys = [source.pk for source in sources]
    pairs = _asked(Q(source__in=keys) | Q(other__in=keys)).values_list("source", "other")
    return frozenset(key for pair in pairs for key in pair)


def _doubled(sources: Iterable[Source]) -> frozenset[tuple[int, int | None]]:
    """Directives of ``sources`` of which an office holds more than one live source, each with the office."""
    keys = {source.directive_id for source in sources if source.directive_id}
    held = Source.objects.filter(directive__in=keys).exclude(standing=Standing.WITHDRAWN).order_by()
    twice = held.values("directive", "office").annotate(n=Count("pk")).filter(n__gt=1)
    return frozenset((row["directive"], row["office"]) for row in twice)


def outgoing(person: User, source: Source) -> Sequence[OutgoingCitation]:
    """What the current reading of ``source`` cites, each with a source that holds it and that ``person`` may see."""
    if source.reading is None:
        return []
    citations = list(source.reading.citations.all())
    holders = _holders(person, {c.number_key for c in citations if c.number_key})
    return [OutgoingCitation(c.position, c, _holder(c, holders)) for c in citations]


def _holders(person: User, number_keys: set[str]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for source in live_sources(person).filter(directive__number_key__in=number_keys):
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


def incoming(person: User, source: Source) -> Sequence[Citation]:
    """Citations of this directive in the current readings of other live sources that ``person`` may see."""
    directive = source.directive
    if directive is None or not directive.number_key:
        return []
    same = Q(date=directive.date) | Q(date=None) if directive.date else Q()
    return list(
        Citation.objects.filter(same, number_key=directive.number_key, reading__source__reading=F("reading"))
        .filter(reading__source__in=live_sources(person).values("pk"))
        .exclude(reading__source__directive=directive)
        .select_related("reading__source__directive")
        .defer("reading__plan_json")
    )
