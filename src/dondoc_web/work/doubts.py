"""What a reviewer should look at, and how sure a proposal is.

The five things that must be clear (STANDARDS §5, "5 rõ"): who, what, when, by
which product, and who answers for it. A doubt says which is not, or that facts
contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.agencies.registry import normal
from dondoc.document import Role, TimingKind
from dondoc_web.documents.reading import day


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words for a person, which of the five clear things it touches, and what it takes from the confidence."""

    words: Promise
    about: str
    weight: float


CLEAR: dict[str, Promise] = {
    "who": _("rõ người"),
    "what": _("rõ việc"),
    "when": _("rõ thời gian"),
    "product": _("rõ sản phẩm"),
    "answers": _("rõ trách nhiệm"),
}
"""The five, in the order they are shown."""

DOUBTS: dict[str, Doubt] = {
    "no_lead": Doubt(_("Chưa thấy cơ quan chủ trì."), "who", 0.4),
    "agency_unknown": Doubt(_("Cơ quan chủ trì chưa có trong danh mục; hãy chọn cơ quan."), "who", 0.6),
    "other_unknown": Doubt(_("Có cơ quan phối hợp, chỉ đạo chưa có trong danh mục."), "", 0.95),
    "several_leads": Doubt(_("Nhiều cơ quan cùng chủ trì; chưa rõ ai chịu trách nhiệm chính."), "answers", 0.9),
    "group_leads": Doubt(_("Giao cho một nhóm cơ quan; sẽ tách cho từng cơ quan của nhóm."), "answers", 0.95),
    "unclear_work": Doubt(_("Nội dung quá ngắn, chưa rõ việc phải làm."), "what", 0.6),
    "no_time": Doubt(_("Không nêu thời gian thực hiện."), "when", 0.9),
    "day_impossible": Doubt(_("Ngày kết thúc trước ngày bắt đầu."), "when", 0.4),
    "due_outside": Doubt(_("Thời hạn nằm ngoài khoảng thời gian của nhiệm vụ."), "when", 0.5),
    "due_before_issue": Doubt(_("Thời hạn trước ngày ban hành văn bản."), "when", 0.5),
    "dates_disagree": Doubt(_("Văn bản nêu ngày khác nhau cho cùng một việc."), "when", 0.5),
    "no_product": Doubt(_("Không nêu sản phẩm."), "product", 1.0),
    "finding": Doubt(_("Lần đọc có điểm cần xem ở nhiệm vụ này."), "", 0.85),
    "mended": Doubt(_("Chữ gốc hỏng, đã được sửa; hãy đối chiếu với bản gốc."), "", 0.85),
}
SHORT = 4
"""A task of fewer words says no work."""


def of_facts(facts: Mapping[str, Any], *, issued: date | None = None) -> list[str]:
    """Doubts that the facts of one task raise, in the order of :data:`DOUBTS`."""
    found = {*_of_parties(facts["parties"]), *_of_times(facts, issued)}
    if len(facts["text"].split()) < SHORT:
        found.add("unclear_work")
    if not facts["product"]:
        found.add("no_product")
    return [code for code in DOUBTS if code in found]


def _of_parties(parties: Sequence[Mapping[str, Any]]) -> set[str]:
    leads = [p for p in parties if p["role"] == Role.LEAD.value]
    found = set()
    if not leads:
        found.add("no_lead")
    if any(not (p["agency"] or p["group"]) for p in leads):
        found.add("agency_unknown")
    if any(not (p["agency"] or p["group"]) for p in parties if p not in leads):
        found.add("other_unknown")
    if len(leads) > 1:
        found.add("several_leads")
    if any(p["group"] for p in leads):
        found.add("group_leads")
    return found


def _of_times(facts: Mapping[str, Any], issued: date | None) -> set[str]:
    start, end, due = (day(facts[name]) for name in ("start", "end", "due"))
    found = set()
    if facts["timing_kind"] == TimingKind.UNSPECIFIED.value and not facts["due"]:
        found.add("no_time")
    if start and end and end < start:
        found.add("day_impossible")
    if due and ((start and due < start) or (end and due > end)):
        found.add("due_outside")
    if due and issued and due < issued:
        found.add("due_before_issue")
    return found


def contradictions(sheets: Sequence[Mapping[str, Any]]) -> set[int]:
    """Places in ``sheets`` of tasks that name the same work and the same lead, but not the same printed day."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, facts in enumerate(sheets):
        leads = sorted(normal(p["phrase"]) for p in facts["parties"] if p["role"] == Role.LEAD.value)
        groups.setdefault((normal(facts["text"]), *leads), []).append(at)
    return {
        at
        for same in groups.values()
        if len({sheets[one]["due"] for one in same if sheets[one]["due"]}) > 1
        for at in same
    }


ORIGINS = {
    "table_row": 0.87,
    "block": 0.9,
    "organisation": 0.96,
    "charged_prose": 0.58,
    "uncharged_prose": 0.15,
    "closing": 0.9,
}
"""Share of tasks of each form of writing that hold as they are read, on the reviewed answers (docs/review.md)."""


ADDED = 0.5
"""For a task that no reading proposed."""


def confidence(origin: str, doubts: Sequence[str]) -> float:
    """How likely the proposal stands as it is, 0 to 1: the share for its form of writing, times each doubt's weight."""
    found = ORIGINS.get(origin, ADDED)
    for code in doubts:
        found *= DOUBTS[code].weight
    return round(found, 3)
