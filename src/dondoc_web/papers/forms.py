"""Forms of papers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.papers import queries
from dondoc_web.papers.actions import Wanted
from dondoc_web.papers.models import Kind, OfficialPaper
from dondoc_web.papers.wording import FIELDS
from dondoc_web.work.models import Plan

LONGEST, LONGEST_TEXT = 1000, 20_000


class NewForm(forms.Form):
    """Which paper to make."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=Kind.choices)
    office = forms.ModelChoiceField(label=_("Cơ quan ban hành"), queryset=Agency.objects.none(), empty_label=None)
    agency = forms.ModelChoiceField(
        label=_("Đơn vị nhận (công văn đôn đốc, phiếu giao việc)"), queryset=Agency.objects.none(), required=False
    )
    plan = forms.ModelChoiceField(
        label=_("Kế hoạch (bắt buộc với tờ trình, phụ lục)"), queryset=Plan.objects.none(), required=False
    )
    day = forms.DateField(
        label=_("Số liệu đến ngày"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = queries.offices_of(user)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = queries.units_of(user)  # type: ignore[attr-defined]
        self.fields["plan"].queryset = queries.plans_of(user)  # type: ignore[attr-defined]
        self.fields["day"].initial = timezone.localdate
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"

    def clean(self) -> dict[str, Any]:
        """A plan belongs to the office that issues."""
        data = super().clean() or {}
        plan, office = data.get("plan"), data.get("office")
        if plan and office and plan.office_id != office.pk:
            self.add_error("plan", _("Kế hoạch này do cơ quan khác theo dõi; hãy chọn đúng cơ quan ban hành."))
        return data

    def wanted(self) -> Wanted:
        """What the form asks for."""
        data = self.cleaned_data
        agency, plan = data["agency"], data["plan"]
        return Wanted(data["kind"], data["day"], agency.pk if agency else None, plan.pk if plan else None)


def _one(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=forms.TextInput(attrs={"class": "form-control"})
    )


def _many(label: Any, rows: int, *, required: bool = False, most: int = LONGEST) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
    return forms.CharField(label=label, required=required, max_length=most, widget=area)


class WordsForm(forms.Form):
    """The phrases of a paper; in a field of several lines each line is a line or a paragraph of the paper."""

    abstract = _one(_("Trích yếu"), required=True)
    addressees = _many(_("Kính gửi (mỗi nơi một dòng)"), 2)
    body = _many(_("Nội dung (mỗi đoạn một dòng)"), 9, required=True, most=LONGEST_TEXT)
    recipients = _many(_("Nơi nhận (mỗi nơi một dòng)"), 3)
    superior = _one(_("Cơ quan chủ quản"))
    issuer = _many(_("Cơ quan ban hành (đúng từng dòng in)"), 2, required=True)
    issuer_name = _one(_("Tên cơ quan trong câu"), required=True)
    symbol = _one(_("Ký hiệu cơ quan"))
    unit = _one(_("Ký hiệu đơn vị soạn thảo, nơi lưu"))
    place = _one(_("Địa danh"))
    authority = _many(_("Quyền hạn ký (mỗi dòng một ý)"), 2)
    position = _one(_("Chức vụ người ký"))

    def __init__(self, data: Any = None, *, made: OfficialPaper) -> None:
        super().__init__(data, initial={name: made.words.get(name, "") for name in FIELDS})
        self.made = made
        if made.kind == Kind.ANNEX:
            self.fields = {name: self.fields[name] for name in ("abstract", "body")}
            self.fields["abstract"].label = _("Tên phụ lục")
            self.fields["body"].label = _("Dòng “Kèm theo”")

    def kept(self) -> Collection[int]:
        """Keys of the lines that stay; what is no number is no line."""
        return {int(key) for key in self.data.getlist("kept") if key.isdecimal() and len(key) < 19}  # type: ignore[attr-defined]
