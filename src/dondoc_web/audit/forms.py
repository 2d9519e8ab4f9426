"""What a reader of the log may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc_web.audit.models import Verb
from dondoc_web.audit.queries import Wanted


class Narrow(forms.Form):
    """Filters of the log; all may be left empty."""

    verb = forms.ChoiceField(label=_("Hành động"), required=False, choices=[("", "—"), *Verb.choices])
    actor = forms.CharField(label=_("Tên đăng nhập"), required=False, max_length=150)
    target = forms.RegexField(label=_("Đối tượng"), required=False, regex=r"^[a-z]+:\d+$", max_length=80)
    since = forms.DateField(label=_("Từ ngày"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Đến ngày"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"

    def wanted(self) -> Wanted:
        """What was asked for; nothing narrows where the form is not right."""
        return Wanted(**self.cleaned_data) if self.is_valid() else Wanted()
