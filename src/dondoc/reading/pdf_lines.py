"""The lines of one page: tables where they stand among the text around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dondoc.reading.pages import Line, PrintedWord, in_reading_order, prose, rows_of, setting_of, spaced
from dondoc.reading.pdf_unruled import unruled_tables
from dondoc.reading.ruled import Ruling, merged, tables_of
from dondoc.reading.ruled_text import filled

_Row = list[PrintedWord]


@dataclass(frozen=True, slots=True)
class PageLines:
    """Lines from top to bottom, and whether the first and the last of them belong to tables."""

    lines: list[Line]
    begins_with_table: bool = False
    ends_with_table: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that stand together, and the height at which they begin."""

    top: float
    lines: list[Line]
    table: bool = False


def page_lines(words: Sequence[PrintedWord], rulings: Sequence[Ruling]) -> PageLines:
    """The lines of the words of a page."""
    blocks: list[_Block] = []
    rest = list(words)
    for table in tables_of(rulings):
        lines, rest = filled(table, rest)
        if lines:
            blocks.append(_Block(table.ys[0], lines, table=True))
    rows = rows_of(word for word in rest if not word.sideways)
    for first, last, lines in reversed(unruled_tables(rows)):
        blocks.append(_Block(rows[first][0].y0, lines, table=True))
        del rows[first:last]
    blocks.extend(_prose_blocks(rows, rulings, sorted(block.top for block in blocks)))
    if sideways := [word for word in rest if word.sideways]:
        blocks.append(_Block(float("inf"), [tuple(spaced(sideways))]))
    blocks.sort(key=lambda block: block.top)
    return PageLines(
        [line for above, block in pairwise([None, *blocks]) if block for line in _after(above, block)],
        bool(blocks) and blocks[0].table,
        bool(blocks) and blocks[-1].table,
    )


def _after(above: _Block | None, block: _Block) -> list[Line]:
    """The lines of a block; an empty one before a table that stands right under another."""
    return [(), *block.lines] if above and above.table and block.table else block.lines


def _prose_blocks(rows: Sequence[_Row], rulings: Sequence[Ruling], tables: Sequence[float]) -> Iterator[_Block]:
    """The text above, between and below the tables that begin at the heights ``tables``."""
    rules = sorted(ruling.at for ruling in merged(ruling for ruling in rulings if ruling.level))
    between: dict[int, list[_Row]] = {}
    for row in rows:
        between.setdefault(bisect_right(tables, row[0].middle), []).append(row)
    for part in between.values():
        lines = [line for column in in_reading_order(part) for line in prose(column, setting_of(column), rules)]
        yield _Block(part[0][0].y0, lines)
