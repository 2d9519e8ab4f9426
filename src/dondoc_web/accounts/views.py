"""Sign in, sign out, password, language."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc_web.accounts import actions
from dondoc_web.accounts.forms import NewPassword, SignIn
from dondoc_web.requests import Request


class Login(views.LoginView):
    """The only page a stranger sees."""

    template_name = "accounts/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True


class Logout(views.LogoutView):
    """Ends the session; by POST only."""


@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's own password."""
    form = NewPassword(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(by=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Đã đổi mật khẩu."))
        return redirect("documents:list")
    return render(request, "accounts/password.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
def language(request: Request) -> HttpResponse:
    """Choose the language of one's pages and go back."""
    actions.choose_language(by=request.user, language=request.POST.get("language", ""))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "documents:list")
