"""Forms of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency
from dondoc_web.documents.models import Verdict


class SeveralFiles(forms.ClearableFileInput):
    """A file field of the browser that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; an empty file is taken too, its reading will say that it is empty."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        single = super().clean
        return [single(one, initial) for one in data] if data else [single(None, initial)]


class Upload(forms.Form):
    """Files, the office they are for, and the word of the person that none of them is classified.

    The office is asked for where there are several; ``must`` is False for a
    superuser, whose papers may belong to none.
    """

    office = forms.TypedChoiceField(
        label=_("Cơ quan nhận"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": _("Hãy chọn cơ quan nhận văn bản."),
            "invalid_choice": _("Hãy chọn cơ quan nhận trong danh sách."),
        },
    )

    papers = FilesField(
        label=_("Tệp văn bản"), allow_empty_file=True, error_messages={"required": _("Hãy chọn ít nhất một tệp.")}
    )
    unclassified = forms.BooleanField(
        label=_(
            "Tôi xác nhận các văn bản này không thuộc danh mục bí mật nhà nước (không có dấu Mật, Tối mật, Tuyệt mật)."
        ),
        error_messages={"required": _("Hãy xác nhận văn bản không thuộc danh mục bí mật nhà nước trước khi tải lên.")},
    )

    def __init__(self, *args: Any, offices: Sequence[Agency] = (), must: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.pk: office for office in offices}
        self.asks_office = len(self.offices) > 1 or (bool(self.offices) and not must)
        blank = ("", _("Chọn cơ quan…") if must else _("Không thuộc cơ quan nào (chỉ quản trị toàn hệ thống thấy)"))
        field = self.fields["office"]
        field.choices = [blank, *((pk, office.name) for pk, office in self.offices.items())]  # type: ignore[attr-defined]
        field.required = must and self.asks_office

    def chosen_office(self) -> Agency | None:
        """The office that was chosen; None where none is asked for."""
        return self.offices.get(self.cleaned_data["office"])


class Withdrawal(forms.Form):
    """Why an upload was a mistake."""

    reason = forms.CharField(
        label=_("Lý do rút văn bản"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("Hãy ghi lý do rút văn bản.")},
    )


class Decision(forms.Form):
    """What a person says of a change of the text."""

    TAKE_BACK = "take_back"

    verdict = forms.ChoiceField(choices=[*Verdict.choices, (TAKE_BACK, "")])
    after = forms.CharField(required=False, max_length=300)


class ColumnChoice(forms.Form):
    """A sheet, and the row of it that heads the columns; both from 0, the row may be left open."""

    sheet_at = forms.IntegerField(required=False, min_value=0, max_value=10_000)
    row_at = forms.IntegerField(required=False, min_value=0, max_value=10_000)

    @property
    def sheet(self) -> int:
        """The first sheet where none is named."""
        return self.cleaned_data["sheet_at"] or 0

    @property
    def row(self) -> int | None:
        """None for the row that is proposed."""
        row: int | None = self.cleaned_data["row_at"]
        return row


class LikenessAnswer(forms.Form):
    """Whether two papers are the same directive."""

    same = forms.ChoiceField(choices=[("yes", _("Cùng một văn bản")), ("no", _("Văn bản khác"))])
