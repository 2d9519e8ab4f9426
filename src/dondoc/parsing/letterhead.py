"""Letterhead: number, kind, issuer, place, date and subject of a directive.

Layout of State documents after NĐ 30/2020/NĐ-CP, Phụ lục I, of Party documents
after HD 36-HD/VPTW and 05-HD/VPTW. Two columns may stand on one line, number
and date in either order, the number may be blank or printed only in the
caption of an annex. A value that is not printed stays None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dondoc.agencies.registry import agencies, provinces, resolve
from dondoc.agencies.words import heads, rows, tokens
from dondoc.document import Finding, Letterhead, Quote
from dondoc.parsing.dates import DATE, iso_of
from dondoc.parsing.kinds import KIND_IN_LINE, MARKS_RESTORED, kind_of_line
from dondoc.parsing.lines import Line, printed_lines
from dondoc.parsing.markers import BULLETS, find_marker
from dondoc.parsing.zones import NATION, Part
from dondoc.text import LOWER, UPPER, Passage, join

_SYMBOL = rf"[{UPPER}][{UPPER}{LOWER}0-9&]*(?:\s?[-./]\s?[{UPPER}0-9][{UPPER}{LOWER}0-9&]*)*"
_NUMBER = re.compile(
    rf"(?:^|(?<=\n)|(?<=\s\s)|(?<=[{UPPER}*_\-] )|(?<=\d{{4}} ))(?:Số|SỐ|S[óòôồỗổộoỏ]\s*:)\s*[:.]?\s*"
    rf"(?P<number>\d{{1,5}}[a-zđ]?(?:\.\d{{1,3}})?)"
    rf"(?P<gap>\s*)(?P<symbol>(?:/\s?(?:19|20)\d\d\s?/\s?|\s?[-/]\s?){_SYMBOL})"
)
_STAMPED_NUMBER = re.compile(
    rf"(?:^|(?<=\n))Số\s*[:.]?\s*(?P<number>\d{{1,5}}[a-zđ]?)(?P<gap>\s*\n(?:[^\n]{{0,60}}\n){{0,3}}?)"
    rf"(?P<symbol>[/-]\s?{_SYMBOL})(?=\s*(?:\n|$))"
)
"""A number stamped beside the printed symbol, which some readers of PDF put lines apart."""

_CITED_NUMBER = re.compile(
    rf"(?<!\w)số\s*[:.]?\s*(?P<number>\d{{1,5}}[a-zđ]?(?:\.\d{{1,3}})?)"
    rf"(?P<gap>\s*)(?P<symbol>(?:/\s?(?:19|20)\d\d\s?/\s?|\s?[-/]\s?){_SYMBOL})"
)
_BLANK_NUMBER = re.compile(rf"(?<!\w)(?:Số|SỐ|S[óòôồỗổộoỏ]\s*:)\s*[:.]?\s*[._…\s]*(?P<symbol>[-/]\s?{_SYMBOL})")
_PLACE_DATE = re.compile(
    rf"(?<![\w\-/])(?P<place>[{UPPER}][{LOWER}]*(?:[ -][{UPPER}][{LOWER}]*|\s\d{{1,2}}(?=,)){{0,4}})\s*,\s*"
    r"(?P<date>ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)
_BLANK_DATE = re.compile(
    rf"(?<![\w\-/])(?P<place>[{UPPER}][{LOWER}]*(?:[ -][{UPPER}][{LOWER}]*){{0,4}})\s*,\s*"
    r"ngày\s*[._…\s]*(?:\d{1,2})?[._…\s]*tháng\s*[._…\s]*(?:\d{1,2})?[._…\s]*năm"
)
_MOTTO = re.compile(r"Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc")
_RULES = re.compile(r"[-_*=—–.]{3,}|(?<!\w)\*(?!\w)")
_CAPTION = re.compile(r"\(\s*(?:Ban hành\s+)?[Kk]èm theo\s+(?P<body>[^()]{5,400}?)\)?$")
_COLUMNS = re.compile(r"\s{3,}|\s*\|\s*|\t+")


def letterhead(main: Part, others: Sequence[Part], source: str) -> tuple[Letterhead, list[Finding]]:
    """The letterhead fields of a file (signature and recipients apart), and what was odd about them."""
    head = _head_words(main)
    top = join(_above_kind(head), "\n")
    found: dict[str, Quote | str | None] = {}
    findings: list[Finding] = []
    _number(top, source, found, findings)
    _place_and_date(top, source, found, findings)
    _kind_and_subject(main, source, found)
    if "number" not in found:
        _from_caption(others, source, found, findings)
    opening = join(_preamble(main))
    issuer = _issuer(head, opening, source, found)
    return (
        Letterhead(
            number=_quote(found, "number"),
            kind=_quote(found, "kind"),
            issuer=issuer,
            place=_quote(found, "place"),
            date=_quote(found, "date"),
            date_iso=str(found["date_iso"]) if found.get("date_iso") else None,
            subject=_quote(found, "subject"),
        ),
        findings,
    )


def _quote(found: dict[str, Quote | str | None], name: str) -> Quote | None:
    value = found.get(name)
    return value if isinstance(value, Quote) else None


def _head_words(main: Part) -> list[Passage]:
    """Words of the head; columns set as the cells of a table are read one after the other."""
    lines = main.head or main.body[:12]
    return [words for line in lines if not line.blank for words in printed_lines(line)]


def _above_kind(head: Sequence[Passage]) -> list[Passage]:
    """Lines above the line that prints the kind; titles below name other documents' numbers."""
    at = next((i for i, words in enumerate(head) if kind_of_line(words.text)), None)
    if at is not None:
        return list(head[:at])
    return [_above_kind_in(words) for words in head]


