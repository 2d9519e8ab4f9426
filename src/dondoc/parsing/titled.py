"""Documents named by their title alone: laws, resolutions of a congress, strategies, schemes.

Only a title that denotes one document counts: a kind with a capital, followed
by a name, a quoted title or a period. A kind alone, a class of documents and
papers renewed each year do not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from dondoc.agencies.words import Table, Token, determiners, heads, key, tokens, verbs


@dataclass(frozen=True, slots=True)
class Titled:
    """A document with a title at ``start`` to ``end``; ``key`` is equal for the same document."""

    start: int
    end: int
    kind: str
    title: str
    key: str
    issuer: str | None = None


def titled(text: str) -> list[Titled]:
    """Documents named by title in ``text``, in order, without overlap."""
    found = sorted(
        (*_laws(text), *_congresses(text), *_quoted(text), *_dated(text), *_known(text)),
        key=lambda t: (t.start, -t.end),
    )
    kept: list[Titled] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


_MARKS = re.compile(r"[^\w]+|(?<!\w)và(?!\w)")


def _made(text: str, start: int, end: int, kind: str) -> Titled:
    title = " ".join(text[start:end].split())
    return Titled(start, end, kind, title, " ".join(_MARKS.sub(" ", key(title)).split()))


# ---- laws

_LAW = re.compile(r"(?<!\w)(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?=[A-ZĐÁÀẢÃẠÂĂẮẰẤẦÊẾỀÔỐỒƠỚỜƯỨỪỦÍÝỶ]|sửa đổi)")
_LAW_LOOK = 260


def _laws(text: str) -> Iterator[Titled]:
    """``Luật Xây dựng``, ``Luật Phòng, chống thiên tai``, ``Luật sửa đổi, bổ sung một số điều của Luật Xây dựng``."""
    reach = 0
    for match in _LAW.finditer(text):
        if match.start() < reach:
            continue
        words = tokens(text[match.end() : match.end() + _LAW_LOOK], 40)
        count = _law_words(words)
        if not count:
            continue
        reach = match.end() + words[count - 1].end
        yield _made(text, match.start(), reach, match["kind"])


@cache
def _law_names() -> Table:
    """Names of laws that carry commas or verbs, which the grammar alone could cut short."""
    text = files("dondoc.parsing").joinpath("data/laws.csv").read_text(encoding="utf-8")
    return Table(((row["name"], "law") for row in csv.DictReader(text.splitlines())), frozenset({",", "và", "\n"}))


def _law_words(words: list[Token]) -> int:
    """How many tokens belong to the name of the law."""
    table, i = verbs(), 0
    known = _law_names().at(words, 0)
    if known:
        return known.end
    amends = bool(words) and words[0].key == "sửa"
    while i < len(words):
        if not words[i].is_word:
            adds = amends and i + 1 < len(words) and words[i + 1].key == "bổ"
            if not adds and (words[i].text not in ",-–" or not _goes_on(words, i + 1, table)):
                break
        elif _ends_name(words, i, table, amends):
            break
        compound = table.at(words, i)
        i = compound.end if compound and "name" in compound.kinds else i + 1
    while i and not words[i - 1].is_word:
        i -= 1
    if amends and (nested := next((n for n in range(1, i) if words[n].text == "Luật"), None)):
        return nested + 1 + _law_words(words[nested + 1 :])
    return i


_OTHER_KINDS = frozenset({"Luật", "Nghị", "Quyết", "Pháp", "Bộ", "Chỉ", "Thông", "Kết", "Kế"})
_NOT_IN_LAW = frozenset({"ngày", "năm", "số", "này", "nêu", "hiện", "khóa", "cùng", "điều", "khoản"})
_COUNTED = frozenset({"số", "điều", "khoản", "khóa"})


def _ends_name(words: list[Token], i: int, table: Table, amends: bool) -> bool:
    if amends and words[i].key in ("sửa", "đổi", "bổ", "sung", "một", "số", "điều", "của", "luật", "các", "bộ"):
        return False
    if words[i].text[0].isdigit() or (words[i].key in _NOT_IN_LAW and not _uncounted(words, i)):
        return True
    if i == 0 or words[i].text[0].isupper():
        return i > 0 and words[i].text in ("Luật", "Nghị", "Quyết", "Pháp")
    if words[i].key == "và":
        return not _goes_on(words, i + 1, table)
    match = table.at(words, i)
    acts = match is not None and "strong" in match.kinds and i > 1 and (match.end > i + 1 or words[i].key == "trình")
    return acts or (match is not None and "function" in match.kinds)


def _uncounted(words: list[Token], i: int) -> bool:
    """``Luật Công nghiệp công nghệ số``, ``Luật Đê điều``: a word that counts something only before a figure."""
    following = words[i + 1].text if i + 1 < len(words) else ""
    return words[i].key in _COUNTED and not (following[:1].isdigit() or following.isupper())


def _goes_on(words: list[Token], i: int, table: Table) -> bool:
    """After a comma or ``và`` the name goes on with a noun, not with a clause or another law."""
    if i >= len(words) or not words[i].is_word or determiners().at(words, i):
        return False
    if words[i].text[0].isupper():
        joined = words[i - 1].key == "và"
        return joined and words[i].text not in _OTHER_KINDS and heads().at(words, i) is None
    match = table.at(words, i)
    return not (match and {"function", "strong", "link"} & set(match.kinds)) and words[i].key not in _NOT_IN_LAW


# ---- resolutions of a congress

_COMMITTEE = r"Đảng bộ\s+(?:tỉnh|thành phố|huyện|xã|phường|Chính phủ|Quốc hội)(?:\s+[A-ZĐ]\w*(?:\s+[A-ZĐ]\w*){0,3})?"
_CONGRESS = re.compile(
    r"(?<!\w)(?P<kind>Nghị quyết|Văn kiện|Báo cáo chính trị)\s+"
    rf"(?P<issuer>Đại hội(?:\s+đại biểu)?(?:\s+(?P<body>toàn quốc|Đảng toàn quốc|{_COMMITTEE}))?"
    r"(?:\s+(?:lần thứ|khóa|khoá))?\s+(?P<one>[IVXL]+)(?!\w)(?:\s+(?:của\s+)?Đảng(?!\s+bộ))?"
    r"|lần thứ\s+(?P<two>[IVXL]+)\s+của\s+Đảng)"
)


def _congresses(text: str) -> Iterator[Titled]:
    """``Nghị quyết Đại hội XIII của Đảng`` and ``Nghị quyết lần thứ XIII của Đảng`` are one document."""
    for match in _CONGRESS.finditer(text):
        body = key(" ".join((match["body"] or "").split()))
        local = body.removeprefix("đảng bộ ") if body.startswith("đảng bộ") else "toàn quốc"
        issuer = " ".join(match["issuer"].split())
        one = _made(text, match.start(), match.end(), match["kind"])
        name = f"{match['kind']} đại hội {local} {match['one'] or match['two']}"
        yield replace(one, key=name, issuer=issuer if issuer.startswith("Đại hội") else None)


# ---- titles in quotation marks, with a period, or known by name

_QUOTED = re.compile(
    r"(?<!\w)(?P<kind>Đề án|Dự án|Chương trình|Chiến lược|Kế hoạch|Quy hoạch|Phong trào|Cuộc vận động)\s+"
    r"[“\"][^”\"\n]{6,300}[”\"]"
)
_KINDS = "Đề án|Chiến lược|Chương trình mục tiêu quốc gia|Quy hoạch|Cương lĩnh"
_DATED = re.compile(
    rf"(?<!\w)(?P<kind>{_KINDS})\s+(?!này|nêu|trên|số|của)(?:(?!(?:{_KINDS})\s)[^;.:“”()\"\n]){{5,200}}?\s"
    r"(?:(?:giai đoạn|thời kỳ)\s+(?:từ\s+)?(?:năm\s+)?\d{4}\s?(?:[-–]|đến(?: năm)?)\s?\d{4}|đến năm\s+\d{4})"
    r"(?:,\s+(?:tầm nhìn|định hướng)(?:\s+đến)?\s+năm\s+\d{4})?"
)
_KNOWN = re.compile(
    r"(?<!\w)(?:(?P<a>Hiến chương|Công ước|Hiệp định|Tuyên ngôn)\s+[A-ZĐ]\w*(?:\s+(?!ngày|năm|và|của|là)\w+){0,6}?"
    r"(?=\s*(?:[,;.()\n]|$|và|về|năm|ngày|của|trong|để|là|đến))"
    r"|(?P<b>Hiến pháp)(?:\s+năm\s+\d{4}|\s+nước\s+[A-ZĐ][^,;.\n]{5,60})"
    r"|(?P<c>Điều lệ)\s+Đảng(?:\s+Cộng sản Việt Nam)?"
    r"|(?P<d>Quy chế)\s+(?!này|phối hợp|làm việc|hoạt động|của|nêu|trên|số|và|được|tại|theo|do)"
    r"[a-zđ]\w+\s+\w+[^,;.:()“”\"\n]{6,160})"
)
_PROMULGATED = re.compile(
    r"(?:phê duyệt|ban hành|kèm theo quyết định này|xây dựng|lập|dự thảo|trình|thẩm định|hoàn thiện)\s*$", re.I
)


def _quoted(text: str) -> Iterator[Titled]:
    yield from _matched(text, _QUOTED)


def _dated(text: str) -> Iterator[Titled]:
    yield from _matched(text, _DATED)


def _known(text: str) -> Iterator[Titled]:
    yield from _matched(text, _KNOWN)


def _matched(text: str, pattern: re.Pattern[str]) -> Iterator[Titled]:
    """Matches that are not just being made or approved by the sentence around them."""
    for match in pattern.finditer(text):
        if _PROMULGATED.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        kind = next(v for v in match.groupdict().values() if v)
        yield _made(text, match.start(), match.end(), kind)
