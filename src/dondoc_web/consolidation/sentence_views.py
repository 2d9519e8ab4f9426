"""Pages of one sentence: where it comes from, its words; sentences and sections of the lead's own."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.rights import require
from dondoc_web.consolidation import actions, forms, queries
from dondoc_web.consolidation.drafting import digest
from dondoc_web.consolidation.models import Sentence
from dondoc_web.consolidation.rights import may_draft
from dondoc_web.consolidation.views import found_of, may_change
from dondoc_web.requests import Request, tried


def _sentence(request: Request, sentence_id: int) -> Sentence:
    return get_object_or_404(queries.sentences_of(request.user), pk=sentence_id)


def _at(sentence: Sentence) -> str:
    page = queries.page_number(sentence)
    return f"{reverse('consolidation:show', args=[sentence.consolidation_id])}?page={page}#s{sentence.pk}"


@require_GET
def source(request: Request, sentence_id: int) -> HttpResponse:
    """The lines of unit reports that say it, with progress, evidence and the words of the directive."""
    one = _sentence(request, sentence_id)
    page, origins = queries.origins(request.user, one, request.GET.get("page"))
    context = {"one": one, "page": page, "origins": origins, "back": _at(one)}
    return render(request, "consolidation/source.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, sentence_id: int) -> HttpResponse:
    """Its words."""
    one = _sentence(request, sentence_id)
    require(may_draft(request.user, one.consolidation.answers))
    form = forms.SentenceForm(request.POST or None, sentence=one, seen=digest(one.text))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.edit(sentence_id=one.pk, by=request.user, **data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã lưu câu."))
            return redirect(_at(one))
    context = {"one": one, "form": form, "back": _at(one), "may": may_change(request, one.consolidation.answers)}
    return render(request, "consolidation/edit.html", context, status=400 if form.errors else 200)


@require_POST
def restore(request: Request, sentence_id: int) -> HttpResponse:
    """Back to what was drafted."""
    one = _sentence(request, sentence_id)
    tried(request, lambda: actions.restore(sentence_id=one.pk, by=request.user), _("Đã khôi phục lời máy lập."))
    return redirect(_at(one))


@require_POST
def add(request: Request, section_id: int) -> HttpResponse:
    """Sentences of the lead's own."""
    section = get_object_or_404(queries.sections_of(request.user), pk=section_id)
    form = forms.AddForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    tried(request, lambda: actions.add(section_id=section_id, by=request.user, text=text), _("Đã thêm câu."))
    return redirect("consolidation:show", section.consolidation_id)


@require_POST
def add_section(request: Request, consolidation_id: int) -> HttpResponse:
    """A section of the lead's own."""
    made = found_of(request, consolidation_id)
    form = forms.SectionForm(request.POST, made=made)
    if not form.is_valid():
        require(may_draft(request.user, made.answers))
        messages.warning(request, _("Hãy ghi tên mục và nội dung của mục."))
        return redirect("consolidation:show", consolidation_id)
    data = form.cleaned_data
    facts = {"title": data["title"], "text": data["text"], "after": data["after"].pk}
    do = lambda: actions.add_section(consolidation_id=consolidation_id, by=request.user, **facts)  # noqa: E731
    tried(request, do, _("Đã thêm mục."))
    return redirect("consolidation:show", consolidation_id)
