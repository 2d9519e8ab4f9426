"""Duties to report, to consolidate, to submit, to propose, read from the tasks that hold them."""

from __future__ import annotations

import re

from dondoc.agencies.names import leading, phrase_at
from dondoc.document import ReportingDuty, ReportingKind, Role, Task, TaskOrigin, Timing
from dondoc.extraction import times
from dondoc.text import UPPER, Passage

_BOUNDARY = re.compile(rf"(?:;\s+|(?<=[^\d{UPPER}])\.\s+(?=[{UPPER}]))")
_TO = re.compile(
    r"(?:(?:có\s+)?(?:văn bản\s+)?[Bb]áo cáo(?:\s*,?\s*(?:đề xuất|tham mưu|kiến nghị))?|"
    r"[Pp]hản ánh|gửi(?:\s+về)?|trình|kiến nghị|đề xuất(?:\s*,\s*gửi)?)"
    r"(?:\s+(?:kịp thời|bằng văn bản|ngay|định kỳ|kết quả|cho|về|với|đến|tới))*\s+(?=\S)"
)
_REPORT_TO = re.compile(r"báo cáo\s[^.;]{3,200}?\s(?:với|về|cho|đến|tới|gửi)\s+", re.I)
_REPORTS = re.compile(r"báo cáo(?!\s+viên)|tổng hợp|phản ánh|kiến nghị|đề xuất|trình\s|gửi\s", re.I)
_BUDGET = re.compile(r"kinh phí|dự toán|ngân sách|bố trí vốn", re.I)
_COMPETENT = re.compile(r"(?:các\s+)?cấp\s+(?:có\s+)?thẩm quyền")
_PROPOSES = re.compile(r"đề xuất|khó khăn|vướng mắc|kiến nghị|sửa đổi, bổ sung", re.I)
_COLLECTS = re.compile(
    r"tổng hợp,?(?:\s+và)?\s+(?:(?:tình hình|kết quả)[^.;]{0,40}\s)?(?:báo cáo|"
    r"trình)|tổng hợp chung|tổng hợp[^.;]{0,120}(?:báo cáo|trình)",
    re.I,
)
_ONWARD = re.compile(
    r"(?:để|và)?\s*(?:theo dõi,?\s+)?tổng hợp,?(?:\s+chung,?)?\s*(?:,\s*)?(?:tham mưu\s+)?báo cáo\s+(?P<to>[^.;()]+)"
)
_CONDITION = re.compile(r"(?:nếu có|trường hợp|khi có|đối với)[^,;.]{3,120}(?:,\s+vướng mắc[^,;.]{0,80})?", re.I)
_VIA = re.compile(r"\(?\s*(?:thông\s+)?qua\s+(?P<via>[^);.]{4,90})\)?")
_PROSE = frozenset({TaskOrigin.ORGANISATION, TaskOrigin.CLOSING, TaskOrigin.CHARGED_PROSE})
_SUBMIT_PERIOD = re.compile(r"(?:báo cáo|trình|gửi)[^.;]{0,80}trong\s+(?:quý|tháng)", re.I)


def reporting_duties(tasks: list[Task], source: str) -> list[ReportingDuty]:
    """The duties of tasks of "Tổ chức thực hiện" and of charged prose, in order."""
    duties = []
    for task in tasks:
        if task.origin in _PROSE:
            duties += _of_task(task, source)
    return duties


def _of_task(task: Task, source: str) -> list[ReportingDuty]:
    words = task.wording.passage(source)
    ends = [m.end() for m in _BOUNDARY.finditer(words.text)]
    charged = leading(words.text) if ends else None
    cuts = [0, *(end for end in ends if not charged or end > charged[1])]
    found: list[ReportingDuty] = []
    for start, end in zip(cuts, [*cuts[1:], len(words.text)], strict=True):
        part = words.cut(start, end).strip(" ;")
        if part.text and (duty := _duty(task, part, found[-1] if found else None, source)):
            found.append(duty)
    return _with_condition_before(found, task, source)


