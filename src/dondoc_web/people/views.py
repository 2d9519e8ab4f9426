"""Pages of people: the list, one person, the invitation, and the page behind its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts.models import Membership, User
from dondoc_web.accounts.rights import require
from dondoc_web.people import actions, mail, queries, rights
from dondoc_web.people.forms import FirstPassword, GiveRole, Invite, LastDay
from dondoc_web.requests import Request

ROWS = 50
LINK = "link_told_once"


@require_GET
def listing(request: Request) -> HttpResponse:
    """The people of the branch."""
    require(rights.administers(request.user))
    words = request.GET.get("q", "").strip()
    page = Paginator(queries.listed(request.user, words), ROWS).get_page(request.GET.get("page"))
    return render(request, "people/list.html", {"page": page, "words": words})


@require_http_methods(["GET", "POST"])
def invite(request: Request) -> HttpResponse:
    """Invite a person."""
    require(rights.administers(request.user))
    form = Invite(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = actions.Invited(given["username"], given["full_name"], given["email"])
        try:
            person, token = actions.invite(by=request.user, who=who, agency=given["agency"], role=given["role"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _tell_link(request, person, token)
            return redirect("people:show", person.pk)
    return render(request, "people/invite.html", {"form": form}, status=400 if form.errors else 200)


@require_GET
def show(request: Request, person_id: int) -> HttpResponse:
    """One person: roles, links, locks."""
    context = {
        "page": _page(request, person_id),
        "give": GiveRole(request.user),
        "end": LastDay(),
        "link": request.session.pop(LINK, ""),
    }
    return render(request, "people/show.html", context)


@require_POST
def give_role(request: Request, person_id: int) -> HttpResponse:
    """One more role."""
    page = _page(request, person_id)
    form = GiveRole(request.user, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.give_role(by=request.user, person_id=person_id, agency=given["agency"], role=given["role"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã giao vai trò."))
            return redirect("people:show", person_id)
    return render(request, "people/show.html", {"page": page, "give": form, "end": LastDay()}, status=400)


@require_POST
def end_role(request: Request, membership_id: int) -> HttpResponse:
    """End a role."""
    role = Membership.objects.filter(pk=membership_id, person__in=rights.people(request.user)).first()
    if role is None:
        raise Http404
    form = LastDay(request.POST)
    if not form.is_valid():
        messages.error(request, _("Hãy chọn ngày cuối giữ vai trò."))
        return redirect("people:show", role.person_id)
    ended = {"by": request.user, "membership_id": membership_id, "last_day": form.cleaned_data["last_day"]}
    return _done(request, role.person_id, actions.end_role, _("Đã kết thúc vai trò."), **ended)


@require_POST
def make_link(request: Request, person_id: int) -> HttpResponse:
    """A link for a new password."""
    page = _page(request, person_id)
    _tell_link(request, page.person, actions.make_link(by=request.user, person_id=person_id))
    return redirect("people:show", person_id)


@require_POST
def revoke_links(request: Request, person_id: int) -> HttpResponse:
    """Make the link useless."""
    return _on_person(request, person_id, actions.revoke_links, _("Đã thu hồi liên kết."))


@require_POST
def deactivate(request: Request, person_id: int) -> HttpResponse:
    """Shut the account."""
    return _on_person(request, person_id, actions.deactivate, _("Đã khóa tài khoản."))


@require_POST
def reactivate(request: Request, person_id: int) -> HttpResponse:
    """Open the account again."""
    return _on_person(request, person_id, actions.reactivate, _("Đã mở lại tài khoản."))


@require_POST
def unlock(request: Request, person_id: int) -> HttpResponse:
    """End the lock after failures."""
    return _on_person(request, person_id, actions.unlock, _("Đã bỏ tạm khóa; người dùng có thể đăng nhập lại."))


@require_POST
def second_factor_off(request: Request, person_id: int) -> HttpResponse:
    """Let the person in without the second factor."""
    words = _("Đã tắt xác thực hai bước của người dùng này.")
    return _on_person(request, person_id, actions.take_off_second_factor, words)


@login_not_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: the person chooses a password, and then signs in with it."""
    person = queries.invited_by(token)
    if person is None:
        return render(request, "people/link_over.html", status=404)
    form = FirstPassword(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.use_link(token=token, password=form.cleaned_data["new_password1"])
        messages.success(request, _("Đã đặt mật khẩu. Hãy đăng nhập."))
        return redirect("accounts:login")
    return render(request, "people/welcome.html", {"form": form, "person": person}, status=400 if form.errors else 200)


def _page(request: Request, person_id: int) -> queries.PersonPage:
    require(rights.administers(request.user))
    try:
        return queries.person_page(request.user, person_id)
    except User.DoesNotExist:
        raise Http404 from None


def _tell_link(request: Request, person: User, token: str) -> None:
    """Keep the link for the next page, which shows it once; mail it where mail is set up."""
    address = request.build_absolute_uri(reverse("people:welcome", args=[token]))
    request.session[LINK] = address
    if person.email and mail.is_set_up():
        sent = mail.send_link(person, address)
        told = _("Đã gửi liên kết tới %s.") if sent else _("Không gửi được thư tới %s; hãy chép liên kết và tự gửi.")
        messages.info(request, told % person.email)


def _on_person(request: Request, person_id: int, action: Callable[..., Any], words: str) -> HttpResponse:
    _page(request, person_id)
    return _done(request, person_id, action, words, by=request.user, person_id=person_id)


def _done(request: Request, back: int, action: Callable[..., Any], words: str, **facts: Any) -> HttpResponse:
    try:
        action(**facts)
        messages.success(request, words)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("people:show", back)
