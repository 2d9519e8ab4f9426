"""Citations: which other documents a text names, by the grammar of administrative style.

    citation := KIND ["số"] NUMBER [","] ["ngày" DATE] ["của" ISSUER] ["về" TITLE] [ALIAS]
              | ("Luật" | "Bộ luật" | "Pháp lệnh") NAME ["ngày" DATE]
              | KIND TITLE                      (* a title that denotes one document *)

The parts after the number are read only where they are printed. Classes
(``nghị quyết đại hội đảng các cấp``), bare kinds (``Kế hoạch này``) and the
document itself are no citations.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from dondoc.document import Citation, Mention, Relation
from dondoc.parsing.kinds import kind_names
from dondoc.parsing.mentions import LONGEST_TITLE, Named, date_at, numbered
from dondoc.parsing.numbers import numbers
from dondoc.parsing.titled import Titled, titled
from dondoc.text import Passage


@dataclass(slots=True)
class _Document:
    """What all places say about one document."""

    first: Named
    places: list[tuple[int, int]] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    kind: str | None = None
    alias: str | None = None


def citations(passage: Passage, *, source: str, preamble_end: int, own_number: str | None) -> tuple[Citation, ...]:
    """Every document that ``passage`` names, once, in the order of first mention.

    ``source`` is the text that the passage was taken from; ``preamble_end`` the
    offset in the passage where the first numbered section begins (documents
    named before it are the basis of this one); ``own_number`` is left out.
    """
    text = passage.text
    with_number = numbered(text)
    named = sorted((*with_number, *_unnumbered(text, with_number)), key=lambda n: n.start)
    documents = _gathered(text, named, preamble_end, own_number)
    _aliases(text, named, documents)
    _anaphora(text, documents)
    ats = [piece.at for piece in passage.pieces]
    return tuple(_citation(d, tuple(_mentions(passage, source, d, ats)), preamble_end) for d in documents.values())


def _unnumbered(text: str, named: list[Named]) -> Iterator[Named]:
    """Documents with a title and no number that stand outside the numbered ones' own names."""
    taken = sorted((n.opens, n.end) for n in named)
    at = 0
    for one in titled(text):
        while at < len(taken) and taken[at][1] <= one.start:
            at += 1
        if at < len(taken) and taken[at][0] < one.end:
            continue
        yield _of_title(text, one)


def _of_title(text: str, one: Titled) -> Named:
    date, closes = date_at(text, one.end)
    return Named(one.start, one.end, one.start, closes, None, one.kind, date, one.issuer, one.title, key=one.key)


def _gathered(
    text: str, named: list[Named], preamble_end: int, own_number: str | None
) -> dict[tuple[str, str], _Document]:
    """Places by document; a number with two different days is two documents."""
    own = re.sub(r"\s", "", own_number).upper() if own_number else None
    documents: dict[tuple[str, str], _Document] = {}
    latest: dict[str, tuple[str, str]] = {}
    nested_until = 0
    for one in named:
        nested, nested_until = one.start < nested_until, max(nested_until, one.closes)
        if own and one.key == own:
            continue
        name = _same(documents, latest.get(one.key), one)
        latest[one.key] = name
        document = documents.setdefault(name, _Document(one))
        document.places.append((one.start, one.end))
        document.relations.append(_relation(text, one, nested, preamble_end))
        _complete(document, one)
    return documents


def _same(documents: dict[tuple[str, str], _Document], known: tuple[str, str] | None, one: Named) -> tuple[str, str]:
    if known is None:
        return (one.key, one.date or "")
    day = documents[known].date
    if one.number and one.date and day and one.date != day and len(one.date) == len(day):
        return (one.key, one.date)
    return known


def _complete(document: _Document, one: Named) -> None:
    """Fill what earlier mentions left out; the first printed value stays."""
    document.kind = document.kind or one.kind
    document.date = document.date or one.date
    document.issuer = _plainer(document.issuer, one.issuer)
    title = _plainer(document.title, one.title)
    document.title = one.title if one.title and title and title.startswith(one.title) else title


def _plainer(known: str | None, other: str | None) -> str | None:
    """The first printed form, but small letters rather than the capitals of a heading."""
    if not known or not other:
        return known or other
    return other if known.isupper() and not other.isupper() else known


# ---- relations

_CUES: tuple[tuple[Relation, str], ...] = (
    (Relation.AMENDS, r"sửa đổi(?:, bổ sung)?|bổ sung"),
    (Relation.REPLACES, r"thay thế"),
    (Relation.REPEALS, r"bãi bỏ|hủy bỏ|huỷ bỏ"),
    (Relation.CORRECTS, r"đính chính"),
    (Relation.SUSPENDS, r"đình chỉ(?: thi hành)?|(?:tạm )?ngưng hiệu lực"),
    (Relation.ATTACHES, r"ban hành kèm theo|kèm theo"),
    (Relation.GUIDES, r"hướng dẫn(?: thi hành| thực hiện| áp dụng)?|quy định chi tiết(?: thi hành)?"),
    (Relation.IMPLEMENTS, r"(?:triển khai |tổ chức )?thực hiện|triển khai|cụ thể hóa|cụ thể hoá|quán triệt|thi hành"),
    (Relation.BASIS, r"căn cứ(?: vào)?"),
)
_FILLER = (
    r"(?:\s+(?:(?:có\s+)?hiệu quả|nghiêm túc|kịp thời|nội dung|các nội dung|các nhiệm vụ(?: tại| của| theo)?|"
    r"một số (?:điều|nội dung|khoản)(?: của)?|của|cho|tại|theo|tốt|đầy đủ|quy định tại|các|việc))*"
)
_CUE_BEFORE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{relation.name}>{cue})" for relation, cue in _CUES) + rf"){_FILLER}\s*$", re.I
)


