"""Forms of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.forms import dress
from dondoc_web.accounts.models import Role, User
from dondoc_web.agencies.models import Agency
from dondoc_web.people import rights


class AgencyField(forms.ModelChoiceField):
    """A body, set in as deep as it stands in the tree."""

    def label_from_instance(self, obj: Agency) -> str:
        return "– " * (obj.trail.count("/") - 2) + obj.name


class GiveRole(forms.Form):
    """A role at an agency of the own branch."""

    agency = AgencyField(label=_("Cơ quan"), queryset=Agency.objects.none(), empty_label=_("Chọn cơ quan…"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", _("Chọn vai trò…")), *Role.choices])

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = rights.agencies(by)  # type: ignore[attr-defined]
        dress(self)


class Invite(GiveRole):
    """Who is invited, and for what."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=150)
    username = forms.CharField(
        label=_("Tên đăng nhập hoặc thư điện tử"),
        max_length=150,
        validators=[AbstractUser.username_validator],
        help_text=_("Chữ, số và @ . + - _"),
    )
    email = forms.EmailField(label=_("Thư điện tử (nếu gửi liên kết qua thư)"), required=False)
    field_order = ("full_name", "username", "email", "agency", "role")


class LastDay(forms.Form):
    """The last day on which a role holds."""

    last_day = forms.DateField(
        label=_("Ngày cuối giữ vai trò"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
        error_messages={"required": _("Hãy chọn ngày.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class FirstPassword(SetPasswordForm):
    """Twice the new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
