"""Forms of an obligation. Each carries ``seen``, what the person saw (:func:`.holding.stamp`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency, holding_on
from dondoc_web.work import figures
from dondoc_web.work.follow_rights import people_around
from dondoc_web.work.models import Extension, Obligation, Progress, Stage
from dondoc_web.work.progress import Report

LONGEST = 20_000
SPARE_ROWS = 2
MOST_ROWS = 12


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-control", "maxlength": LONGEST})


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=_lines(), error_messages={"required": _("Hãy ghi lý do.")}
    )


class Following(forms.Form):
    """A form about an obligation; ``name`` keeps the keys of its fields apart on the page."""

    name = ""
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **more: Any) -> None:
        super().__init__(data, auto_id=f"{self.name}_%s", **more)

    def clean_seen(self) -> str | None:
        """None where the form carried nothing."""
        return self.cleaned_data["seen"] or None


class ReportForm(Following):
    """What a unit officer reports."""

    name = "report"
    stage = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[
            (Stage.UNDER_WAY.value, _("đang thực hiện")),
            (Stage.DONE.value, _("đã hoàn thành, đề nghị xác nhận")),
        ],
        initial=Stage.UNDER_WAY.value,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    text = forms.CharField(
        label=_("Nội dung đã thực hiện"),
        max_length=LONGEST,
        widget=_lines(5),
        error_messages={"required": _("Hãy ghi nội dung đã thực hiện.")},
    )
    difficulties = forms.CharField(label=_("Khó khăn, vướng mắc"), required=False, max_length=LONGEST, widget=_lines(2))
    proposals = forms.CharField(label=_("Kiến nghị, đề xuất"), required=False, max_length=LONGEST, widget=_lines(2))

    def __init__(self, data: QueryDict | None = None, draft: Progress | None = None) -> None:
        initial = {}
        if draft is not None:
            initial = {name: getattr(draft, name) for name in ("stage", "text", "difficulties", "proposals")}
        super().__init__(data, initial=initial)
        kept = [one | {"value": figures.words(one["value"])} for one in draft.figures] if draft is not None else []
        self.typed = self._typed(data) if data is not None else kept

    @staticmethod
    def _typed(data: QueryDict) -> list[dict[str, str]]:
        parts = [data.getlist(f"figure_{part}") for part in ("name", "value", "unit")]
        return figures.rows(*parts)[:MOST_ROWS]

    @property
    def figure_rows(self) -> list[dict[str, str]]:
        """What was typed, and a few empty rows."""
        empty = {"name": "", "value": "", "unit": ""}
        return [*self.typed, *[empty] * min(SPARE_ROWS, MOST_ROWS - len(self.typed))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in self.typed:
            if not row["name"] or figures.plain(row["value"]) is None:
                words = _g("Số liệu “%s”: hãy ghi tên và một số, ví dụ 1.234,5.")
                self.add_error(None, words % (row["name"] or row["value"] or row["unit"]))
        return data

    def report(self) -> Report:
        """What was typed, right or not yet: a draft keeps what is a number of the figures."""
        given = {name: self.data.get(name, "")[:LONGEST] for name in ("stage", "text", "difficulties", "proposals")}
        known = [row | {"value": value} for row in self.typed if (value := figures.plain(row["value"])) and row["name"]]
        return Report(figures=known, **given)


class EvidenceForm(Following):
    """A file, and the word of the person that it is not classified."""

    name = "evidence"
    file = forms.FileField(
        label=_("Tệp minh chứng"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "form-control"}),
        error_messages={"required": _("Hãy chọn một tệp.")},
    )
    unclassified = forms.BooleanField(
        label=_("Tệp này không thuộc danh mục bí mật nhà nước."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Hãy xác nhận tệp minh chứng không thuộc danh mục bí mật nhà nước.")},
    )


class AnswerForm(Following):
    """Accept, or return with a reason."""

    name = "answer"
    answer = forms.ChoiceField(choices=[("accept", ""), ("return", "")])
    reason = forms.CharField(
        label=_("Lý do trả lại (bắt buộc khi trả lại)"), required=False, max_length=LONGEST, widget=_lines(2)
    )


class AskForm(Following):
    """Ask for more time."""

    name = "ask"
    new_due_on = forms.DateField(label=_("Hạn mới đề nghị"), widget=_day())
    reason = _reason(_("Lý do xin gia hạn"))


class GrantForm(Following):
    """Grant more time on a paper, or refuse with a reason."""

    name = "grant"
    answer = forms.ChoiceField(choices=[("grant", ""), ("refuse", "")])
    due_on = forms.DateField(label=_("Hạn mới được duyệt"), required=False, widget=_day())
    paper = forms.CharField(
        label=_("Văn bản cho gia hạn (số, ngày)"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    reason = forms.CharField(
        label=_("Lý do (bắt buộc khi không cho gia hạn)"), required=False, max_length=LONGEST, widget=_lines(2)
    )

    def __init__(self, data: QueryDict | None = None, extension: Extension | None = None) -> None:
        super().__init__(data, initial={"due_on": extension.new_due_on} if extension else {})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "grant" and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _g("Hãy chọn hạn mới."))
        return data


class DueForm(Following):
    """Set the day of a round by hand."""

    name = "due"
    due_on = forms.DateField(label=_("Hạn mới (để trống nếu không còn thời hạn)"), required=False, widget=_day())
    reason = _reason(_("Lý do đổi hạn"))


class TransferForm(Following):
    """Hand over to another agency of the office's branch."""

    name = "transfer"
    to = forms.ModelChoiceField(
        label=_("Cơ quan nhận"),
        queryset=Agency.objects.none(),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": _("Hãy chọn cơ quan nhận.")},
    )
    reason = _reason(_("Lý do chuyển giao"))

    def __init__(self, data: QueryDict | None = None, *, obligation: Obligation) -> None:
        super().__init__(data)
        here = Q(trail__startswith=obligation.office.trail) & holding_on(timezone.localdate())
        found = Agency.objects.filter(here).exclude(pk=obligation.agency_id).order_by("name")
        self.fields["to"].queryset = found  # type: ignore[attr-defined]


class SuspendForm(Following):
    """Put aside."""

    name = "suspend"
    reason = _reason(_("Lý do tạm dừng"))


class ResumeForm(Following):
    """Take up again."""

    name = "resume"
    reason = _reason(_("Lý do tiếp tục thực hiện"))


class CancelForm(Following):
    """Say that it will not be carried out."""

    name = "cancel"
    reason = _reason(_("Lý do không thực hiện"))


class CommentForm(Following):
    """A remark, with people to name."""

    name = "comment"
    text = forms.CharField(
        label=_("Ý kiến"), max_length=LONGEST, widget=_lines(2), error_messages={"required": _("Hãy ghi ý kiến.")}
    )
    mentions: forms.ModelMultipleChoiceField[User] = forms.ModelMultipleChoiceField(
        label=_("Nhắc tới"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, data: QueryDict | None = None, *, obligation: Obligation) -> None:
        super().__init__(data)
        self.fields["mentions"].queryset = people_around(obligation)  # type: ignore[attr-defined]
