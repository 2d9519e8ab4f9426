"""Request → form → action → redirect, for papers that may be the same directive."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc_web.documents import likeness, queries
from dondoc_web.documents.forms import LikenessAnswer
from dondoc_web.documents.models import Source
from dondoc_web.requests import Request


@require_POST
def answer(request: Request, source_id: int, likeness_id: int) -> HttpResponse:
    """Say whether the source and another are the same directive."""
    try:
        source = queries.source_with_plan(request.user, source_id)
    except Source.DoesNotExist:
        raise Http404 from None
    form = LikenessAnswer(request.POST)
    if likeness_id not in {found.pk for found in queries.open_likenesses(request.user, source)}:
        messages.warning(request, _("Câu hỏi này đã có người trả lời."))
    elif form.is_valid():
        try:
            likeness.answer(by=request.user, likeness_id=likeness_id, same=form.cleaned_data["same"] == "yes")
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
    return redirect("documents:show", source_id)
