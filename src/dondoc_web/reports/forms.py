"""Forms of duties and of expected reports."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.agencies.naming import folded
from dondoc_web.agencies.queries import Resolver
from dondoc_web.reports.duties import Facts
from dondoc_web.reports.models import REGIME_WORDS, Duty, Frequency
from dondoc_web.reports.rights import ASKING

LONGEST = 5000
_TYPED = re.compile(r"(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?)?")


def named_day(typed: str) -> str:
    """``10/12`` as ``--12-10``, ``20`` as ``---20``, ``10/12/2026`` as a date; anything else as it is.

    >>> named_day("10/12"), named_day("20"), named_day("1/3/2026")
    ('--12-10', '---20', '2026-03-01')
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return typed.strip()
    day, month = int(found["day"]), int(found["month"] or 0)
    if found["year"]:
        return f"{found['year']}-{month:02}-{day:02}"
    return f"--{month:02}-{day:02}" if month else f"---{day:02}"


def typed_day(named: str) -> str:
    """The other way round.

    >>> typed_day("--12-10"), typed_day("---20"), typed_day("2026-03-01")
    ('10/12', '20', '01/03/2026')
    """
    if named.startswith("---"):
        return named[3:]
    if named.startswith("--"):
        return f"{named[5:7]}/{named[2:4]}"
    return "/".join(reversed(named.split("-"))) if named else ""


def _day_field(label: Any, *, required: bool = True, initial: Any = None) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
    return forms.DateField(label=label, required=required, initial=initial, widget=widget)


def _text(label: Any, *, rows: int = 2, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "form-control", "maxlength": LONGEST})
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=widget)


def _line(label: Any, *, required: bool = False, most: int = 300) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control"})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs={"class": "form-select"}))


class DutyForm(forms.Form):
    """A duty; bodies are typed by name, one a line, and must be known."""

    words = _text(_("Nội dung phải báo cáo"), rows=3)
    reporters = _text(_("Đơn vị phải báo cáo (mỗi dòng một cơ quan hoặc nhóm cơ quan)"), rows=3)
    to = _line(_("Gửi cơ quan"))
    frequency = _choice(_("Chu kỳ"), Frequency.choices)
    regime = _choice(_("Cách tính kỳ"), REGIME_WORDS)
    closes = _line(_("Ngày chốt số liệu do văn bản nêu (10/12 hằng năm, 20 hằng tháng)"), most=10)
    due = _line(_("Hạn do văn bản nêu (10/12 hằng năm, 20 hằng tháng, 10/12/2026 một lần)"), most=10)
    since = _day_field(_("Áp dụng từ ngày"))
    until = _day_field(_("Đến ngày"), required=False)

    def __init__(self, data: Any = None, *, office: Agency, duty: Duty | None = None) -> None:
        self.office, self.duty = office, duty
        super().__init__(data, initial=self._initial(duty))
        others = Duty.objects.filter(office=office).exclude(state="refused")
        choices = [("", "–"), *((str(one.pk), f"{one.words[:90]}") for one in others if one != duty)]
        self.fields["parent"] = _choice(_("Sau đó tổng hợp vào báo cáo"), choices)
        self.fields["parent"].required = False
        self.initial["parent"] = str(duty.parent_id or "") if duty else ""

    @staticmethod
    def _initial(duty: Duty | None) -> dict[str, Any]:
        if duty is None:
            return {"since": timezone.localdate(), "frequency": Frequency.YEAR}
        kept = {name: getattr(duty, name) for name in ("words", "to", "frequency", "regime", "since", "until")}
        rows = duty.reporters.filter(valid_to=None).select_related("agency", "group")
        names = "\n".join(map(str, list(rows) or duty.leads))
        return kept | {"closes": typed_day(duty.closes), "due": typed_day(duty.due), "reporters": names}

    def clean_closes(self) -> str:
        return named_day(self.cleaned_data["closes"])

    def clean_due(self) -> str:
        return named_day(self.cleaned_data["due"])

    def clean_reporters(self) -> list[str]:
        """Codes of the bodies; each line that nobody knows is told."""
        resolver = Resolver(day=timezone.localdate(), office=self.office)
        found, unknown = [], []
        for line in filter(None, map(str.strip, self.cleaned_data["reporters"].splitlines())):
            body = self._kept(line) or resolver.phrase(line)
            if body is None:
                unknown.append(line)
            else:
                found.append(f"{'a' if isinstance(body, Agency) else 'g'}{body.pk}")
        if unknown:
            words = _g("Không rõ cơ quan: %s. Hãy ghi tên như trong danh mục cơ quan.")
            raise forms.ValidationError(words % "; ".join(unknown))
        return found

    def _kept(self, line: str) -> Agency | Group | None:
        """A body that is named already, or a group by its name in the registry."""
        rows = self.duty.reporters.select_related("agency", "group") if self.duty else ()
        for row in rows:
            body = row.agency or row.group
            if body is not None and folded(str(body)) == folded(line):
                return body
        groups = Group.objects.filter(place__isnull=True) | Group.objects.filter(place=self.office)
        return next((one for one in groups if folded(one.name) == folded(line)), None)

    def facts(self) -> Facts:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        to = Resolver(day=timezone.localdate(), office=self.office).phrase(data["to"]) if data["to"] else None
        kept = {name: data[name] for name in ("words", "frequency", "regime", "since", "until", "to", "closes", "due")}
        parent = int(data["parent"]) if data["parent"] else None
        to_agency = to.pk if isinstance(to, Agency) else None
        return Facts(**kept, to_agency=to_agency, parent=parent, reporters=tuple(data["reporters"]))


class OfficeForm(forms.Form):
    """For which office a duty is added."""

    office = forms.ModelChoiceField(Agency.objects.none(), widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.fields["office"].queryset = Agency.objects.filter(within(user, "", ASKING))  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """A report that is asked for now."""

    start = _day_field(_("Số liệu từ ngày"))
    closes_on = _day_field(_("Ngày chốt số liệu"))
    due_on = _day_field(_("Hạn nộp"))
    basis = _line(_("Văn bản yêu cầu"), required=True)

    def asked(self) -> dict[str, Any]:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return {"days": (data["start"], data["closes_on"], data["due_on"]), "basis": data["basis"]}


class HandInForm(forms.Form):
    """A report that is handed in."""

    paper = _line(_("Số, ký hiệu hoặc tên báo cáo"), required=True)


class PaperForm(HandInForm):
    """A report that came on paper, with its day."""

    on = _day_field(_("Ngày nhận được báo cáo"), initial=timezone.localdate)


class ReasonForm(forms.Form):
    """A reason."""

    reason = _text(_("Lý do"))


class GrantForm(ReasonForm):
    """More time after the lock, or before."""

    until = _day_field(_("Cho nộp đến ngày"))