def _above_kind_in(words: Passage) -> Passage:
    """A line that holds the whole letterhead, down to the kind; of any other its beginning."""
    date = _PLACE_DATE.search(words.text)
    kind = KIND_IN_LINE.search(words.text, date.end() if date else 0)
    return words.cut(0, min(kind.start() if kind and date else 400, 400))


def _preamble(main: Part) -> list[Passage]:
    """Words of the body before the first numbered unit."""
    words: list[Passage] = []
    for line in main.body[:200]:
        marker = find_marker(line.words.text)
        if marker and marker.style not in BULLETS:
            break
        if line.words.text:
            words.append(line.words)
    return words


# Number, place, date ------------------------------------------------------------------------------


def _number(top: Passage, source: str, found: dict[str, Quote | str | None], findings: list[Finding]) -> None:
    match = _NUMBER.search(top.text) or _STAMPED_NUMBER.search(top.text)
    if match:
        found["number"] = _number_quote(top, match, source)
        return
    if blank := _BLANK_NUMBER.search(top.text):
        place = top.cut(blank.start(), blank.end()).spans(source)
        findings.append(
            Finding(kind="number_blank", message="số văn bản để trống; hãy bổ sung khi có số", span=place[0])
        )


def _number_quote(words: Passage, match: re.Match[str], source: str) -> Quote:
    text = re.sub(r"\s", "", match["number"] + match["symbol"])
    spans = words.cut(*match.span("number")).spans(source)
    rest = words.cut(*match.span("symbol")).strip().spans(source)
    joined = spans if match["gap"] == "" and not rest else (*spans, *rest)
    whole = words.cut(match.start("number"), match.end("symbol")).spans(source)
    return Quote(text=text, spans=whole if len(whole) == 1 else joined)


def _place_and_date(top: Passage, source: str, found: dict[str, Quote | str | None], findings: list[Finding]) -> None:
    if match := _PLACE_DATE.search(top.text):
        found["place"] = Quote.of(top.cut(*match.span("place")), source)
        found["date"] = Quote.of(top.cut(*match.span("date")), source)
        day = DATE.search(match["date"])
        found["date_iso"] = iso_of(day) if day else None
        if found["date_iso"] is None:
            message = f"không có ngày «{match['date']}» trong lịch"
            place = top.cut(*match.span("date")).spans(source)
            findings.append(Finding(kind="date_unreadable", message=message, span=place[0]))
    elif match := _BLANK_DATE.search(top.text):
        found["place"] = Quote.of(top.cut(*match.span("place")), source)
        findings.append(
            Finding(
                kind="date_blank",
                message="ngày ban hành để trống; hãy bổ sung khi có ngày",
                span=top.cut(*match.span()).spans(source)[0],
            )
        )


