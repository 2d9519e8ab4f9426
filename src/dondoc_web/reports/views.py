"""Request → form → action → redirect; a form that cannot be taken comes back with all that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.rights import require, trails
from dondoc_web.reports import duties as writing
from dondoc_web.reports import expecting, forms, queries, receiving, rights, written_queries
from dondoc_web.reports.holding import approval_asked, why_not_written
from dondoc_web.reports.models import Approval, Duty, DutyState, Expected, ReportState
from dondoc_web.reports.standing import Standing
from dondoc_web.requests import Request

Do = Callable[[dict[str, Any]], Any]


@require_GET
def matrix(request: Request) -> HttpResponse:
    """Agencies × periods of one duty."""
    chosen = request.GET.get("duty", "")
    found = queries.matrix(request.user, int(chosen) if chosen.isdecimal() else None, queries.today())
    mine = written_queries.waiting(request.user)
    context = {"matrix": found, "legend": list(Standing), "follows": _follows(request), "mine": mine}
    return render(request, "reports/matrix.html", context)


def _follows(request: Request) -> bool:
    return request.user.is_superuser or bool(trails(request.user, rights.FOLLOWING))


@require_GET
def duties(request: Request) -> HttpResponse:
    """Duties of the offices that this person follows, those that wait first."""
    lines = queries.duty_lines(list(queries.duties_seen(request.user)), queries.today())
    return render(request, "reports/duties.html", {"lines": lines, "may_add": _may_add(request)})


def _may_add(request: Request) -> bool:
    return request.user.is_superuser or bool(trails(request.user, rights.ASKING))


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """A duty by hand."""
    require(_may_add(request))
    choosing = forms.OfficeForm(request.POST or request.GET or None, user=request.user)
    offices = choosing.fields["office"].queryset  # type: ignore[attr-defined]
    office = choosing.cleaned_data["office"] if choosing.is_valid() else offices.order_by("trail").first()
    if office is None:
        messages.warning(request, _("Chưa có cơ quan nào; hãy thêm cơ quan trước."))
        return redirect("reports:duties")
    form = forms.DutyForm(request.POST or None, office=office)

    def do(_data: dict[str, Any]) -> None:
        made = writing.add(office_id=office.pk, by=request.user, facts=form.facts())
        messages.success(request, _("Đã thêm; hãy xác nhận để bắt đầu yêu cầu báo cáo."))
        answers.append(redirect("reports:duty", made.pk))

    answers: list[HttpResponse] = []
    if request.method == "POST" and _done(form, do):
        return answers[0]
    context = {"form": form, "offices": offices, "office": office}
    return render(request, "reports/add.html", context, status=400 if request.method == "POST" else 200)


def _done(form: django_forms.Form, do: Do) -> bool:
    """Do it; what cannot be done is told on the form."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


# One duty ---------------------------------------------------------------------------------------------------------


@require_GET
def duty(request: Request, duty_id: int) -> HttpResponse:
    """A duty, its words, its flaws, what may be done."""
    return _duty_page(request, _duty(request, duty_id), {})


def _duty(request: Request, duty_id: int) -> Duty:
    return get_object_or_404(queries.duties_seen(request.user), pk=duty_id)


