"""Request → form → action → redirect; lists and pages from queries."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.documents import actions, comparing, page_pictures, queries, rights, sheets
from dondoc_web.documents import cascade as cascades
from dondoc_web.documents import received as intake
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
    sources = queries.withdrawn_sources(request.user) if withdrawn else queries.live_sources(request.user)
    page = Paginator(sources, ROWS).get_page(request.GET.get("page"))
    under_way = queries.number_under_way(request.user)
    context = {
        "page": page,
        "rows": queries.rows(page.object_list),
        "withdrawn": withdrawn,
        "under_way": under_way,
        "refusals": queries.refusals(request.user),
        "may_upload": rights.may_upload(request.user),
    }
    return render(request, "documents/_rows.html" if request.htmx else "documents/list.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Take files in; one file leads to its page, several to the list."""
    rights.require(rights.may_upload(request.user))
    offices = rights.offices(request.user)
    form = Upload(request.POST or None, request.FILES or None, offices=offices, must=not request.user.is_superuser)
    if not form.is_valid():
        context = {"form": form, "limit": str(settings.UPLOAD_LIMIT)}
        return render(request, "documents/upload.html", context, status=400 if form.is_bound else 200)
    received = [
        actions.receive(
            by=request.user, office=form.chosen_office(), file=file, name=file.name, confirmed_unclassified=True
        )
        for file in form.cleaned_data["papers"]
    ]
    for one in received:
        if one.known:
            messages.info(request, _("Tệp này đã có, không tải lại: %s") % one.source.name)
    if len(received) == 1:
        return redirect("documents:show", received[0].source.pk)
    keys = ",".join(str(one.source.pk) for one in received)
    known = sum(one.known for one in received)
    return redirect(f"{reverse('documents:received')}?files={keys}&known={known}")


@require_GET
def received(request: Request) -> HttpResponse:
    """What became of files that were sent together; refreshes itself until all are read."""
    known = request.GET.get("known", "")
    found = intake.received(
        request.user, intake.keys_in(request.GET.get("files", "")), int(known) if known.isdecimal() else 0
    )
    template = "documents/_received.html" if request.htmx else "documents/received.html"
    return render(request, template, {"received": found})


@require_GET
def show(request: Request, source_id: int) -> HttpResponse:
    """The text on one side, what was made of it on the other."""
    page = document_page(_found(request, source_id), person=request.user, asked=request.GET)
    context = {
        "page": page,
        "may_read_again": page.source.may_be_read_again and rights.may_read_again(request.user, page.source),
        "may_withdraw": rights.may_withdraw(request.user, page.source),
        "may_download": rights.may_download(request.user, page.source),
        "may_map_columns": page.has_sheets and rights.may_map_columns(request.user, page.source),
        "may_decide": rights.may_decide_edits(request.user, page.source),
    }
    return render(request, "documents/_pane.html" if request.htmx else "documents/show.html", context)


@require_GET
def progress(request: Request, source_id: int) -> HttpResponse:
    """The state of a reading; asks for the whole page once it is over."""
    source = queries.live_sources(request.user).filter(pk=source_id).first()
    if source is None:
        return HttpResponse(status=404, headers={"HX-Redirect": "/"})
    status = status_of(source, timezone.now())
    if not status.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "documents/_progress.html", {"source": source, "status": status})


@require_POST
def read_again(request: Request, source_id: int) -> HttpResponse:
    """Have a source read once more."""
    _found(request, source_id)
    try:
        actions.read_again(by=request.user, source_id=source_id)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("documents:show", source_id)


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, source_id: int) -> HttpResponse:
    """Take a mistaken upload back, with a reason."""
    source = _found(request, source_id)
    rights.require(rights.may_withdraw(request.user, source))
    form = Withdrawal(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(by=request.user, source_id=source_id, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("documents:show", source_id)
        messages.success(request, _("Đã rút văn bản “%s”.") % source.name)
        return redirect("documents:list")
    context = {"form": form, "source": source}
    return render(request, "documents/withdraw.html", context, status=400 if form.errors else 200)


@require_GET
def download(request: Request, source_id: int) -> FileResponse:
    """The file as it came; never shown inside the site."""
    source = _found(request, source_id)
    rights.require(rights.may_download(request.user, source))
    return FileResponse(
        source.file.open("rb"), as_attachment=True, filename=source.name, content_type="application/octet-stream"
    )


@require_GET
def page_picture(request: Request, source_id: int, number: int) -> HttpResponse:
    """The picture of a page, as wide as a screen; drawn when it is first asked for."""
    source = _found(request, source_id)
    rights.require(rights.may_see_pages(request.user, source))
    if not sheets.has_page(source, number):
        raise Http404
    try:
        return HttpResponse(page_pictures.picture(source, number).read_bytes(), content_type="image/webp")
    except page_pictures.NoPicture:
        raise Http404 from None


@require_GET
def outlines(request: Request, source_id: int) -> JsonResponse:
    """Where on the pages stands what was read of them."""
    source = _found(request, source_id)
    rights.require(rights.may_see_pages(request.user, source))
    if source.reading is None:
        raise Http404
    return JsonResponse({"outlines": sheets.outlines(source.reading)}, json_dumps_params={"separators": (",", ":")})


@require_GET
def compare(request: Request, source_id: int, other_id: int) -> HttpResponse:
    """Where two sources of a directive say different things."""
    one, other = _found(request, source_id), _found(request, other_id)
    for source in (one, other):
        rights.require(rights.may_see_pages(request.user, source))
    if one.pk == other.pk or one.reading is None or other.reading is None:
        raise Http404
    sides = [(source, rights.may_choose_source(request.user, source)) for source in (one, other)]
    context = {"found": comparing.comparison(one.reading, other.reading), "one": one, "other": other, "sides": sides}
    return render(request, "documents/compare.html", context)


@require_POST
def choose(request: Request, source_id: int) -> HttpResponse:
    """Take the tasks of a directive from this source."""
    source = _found(request, source_id)
    try:
        actions.choose(by=request.user, source_id=source_id)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Nhiệm vụ được lấy từ bản “%s”.") % source.name)
    return redirect("documents:show", source_id)


@require_GET
def plan_json(request: Request, source_id: int) -> HttpResponse:
    """The plan as the library writes it."""
    source = _found(request, source_id)
    rights.require(rights.may_download(request.user, source))
    if source.reading is None:
        raise Http404
    content = source.reading.plan.model_dump_json(by_alias=True, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="plan-{source.pk}.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@require_GET
def cascade(request: Request) -> HttpResponse:
    """Which directive carries out which, drawn and as a table."""
    found = cascades.cascade(request.user)
    context = {"steps": cascades.table(found), "drawing": cascades.drawing(found), "nodes": len(found.nodes)}
    return render(request, "documents/cascade.html", context)


def _found(request: Request, source_id: int) -> Source:
    try:
        return queries.source_with_plan(request.user, source_id)
    except Source.DoesNotExist:
        raise Http404 from None
