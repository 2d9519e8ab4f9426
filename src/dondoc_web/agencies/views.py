"""Request → form → action → redirect, for the registry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dondoc_web.accounts.models import Role
from dondoc_web.accounts.rights import require, trails
from dondoc_web.agencies import actions, forms, pages, queries
from dondoc_web.agencies.models import Agency, Certainty, Group, GroupMember
from dondoc_web.agencies.spreadsheet import decoded, written
from dondoc_web.audit.queries import history
from dondoc_web.requests import Request


def _day(request: Request) -> date:
    """The day that the page is asked for, today by default."""
    try:
        return parse_date(request.GET.get("day", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _administers(request: Request) -> bool:
    return request.user.is_superuser or bool(trails(request.user, (Role.ADMINISTRATOR,)))


@require_GET
def tree(request: Request) -> HttpResponse:
    """The tree on a day, its branches loaded as they are opened; or what a search found."""
    day, words = _day(request), request.GET.get("q", "").strip()
    context = {
        "day": day,
        "words": words,
        "found": [(node, pages.place_name(node.agency.key, day)) for node in queries.search(words, day)],
        "places": [] if words else pages.places_on(day),
        "central": [] if words else queries.tree_on(day, place=""),
        "administers": _administers(request),
        "limit": queries.FOUND_AT_MOST,
    }
    return render(request, "agencies/tree.html", context)


@require_GET
def branch(request: Request) -> HttpResponse:
    """What stands right below a body, or at the top of a place."""
    day, under = _day(request), request.GET.get("under", "")
    if under.isdecimal():
        nodes = queries.tree_on(day, under=get_object_or_404(Agency, pk=int(under[:18])))
    else:
        nodes = queries.tree_on(day, place=request.GET.get("place", ""))
    return render(request, "agencies/_branch.html", {"nodes": nodes, "day": day})


@require_GET
def options(request: Request) -> HttpResponse:
    """Suggestions for a field that asks for a body."""
    words, day = "".join(request.GET.getlist("words")), timezone.localdate()
    nodes = queries.search(words, day)[:20] if len(words.strip()) > 1 else []
    found = [(node, pages.place_name(node.agency.key, day)) for node in nodes]
    return render(request, "agencies/_options.html", {"found": found})


@require_GET
def show(request: Request, agency_id: int) -> HttpResponse:
    """The page of a body."""
    agency = get_object_or_404(Agency.objects.select_related("parent"), pk=agency_id)
    if agency.merged_into_id is not None:
        return redirect("agencies:show", agency.merged_into_id)
    day, function = _day(request), request.GET.get("function", "").strip()[:2000]
    context = {
        "body": pages.body(agency, day=day, function=function),
        "day": day,
        "function": function,
        "may_edit": actions.may_edit(request.user, agency),
        "events": history(agency),
        "certainties": Certainty.choices,
    }
    return render(request, "agencies/show.html", context)


Doing = Callable[[dict[str, Any]], object]


def _edit(request: Request, form: django_forms.Form, title: str, back: str, do: Doing) -> HttpResponse:
    """A form, filled in, checked and done; what is refused is said beside the field and what was typed is kept."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else _beside(form, error)
        else:
            messages.success(request, _("Đã ghi vào danh mục cơ quan."))
            return redirect(back)
    context = {"form": form, "title": title, "back": back}
    return render(request, "agencies/form.html", context, status=400 if form.errors else 200)


def _beside(form: django_forms.Form, error: ValidationError) -> None:
    for field, told in error.message_dict.items():
        form.add_error(field if field in form.fields else None, told)