def _duty_page(request: Request, found: Duty, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    beside = list(queries.duties_seen(request.user).filter(office=found.office))
    line = next(one for one in queries.duty_lines(beside, queries.today()) if one.duty.pk == found.pk)
    shown: dict[str, Any] = {}
    if rights.may_ask(request.user, found.office):
        shown = {"correct": forms.DutyForm(office=found.office, duty=found)}
        if found.state != DutyState.REFUSED:
            shown["refuse"] = forms.ReasonForm(auto_id="refuse_%s")
        if found.state == DutyState.CONFIRMED:
            shown["open"] = forms.OpenForm(auto_id="open_%s")
    context = {"line": line, "duty": found, "forms": shown | bound, "events": queries.history(found)}
    return render(request, "reports/duty.html", context, status=status)


def _on_duty(request: Request, duty_id: int, name: str, form: django_forms.Form, do: Do) -> HttpResponse:
    if _done(form, do):
        messages.success(request, _("Đã ghi."))
        return redirect("reports:duty", duty_id)
    return _duty_page(request, _duty(request, duty_id), {name: form}, status=400)


@require_POST
def correct(request: Request, duty_id: int) -> HttpResponse:
    """Say what it asks for."""
    found = _duty(request, duty_id)
    form = forms.DutyForm(request.POST, office=found.office, duty=found)
    return _on_duty(
        request,
        duty_id,
        "correct",
        form,
        lambda _data: writing.correct(duty_id=duty_id, by=request.user, facts=form.facts()),
    )


@require_POST
def confirm(request: Request, duty_id: int) -> HttpResponse:
    """Expect reports from now on."""
    _duty(request, duty_id)
    try:
        writing.confirm(duty_id=duty_id, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Đã xác nhận; danh sách báo cáo phải nộp đã được lập."))
    return redirect("reports:duty", duty_id)


@require_POST
def refuse(request: Request, duty_id: int) -> HttpResponse:
    """It does not apply."""
    _duty(request, duty_id)
    form = forms.ReasonForm(request.POST, auto_id="refuse_%s")
    return _on_duty(
        request, duty_id, "refuse", form, lambda data: writing.refuse(duty_id=duty_id, by=request.user, **data)
    )


@require_POST
def open_by_hand(request: Request, duty_id: int) -> HttpResponse:
    """Ask for a report now."""
    _duty(request, duty_id)
    form = forms.OpenForm(request.POST, auto_id="open_%s")
    return _on_duty(
        request,
        duty_id,
        "open",
        form,
        lambda _data: expecting.open_by_hand(duty_id=duty_id, by=request.user, **form.asked()),
    )


# One expected report ----------------------------------------------------------------------------------------------


@require_GET
def show(request: Request, report_id: int) -> HttpResponse:
    """An expected report: the words that order it, its days and their rules, what may be done."""
    return _report_page(request, _report(request, report_id), {})


def _report(request: Request, report_id: int) -> Expected:
    return get_object_or_404(queries.seen(request.user), pk=report_id)


def _report_page(request: Request, found: Expected, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    day, user = queries.today(), request.user
    asks, shown = rights.may_ask(user, found.office), dict[str, Any]()
    begun = found.start <= day
    if found.state in expecting.NOT_IN:
        if asks:
            shown = {"hand_in": forms.PaperForm(auto_id="in_%s")} if begun else {}
            shown["grant"] = forms.GrantForm(auto_id="grant_%s")
        elif rights.may_hand_in(user, found) and begun and day <= found.open_until:
            shown["hand_in"] = forms.HandInForm(auto_id="in_%s")
    elif found.state == ReportState.HANDED_IN and asks:
        shown = {"return": forms.ReasonForm(auto_id="return_%s"), "accept": True}
    context = {
        "report": found,
        "duty": found.duty,
        "standing": queries.standing(found, day),
        "period": queries.period_words(found.period),
        "closing_rule": queries.rule_words(found.closing_rule),
        "due_rule": queries.rule_words(found.due_rule),
        "locked": found.state in expecting.NOT_IN and day > found.open_until,
        "sees_duty": rights.may_see_duty(user, found.duty),
        "forms": shown | bound,
        "events": queries.history(found),
    } | _written(request, found)
    return render(request, "reports/show.html", context, status=status)


def _written(request: Request, found: Expected) -> dict[str, Any]:
    """What the unit wrote, for those who see it, and what may be done with it."""
    user, written = request.user, written_queries.written(found)
    writes = rights.may_hand_in(user, found) and not why_not_written(found)
    context: dict[str, Any] = {"writes": writes, "approval_asked": approval_asked(found)}
    context["to_approve_first"] = (
        writes and context["approval_asked"] and (written is None or written.approval != Approval.APPROVED)
    )
    if written is None or not rights.sees_words(user, found):
        return context
    page, lines = written_queries.page_of_lines(written, request.GET.get("page"))
    context |= {"written": written, "page": page, "lines": lines, "attachments": list(written.attachments.all())}
    context["standings"] = written_queries.standings(written)
    if written.approval == Approval.WAITING and rights.may_approve(user, found) and not why_not_written(found):
        context["approving"] = forms.ReasonForm(auto_id="back_%s")
    return context


def _on_report(request: Request, report_id: int, name: str, form: django_forms.Form, do: Do) -> HttpResponse:
    if _done(form, do):
        messages.success(request, _("Đã ghi."))
        return redirect("reports:show", report_id)
    return _report_page(request, _report(request, report_id), {name: form}, status=400)


@require_POST
def hand_in(request: Request, report_id: int) -> HttpResponse:
    """It came."""
    asks = rights.may_ask(request.user, _report(request, report_id).office)
    form = (forms.PaperForm if asks else forms.HandInForm)(request.POST, auto_id="in_%s")
    return _on_report(
        request,
        report_id,
        "hand_in",
        form,
        lambda data: receiving.hand_in(report_id=report_id, by=request.user, **data),
    )


@require_POST
def accept(request: Request, report_id: int) -> HttpResponse:
    """It is complete."""
    _report(request, report_id)
    try:
        receiving.accept(report_id=report_id, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Đã tiếp nhận báo cáo."))
    return redirect("reports:show", report_id)


@require_POST
def send_back(request: Request, report_id: int) -> HttpResponse:
    """It is not complete."""
    _report(request, report_id)
    form = forms.ReasonForm(request.POST, auto_id="return_%s")
    return _on_report(
        request,
        report_id,
        "return",
        form,
        lambda data: receiving.send_back(report_id=report_id, by=request.user, **data),
    )


@require_POST
def grant(request: Request, report_id: int) -> HttpResponse:
    """Let it come later."""
    _report(request, report_id)
    form = forms.GrantForm(request.POST, auto_id="grant_%s")
    return _on_report(
        request, report_id, "grant", form, lambda data: receiving.grant(report_id=report_id, by=request.user, **data)
    )
