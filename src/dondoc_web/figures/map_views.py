"""The map of completeness, the lists behind its figures, and where its squares stand."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dondoc_web.accounts.rights import require
from dondoc_web.figures import completeness, map_chart
from dondoc_web.figures.arranging import arrange, placeable
from dondoc_web.figures.completeness import CompletenessMap
from dondoc_web.figures.map_forms import PlacesForm
from dondoc_web.figures.squares import settled
from dondoc_web.reports import queries
from dondoc_web.requests import Request
from dondoc_web.work import figure_files

ROWS = 100


def _found(request: Request) -> CompletenessMap:
    found = completeness.completeness_map(request.user, request.GET.dict(), queries.today())
    if found is None:
        raise Http404
    return found


@require_GET
def show(request: Request) -> HttpResponse:
    """A square a province or unit, beside its table; each count opens its list."""
    found = _found(request)
    places = bool(placeable(request.user, [one.key for one in found.squares]))
    context = {"map": found, "chart": map_chart.chart(found), "words": completeness.part_words(), "places": places}
    return render(request, "figures/map.html", context)


@require_GET
def as_file(request: Request, form: str) -> HttpResponse:
    """The table as ``xlsx`` or ``csv``."""
    found, day = _found(request), queries.today()
    notes = [*found.choice_words, _("Số liệu đến ngày %s.") % f"{day:%d/%m/%Y}", map_chart.in_words(found)]
    return figure_files.answer(map_chart.table(found, notes), form, f"muc-day-du-{day}")


@require_GET
def rows(request: Request) -> HttpResponse:
    """The reports that a count of a square counts."""
    found, day = _found(request), queries.today()
    at, part = request.GET.get("at", ""), request.GET.get("part", "")
    words = completeness.part_words()
    if part not in words:
        raise Http404
    keys = completeness.reports_behind(request.user, found, at, part, day)
    page = Paginator(keys, ROWS).get_page(request.GET.get("page"))
    context = {
        "map": found,
        "square": found.called(at),
        "part": words[part],
        "n": len(keys),
        "page": page,
        "lines": completeness.lines(list(page.object_list), day),
        "address": found.wanted.address(at=at, part=part),
    }
    return render(request, "figures/map_rows.html", context)


@require_http_methods(["GET", "POST"])
def places(request: Request) -> HttpResponse:
    """Where the squares stand, for those who may place them."""
    found = _found(request)
    mine = placeable(request.user, [one.key for one in found.squares])
    require(bool(mine))
    squares = [one for one in found.squares if one.key in mine]
    form = PlacesForm(squares, settled(mine), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            arrange(by=request.user, places=form.places())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã xếp ô."))
            return redirect(f"{reverse('figures:map')}?{found.wanted.address()}")
    context = {"map": found, "form": form, "rows": form.rows()}
    return render(request, "figures/map_places.html", context, status=400 if request.method == "POST" else 200)
