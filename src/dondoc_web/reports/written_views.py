"""Pages of a unit's report: written, laid before the leader, its files; what was typed is never lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.rights import require
from dondoc_web.reports import preparing, queries, rights, writing
from dondoc_web.reports import written_queries as reading
from dondoc_web.reports.forms import ReasonForm
from dondoc_web.reports.holding import approval_asked, why_not_written
from dondoc_web.reports.models import Expected
from dondoc_web.reports.written_forms import FileForm, ReportForm
from dondoc_web.requests import Request, tried


def _report(request: Request, report_id: int) -> Expected:
    return get_object_or_404(queries.seen(request.user), pk=report_id)


def _to_write(request: Request, report_id: int) -> Expected:
    expected = _report(request, report_id)
    require(rights.may_hand_in(request.user, expected))
    return expected


@require_http_methods(["GET", "POST"])
def write(request: Request, report_id: int) -> HttpResponse:
    """The report as a form; a page of lines at a time."""
    expected = _to_write(request, report_id)
    if why_not_written(expected):
        messages.warning(request, why_not_written(expected))
        return redirect("reports:show", report_id)
    report = reading.written(expected)
    if report is None:
        context = {"report": expected, "period": queries.period_words(expected.period)}
        return render(request, "reports/write.html", context)
    page, lines = reading.page_of_lines(report, request.GET.get("page"))
    form = ReportForm(request.POST or None, report=report, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            writing.write(report_id=report_id, by=request.user, text=form.text())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã lưu báo cáo."))
            if "next" in request.POST:
                return redirect("reports:show", report_id)
            return redirect(f"{request.path}?page={page.number}")
    return _write_page(request, expected, {"form": form, "page": page, "written": report})


def _write_page(request: Request, expected: Expected, context: dict[str, Any]) -> HttpResponse:
    report = context["written"]
    context |= {
        "report": expected,
        "period": queries.period_words(expected.period),
        "changes": preparing.changes(expected, report),
        "approval_asked": approval_asked(expected),
        "attachments": list(report.attachments.all()),
        "file_form": context.get("file_form") or FileForm(auto_id="file_%s"),
    }
    bad = context["form"].is_bound or context["file_form"].is_bound
    return render(request, "reports/write.html", context, status=400 if bad else 200)


@require_POST
def prepare(request: Request, report_id: int) -> HttpResponse:
    """Write the lines from progress, once more where they are there."""
    _to_write(request, report_id)
    done = _("Đã lập báo cáo từ tiến độ; các dòng đã sửa giữ nguyên.")
    kept = tried(request, lambda: preparing.prepare(report_id=report_id, by=request.user), done)
    return redirect("reports:write" if kept else "reports:show", report_id)


@require_POST
def attach(request: Request, report_id: int) -> HttpResponse:
    """Add a file."""
    expected, form = _to_write(request, report_id), FileForm(request.POST, request.FILES, auto_id="file_%s")
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            writing.attach(report_id=report_id, by=request.user, file=file, name=file.name, confirmed_unclassified=True)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã thêm tệp."))
            return redirect("reports:write", report_id)
    report = reading.written(expected)
    if report is None or why_not_written(expected):
        messages.warning(request, why_not_written(expected) or _("Hãy lập báo cáo trước."))
        return redirect("reports:show", report_id)
    page, lines = reading.page_of_lines(report, None)
    shown = ReportForm(report=report, lines=lines)
    return _write_page(request, expected, {"form": shown, "page": page, "written": report, "file_form": form})


@require_POST
def detach(request: Request, attachment_id: int) -> HttpResponse:
    """Take a file out."""
    found = get_object_or_404(reading.attachments_seen(request.user), pk=attachment_id)
    expected = found.report.expected_id
    tried(request, lambda: writing.detach(attachment_id=attachment_id, by=request.user), _("Đã gỡ tệp."))
    return redirect("reports:write", expected)


@require_GET
def download(request: Request, attachment_id: int) -> FileResponse:
    """A file as it came; never shown inside the site."""
    found = get_object_or_404(reading.attachments_seen(request.user), pk=attachment_id)
    if not reading.file_of(request.user, found):
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=found.name, content_type="application/octet-stream")


@require_POST
def ask_approval(request: Request, report_id: int) -> HttpResponse:
    """Lay it before the leader."""
    _to_write(request, report_id)
    tried(
        request,
        lambda: writing.ask_approval(report_id=report_id, by=request.user),
        _("Đã trình lãnh đạo đơn vị duyệt."),
    )
    return redirect("reports:show", report_id)


@require_POST
def approve(request: Request, report_id: int) -> HttpResponse:
    """The leader agrees."""
    _report(request, report_id)
    tried(request, lambda: writing.approve(report_id=report_id, by=request.user), _("Đã duyệt; đơn vị có thể nộp."))
    return redirect("reports:show", report_id)


@require_POST
def give_back(request: Request, report_id: int) -> HttpResponse:
    """The leader wants it otherwise."""
    _report(request, report_id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    given = lambda: writing.give_back(report_id=report_id, by=request.user, reason=reason)  # noqa: E731
    tried(request, given, _("Đã trả lại để đơn vị sửa."))
    return redirect("reports:show", report_id)