def _from_caption(
    others: Sequence[Part], source: str, found: dict[str, Quote | str | None], findings: list[Finding]
) -> None:
    """Number and date from "(Kèm theo Kế hoạch số … ngày … của …)" of an annex, when printed nowhere else."""
    kind = found.get("kind")
    for part in others:
        words = join([line.words for line in [*part.head, *part.body[:8]] if line.words.text])
        caption = _CAPTION.search(words.text) or re.search(r"[Kk]èm theo (?P<body>.{5,300})", words.text)
        if not caption:
            continue
        body = words.cut(*caption.span("body"))
        if isinstance(kind, Quote) and not body.text.lower().startswith(kind.text.lower()):
            continue
        if match := _CITED_NUMBER.search(body.text):
            found["number"] = _number_quote(body, match, source)
            day = DATE.search(body.text, match.end())
            if day and "date" not in found:
                found["date"] = Quote.of(body.cut(*day.span()), source)
                found["date_iso"] = iso_of(day)
            findings.append(
                Finding(kind="number_from_caption", message="số và ngày lấy từ dòng «Kèm theo» của phụ lục")
            )
            return


# Kind and subject ---------------------------------------------------------------------------------


def _kind_and_subject(main: Part, source: str, found: dict[str, Quote | str | None]) -> None:
    at = next((i for i, line in enumerate(main.head) if kind_of_line(line.words.text)), None)
    if at is not None:
        words = main.head[at].words
        kind = kind_of_line(words.text) or ""
        restored = MARKS_RESTORED if kind.casefold() != words.text.casefold() else None
        found["kind"] = Quote.of(words, source, restored).model_copy(update={"text": kind})
        _subject(main.head[at + 1 :], source, found)
        return
    if not _kind_in_running_line(main, source, found):
        _subject_without_kind(main, source, found)


def _subject(lines: Sequence[Line], source: str, found: dict[str, Quote | str | None]) -> None:
    words = join([line.words for line in lines if line.words.text])
    caption = re.search(r"\(\s*(?:Ban hành\s+)?[Kk]èm theo\b", words.text)
    words = words.cut(0, caption.start() if caption else len(words.text))
    words = words.cut(0, len(_RULES.sub("", words.text.rstrip(" *_-–—.;")).rstrip())).strip()
    if words.text:
        found["subject"] = Quote.of(words, source)


def _subject_without_kind(main: Part, source: str, found: dict[str, Quote | str | None]) -> None:
    """An official letter's "V/v …", or a title whose kind was cut off above it."""
    for line in main.head:
        if match := re.match(r"\(?(?:V/v|V/V|v/v|Về việc)\b\s*:?\s*", line.words.text):
            words = _left_lines(main.head[main.head.index(line) :])
            found["subject"] = Quote.of(words.cut(match.end(), len(words.text)), source)
            return
    if main.head and not any(NATION.search(line.words.text) for line in main.head):
        _subject(main.head, source, found)


def _left_lines(lines: Sequence[Line]) -> Passage:
    """The first line and those that go on with it in the left column, down to the heading of the nation or a gap."""
    parts: list[Passage] = []
    for line in lines:
        gap = _COLUMNS.search(line.words.text)
        words = line.words.cut(0, gap.start() if gap else len(line.words.text))
        if not words.text or any(p.search(words.text) for p in (NATION, _MOTTO, _PLACE_DATE)):
            break
        parts.append(words)
    return join(parts)


