"""Agency names in text: cutting lists, finding the body charged, and those it works with.

Pure functions on strings; every answer is given in offsets of the string that
was handed in. The rules are those of the annotation guidelines for lists of
agencies: always cut at a semicolon; at a comma or ``và`` only where each side
is a complete name with its own head; never inside a class (``các sở, ban,
ngành``) or a name (``Sở Văn hóa, Thể thao và Du lịch``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dondoc.agencies.grammar import Item, Reader
from dondoc.agencies.words import classes, determiners, fields, heads, verbs
from dondoc.text import UPPER

_LOOK = 1500
"""Characters after which no agency phrase is followed further: keeps the cost linear."""


@dataclass(frozen=True, slots=True)
class Name:
    """An agency of a list.

    ``text`` is the name as it is listed; ``start`` and ``end`` are offsets of
    its words. ``derived`` says that the head stands elsewhere (``Các Bộ: Xây
    dựng, Y tế`` lists ``Bộ Y tế`` with the offsets of ``Y tế``).
    """

    text: str
    start: int
    end: int
    derived: bool = False


def cut(phrase: str) -> list[tuple[int, int]]:
    """Offsets of the agencies in a list of agencies, without separators and final full stop.

    >>> [("Các sở, ban, ngành, UBND cấp huyện"[a:b]) for a, b in cut("Các sở, ban, ngành, UBND cấp huyện")]
    ['Các sở, ban, ngành', 'UBND cấp huyện']
    """
    return [(name.start, name.end) for name in cut_names(phrase)]


@lru_cache(maxsize=8192)  # a plan names the same bodies in task after task
def cut_names(phrase: str) -> tuple[Name, ...]:
    """The agencies of a list, where one head stands for several names each with its own head."""
    reader = Reader(phrase, prose=False)
    names: list[Name] = []
    i = reader.after_separator(0)
    i = i + 1 if reader.mark(i) in ("-", "–", "+", "•") else i
    while i < len(reader.words):
        found, i = _element(reader, i)
        names.extend(found)
        i = _next(reader, i)
    return tuple(names)


def _next(reader: Reader, i: int) -> int:
    """Index of the next element, past separators and stray marks."""
    after = reader.after_separator(i)
    while after < len(reader.words) and not reader.words[after].is_word and reader.words[after].text not in '(“"':
        after += 1
    return after


def _element(reader: Reader, i: int) -> tuple[list[Name], int]:
    """The names at token ``i`` and the index after them."""
    shared = _shared_head(reader, i)
    if shared:
        return shared
    item = reader.item(i)
    end = max(item.end, i + 1)
    return [_name(reader, i, end)], reader.reach(end)


def _name(reader: Reader, start: int, end: int, prefix: str = "") -> Name:
    left, right = reader.words[start].start, reader.words[end - 1].end
    text = " ".join(reader.text[left:right].split())
    return Name(f"{prefix} {text}" if prefix else text, left, right, bool(prefix))


# ---- one head for several names


def _shared_head(reader: Reader, i: int) -> tuple[list[Name], int] | None:
    """``Các Bộ: NN&MT, Xây dựng``, ``các Sở Nội vụ, Tài chính``, ``Sở Tài chính, Nội vụ``."""
    determiner = determiners().at(reader.words, i)
    noun = determiner.end if determiner else i
    colon = _colon_after_head(reader, noun)
    if colon is not None:
        prefix = _singular(reader.text[reader.words[noun].start : reader.words[colon].start])
        prefix = "" if prefix.lower() in ("địa phương", "đơn vị", "cơ quan") else prefix
        return _spread(reader, colon + 1, prefix, bare=True)
    places = _places(reader, i)
    if places:
        return places
    head = reader.mark(noun)
    if head not in ("sở", "bộ", "phòng"):
        return None
    first = fields(head).at(reader.words, noun + 1)
    second = first and fields(head).at(reader.words, reader.after_separator(first.end))
    if not first or not second or reader.after_separator(first.end) == first.end:
        return None
    prefix = _singular(reader.words[noun].text)
    names, end = _spread(reader, noun + 1, prefix, bare=False)
    opened = _name(reader, noun, first.end)
    return [Name(prefix + opened.text[len(prefix) :], opened.start, opened.end), *names[1:]], end


def _singular(head: str) -> str:
    head = " ".join(head.split())
    return head[:1].upper() + head[1:]


def _colon_after_head(reader: Reader, i: int) -> int | None:
    """Index of the colon after a head without complement, ``Sở:`` or ``UBND các huyện:``."""
    match = heads().at(reader.words, i)
    if not match or "not" in match.kinds or "role" in match.kinds:
        match = classes().at(reader.words, i)
    if not match or reader.mark(match.end) != ":":
        return None
    return match.end


_LISTED_LEVELS = frozenset(
    {"xã", "phường", "đặc khu", "thị trấn", "thị xã", "huyện", "quận", "thành phố", "tỉnh", "nước", "quốc gia"}
    | {"sở", "bộ", "ban", "ngành", "trường", "viện", "cục", "vụ", "phòng", "công ty", "tập đoàn", "tổng công ty"}
    | {"bệnh viện", "trung tâm", "hội", "đại sứ quán", "thôn", "khu phố"}
)
"""Nouns after "các" that a list of bare names may follow behind a colon."""


def _places(reader: Reader, i: int) -> tuple[list[Name], int] | None:
    """``UBND các xã: Kỳ Sơn, Đại Thành`` names each; under two levels (``các xã, phường:``) it stays one phrase."""
    colon = next((n for n in range(i, min(i + 14, len(reader.words))) if reader.words[n].text == ":"), None)
    if colon is None or not reader.opening(i) or not (first := reader.word(colon + 1)) or not first.is_upper:
        return None
    if reader.opening(colon + 1):
        return None
    head, _, noun = f" {reader.phrase(i, colon)}".rpartition(" các ")
    stops = _bare_names(reader, colon + 1, noun)
    if not stops or not all(level.strip() in _LISTED_LEVELS for level in noun.replace(" và ", ",").split(",")):
        return None
    if "," in noun or " và " in noun or (not head and noun in ("nước", "quốc gia")):
        return [_name(reader, i, stops[-1][1])], stops[-1][1]
    printed = reader.text[reader.words[i].start : reader.words[colon].start]
    prefix = _singular(_EACH.sub("", printed))
    return [_name(reader, start, stop, prefix) for start, stop in stops], stops[-1][1]


_EACH = re.compile(r"(?:^|(?<=\s))các\s+(?:nước\s*$|quốc gia\s*$)?", re.I)


_NAME_ENDS = frozenset({",", ";", ":", ".", "và", "cùng", "(", "\n"})


def _bare_names(reader: Reader, i: int, noun: str) -> list[tuple[int, int]]:
    """Names without a head from token ``i`` on, each from its first to after its last token."""
    found: list[tuple[int, int]] = []
    while (first := reader.word(i)) and first.is_upper:
        known = fields(noun).at(reader.words, i) if noun in ("sở", "bộ", "phòng") else None
        if reader.opening(i) and not (known and not reader.word(known.end)):
            break
        stop = known.end if known else i + 1
        while (
            not known
            and stop < len(reader.words)
            and reader.mark(stop) not in (",", ";", ":", ".", "và", "cùng", "(", "\n")
        ):
            word = reader.word(stop)
            if reader.prose and word and not word.is_upper and not _inner(reader, stop):
                break
            stop += 1
        found.append((i, stop))
        i = reader.after_separator(stop)
        if i == stop:
            break
    return found


def _inner(reader: Reader, i: int) -> bool:
    """A small letter inside a name (``Cộng hòa Liên bang Nga``): the word after it is a capital again."""
    following = reader.word(i + 1)
    return bool(following and following.is_upper) and not verbs().at(reader.words, i)


def _spread(reader: Reader, i: int, prefix: str, *, bare: bool) -> tuple[list[Name], int]:
    """Names that share ``prefix``, until one with a head of its own.

    ``bare``: unknown names count too and divide at commas; otherwise only the
    known fields of departments do.
    """
    names: list[Name] = []
    end = i
    while i < len(reader.words):
        known = fields(prefix.lower()).at(reader.words, i) if prefix.lower() in ("sở", "bộ", "phòng") else None
        if reader.opening(i) and not (known and not reader.word(known.end)):
            break
        if known:
            stop = _with_place(reader, known.end)
        elif bare and reader.word(i):
            stop = _until_comma(reader, i)
        else:
            break
        names.append(_name(reader, i, stop, prefix))
        end = stop
        i = reader.after_separator(stop)
        if i == stop:
            break
    return names, end


def _with_place(reader: Reader, i: int) -> int:
    """Index after a level or place that follows a field: ``Tư pháp tỉnh``."""
    ended = Item(0, 0, None, settled=True)
    while reader.word(i) and reader.mark(i) not in ("và", "cùng") and not reader.is_verb(ended, i):
        i += 1
    return i


def _until_comma(reader: Reader, i: int) -> int:
    while i < len(reader.words) and reader.words[i].text not in ",;\n.":
        i += 1
    return i


# ---- in sentences


def _list(reader: Reader, i: int) -> int | None:
    """Index after the list of agencies at token ``i`` of a sentence, or None."""
    end = None
    while i < len(reader.words) and reader.opening(i):
        if places := _places(reader, i):
            end = places[1]
            i = reader.after_separator(end)
            if i == end:
                break
            continue
        item = reader.item(i)
        end = item.end
        jump = reader.reach(end)
        boundary = reader.boundary(item, jump)
        if boundary is None:
            break
        i = boundary
    return end


_ORDER = re.compile(
    r"(?:trân trọng |kính |cũng )?(?:đề nghị|yêu cầu|mời|giao(?: trách nhiệm| nhiệm vụ)?(?: cho)?|phân công)\s*:?\s+",
    re.I,
)
_ISSUERS = re.compile(
    r"(?:Chính phủ|Thủ tướng|Bộ|Ban Thường vụ|Ban Bí thư|Thường trực|Tỉnh ủy|Thành ủy|UBND|Ủy ban nhân dân|"
    r"HĐND|Hội đồng nhân dân|Chủ tịch|Quốc hội|Đảng ủy|Huyện ủy)\b",
    re.I,
)
_ADVERBIAL = re.compile(
    r"(?:căn cứ|trên cơ sở|trong|để|đối với|h[ằà]ng (?:năm|quý|tháng|tuần)|định kỳ|theo(?! dõi)|khi|trường hợp|"
    r"nhằm|từ|trước|ngoài|sau|cùng với|qua|chậm nhất|đến|năm|quý|tháng|tùy|nếu|với|trên|tại|bên cạnh|ngay|thực hiện)\b",
    re.I,
)
_LABEL_VERBS = frozenset({"chủ", "chỉ", "phối", "thực", "tham", "trình", "phê", "ban", "hướng", "đầu", "giám"})


@lru_cache(maxsize=2048)  # the same words are asked about by several rules
def leading(text: str) -> tuple[int, int] | None:
    """Offsets of the agencies that a sentence charges: its subject, or those it asks or orders.

    ``Đề nghị X …`` and ``Chính phủ đề nghị X …`` give X; a subject after an
    opening clause (``Căn cứ chức năng được giao, các bộ …``) is found; None
    where the sentence begins with a verb or a common noun.
    """
    text = text[:_LOOK]
    lead = len(text) - len(text.lstrip(" \t-–+•*“\"'"))
    order = _ORDER.match(text, lead)
    if order:
        return _agencies_at(text, order.end(), subject=False)
    found = _agencies_at(text, lead, subject=True)
    if found:
        return _asked(text, found) or found
    if _ADVERBIAL.match(text, lead):
        return _after_clause(text, lead)
    return None


def _asked(text: str, subject: tuple[int, int]) -> tuple[int, int] | None:
    """``Chính phủ trân trọng đề nghị X``: X is charged, not the issuer."""
    space = subject[1] + len(text[subject[1] :]) - len(text[subject[1] :].lstrip())
    order = _ORDER.match(text, space)
    if not order or not _ISSUERS.match(text, subject[0]):
        return None
    return _agencies_at(text, order.end(), subject=False)


def _agencies_at(text: str, offset: int, *, subject: bool) -> tuple[int, int] | None:
    reader = Reader(text[offset:], prose=True, limit=240)
    end = _list(reader, 0)
    if not end or (subject and not _may_be_subject(reader, end)):
        return None
    return offset + reader.words[0].start, offset + reader.words[end - 1].end


def _may_be_subject(reader: Reader, end: int) -> bool:
    """A capital begins it, and it is not the label of a field (``Cơ quan thực hiện:``)."""
    opening = reader.opening(0)
    if opening is None or not reader.words[0].is_upper:
        return False
    if opening.is_class and not opening.determined:
        label = reader.mark(end) in _LABEL_VERBS or (reader.mark(end + 1) in _LABEL_VERBS and reader.mark(end) == ",")
        if label and any(t.text == ":" for t in reader.words[end : end + 8]):
            return False
        return end > opening.end or reader.is_verb(Item(0, end, opening, settled=True), end)
    return opening.kind != "role" or end > opening.end


def _after_clause(text: str, lead: int) -> tuple[int, int] | None:
    """The subject after a comma or semicolon of the first sentence, where a verb follows it."""
    sentence = _SENTENCE_END.search(text, lead)
    clause = text[: sentence.start() if sentence else len(text)]
    for comma in re.finditer(r"[,;:]\s", clause[lead:]):
        offset = lead + comma.end()
        if order := _ORDER.match(clause, offset):
            if found := _agencies_at(text, order.end(), subject=False):
                return found
            continue
        reader = Reader(clause[offset:], prose=True, limit=120)
        opening = reader.opening(0)
        if opening is None or (opening.is_class and not opening.determined and not reader.words[0].is_upper):
            continue
        end = _list(reader, 0)
        if end and _acts(reader, end) and not _ends_list(clause[lead : offset - 2]):
            return offset + reader.words[0].start, offset + reader.words[end - 1].end
    return None


_SENTENCE_END = re.compile(rf"[.!?]\s+(?=[{UPPER}])")


_TOLD = frozenset(
    ["cáo", "gửi", "trình", "với", "cùng", "nghị", "cầu", "giao", "đạo", "dẫn", "đốc", "mưu", "giúp", "cho", "hợp"]
)
"""Last syllables of verbs that take an agency: báo cáo, gửi, trình, phối hợp với, chỉ đạo …"""


def _ends_list(before: str) -> bool:
    """An agency that is asked or told something ends here: what follows the comma is one more of the list."""
    reader = Reader(before[-160:].rpartition(";")[2], prose=True)
    for i in range(1, len(reader.words)):
        if reader.mark(i - 1) not in _TOLD or not reader.opening(i):
            continue
        if reader.item(i).end == len(reader.words):
            return True
    return False


def _acts(reader: Reader, end: int) -> bool:
    """A verb of duty follows token ``end``."""
    match = verbs().at(reader.words, end)
    token = reader.word(end)
    return bool(match and token and not token.is_upper and {"strong", "weak"} & set(match.kinds)) or reader.mark(
        end
    ) in ("cần", "phải", "được", "theo")


def is_agency(phrase: str) -> bool:
    """The whole phrase is one or more agencies, as in a run-in title ``2. Sở Tài chính:``."""
    phrase = phrase.strip().rstrip(".:;, ")
    reader = Reader(phrase, prose=True, limit=400)
    opening = reader.opening(0)
    if opening is None or not reader.words[0].is_upper:
        return False
    end = _list(reader, 0)
    if end is None or (opening.is_class and not opening.determined and end == opening.end):
        return False
    return end == len(reader.words) or _only_bracket(reader, end)


def _only_bracket(reader: Reader, end: int) -> bool:
    shut = next((n for n in range(end, len(reader.words)) if reader.mark(n) == ")"), None)
    return reader.mark(end) == "(" and shut == len(reader.words) - 1


_WITH = re.compile(
    r"(?<!cơ chế )(?<!quy chế )phối(?: hợp)?(?: chặt chẽ| đồng bộ| hiệu quả| thường xuyên| kịp thời| tốt)*"
    r"(?:\s+(?:cùng với|với|cùng))?\s*:?\s+(?=\w)|\bcùng với\s+",
    re.I,
)


def coordinators(text: str) -> list[tuple[int, int]]:
    """Offsets of the agency lists after ``phối hợp (với)`` and ``cùng với``, up to the verb that follows."""
    found: list[tuple[int, int]] = []
    for cue in _WITH.finditer(text):
        if found and cue.end() < found[-1][1]:
            continue
        if Reader(text[cue.end() : cue.end() + 80], prose=True, limit=8).opening(0) is None:
            continue
        reader = Reader(text[cue.end() : cue.end() + _LOOK], prose=True, limit=240)
        end = _coordinating(reader)
        if end:
            found.append((cue.end() + reader.words[0].start, cue.end() + reader.words[end - 1].end))
    return found


def _coordinating(reader: Reader) -> int | None:
    """Index after the list; a last name after ``;`` that itself leads is left out."""
    end = _list(reader, 0)
    if not end or reader.mark(end) not in ("chủ", "chịu", "có") or not _acts(reader, end):
        return end
    cuts = [n for n in range(end) if reader.words[n].text == ";"]
    return cuts[-1] if cuts else end


def phrase_at(text: str, offset: int = 0) -> tuple[int, int] | None:
    """Offsets of the agencies that begin at ``offset`` of a sentence, up to the verb that follows; None if none do."""
    reader = Reader(text[offset : offset + _LOOK], prose=True, limit=120)
    end = _list(reader, 0)
    if not end:
        return None
    return offset + reader.words[0].start, offset + reader.words[end - 1].end
