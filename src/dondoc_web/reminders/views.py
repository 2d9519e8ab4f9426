"""Pages of reminders: what a person was told, and each day's digest."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dondoc_web.audit.queries import head
from dondoc_web.reminders import actions, digests, queries
from dondoc_web.requests import Request

ROWS = 50


@require_GET
def mine(request: Request) -> HttpResponse:
    """What I was reminded of: new, or seen and still owed."""
    new = request.GET.get("show") != "seen"
    page = Paginator(queries.told(request.user, new=new), ROWS).get_page(request.GET.get("page"))
    context = {
        "new": new,
        "page": page,
        "told": queries.told_lines(request.user, list(page.object_list), timezone.localdate()),
        "up_to": queries.last_new(request.user),
        "digests": queries.digests_of(request.user)[: queries.DIGESTS],
    }
    return render(request, "reminders/mine.html", context)


@require_POST
def seen(request: Request) -> HttpResponse:
    """I have seen what the page showed."""
    up_to = request.POST.get("up_to", "")
    number = actions.mark_seen(by=request.user, up_to=int(up_to) if up_to.isdecimal() and len(up_to) < 19 else None)
    told = ngettext("Đã đánh dấu %s lời nhắc là đã xem.", "Đã đánh dấu %s lời nhắc là đã xem.", number) % number
    messages.success(request, told)
    return redirect("reminders:mine")


@require_GET
def digest(request: Request, digest_id: int) -> HttpResponse:
    """One day's digest, as the mail says it, and how its mail stands."""
    found = get_object_or_404(queries.digests_of(request.user), pk=digest_id)
    context = {"digest": found, "lines": digests.lines(found), "head": head(), "mail": settings.MAIL_IS_SET_UP}
    return render(request, "reminders/digest.html", context)
