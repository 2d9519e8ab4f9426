"""Numbers of documents, State and Party, as they are printed in running text.

State: ``47/NQ-CP``, ``152/2020/NĐ-CP``, ``66.7/2025/NQ-CP``, ``1578/BTTTT-TTĐN``;
Party: ``57-KL/TW``. Misprints in use are read too: a stray space (``119- KH/TU``),
a slash for a hyphen (``124/QĐ/TTg``), a hyphen for a slash (``66-QĐ-TW``).
Dates (``24/11``), spans of years and measures (``170 m3/s``) are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.parsing.kinds import kind_symbols

_U = "A-ZĐÂĂÊÔƠƯ"
_FIRST = rf"(?:[{_U}]{{2}}[{_U}a-zđ0-9&]{{0,12}}|QyĐ|ThU)"
_PART = rf"(?:[{_U}][{_U}0-9&]{{0,14}}(?:[a-zđ]{{1,2}}[{_U}0-9]{{0,8}})?|\d{{1,4}}(?:h\d{{2}})?)"

_STATE = (
    rf"(?P<n>\d{{1,5}}[a-zđ]?(?:\.\d{{1,3}})?)(?P<year>[ ]?/[ ]?(?:19|20)\d\d)?[ ]{{0,12}}/[ ]?"
    rf"(?P<symbol>{_FIRST}(?:(?:[ ]?-[ ]?|/){_PART}){{0,6}})"
)
"""``12/KH-UBND``, ``70/2023/NĐ-CP``, ``202/2025/QH15``, ``01/KH1N-01/17h00/DBQG-DBKH``."""

_PARTY_KINDS = "|".join(sorted({*kind_symbols(), "QĐi", "QH", "TBKL", "GM", "GGT", "BS", "ĐL"}, key=len, reverse=True))
_PARTY = rf"\d{{1,5}}[a-zđ]?\s?[-–]\s?(?:{_PARTY_KINDS})(?:\s?/\s?{_FIRST}|-(?:TW|TU|ĐU|HU))(?:[ ]?-[ ]?{_PART}){{0,2}}"
"""``57-KL/TW``, ``119- KH/TU``, ``31 - HD/BTCTW``, ``66-QĐ-TW``."""

_NUMBER = re.compile(rf"(?<![\w/.\-])(?:(?P<party>{_PARTY})|(?P<state>{_STATE}))(?![\w/])")
_SPACE = re.compile(r"\s+")
_CALLED = re.compile(
    r"(?:(?<!\w)số|\b(?:định|thị|quyết|luận|hoạch|trình|văn|báo|thư|tư|điện|dẫn|chế|án|cáo|lệnh))\s*:?\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start`` to ``end`` of a text; ``text`` is without spaces."""

    text: str
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """Numbers of documents in the order of ``text``.

    A symbol without a hyphen and without a year (``5/HĐND``) counts only where
    ``số`` or a kind of document stands before it.
    """
    for match in _NUMBER.finditer(text):
        plain = match["state"] and not match["year"] and not re.search("[-/]", match["symbol"])
        if plain and not _CALLED.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        yield Number(_SPACE.sub("", match[0]).replace("–", "-"), match.start(), match.end())
