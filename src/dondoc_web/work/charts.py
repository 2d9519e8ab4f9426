"""Figures as pictures: what a chart draws, and the same in words; the table beside it has every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc_web.work import periods
from dondoc_web.work.counting import HEADS, Figures
from dondoc_web.work.wanted import NO_DAY

DRAWN = 20
"""Bars of one chart: more are too thin to be told apart, and the table has them all."""

QUARTERS = 8
"""Quarters of a trend, the current one the last."""

NAMED = 3
"""Lines that a summary names."""

SHARES = ("done-not-late", "done-late", "overdue")


@dataclass(frozen=True, slots=True)
class Chart:
    """``key`` names its place in the page, ``data`` is what ``charts.js`` draws, ``summary`` says it."""

    key: str
    title: str
    summary: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """So much of what was due in a quarter; ``percent`` is None where nothing counts."""

    words: str
    n: int
    percent: float | None
    address: str

    @property
    def shown(self) -> str:
        """As people write it: ``91,8 %``."""
        return "–" if self.percent is None else f"{self.percent:.1f} %".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Turn:
    """A quarter of the trend: what was due in it and counts, and its shares in the order of :data:`SHARES`."""

    name: str
    n: int
    address: str
    shares: Sequence[Share]


def share_words() -> list[str]:
    """The words of :data:`SHARES`."""
    return [_("Hoàn thành, không quá hạn"), _("Hoàn thành quá hạn"), _("Quá hạn, chưa xong")]


def bars(title: str, whole: Figures, lines: Sequence[Figures], *, upright: bool = False) -> Chart:
    """One bar a line, a piece a timeliness; ``upright`` where the lines are quarters, drawn from the oldest on."""
    drawn = sorted(lines[:DRAWN], key=_oldest_first) if upright else lines[:DRAWN]
    cells = [line.cells[1:] for line in drawn]
    series = [
        {
            "code": code,
            "name": str(words),
            "values": [row[at].n for row in cells],
            "links": [row[at].address for row in cells],
        }
        for at, (code, words, _colour) in enumerate(HEADS[1:])
    ]
    data = {
        "kind": "columns" if upright else "bars",
        "title": title,
        "lines": [line.name for line in drawn],
        "series": [one for one in series if any(one["values"])],
    }
    return Chart("bars", title, " ".join([whole_in_words(whole), *_worst(lines), *_left_out(lines)]), data)


def _oldest_first(quarter: Figures) -> tuple[bool, str]:
    return quarter.wanted.period == NO_DAY, quarter.wanted.period


def whole_in_words(whole: Figures) -> str:
    """Figures as one sentence."""
    of = whole.of
    return _(
        "Tổng số %(all)d việc: %(done)d hoàn thành, trong đó %(late)d quá hạn; %(open)d đang làm, trong đó "
        "%(soon)d sắp đến hạn, %(overdue)d quá hạn, %(none)d không thời hạn; %(aside)d không tính hạn."
    ) % {
        "all": of(""),
        "done": of("done"),
        "late": of("done-late"),
        "open": of("open"),
        "soon": of("soon"),
        "overdue": of("overdue"),
        "none": of("no-due"),
        "aside": of("aside"),
    }


def _worst(lines: Sequence[Figures]) -> list[str]:
    late = sorted((line for line in lines if line.of("overdue")), key=lambda one: -one.of("overdue"))[:NAMED]
    if len(lines) < 2 or not late:
        return []
    return [_("Quá hạn nhiều nhất: %s.") % ", ".join(f"{one.name} ({one.of('overdue')})" for one in late)]


def _left_out(lines: Sequence[Figures]) -> list[str]:
    left = len(lines) - DRAWN
    if left <= 0:
        return []
    words = ngettext("Biểu đồ không vẽ %d dòng; bảng có đủ.", "Biểu đồ không vẽ %d dòng; bảng có đủ.", left)
    return [words % left]


# The trend --------------------------------------------------------------------------------------------------------


def turns(quarters: Sequence[Figures], today: date) -> list[Turn]:
    """The last quarters up to the current one, the oldest first, out of :func:`.counting.by_quarter`."""
    now = periods.quarter_code(today)
    past = [one for one in quarters if one.wanted.period != NO_DAY and one.wanted.period <= now]
    return [_turn(one) for one in past[:QUARTERS][::-1]]


def _turn(quarter: Figures) -> Turn:
    n = quarter.of("counted")
    parts = zip(SHARES, share_words(), strict=True)
    shares = [
        Share(
            words,
            quarter.of(code),
            round(100 * quarter.of(code) / n, 1) if n else None,
            quarter.wanted.address(state=code),
        )
        for code, words in parts
    ]
    return Turn(quarter.name, n, quarter.wanted.address(state="counted"), shares)


def trend(title: str, found: Sequence[Turn]) -> Chart:
    """A line a share, a point a quarter."""
    series = [
        {
            "code": code,
            "name": words,
            "values": [turn.shares[at].percent for turn in found],
            "links": [turn.shares[at].address for turn in found],
        }
        for at, (code, words) in enumerate(zip(SHARES, share_words(), strict=True))
    ]
    data = {"kind": "lines", "title": title, "lines": [turn.name for turn in found], "series": series}
    return Chart("trend", title, _trend_in_words(found), data)


def _trend_in_words(found: Sequence[Turn]) -> str:
    counted = [turn for turn in found if turn.n]
    if len(counted) < 2:
        return _("Chưa đủ hai quý có việc đến hạn để thấy xu hướng.")
    first, last = counted[0], counted[-1]
    worst = max(counted, key=lambda turn: turn.shares[2].n)
    words = _(
        "Việc đến hạn trong quý hoàn thành không quá hạn: %(first)s ở %(from)s, %(last)s ở %(to)s; "
        "hoàn thành quá hạn: %(late_first)s và %(late_last)s."
    ) % {
        "first": first.shares[0].shown,
        "from": first.name,
        "last": last.shares[0].shown,
        "to": last.name,
        "late_first": first.shares[1].shown,
        "late_last": last.shares[1].shown,
    }
    if not worst.shares[2].n:
        return words
    most = _("Còn quá hạn nhiều nhất: %(name)s (%(n)d việc).") % {"name": worst.name, "n": worst.shares[2].n}
    return f"{words} {most}"
