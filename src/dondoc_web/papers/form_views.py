"""Pages of the forms that an office puts in place of the shipped ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.queries import history
from dondoc_web.downloads import DOCX
from dondoc_web.papers import queries, replacing
from dondoc_web.papers.filling import CELLS
from dondoc_web.papers.models import Kind
from dondoc_web.papers.rights import may_make
from dondoc_web.papers.starter import starter
from dondoc_web.requests import Request

ROWS = 100


class TrialForm(forms.Form):
    """A DOCX for one kind of paper."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan"), queryset=Agency.objects.none(), empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại văn bản"), choices=Kind.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp mẫu (DOCX)"), max_length=200,
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".docx"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = queries.offices_with_forms(user)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def listing(request: Request) -> HttpResponse:
    """The forms of the offices, those on trial too, and one to upload; who may not is told what to do."""
    posted = request.method == "POST"
    may = queries.offices_with_forms(request.user).exists()
    form = TrialForm(request.POST if posted else None, request.FILES if posted else None, user=request.user)
    if posted:
        require(may)
        if form.is_valid():
            data, file = form.cleaned_data, form.cleaned_data["file"]
            try:
                made = replacing.put_on_trial(
                    office_id=data["office"].pk, by=request.user, kind=data["kind"], content=file.read(), name=file.name
                )
            except ValidationError as error:
                form.add_error("file", error)
            else:
                messages.success(request, _("Đã điền thử mẫu; hãy xem kết quả rồi đưa vào dùng."))
                return redirect("papers:form", made.pk)
    context = {
        "form": form,
        "may": may,
        "forms": queries.forms_of(request.user)[:ROWS],
        "kinds": Kind.choices,
        "offices": queries.offices_with_forms(request.user),
        "cells": CELLS.values(),
    }
    return render(request, "papers/forms.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def show(request: Request, form_id: int) -> HttpResponse:
    """A form with what it gave on trial; taken into use or withdrawn here."""
    form = get_object_or_404(queries.forms_of(request.user), pk=form_id)
    if request.method == "POST":
        do = replacing.take_into_use if request.POST.get("do") == "take" else replacing.withdraw
        try:
            do(form_id=form.pk, by=request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("Đã ghi tình trạng của mẫu."))
        return redirect("papers:form", form.pk)
    context = {"one": form, "may": may_make(request.user, form.office), "events": history(form)}
    return render(request, "papers/form.html", context)


@require_GET
def download(request: Request, form_id: int, which: str) -> HttpResponse:
    """The form as it came, or filled on trial."""
    form = get_object_or_404(queries.forms_of(request.user), pk=form_id)
    file = {"file": form.file, "trial": form.trial}.get(which)
    try:
        content = file.read() if file else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404
    return _docx(content, f"mau-{form.pk}-{which}")


@require_GET
def begin(request: Request, office_id: int, kind: str) -> HttpResponse:
    """The shipped form with its tags, to begin with."""
    office = get_object_or_404(queries.offices_with_forms(request.user), pk=office_id)
    if kind not in Kind.values:
        raise Http404
    return _docx(starter(office, kind), f"mau-khoi-dau-{kind}")


def _docx(content: bytes, name: str) -> HttpResponse:
    head = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return HttpResponse(content, content_type=DOCX, headers=head)
