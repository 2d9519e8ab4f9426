"""Pages of figures: today, the board, the work of an agency, the carrying out of a directive."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from dondoc_web.accounts.rights import reaches
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.queries import live_sources
from dondoc_web.requests import Request
from dondoc_web.work import counting, queries, register
from dondoc_web.work.follow_rights import DIRECTING
from dondoc_web.work.register_forms import FilterForm
from dondoc_web.work.scope import Scope, Side, scope_of
from dondoc_web.work.today import today_of
from dondoc_web.work.wanted import Clock, Wanted, clock, looked_up, wanted_of

PLANS = 25
BY = ("agency", "plan", "quarter", "group")


@require_GET
def today(request: Request) -> HttpResponse:
    """What waits for this person; the page after signing in."""
    day = queries.today()
    return render(request, "work/today.html", {"parts": today_of(request.user, day), "day": day})


@require_GET
def board(request: Request) -> HttpResponse:
    """Figures by agency, plan, quarter or group; each opens its list."""
    scope, at = scope_of(request.user), clock(queries.today())
    wanted = looked_up(wanted_of(request.GET, scope).without_state())
    by = request.GET.get("by", "")
    by = by if by in BY else BY[0]
    context = {
        "figures": counting.figures(wanted, scope, at),
        "form": FilterForm(scope=scope, wanted=wanted, today=at.today),
        "by": by,
        "tabs": [(code, wanted.address(by=code)) for code in BY],
        "wanted": wanted,
        **_lines(request, wanted, scope, at, by),
    }
    return render(request, "work/board.html", context)


def _lines(request: Request, wanted: Wanted, scope: Scope, at: Clock, by: str) -> dict[str, object]:
    if by != "plan":
        lines: Sequence[counting.Figures] = _BY[by](wanted, scope, at)
        return {"lines": lines}
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and 0 < len(asked) < 7 else 1
    before = PLANS * (max(page, 1) - 1)
    plans = list(counting.plans_asked(wanted, scope)[before : before + PLANS + 1])
    lines = counting.by_plan(wanted, scope, at, plans[:PLANS])
    return {"lines": lines, "before": max(page, 1) - 1, "after": page + 1 if len(plans) > PLANS else 0}


_BY = {"agency": counting.by_agency, "quarter": counting.by_quarter, "group": counting.by_group}


@require_GET
def agency(request: Request, agency_id: int) -> HttpResponse:
    """What an agency owes and follows, as far as this person sees it."""
    body = get_object_or_404(Agency, pk=agency_id)
    scope, at = scope_of(request.user), clock(queries.today())
    if not scope.sides:
        raise Http404
    owed = Wanted(side=scope.side_for(body).value, agency=agency_id)
    follows = Wanted(side=Side.OFFICE.value, office=agency_id)
    plans = counting.plans_asked(owed, scope)[:PLANS]
    context = {
        "body": body,
        "owed": counting.figures(owed, scope, at),
        "follows": counting.figures(follows, scope, at) if Side.OFFICE in scope.sides else None,
        "lines": counting.by_plan(owed, scope, at, list(plans)),
        "late": register.page(owed.narrowed(state="overdue"), scope, at).rows[:10],
    }
    return render(request, "work/agency.html", context)


@require_GET
def directive(request: Request, source_id: int) -> HttpResponse:
    """The obligations of the plan that was taken from a directive, with their words and state."""
    source = get_object_or_404(live_sources(request.user).select_related("directive"), pk=source_id)
    scope, at = scope_of(request.user), clock(queries.today())
    plan = queries.plan_carried_out(source, request.user)
    wanted = Wanted(side=(scope.sides or [Side.OFFICE])[0].value, plan=plan.pk if plan else 0)
    found = register.page(wanted, scope, at, request.GET.get("after", "")) if plan else None
    context = {
        "source": source,
        "plan": plan,
        "figures": counting.figures(wanted, scope, at) if plan else None,
        "register": found,
        "columns": tuple(register.COLUMNS),
        "wanted": wanted,
        "may_annex": plan is not None and reaches(request.user, plan.office, DIRECTING),
        "today": queries.today(),
    }
    return render(request, "work/directive.html", context)
