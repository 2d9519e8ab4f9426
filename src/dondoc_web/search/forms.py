"""The form of a search: words and filters of the address; and the name of a search that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.pages import places_on
from dondoc_web.agencies.queries import called
from dondoc_web.search.models import Kind
from dondoc_web.search.searching import Narrow
from dondoc_web.search.shelf import shelves


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SearchForm(forms.Form):
    """What is looked for. A filter that cannot be understood is told, and does not narrow."""

    q = forms.CharField(label=_("Từ cần tìm"), required=False, strip=True)
    kind = forms.MultipleChoiceField(
        label=_("Loại"), required=False, choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    agency = forms.CharField(label=_("Cơ quan"), required=False, max_length=300)
    place = forms.ChoiceField(label=_("Địa bàn"), required=False)
    state = forms.ChoiceField(label=_("Tình trạng"), required=False)
    since = forms.DateField(label=_("Từ ngày"), required=False, widget=_day())
    until = forms.DateField(label=_("Đến ngày"), required=False, widget=_day())

    def __init__(self, data: Mapping[str, Any], *, today: date) -> None:
        super().__init__(data)
        places = [(place.key, place.name) for place in places_on(today)]
        cast("forms.ChoiceField", self.fields["place"]).choices = [("", _("tất cả")), *places]
        cast("forms.ChoiceField", self.fields["state"]).choices = [("", _("tất cả")), *_states()]
        for name, field in self.fields.items():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = (
                "form-check-input" if name == "kind" else "form-select" if select else "form-control"
            )
        self.fields["agency"].widget.attrs |= {"list": "agency-options", "autocomplete": "off"}
        self.fields["agency"].widget.attrs["class"] += " agency-input"
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off", "maxlength": 500}

    def clean_agency(self) -> list[int]:
        """The bodies of a key or a name."""
        words = self.cleaned_data["agency"].strip()
        if not words:
            return []
        found = [one.pk for one in called(words)]
        if not found:
            raise forms.ValidationError(_("Không thấy cơ quan nào tên như vậy; hãy chọn trong gợi ý."))
        return found

    def words(self) -> str:
        """What is typed, as it came."""
        return str(self.data.get("q", "")).strip()

    def narrow(self) -> Narrow:
        """The filters that could be understood."""
        self.is_valid()
        said = self.cleaned_data
        return Narrow(
            kinds=tuple(int(one) for one in said.get("kind", ())),
            agencies=tuple(said.get("agency", ())),
            place=said.get("place", ""),
            state=said.get("state", ""),
            since=said.get("since"),
            until=said.get("until"),
        )


def _states() -> list[tuple[str, list[tuple[str, str]]]]:
    """States by kind, each as ``kind:code``."""
    return [
        (str(Kind(kind).label), [(f"{int(kind)}:{code}", words) for code, words in shelf.states()])
        for shelf in shelves()
        for kind in shelf.kinds
        if shelf.states()
    ]


class KeepForm(forms.Form):
    """A name for the search of the page."""

    name = forms.CharField(label=_("Tên tìm kiếm"), max_length=100, widget=forms.TextInput({"class": "form-control"}))
    shared = forms.BooleanField(
        label=_("Cho cả cơ quan tôi dùng"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )
    query = forms.CharField(required=False, max_length=1500, widget=forms.HiddenInput)
