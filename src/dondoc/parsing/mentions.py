"""One place of a text that names a numbered document: what stands before and after the number.

The order is: KIND ["số"] NUMBER [","] ["ngày" DATE] ["của" ISSUER] ["về" TITLE].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from dondoc.agencies.names import leading, phrase_at
from dondoc.parsing.dates import DATE, iso_of
from dondoc.parsing.kinds import kind_names
from dondoc.parsing.numbers import numbers
from dondoc.text import UPPER


@dataclass(frozen=True, slots=True)
class Named:
    """One place that names a document.

    ``start`` to ``end`` is what names it, ``opens`` is where its kind begins, ``closes`` where its title ends.
    """

    start: int
    end: int
    opens: int
    closes: int
    number: str | None = None
    kind: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    title_at: int | None = None
    key: str = ""


LONGEST_TITLE = 500
"""Characters after which a title is not followed further: keeps the cost linear."""


def numbered(text: str) -> list[Named]:
    """Every numbered document that ``text`` names, place by place, in order."""
    return _with_shared_parts(text, [_numbered(text, n.text, n.start, n.end) for n in numbers(text)])


@cache
def _kind_before() -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, (*kind_names(), "Văn bản", "Bộ luật", "Luật", "Pháp lệnh")))
    between = r"[^\d.;:()“”\"\n]{1,90}?"
    return re.compile(rf"(?<!\w)(?P<kind>{kinds})(?:\s+(?P<between>{between}))??\s*(?P<so>số)?\s*:?\s*$", re.I)


def _numbered(text: str, number: str, start: int, end: int) -> Named:
    kind, opens, title = _kind(text, start)
    date, at = date_at(text, end)
    issuer, at = _issuer(text, at)
    if issuer is None:
        issuer = _sender_before(text, opens)
    named = Named(start, end, opens, at, number, kind, date, issuer, title, key=number.upper())
    return _titled(text, named, at) if title is None else named


def _kind(text: str, start: int) -> tuple[str | None, int, str | None]:
    """Kind before a number, where it begins, and the name of a law between them."""
    window = max(0, start - 120)
    found = list(_kind_matches(text[window:start]))
    if not found:
        return None, start, None
    amending = (m for m in found if m["kind"] == "Luật" and (m["between"] or "").startswith("sửa đổi"))
    match = next(amending, found[-1])
    kind = match["kind"][:1].upper() + match["kind"][1:].lower()
    if match["between"] and not match["so"]:
        return None, start, None
    title = f"{kind} {match['between'].strip()}" if match["between"] and kind in _LAWS else None
    return kind, window + match.start(), title


_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")


def _kind_matches(before: str) -> Iterator[re.Match[str]]:
    """Matches of a kind that reach the number, from the left; the last is the nearest."""
    at = 0
    while match := _kind_before().search(before, at):
        yield match
        at = match.start() + 1


_COMMA = re.compile(r"\s*,?\s*(?:ngày\s*)?(?=\d)|\s*,?\s+(?=ngày|tháng|năm)", re.I)
_PART_OF_DATE = re.compile(r"tháng\s+(?P<m>\d{1,2})\s*(?:/|năm)\s*(?P<y>\d{4})|năm\s+(?P<only>(?:19|20)\d\d)", re.I)


def date_at(text: str, at: int) -> tuple[str | None, int]:
    """ISO day (or month, or year) printed at ``at``, and the offset after it."""
    comma = _COMMA.match(text, at)
    if not comma:
        return None, at
    day = DATE.match(text, comma.end())
    if day:
        return iso_of(day), day.end()
    part = _PART_OF_DATE.match(text, comma.end())
    if not part:
        return None, at
    if part["only"]:
        return part["only"], part.end()
    return f"{part['y']}-{int(part['m']):02d}" if 1 <= int(part["m"]) <= 12 else None, part.end()


_OF = re.compile(r"\s*,?\s*(?:của|do)\s+", re.I)


def _issuer(text: str, at: int) -> tuple[str | None, int]:
    """The body after ``của``, as printed, and the offset after it."""
    of = _OF.match(text, at)
    place = phrase_at(text, of.end()) if of else None
    return (" ".join(text[place[0] : place[1]].split()), place[1]) if place else (None, at)


_SENT_BY = re.compile(r"(?:đề nghị|báo cáo|ý kiến|kiến nghị|chỉ đạo|thông báo)\s+của\s+", re.I)


def _sender_before(text: str, opens: int) -> str | None:
    """``xét đề nghị của Sở Tài chính tại Tờ trình số …``: the sender stands before the kind."""
    before = text[max(0, opens - 160) : opens]
    cues = list(_SENT_BY.finditer(before))
    place = phrase_at(before, cues[-1].end()) if cues else None
    if not place or not re.fullmatch(r"[\s:,]*tại\s+(?:văn bản\s*|các\s*)?", before[place[1] :], re.I):
        return None
    return " ".join(before[place[0] : place[1]].split())


_TITLE = re.compile(
    r"\s*,?\s*(?P<title>[“\"]|"
    r"(?:về|quy định|sửa đổi|ban hành|phê duyệt|hướng dẫn|thực hiện|triển khai|công bố|giao)(?=\s))",
    re.I,
)
_TITLE_END = re.compile(
    r"[;\n“”\"|]|_{3}|\.(?=\s|$)|\((?=\s*(?:sau đây|gọi|viết|được))|:(?=\s|$)|\)"
    rf"|,\s+(?=[{UPPER}])|$"
)


def _titled(text: str, named: Named, at: int) -> Named:
    """``named`` with the title that follows it."""
    match = _TITLE.match(text, at)
    if not match:
        return named
    start = match.start("title")
    quoted = match["title"] in '“"'
    end = _title_end(text, start + 1 if quoted else start, quoted)
    title = " ".join(text[start:end].split()).strip(' ,“”"')
    return replace(named, closes=end, title=title or None, title_at=start)


def _title_end(text: str, start: int, quoted: bool) -> int:
    stop = min(len(text), start + LONGEST_TITLE)
    for match in _TITLE_END.finditer(text, start, stop):
        mark = match[0][:1]
        if quoted and mark not in ("”", '"', "\n", "“"):
            continue
        if mark in '“"' and not quoted:
            continue
        if mark == "," and not _subject_follows(text, match.end()):
            continue
        return match.start()
    return stop


def _subject_follows(text: str, at: int) -> bool:
    """``…, UBND tỉnh ban hành Kế hoạch``: the sentence goes on with its subject."""
    place = leading(text[at : at + 400])
    return place is not None and place[0] == 0


# ---- several mentions together


_SEPARATED = re.compile(r"\s*(?:,|;|và|,\s*và|hoặc)\s*(?:số\s*)?", re.I)


def _with_shared_parts(text: str, named: list[Named]) -> list[Named]:
    """Kind carried forward and issuer carried back over ``Kết luận số 1-KL/TW, 2-KL/TW của X``.

    Titles end where the title of a document named in them begins.
    """
    for i in range(1, len(named)):
        before, this = named[i - 1], named[i]
        joined = _SEPARATED.fullmatch(text[before.end : this.start])
        if joined and this.kind is None and before.kind:
            named[i] = replace(this, kind=before.kind)
    for i in range(len(named) - 2, -1, -1):
        this, after = named[i], named[i + 1]
        bare = this.issuer is None and this.date is None and this.title is None
        if bare and after.issuer and _SEPARATED.fullmatch(text[this.end : after.opens]):
            named[i] = replace(this, issuer=after.issuer)
        named[i] = _shortened(text, named[i], after)
    return named


def _shortened(text: str, this: Named, after: Named) -> Named:
    """A title does not go on over a coordinated document, nor into the title of a nested one."""
    if this.title_at is None or not this.title_at < after.opens < this.closes:
        return this
    coordinated = re.search(r"(?:,|;|\bvà)\s*$", text[this.title_at : after.opens], re.I)
    end = coordinated.start() + this.title_at if coordinated else after.title_at or this.closes
    title = " ".join(text[this.title_at : end].split()).strip(' ,“”"')
    return replace(this, title=title or None, closes=end if coordinated else this.closes)