def _duty(task: Task, part: Passage, before: ReportingDuty | None, source: str) -> ReportingDuty | None:
    """The duty of a part of a task; "báo cáo tổng thể …" goes to whom the report before it goes."""
    if not _REPORTS.search(part.text):
        return None
    timing = times.of_words(part, source)
    addressee = _addressee(part.text)
    kind = _kind(part.text, addressee)
    to = part.text[slice(*addressee)].strip() if addressee else None
    if to is None and before is not None and timing.due and re.match(r"báo cáo", part.text, re.I):
        to, kind = before.to, ReportingKind.REPORT
    if to is None or kind is None:
        return None
    via = _VIA.search(part.text)
    onward = _ONWARD.search(part.text, addressee[1] if addressee else 0)
    return ReportingDuty(
        task_id=task.id,
        kind=kind,
        wording=task.wording.model_copy(update={"text": part.text, "spans": part.spans(source)}),
        who=", ".join(task.phrases(Role.LEAD)) or None,
        to=to,
        via=via["via"].strip() if via else None,
        onward=onward["to"].strip() if onward else None,
        condition=condition[0] if (condition := _CONDITION.search(part.text)) else None,
        due=_due(part.text, timing),
        recurrence=timing.recurrence,
        on_request=timing.on_request,
        source_lines=_lines(task, part, source),
    )


def _addressee(text: str) -> tuple[int, int] | None:
    """Whom the report goes to: the first agency named right after a word of reporting, or after "báo cáo … về"."""
    competent: tuple[int, int] | None = None
    for verb in sorted((*_TO.finditer(text), *_REPORT_TO.finditer(text)), key=lambda found: found.end()):
        if place := phrase_at(text, verb.end()):
            return place
        if (match := _COMPETENT.match(text, verb.end())) and competent is None:
            competent = match.span()
    return competent


def _kind(text: str, addressee: tuple[int, int] | None) -> ReportingKind | None:
    """What is handed in; None when the words ask for no report."""
    if addressee is None:
        return None
    competent = bool(_COMPETENT.match(text, addressee[0]))
    if _BUDGET.search(text) and re.search(r"trình|gửi", text) and (competent or re.search(r"dự toán", text)):
        return ReportingKind.BUDGET_SUBMISSION
    if competent:
        return None
    if _PROPOSES.search(text) and not re.search(r"báo cáo\s+(?:đánh giá\s+)?(?:kết quả|tình hình)|định kỳ", text, re.I):
        return ReportingKind.PROPOSAL if re.search(r"phản ánh|đề xuất|kiến nghị", text) else ReportingKind.REPORT
    before = text[: addressee[0]]
    if not re.search(r"báo cáo|phản ánh|kiến nghị", text, re.I) or not re.search(
        r"báo cáo|gửi|trình|phản ánh", before, re.I
    ):
        return None
    return (
        ReportingKind.CONSOLIDATED_REPORT
        if _COLLECTS.search(before + " báo cáo") and "tổng hợp" in before.lower()
        else ReportingKind.REPORT
    )


def _due(text: str, timing: Timing) -> str | None:
    """The printed day; the last day of a quarter or month in which the report is to be made."""
    if timing.due:
        return timing.due
    return timing.end if _SUBMIT_PERIOD.search(text) else None


def _lines(task: Task, part: Passage, source: str) -> tuple[int, int]:
    spans = part.spans(source)
    own = task.wording.spans
    if not spans or not own:
        return task.source_lines
    first = task.source_lines[0] + source.count("\n", own[0].start, spans[0].start)
    return first, first + source.count("\n", spans[0].start, spans[-1].end)


def _with_condition_before(duties: list[ReportingDuty], task: Task, source: str) -> list[ReportingDuty]:
    """A duty whose condition stands in the clause before ("trường hợp cần thiết …; các sở … đề xuất")."""
    whole = task.wording.text
    if len(duties) != 1 or duties[0].condition or not (match := _CONDITION.search(whole)):
        return duties
    start = whole.find(duties[0].text)
    if not 0 <= match.start() < start or "." in whole[match.start() : start]:
        return duties
    wording = task.wording
    return [duties[0].model_copy(update={"condition": match[0], "wording": wording, "source_lines": task.source_lines})]