def _kind_in_running_line(main: Part, source: str, found: dict[str, Quote | str | None]) -> bool:
    """A head whose line ends are lost: the kind follows the date, the title is in capitals up to the authority."""
    for line in (main.head or main.body)[:12]:
        text = line.words.text
        date = _PLACE_DATE.search(text)
        kind = KIND_IN_LINE.search(text, date.end() if date else 0)
        if not kind or (not date and kind.start() > 0):
            continue
        found["kind"] = Quote.of(line.words.cut(*kind.span()), source).model_copy(
            update={"text": kind["kind"].capitalize()}
        )
        end = _capital_run_end(text, kind.end())
        subject = line.words.cut(kind.end(), end).strip(" -–_*")
        if subject.text:
            found["subject"] = Quote.of(subject, source)
        return True
    return False


_AUTHORITY_TAIL = re.compile(
    r"\s(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|BỘ TRƯỞNG|THỦ TƯỚNG CHÍNH PHỦ|CHỦ TỊCH|"
    r"CHÍNH PHỦ|HỘI ĐỒNG NHÂN DÂN|GIÁM ĐỐC|TỔNG CỤC TRƯỞNG|BAN THƯỜNG VỤ)"
    rf"(?:\s[{UPPER},]+)*$"
)


def _capital_run_end(text: str, start: int) -> int:
    """Where the words in capitals that begin at ``start`` end, without the authority named last."""
    match = re.compile(rf"[^{LOWER}]*(?![{LOWER}])").match(text, start)
    end = match.end() if match else len(text)
    while end < len(text) and end > start and not text[end - 1].isspace():
        end -= 1
    tail = _AUTHORITY_TAIL.search(text[start:end].rstrip())
    return start + tail.start() if tail and tail.start() > 3 else end


# Issuer -------------------------------------------------------------------------------------------

_ISSUES = re.compile(
    r"(?P<who>(?:Ban Thường vụ|Ban Chấp hành|Ban Chỉ đạo|Thường trực|Ủy ban nhân dân|"
    r"Uỷ ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Tỉnh ủy|Thành ủy|Đảng ủy|Huyện ủy"
    r"|Chính phủ|Bộ|Sở|Ban|Ủy ban|Tổng cục|Cục|Liên đoàn|Hội|Tỉnh đoàn|Đoàn|"
    r"Mặt trận|Công an)[^.;:()]{0,90}?)\s+(?:xây dựng,?\s+)?ban hành\s+"
    r"(?=(?:Kế hoạch|Chương trình|Đề án|Nghị quyết|Chỉ thị|kế hoạch|chương trình|Hướng dẫn|Phương án))"
)
_LEVEL_LAST = re.compile(
    r"(?:tỉnh|Tỉnh ủy|Tỉnh uỷ|Thành ủy|Thành uỷ|thành phố|Thành phố|Tỉnh|Huyện ủy|Quận ủy|huyện|quận|xã|phường)$"
)


def _issuer(
    head: Sequence[Passage], opening: Passage, source: str, found: dict[str, Quote | str | None]
) -> Quote | None:
    """The body that issues: the opening sentence says it, else the left column of the letterhead."""
    column = _left_column(head)
    named = _from_opening(opening)
    if named is not None and (not column.text or _speaks_for(named.text, column.text)):
        return _completed(named, head, opening, source)
    if column.text.upper() in _PARTS_OF_A_BODY and (superior := _superior(head)):
        spans = (*column.spans(source), *superior.spans(source))
        return Quote(text=sentence_case(f"{column.text} {superior.text}"), spans=spans, reason=_OF_SUPERIOR)
    if column.text:
        return Quote.of(column, source).model_copy(update={"text": _as_registered(sentence_case(column.text))})
    return _completed(named, head, opening, source) if named is not None else None


def _from_opening(opening: Passage) -> Passage | None:
    """Who "ban hành Kế hoạch", the last name before the verb."""
    matches = list(_ISSUES.finditer(opening.text))
    if not matches:
        return None
    match = matches[-1]
    start, end = match.span("who")
    comma = opening.text.rfind(", ", start, end)
    if comma > 0 and _ISSUES.match(opening.text, comma + 2):
        start = comma + 2
    return opening.cut(start, end)


