"""The grammar of agency phrases: where a name begins, how far it goes, where a list of names divides.

Rules are those of administrative style: a name is a head with its complement
(``Sở Kế hoạch và Đầu tư``); a class is a determiner with common nouns (``các
sở, ban, ngành``); a list divides at a semicolon, and at a comma or ``và`` only
where a complete name stands on the left and a new head begins on the right.
"""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.agencies.words import (
    Token,
    classes,
    determiners,
    fields,
    heads,
    objects,
    participles,
    tokens,
    verbs,
)

_DASHES = frozenset("-–—")
_DANGLING = frozenset({"và", "cùng", "của", "thuộc", "với"})
_AND = frozenset({"và", "cùng"})
_FIELD_HEADS = frozenset({"sở", "bộ", "phòng"})
_MAY_SPEAK_ABOUT = ("ban chỉ đạo", "bcđ", "tổ công tác", "hội đồng", "ủy ban", "văn phòng", "tiểu ban")
"""Heads whose name may go on with ``về``: ``Ban Chỉ đạo tỉnh về chuyển đổi số``."""
_PREDICATES = frozenset(
    {"chủ trì", "phối hợp", "tham mưu", "chịu trách nhiệm", "có trách nhiệm", "chủ động", "căn cứ", "hướng dẫn"}
    | {"thực hiện", "triển khai", "báo cáo", "tiếp tục", "tăng cường", "rà soát", "khẩn trương", "đôn đốc"}
    | {"kịp thời", "thường xuyên"}
)
"""Verbs that are never the first word of a complement (``Trung tâm nghiên cứu`` has one that is)."""


_WORKS_ON = frozenset({"thi công", "vận hành", "duy trì", "khai thác", "quản lý", "sản xuất"})
"""What a class does for a living: ``các nhà thầu thi công các công trình`` is one name."""
_LEVELS = frozenset({"gia", "ương", "nước"})
"""Last syllables of ``Quốc gia``, ``Trung ương``, ``Nhà nước``: capitals after them may open a new group."""
_PLACED = frozenset({"tỉnh", "phố", "tp", "huyện", "quận", "xã", "phường", "trấn"})
"""Levels that take the name of a place after them."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How an agency phrase begins: index after its noun, kind of noun, the noun itself."""

    end: int
    kind: str
    head: str
    determined: bool = False

    @property
    def is_class(self) -> bool:
        """It opens a class (``các sở``), not a name."""
        return self.kind == "class"


@dataclass(slots=True)
class Item:
    """One name of a list while it is read: tokens ``start`` to ``end`` (excluded)."""

    start: int
    end: int
    opening: Opening | None
    complement: int = 0
    settled: bool = False
    closed: bool = False
    in_class: bool = False
    proper: bool = False
    element: int = 0
    prefix: str | None = None

    @property
    def complete(self) -> bool:
        """A name that could stand alone: heads such as ``Sở``, ``Văn phòng``, ``Giám đốc`` need a complement."""
        if self.opening is None or self.opening.determined or self.opening.head == "bộ trưởng":
            return True
        return self.complement > 0 or self.opening.kind not in ("unit", "role")


