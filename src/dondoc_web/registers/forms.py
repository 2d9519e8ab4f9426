"""Forms of registers: a definition as rows of fields, an entry by the definition of its register."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc_web.agencies.models import Agency
from dondoc_web.registers.kinds import Field, Kind, Known, fields_of
from dondoc_web.registers.models import Entry, Register
from dondoc_web.registers.shipped import Definition
from dondoc_web.work.models import Obligation

SPARE = 5
"""Empty rows that the page of a definition offers."""


def _input(**more: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control"} | more)


class DefinitionForm(forms.Form):
    """Name and note of a register; its fields are the rows beside it (:func:`typed_fields`)."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan"), queryset=Agency.objects.none(), empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Tên sổ"), max_length=200, widget=_input())
    note = forms.CharField(
        label=gettext_lazy("Ghi chú của sổ"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, offices: Any, definition: Definition | None) -> None:
        begun = {"name": definition.name, "note": definition.note} if definition else {}
        super().__init__(data, initial=begun)
        if offices is None:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = offices  # type: ignore[attr-defined]


def typed_fields(data: QueryDict, known: Collection[str]) -> list[Field]:
    """The rows with a label; a row of a field that there is keeps its key, a new one gets the next free key."""
    names = ("key", "label", "kind", "unit", "choices", "required")
    found, taken = [], set(known)
    for key, label, kind, unit, choices, required in zip(*(data.getlist(name) for name in names), strict=False):
        if not label.strip():
            continue
        if key not in known:
            key = next(free for n in range(1, 1000) if (free := f"f{n}") not in taken)  # noqa: PLW2901
            taken.add(key)
        parts = tuple(dict.fromkeys(one.strip()[:200] for one in choices.split(";") if one.strip()))
        kept = parts if kind == Kind.CHOICE else ()
        found.append(Field(key, label.strip()[:200], kind, unit.strip()[:50], kept, required == "yes"))
    return found


def rows(fields: Sequence[Field]) -> list[Field]:
    """The fields, and empty rows to fill in."""
    return [*fields, *(Field("", "") for _ in range(SPARE))]


class EntryForm(forms.Form):
    """The fields of a register; what is typed is judged by :func:`.kinds.checked`, in the action."""

    def __init__(self, data: QueryDict | None, *, register: Register, known: Known, entry: Entry | None = None) -> None:
        super().__init__(data, prefix="v", initial=_typed_as(register, entry))
        for field in fields_of(register.fields):
            label = f"{field.head} *" if field.required else field.head
            self.fields[field.key] = forms.CharField(label=label, required=False, widget=_widget(field, known))

    def values(self) -> Mapping[str, str]:
        """What was typed."""
        return self.cleaned_data


def _typed_as(register: Register, entry: Entry | None) -> dict[str, str]:
    """Kept values as they are typed: numbers with a comma."""
    if entry is None:
        return {}
    numbers = {one.key for one in fields_of(register.fields) if one.kind in {Kind.NUMBER, Kind.MONEY}}
    return {key: words.replace(".", ",") if key in numbers else words for key, words in entry.values.items()}


def _widget(field: Field, known: Known) -> forms.Widget:
    if field.kind == Kind.DATE:
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
    if field.kind in {Kind.NUMBER, Kind.MONEY, Kind.YEAR}:
        return _input(inputmode="decimal")
    offered = {
        Kind.CHOICE: [(one, one) for one in field.choices],
        Kind.AGENCY: list(known.agencies.items()),
        Kind.TASK: list(known.tasks.items()),
    }.get(Kind(field.kind))
    if offered is not None:
        return forms.Select(attrs={"class": "form-select"}, choices=[("", "—"), *offered])
    return forms.Textarea(attrs={"rows": 2, "class": "form-control"})


class TieForm(forms.Form):
    """The obligation that an entry shows."""

    obligation = forms.ModelChoiceField(
        label=gettext_lazy("Việc phải làm (mục này là minh chứng)"), queryset=Obligation.objects.none(),
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, obligations: Any, most: int, chosen: str = "") -> None:
        super().__init__(data, initial={"obligation": chosen})
        field: Any = self.fields["obligation"]
        field.queryset = obligations
        first = list(obligations[:most])
        wanted = data.get("obligation", "") if data is not None else chosen
        if wanted.isdecimal() and len(wanted) < 19 and int(wanted) not in {one.pk for one in first}:
            first += list(obligations.filter(pk=int(wanted)))
        field.widget.choices = [("", "—"), *((str(one.pk), _named(one)) for one in first)]


def _named(one: Obligation) -> str:
    due = f", {_('hạn')} {one.due_on:%d/%m/%Y}" if one.due_on else ""
    task = " ".join(part for part in (one.task.label, one.task.text) if part)
    return f"{one.agency}: {task} ({one.plan.directive}{due})"
