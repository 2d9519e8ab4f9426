"""Pages of an office's settings, for the administrators of its branch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc_web.accounts.rights import require, within
from dondoc_web.agencies.models import Agency
from dondoc_web.people.rights import administers
from dondoc_web.reminders import actions, settling
from dondoc_web.reminders.forms import DayForm, SettledForm, ladder_form
from dondoc_web.reminders.giving import ladder_of
from dondoc_web.reminders.ladder import shipped
from dondoc_web.reminders.months import FIRST_YEAR, LAST_YEAR
from dondoc_web.requests import Request
from dondoc_web.work import offices


@require_GET
def listing(request: Request) -> HttpResponse:
    """Offices of the branch; the only one at once."""
    require(administers(request.user))
    found = list(settling.offices(request.user))
    if len(found) == 1:
        return redirect("reminders:office", found[0].pk)
    return render(request, "reminders/offices.html", {"offices": found})


@require_GET
def show(request: Request, office_id: int) -> HttpResponse:
    """What an office has settled."""
    return _page(request, _found(request, office_id), {})


def _found(request: Request, office_id: int) -> Agency:
    return get_object_or_404(Agency, within(request.user, "", offices.SETTLES), pk=office_id)


def _page(request: Request, office: Agency, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    page = settling.office_page(office, _year(request))
    forms = {
        "settled": SettledForm(settling.settled_of(office)),
        "ladder": ladder_form(ladder_of(office)),
        "day": DayForm(),
    }
    return render(request, "reminders/office.html", {"page": page, "forms": forms | bound}, status=status)


def _year(request: Request) -> int:
    this, asked = timezone.localdate().year, request.GET.get("year", "")
    return int(asked) if len(asked) == 4 and asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else this


def _act(request: Request, office: Agency, bound: dict[str, Any], do: Callable[[], Any], done: str) -> HttpResponse:
    """Do what a form asks; where it cannot be done, the page comes back with all that was typed."""
    (form,) = bound.values()
    told = None
    if form.is_valid():
        try:
            do()
        except ValidationError as error:
            told = " ".join(error.messages)
        else:
            messages.success(request, done)
            return redirect("reminders:office", office.pk)
    return _page(request, office, bound | {"told": told, "where": next(iter(bound))}, status=400)


@require_POST
def settle(request: Request, office_id: int) -> HttpResponse:
    """Set how the office works."""
    office = _found(request, office_id)
    form = SettledForm(settling.settled_of(office), request.POST)

    def do() -> None:
        offices.settle(office_id=office.pk, by=request.user, settled=form.settled())

    return _act(request, office, {"settled": form}, do, _("Đã lưu thiết lập. Kỳ đã lập giữ nguyên hạn."))


@require_POST
def ladder(request: Request, office_id: int) -> HttpResponse:
    """Set the ladder, or go back to the shipped one."""
    office = _found(request, office_id)
    form = ladder_form(ladder_of(office), request.POST)

    def do() -> None:
        actions.set_ladder(office_id=office.pk, by=request.user, steps=form.steps())

    if "shipped" in request.POST:
        actions.set_ladder(office_id=office.pk, by=request.user, steps=shipped())
        messages.success(request, _("Đã dùng lại các bậc nhắc việc có sẵn."))
        return redirect("reminders:office", office.pk)
    return _act(request, office, {"ladder": form}, do, _("Đã lưu các bậc nhắc việc."))


@require_POST
def enter_day(request: Request, office_id: int) -> HttpResponse:
    """Say that a day is worked, or not."""
    office, form = _found(request, office_id), DayForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        told = {"day": given["day"], "works": given["works"] == "works", "reason": given["reason"]}
        offices.enter_day(office_id=office.pk, by=request.user, **told)

    return _act(request, office, {"day": form}, do, _("Đã ghi ngày."))


@require_POST
def remove_day(request: Request, override_id: int) -> HttpResponse:
    """Take back what was said of a day."""
    row = get_object_or_404(settling.overrides_seen(request.user), pk=override_id)
    office = offices.remove_day(override_id=row.pk, by=request.user)
    messages.success(request, _("Đã bỏ ngày đã ghi."))
    return redirect("reminders:office", office.pk)
