"""The phrases of the letterhead at first, and the official document (Báo cáo) that sections and sentences make.

Sources and marks of edits stay on the page; nothing of them is in the document.
"""

from __future__ import annotations

from collections.abc import Sequence

from dondoc_web.agencies.models import System
from dondoc_web.consolidation.comparing import about_of, frame_of
from dondoc_web.consolidation.models import Consolidation, Section, Sentence
from dondoc_web.papers.letterhead import letterhead_of
from dondoc_web.papers.paper import Annex, Column, Heading, Issuer, Paper, Paragraph, Signer, Table, numbered, roman
from dondoc_web.papers.rules import rules_for
from dondoc_web.papers.wording import HEAD, lines_of

KEPT = (*HEAD, "addressees", "recipients")
"""What stays when it is drafted again; the abstract follows the span."""

TABLES = {
    "units": (
        "Tình hình báo cáo của các cơ quan, đơn vị",
        (
            Column("STT", 5, centred=True),
            Column("Cơ quan, đơn vị", 26),
            Column("Hạn", 11, centred=True),
            Column("Ngày nộp", 11, centred=True),
            Column("Tình trạng", 12),
            Column("Nhiệm vụ", 8, centred=True),
            Column("Hoàn thành trong hạn", 9, centred=True),
            Column("Hoàn thành quá hạn", 9, centred=True),
            Column("Đang thực hiện", 9, centred=True),
            Column("Chưa thực hiện", 9, centred=True),
        ),
    ),
    "tasks": (
        "Kết quả thực hiện từng nhiệm vụ",
        (
            Column("STT", 5, centred=True),
            Column("Nhiệm vụ", 34),
            Column("Mục", 7, centred=True),
            Column("Hoàn thành trong hạn", 16),
            Column("Hoàn thành quá hạn", 16),
            Column("Đang thực hiện", 16),
            Column("Chưa thực hiện", 16),
        ),
    ),
    "figures": (
        "Số liệu tổng hợp",
        (
            Column("Nhiệm vụ", 44),
            Column("Chỉ tiêu", 26),
            Column("Đơn vị tính", 12),
            Column("Tổng", 12, centred=True),
            Column("Số đơn vị báo cáo", 10, centred=True),
        ),
    ),
}


def first_words(made: Consolidation) -> dict[str, str]:
    """Letterhead from the register, the abstract from what is reported, addressed to who asks for it."""
    duty = made.answers.duty
    to = duty.to_agency.name if duty.to_agency else duty.to or made.answers.office.name
    about = about_of(made)
    return letterhead_of(made.answers.agency) | {
        "abstract": f"{about[0].upper()}{about[1:]} {frame_of(made).span}",
        "addressees": to[0].upper() + to[1:] if made.answers.agency.name != to else "",
        "recipients": "Như trên",
    }


def outline(sections: Sequence[Section], mark: str) -> dict[int, str]:
    """The heading of each section with its number, by key of the row; one without a heading is left out."""
    headed = [one for one in sections if one.level]
    found = numbered(tuple(Heading(one.title, one.level) for one in headed), mark)
    return {one.pk: part.text for one, part in zip(headed, found, strict=True) if isinstance(part, Heading)}


def filled(sections: Sequence[Section], kept: set[int]) -> list[Section]:
    """Sections that hold a sentence (their keys are in ``kept``), or one below them does."""
    found: list[Section] = []
    for one in reversed(sections):
        holds_below = one.level == 1 and bool(found) and found[-1].level == 2
        if one.pk in kept or holds_below:
            found.append(one)
    return found[::-1]


def paper_of(made: Consolidation) -> Paper:
    """The document as a value; number, day of the month and signer's name stay blank for the clerk."""
    words, agency = made.words, made.answers.agency
    annexes = _annexes(made)
    return Paper(
        kind="Báo cáo",
        issuer=Issuer(
            lines=lines_of(words["issuer"]) or (agency.name,),
            name=words["issuer_name"],
            symbol=words["symbol"],
            place=words["place"],
            superior=words["superior"],
            unit=words["unit"],
            system="party" if agency.system == System.PARTY else "state",
        ),
        on=made.day,
        abstract=words["abstract"],
        abbreviation="BC",
        signer=Signer(lines_of(words["authority"]), words["position"]),
        addressees=lines_of(words["addressees"]),
        body=_body(made),
        annex=annexes[0] if annexes else None,
        further=tuple(annexes[1:]),
        recipients=lines_of(words["recipients"]),
    )


def _body(made: Consolidation) -> tuple[Heading | Paragraph | Table, ...]:
    sentences: dict[int, list[Sentence]] = {}
    for one in made.sentences.filter(kept=True).order_by("order", "id"):
        sentences.setdefault(one.section_id, []).append(one)
    body: list[Heading | Paragraph | Table] = []
    for section in filled(list(made.sections.all()), set(sentences)):
        if section.level:
            body.append(Heading(section.title, section.level))
        said = (one.text for one in sentences.get(section.pk, ()))
        body += [Paragraph(line) for text in said for line in lines_of(text)]
    return tuple(body)


def _annexes(made: Consolidation) -> list[Annex]:
    """Tables that have a row, numbered in their order."""
    found = [(title, columns, made.annexes.get(name, ())) for name, (title, columns) in TABLES.items()]
    return [
        Annex(title, Table(columns, tuple(tuple(row) for row in rows)), label=f"PHỤ LỤC {roman(n)}")
        for n, (title, columns, rows) in enumerate((one for one in found if one[2]), 1)
    ]


def mark_of(made: Consolidation) -> str:
    """What follows a Roman number in a heading, by the rules that hold for the lead."""
    system = "party" if made.answers.agency.system == System.PARTY else "state"
    return rules_for(system, made.day).words("heading_mark")
