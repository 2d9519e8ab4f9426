"""Names that fit a square: what remains of a body's name without its office, as long as no two are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

OFFICE = re.compile(
    r"^(?:Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|"
    r"(?:Ban Chấp hành )?Đảng bộ|Đảng ủy)\s+(?=\S)",
    re.IGNORECASE,
)
"""``UBND xã Sông Lam``, ``Đảng ủy phường An Phước``."""
UNIT = re.compile(r"^(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s+(?=\S)", re.IGNORECASE)
"""``xã Sông Lam``; but ``Phường 3`` of a town keeps its word, for a figure alone is no name."""


def without_office(name: str) -> str:
    """``UBND xã Sông Lam`` → ``xã Sông Lam``."""
    return OFFICE.sub("", name)


def bare(name: str) -> str:
    """``UBND xã Sông Lam`` → ``Sông Lam``."""
    rest = without_office(name)
    place = UNIT.sub("", rest)
    return rest if place.isdecimal() else place


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """The shortest form of each name that no other has: the place, with its unit, or all of it."""
    found = dict(names)
    for form in (without_office, bare):
        found |= _alone(names, form)
    return found


def _alone(names: Mapping[str, str], form: Callable[[str], str]) -> dict[str, str]:
    said = Counter(form(name) for name in names.values())
    return {key: form(name) for key, name in names.items() if said[form(name)] == 1}
