"""Pages of forms of a unit's report: taken away, filled in, uploaded, looked at, taken over."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.rights import require
from dondoc_web.downloads import DOCX, XLSX, download
from dondoc_web.reports import filling, queries, rights, sheets
from dondoc_web.reports import written_queries as reading
from dondoc_web.reports.filled import Wrong
from dondoc_web.reports.holding import why_not_written
from dondoc_web.reports.models import Expected, UnitReport
from dondoc_web.reports.written_forms import FilledFileForm
from dondoc_web.requests import Request, tried


def _to_fill(request: Request, report_id: int) -> tuple[Expected, UnitReport | None]:
    expected = get_object_or_404(queries.seen(request.user), pk=report_id)
    require(rights.may_hand_in(request.user, expected))
    return expected, reading.written(expected)


def _closed(request: Request, expected: Expected, written: UnitReport | None) -> HttpResponse | None:
    """Back to the report where it may not be written, or was never prepared."""
    why = why_not_written(expected) or ("" if written else _("Báo cáo chưa được soạn; hãy lập báo cáo trước."))
    if not why:
        return None
    messages.warning(request, why)
    return redirect("reports:show", expected.pk)


@require_GET
def workbook(request: Request, report_id: int) -> HttpResponse:
    """The form as a workbook."""
    return _form(request, report_id, sheets.to_xlsx, "xlsx", XLSX)


@require_GET
def word_file(request: Request, report_id: int) -> HttpResponse:
    """The form as a Word file."""
    return _form(request, report_id, sheets.to_docx, "docx", DOCX)


def _form(
    request: Request, report_id: int, make: Callable[[UnitReport], bytes], suffix: str, media_type: str
) -> HttpResponse:
    expected, written = _to_fill(request, report_id)
    closed = _closed(request, expected, written)
    if closed or written is None:
        return closed or redirect("reports:show", report_id)
    return download(make(written), f"bao-cao-{report_id}.{suffix}", media_type)


@require_http_methods(["GET", "POST"])
def fill(request: Request, report_id: int) -> HttpResponse:
    """Upload a filled form; what does not fit by its cell, or what it would change."""
    expected, written = _to_fill(request, report_id)
    closed = _closed(request, expected, written)
    if closed or written is None:
        return closed or redirect("reports:show", report_id)
    form = FilledFileForm(request.POST or None, request.FILES or None, auto_id="file_%s")
    wrong: list[Wrong] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            _kept, wrong = filling.fill(
                report_id=report_id, by=request.user, file=file, name=file.name, confirmed_unclassified=True
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            if not wrong:
                return redirect("reports:fill", report_id)
    context = {
        "report": expected,
        "period": queries.period_words(expected.period),
        "form": form,
        "wrong": wrong,
        "kept": reading.kept_form(written),
    }
    bad = form.is_bound and (form.errors or wrong)
    return render(request, "reports/fill.html", context, status=400 if bad else 200)


@require_POST
def take(request: Request, report_id: int) -> HttpResponse:
    """Take over what the form says."""
    _to_fill(request, report_id)
    do = lambda: filling.take(report_id=report_id, by=request.user)  # noqa: E731
    taken = tried(request, do, _("Đã nhận nội dung từ tệp."))
    return redirect("reports:write" if taken else "reports:fill", report_id)


@require_POST
def drop(request: Request, report_id: int) -> HttpResponse:
    """Leave the report as it is."""
    _to_fill(request, report_id)
    do = lambda: filling.drop(report_id=report_id, by=request.user)  # noqa: E731
    tried(request, do, _("Đã bỏ tệp; báo cáo giữ nguyên."))
    return redirect("reports:fill", report_id)
