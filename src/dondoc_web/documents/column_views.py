"""Request → form → action → redirect, for the columns of lists kept in spreadsheets."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc_web.documents import columns, queries, rights
from dondoc_web.documents.forms import ColumnChoice
from dondoc_web.documents.models import Source
from dondoc_web.requests import Request


@require_http_methods(["GET", "POST"])
def mapping(request: Request, source_id: int) -> HttpResponse:
    """The first rows of each sheet with what every column is read as; a person corrects it."""
    try:
        source = queries.source_with_plan(request.user, source_id)
    except Source.DoesNotExist:
        raise Http404 from None
    rights.require(rights.may_map_columns(request.user, source))
    form = ColumnChoice(request.POST or request.GET)
    if not form.is_valid():
        raise Http404
    if request.method == "POST" and _done(request, source, form):
        return redirect("documents:show", source_id)
    looked_at = columns.LookedAt(form.sheet, form.row, request.POST.getlist("field"))
    context = {
        "source": source,
        "previews": columns.previews(source, looked_at),
        "fields": [(str(field), words) for field, words in columns.FIELDS.items()],
    }
    return render(request, "documents/columns.html", context, status=400 if request.method == "POST" else 200)


def _done(request: Request, source: Source, form: ColumnChoice) -> bool:
    """The action was done; otherwise what stands in its way is told."""
    by, sheet, row = request.user, form.sheet, form.row or 0
    try:
        if "forget" in request.POST:
            columns.forget_columns(by=by, source_id=source.pk, sheet=sheet, row=row)
            messages.success(request, _("Đã bỏ cách đọc cột đã nhớ; danh sách đang được đọc lại theo tên cột."))
        else:
            fields = request.POST.getlist("field")
            columns.map_columns(by=by, source_id=source.pk, sheet=sheet, row=row, fields=fields)
            messages.success(request, _("Đã nhớ cách đọc cột cho hàng tiêu đề này; danh sách đang được đọc lại."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return False
    return True
