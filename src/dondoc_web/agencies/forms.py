"""Forms of the registry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies import queries
from dondoc_web.agencies.models import Agency, Certainty, ChangeKind, Level, NameKind, System

DAY_FORMS = ["%Y-%m-%d", "%d/%m/%Y"]
LINES = 4
"""Lines of a change that one form takes."""


class DayField(forms.DateField):
    """A day, as the browser's own field gives it or typed ``05/02/2024``."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
        errors = {"invalid": _("Không phải ngày; hãy ghi như 05/02/2024."), "required": _("Hãy chọn ngày.")}
        super().__init__(widget=widget, input_formats=DAY_FORMS, error_messages=errors, **kwargs)


class AgencyField(forms.CharField):
    """A body, by its key or by a name that only one body has; the browser suggests as one types."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "agency-options", "class": "form-control agency-input", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), help_text=_("Gõ tên rồi chọn trong gợi ý."), **kwargs)

    def clean(self, value: Any) -> Agency | None:
        words = super().clean(value)
        if not words:
            return None
        found = queries.called(words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("Không thấy cơ quan này; hãy gõ lại và chọn trong gợi ý."))
        keys = ", ".join(agency.key for agency in found[:5])
        raise ValidationError(_("Có nhiều cơ quan cùng tên; hãy ghi khóa: %(keys)s."), params={"keys": keys})


def words(label: Any, *, required: bool = True, length: int = 300) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": _("Hãy điền ô này.")},
    )


def one_of(label: Any, choices: Any) -> forms.ChoiceField:
    """One of some values."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs={"class": "form-select"}))


class NewAgency(forms.Form):
    """A body that is entered by hand."""

    name = words(_("Tên cơ quan"))
    symbol = words(_("Ký hiệu"), required=False, length=50)
    parent = AgencyField(label=_("Trực thuộc"), required=False)
    system = one_of(_("Hệ thống"), System.choices)
    level = one_of(_("Cấp"), Level.choices)
    valid_from = DayField(label=_("Từ ngày"), required=False)
    valid_to = DayField(label=_("Đến ngày"), required=False)
    note = words(_("Ghi chú"), required=False, length=1000)


class Renaming(forms.Form):
    """A new name from a day on."""

    name = words(_("Tên mới"))
    since = DayField(label=_("Từ ngày"))
    legal_basis = words(_("Căn cứ"), required=False)


class Moving(forms.Form):
    """Another body above, from a day on."""

    parent = AgencyField(label=_("Trực thuộc"), required=False)
    since = DayField(label=_("Từ ngày"))


class Ending(forms.Form):
    """The last day of a body."""

    on = DayField(label=_("Ngày hoạt động cuối cùng"))
    legal_basis = words(_("Căn cứ"), required=False)


class Alias(forms.Form):
    """Another name."""

    name = words(_("Tên gọi"))
    kind = one_of(_("Loại tên"), [choice for choice in NameKind.choices if choice[0] != NameKind.NAME])


class NewGroup(forms.Form):
    """A phrase for many bodies."""

    name = words(_("Tên nhóm"))
    place = AgencyField(label=_("Của nhánh cơ quan"), required=False)


class NewMember(forms.Form):
    """A body that belongs to a group."""

    agency = AgencyField(label=_("Cơ quan"))
    since = DayField(label=_("Từ ngày"), required=False)
    until = DayField(label=_("Đến ngày"), required=False)


class LastDay(forms.Form):
    """The last day of a membership."""

    on = DayField(label=_("Ngày cuối cùng"))


class ChangeForm(forms.Form):
    """What happened on a day, and who takes over from whom, a line each."""

    kind = one_of(_("Loại thay đổi"), [choice for choice in ChangeKind.choices if choice[0] != ChangeKind.RENAME])
    effective_on = DayField(label=_("Có hiệu lực từ ngày"))
    legal_basis = words(_("Căn cứ"), required=False)
    certainty = one_of(_("Độ chắc chắn"), Certainty.choices)
    note = words(_("Ghi chú"), required=False, length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, LINES + 1):
            label = {"n": number}
            self.fields[f"old_{number}"] = AgencyField(label=_("Dòng %(n)s: cơ quan cũ") % label, required=False)
            self.fields[f"new_{number}"] = AgencyField(label=_("Dòng %(n)s: cơ quan tiếp nhận") % label, required=False)
            self.fields[f"function_{number}"] = words(_("Dòng %(n)s: chức năng") % label, required=False)

    @property
    def heirs(self) -> list[tuple[Agency, Agency | None, str]]:
        """The lines that name an old body."""
        given = self.cleaned_data
        lines = ((given[f"old_{n}"], given[f"new_{n}"], given[f"function_{n}"]) for n in range(1, LINES + 1))
        return [line for line in lines if line[0] is not None]


class Table(forms.Form):
    """A CSV file to look at, or its text to take in."""

    file = forms.FileField(
        label=_("Tệp CSV"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"class": "form-control"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class Merging(forms.Form):
    """Two rows that mean one body."""

    keep = AgencyField(label=_("Giữ lại"))
    drop = AgencyField(label=_("Nhập vào bản giữ lại"))
