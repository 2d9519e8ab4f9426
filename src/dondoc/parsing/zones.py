"""The large parts of a file: the directive, what is attached to it, its appendices.

Each part has a head (letterhead, kind, title), a body (clauses and tables) and
a closing (recipients and signature).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dondoc.parsing.kinds import KIND_IN_LINE, kind_of_line
from dondoc.parsing.lines import Line
from dondoc.parsing.markers import Style, find_marker
from dondoc.text import UPPER


class PartKind(StrEnum):
    """What a part of the file is."""

    MAIN = "main"
    ATTACHED = "attached"
    APPENDIX = "appendix"


@dataclass(slots=True)
class Part:
    """Lines of one part; ``head`` ends with the title, ``closing`` holds recipients and signature."""

    kind: PartKind
    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)


NATION = re.compile(
    r"CỘNG H[ÒO]A X[ÃA] H[ỘO]I CH[ỦU] NGH[ĨI]A VI[ỆE]T NAM|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM"
)
"""The national or the Party heading."""

RECIPIENTS = re.compile(r"(?:Nơi nhận|NƠI NHẬN|Nơi gửi)\s*[:.]?(?=\s|$|-)")
"""The line that opens the list of recipients."""

_RECIPIENTS_CELL = re.compile(r"(?:Nơi nhận|NƠI NHẬN|Nơi gửi)\s*(?::|$)")

AUTHORITY = re.compile(rf"(?:TM\s?\.|T/M|T\.M\.|KT\s?\.|K/T|TL\s?\.|T/L|TUQ\s?\.|T/UQ|Q\s?\.)\s+(?=[{UPPER}]{{2}})")
"""The mark of authority before a signature (NĐ 30/2020, Phụ lục I; HD 36-HD/VPTW)."""

_ATTACHED_CAPTION = re.compile(r"^\(?\s*(?:Ban hành\s+)?[Kk]èm theo\b")
_ANNEX_TITLE = re.compile(rf"^(?:DANH MỤC|BẢNG PHÂN CÔNG|PHÂN CÔNG NHIỆM VỤ|BIỂU TỔNG HỢP)(?:[\s{UPPER},\-–/()\d]*)$")
_BODY_ROMAN = re.compile(r"^I\s?[.\-–/]\s")


def split_parts(lines: Sequence[Line]) -> list[Part]:
    """The parts of a file in order; every line is in exactly one list of one part."""
    parts = [Part(PartKind.MAIN)]
    closing = False
    for index, line in enumerate(lines):
        opened = _opens_part(lines, index, closing)
        if opened and (parts[-1].closing or not _only_letterhead(parts[-1])):
            parts.append(Part(opened))
            closing = False
        elif not closing and _opens_closing(line) and parts[-1].kind is not PartKind.APPENDIX:
            closing = True
        (parts[-1].closing if closing else parts[-1].body).append(line)
    for part in parts:
        _move_head(part)
    return parts


def _only_letterhead(part: Part) -> bool:
    """An attached part of which no more than its letterhead has been read, or a part without lines."""
    shown = [line for line in part.body if not line.blank]
    if part.kind is PartKind.ATTACHED and len(shown) <= 8:
        return any(NATION.search(line.words.text) for line in shown)
    if part.kind is PartKind.APPENDIX:
        return len(shown) == 1 and shown[0].cells is None
    return not part.body


def _opens_closing(line: Line) -> bool:
    if line.cells is not None:
        return any(AUTHORITY.match(cell.text) or _RECIPIENTS_CELL.match(cell.text) for cell in line.cells)
    text = line.words.text
    if not text or len(text) > 400:
        return False
    return bool(RECIPIENTS.match(text) or AUTHORITY.match(text) or re.search(r"\s{4,}" + AUTHORITY.pattern, text))


def _opens_part(lines: Sequence[Line], index: int, closing: bool) -> PartKind | None:
    """The kind of part that begins at a line, if one does."""
    line = lines[index]
    text = line.words.text
    if line.cells is not None:
        return _opened_by_table(line, lines[index - 1]) if closing else None
    if not text:
        return None
    if _is_appendix(text) or (_ANNEX_TITLE.match(text) and (closing or _captioned(lines, index))):
        return PartKind.APPENDIX
    if closing and _capital_line(text) and KIND_IN_LINE.match(text):
        return PartKind.ATTACHED
    if kind_of_line(text) and (closing or _captioned(lines, index)):
        return PartKind.ATTACHED
    if closing and (NATION.search(text) or _BODY_ROMAN.match(text)):
        return PartKind.ATTACHED
    return None


def _opened_by_table(line: Line, before: Line) -> PartKind | None:
    """After the signature a table is an appendix; rows right below those of the recipients still belong to them."""
    if any(NATION.search(cell.text) for cell in line.cells or ()):
        return PartKind.ATTACHED
    return PartKind.APPENDIX if before.cells is None else None


def _is_appendix(text: str) -> bool:
    marker = find_marker(text)
    return marker is not None and marker.style is Style.APPENDIX


def _captioned(lines: Sequence[Line], index: int) -> bool:
    """A bracket "(Ban hành kèm theo …)" follows within a few lines."""
    following = [line.words.text for line in lines[index + 1 : index + 10] if line.words.text]
    return any(_ATTACHED_CAPTION.match(text) for text in following[:6])


HEAD_LINES = 40
"""A letterhead is not looked for further down than this many lines of a part."""


def _move_head(part: Part) -> None:
    """Moves the lines of letterhead, kind and title from the body to the head."""
    end = _head_end(part.body[:HEAD_LINES], part.kind)
    part.head, part.body = part.body[:end], part.body[end:]


def _head_end(lines: Sequence[Line], kind: PartKind) -> int:
    """Index of the first line after the title; 0 where no head is printed."""
    kind_at = next((i for i, line in enumerate(lines) if kind_of_line(line.words.text)), None)
    if kind is PartKind.APPENDIX and lines:
        return _title_end(lines, 1) if not lines[0].cells else 0
    if kind_at is not None:
        return _title_end(lines, kind_at + 1)
    return _headless_end(lines)


_OPENING = re.compile(
    r"^(?:Căn cứ|Thực hiện|Xét|Theo (?:đề nghị|Tờ trình)|Trên cơ sở|Để|Nhằm|"
    r"Tiếp tục|Triển khai|Kính gửi|Trong |Sau |Ngày \d|Hội nghị|Tại )"
)


_SO = re.compile(r"như sau\s*[:.]?$")
"""The end of the sentence that opens the body: "… ban hành Kế hoạch như sau:"."""


def _title_end(lines: Sequence[Line], start: int) -> int:
    """Where the title that begins at ``start`` ends: a rule, a blank line, an opening formula, a label."""
    index = start
    while index < len(lines) and lines[index].blank:
        index += 1
    first = index
    while index < len(lines):
        line = lines[index]
        text = line.words.text
        if line.rule:
            return index + 1
        if line.cells is not None or (text and find_marker(text) and index > first):
            return index
        if line.blank and not _title_continues(lines, index):
            return index
        if index > first and (_OPENING.match(text) and not _title_open(lines[index - 1])):
            return index
        if index > first and _SO.search(text):
            return index
        if index > first and _is_authority(lines, index):
            return index
        if index > first and _capital_line(text) and not _capital_line(lines[first].words.text):
            return index
        index += 1
    return index if index < HEAD_LINES else first + 1


_AUTHORITY_LINE = re.compile(
    r"(?:ỦY BAN|UỶ BAN|HỘI ĐỒNG|CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|TỔNG CỤC TRƯỞNG|"
    r"CỤC TRƯỞNG|CHÁNH|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|BÍ THƯ|HIỆU TRƯỞNG|TRƯỞNG BAN)\b"
)


def _is_authority(lines: Sequence[Line], index: int) -> bool:
    """The authority in capitals between the title and "Căn cứ …" of a decision: no part of the title."""
    text = lines[index].words.text
    if not (_capital_line(text) and _AUTHORITY_LINE.match(text)):
        return False
    before = next((line for line in reversed(lines[:index]) if line.words.text), None)
    after = next((line for line in lines[index + 1 : index + 4] if line.words.text), None)
    ends = before is None or not _title_open(before)
    return ends and after is not None and bool(_OPENING.match(after.words.text))


def _title_continues(lines: Sequence[Line], index: int) -> bool:
    """A blank line inside a title: the next line is a caption, a rule, or goes on in lower case."""
    following = next((line for line in lines[index + 1 : index + 4] if not line.blank), None)
    if following is None:
        return False
    text = following.words.text
    return following.rule or bool(_ATTACHED_CAPTION.match(text)) or text[:1].islower()


_OPEN_END = re.compile(r"(?:,|\b(?:và|của|về|ngày|tháng|số|các|trong|để|kế hoạch|việc))$", re.I)


def _title_open(line: Line) -> bool:
    """A title line that cannot be the last: it ends with a comma or a word that needs another."""
    return bool(_OPEN_END.search(line.words.text))


def _capital_line(text: str) -> bool:
    return len(text) > 5 and text.upper() == text and text.lower() != text


_ADDRESSED = re.compile(r"Kính gửi\s*:")


def _headless_end(lines: Sequence[Line]) -> int:
    """An official letter: down to "Kính gửi"; a text cut off above its title: down to the rule under it."""
    letter = next((i for i, line in enumerate(lines) if line.words.text.startswith("Kính gửi")), 0)
    if any(NATION.search(line.words.text) for line in lines[:letter]):
        return letter
    shown = 0
    if (letter := next((i for i, line in enumerate(lines) if _ADDRESSED.match(line.words.text)), 0)) > 1:
        return letter
    for index, line in enumerate(lines):
        if line.rule:
            return index + 1 if shown else 0
        if line.words.text:
            shown += 1
            if shown > 6 or find_marker(line.words.text) or len(line.words.text) > 200:
                break
    return 0
