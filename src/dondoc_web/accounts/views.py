"""Sign in, sign out, and one's own account."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.accounts import actions, second_factor
from dondoc_web.accounts.forms import Code, NewPassword, OwnPassword, SignIn
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import held_roles
from dondoc_web.requests import Request

PENDING, SECRET, CODES = "second_step", "new_secret", "new_codes"
"""Keys of the session: who has given the password only; the secret being set up; codes to show once."""

SECOND_STEP = 600
"""Seconds within which the code must follow the password."""


class Login(views.LoginView):
    """Name and password; leads to the second step where the person has one."""

    template_name = "accounts/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if isinstance(user, User) and second_factor.is_on(user):
            self.request.session[PENDING] = {"user": user.pk, "at": int(time.time()), "next": self.get_success_url()}
            return redirect("accounts:code")
        answer = super().form_valid(form)
        actions.note_signing_in(by=user)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(expired="expired" in self.request.GET, **kwargs)


class Logout(views.LogoutView):
    """Ends the session; by POST only."""


@login_not_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or a recovery code."""
    pending = request.session.get(PENDING, {})
    known = User.objects.filter(pk=pending.get("user"), is_active=True).first()
    if known is None or time.time() - pending["at"] > SECOND_STEP:
        return redirect(settings.LOGIN_URL)
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, username=known.username, code=form.cleaned_data["code"])
        if isinstance(user, User):
            login(request, user)
            request.session.pop(PENDING, None)
            actions.note_signing_in(by=user)
            return redirect(pending["next"])
        form.add_error("code", _("Mã không đúng hoặc đã dùng. Hãy nhập mã mới trong ứng dụng, hoặc một mã khôi phục."))
    return render(request, "accounts/code.html", {"form": form}, status=400 if form.errors else 200)


def locked(request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, str]) -> HttpResponse:
    """Too many failures: when to try again, and who can help."""
    name = get_client_username(request, credentials)
    last = AccessAttempt.objects.filter(username=name).order_by("-attempt_time").first()
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    context = {"until": last.attempt_time + cool_off if last else None}
    return render(request, "accounts/locked.html", context, status=429)


@require_GET
def profile(request: Request) -> HttpResponse:
    """Own roles, language, password, second factor, sessions."""
    context = {
        "roles": held_roles(request.user),
        "second_factor": second_factor.is_on(request.user),
        "asked": second_factor.is_asked_of(request.user),
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        "idle": settings.SESSION_IDLE // 60,
    }
    return render(request, "accounts/profile.html", context)


@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's own password."""
    form = NewPassword(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(by=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Đã đổi mật khẩu."))
        return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
def language(request: Request) -> HttpResponse:
    """Choose the language of one's pages and go back."""
    actions.choose_language(by=request.user, language=request.POST.get("language", ""))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "documents:list")


@require_http_methods(["GET", "POST"])
def second_factor_page(request: Request) -> HttpResponse:
    """Set the second factor up: a picture for the app, then a code that shows that the app has it."""
    if second_factor.is_on(request.user):
        return redirect("accounts:profile")
    secret = request.session.setdefault(SECRET, second_factor.generate_totp_secret())
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["code"]
            request.session[CODES] = actions.switch_on_second_factor(by=request.user, secret=secret, code=given)
        except ValidationError as error:
            form.add_error("code", error)
        else:
            del request.session[SECRET]
            return redirect("accounts:codes")
    context = {
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": second_factor.picture(request.user, secret),
        "asked": second_factor.is_asked_of(request.user),
    }
    return render(request, "accounts/second_factor.html", context, status=400 if form.errors else 200)


@require_GET
def codes(request: Request) -> HttpResponse:
    """Recovery codes just made; shown once."""
    made = request.session.pop(CODES, None)
    if not made:
        return redirect("accounts:profile")
    return render(request, "accounts/codes.html", {"codes": made})


@require_http_methods(["GET", "POST"])
def renew_codes(request: Request) -> HttpResponse:
    """New recovery codes, after the password."""
    form = OwnPassword(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request.session[CODES] = actions.renew_recovery_codes(by=request.user)
            return redirect("accounts:codes")
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "title": _("Tạo lại mã khôi phục"), "hint": _("Các mã khôi phục cũ sẽ hết tác dụng.")}
    return render(request, "accounts/again.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def second_factor_off(request: Request) -> HttpResponse:
    """Switch the second factor off, after the password."""
    form = OwnPassword(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.switch_off_second_factor(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã tắt xác thực hai bước."))
            return redirect("accounts:profile")
    hint = _("Từ lần sau, chỉ cần mật khẩu để đăng nhập; mã khôi phục hết tác dụng.")
    context = {"form": form, "title": _("Tắt xác thực hai bước"), "hint": hint}
    return render(request, "accounts/again.html", context, status=400 if form.errors else 200)


@require_POST
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """End all other sessions of one's own."""
    actions.sign_out_everywhere(by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Đã kết thúc mọi phiên đăng nhập khác của bạn."))
    return redirect("accounts:profile")
