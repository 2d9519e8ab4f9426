"""A plan as its page shows it: Vietnamese words for roles, times and relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from dondoc.document import Plan, Quote, Relation, Role, Task, Timing, TimingKind

ROLES: dict[Role, Promise] = {
    Role.DIRECTING: _("Chỉ đạo"),
    Role.LEAD: _("Chủ trì"),
    Role.COORDINATING: _("Phối hợp"),
    Role.GUIDING: _("Hướng dẫn"),
    Role.IMPLEMENTING: _("Thực hiện"),
    Role.SUBMITTED_TO: _("Cấp trình"),
    Role.APPROVED_BY: _("Cấp phê duyệt"),
}
TIMING_KINDS: dict[TimingKind, Promise] = {
    TimingKind.ONGOING: _("thường xuyên"),
    TimingKind.ANNUAL: _("hằng năm"),
    TimingKind.YEAR: _("trong năm"),
    TimingKind.RANGE: _("giai đoạn"),
    TimingKind.FROM_YEAR_ONWARDS: _("từ năm, các năm tiếp theo"),
    TimingKind.QUARTER: _("quý"),
    TimingKind.MONTH: _("tháng"),
    TimingKind.DEADLINE: _("thời hạn"),
    TimingKind.PERIODIC: _("định kỳ"),
    TimingKind.UNSPECIFIED: _("không nêu thời gian"),
}
RELATIONS: dict[Relation, Promise] = {
    Relation.BASIS: _("căn cứ"),
    Relation.IMPLEMENTS: _("thực hiện"),
    Relation.CITES: _("dẫn chiếu"),
    Relation.GUIDES: _("hướng dẫn"),
    Relation.REPLACES: _("thay thế"),
    Relation.REPEALS: _("bãi bỏ"),
    Relation.AMENDS: _("sửa đổi, bổ sung"),
    Relation.CORRECTS: _("đính chính"),
    Relation.SUSPENDS: _("đình chỉ"),
    Relation.ATTACHES: _("kèm theo"),
}
MEANINGS: dict[str, Promise] = {
    "wording": _("Nội dung nhiệm vụ"),
    "points": _("Ý của nhiệm vụ"),
    **{role.value: words for role, words in ROLES.items()},
    "timing": _("Thời gian thực hiện"),
    "product": _("Sản phẩm"),
    "note": _("Ghi chú"),
    "group": _("Nhóm nhiệm vụ"),
    "parent": _("Nhiệm vụ lớn"),
    "citation": _("Viện dẫn"),
    "heading": _("Đề mục"),
    "duty": _("Chế độ báo cáo"),
    "finding": _("Điểm cần xem"),
    "number": _("Số, ký hiệu"),
    "kind": _("Loại văn bản"),
    "issuer": _("Cơ quan ban hành"),
    "place": _("Địa danh"),
    "date": _("Ngày ban hành"),
    "subject": _("Trích yếu"),
    "signer": _("Người ký"),
    "recipient": _("Nơi nhận"),
    "edit": _("Chỗ sửa"),
}
"""The word that the page shows for each meaning of a stretch (see :mod:`.marking`), in the order it is told."""


@dataclass(frozen=True, slots=True)
class PartyLine:
    """The phrases of one role, as printed."""

    role: str
    words: Promise
    phrases: Sequence[Quote]


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task with its place in the list."""

    at: int
    task: Task
    parties: Sequence[PartyLine]
    kind: Promise
    due: str
    timed: bool


def cards(plan: Plan) -> Sequence[TaskCard]:
    """Every task, in the order of the document."""
    return [
        TaskCard(at, task, _parties(task), TIMING_KINDS[task.timing.kind], due_words(task.timing), _timed(task.timing))
        for at, task in enumerate(plan.tasks)
    ]


def _timed(timing: Timing) -> bool:
    return timing.kind != TimingKind.UNSPECIFIED


def _parties(task: Task) -> Sequence[PartyLine]:
    found: dict[Role, list[Quote]] = {}
    for party in task.parties:
        found.setdefault(party.role, []).append(party.phrase)
    return [PartyLine(role.value, words, found[role]) for role, words in ROLES.items() if role in found]


def due_words(timing: Timing) -> str:
    """The printed days of ``timing`` as people write them; empty where no day is printed."""
    days = timing.due_dates or ((timing.due,) if timing.due else ())
    return ", ".join(day_words(day) for day in days)


def day_words(due: str) -> str:
    """A day as the library writes it, as people write it.

    >>> day_words("2024-11-25")
    '25/11/2024'
    """
    if due.startswith("---"):
        return now_("ngày %(day)s hằng tháng") % {"day": due[3:]}
    if due.startswith("--"):
        month, _dash, day = due[2:].partition("-")
        return now_("ngày %(day)s/%(month)s hằng năm") % {"day": day, "month": month}
    try:
        return date.fromisoformat(due).strftime("%d/%m/%Y")
    except ValueError:
        return due
