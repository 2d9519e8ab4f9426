"""Field lines: "Cơ quan chủ trì: …", "Thời gian thực hiện: …", and heads of table columns.

The words that name a field are data (``data/field_labels.csv``); OCR and
bureaus vary them, so a label is recognised by its folded words, without marks
of case and punctuation.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files


class FieldName(StrEnum):
    """What a field line or a column holds."""

    NUMBER = "number"
    TASK = "task"
    DIRECTING = "directing"
    LEAD = "lead"
    IMPLEMENTING = "implementing"
    COORDINATING = "coordinating"
    GUIDING = "guiding"
    TIME = "time"
    COMPLETION = "completion"
    PRODUCT = "product"
    SUBMITTED_TO = "submitted_to"
    APPROVED_BY = "approved_by"
    FUNDING = "funding"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Label:
    """A field label found at the start of a text: which field, and the characters it takes."""

    field: FieldName
    start: int
    length: int


_BULLET = re.compile(r"^(?:[-–—+*•●]\s*|\(?[a-zđ0-9]{1,2}[.)]\s+|\d{1,2}(?:\.\d{1,2})+\.?\s+)?")
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[^\w\s/]")
_MAX_LABEL = 70


def folded(text: str) -> str:
    """Lower case without punctuation, single spaces.

    >>> folded("Cơ quan tham mưu, thực hiện:")
    'cơ quan tham mưu thực hiện'
    """
    return _SPACE.sub(" ", _PUNCTUATION.sub(" ", text.lower())).strip()


@cache
def _table(use: str) -> dict[str, FieldName]:
    """Folded label → field, for ``line`` (prose) or ``column`` (tables)."""
    text = files("dondoc.parsing").joinpath("data/field_labels.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {folded(row["label"]): FieldName(row["field"]) for row in rows if row["use"] in (use, "both")}


def field_label(text: str) -> Label | None:
    """The field label with which a line begins, up to and with its colon.

    >>> field_label("- Thời gian hoàn thành: Quý III/2026").field
    <FieldName.COMPLETION: 'completion'>
    """
    colon = text.find(":", 0, _MAX_LABEL)
    if colon < 0:
        return None
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet else 0
    field = _table("line").get(folded(text[start:colon]))
    return Label(field, start, colon + 1) if field else None


_INLINE = re.compile(r"(?:^|[;.,(]\s*|\s[-–]\s*)(?P<label>[A-ZĐCĐTSKPNcđtskpn][^:;.()]{3,45}?)\s*:\s*")


def inline_labels(text: str) -> list[tuple[FieldName, int, int, int]]:
    """Field labels inside a line: field, start of the label, start and end of its value.

    "Đơn vị chủ trì: Sở Y tế; đơn vị phối hợp: các sở; thời gian: Quý II."
    """
    found = []
    for m in _INLINE.finditer(text):
        field = _table("line").get(folded(m["label"]))
        if field:
            found.append((field, m.start("label"), m.end()))
    ends = [*(start for _, start, _ in found[1:]), len(text)]
    return [(field, start, at, end) for (field, start, at), end in zip(found, ends, strict=False)]


@lru_cache(maxsize=4096)
def column_field(head: str) -> FieldName | None:
    """Which field a table column of this head holds; the longest known label in it decides.

    >>> column_field("Cơ quan chủ trì/Thực hiện"), column_field("TT")
    (<FieldName.LEAD: 'lead'>, <FieldName.NUMBER: 'number'>)
    """
    key = folded(head.replace("/", " / ")).replace(" / ", " ").strip()
    table = _table("column")
    if key in table:
        return table[key]
    known = [label for label in table if len(label) > 3 and re.search(rf"(?:^|\s){re.escape(label)}(?:\s|$)", key)]
    if not _BODIES.issuperset(key.split()):
        known = [label for label in known if not _BODIES.issuperset(label.split())]
    if not known or len(key) > 80:
        return None
    return table[max(known, key=lambda label: (_WEIGHT.get(table[label], 0), len(label)))]


_BODIES = frozenset(
    {"tên", "các", "cơ", "quan", "đơn", "vị", "địa", "phương", "tổ", "chức", "cá", "nhân", "và"}
    | {"sở", "ban", "ngành", "bộ", "phòng"}
)
"""Words of a head that only names bodies: "Đơn vị" leads there, but not in "Đơn vị cho ý kiến", "Đơn vị tính"."""

_WEIGHT = {
    FieldName.SUBMITTED_TO: 3,
    FieldName.APPROVED_BY: 3,
    FieldName.COORDINATING: 2,
    FieldName.DIRECTING: 2,
    FieldName.LEAD: 2,
    FieldName.COMPLETION: 2,
    FieldName.TIME: 2,
    FieldName.IMPLEMENTING: 1,
    FieldName.PRODUCT: 1,
}
