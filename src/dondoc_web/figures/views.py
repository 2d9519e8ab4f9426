"""Pages of figures that leave the office."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc_web.downloads import DOCX, download
from dondoc_web.figures import files
from dondoc_web.figures import published as tables
from dondoc_web.requests import Request
from dondoc_web.work import figure_files, queries
from dondoc_web.work.register_forms import FilterForm
from dondoc_web.work.scope import Scope, scope_of
from dondoc_web.work.wanted import Clock, Wanted, clock, looked_up, wanted_of


def _asked(request: Request) -> tuple[Wanted, Scope, Clock]:
    scope, at = scope_of(request.user), clock(queries.today())
    return looked_up(wanted_of(request.GET, scope).without_state()), scope, at


@require_GET
def published(request: Request) -> HttpResponse:
    """The table that offices publish; each figure opens its list."""
    wanted, scope, at = _asked(request)
    context = {
        "title": tables.title(),
        "table": tables.published(wanted, scope, at),
        "columns": tables.COLUMNS,
        "form": FilterForm(scope=scope, wanted=wanted, today=at.today),
        "wanted": wanted,
    }
    return render(request, "figures/published.html", context)


@require_GET
def published_file(request: Request, form: str) -> HttpResponse:
    """The same as ``xlsx``, ``csv`` or ``docx``."""
    wanted, scope, at = _asked(request)
    if not scope.sides:
        raise Http404
    table, name = tables.table_of(tables.published(wanted, scope, at)), f"tinh-hinh-thuc-hien-{at.today}"
    if form != "docx":
        return figure_files.answer(table, form, name)
    return download(files.docx(table), f"{name}.docx", DOCX)
