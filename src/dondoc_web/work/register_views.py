"""The task register: list, files, many rows at once, saved views."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc_web.accounts.models import Role
from dondoc_web.accounts.rights import trails
from dondoc_web.requests import Request
from dondoc_web.work import bulk, counting, queries, register_files, saved
from dondoc_web.work import register as rows
from dondoc_web.work.models import SavedView
from dondoc_web.work.register_forms import FilterForm, ManyForm, ViewForm
from dondoc_web.work.scope import Side, scope_of
from dondoc_web.work.wanted import clock, looked_up, wanted_of


@require_GET
def register(request: Request) -> HttpResponse:
    """Obligations by the filters of the address."""
    scope, at = scope_of(request.user), clock(queries.today())
    wanted = looked_up(wanted_of(request.GET, scope))
    columns = rows.columns(request.GET.getlist("column"))
    kept = wanted.address(column=list(columns)) if len(columns) < len(rows.COLUMNS) else wanted.address()
    may_direct = wanted.side == Side.OFFICE and bool(trails(request.user, (Role.DESK,)) or request.user.is_superuser)
    context = {
        "wanted": wanted,
        "address": kept,
        "register": rows.page(wanted, scope, at, request.GET.get("after", "")),
        "first": not request.GET.get("after"),
        "figures": counting.figures(wanted, scope, at) if wanted.countable else None,
        "form": FilterForm(scope=scope, wanted=wanted, today=at.today),
        "columns": columns,
        "all_columns": rows.COLUMNS.items(),
        "views": saved.views_of(request.user),
        "view_form": ViewForm(initial={"query": kept}),
        "many": ManyForm(scope=scope, today=at.today) if may_direct else None,
    }
    return render(request, "work/register.html", context)


@require_GET
def file(request: Request, form: str) -> HttpResponseBase:
    """The rows of the filters as ``xlsx`` or ``csv``."""
    scope, at = scope_of(request.user), clock(queries.today())
    wanted = wanted_of(request.GET, scope)
    if not scope.sides:
        raise Http404
    if rows.more_than(wanted, scope, at, register_files.MOST):
        messages.warning(request, _("Danh sách quá dài cho một tệp; hãy lọc hẹp lại, ví dụ theo năm, rồi tải."))
        return redirect(f"{reverse('work:register')}?{wanted.address()}")
    lines, name = rows.everything(wanted, scope, at), f"so-nhiem-vu-{at.today}.{form}"
    if form == "xlsx":
        return FileResponse(register_files.workbook(lines), as_attachment=True, filename=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        register_files.csv_lines(lines), content_type="text/csv; charset=utf-8", headers=headers
    )


@require_POST
def many(request: Request) -> HttpResponse:
    """Change the chosen rows; a page says what became of each."""
    scope = scope_of(request.user)
    chosen = dict(value.split(" ", 1) for value in request.POST.getlist("row") if " " in value)
    keys = [int(key) for key in chosen if key.isdecimal()]
    found = queries.seen_obligations(request.user).filter(pk__in=keys).order_by("pk")
    form = ManyForm(request.POST, scope=scope, today=queries.today())
    results: list[bulk.Result] = []
    ready = form.is_valid() and bool(keys)
    if ready:
        change = bulk.Change(**form.cleaned_data)
        results = bulk.each(by=request.user, change=change, rows=[(one, chosen[str(one.pk)]) for one in found])
    context = {"form": form, "rows": found, "chosen": chosen, "results": results, "back": request.POST.get("back", "")}
    return render(request, "work/many.html", context, status=200 if ready else 400)


@require_POST
def keep(request: Request) -> HttpResponse:
    """Keep the filters under a name."""
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            saved.keep(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("Đã lưu cách xem “%s”.") % form.cleaned_data["name"])
    else:
        messages.warning(request, _("Hãy đặt tên cho cách xem."))
    return redirect(f"{reverse('work:register')}?{form.data.get('query', '')}")


@require_POST
def drop(request: Request, view_id: int) -> HttpResponse:
    """Forget an own view."""
    try:
        saved.drop(by=request.user, view_id=view_id)
    except SavedView.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Đã xóa cách xem."))
    return redirect("work:register")