def _speaks_for(name: str, column: str) -> bool:
    """The opening names a committee of the body whose name the letterhead prints (Ban Thường vụ of a Tỉnh ủy)."""
    a, b = name.lower().replace("uỷ", "ủy"), column.lower().replace("uỷ", "ủy")
    return a.startswith(("ban thường vụ", "ban chấp hành", "thường trực")) and b.split()[0] in a


_LEVEL_LINE = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\s(?!ỦY|UỶ|ĐOÀN)")


def _left_column(head: Sequence[Passage]) -> Passage:
    """The issuer: the last of the lines above the number that begins a name, with the lines that go on from it."""
    names = _issuer_lines(head)
    if not names:
        return Passage("", ())
    start = next((k for k in range(len(names) - 1, -1, -1) if _opens_name(names[k].text)), len(names) - 1)
    while start and _goes_on(names[start - 1].text):
        start -= 1
    return join(names[start:])


_PARTS_OF_A_BODY = frozenset({"VĂN PHÒNG", "THANH TRA", "BAN TỔ CHỨC", "BAN TUYÊN GIÁO", "ỦY BAN KIỂM TRA"})
"""Issuers whose own line does not say whose they are."""

_OF_SUPERIOR = "tên cơ quan cấp trên in ở dòng trên"
"""Why the name of an issuer is made of two lines that stand the other way round."""


def _superior(head: Sequence[Passage]) -> Passage | None:
    names = _issuer_lines(head)
    return names[-2] if len(names) == 2 else None


def _opens_name(text: str) -> bool:
    """A line with which the name of a body begins; "VÀ DU LỊCH", "TỈNH AN SƠN" and "GIẢM NGHÈO" go on."""
    match = heads().at(tokens(text, 8), 0)
    return match is not None and "not" not in match.kinds and not _LEVEL_LINE.match(text)


def _issuer_lines(head: Sequence[Passage]) -> list[Passage]:
    """Lines in capitals above the number that are not the nation's heading: superior first, issuer last."""
    names: list[Passage] = []
    for words in head:
        if _is_labelled(words.text):
            break
        if kind_of_line(words.text) or (_PLACE_DATE.search(words.text) and KIND_IN_LINE.search(words.text)):
            break
        part = _without_nation(words)
        if re.match(r"Số\s*[:.]?\s*\d", words.text):
            break
        if part.text and part.text.upper() == part.text and len(part.text) > 4 and not _NUMBER.match(part.text):
            names.append(part)
        if _NUMBER.search(words.text) or _BLANK_NUMBER.search(words.text):
            break
    return names


def _is_labelled(text: str) -> bool:
    """«I. NHIỆM VỤ»: the body has begun, in a text that prints no letterhead."""
    marker = find_marker(text)
    return marker is not None and marker.style not in BULLETS


def _goes_on(above: str) -> bool:
    """A name that cannot end there: "ỦY BAN NHÂN DÂN", "BAN CHỈ ĐẠO", or an open "VÀ"."""
    return above in ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "BAN CHỈ ĐẠO") or above.endswith(
        (" VÀ", ",")
    )


def _without_nation(words: Passage) -> Passage:
    """The left column of a line."""
    cut = len(words.text)
    for pattern in (NATION, _MOTTO, _NUMBER, _PLACE_DATE):
        match = pattern.search(words.text)
        if match:
            cut = min(cut, match.start())
    left = words.cut(0, cut).strip(" -_*—–=|\t\n")
    wide = _COLUMNS.search(left.text)
    return left.cut(0, wide.start()).strip(" -_*") if wide else left


