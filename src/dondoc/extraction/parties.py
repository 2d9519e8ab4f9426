"""Who: agency phrases cut, given their role, and looked up in the registry."""

from __future__ import annotations

import re

from dondoc.agencies.names import coordinators, cut_names, leading, phrase_at
from dondoc.agencies.registry import resolve
from dondoc.document import Party, Quote, Role
from dondoc.parsing.fields import FieldName
from dondoc.text import Passage

HEADING = "tên cơ quan ở tiêu đề của mục"
"""Why a lead stands outside the task: the heading names it."""

PREVIOUS = "chủ thể của câu trước"
"""Why a lead stands outside the task: the sentence before names it."""

INTRODUCED = "chủ thể ở câu dẫn của mục"
"""Why a lead stands outside the task: the sentence that introduces the list names it."""

ROLE_OF_FIELD = {
    FieldName.DIRECTING: Role.DIRECTING,
    FieldName.LEAD: Role.LEAD,
    FieldName.IMPLEMENTING: Role.IMPLEMENTING,
    FieldName.COORDINATING: Role.COORDINATING,
    FieldName.GUIDING: Role.GUIDING,
    FieldName.SUBMITTED_TO: Role.SUBMITTED_TO,
    FieldName.APPROVED_BY: Role.APPROVED_BY,
}
"""The role that a field line or a column gives."""

_LEADS = re.compile(r"\s*(?:là\s+(?:cơ quan|đơn vị)\s+)?(?:làm\s+)?[Cc]hủ trì\b[,;]?\s*")
_WITH = re.compile(r"[,;]?\s*(?:và\s+)?\(?\s*(?:chủ động\s+)?[Pp]hối hợp(?:\s+chặt chẽ)?(?:\s+(?:với|cùng))?\s*:?\s*")
_GUIDED = re.compile(
    r"(?:[Cc]ăn cứ|[Tt]heo|[Tt]rên cơ sở)\s+(?:sự\s+)?(?:hướng dẫn|định hướng|"
    r"hướng dẫn, định hướng|định hướng, hướng dẫn)\s+của\s+"
)


def listed(words: Passage, role: Role, source: str, reason: str | None = None) -> list[Party]:
    """The agencies of a list, each as a party in ``role``."""
    parties = []
    if starts := _dashed(words.text):
        ends = [*starts[1:], len(words.text)]
        items = [words.cut(a, b).strip(" -–;,\n") for a, b in zip(starts, ends, strict=True)]
        return [one for item in items for one in listed(item, role, source, reason)]
    for name in cut_names(words.text):
        place = words.cut(name.start, name.end)
        why = reason or ("tên viết gộp sau một danh từ chung" if name.derived else None)
        parties.append(Party(role=role, phrase=Quote(text=name.text, spans=place.spans(source), reason=why)))
    return parties


def _dashed(text: str) -> list[int]:
    """Where the names begin of a list «- A - B - Các đơn vị khác» whose line ends are lost."""
    if not text.startswith(("-", "–")):
        return []
    starts = [1, *(m.end() for m in _DASHED.finditer(text, 2))]
    heads = [phrase_at(text[start:].lstrip()) for start in starts]
    return starts if len(starts) > 1 and all(found and found[0] == 0 for found in heads) else []


def resolved(one: Party, place: str | None) -> Party:
    """A party with the agencies, or the group, that its phrase means in a directive of ``place``."""
    found = resolve(one.phrase.text, place)
    return one.model_copy(update={"agencies": found.agencies, "group": found.group}) if found else one


def of_field(
    words: Passage, field: FieldName, source: str, *, lead_beside: bool, reason: str | None = None
) -> list[Party]:
    """Parties of a field line or a cell.

    "A chủ trì, phối hợp với B; C" makes A lead and the rest coordinate;
    "Đơn vị thực hiện" leads unless a lead is named beside it.
    """
    role = ROLE_OF_FIELD[field]
    if role is Role.IMPLEMENTING and not lead_beside:
        role = Role.LEAD
    words = _without_predicate(words.strip(" .;:"))
    if role in (Role.LEAD, Role.IMPLEMENTING):
        return _led(words, role, source, reason)
    if role is Role.COORDINATING and (match := _WITH.match(words.text)):
        words = words.cut(match.end(), len(words.text))
    return listed(words, role, source, reason)


_PREDICATE = re.compile(
    r"\s+(?:(?:để|cùng)\s+)?(?:tham mưu|tổ chức|triển khai|đôn đốc|theo dõi|hướng dẫn)\b[^;\n]{0,80}\bthực hiện$"
    r"|(?<!đơn vị)(?<!cơ quan)(?<!giao)(?<!tổ chức)\s+thực hiện$"
)
_DASHED = re.compile(r"\s+[-–]\s+(?=\S)")


def _without_predicate(words: Passage) -> Passage:
    """«Các sở, ngành liên quan tham mưu thực hiện»: the bodies without what they do."""
    verb = _PREDICATE.search(words.text)
    return words.cut(0, verb.start()) if verb else words


def _led(words: Passage, role: Role, source: str, reason: str | None) -> list[Party]:
    leads = _LEADS.search(words.text)
    joint = _WITH.search(words.text, leads.start() if leads else 0)
    before = leads.start() if leads else joint.start() if joint else len(words.text)
    parties = listed(words.cut(0, before).strip(" ,;:("), role, source, reason)
    if leads and leads.start() == 0:
        end = joint.start() if joint and joint.start() > leads.end() else len(words.text)
        parties = listed(words.cut(leads.end(), end).strip(" ,;:"), role, source, reason)
    if joint:
        rest = words.cut(joint.end(), len(words.text)).strip(" )")
        parties += listed(rest, Role.COORDINATING, source, reason)
    return parties


def subject(words: Passage, source: str, *, opening: bool = False) -> list[Party]:
    """The agencies that the words begin with: those who are charged.

    With ``opening`` only a body named by the very first words counts: under a
    heading that names a body, one behind "Căn cứ chức năng …," is that body again.
    """
    place = leading(words.text)
    if place is None or (opening and place[0] > 0):
        return []
    return listed(words.cut(*place), Role.LEAD, source)


def partners(words: Passage, source: str) -> list[Party]:
    """The agencies after "phối hợp với", each once."""
    found: list[Party] = []
    for start, end in coordinators(words.text):
        found += listed(words.cut(start, end), Role.COORDINATING, source)
    return _each_once(found)


def guides(words: Passage, source: str) -> list[Party]:
    """X of "căn cứ hướng dẫn của X, Y chủ trì …"."""
    found: list[Party] = []
    for match in _GUIDED.finditer(words.text):
        rest = words.cut(match.end(), len(words.text))
        place = leading(rest.text) or _until_comma(rest.text)
        if place and place[0] == 0:
            found += listed(rest.cut(*place), Role.GUIDING, source)
    return _each_once(found)


def _until_comma(text: str) -> tuple[int, int] | None:
    end = re.search(r"[,;.]", text)
    return (0, end.start()) if end else None


def _each_once(parties: list[Party]) -> list[Party]:
    seen: set[tuple[Role, str]] = set()
    kept = []
    for one in parties:
        key = (one.role, one.phrase.text.lower())
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


def inherited(parties: list[Party], reason: str) -> list[Party]:
    """The same leads, said to come from elsewhere."""
    return [
        one.model_copy(update={"phrase": one.phrase.model_copy(update={"reason": one.phrase.reason or reason})})
        for one in parties
    ]
