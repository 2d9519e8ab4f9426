"""Timelines: of a plan, and of the cascade."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dondoc_web.documents.cascade import cascade
from dondoc_web.documents.queries import live_sources
from dondoc_web.figures import chain, timeline
from dondoc_web.requests import Request
from dondoc_web.work import figure_files, queries
from dondoc_web.work.scope import Side, scope_of
from dondoc_web.work.wanted import Wanted, clock


@require_GET
def plan(request: Request, source_id: int) -> HttpResponse:
    """The tasks of the plan of a directive on an axis of days, and in a table."""
    source = get_object_or_404(live_sources(request.user).select_related("directive"), pk=source_id)
    carried_out, at = queries.plan_carried_out(source, request.user), clock(queries.today())
    found = timeline.timeline(carried_out, request.user, at, request.GET.get("page")) if carried_out else None
    rows = Wanted(side=(scope_of(request.user).sides or [Side.OFFICE])[0], plan=carried_out.pk if carried_out else None)
    context = {"source": source, "timeline": found, "rows": rows.address()}
    return render(request, "figures/timeline.html", context)


@require_GET
def directives(request: Request) -> HttpResponse:
    """The cascade on an axis of days, and in a table."""
    lines = chain.issued(cascade(request.user))
    return render(request, "figures/chain.html", {"lines": lines, "chart": chain.chart(lines)})


@require_GET
def directives_file(request: Request, form: str) -> HttpResponse:
    """The same table as ``xlsx`` or ``csv``."""
    lines, today = chain.issued(cascade(request.user)), queries.today()
    notes = [_("Số liệu đến ngày %s.") % f"{today:%d/%m/%Y}", chain.chart(lines).summary]
    return figure_files.answer(chain.table(lines, [one for one in notes if one]), form, f"chuoi-van-ban-{today}")
