"""Days as they are printed: ``15/6/2023``, ``ngày 05 tháng 01 năm 2026``, ``01-10-1997``.

A day that does not exist (``31/02``) is no day; nothing is completed or guessed.
"""

from __future__ import annotations

import datetime
import re

LONG = r"(?:ngày\s+)?(?P<d{0}>\d{{1,2}})\s+tháng\s+(?P<m{0}>\d{{1,2}})\s+năm\s+(?P<y{0}>\d{{4}})"
SHORT = (
    r"(?:ngày\s+)?(?P<d{0}>\d{{1,2}})\s?(?P<s{0}>[/.\-])\s?(?P<m{0}>\d{{1,2}})\s?(?P=s{0})\s?(?P<y{0}>\d{{4}})(?!\d)"
)

DATE = re.compile(rf"(?<![\d/.-])(?:{LONG.format(1)}|{SHORT.format(2)})", re.I)
"""A full day in either form; groups d1 m1 y1 or d2 m2 y2."""


def iso(year: int, month: int, day: int) -> str | None:
    """ISO day, or None for one that is in no calendar.

    >>> iso(2024, 2, 29), iso(2023, 2, 29)
    ('2024-02-29', None)
    """
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def iso_of(match: re.Match[str]) -> str | None:
    """ISO day of a match of :data:`DATE`."""
    k = "1" if match["y1"] else "2"
    return iso(int(match[f"y{k}"]), int(match[f"m{k}"]), int(match[f"d{k}"]))


def last_day(year: int, month: int) -> str | None:
    """ISO day of the last of a month; None for a month that does not exist."""
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return None
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - datetime.timedelta(days=1)).isoformat()


_BEFORE_A_DAY = re.compile(
    r"\btrước\s+(?:ngày\s+\d{1,2}|\d{1,2}(?:\s?[/.\-]\s?\d{1,2}(?!\d)|\s+tháng\s+\d{1,2}))",
    re.I,
)
"""«trước ngày 15/12/2024», «trước 30 tháng 11 hằng năm»; not «trước 17h00 ngày 05/6/2026», not «trước năm 2027»."""


def says_before_a_day(words: str) -> bool:
    """The words name a day as one before which something is due, so that its last day may be read in two ways.

    An hour on a day ("trước 17h00 ngày 05/6") names the day itself.

    >>> says_before_a_day("Hoàn thành trước ngày 15/12/2024"), says_before_a_day("Chậm nhất ngày 15/12/2024")
    (True, False)
    """
    return bool(_BEFORE_A_DAY.search(words))
