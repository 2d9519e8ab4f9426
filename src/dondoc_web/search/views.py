"""Search: the page of hits, suggestions for the box of the header, searches that people keep."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc_web.requests import Request
from dondoc_web.search import pages, saved, searching
from dondoc_web.search.asking import asked
from dondoc_web.search.forms import KeepForm, SearchForm
from dondoc_web.search.models import SavedSearch


@require_GET
def page(request: Request) -> HttpResponse:
    """Hits for the words and filters of the address."""
    today = timezone.localdate()
    form = SearchForm(request.GET, today=today)
    what, narrow = asked(form.words()), form.narrow()
    number = request.GET.get("page", "")
    at = min(int(number), 1000) if number.isascii() and number.isdecimal() and len(number) < 5 and int(number) else 1
    hits = searching.search(what, narrow, request.user, today=today, first=(at - 1) * searching.ROWS)
    context = {
        "form": form,
        "what": what,
        "narrow": narrow,
        "hits": hits,
        "lines": pages.lines(what, hits.entries, request.user),
        "address": _address(request.GET),
        "before": at - 1,
        "after": at + 1 if hits.total > at * searching.ROWS else 0,
        "pool": searching.POOL,
        "searches": saved.searches_of(request.user),
        "keep_form": KeepForm(initial={"query": _address(request.GET)}, auto_id="keep_%s"),
    }
    return render(request, "search/page.html", context)


@require_GET
def suggest(request: Request) -> HttpResponse:
    """Names that go on from what is being typed."""
    text = request.GET.get("q", "")
    found = searching.suggestions(text, request.user, today=timezone.localdate())
    context = {"lines": pages.lines(asked(text, typing=True), found, request.user), "q": text.strip()[:500]}
    return render(request, "search/_suggestions.html", context)


@require_POST
def keep(request: Request) -> HttpResponse:
    """Keep the search under a name."""
    form = KeepForm(request.POST)
    if form.is_valid():
        try:
            saved.keep(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("Đã lưu tìm kiếm “%s”.") % form.cleaned_data["name"])
    else:
        messages.warning(request, _("Hãy đặt tên cho tìm kiếm."))
    return redirect(f"{reverse('search:page')}?{form.data.get('query', '')[:1500]}")


@require_POST
def drop(request: Request, search_id: int) -> HttpResponse:
    """Forget an own search."""
    try:
        saved.drop(by=request.user, search_id=search_id)
    except SavedSearch.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Đã xóa tìm kiếm đã lưu."))
    return redirect("search:page")


def _address(asked_for: QueryDict) -> str:
    """The address without the number of the screen and without filters that say nothing."""
    kept = QueryDict(mutable=True)
    for name, values in asked_for.lists():
        said = [value.replace("\0", "") for value in values if value.strip()]
        if name in SearchForm.base_fields and said:
            kept.setlist(name, said)
    return kept.urlencode()[:1500]
