"""Pages of figures: today, the board, the work of an agency, the carrying out of a directive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from dondoc_web.accounts.rights import reaches
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.queries import live_sources
from dondoc_web.requests import Request
from dondoc_web.work import charts, counting, figure_files, queries, register
from dondoc_web.work.follow_rights import DIRECTING
from dondoc_web.work.register_forms import FilterForm
from dondoc_web.work.scope import Scope, Side, scope_of
from dondoc_web.work.today import today_of
from dondoc_web.work.wanted import Clock, Wanted, clock, looked_up, wanted_of

PLANS = 25
LATE = 10
"""Overdue obligations that the page of an agency names."""
MOST_PLANS = 1000
"""Plans of one file."""

BY = ("agency", "plan", "quarter", "group")
HEAD_WORDS = {"agency": _l("Cơ quan"), "plan": _l("Văn bản"), "quarter": _l("Kỳ"), "group": _l("Nhóm cơ quan")}
TITLES = {
    "agency": _l("Tình trạng nhiệm vụ theo cơ quan"),
    "plan": _l("Tình trạng nhiệm vụ theo văn bản"),
    "quarter": _l("Tình trạng nhiệm vụ theo quý của hạn"),
    "group": _l("Tình trạng nhiệm vụ theo nhóm cơ quan"),
}


@require_GET
def today(request: Request) -> HttpResponse:
    """What waits for this person; the page after signing in."""
    day = queries.today()
    return render(request, "work/today.html", {"parts": today_of(request.user, day), "day": day})


@require_GET
def board(request: Request) -> HttpResponse:
    """Figures by agency, plan, quarter or group, drawn and in a table; each opens its list."""
    scope, at = scope_of(request.user), clock(queries.today())
    wanted = looked_up(wanted_of(request.GET, scope).without_state())
    by = _by(request)
    quarters = counting.by_quarter(wanted, scope, at)
    whole = counting.whole(wanted, quarters)
    shown = {"lines": quarters} if by == "quarter" else _lines(request, wanted, scope, at, by)
    lines: Sequence[counting.Figures] = shown["lines"]
    turns = charts.turns(quarters, at.today)
    context = {
        "figures": whole,
        "form": FilterForm(scope=scope, wanted=wanted, today=at.today),
        "by": by,
        "head": HEAD_WORDS[by],
        "tabs": [(code, wanted.address(by=code)) for code in BY],
        "wanted": wanted,
        "address": wanted.address(by=by),
        "chart": charts.bars(str(TITLES[by]), whole, lines, upright=by == "quarter"),
        "turns": turns,
        "trend": charts.trend(_("Xu hướng theo quý của hạn"), turns),
        **shown,
    }
    return render(request, "work/board.html", context)


def _by(request: Request) -> str:
    by = request.GET.get("by", "")
    return by if by in BY else BY[0]


def _lines(request: Request, wanted: Wanted, scope: Scope, at: Clock, by: str) -> dict[str, Any]:
    if by != "plan":
        return {"lines": _LINES[by](wanted, scope, at)}
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and 0 < len(asked) < 7 else 1
    before = PLANS * (max(page, 1) - 1)
    plans = list(counting.plans_asked(wanted, scope)[before : before + PLANS + 1])
    lines = counting.by_plan(wanted, scope, at, plans[:PLANS])
    return {"lines": lines, "before": max(page, 1) - 1, "after": page + 1 if len(plans) > PLANS else 0}


_LINES = {"agency": counting.by_agency, "quarter": counting.by_quarter, "group": counting.by_group}


@require_GET
def board_file(request: Request, form: str) -> HttpResponse:
    """The table of the board as ``xlsx`` or ``csv``; plans on all its pages."""
    scope, at = scope_of(request.user), clock(queries.today())
    wanted, by = looked_up(wanted_of(request.GET, scope).without_state()), _by(request)
    if not scope.sides:
        raise Http404
    if by == "plan":
        plans = list(counting.plans_asked(wanted, scope)[: MOST_PLANS + 1])
        if len(plans) > MOST_PLANS:
            messages.warning(request, _("Quá nhiều văn bản cho một tệp; hãy lọc hẹp lại, ví dụ theo năm, rồi tải."))
            return redirect(f"{reverse('work:board')}?{wanted.address(by=by)}")
        lines = counting.by_plan(wanted, scope, at, plans)
    else:
        lines = _LINES[by](wanted, scope, at)
    whole = charts.whole_in_words(counting.figures(wanted, scope, at))
    notes = [_("Số liệu đến ngày %s.") % f"{at.today:%d/%m/%Y}", whole]
    table = figure_files.table_of(str(TITLES[by]), str(HEAD_WORDS[by]), lines, notes)
    return figure_files.answer(table, form, f"so-lieu-{by}-{at.today}")


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
        "late": register.first_rows(owed.narrowed(state="overdue"), scope, at, LATE),
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
        "columns": register.columns(),
        "wanted": wanted,
        "may_annex": plan is not None and reaches(request.user, plan.office, DIRECTING),
        "today": queries.today(),
    }
    return render(request, "work/directive.html", context)
