"""The register of agencies: which bodies an agency phrase means.

Nothing is guessed: a phrase that is not known, or whose abbreviation has more
than one meaning, resolves to nothing. Facts are the data tables beside this
module (names with their period of validity, abbreviations, provinces, and
collective phrases).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from dondoc.agencies.words import key, rows


@dataclass(frozen=True, slots=True)
class Agency:
    """A body: names it goes by, the system and level it belongs to, and when it existed.

    ``system`` is party, state, front, mass, armed or enterprise; ``level`` is
    central, province, district or commune. Agencies below the central level
    stand for one in each province. ``valid_from`` and ``valid_to`` are ISO
    days, both included; None means open.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    system: str
    level: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A collective phrase ("các sở, ban, ngành"), with the pattern of its normal form."""

    key: str
    name: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city, in one period of its life.

    ``kind`` is ``tỉnh`` or ``thành phố``; ``successor`` is the key of the
    province that followed it.
    """

    key: str
    name: str
    kind: str
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None

    @property
    def full_name(self) -> str:
        """``tỉnh Quảng Ngãi``, ``thành phố Hà Nội``."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a phrase means: keys of agencies (with ``@place`` below the central level), or of a group.

    Both are empty when the phrase is not known.
    """

    agencies: tuple[str, ...] = ()
    group: str | None = None

    def __bool__(self) -> bool:
        return bool(self.agencies or self.group)


@cache
def agencies() -> tuple[Agency, ...]:
    """Every agency of the register."""
    return tuple(
        Agency(
            r["key"],
            r["name"],
            tuple(filter(None, r["aliases"].split("|"))),
            r["system"],
            r["level"],
            r["valid_from"] or None,
            r["valid_to"] or None,
        )
        for r in rows("agencies.csv")
    )


@cache
def groups() -> tuple[Group, ...]:
    """Every collective phrase of the register."""
    return tuple(Group(r["key"], r["name"], r["pattern"]) for r in rows("groups.csv"))


@cache
def provinces() -> tuple[Province, ...]:
    """Provinces and centrally run cities, those of today and those merged or renamed."""
    return tuple(
        Province(r["key"], r["name"], r["kind"], r["valid_from"] or None, r["valid_to"] or None, r["successor"] or None)
        for r in rows("provinces.csv")
    )


def province_named(text: str) -> Province | None:
    """The province named in ``text``: the first name found, in its latest period of life; None if there is none."""
    match = _province_pattern().search(normal(text))
    return _province_index()[match[1]] if match else None


@cache
def _province_index() -> dict[str, Province]:
    return {normal(p.name): p for p in sorted(provinces(), key=lambda p: p.valid_to or "9999")}


@cache
def _province_pattern() -> re.Pattern[str]:
    names = sorted(_province_index(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, names)) + r")(?!\w)")


@cache
def abbreviations() -> dict[str, str]:
    """Short forms with exactly one meaning: ``UBND`` → ``Ủy ban nhân dân``."""
    return {r["abbreviation"]: r["full"] for r in rows("abbreviations.csv")}


_SHORT = re.compile(r"[A-ZĐ]+(?:[&,./-][A-ZĐ]+)*")
_MARKS = re.compile(r"[^\w/]+")
_AND = re.compile(r"(?<!\w)và(?!\w)")


def expanded(phrase: str) -> str:
    """``phrase`` with unambiguous abbreviations written out; others stay as they are."""
    known = abbreviations()

    def full(match: re.Match[str]) -> str:
        short = match[0]
        return known.get(short) or known.get(short.replace(".", "")) or short

    return _SHORT.sub(full, phrase)


def normal(phrase: str) -> str:
    """Form in which names are compared: lower case, one tone placement, without marks and ``và``.

    >>> normal("Sở VHTTDL") == normal("sở Văn hoá Thể thao & Du lịch")
    True
    """
    plain = _MARKS.sub(" ", _AND.sub(" ", key(expanded(phrase))))
    return " ".join(plain.split())


@cache
def _index() -> dict[str, Agency | None]:
    """Normal form of each name to its agency; None where two agencies share it."""
    found: dict[str, Agency | None] = {}
    for agency in agencies():
        for name in {normal(n) for n in (agency.name, *agency.aliases)}:
            found[name] = None if found.get(name, agency) is not agency else agency
    return found


@cache
def _group_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((g.key, re.compile(g.pattern)) for g in groups())


_LEVEL_END = re.compile(r" (?:tỉnh|thành phố|tp)$")


@lru_cache(maxsize=8192)
def resolve(phrase: str, place: str | None = None) -> Resolution:
    """The agencies or the group that one agency phrase means.

    ``place`` is the province of the directive ("Quảng Ngãi"): it completes the
    key of a provincial body (``so-tai-chinh@quang-ngai``). A place named in
    the phrase itself comes first.
    """
    name = normal(phrase)
    agency = _index().get(name)
    if agency:
        return Resolution((_placed(agency, place),))
    group = next((k for k, pattern in _group_patterns() if pattern.fullmatch(name)), None)
    if group:
        return Resolution(group=group)
    return _with_place(name)


def _placed(agency: Agency, place: str | None) -> str:
    province = province_named(place) if place and agency.level != "central" else None
    return f"{agency.key}@{province.key}" if province else agency.key


def _with_place(name: str) -> Resolution:
    """``sở tài chính tỉnh quảng ngãi``: a provincial body with its place."""
    ends = [n for n in _province_index() if name.endswith(" " + n)]
    province = _province_index()[max(ends, key=len)] if ends else None
    if not province:
        return Resolution()
    bare = name[: -len(normal(province.name)) - 1]
    agency = _index().get(bare) or _index().get(f"{bare} tỉnh") or _index().get(_LEVEL_END.sub("", bare))
    if not agency or agency.level != "province":
        return Resolution()
    return Resolution((f"{agency.key}@{province.key}",))