def _completed(named: Passage, head: Sequence[Passage], opening: Passage, source: str) -> Quote:
    """``UBND tỉnh`` completed with the name of the province, from the letterhead or the title."""
    name = Quote.of(named, source)
    if not _LEVEL_LAST.search(named.text):
        return name
    everything = [*head, opening]
    for words in everything:
        if place := _province_in(words, named.text):
            reason = "tên địa phương lấy từ tiêu đề"
            return Quote(text=f"{name.text} {place.text}", spans=(*name.spans, *place.spans(source)), reason=reason)
    return name


def _province_in(words: Passage, body: str) -> Passage | None:
    """The place named after "tỉnh", "Tỉnh ủy", or the level of the body, in capitals or not."""
    local = re.search(r"(?:huyện ủy|quận ủy|huyện|quận|xã|phường)$", body, re.I)
    level = local[0] if local else r"(?:đảng bộ tỉnh|tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|tỉnh|thành phố)"
    for match in re.finditer(level + rf"\s+(?P<name>[{UPPER}][\w-]*(?:[ -][{UPPER}][\w-]*){{0,3}})", words.text, re.I):
        name = words.cut(*match.span("name"))
        if not name.text[0].isupper():
            continue
        known = next((p for p in _province_names() if name.text.lower().startswith(p.lower())), None)
        if known:
            return Passage(known, name.cut(0, len(known)).pieces)
        if match.group(0)[0].islower() or name.text.upper() == name.text:
            return Passage(name.text.title() if name.text.upper() == name.text else name.text, name.pieces)
    return None


def _province_names() -> tuple[str, ...]:
    """Bare names of provinces, old and new."""
    return tuple(sorted({province.name for province in provinces()}, key=len, reverse=True))


def _as_registered(name: str) -> str:
    """The capitals of the registry for a body that it knows: ``Sở ngoại vụ`` is ``Sở Ngoại vụ``."""
    keys = {key.split("@")[0] for key in resolve(name).agencies}
    known = [spelled for agency in agencies() if agency.key in keys for spelled in (agency.name, *agency.aliases)]
    return next((spelled for spelled in known if spelled.casefold() == name.casefold()), name)


def sentence_case(name: str) -> str:
    """A name in capitals as it is written in a sentence (NĐ 30/2020/NĐ-CP, Phụ lục II, as far as words tell).

    >>> sentence_case("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI")
    'Ủy ban nhân dân thành phố Hà Nội'
    """
    if name.upper() != name:
        return name
    words = name.lower().split()
    text = " ".join(words)
    for phrase in (
        "thủ tướng",
        "ủy ban nhân dân",
        "hội đồng nhân dân",
        "chính phủ",
        "tỉnh ủy",
        "thành ủy",
        "đảng ủy",
        "ban thường vụ",
    ):
        if text.startswith(phrase):
            rest = [_titled(word) for word in text[len(phrase) :].split()]
            return " ".join([phrase.capitalize(), *rest])
    return _of_field(words) or _placed(name.split())


def _of_field(words: Sequence[str]) -> str | None:
    """A department written as its field is: "Sở Văn hóa, Thể thao và Du lịch"."""
    field = _field_names().get(" ".join(words[1:]))
    return f"{words[0].capitalize()} {field}" if field and words[0] in ("bộ", "sở", "phòng") else None


@cache
def _field_names() -> dict[str, str]:
    return {row["field"].lower(): row["field"] for row in rows("fields.csv")}


_ACRONYMS = frozenset({"UBND", "HĐND", "MTTQ", "BCĐ", "QLDA", "TW"})
_BEFORE_PLACE = frozenset({"tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "khu"})


def _placed(words: Sequence[str]) -> str:
    """Capitals for the first word, for short forms, and for the name of a place after its level."""
    done: list[str] = []
    place = False
    for word in words:
        small = word.lower()
        done.append(word if word in _ACRONYMS else _titled(small) if place or not done else small)
        place = place or small in _BEFORE_PLACE
    return " ".join(done)


_KEEP_SMALL = frozenset({"phủ", "tỉnh", "thành", "phố", "huyện", "quận", "xã", "phường", "thị", "đặc", "khu", "và"})


def _titled(word: str) -> str:
    return word if word in _KEEP_SMALL else word.capitalize()
