"""Request → form → action → redirect."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.rights import require
from dondoc_web.audit.queries import history
from dondoc_web.downloads import XLSX
from dondoc_web.registers import defining, entering, files, forms, queries
from dondoc_web.registers.kinds import Kind, fields_of
from dondoc_web.registers.models import Entry, Register
from dondoc_web.registers.rights import may_define, may_enter, seen_entries
from dondoc_web.registers.shipped import Definition, shipped
from dondoc_web.requests import Request

ROWS = 50
PARTS = ("register__office", "agency", "by", "obligation__task", "obligation__office", "obligation__agency")


@require_GET
def listing(request: Request) -> HttpResponse:
    """The registers of the offices, and shipped ones to copy; with ``?obligation=``, where to write an entry for it."""
    asked = request.GET.get("obligation", "")
    tied = queries.obligation_for(request.user, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    context = {
        "tied": tied,
        "registers": queries.registers_of(request.user, tied.office if tied else None),
        "shipped": shipped().values(),
        "may_define": queries.offices_of(request.user).exists(),
    }
    return render(request, "registers/list.html", context)


def _found(request: Request, register_id: int) -> Register:
    return get_object_or_404(queries.registers_of(request.user), pk=register_id)


# Definitions ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def define(request: Request) -> HttpResponse:
    """A new register: empty, or begun from a shipped one (``?shipped=``)."""
    offices = queries.offices_of(request.user)
    require(offices.exists())
    begun = shipped().get(request.POST.get("shipped") or request.GET.get("shipped", ""))
    return _definition(request, begun, offices, None)


@require_http_methods(["GET", "POST"])
def redefine(request: Request, register_id: int) -> HttpResponse:
    """Change the fields of a register."""
    register = _found(request, register_id)
    require(may_define(request.user, register.office))
    begun = Definition(register.name, fields_of(register.fields), register.note, register.shipped)
    return _definition(request, begun, None, register)


def _definition(request: Request, begun: Definition | None, offices: Any, register: Register | None) -> HttpResponse:
    posted = request.method == "POST"
    form = forms.DefinitionForm(request.POST if posted else None, offices=offices, definition=begun)
    fields = list(begun.fields) if begun else []
    if posted:
        fields = forms.typed_fields(request.POST, {one.key for one in fields})
        if form.is_valid():
            data, key = form.cleaned_data, begun.shipped if begun else ""
            wanted = Definition(data["name"], fields, data["note"], key)
            try:
                made = (
                    defining.redefine(register_id=register.pk, by=request.user, definition=wanted)
                    if register
                    else defining.define(office_id=data["office"].pk, by=request.user, definition=wanted)
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Đã lưu sổ."))
                return redirect("registers:show", made.pk)
    context = {
        "form": form, "register": register, "rows": forms.rows(fields), "kinds": Kind.choices,
        "shipped": begun.shipped if begun else "",
    }  # fmt: skip
    return render(request, "registers/define.html", context, status=400 if form.errors else 200)


# Entries ----------------------------------------------------------------------------------------------------------


@require_GET
def show(request: Request, register_id: int) -> HttpResponse:
    """The entries of a register; of one unit and year where a sum leads here."""
    register = _found(request, register_id)
    asked = {name: request.GET.get(name, "") for name in ("agency", "year")}
    entries = queries.entries_of(register, request.user, **asked)
    page = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    year, money = queries.sum_fields(register)
    context = {
        "register": register,
        "page": page,
        "rows": queries.rows(list(page.object_list), register),
        "asked": asked,
        "query": f"agency={quote(asked['agency'])}&year={quote(asked['year'])}",
        "has_sums": bool(year and money),
        "may_define": may_define(request.user, register.office),
        "may_enter": queries.obligations_for(request.user, register.office).exists(),
        "events": history(register),
    }
    return render(request, "registers/show.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, register_id: int) -> HttpResponse:
    """A new entry."""
    register, data = _found(request, register_id), request.POST if request.method == "POST" else None
    obligations = queries.obligations_for(request.user, register.office)
    require(obligations.exists())
    chosen = request.GET.get("obligation", "")
    tie = forms.TieForm(data, obligations=obligations, most=queries.MOST_CHOICES, chosen=chosen)
    form = forms.EntryForm(data, register=register, known=queries.known_of(register))
    if data is not None and tie.is_valid() and form.is_valid():
        obligation = tie.cleaned_data["obligation"]
        try:
            entering.add(register_id=register.pk, by=request.user, obligation_id=obligation.pk, values=form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã ghi vào sổ; mục này là minh chứng của việc đã chọn."))
            return redirect("registers:show", register.pk)
    context = {"register": register, "form": form, "tie": tie}
    return render(request, "registers/entry.html", context, status=400 if form.errors or tie.errors else 200)


@require_http_methods(["GET", "POST"])
def entry(request: Request, entry_id: int) -> HttpResponse:
    """An entry, with its history; corrected here."""
    one = _entry(request, entry_id)
    data = request.POST if request.method == "POST" else None
    form = forms.EntryForm(data, register=one.register, known=queries.known_of(one.register, one), entry=one)
    if data is not None and form.is_valid():
        try:
            entering.correct(entry_id=one.pk, by=request.user, values=form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã sửa mục của sổ."))
            return redirect("registers:entry", one.pk)
    return _entry_page(request, one, form, "", 400 if form.errors else 200)


def _entry(request: Request, entry_id: int) -> Entry:
    return get_object_or_404(Entry.objects.filter(seen_entries(request.user)).select_related(*PARTS), pk=entry_id)


def _entry_page(request: Request, one: Entry, form: forms.EntryForm, wrong: str, status: int) -> HttpResponse:
    context = {
        "register": one.register,
        "entry": one,
        "form": form,
        "wrong": wrong,
        "row": queries.rows([one], one.register)[0],
        "may": may_enter(request.user, one.obligation) and one.withdrawn_at is None,
        "events": history(one),
    }
    return render(request, "registers/entry.html", context, status=status)


@require_POST
def withdraw(request: Request, entry_id: int) -> HttpResponse:
    """Withdraw an entry, with a reason."""
    one = _entry(request, entry_id)
    try:
        entering.withdraw(entry_id=one.pk, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        form = forms.EntryForm(None, register=one.register, known=queries.known_of(one.register, one), entry=one)
        return _entry_page(request, one, form, " ".join(error.messages), 400)
    messages.success(request, _("Đã rút mục khỏi sổ."))
    return redirect("registers:show", one.register_id)


# Files and sums ---------------------------------------------------------------------------------------------------


@require_GET
def export(request: Request, register_id: int, suffix: str) -> HttpResponse:
    """The register as XLSX or CSV, as it is asked for on its page."""
    register = _found(request, register_id)
    asked = {name: request.GET.get(name, "") for name in ("agency", "year")}
    entries = list(queries.entries_of(register, request.user, **asked)[: files.MOST])
    if suffix == "xlsx":
        return _file(files.to_xlsx(register, entries), register, "xlsx", XLSX)
    if suffix == "csv":
        return _file(files.to_csv(register, entries), register, "csv", "text/csv; charset=utf-8")
    raise Http404


def _file(content: bytes, register: Register, suffix: str, media_type: str) -> HttpResponse:
    name = quote(f"{register.name}.{suffix}".replace("/", "-"))
    said = f"attachment; filename=\"so-{register.pk}.{suffix}\"; filename*=UTF-8''{name}"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": said})


@require_GET
def sums(request: Request, register_id: int) -> HttpResponse:
    """Units × years for each field of money; each sum opens to its entries."""
    register, found = _sums(request, register_id)
    return render(request, "registers/sums.html", {"register": register, "tables": found, "no_year": queries.NO_YEAR})


def _sums(request: Request, register_id: int) -> tuple[Register, list[queries.Sums]]:
    register = _found(request, register_id)
    year, money = queries.sum_fields(register)
    if year is None or not money:
        raise Http404
    return register, [queries.sums(register, request.user, one, year) for one in money]


@require_GET
def sums_file(request: Request, register_id: int) -> HttpResponse:
    """The consolidated workbook: the sums, and the entries that they are the sums of."""
    register, found = _sums(request, register_id)
    entries = list(queries.entries_of(register, request.user)[: files.MOST])
    return _file(files.consolidated(register, entries, found), register, "xlsx", XLSX)
