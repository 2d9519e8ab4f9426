"""The phrases of a paper: what they are at first, from the data of the office, and the paper that they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dondoc_web.agencies.models import Agency, System
from dondoc_web.documents.models import Directive
from dondoc_web.papers import columns
from dondoc_web.papers.models import Kind, OfficialPaper
from dondoc_web.papers.paper import BLANK_DAY, BLANK_NUMBER, LETTER, Annex, Issuer, Paper, Paragraph, Signer, Table
from dondoc_web.papers.rules import Rules, rules_for

HEAD = ("superior", "issuer", "issuer_name", "symbol", "unit", "place", "authority", "position")
"""What an office says once: the next paper begins with it."""
FIELDS = (*HEAD[:6], "abstract", "addressees", "body", "recipients", "authority", "position")
PRINTED = {Kind.REMINDER: LETTER, Kind.SLIP: "Phiếu giao việc", Kind.SUBMISSION: "Tờ trình", Kind.ANNEX: "Phụ lục"}
ABBREVIATIONS = {Kind.SUBMISSION: "TTr"}
ANNEXES = {Kind.REMINDER: "Danh mục nhiệm vụ quá hạn", Kind.SUBMISSION: "Danh mục nhiệm vụ"}
"""Titles of the annexes; the table of a slip stands in its text."""
COMMITTEE = "Ủy ban nhân dân"
_SEAT = re.compile(r"(?:tỉnh|thành phố|xã|phường|đặc khu|huyện|thị xã|Tỉnh ủy|Thành ủy)\s+(?P<place>\S.*)$")
Words = Mapping[str, str]


def full_name(agency: Agency) -> str:
    """The name with its usual abbreviation written out: "UBND tỉnh Lam Giang" is "Ủy ban nhân dân tỉnh Lam Giang"."""
    return re.sub(r"^UBND\b", COMMITTEE, agency.name)


def head_of(office: Agency) -> dict[str, str]:
    """The letterhead and signature that follow from the register; a field that nothing tells is empty."""
    name = full_name(office)
    rules = rules_for(office.system, date.max)
    is_committee = name.startswith(COMMITTEE + " ")
    above = [] if is_committee else [full_name(office.parent)] if office.parent else []
    seat = next((match for one in (name, *above) if (match := _SEAT.search(one))), None)
    authority, position = _signs(office, name, rules)
    return {
        "superior": above[0] if above else "",
        "issuer": "\n".join([COMMITTEE, name.removeprefix(COMMITTEE + " ")]) if is_committee else name,
        "issuer_name": name,
        "symbol": office.symbol,
        "unit": "",
        "place": seat["place"] if seat else "",
        "authority": authority,
        "position": position,
    }


def _signs(office: Agency, name: str, rules: Rules) -> tuple[str, str]:
    """On whose behalf, and in what post, the head of such a body signs."""
    if name.startswith(COMMITTEE):
        return f"{rules.words('on_behalf')} {COMMITTEE}", "Chủ tịch"
    if name.startswith(("Tỉnh ủy", "Thành ủy", "Đảng ủy")):
        return f"{rules.words('on_behalf')} Ban Thường vụ", "Bí thư"
    if office.system == System.PARTY and name.startswith("Ban "):
        return "", "Trưởng ban"
    return "", "Giám đốc" if name.startswith("Sở ") else ""


def first_words(made: OfficialPaper, count: int) -> dict[str, str]:
    """Abstract, addressees, text and recipients of a new paper of this kind."""
    name, day = made.words["issuer_name"], f"{made.day:%d/%m/%Y}"
    unit = made.agency.name if made.agency else ""
    asks = "yêu cầu" if made.agency and made.agency.trail.startswith(made.office.trail) else "đề nghị"
    number, plan = f"{count:02}", _directive(made)
    if made.kind == Kind.ANNEX:
        return _said(f"Danh mục nhiệm vụ thực hiện {plan}", "", [_goes_with(made)]) | {"recipients": ""}
    if made.kind == Kind.REMINDER:
        body = [
            (
                f"Qua theo dõi việc thực hiện nhiệm vụ được giao{' tại ' + plan if plan else ''}, tính đến ngày {day}, "
                f"{unit} còn {number} nhiệm vụ quá hạn chưa hoàn thành (Danh mục tại Phụ lục kèm theo)."
            ),
            (
                f"{name} {asks} {unit} khẩn trương thực hiện các nhiệm vụ nêu trên; cập nhật tiến độ, nêu rõ nguyên "
                f"nhân chậm, khó khăn, vướng mắc và thời gian hoàn thành của từng nhiệm vụ, báo cáo {name}."
            ),
        ]
        return _said("đôn đốc thực hiện nhiệm vụ quá hạn", unit, body)
    if made.kind == Kind.SLIP:
        body = [
            f"{name} giao {unit} thực hiện {number} nhiệm vụ{' theo ' + plan if plan else ''} như sau:",
            f"{asks.capitalize()} {unit} tổ chức thực hiện đúng thời hạn, cập nhật tiến độ và báo cáo kết quả.",
        ]
        return _said(f"Giao nhiệm vụ cho {unit}", unit, body)
    body = [
        (
            f"Thực hiện {plan}, bộ phận tham mưu đã rà soát, xác định {number} nhiệm vụ cùng cơ quan chủ trì, cơ quan "
            "phối hợp, thời gian thực hiện và sản phẩm của từng nhiệm vụ (Danh mục tại Phụ lục kèm theo)."
        ),
        "Kính trình xem xét, cho ý kiến để giao các cơ quan, đơn vị tổ chức thực hiện.",
    ]
    return _said(f"Về việc giao nhiệm vụ thực hiện {plan}", f"Lãnh đạo {name}", body)


def _directive(made: OfficialPaper) -> str:
    """How the plan is named in a sentence."""
    return named(made.plan.directive) if made.plan else ""


def named(directive: Directive) -> str:
    """«Kế hoạch số 12/KH-UBND ngày 05/01/2026»."""
    kind = directive.kind or "văn bản"
    day = f" ngày {directive.date:%d/%m/%Y}" if directive.date else ""
    return f"{kind} số {directive.number}{day}" if directive.number else f"{directive}{day}"


def _goes_with(made: OfficialPaper) -> str:
    """«(Kèm theo Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 của …)»; what the directive lacks stays blank."""
    if made.plan is None:
        return ""
    directive = made.plan.directive
    number = directive.number or BLANK_NUMBER
    day, on = f"ngày{BLANK_DAY}tháng{BLANK_DAY}năm{BLANK_DAY}", directive.date
    if on:
        month = f"{on.month:02}" if on.month < 3 else str(on.month)
        day = f"ngày {on:%d} tháng {month} năm {on:%Y}"
    issuer = f" của {directive.issuer}" if directive.issuer else ""
    return f"(Kèm theo {directive.kind or 'văn bản'} số {number} {day}{issuer})"


def _said(abstract: str, to: str, body: Sequence[str]) -> dict[str, str]:
    return {"abstract": abstract, "addressees": to, "body": "\n".join(body), "recipients": "Như trên"}


def lines_of(words: str) -> tuple[str, ...]:
    """A field of several lines, without empty ones."""
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def paper_of(made: OfficialPaper, rows: Sequence[columns.Cells]) -> Paper:
    """The paper as a value, from what is kept of it."""
    words, kind = made.words, Kind(made.kind)
    table = columns.table(columns.COLUMNS[kind], rows)
    annex = Annex(ANNEXES[kind], table) if kind in ANNEXES and rows else None
    if kind == Kind.ANNEX:
        annex = Annex(words["abstract"], table, goes_with=" ".join(lines_of(words["body"])))
    text: list[Paragraph | Table] = [Paragraph(line) for line in lines_of(words["body"])]
    if kind == Kind.SLIP and rows:
        text.insert(1, table)
    party = made.office.system == System.PARTY
    return Paper(
        kind=PRINTED[kind],
        issuer=Issuer(
            lines=lines_of(words["issuer"]) or (made.office.name,),
            name=words["issuer_name"],
            symbol=words["symbol"],
            place=words["place"],
            superior=words["superior"],
            unit=words["unit"],
            system="party" if party else "state",
        ),
        on=made.day,
        abstract=words["abstract"],
        abbreviation=ABBREVIATIONS.get(kind, ""),
        signer=Signer(lines_of(words["authority"]), words["position"]),
        addressees=lines_of(words["addressees"]),
        body=tuple(text),
        annex=annex,
        only_annex=kind == Kind.ANNEX,
        recipients=lines_of(words["recipients"]),
    )
