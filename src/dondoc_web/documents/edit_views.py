"""Request → form → action → answer, for changes of the text."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dondoc.text import Span
from dondoc_web.documents import deciding, queries, rights
from dondoc_web.documents.actions import MEND
from dondoc_web.documents.edits import change_at, changes_of
from dondoc_web.documents.forms import Decision
from dondoc_web.documents.marking import original_html
from dondoc_web.documents.models import Source, Verdict
from dondoc_web.requests import Request


@require_GET
def original(request: Request, source_id: int) -> HttpResponse:
    """The text before its repair, marked like the text."""
    source = _found(request, source_id)
    rights.require(rights.may_see_pages(request.user, source))
    if source.reading is None:
        raise Http404
    return HttpResponse(original_html(source.reading.plan, changes_of(source.reading)))


@require_http_methods(["GET", "POST"])
def edit(request: Request, source_id: int, start: int, end: int) -> HttpResponse:
    """What is known of one change; a post decides it."""
    source, place = _found(request, source_id), Span(start, end)
    error = ""
    if request.method == "POST":
        error = _decide(request, source, place)
        if not request.htmx:
            if error:
                messages.warning(request, error)
            return redirect(reverse("documents:show", args=[source_id]) + f"?tab=edits#e{start}-{end}")
        source = _found(request, source_id)
    else:
        rights.require(rights.may_see_pages(request.user, source))
    change = change_at(source, place)
    if change is None:
        raise Http404
    context = {
        "source": source,
        "change": change,
        "error": error,
        "may_decide": rights.may_decide_edits(request.user, source),
    }
    answer = render(request, "documents/_edit.html", context)
    if request.method == "POST" and not error:
        answer["HX-Trigger"] = "edit-decided"
    return answer


def _decide(request: Request, source: Source, place: Span) -> str:
    """Does what the form asks; the words of the mistake, if there is one."""
    form = Decision(request.POST)
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    verdict, after = form.cleaned_data["verdict"], form.cleaned_data["after"]
    try:
        if verdict == Decision.TAKE_BACK:
            deciding.take_back(by=request.user, source_id=source.pk, place=place)
        else:
            deciding.decide(by=request.user, source_id=source.pk, place=place, verdict=Verdict(verdict), after=after)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@require_GET
def mending(request: Request, source_id: int) -> HttpResponse:
    """Whether the text is being mended after what was decided; asks again until it is."""
    source = _found(request, source_id)
    rights.require(rights.may_see_pages(request.user, source))
    job = source.job if source.job is not None and source.job.work == MEND else None
    tab = parse_qs(urlsplit(request.htmx.current_url or "").query).get("tab", [""])[0]
    return render(request, "documents/_mending.html", {"source": source, "job": job, "tab": tab})


def _found(request: Request, source_id: int) -> Source:
    try:
        return queries.source_with_plan(request.user, source_id)
    except Source.DoesNotExist:
        raise Http404 from None
