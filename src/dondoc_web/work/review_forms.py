"""Forms of review."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from dondoc.document import Role, TimingKind
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.documents.reader import ROLES, TIMING_KINDS
from dondoc_web.documents.reading import day
from dondoc_web.work import facts
from dondoc_web.work.facts import Facts
from dondoc_web.work.models import Task

RECURRENCES = [
    ("", "—"),
    ("yearly", _("hằng năm")),
    ("half-yearly", _("6 tháng một lần")),
    ("quarterly", _("hằng quý")),
    ("monthly", _("hằng tháng")),
    ("weekly", _("hằng tuần")),
    ("periodic", _("định kỳ")),
    ("when_needed", _("khi có yêu cầu")),
]


class Lines(forms.CharField):
    """A text field that keeps its line ends and may stay empty."""

    def __init__(self, rows: int, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
        super().__init__(required=options.pop("required", False), widget=widget, max_length=20_000, **options)


def _short(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.TextInput(attrs={"class": "form-control"}), **options
    )


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.Select(attrs={"class": "form-select"})
    )


class DayField(forms.CharField):
    """A day as people write it, 25/11/2024; where ``printed``, also "25/11" (each year) and "25" (each month)."""

    def __init__(self, label: Any, *, printed: bool = False) -> None:
        self.printed = printed
        hint = "dd/mm/yyyy"
        widget = forms.TextInput(attrs={"class": "form-control", "placeholder": hint, "inputmode": "numeric"})
        super().__init__(label=label, required=False, max_length=12, widget=widget)

    def clean(self, value: Any) -> str | None:
        words = super().clean(value).strip()
        if not words:
            return "" if self.printed else None
        found = _iso(words, self.printed)
        if found is None:
            raise ValidationError(now_("“%s” không phải là ngày; hãy ghi như 25/11/2024.") % words)
        return found


def _iso(words: str, printed: bool) -> str | None:
    """The ISO form of a day written by a person; ``--MM-DD`` and ``---DD`` for days without a year.

    >>> _iso("25/11/2024", False)
    '2024-11-25'
    >>> _iso("25/11", True)
    '--11-25'
    """
    parts = words.replace("-", "/").replace(".", "/").split("/")
    if not all(part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(numbers) == 3:
        found = day(f"{numbers[2]:04}-{numbers[1]:02}-{numbers[0]:02}")
        return found.isoformat() if found else None
    if not printed or not day("-".join(["2024", *(f"{n:02}" for n in reversed([*numbers, 1][:2]))])):
        return None
    return f"--{numbers[1]:02}-{numbers[0]:02}" if len(numbers) == 2 else f"---{numbers[0]:02}"


def written(iso: str | None) -> str:
    """A stored day as a person writes it; the other way of :func:`_iso`."""
    found = day(iso)
    if found:
        return found.strftime("%d/%m/%Y")
    if iso and iso.startswith("---"):
        return iso[3:]
    return "/".join(reversed(iso[2:].split("-"))) if iso and iso.startswith("--") else ""


class Correction(forms.Form):
    """Every field of a task that a person may correct; parties stand in rows beside it."""

    text = Lines(
        3, label=_("Nội dung nhiệm vụ"), required=True, error_messages={"required": _("Hãy ghi nội dung nhiệm vụ.")}
    )
    bullets = Lines(2, label=_("Các ý (mỗi dòng một ý)"))
    timing_text = _short(_("Thời gian, theo văn bản"))
    timing_kind = _choice(_("Loại thời gian"), [(kind.value, words) for kind, words in TIMING_KINDS.items()])
    recurrence = _choice(_("Chu kỳ"), RECURRENCES)
    start = DayField(_("Từ ngày"))
    end = DayField(_("Đến ngày"))
    due = DayField(_("Thời hạn được nêu"), printed=True)
    product = Lines(1, label=_("Sản phẩm"))
    note = _short(_("Ghi chú"))

    def __init__(self, *args: Any, task: Task, **options: Any) -> None:
        self.task = task
        super().__init__(*args, **options)

    @staticmethod
    def initial_of(task: Task) -> dict[str, Any]:
        """What the fields show at first."""
        sheet = facts.of_row(task)
        days = {name: written(sheet[name]) for name in ("start", "end", "due")}
        return sheet | days | {"bullets": "\n".join(sheet["bullets"])}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Rows of parties: those that were sent, else those of the task; an empty one at the end."""
        if self.is_bound:
            found = [row for row in self._sent() if row["phrase"] or row["who"]]
        else:
            found = [
                {
                    "role": party.role,
                    "phrase": party.phrase,
                    "spans": json.dumps(party.spans),
                    "who": f"a{party.agency_id}" if party.agency_id else f"g{party.group_id}" if party.group_id else "",
                    "name": str(party.agency or party.group or ""),
                }
                for party in self.task.parties.all()
            ]
        return [*found, {"role": Role.LEAD.value, "phrase": "", "spans": "[]", "who": "", "name": ""}]

    @property
    def roles(self) -> list[tuple[str, Any]]:
        return [(role.value, words) for role, words in ROLES.items()]

    def _sent(self) -> list[dict[str, str]]:
        names = ("role", "phrase", "spans", "who", "name")
        columns = [self.data.getlist(f"party_{name}") for name in names]  # type: ignore[attr-defined]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]

    def changed_facts(self) -> Facts:
        """The facts that differ from the task's."""
        sheet = facts.of_row(self.task)
        found = {name: self.cleaned_data[name] for name in ("text", "timing_text", "product", "note", "recurrence")}
        found |= {name: " ".join(found[name].split()) if name == "text" else found[name].strip() for name in found}
        found |= {name: self.cleaned_data[name] for name in ("start", "end", "due")}
        found["timing_kind"] = self.cleaned_data["timing_kind"] or TimingKind.UNSPECIFIED.value
        found["bullets"] = [line.strip() for line in self.cleaned_data["bullets"].splitlines() if line.strip()]
        found["parties"] = [party for row in self._sent() if (party := self._party(row))]
        if found["due"] != sheet["due"]:
            found["due_dates"] = []
        return {name: value for name, value in found.items() if value != sheet[name]}

    def _party(self, row: dict[str, str]) -> dict[str, Any] | None:
        who, role = row["who"], row["role"]
        agency = Agency.objects.filter(pk=who[1:]).first() if who[:1] == "a" and who[1:].isdigit() else None
        group = Group.objects.filter(pk=who[1:]).first() if who[:1] == "g" and who[1:].isdigit() else None
        phrase = " ".join(row["phrase"].split())[:500] or str(agency or group or "")
        if not phrase or role not in {one.value for one in Role}:
            return None
        return {
            "role": role,
            "phrase": phrase,
            "spans": _spans(row["spans"]),
            "agency": agency.pk if agency else None,
            "group": group.pk if group else None,
        }


def _spans(words: str) -> list[list[int]]:
    """Places that came with a form; anything else than pairs of numbers is none."""
    try:
        found = json.loads(words or "[]")
        return [[int(start), int(end)] for start, end in found]
    except (ValueError, TypeError):
        return []
