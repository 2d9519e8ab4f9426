"""Expected reports on the shelf of search, from the first day of their period on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.agencies.naming import place_of
from dondoc_web.reports.models import Expected, ReportState
from dondoc_web.reports.rights import seen_reports
from dondoc_web.search.models import Entry, Kind
from dondoc_web.search.shelf import Facts, Found, Shelf, digest
from dondoc_web.work import periods


class Reports(Shelf):
    """A report is found by its number, by what it has to tell, and by who owes it."""

    name = "reports"
    kinds = (Kind.REPORT,)

    def objects(self) -> QuerySet[Any]:
        return Expected.objects.filter(start__lte=timezone.localdate())

    def seen(self, user: User) -> QuerySet[Any]:
        return self.objects().filter(seen_reports(user))

    def stamps(self, keys: Sequence[int]) -> Mapping[int, str]:
        parts = ("paper", "state", "due_on", "period", "office", "office__key", "agency", "agency__name")
        duty = ("duty__words", "duty__plan__source")
        rows = self.objects().filter(pk__in=keys).values_list("pk", *parts, *duty)
        return {key: digest(*rest) for key, *rest in rows}

    def made(self, keys: Sequence[int]) -> Mapping[int, tuple[Facts, Sequence[Found]]]:
        rows = self.objects().filter(pk__in=keys).select_related("duty__plan", "office", "agency")
        return {one.pk: (_facts(one), [_found(one)]) for one in rows}

    def address(self, entry: Entry) -> str:
        return reverse("reports:show", args=[entry.object])

    def title(self, entry: Entry) -> str:
        return entry.head or entry.words.rpartition("\n")[2]

    def label_words(self, entry: Entry) -> str:
        return str(periods.words_of(entry.label))

    def states(self) -> Sequence[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in ReportState]


def _facts(report: Expected) -> Facts:
    plan = report.duty.plan
    return Facts(
        date=report.due_on,
        state=report.state,
        office_id=report.office_id,
        place=place_of(report.office.key),
        agencies=tuple(sorted({report.office_id, report.agency_id})),
        source_id=plan.source_id if plan else None,
    )


def _found(report: Expected) -> Found:
    words = f"{report.duty.words}\n{report.agency.name}"
    return Found(Kind.REPORT, head=report.paper, words=words, label=report.period)
