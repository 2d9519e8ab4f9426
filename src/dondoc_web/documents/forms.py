"""Forms of documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
    """Files, and the word of the person that none of them is classified."""

    papers = FilesField(
        label=_("Tệp văn bản"), allow_empty_file=True, error_messages={"required": _("Hãy chọn ít nhất một tệp.")}
    )
    unclassified = forms.BooleanField(
        label=_(
            "Tôi xác nhận các văn bản này không thuộc danh mục bí mật nhà nước (không có dấu Mật, Tối mật, Tuyệt mật)."
        ),
        error_messages={"required": _("Hãy xác nhận văn bản không thuộc danh mục bí mật nhà nước trước khi tải lên.")},
    )


class Withdrawal(forms.Form):
    """Why an upload was a mistake."""

    reason = forms.CharField(
        label=_("Lý do rút văn bản"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("Hãy ghi lý do rút văn bản.")},
    )
