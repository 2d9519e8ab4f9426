"""Pages of the calendar: a month, the feeds of agencies, and the feed itself, which nobody signs in for."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from dondoc_web.accounts.rights import require
from dondoc_web.reminders import feeds as keeping
from dondoc_web.reminders import months
from dondoc_web.reminders.forms import FeedForm
from dondoc_web.requests import Request
from dondoc_web.work.queries import lines

ROWS = 50
ADDRESS = "feed_told_once"


@require_GET
def month(request: Request) -> HttpResponse:
    """A month of due days, and what the chosen day holds."""
    today = timezone.localdate()
    asked = months.Asked.read(request.GET.dict(), today)
    context = {
        "asked": asked,
        "weeks": months.weeks(request.user, asked, today),
        "sides": months.SIDES,
        "this_month": today.replace(day=1),
        "may_keep": keeping.keeps(request.user),
    }
    if asked.day:
        page = Paginator(months.of_day(request.user, asked), ROWS).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": lines(page.object_list, today)}
    return render(request, "reminders/calendar.html", context)


@require_http_methods(["GET", "POST"])
def feeds(request: Request) -> HttpResponse:
    """The feeds of the branch; a new one's address is shown once."""
    require(keeping.keeps(request.user))
    form = FeedForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made, secret = keeping.make(agency_id=given["agency"].pk, by=request.user, name=given["name"])
        address = request.build_absolute_uri(reverse("reminders:feed", args=[secret]))
        request.session[ADDRESS] = {"name": made.name, "address": address}
        return redirect("reminders:feeds")
    context = {
        "form": form,
        "feeds": keeping.kept_by(request.user),
        "told": request.session.pop(ADDRESS, None),
        "may_make": keeping.makes(request.user),
    }
    return render(request, "reminders/feeds.html", context, status=400 if form.errors else 200)


@require_POST
def revoke(request: Request, feed_id: int) -> HttpResponse:
    """Shut an address."""
    found = get_object_or_404(keeping.kept_by(request.user), pk=feed_id)
    keeping.revoke(feed_id=found.pk, by=request.user)
    messages.success(request, _("Đã thu hồi địa chỉ của lịch “%s”. Máy đã đăng ký sẽ không cập nhật nữa.") % found.name)
    return redirect("reminders:feeds")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret; unknown and revoked ones get the same answer."""
    found = keeping.with_secret(secret)
    if found is None:
        return HttpResponse(_("Không có lịch ở địa chỉ này."), status=404, content_type="text/plain; charset=utf-8")
    content = keeping.ical(found)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="dondoc.ics"'
    given = get_conditional_response(request, etag=etag, response=answer) or answer
    given["ETag"] = etag
    given["Cache-Control"] = "private, no-cache"
    return given
