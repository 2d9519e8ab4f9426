"""Fields of a register by kind: what may be typed, how it is kept, how people and spreadsheets read it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc_web.work import figures

LONGEST = 4000
_YEAR = re.compile(r"(?:19|20|21)\d\d")


class Kind(TextChoices):
    """What a field holds."""

    TEXT = "text", gettext_lazy("chữ")
    NUMBER = "number", gettext_lazy("số")
    MONEY = "money", gettext_lazy("tiền")
    YEAR = "year", gettext_lazy("năm")
    DATE = "date", gettext_lazy("ngày")
    CHOICE = "choice", gettext_lazy("chọn trong danh sách")
    AGENCY = "agency", gettext_lazy("cơ quan")
    TASK = "task", gettext_lazy("nhiệm vụ")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its key for ever, its label, its kind; ``unit`` of a number or of money, ``choices`` of a choice."""

    key: str
    label: str
    kind: str = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False

    @property
    def head(self) -> str:
        """The label with its unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"choices": list(self.choices)}


def fields_of(data: Sequence[Mapping[str, Any]]) -> list[Field]:
    """The fields that are kept in a register or shipped."""
    return [Field(**{**one, "choices": tuple(one.get("choices", ()))}) for one in data]


@dataclass(frozen=True, slots=True)
class Known:
    """What fields of bodies and tasks may name: words by key."""

    agencies: Mapping[str, str]
    tasks: Mapping[str, str]


def checked(fields: Sequence[Field], typed: Mapping[str, str], known: Known) -> dict[str, str]:
    """The values as they are kept; empty ones are left out.

    Raises ValidationError with a message for each field that is wrong.
    """
    found, wrong = {}, {}
    for field in fields:
        words = typed.get(field.key, "").strip()
        try:
            if words:
                found[field.key] = _plain(field, words, known)
            elif field.required:
                raise ValidationError(_("Trường này bắt buộc; hãy điền."))  # noqa: TRY301 - one message a field
        except ValidationError as error:
            wrong[field.key] = error
    if wrong:
        raise ValidationError(wrong)
    if not found:
        raise ValidationError(_("Hãy điền ít nhất một trường."))
    return found


def _plain(field: Field, words: str, known: Known) -> str:
    """One value as it is kept."""
    if len(words) > LONGEST:
        raise ValidationError(_("Dài quá %d ký tự; hãy rút gọn.") % LONGEST)
    if field.kind in {Kind.NUMBER, Kind.MONEY}:
        number = figures.plain(words)
        if number is None:
            raise ValidationError(_("Hãy nhập số, ví dụ 1.234,5."))
        if field.kind == Kind.MONEY and number.startswith("-"):
            raise ValidationError(_("Số tiền không được âm."))
        return number
    if field.kind == Kind.YEAR and not _YEAR.fullmatch(words):
        raise ValidationError(_("Hãy nhập năm bốn chữ số, ví dụ 2026."))
    if field.kind == Kind.DATE:
        return _day(words)
    allowed = {Kind.CHOICE: field.choices, Kind.AGENCY: known.agencies, Kind.TASK: known.tasks}.get(Kind(field.kind))
    if allowed is not None and words not in allowed:
        raise ValidationError(_("Hãy chọn một mục trong danh sách."))
    return words


def _day(words: str) -> str:
    """A day typed as 15/12/2026 or as browsers send it."""
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words):
        words = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise ValidationError(_("Hãy nhập ngày, ví dụ 15/12/2026.")) from None


def shown(field: Field, value: str, known: Known) -> str:
    """A kept value as people read it."""
    if not value:
        return ""
    if field.kind in {Kind.NUMBER, Kind.MONEY}:
        return figures.words(value)
    if field.kind == Kind.DATE:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    names = {Kind.AGENCY: known.agencies, Kind.TASK: known.tasks}.get(Kind(field.kind))
    return names.get(value, "") if names is not None else value


def cell(field: Field, value: str, known: Known) -> str | int | Decimal | date | None:
    """A kept value as a spreadsheet reads it."""
    if not value:
        return None
    if field.kind == Kind.YEAR:
        return int(value)
    if field.kind in {Kind.NUMBER, Kind.MONEY}:
        return Decimal(value)
    return date.fromisoformat(value) if field.kind == Kind.DATE else shown(field, value, known)
