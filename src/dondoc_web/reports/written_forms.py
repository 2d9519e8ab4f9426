"""Forms of a unit's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc_web.reports.lines import LONGEST, Content, Figure, figures_typed
from dondoc_web.reports.models import LineStanding, UnitReport
from dondoc_web.reports.writing import Text, stamp
from dondoc_web.reports.written_queries import Shown


def _words(label: Any, *, rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "form-control", "maxlength": LONGEST})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget)


class LineForm(forms.Form):
    """What one line says."""

    standing = forms.ChoiceField(
        label=_("Kết quả"), choices=LineStanding.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    result = _words(_("Nội dung đã thực hiện"))
    figures = _words(_("Số liệu (mỗi dòng: chỉ tiêu; số; đơn vị)"))
    difficulties = _words(_("Khó khăn, vướng mắc"))
    proposals = _words(_("Kiến nghị, đề xuất"))

    def __init__(self, data: Any = None, *, prefix: str, content: Content | None = None) -> None:
        kept = content or Content()
        initial = kept.as_json() | {"figures": kept.figure_words}
        super().__init__(data, prefix=prefix, initial=initial)

    def clean_figures(self) -> tuple[Figure, ...]:
        """Figures, each of them a number."""
        return figures_typed(self.cleaned_data["figures"])

    def content(self) -> Content:
        """What was typed, once it is valid; line ends as the tables keep them."""
        data = self.cleaned_data
        words = {name: tidy(data[name]) for name in ("result", "difficulties", "proposals")}
        return Content(standing=data["standing"], figures=data["figures"], **words)


class OwnLineForm(LineForm):
    """A line that the unit adds."""

    words = _words(_("Việc khác đơn vị đã làm (để trống nếu không có)"))
    field_order = ("words",)


def tidy(text: str) -> str:
    """Words without space around them; line ends as the tables keep them."""
    return text.replace("\r\n", "\n").strip()


class ReportForm(forms.Form):
    """The whole: general words, and the lines of one page."""

    summary = _words(_("Đánh giá chung"), rows=4)
    difficulties = _words(_("Khó khăn, vướng mắc chung"))
    proposals = _words(_("Kiến nghị, đề xuất chung"))
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, report: UnitReport, lines: Iterable[Shown]) -> None:
        kept = {name: getattr(report, name) for name in ("summary", "difficulties", "proposals")}
        super().__init__(data, initial=kept | {"seen": stamp(report)}, auto_id="report_%s")
        self.rows = [
            (one, LineForm(data, prefix=f"l{one.line.pk}", content=one.content))
            for one in lines
            if data is None or f"l{one.line.pk}-standing" in data
        ]
        self.own = OwnLineForm(data, prefix="own")
        self.dropped = [int(key) for key in _sent(data, "drop") if key.isdecimal()]

    def is_valid(self) -> bool:
        """Every part is."""
        parts = [super().is_valid(), self.own.is_valid(), *(form.is_valid() for _one, form in self.rows)]
        return all(parts)

    def text(self) -> Text:
        """What was typed, once it is valid."""
        data, words = self.cleaned_data, tidy(self.own.cleaned_data["words"])
        return Text(
            summary=tidy(data["summary"]),
            difficulties=tidy(data["difficulties"]),
            proposals=tidy(data["proposals"]),
            lines={one.line.pk: form.content() for one, form in self.rows},
            added=[(words, self.own.content())] if words else (),
            dropped=self.dropped,
            seen=data["seen"],
        )


def _sent(data: Any, name: str) -> list[str]:
    return data.getlist(name) if isinstance(data, Mapping) and hasattr(data, "getlist") else []


class FilledFileForm(forms.Form):
    """A filled form, and the word of the person that it is not classified."""

    file = forms.FileField(
        label=_("Tệp đã điền (.xlsx hoặc .docx)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.docx"}),
        error_messages={"required": _("Hãy chọn một tệp.")},
    )
    unclassified = forms.BooleanField(
        label=_("Tệp này không thuộc danh mục bí mật nhà nước."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Hãy xác nhận tệp không thuộc danh mục bí mật nhà nước.")},
    )


class FileForm(forms.Form):
    """A file, and the word of the person that it is not classified."""

    file = forms.FileField(
        label=_("Tệp kèm báo cáo"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "form-control"}),
        error_messages={"required": _("Hãy chọn một tệp.")},
    )
    unclassified = forms.BooleanField(
        label=_("Tệp này không thuộc danh mục bí mật nhà nước."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Hãy xác nhận tệp không thuộc danh mục bí mật nhà nước.")},
    )