def _relation(text: str, one: Named, nested: bool, preamble_end: int) -> Relation:
    """By the words before the kind; what is named inside the title of another document is only cited."""
    basis = Relation.BASIS if one.start < preamble_end else Relation.CITES
    if nested:
        return basis
    match = _CUE_BEFORE.search(text[max(0, one.opens - 90) : one.opens])
    if not match or match.lastgroup is None:
        return basis
    cue = Relation[match.lastgroup]
    return basis if basis is Relation.BASIS and cue in (Relation.IMPLEMENTS, Relation.GUIDES) else cue


# ---- aliases and anaphora

_ALIAS = re.compile(
    r"\(\s*(?:sau đây\s+)?(?:được\s+)?(?:gọi|viết)(?:\s+(?:chung|tắt))*\s+là:?\s+"
    r"[“\"]?(?P<term>[^()“”\"\n]{2,120}?)[”\"]?\s*\)",
    re.I,
)


def _aliases(text: str, named: list[Named], documents: dict[tuple[str, str], _Document]) -> None:
    """Give each document the short name that the text defines for it, and the places where that is used."""
    by_place = {place: d for d in documents.values() for place in d.places}
    starts = [n.start for n in named]
    for match in _ALIAS.finditer(text):
        near = named[bisect_left(starts, match.start() - 3 * LONGEST_TITLE) : bisect_left(starts, match.start())]
        place = _defined_by(text, match, near)
        document = by_place.get(place) if place else None
        if document is None or document.alias:
            continue
        document.alias = match["term"].strip()
        if " " in document.alias and document.alias[0].isupper() and not any(numbers(document.alias)):
            found = re.finditer(rf"(?<!\w){re.escape(document.alias)}(?!\w)", text[match.end() :])
            document.places.extend((match.end() + m.start(), match.end() + m.end()) for m in found)


def _defined_by(text: str, match: re.Match[str], near: list[Named]) -> tuple[int, int] | None:
    """Place of the document that a definition stands behind: by its number, else the outermost of the sentence."""
    inside = [n.text.upper() for n in numbers(match["term"])]
    if inside:
        return next(((n.start, n.end) for n in near if n.key == inside[0]), None)
    low = max(0, match.start() - 3 * LONGEST_TITLE)
    sentence = max(text.rfind(mark, low, match.start()) for mark in (";", "\n", ". "))
    return next(((n.start, n.end) for n in near if n.start > sentence), None)


@cache
def _said_above() -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, kind_names()))
    return re.compile(rf"(?<!\w)(?P<kind>{kinds})\s+(?:nói trên|nêu trên|trên đây)(?!\w)")


def _anaphora(text: str, documents: dict[tuple[str, str], _Document]) -> None:
    """``Kết luận nói trên`` names again the last document of that kind."""
    by_kind: dict[str, list[tuple[int, _Document]]] = {}
    for document in documents.values():
        by_kind.setdefault(document.kind or "", []).extend((start, document) for start, _ in document.places)
    for places in by_kind.values():
        places.sort(key=lambda place: place[0])
    for match in _said_above().finditer(text):
        places = by_kind.get(match["kind"], [])
        before = bisect_left(places, match.start(), key=lambda place: place[0])
        if before:
            places[before - 1][1].places.append(match.span())


def _citation(document: _Document, mentions: tuple[Mention, ...], preamble_end: int) -> Citation:
    return Citation(
        number=document.first.number,
        kind=document.kind,
        date=document.date,
        issuer=document.issuer,
        title=document.title,
        relation=_strongest(document.relations),
        preamble=document.first.start < preamble_end,
        alias=document.alias,
        mentions=mentions,
    )


def _strongest(relations: Iterable[Relation]) -> Relation:
    """What this document does to another counts more than that it stands on it or cites it."""
    return next(
        (r for r in relations if r not in (Relation.CITES, Relation.BASIS, Relation.IMPLEMENTS)),
        next((r for r in relations if r is not Relation.CITES), Relation.CITES),
    )


def _mentions(passage: Passage, source: str, document: _Document, ats: list[int]) -> Iterator[Mention]:
    """A mention for each run of characters of the source (a number broken by a page has two)."""
    for start, end in sorted(document.places):
        pieces = passage.pieces[max(0, bisect_right(ats, start) - 1) : bisect_left(ats, end)]
        for span in Passage(passage.text, pieces).cut(start, end).spans(source):
            yield Mention(span=span, text=" ".join(span.of(source).split()))
