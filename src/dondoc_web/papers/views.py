"""Request → form → action → redirect."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.rights import require
from dondoc_web.downloads import DOCX, XLSX
from dondoc_web.papers import actions, forms, queries
from dondoc_web.papers.models import OfficialPaper
from dondoc_web.papers.rights import may_make
from dondoc_web.requests import Request

ROWS = 50


@require_http_methods(["GET", "POST"])
def listing(request: Request) -> HttpResponse:
    """The papers of the offices, and a form for a new one where the person may make it."""
    form = forms.NewForm(request.POST or None, user=request.user)
    if request.method == "POST":
        require(queries.offices_of(request.user).exists())
        if form.is_valid():
            try:
                made = actions.make(office_id=form.cleaned_data["office"].pk, by=request.user, wanted=form.wanted())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Đã lập dự thảo; hãy xem lại lời văn rồi tải về."))
                return redirect("papers:show", made.pk)
    page = Paginator(queries.papers_of(request.user), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_make": queries.offices_of(request.user).exists()}
    return render(request, "papers/list.html", context, status=400 if form.errors else 200)


def _found(request: Request, paper_id: int) -> OfficialPaper:
    return get_object_or_404(queries.papers_of(request.user), pk=paper_id)


@require_http_methods(["GET", "POST"])
def show(request: Request, paper_id: int) -> HttpResponse:
    """A paper: its preview, where each line comes from, its words to edit, its files."""
    made = _found(request, paper_id)
    form = forms.WordsForm(request.POST if request.method == "POST" else None, made=made)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise(paper_id=made.pk, by=request.user, words=form.cleaned_data, kept=form.kept())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã lưu dự thảo."))
            return redirect("papers:show", made.pk)
    context = {"sheet": queries.sheet(made), "made": made, "form": form, "may": may_make(request.user, made.office)}
    return render(request, "papers/show.html", context, status=400 if form.errors else 200)


@require_POST
def pdf_start(request: Request, paper_id: int) -> HttpResponse:
    """Have the PDF made."""
    made = _found(request, paper_id)
    actions.ask_pdf(paper_id=made.pk, by=request.user)
    return redirect("papers:show", made.pk)


@require_GET
def pdf_progress(request: Request, paper_id: int) -> HttpResponse:
    """How far the PDF is; asks again by itself until it is there."""
    made = _found(request, paper_id)
    return render(request, "papers/_pdf.html", {"sheet": queries.sheet(made), "made": made})


def _file(content: bytes, made: OfficialPaper, suffix: str, media_type: str) -> HttpResponse:
    name = quote(f"{made.get_kind_display()} {made.pk}.{suffix}")
    head = {"Content-Disposition": f"attachment; filename=\"van-ban-{made.pk}.{suffix}\"; filename*=UTF-8''{name}"}
    return HttpResponse(content, content_type=media_type, headers=head)


@require_GET
def as_docx(request: Request, paper_id: int) -> HttpResponse:
    """The paper for Word."""
    made = _found(request, paper_id)
    try:
        content = queries.docx_of(made)[0]
    except ValidationError as error:
        messages.warning(request, _("Mẫu của cơ quan không điền được: %s") % " ".join(error.messages))
        return redirect("papers:show", made.pk)
    return _file(content, made, "docx", DOCX)


@require_GET
def as_xlsx(request: Request, paper_id: int) -> HttpResponse:
    """Its table for Excel."""
    made = _found(request, paper_id)
    return _file(queries.xlsx_of(made), made, "xlsx", XLSX)


@require_GET
def as_csv(request: Request, paper_id: int) -> HttpResponse:
    """Its table as CSV."""
    made = _found(request, paper_id)
    return _file(queries.csv_of(made), made, "csv", "text/csv; charset=utf-8")


@require_GET
def as_pdf(request: Request, paper_id: int) -> FileResponse:
    """The PDF that was last made."""
    made = _found(request, paper_id)
    try:
        content = made.pdf.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=f"van-ban-{made.pk}.pdf", content_type="application/pdf")