def _of(request: Request, agency_id: int) -> tuple[Agency, str]:
    agency = get_object_or_404(Agency, pk=agency_id)
    require(actions.may_edit(request.user, agency))
    return agency, f"/agencies/{agency.pk}/"


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Enter a body."""
    require(_administers(request))
    above = Agency.objects.filter(pk=int(request.GET["under"])).first() if _number(request, "under") else None
    first = {"parent": above.key, "level": above.level, "system": above.system} if above else {}
    form = forms.NewAgency(request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> None:
        parent = given.pop("parent")
        actions.add_agency(by=request.user, facts=actions.Facts(**given), parent=parent)

    return _edit(request, form, _("Thêm cơ quan"), f"/agencies/{above.pk}/" if above else "/agencies/", do)


def _number(request: Request, name: str) -> bool:
    return request.GET.get(name, "").isdecimal() and len(request.GET[name]) < 18


@require_http_methods(["GET", "POST"])
def rename(request: Request, agency_id: int) -> HttpResponse:
    """Another name from a day on."""
    agency, back = _of(request, agency_id)
    form = forms.Renaming(request.POST or None, initial={"name": agency.name})
    return _edit(
        request,
        form,
        _("Đổi tên: %s") % agency,
        back,
        lambda given: actions.rename(by=request.user, agency=agency, **given),
    )


@require_http_methods(["GET", "POST"])
def move(request: Request, agency_id: int) -> HttpResponse:
    """Another body above from a day on."""
    agency, back = _of(request, agency_id)
    form = forms.Moving(request.POST or None, initial={"parent": agency.parent.key if agency.parent else ""})
    return _edit(
        request,
        form,
        _("Chuyển cơ quan cấp trên: %s") % agency,
        back,
        lambda given: actions.move(by=request.user, agency=agency, **given),
    )


@require_http_methods(["GET", "POST"])
def end(request: Request, agency_id: int) -> HttpResponse:
    """The last day of a body."""
    agency, back = _of(request, agency_id)
    return _edit(
        request,
        forms.Ending(request.POST or None),
        _("Kết thúc hoạt động: %s") % agency,
        back,
        lambda given: actions.end(by=request.user, agency=agency, **given),
    )


@require_http_methods(["GET", "POST"])
def alias(request: Request, agency_id: int) -> HttpResponse:
    """Another name that a body goes by."""
    agency, back = _of(request, agency_id)
    return _edit(
        request,
        forms.Alias(request.POST or None),
        _("Thêm tên gọi: %s") % agency,
        back,
        lambda given: actions.add_alias(by=request.user, agency=agency, **given),
    )


@require_http_methods(["GET", "POST"])
def change(request: Request, agency_id: int) -> HttpResponse:
    """Who takes over from whom."""
    agency, back = _of(request, agency_id)
    form = forms.ChangeForm(request.POST or None, initial={"old_1": agency.key})

    def do(given: dict[str, Any]) -> None:
        heirs = [actions.Heir(*line) for line in form.heirs]
        basis = actions.Basis(given["legal_basis"], given["certainty"], given["note"])
        actions.record_change(
            by=request.user, kind=given["kind"], effective_on=given["effective_on"], heirs=heirs, basis=basis
        )

    return _edit(request, form, _("Ghi thay đổi tổ chức: %s") % agency, back, do)


# --- groups --------------------------------------------------------------------------


@require_GET
def groups(request: Request) -> HttpResponse:
    """The groups of one place, or of the country."""
    place = request.GET.get("place", "")
    found = Group.objects.select_related("place")
    found = found.filter(place__key__endswith=f"@{place}") if place else found.filter(place=None)
    day = _day(request)
    context = {"groups": found, "places": pages.places_on(day), "place": place, "administers": _administers(request)}
    return render(request, "agencies/groups.html", context)


@require_http_methods(["GET", "POST"])
def add_group(request: Request) -> HttpResponse:
    """Enter a group."""
    require(_administers(request))
    return _edit(
        request,
        forms.NewGroup(request.POST or None),
        _("Thêm nhóm cơ quan"),
        "/agencies/groups/",
        lambda given: actions.add_group(by=request.user, **given),
    )


@require_GET
def group(request: Request, group_id: int) -> HttpResponse:
    """A group: whom it means on a day, and every member with its days."""
    found = get_object_or_404(Group.objects.select_related("place"), pk=group_id)
    day = _day(request)
    context = {
        "group": found,
        "day": day,
        "then": queries.members_on(found, day),
        "members": found.members.select_related("agency").order_by("agency__name"),
        "may_edit": actions.may_edit(request.user, found.place),
    }
    return render(request, "agencies/group.html", context)


@require_http_methods(["GET", "POST"])
def add_member(request: Request, group_id: int) -> HttpResponse:
    """Let a body belong to a group."""
    found = get_object_or_404(Group.objects.select_related("place"), pk=group_id)
    require(actions.may_edit(request.user, found.place))
    return _edit(
        request,
        forms.NewMember(request.POST or None),
        _("Thêm vào nhóm: %s") % found,
        f"/agencies/groups/{found.pk}/",
        lambda given: actions.add_member(by=request.user, group=found, **given),
    )


@require_http_methods(["GET", "POST"])
def end_member(request: Request, member_id: int) -> HttpResponse:
    """The last day of a body in a group."""
    member = get_object_or_404(GroupMember.objects.select_related("group__place", "agency"), pk=member_id)
    require(actions.may_edit(request.user, member.group.place))
    return _edit(
        request,
        forms.LastDay(request.POST or None),
        _("Thôi thuộc nhóm: %s") % member.agency,
        f"/agencies/groups/{member.group_id}/",
        lambda given: actions.end_member(by=request.user, member=member, **given),
    )


# --- tables and duplicates -----------------------------------------------------------


@require_GET
def export(request: Request) -> HttpResponse:
    """The registry, or one place of it, as CSV that Excel opens right."""
    content = written(pages.table_lines(place=request.GET.get("place")))
    headers = {"Content-Disposition": 'attachment; filename="co-quan.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def import_table(request: Request) -> HttpResponse:
    """Look at a CSV file, then take it in: all of it or nothing."""
    require(_administers(request))
    form = forms.Table(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file, kept = form.cleaned_data["file"], form.cleaned_data["text"]
        try:
            if file is None and not kept:
                raise ValidationError(_("Hãy chọn một tệp CSV."))  # noqa: TRY301 - told like all that is wrong with a file
            text = kept if file is None else decoded(file.read())
            result = actions.import_csv(by=request.user, text=text, only_look=file is not None)
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            if file is None and not result.errors:
                messages.success(request, _("Đã thêm %d cơ quan.") % result.added)
                return redirect("agencies:tree")
            context |= {"result": result, "text": text}
    wrong = bool(form.errors) or bool(context.get("result") and context["result"].errors)
    return render(request, "agencies/import.html", context, status=400 if wrong else 200)


@require_GET
def duplicates(request: Request) -> HttpResponse:
    """Bodies that look like one entered twice."""
    require(_administers(request))
    mine = [group for group in pages.duplicates() if all(actions.may_edit(request.user, one) for one in group)]
    return render(request, "agencies/duplicates.html", {"groups": mine})


@require_http_methods(["GET", "POST"])
def merge(request: Request) -> HttpResponse:
    """Make one body of two rows."""
    require(_administers(request))
    first = {"keep": request.GET.get("keep", ""), "drop": request.GET.get("drop", "")}
    return _edit(
        request,
        forms.Merging(request.POST or None, initial=first),
        _("Nhập hai bản ghi trùng"),
        "/agencies/duplicates/",
        lambda given: actions.merge_duplicates(by=request.user, **given),
    )