class Reader:
    """Reads the names of one phrase.

    ``prose``: the phrase is the beginning of a sentence, so names also end
    where a verb begins; otherwise the whole phrase is a list of agencies.
    """

    def __init__(self, text: str, *, prose: bool, limit: int | None = None) -> None:
        self.text = text
        self.words = tokens(text, limit)
        self.prose = prose
        self.capitals = text[:60].isupper()

    # ---- tokens

    def word(self, i: int) -> Token | None:
        """The token at ``i`` if it is a word."""
        return self.words[i] if 0 <= i < len(self.words) and self.words[i].is_word else None

    def mark(self, i: int) -> str:
        """The mark, word key or line end at ``i``; empty past the end."""
        return self.words[i].key if 0 <= i < len(self.words) else ""

    def phrase(self, start: int, end: int) -> str:
        """Keys of tokens ``start`` to ``end``, joined by spaces."""
        return " ".join(t.key for t in self.words[start:end])

    def tight(self, i: int) -> bool:
        """Token ``i`` stands directly after the one before it, without a space."""
        return 0 < i < len(self.words) and self.words[i - 1].end == self.words[i].start

    # ---- where a name begins

    def opening(self, i: int) -> Opening | None:
        """The opening of an agency phrase at token ``i``, or None."""
        if not self.word(i):
            return None
        determiner = determiners().at(self.words, i)
        if determiner:
            return self._class_of(determiner.end)
        return self._named(i) or self._bare_class(i)

    def _class_of(self, i: int) -> Opening | None:
        """A noun after ``các``: a class noun, or a head of names (``các Công ty Điện lực``)."""
        noun, head = classes().at(self.words, i), heads().at(self.words, i)
        if head and "not" in head.kinds and (not noun or noun.end < head.end):
            return None
        end = max((m.end for m in (noun, head) if m and "not" not in m.kinds), default=None)
        return Opening(end, "class", self.phrase(i, end), determined=True) if end else None

    def _named(self, i: int) -> Opening | None:
        """A head with what shows it to be a name: capitals, a known field, or a level after it."""
        match = heads().at(self.words, i)
        if not match or "not" in match.kinds:
            return None
        kind, noun, first = match.kinds[0], self.phrase(i, match.end), self.words[i]
        if kind == "role":
            return Opening(match.end, kind, noun) if self._role_goes_on(match.end, noun) else None
        if match.end == i + 1 and kind == "unit" and not first.text.isupper():
            listed = not self.prose and i > 0 and first.is_upper and self.word(match.end) is not None
            shown = listed or self._looks_proper(match.end) or self._field(noun, match.end) is not None
        elif first.is_upper:
            shown = True
        else:
            shown = self._looks_proper(match.end) or self._has_level(match.end)
        return Opening(match.end, kind, noun) if shown else None

    def _looks_proper(self, i: int) -> bool:
        following = self.word(i)
        return bool(following and following.is_upper)

    def _has_level(self, i: int) -> bool:
        match = verbs().at(self.words, i)
        return bool(match and ("tail" in match.kinds or "link" in match.kinds)) or bool(
            determiners().at(self.words, i) and self._class_of(i + 1)
        )

    def _role_goes_on(self, i: int, noun: str) -> bool:
        if noun in ("lãnh đạo", "đại diện") and determiners().at(self.words, i):
            return noun == "đại diện"
        if self.mark(i) == ",":
            every = determiners().at(self.words, i + 1)
            following = heads().at(self.words, every.end if every else i + 1)
            return bool(following and "role" in following.kinds and noun != "lãnh đạo")
        if noun == "bộ trưởng":
            return True
        return self.mark(i) == "của" or self.opening(i) is not None or self._area(i) or self._has_level(i)

    def _bare_class(self, i: int) -> Opening | None:
        """Class nouns without ``các``: ``cơ quan, đơn vị liên quan``, ``sở, ngành``."""
        noun = classes().at(self.words, i)
        if not noun or "area" in noun.kinds:
            return None
        if "bare" not in noun.kinds:
            after = classes().at(self.words, noun.end + 1) if self.mark(noun.end) in (",", "và") else None
            if not after or "area" in after.kinds:
                return None
        return Opening(noun.end, "class", self.phrase(i, noun.end))

    def _area(self, i: int) -> bool:
        noun = classes().at(self.words, i)
        return bool(noun and "area" in noun.kinds)

    def _field(self, head: str, i: int) -> int | None:
        """Index after a known field of a ``sở``, ``bộ`` or ``phòng`` at ``i``."""
        match = fields(head).at(self.words, i) if head in _FIELD_HEADS else None
        return match.end if match else None

    def reach(self, i: int) -> int:
        """Index after ``từ Trung ương đến địa phương``, which tells the reach of the names before it."""
        if self.phrase(i, i + 4) != "từ trung ương đến":
            return i
        return i + 6 if self.phrase(i + 4, i + 6) in ("địa phương", "cơ sở") else i

    # ---- how far it goes

    def item(self, start: int) -> Item:
        """The name at ``start``, up to a boundary, a verb (in prose) or the end."""
        opening = self.opening(start)
        item = Item(start, opening.end if opening else start, opening, element=start)
        if opening:
            item.in_class = opening.is_class
            item.closed = item.settled = opening.kind in ("body", "committee")
            self._take_field(item, opening)
            determiner = determiners().at(self.words, start)
            item.element = determiner.end if determiner else start
        while item.end < len(self.words) and self._step(item):
            pass
        self._trim(item)
        return item

    def _take_field(self, item: Item, opening: Opening) -> None:
        end = self._field(opening.head.replace("bộ trưởng", "bộ"), opening.end)
        if end is not None:
            item.end, item.closed, item.settled, item.complement = end, True, True, 1
            item.proper = True

    def _step(self, item: Item) -> bool:
        """Take the next word or mark into the name; False where the name ends."""
        i = item.end
        if not self.words[i].is_word:
            return self._mark(item, i)
        if self.words[i].key in _AND:
            return self._joined(item, i)
        if self._run_on(item, i) or self.reach(i) > i:
            return False
        return self._complement(item, i)

    def _mark(self, item: Item, i: int) -> bool:
        mark = self.words[i].text
        if mark == "\n":
            return self._line_end(item, i)
        if mark == ",":
            return self._joined(item, i)
        if mark in _DASHES:
            return self._take(item, i + 1) if self.word(i + 1) and not (self.prose and self.tight(i + 1)) else False
        if mark in '(“"':
            return self._bracket(item, i)
        if mark == "/" and self.word(i + 1):
            return self._take(item, i + 1)
        return not self.prose and mark not in ";:" and self._take(item, i + 1)

    def _take(self, item: Item, end: int) -> bool:
        item.end = end
        return True

    def _line_end(self, item: Item, i: int) -> bool:
        following = self.opening(i + 1)
        higher = ("ủy ban", "ubnd")
        wrapped = following and (following.kind in ("committee", "class") or following.head.startswith(higher))
        if self.boundary(item, i) is not None and not wrapped:
            return False
        return self._take(item, i + 1)

    def _bracket(self, item: Item, i: int) -> bool:
        """A short form in brackets belongs to the name; in a list anything in brackets does."""
        shut = {"(": ")", "“": "”", '"': '"'}[self.words[i].text]
        end = next((n for n in range(i + 1, min(i + 60, len(self.words))) if self.words[n].text == shut), None)
        if end is None:
            return not self.prose and self._take(item, i + 1)
        if self.prose and not (end == i + 2 and self.words[i + 1].text.isupper()):
            return False
        item.settled = True
        return self._take(item, end + 1)

    def _run_on(self, item: Item, i: int) -> bool:
        """A new name begins without a separator: ``Các bộ, cơ quan UBND các tỉnh``, ``Sở A Sở B``."""
        opening = item.opening
        if not opening or not self.words[i].is_upper or i == opening.end:
            return False
        if opening.is_class:
            noun = classes().at(self.words, item.element)
            alone = bool(noun and noun.end == i and item.element > opening.end)
            return alone and self.words[i].key in ("ubnd", "ủy") and self._named(i) is not None
        same = opening.head in ("sở", "bộ") and self.words[i].key == opening.head and self.words[i].text.istitle()
        return same and item.complement > 0 and self._field(opening.head, i + 1) is not None

    def _joined(self, item: Item, i: int) -> bool:
        """A comma or ``và``: a boundary, one more noun of a class, or part of the name."""
        if self.boundary(item, i) is not None:
            return False
        after = self.after_separator(i)
        if item.in_class and self._next_class_noun(item, i, after):
            return True
        if item.prefix or not self.word(after):
            return False
        head = self.opening(after)
        if head:
            return self._complement_head(item, after, head)
        if self.prose and (item.settled or self.is_verb(item, after)):
            return False
        return self._take(item, after)

    def _complement_head(self, item: Item, i: int, opening: Opening) -> bool:
        """A head that is no new name here: ``Văn phòng và các Ban đảng``, ``Tỉnh ủy, Thành ủy``."""
        item.end, item.complement, item.settled = opening.end, item.complement + 1, opening.kind != "unit"
        item.in_class = item.in_class or opening.is_class
        item.element = i
        return True

    def _next_class_noun(self, item: Item, i: int, after: int) -> bool:
        noun = classes().at(self.words, after)
        if not noun:
            return False
        named = item.opening is not None and not item.opening.is_class
        if (named or item.proper) and "area" not in noun.kinds:
            return False
        item.end, item.element, item.settled = noun.end, after, "area" in noun.kinds
        return True

    def _complement(self, item: Item, i: int) -> bool:
        """One more word of the name, or False where prose goes on with a verb."""
        token = self.words[i]
        match = verbs().at(self.words, i)
        kinds = match.kinds if match else ()
        head = heads().at(self.words, i)
        if head and match and head.end > match.end:
            match, kinds = None, ()
        if match and ("tail" in kinds or "link" in kinds or "name" in kinds):
            anew = token.is_upper and self.mark(i - 1) in _LEVELS
            if self.prose and item.settled and "name" in kinds and not anew:
                return False
            item.complement += 1
            item.settled = "tail" in kinds or (item.settled and "name" in kinds and not anew)
            return self._take(item, match.end)
        if self.prose and self.is_verb(item, i):
            return False
        if head and "not" not in head.kinds and (token.is_upper or not item.settled):
            item.complement += 1
            field = self._field(self.phrase(i, head.end), head.end)
            item.settled = bool(field) or head.kinds[0] in ("committee", "body", "front", "open") or item.settled
            return self._take(item, field or head.end)
        if self._class_within(item, i):
            return True
        if self.prose and item.settled and not token.is_upper and not self._linked(i):
            return False
        if token.is_upper:
            item.proper = True
            item.settled = item.settled and not self._new_group(item, i)
        item.complement += 1
        return self._take(item, i + 1)

    def _new_group(self, item: Item, i: int) -> bool:
        """``Ủy ban Quốc gia Ứng phó sự cố``: after a level a capital with small letters behind it starts anew."""
        following = self.word(i + 1)
        if not following or following.is_upper or (self.words[i - 1].is_upper and self.mark(i - 1) not in _LEVELS):
            return False
        return verbs().at(self.words, i + 1) is None and self.mark(i - 1) not in _PLACED and not item.closed

    def _linked(self, i: int) -> bool:
        """The word before is ``của`` or ``thuộc``: what follows belongs to the name."""
        return self.mark(i - 1) in ("của", "thuộc", "trên")

    def _class_within(self, item: Item, i: int) -> bool:
        """``các xã, phường`` after ``UBND``: a class as the complement of a name."""
        determiner = determiners().at(self.words, i)
        noun = classes().at(self.words, determiner.end) if determiner else None
        if not determiner or not noun:
            return False
        area_only = item.opening is not None and item.opening.kind in ("unit", "open", "front")
        item.in_class = "area" in noun.kinds or not area_only or self._linked(i)
        if item.opening is not None and item.opening.kind == "role" and not item.proper:
            item.opening = Opening(item.opening.end, "class", item.opening.head, determined=True)
        item.complement += 1
        item.settled, item.element = "area" in noun.kinds, determiner.end
        return self._take(item, noun.end)

    def is_verb(self, item: Item, i: int) -> bool:
        """The sentence goes on here: a verb or function word that is no part of the name."""
        token = self.word(i)
        match = verbs().at(self.words, i)
        if token is None or match is None or (token.is_upper and not self.capitals):
            return False
        words = self.phrase(i, match.end)
        if words.endswith("thành") and self.mark(match.end) == "phố":
            return False
        if "function" in match.kinds:
            return not self._function_within(item, i, words)
        if "strong" not in match.kinds and "weak" not in match.kinds:
            return False
        if item.settled:
            return True
        if item.opening and item.opening.kind == "unit" and not item.complement:
            return words in _PREDICATES
        acts = objects().at(self.words, match.end) or determiners().at(self.words, match.end)
        if "strong" in match.kinds:
            return " " in words or bool(acts) or self.opening(match.end) is not None
        if item.in_class and classes().at(self.words, item.element):
            noun = classes().at(self.words, item.element)
            if noun and noun.end == i and participles().at(self.words, i):
                return objects().at(self.words, match.end) is not None and not (
                    words in _WORKS_ON and determiners().at(self.words, match.end)
                )
            if noun and noun.end == i:
                return True
        return bool(acts)

    def _function_within(self, item: Item, i: int, words: str) -> bool:
        following = self.word(i + 1)
        if words == "tại":
            return bool(following and following.is_upper and not item.closed)
        if words == "về" and item.opening:
            return item.opening.head.startswith(_MAY_SPEAK_ABOUT) or self.mark(i - 1) == "chung"
        return False

    def _trim(self, item: Item) -> None:
        """Drop separators and link words left at the end."""
        low = item.opening.end if item.opening else item.start
        if self.phrase(item.end - 2, item.end) == "trực thuộc" and item.in_class:
            return
        while item.end > low and (
            (not self.words[item.end - 1].is_word and self.words[item.end - 1].text not in ')”"')
            or self.words[item.end - 1].key in _DANGLING
        ):
            item.end -= 1

    # ---- where a list divides

    def after_separator(self, i: int) -> int:
        """Index after the separator at ``i``: marks, ``và``, ``cùng với`` and a list dash."""
        while i < len(self.words) and (
            self.words[i].text in ";,\n" or self.words[i].key in ("và", "cùng", "với") or self._list_dash(i)
        ):
            i += 1
        return i

    def _list_dash(self, i: int) -> bool:
        return self.words[i].text in "-–+•" and i > 0 and self.words[i - 1].text in "\n;,"

    def boundary(self, item: Item, i: int) -> int | None:
        """Index of the next name if the separator at ``i`` divides the list, else None."""
        after = self.after_separator(i)
        if after <= i or after >= len(self.words):
            return None
        following = self.opening(after)
        if any(t.text == ";" for t in self.words[i:after]):
            return after if following or not self.prose else None
        if not following or not item.complete or self._one_phrase(item, i, after, following):
            return None
        return after

    def _one_phrase(self, item: Item, i: int, after: int, following: Opening) -> bool:
        """Both sides belong to one name or one class, as an official reads them."""
        return (
            self._committees(item, i, following)
            or self._same_class(item, after, following)
            or self._front_and_members(item, i, after)
            or (self.phrase(item.start, i) == "các cấp" and self.phrase(after, after + 2) in ("các ngành", "các địa"))
        )

    def _committees(self, item: Item, i: int, following: Opening) -> bool:
        """``Ban Thường vụ Tỉnh ủy, Thành ủy``: the second committee is short for the same body."""
        if following.kind != "committee" or self.mark(i - 1) != "ủy":
            return False
        goes_on = self.word(following.end)
        return not (goes_on and goes_on.is_upper)

    def _same_class(self, item: Item, after: int, following: Opening) -> bool:
        """``các sở, ban, ngành và địa phương``: one more noun of the same class."""
        noun = classes().at(self.words, after)
        if not item.opening or not noun or following.determined:
            return False
        if following.kind != "class" and following.end > noun.end:
            return False
        if following.kind not in ("class", "committee") and self._looks_proper(following.end):
            return False
        if following.kind == "role":
            return False
        if item.opening.is_class:
            return not item.proper
        return item.in_class and "area" in noun.kinds

    def _front_and_members(self, item: Item, i: int, after: int) -> bool:
        """``Mặt trận Tổ quốc và các tổ chức chính trị - xã hội`` is one phrase; with a comma it is two."""
        return (
            item.opening is not None
            and item.opening.kind == "front"
            and self.mark(i) == "và"
            and self.phrase(after, after + 3) in ("các tổ chức", "các đoàn thể")
        )
