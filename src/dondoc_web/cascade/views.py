"""Request → action → redirect; pages of the cascade by clauses and of plans side by side."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc_web.cascade import actions, files, queries, versions
from dondoc_web.cascade import grid as grids
from dondoc_web.cascade.models import ClauseLink
from dondoc_web.documents.models import Source
from dondoc_web.documents.queries import source_with_plan
from dondoc_web.downloads import DOCX, XLSX, download
from dondoc_web.requests import Request

ROWS = 100
KEY_DIGITS = 19
"""A longer number is no key of a row."""


@require_GET
def listing(request: Request) -> HttpResponse:
    """Directives that others were compared with."""
    return render(request, "cascade/list.html", {"uppers": queries.uppers(request.user)})


@require_GET
def show(request: Request, source_id: int) -> HttpResponse:
    """The clauses of a directive, and the tasks below that answer them."""
    found = queries.clause_page(request.user, _found(request, source_id))
    only = request.GET.get("show") == "open"
    rows = Paginator(found.untouched if only else found.rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "cascade/show.html", {"found": found, "rows": rows, "only": only, "s": found.source})


@require_POST
def ask(request: Request, source_id: int) -> HttpResponse:
    """Have the directive compared."""
    source = _found(request, source_id)
    actions.ask(source_id=source.pk, by=request.user)
    return redirect("clauses:show", source.pk)


@require_GET
def progress(request: Request, source_id: int) -> HttpResponse:
    """How far the comparison is; asks again by itself, and then for the page anew."""
    found = queries.clause_page(request.user, _found(request, source_id))
    answer = render(request, "cascade/_job.html", {"found": found, "s": found.source})
    if found.job is None or not found.job.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def decide(request: Request, clause_link_id: int) -> HttpResponse:
    """A link is right, or it is not."""
    try:
        link = actions.decide(link_id=clause_link_id, by=request.user, agree=request.POST.get("agree") == "yes")
    except ClauseLink.DoesNotExist:
        raise Http404 from None
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("Đã xác nhận liên kết.") if request.POST.get("agree") == "yes" else _("Đã bác liên kết.")
        messages.success(request, f"{said} {link.clause} ← {link.task}")
    return _back(request)


@require_POST
def link(request: Request, pairing_id: int) -> HttpResponse:
    """A person says which task answers a clause."""
    pairing = get_object_or_404(queries.seen_pairings(request.user), pk=pairing_id)
    clause, task = request.POST.get("clause", ""), request.POST.get("task", "")
    try:
        made = actions.link(pairing_id=pairing.pk, by=request.user, clause=clause, task=task)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{_('Đã gắn nhiệm vụ với mục.')} {made.clause} ← {made.task}")
    return _back(request)


def _back(request: Request) -> HttpResponse:
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("clauses:list")


@require_GET
def side_by_side(request: Request, source_id: int) -> HttpResponse:
    """Plans beside each other on the clauses of this one."""
    source = _found(request, source_id)
    pairings = grids.choices(request.user, source)
    picked = grids.chosen(pairings, request.GET.getlist("with"))
    table = grids.grid(source, picked)
    lines = Paginator(table.lines, ROWS).get_page(request.GET.get("page"))
    address = "&".join(f"with={one.lower_id}" for one in picked)
    context = {"s": source, "pairings": pairings, "picked": picked, "table": table, "lines": lines, "address": address}
    return render(request, "cascade/side_by_side.html", context)


@require_GET
def as_xlsx(request: Request, source_id: int) -> HttpResponse:
    """The comparison as a workbook."""
    return download(files.xlsx(_table(request, source_id)), f"doi-chieu-{source_id}.xlsx", XLSX)


@require_GET
def as_docx(request: Request, source_id: int) -> HttpResponse:
    """The comparison as a Word file."""
    return download(files.docx(_table(request, source_id)), f"doi-chieu-{source_id}.docx", DOCX)


@require_GET
def show_versions(request: Request, source_id: int) -> HttpResponse:
    """What became of each clause and task between this directive and another version of it."""
    source = _found(request, source_id)
    near, others = versions.choices(request.user, source)
    wanted = request.GET.get("with", "")
    other = _found(request, int(wanted)) if wanted.isdecimal() and len(wanted) < KEY_DIGITS else None
    if other is not None and other.pk == source.pk:
        raise Http404
    found = versions.versions(source, other) if other is not None else None
    context = {"s": source, "near": near, "others": others, "other": other, "found": found}
    return render(request, "cascade/versions.html", context)


def _table(request: Request, source_id: int) -> grids.Grid:
    source = _found(request, source_id)
    picked = grids.chosen(grids.choices(request.user, source), request.GET.getlist("with"))
    if not picked:
        raise Http404
    return grids.grid(source, picked)


def _found(request: Request, source_id: int) -> Source:
    try:
        source = source_with_plan(request.user, source_id)
    except Source.DoesNotExist:
        raise Http404 from None
    if source.is_withdrawn or source.reading is None:
        raise Http404
    return source
