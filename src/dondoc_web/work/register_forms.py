"""Forms of the register: its filters, what is done to many rows, the name of a view."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency, Group, holding_on
from dondoc_web.compiled import compiled
from dondoc_web.documents.models import Directive
from dondoc_web.work import bulk
from dondoc_web.work.counting import owing
from dondoc_web.work.models import Plan, PlanState, Stage, Total
from dondoc_web.work.scope import Scope, Side
from dondoc_web.work.timeliness import Timeliness
from dondoc_web.work.wanted import Sort, Wanted, period_choices, period_words

PLANS = 100
ALL = [("", _("tất cả"))]
STATES = [
    *ALL,
    ("counted", _("mọi việc có tính")),
    ("open", _("đang làm (mọi tình trạng)")),
    ("open-in-time", _("đang làm, chưa quá hạn")),
    ("done", _("hoàn thành (mọi tình trạng)")),
    ("done-in-time", _("hoàn thành trong hạn")),
    ("done-not-late", _("hoàn thành, không quá hạn")),
    *((one.code, one.words) for one in Timeliness),
]


class PlainSelect(forms.Select):
    """A choice written at once: a template for each of some hundred options would take as long as the rows."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element with its options; the choices are flat."""
        about = flatatt(self.build_attrs(self.attrs, attrs))
        choices = [(str(code), words) for code, words in self.choices]
        return compiled("work/_select.html", name=name, about=about, choices=choices, chosen=self.format_value(value))


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FilterForm(forms.Form):
    """The filters of the address, each with its choices; it is never refused."""

    words = forms.CharField(label=_("Từ ngữ"), required=False)
    side = forms.ChoiceField(label=_("Phía"), required=False, widget=PlainSelect)
    agency = forms.ChoiceField(label=_("Cơ quan chủ trì"), required=False, widget=PlainSelect)
    plan = forms.ChoiceField(label=_("Văn bản"), required=False, widget=PlainSelect)
    group = forms.ChoiceField(label=_("Nhóm cơ quan"), required=False, widget=PlainSelect)
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, widget=PlainSelect)
    stage = forms.ChoiceField(label=_("Giai đoạn"), required=False, widget=PlainSelect, choices=[*ALL, *Stage.choices])
    period = forms.ChoiceField(label=_("Kỳ của hạn"), required=False, widget=PlainSelect)
    since = forms.DateField(label=_("Hạn từ ngày"), required=False, widget=_day())
    until = forms.DateField(label=_("Hạn đến ngày"), required=False, widget=_day())
    sort = forms.ChoiceField(label=_("Sắp xếp"), required=False, widget=PlainSelect, choices=Sort.choices)

    def __init__(self, *, scope: Scope, wanted: Wanted, today: date) -> None:
        super().__init__(initial={name: getattr(wanted, name) for name in self.base_fields})
        self._choose("side", [(one.value, one.label) for one in scope.sides])
        self._choose("agency", [*ALL, *_bodies(scope, wanted)])
        self._choose("plan", [*ALL, *_plans(scope, wanted)])
        self._choose("group", [*ALL, *Group.objects.order_by("name").values_list("pk", "name")])
        self._choose("state", STATES)
        self._choose("period", [*ALL, *_periods(wanted, today)])
        for field in self.fields.values():
            kind = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = kind

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


def _periods(wanted: Wanted, today: date) -> list[tuple[str, str]]:
    """Those around today, and the one that is asked for."""
    near = period_choices(today)
    far = wanted.period and wanted.period not in dict(near)
    return [*near, (wanted.period, period_words(wanted.period))] if far else near


def _bodies(scope: Scope, wanted: Wanted) -> Iterable[tuple[int, str]]:
    counted = Total.objects.filter(scope.on(wanted.side)).order_by()
    return Agency.objects.filter(pk__in=counted.values("agency")).order_by("name").values_list("pk", "name")


def _plans(scope: Scope, wanted: Wanted) -> list[tuple[int, str]]:
    """The latest ones, and the one that is chosen."""
    mine = scope.on(Side.OFFICE) if wanted.side == Side.OFFICE else Q(owing(scope.on(wanted.side)))
    latest = Plan.objects.filter(mine, state=PlanState.CONFIRMED).order_by("-pk")[:PLANS]
    found = _named(latest)
    if wanted.plan is None or wanted.plan in dict(found):
        return found
    return found + _named(Plan.objects.filter(pk=wanted.plan))


def _named(plans: QuerySet[Plan]) -> list[tuple[int, str]]:
    """Keys with the words of their directives; no more is read of them."""
    rows = plans.values_list("pk", "directive__kind", "directive__number", "directive__subject")
    return [(key, Directive.words_of(*words)) for key, *words in rows]


class ManyForm(forms.Form):
    """What is done to the chosen rows; each is asked for its own right and stage."""

    verb = forms.ChoiceField(label=_("Việc cần làm"), widget=PlainSelect, choices=bulk.VERBS)
    reason = forms.CharField(label=_("Lý do"), max_length=5000)
    due_on = forms.DateField(label=_("Hạn mới"), required=False, widget=_day())
    to = forms.ModelChoiceField(
        label=_("Chuyển cho"), queryset=Agency.objects.none(), required=False, widget=PlainSelect
    )

    def __init__(self, data: QueryDict | None = None, *, scope: Scope, today: date) -> None:
        super().__init__(data, auto_id="many_%s")
        bodies = cast("forms.ModelChoiceField[Agency]", self.fields["to"])
        offices = Agency.objects.filter(scope.on_agency(Side.OFFICE)).values_list("trail", flat=True)
        own = reduce(or_, (Q(trail__startswith=trail) for trail in offices), Q(pk__in=()))
        bodies.queryset = Agency.objects.filter(own, holding_on(today)).order_by("name").only("name")
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name in ("verb", "to") else "form-control"

    def clean(self) -> dict[str, Any]:
        """A new day or a body, where the verb needs it."""
        found = super().clean() or self.cleaned_data
        if found.get("verb") == "transfer" and not found.get("to"):
            self.add_error("to", _("Hãy chọn cơ quan nhận."))
        if found.get("verb") == "due" and not found.get("due_on"):
            self.add_error("due_on", _("Hãy chọn hạn mới."))
        return found


class ViewForm(forms.Form):
    """A name for the filters of the page."""

    name = forms.CharField(label=_("Tên cách xem"), max_length=100, widget=forms.TextInput({"class": "form-control"}))
    shared = forms.BooleanField(
        label=_("Cho cả cơ quan tôi dùng"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )
    query = forms.CharField(required=False, max_length=1500, widget=forms.HiddenInput)
