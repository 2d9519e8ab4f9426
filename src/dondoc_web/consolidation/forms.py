"""Forms of consolidated reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc_web.consolidation.actions import LONGEST, Wanted
from dondoc_web.consolidation.models import Consolidation, Kind, Section, Sentence
from dondoc_web.papers.forms import WordsForm
from dondoc_web.reports.models import Duty, Expected


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
    return forms.DateField(label=label, widget=widget)


def _words(label: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget)


class _Duties(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        plan = f" ({obj.plan.directive})" if obj.plan else ""
        return f"{obj.words[:160]}{plan}, {obj.get_frequency_display()}"


class BeginForm(forms.Form):
    """What to consolidate."""

    kind = forms.ChoiceField(
        label=_("Loại báo cáo"), choices=Kind.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    start = _day(_("Từ ngày"))
    end = _day(_("Đến ngày"))
    duties = _Duties(
        label=_("Lấy báo cáo của các đơn vị theo"),
        queryset=Duty.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    by_unit = forms.BooleanField(
        label=_("Nêu nội dung từng đơn vị đã làm ở mỗi nhiệm vụ"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(
        self, data: Any = None, *, answers: Expected, feeding: QuerySet[Duty], made: Consolidation | None
    ) -> None:
        duties = made.duties.all() if made else feeding
        initial: dict[str, Any] = {"duties": [one.pk for one in duties], "kind": Kind.PERIOD, "by_unit": True}
        initial |= {"start": answers.start, "end": answers.closes_on}
        if made:
            initial |= {"kind": made.kind, "start": made.start, "end": made.end, "by_unit": made.by_unit}
        super().__init__(data, initial=initial)
        self.fields["duties"].queryset = feeding  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was chosen, once it is valid."""
        data = self.cleaned_data
        duties = [one.pk for one in data["duties"]]
        return Wanted(duties, data["start"], data["end"], data["kind"], data["by_unit"])


class SentenceForm(forms.Form):
    """The words of a sentence."""

    text = _words(_("Câu"), 5)
    kept = forms.BooleanField(
        label=_("Đưa vào báo cáo"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, sentence: Sentence, seen: str) -> None:
        super().__init__(data, initial={"text": sentence.text, "kept": sentence.kept, "seen": seen})


class AddForm(forms.Form):
    """Words that no report says, at the end of a section."""

    text = _words(_("Nội dung (mỗi câu một dòng)"), 4)


class SectionForm(forms.Form):
    """A section of the lead's own."""

    after = forms.ModelChoiceField(
        label=_("Đặt sau mục"),
        queryset=Section.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    title = forms.CharField(label=_("Tên mục"), max_length=300, widget=forms.TextInput(attrs={"class": "form-control"}))
    text = _words(_("Nội dung (mỗi câu một dòng)"), 4)

    def __init__(self, data: Any = None, *, made: Consolidation) -> None:
        super().__init__(data, auto_id="section_%s")
        self.fields["after"].queryset = made.sections.filter(level__gt=0)  # type: ignore[attr-defined]


class HeadForm(WordsForm):
    """The phrases of the letterhead and the day that gives month and year."""

    day = _day(_("Ngày lập (cho tháng, năm và quy định thể thức)"))

    def __init__(self, data: Any = None, *, made: Consolidation) -> None:
        super().__init__(data, made=made)  # type: ignore[arg-type]
        del self.fields["body"]
        self.initial["day"] = made.day
