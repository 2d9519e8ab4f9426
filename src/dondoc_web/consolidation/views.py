"""Request → form → action → redirect: the draft, its page, later reports, letterhead, files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.rights import require
from dondoc_web.consolidation import actions, forms, queries
from dondoc_web.consolidation.gathering import feeding
from dondoc_web.consolidation.holding import is_drafting
from dondoc_web.consolidation.models import Consolidation
from dondoc_web.consolidation.rights import may_draft
from dondoc_web.reports.holding import why_not_written
from dondoc_web.reports.models import Expected, ReportAttachment
from dondoc_web.reports.queries import period_words
from dondoc_web.reports.queries import seen as reports_seen
from dondoc_web.requests import Request, tried


def found_of(request: Request, consolidation_id: int) -> Consolidation:
    """The consolidated report, for one who may see it; 404 otherwise."""
    return get_object_or_404(queries.consolidations_of(request.user), pk=consolidation_id)


def may_change(request: Request, answers: Expected) -> bool:
    """The person may draft it, and it is open."""
    return may_draft(request.user, answers) and not why_not_written(answers)


@require_http_methods(["GET", "POST"])
def begin(request: Request, report_id: int) -> HttpResponse:
    """Choose what to consolidate into the lead's own expected report."""
    answers = get_object_or_404(reports_seen(request.user), pk=report_id)
    require(may_draft(request.user, answers))
    if why_not_written(answers):
        messages.warning(request, why_not_written(answers))
        return redirect("reports:show", report_id)
    made = Consolidation.objects.filter(answers=answers).first()
    form = forms.BeginForm(request.POST or None, answers=answers, feeding=feeding(answers), made=made)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(report_id=report_id, by=request.user, wanted=form.wanted())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("consolidation:show", made.pk)
    context = {"form": form, "report": answers, "made": made, "period": period_words(answers.period)}
    return render(request, "consolidation/begin.html", context, status=400 if form.errors else 200)


@require_GET
def show(request: Request, consolidation_id: int) -> HttpResponse:
    """The page: sentences with their marks, what later reports would change, what may be done."""
    made = found_of(request, consolidation_id)
    context = {
        "sheet": queries.sheet(made, request.GET.get("page")),
        "made": made,
        "may": may_change(request, made.answers),
        "drafting": is_drafting(made),
        "period": period_words(made.answers.period),
    }
    if context["may"]:
        context["section_form"] = forms.SectionForm(made=made)
    return render(request, "consolidation/show.html", context)


@require_GET
def progress(request: Request, consolidation_id: int) -> HttpResponse:
    """How far the work is; asks again by itself while it lasts, and has the page loaded anew at its end."""
    made = found_of(request, consolidation_id)
    answer = render(request, "consolidation/_progress.html", {"made": made, "drafting": is_drafting(made)})
    if made.job is None or not made.job.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
def table(request: Request, consolidation_id: int, table: str) -> HttpResponse:
    """One table of the annexes."""
    made = found_of(request, consolidation_id)
    shown = queries.table_page(made, table, request.GET.get("page"))
    if shown is None:
        raise Http404
    return render(request, "consolidation/table.html", {"made": made, "shown": shown, "page": shown.page})


# Later reports --------------------------------------------------------------------------------------------------------


@require_GET
def later(request: Request, consolidation_id: int) -> HttpResponse:
    """What taking over the reports as they stand now would change."""
    made = found_of(request, consolidation_id)
    require(may_draft(request.user, made.answers))
    page = queries.page_of_changes(made, request.GET.get("page"))
    context = {"made": made, "page": page, "may": may_change(request, made.answers)}
    return render(request, "consolidation/changes.html", context)


@require_POST
def take(request: Request, consolidation_id: int) -> HttpResponse:
    """Take over the chosen changes, or all."""
    found_of(request, consolidation_id)
    keys = None if "all" in request.POST else request.POST.getlist("key")
    do = lambda: actions.take(consolidation_id=consolidation_id, by=request.user, keys=keys)  # noqa: E731
    tried(request, do, _("Đã lấy thay đổi; câu đã sửa giữ nguyên lời."))
    return redirect("consolidation:changes", consolidation_id)


@require_POST
def leave(request: Request, consolidation_id: int) -> HttpResponse:
    """Keep what stands."""
    found_of(request, consolidation_id)
    keys = request.POST.getlist("key")
    do = lambda: actions.leave(consolidation_id=consolidation_id, by=request.user, keys=keys)  # noqa: E731
    tried(request, do, _("Đã giữ nguyên."))
    return redirect("consolidation:changes", consolidation_id)


# Letterhead and files -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def head(request: Request, consolidation_id: int) -> HttpResponse:
    """The phrases around the text."""
    made = found_of(request, consolidation_id)
    require(may_draft(request.user, made.answers))
    form = forms.HeadForm(request.POST or None, made=made)
    if request.method == "POST" and form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "day"}
        day = form.cleaned_data["day"]
        try:
            actions.revise(consolidation_id=made.pk, by=request.user, words=words, day=day)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã lưu thể thức."))
            return redirect("consolidation:show", made.pk)
    return render(request, "consolidation/head.html", {"made": made, "form": form}, status=400 if form.errors else 200)


@require_POST
def files(request: Request, consolidation_id: int) -> HttpResponse:
    """Have the DOCX and the PDF made."""
    found_of(request, consolidation_id)
    do = lambda: actions.ask_files(consolidation_id=consolidation_id, by=request.user)  # noqa: E731
    tried(request, do, _("Đang tạo DOCX và PDF."))
    return redirect("consolidation:show", consolidation_id)


def _file(kept: ReportAttachment | None) -> FileResponse:
    if kept is None:
        raise Http404
    try:
        content = kept.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=kept.name, content_type=kept.media_type)


@require_GET
def as_docx(request: Request, consolidation_id: int) -> FileResponse:
    """The document for Word."""
    return _file(found_of(request, consolidation_id).docx)


@require_GET
def as_pdf(request: Request, consolidation_id: int) -> FileResponse:
    """The document to look at and print."""
    return _file(found_of(request, consolidation_id).pdf)
