"""Request → form → action → redirect; lists and pages from queries."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.documents import actions, queries, rights
from dondoc_web.documents import cascade as cascades
from dondoc_web.documents.forms import Upload, Withdrawal
from dondoc_web.documents.models import Source
from dondoc_web.documents.pages import document_page
from dondoc_web.documents.status import status_of
from dondoc_web.requests import Request

ROWS = 50


@require_GET
def listing(request: Request) -> HttpResponse:
    """Every directive with its status; refreshes itself while something is under way."""
    withdrawn = request.GET.get("show") == "withdrawn"
    sources = queries.withdrawn_sources() if withdrawn else queries.live_sources()
    page = Paginator(sources, ROWS).get_page(request.GET.get("page"))
    under_way = queries.number_under_way()
    context = {
        "page": page,
        "rows": queries.rows(page.object_list),
        "withdrawn": withdrawn,
        "under_way": under_way,
        "refusals": queries.refusals(request.user),
    }
    return render(request, "documents/_rows.html" if request.htmx else "documents/list.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Take files in; one file leads to its page, several to the list."""
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    if not form.is_valid():
        context = {"form": form, "limit": str(settings.UPLOAD_LIMIT)}
        return render(request, "documents/upload.html", context, status=400 if form.is_bound else 200)
    received = [
        actions.receive(by=request.user, file=file, name=file.name, confirmed_unclassified=True)
        for file in form.cleaned_data["papers"]
    ]
    for one in received:
        if one.known:
            messages.info(request, _("Tệp này đã có, không tải lại: %s") % one.source.name)
    if len(received) == 1:
        return redirect("documents:show", received[0].source.pk)
    new = sum(not one.known for one in received)
    if new:
        messages.success(request, ngettext("Đã nhận %d tệp.", "Đã nhận %d tệp.", new) % new)
    return redirect("documents:list")


@require_GET
def show(request: Request, source_id: int) -> HttpResponse:
    """The text on one side, what was made of it on the other."""
    page = document_page(_found(source_id), tab=request.GET.get("tab", ""))
    context = {
        "page": page,
        "may_withdraw": rights.may_withdraw(request.user, page.source),
        "may_download": rights.may_download(request.user, page.source),
    }
    return render(request, "documents/_pane.html" if request.htmx else "documents/show.html", context)


@require_GET
def progress(request: Request, source_id: int) -> HttpResponse:
    """The state of a reading; asks for the whole page once it is over."""
    source = queries.live_sources().filter(pk=source_id).first()
    response = HttpResponse()
    if source is None:
        response["HX-Redirect"] = "/"
        return response
    status = status_of(source, timezone.now())
    if not status.is_under_way:
        response["HX-Refresh"] = "true"
        return response
    return render(request, "documents/_progress.html", {"source": source, "status": status})


@require_POST
def read_again(request: Request, source_id: int) -> HttpResponse:
    """Have a source read once more."""
    _found(source_id)
    try:
        actions.read_again(by=request.user, source_id=source_id)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("documents:show", source_id)


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, source_id: int) -> HttpResponse:
    """Take a mistaken upload back, with a reason."""
    source = _found(source_id)
    rights.require(rights.may_withdraw(request.user, source))
    form = Withdrawal(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(by=request.user, source_id=source_id, reason=form.cleaned_data["reason"])
        messages.success(request, _("Đã rút văn bản “%s”.") % source.name)
        return redirect("documents:list")
    context = {"form": form, "source": source}
    return render(request, "documents/withdraw.html", context, status=400 if form.errors else 200)


@require_GET
def download(request: Request, source_id: int) -> FileResponse:
    """The file as it came; never shown inside the site."""
    source = _found(source_id)
    rights.require(rights.may_download(request.user, source))
    return FileResponse(
        source.file.open("rb"), as_attachment=True, filename=source.name, content_type="application/octet-stream"
    )


@require_GET
def plan_json(request: Request, source_id: int) -> HttpResponse:
    """The plan as the library writes it."""
    source = _found(source_id)
    rights.require(rights.may_download(request.user, source))
    if source.reading is None:
        raise Http404
    content = source.reading.plan.model_dump_json(by_alias=True, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="plan-{source.pk}.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@require_GET
def cascade(request: Request) -> HttpResponse:
    """Which directive carries out which, drawn and as a table."""
    found = cascades.cascade()
    context = {"steps": cascades.table(found), "drawing": cascades.drawing(found), "nodes": len(found.nodes)}
    return render(request, "documents/cascade.html", context)


def _found(source_id: int) -> Source:
    try:
        return queries.source_with_plan(source_id)
    except Source.DoesNotExist:
        raise Http404 from None
