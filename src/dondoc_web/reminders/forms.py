"""Forms of feeds and of an office's settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.forms import dress
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.agencies.models import Agency, holding_on
from dondoc_web.reminders.actions import FARTHEST, MOST
from dondoc_web.reminders.feeds import MAKERS
from dondoc_web.reminders.ladder import Step
from dondoc_web.reminders.models import REMINDED
from dondoc_web.work.models import DayBefore
from dondoc_web.work.offices import LONGEST_SOON, Settled

SPARE_ROWS = 2
DAY_MONTH = re.compile(r"^\s*(\d{1,2})\s*[/-]\s*(\d{1,2})\s*$")


class FeedForm(forms.Form):
    """A calendar of an agency."""

    agency = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Agency.objects.none(),
        empty_label=None,
        error_messages={"required": _("Hãy chọn cơ quan.")},
    )
    name = forms.CharField(label=_("Tên lịch (để trống: tên cơ quan)"), required=False, max_length=100)

    def __init__(self, by: User, data: QueryDict | None = None) -> None:
        super().__init__(data)
        found = Agency.objects.filter(within(by, "", MAKERS), holding_on(timezone.localdate()))
        self.fields["agency"].queryset = found  # type: ignore[attr-defined]
        dress(self)


class SettledForm(forms.Form):
    """How an office works."""

    second_person = forms.BooleanField(
        label=_("Nhiệm vụ phải được người thứ hai xác nhận"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    day_before = forms.ChoiceField(
        label=_("“Trước ngày” được tính thế nào"),
        choices=DayBefore.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Hãy chọn cách tính “trước ngày”.")},
    )
    due_soon_days = forms.IntegerField(
        label=_("Coi là “sắp đến hạn” từ mấy ngày trước hạn"),
        min_value=0,
        max_value=LONGEST_SOON,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    year_ends = forms.CharField(
        label=_("Ngày cuối năm báo cáo (ngày/tháng)"), widget=forms.TextInput(attrs={"class": "form-control"})
    )
    reports_approved = forms.BooleanField(
        label=_("Báo cáo của đơn vị phải được lãnh đạo đơn vị duyệt trước khi nộp"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, settled: Settled, data: QueryDict | None = None) -> None:
        month, day = settled.reporting_year_ends.split("-")
        initial = {
            name: getattr(settled, name)
            for name in ("second_person", "day_before", "due_soon_days", "reports_approved")
        }
        super().__init__(data, initial=initial | {"year_ends": f"{day}/{month}"}, auto_id="settled_%s")

    def clean_year_ends(self) -> str:
        """``MM-DD``."""
        found = DAY_MONTH.match(self.cleaned_data["year_ends"])
        if found is None:
            raise forms.ValidationError(_g("Hãy ghi ngày và tháng, ví dụ 14/12."))
        return f"{int(found[2]):02}-{int(found[1]):02}"

    def settled(self) -> Settled:
        """What was typed."""
        given = self.cleaned_data
        return Settled(
            second_person=given["second_person"],
            day_before=given["day_before"],
            due_soon_days=given["due_soon_days"],
            reporting_year_ends=given["year_ends"],
            reports_approved=given["reports_approved"],
        )


class StepForm(forms.Form):
    """A step of the ladder; a row without a number is left out."""

    count = forms.IntegerField(
        label=_("Số ngày"), required=False, min_value=0, max_value=FARTHEST, widget=forms.NumberInput()
    )
    side = forms.ChoiceField(label=_("Trước hay sau hạn"), choices=[("-", _("trước hạn")), ("+", _("sau hạn"))])
    working = forms.ChoiceField(
        label=_("Loại ngày"), choices=[("", _("ngày")), ("w", _("ngày làm việc"))], required=False
    )
    to = forms.ChoiceField(label=_("Nhắc ai"), choices=[(role.value, role.label) for role in REMINDED])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class LadderRows(forms.BaseFormSet):
    """The rows of a ladder, with a few empty ones."""

    def steps(self) -> list[Step]:
        """The steps that were typed, in order of their days."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("count") is not None]
        found = [Step(int(row["side"] + str(row["count"])), bool(row["working"]), row["to"]) for row in rows]
        return sorted(found, key=lambda step: step.days)


LadderForm = forms.formset_factory(
    StepForm, formset=LadderRows, extra=SPARE_ROWS, max_num=MOST, absolute_max=MOST + SPARE_ROWS
)


def ladder_form(steps: Sequence[Step], data: QueryDict | None = None) -> LadderRows:
    """With the rows of ``steps``, or as it was typed."""
    rows = [
        {
            "count": abs(step.days),
            "side": "-" if step.days < 0 else "+",
            "working": "w" if step.working else "",
            "to": step.to,
        }
        for step in steps
    ]
    made = LadderForm(data, initial=rows, prefix="ladder")
    return cast(LadderRows, made)


class DayForm(forms.Form):
    """A day that is worked, or not, against the calendar."""

    day = forms.DateField(
        label=_("Ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Hãy chọn ngày.")},
    )
    works = forms.ChoiceField(label=_("Là"), choices=[("off", _("ngày nghỉ")), ("works", _("ngày làm việc"))])
    reason = forms.CharField(
        label=_("Lý do hoặc văn bản căn cứ"),
        max_length=200,
        error_messages={"required": _("Hãy ghi lý do hoặc văn bản căn cứ.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="day_%s")
        dress(self)
