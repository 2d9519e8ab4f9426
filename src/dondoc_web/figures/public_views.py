"""The public page of a plan, and the pages on which an office opens and ends it."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from dondoc_web.accounts.rights import require, trails
from dondoc_web.figures import public, publishing
from dondoc_web.figures.rights import PUBLISHING
from dondoc_web.requests import Request, tried
from dondoc_web.work import queries
from dondoc_web.work.models import Plan
from dondoc_web.work.wanted import clock

ROWS = 50
KEPT = "public, no-cache"
"""Browsers and caches may keep a public page, but ask each time whether it still holds: an ended one is gone."""


def _only_where_switched_on() -> None:
    if not settings.PUBLIC_PAGES:
        raise Http404


@login_not_required
@require_safe
def show(request: HttpRequest, address: str) -> HttpResponse:
    """The plan for everyone. An ended page, an unknown address and a site without public pages answer alike.

    It knows nothing of who asks: no menu, no name, the language of the site.
    """
    plan = public.open_at(address) if settings.PUBLIC_PAGES else None
    with translation.override(settings.LANGUAGE_CODE):
        if plan is None:
            return HttpResponse(render_to_string("figures/gone.html"), status=404)
        content = _content(plan, request.GET.get("page")).encode()
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content)
    answer = get_conditional_response(request, etag=etag, response=answer) or answer
    answer["ETag"], answer["Cache-Control"] = etag, KEPT
    if not settings.PUBLIC_PAGES_INDEXED:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _content(plan: Plan, number: str | None) -> str:
    context = {"found": public.page_of(plan, clock(queries.today()), number), "indexed": settings.PUBLIC_PAGES_INDEXED}
    return render_to_string("figures/public.html", context)


@require_GET
def listing(request: Request) -> HttpResponse:
    """Plans that this person may show to everyone, and those that are shown."""
    _only_where_switched_on()
    require(request.user.is_superuser or bool(trails(request.user, PUBLISHING)))
    page = Paginator(public.plans_to_publish(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "figures/publish.html", {"page": page, "site": request.build_absolute_uri("/").rstrip("/")})


@require_GET
def preview(request: Request, plan_id: int) -> HttpResponse:
    """The page as everyone would see it, before it is opened."""
    _only_where_switched_on()
    plan = get_object_or_404(public.plans_to_publish(request.user), pk=plan_id)
    return HttpResponse(_content(plan, request.GET.get("page")))


@require_POST
def publish(request: Request, plan_id: int) -> HttpResponse:
    """Open the page of a plan."""
    _only_where_switched_on()
    plan = get_object_or_404(public.plans_to_publish(request.user), pk=plan_id)
    tried(request, lambda: publishing.publish(plan_id=plan.pk, by=request.user), _("Đã công khai “%s”.") % plan)
    return redirect("figures:publish_list")


@require_POST
def unpublish(request: Request, plan_id: int) -> HttpResponse:
    """End the page of a plan."""
    _only_where_switched_on()
    plan = get_object_or_404(public.plans_to_publish(request.user), pk=plan_id)
    tried(request, lambda: publishing.unpublish(plan_id=plan.pk, by=request.user), _("Đã thôi công khai “%s”.") % plan)
    return redirect("figures:publish_list")
