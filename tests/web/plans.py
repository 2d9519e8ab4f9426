"""Plans made by hand, for tests of the site that need a plan and not its reading.

``plan_of`` understands a notation of its own: one field a line, ``Chủ trì: …``.
It is no reader of directives; tests of the main job use the library.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from dondoc.document import (
    Citation,
    Clause,
    ClauseKind,
    Document,
    Letterhead,
    Mention,
    Party,
    Plan,
    Quote,
    Relation,
    ReportingDuty,
    ReportingKind,
    Role,
    Source,
    Task,
    TaskOrigin,
    Timing,
    TimingKind,
)
from dondoc.errors import EmptySource, UnknownFormat
from dondoc.reading.how import PageRead
from dondoc.text import Span

ROLES = {"Chủ trì": Role.LEAD, "Phối hợp": Role.COORDINATING, "Chỉ đạo": Role.DIRECTING}
FIELD = re.compile(r"^(?P<name>[^\W\d][\w ]{1,20}): (?P<words>.+)$", re.MULTILINE)
TASK = re.compile(r"^(?P<label>\d+)\. (?P<words>.+)$", re.MULTILINE)
DUTY = re.compile(
    r"^Chế độ báo cáo: (?P<words>(?P<who>.+?) (?:tổng hợp )?→ (?P<to>.+?) \| (?P<every>\S+) \| (?P<due>\S+))$",
    re.MULTILINE,
)
NUMBER = re.compile(r"\d+[-/][A-ZĐ/-]+(?:TW|CP|TU|UBND)\b")


def read_plan(
    content: bytes, *, name: str | None = None, progress: Callable[[PageRead], None] | None = None, **_: object
) -> Plan:
    """Stands in for the library's door, errors included."""
    if not content.strip():
        raise EmptySource("tệp rỗng")
    if b"\0" in content:
        raise UnknownFormat("không phải văn bản; đọc được .txt, .md")
    pages = content.decode("utf-8").split("\f")
    for number, text in enumerate(pages, 1):
        if progress is not None:
            progress(PageRead(number, number, len(pages), text))
    return plan_of(content.decode("utf-8"), name=name or "văn bản.txt")


def plan_of(text: str, *, name: str = "văn bản.txt") -> Plan:
    """The plan of ``text`` in the notation of this module."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(name=name, media_type="text/plain", text=text, sha256=digest)
    fields = {match["name"]: _quote(match, "words") for match in FIELD.finditer(text)}
    number = fields.get("Số")
    day = fields.get("Ngày")
    letterhead = Letterhead(
        number=number,
        kind=fields.get("Loại"),
        issuer=fields.get("Cơ quan"),
        date=day,
        date_iso=day.text if day else None,
        subject=fields.get("Về việc"),
    )
    matches = list(TASK.finditer(text))
    clauses = tuple(_clause(text, match) for match in matches)
    document = Document(letterhead=letterhead, clauses=clauses, citations=_citations(text, number))
    ends = [*(match.start() for match in matches[1:]), len(text)][: len(matches)]
    tasks = tuple(_task(text, match, end) for match, end in zip(matches, ends, strict=True))
    return Plan(source=source, document=document, tasks=tasks, reporting=_reporting(text))


def _reporting(text: str) -> tuple[ReportingDuty, ...]:
    """Lines ``Chế độ báo cáo: <who> → <to> | yearly | --12-10``; one that consolidates says "tổng hợp"."""
    return tuple(_duty(text, match) for match in DUTY.finditer(text))


def _duty(text: str, match: re.Match[str]) -> ReportingDuty:
    line = _line(text, match.start())
    return ReportingDuty(
        wording=_quote(match, "words"),
        kind=ReportingKind.CONSOLIDATED_REPORT if "tổng hợp" in match["words"] else ReportingKind.REPORT,
        who=match["who"],
        to=match["to"],
        recurrence=match["every"],
        due=match["due"],
        source_lines=(line, line),
    )


def many_tasks(count: int) -> str:
    """A directive with ``count`` tasks, each with every usual field."""
    head = (
        "Cơ quan: UBND tỉnh Thử Nghiệm\nSố: 12/KH-UBND\nNgày: 2024-06-03\n"
        "Loại: Kế hoạch\nVề việc: Triển khai công tác\n"
    )
    tasks = (
        f"{n}. Xây dựng và tổ chức thực hiện chương trình số {n} về công tác thông tin trên địa bàn toàn tỉnh.\n"
        f"Chủ trì: Sở Thông tin {n}\nPhối hợp: Các sở, ban, ngành; UBND các huyện {n}\n"
        f"Thời gian: Quý III/2024, lần {n}\nSản phẩm: Kế hoạch của Sở {n}\n"
        for n in range(1, count + 1)
    )
    return head + "".join(tasks)


def _quote(match: re.Match[str], group: str) -> Quote:
    return Quote(text=match[group], spans=(Span(*match.span(group)),))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _clause(text: str, match: re.Match[str]) -> Clause:
    line = _line(text, match.start())
    title = _quote(match, "words")
    return Clause(
        label=match["label"], title=title, level=1, kind=ClauseKind.ITEM, path=match["label"], parent=None,
        line=line, last_line=line,
    )  # fmt: skip


def _task(text: str, match: re.Match[str], end: int) -> Task:
    fields = list(FIELD.finditer(text, match.end(), end))
    named = {m["name"]: _quote(m, "words") for m in fields}
    timing = named.get("Thời gian")
    return Task(
        id=f"T{match['label']}",
        label=match["label"],
        clause=match["label"],
        origin=TaskOrigin.BLOCK,
        wording=_quote(match, "words"),
        parties=tuple(Party(role=ROLES[m["name"]], phrase=_quote(m, "words")) for m in fields if m["name"] in ROLES),
        timing=Timing(text=timing.text, kind=TimingKind.QUARTER, spans=timing.spans) if timing else Timing(),
        product=named.get("Sản phẩm"),
        source_lines=(_line(text, match.start()), _line(text, max(match.end(), end - 1))),
    )


def _citations(text: str, own: Quote | None) -> tuple[Citation, ...]:
    found: dict[str, list[Mention]] = {}
    for match in NUMBER.finditer(text):
        if own is None or match[0] != own.text:
            found.setdefault(match[0], []).append(Mention(span=Span(*match.span()), text=match[0]))
    return tuple(
        Citation(number=number, relation=Relation.IMPLEMENTS, preamble=True, mentions=tuple(mentions))
        for number, mentions in found.items()
    )
