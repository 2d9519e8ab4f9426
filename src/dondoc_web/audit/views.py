"""Pages of the log."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc_web.audit import queries
from dondoc_web.audit.export import streamed_csv
from dondoc_web.audit.forms import Narrow
from dondoc_web.requests import Request

ROWS = 100


@require_GET
def log(request: Request) -> HttpResponse:
    """The events of the reader's branch, newest first, with the head of the chain."""
    form = Narrow(request.GET)
    page = Paginator(queries.events(request.user, form.wanted()), ROWS).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "asked": asked.urlencode(),
        "head": queries.head(),
        "unsealed": queries.number_unsealed(),
    }
    return render(request, "audit/log.html", context)


@require_GET
def log_csv(request: Request) -> StreamingHttpResponse:
    """The same events as CSV."""
    events = queries.events(request.user, Narrow(request.GET).wanted())
    response = StreamingHttpResponse(streamed_csv(events), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    return response
