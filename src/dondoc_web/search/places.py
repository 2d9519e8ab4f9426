"""The key of an entry: kind, day, object and part in one number, the newest of a kind last.

The newest entries of a kind are then read by walking along the key on both
databases, whatever the number of hits, and a period is a stretch of it.
"""

from __future__ import annotations

from datetime import date

DAY_BITS, OBJECT_BITS, PART_BITS = 17, 26, 16
MOST_PARTS = 1 << PART_BITS
FIRST = date(1900, 1, 1)
LAST = date(2258, 1, 1)


def key(kind: int, day: date | None, number: int, part: int) -> int:
    """The key; what has no day stands before everything that has one."""
    if number >= 1 << OBJECT_BITS or part >= MOST_PARTS:
        raise ValueError(f"{number}.{part} is beyond the keys of entries")
    return (((kind << DAY_BITS | _day(day)) << OBJECT_BITS | number) << PART_BITS) | part


def _day(day: date | None) -> int:
    if day is None:
        return 0
    return (min(max(day, FIRST), LAST) - FIRST).days + 1


def kind_of(number: int) -> int:
    """The kind that a key says."""
    return number >> DAY_BITS + OBJECT_BITS + PART_BITS


def stretch(kind: int, since: date | None, until: date | None) -> tuple[int, int]:
    """First key, and the key after the last, of the entries of a kind from one day to another, both included."""
    begin = key(kind, since, 0, 0)
    if until is None:
        return begin, key(kind + 1, None, 0, 0)
    if since is None:
        begin = key(kind, FIRST, 0, 0)
    return begin, (kind << DAY_BITS | (_day(until) + 1)) << OBJECT_BITS + PART_BITS
