"""From the time of a task to its rounds (kỳ thực hiện), each with the day that counts and the rule that gave it.

The rules of ``docs/time-rules.md``. What the words name is made, the past
included; what comes back again and again begins with the day of the order.
Nothing here looks at a clock or a database: the same facts give the same
rounds, and a later horizon only adds to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dondoc.document import TimingKind
from dondoc_web.work import periods
from dondoc_web.work.periods import DAY, Cycle, Period


class DueRule(TextChoices):
    """The rule that gave the day of a round; shown beside it."""

    PRINTED = "printed", _("ngày được nêu trong văn bản")
    BEFORE_SAME_DAY = "before-same-day", _("“trước ngày”: ngày được nêu là ngày cuối")
    BEFORE_DAY_BEFORE = "before-day-before", _("“trước ngày”: ngày cuối là ngày liền trước")
    END_OF_WEEK = "end-of-week", _("suy ra từ kỳ: ngày cuối tuần")
    END_OF_MONTH = "end-of-month", _("suy ra từ kỳ: ngày cuối tháng")
    END_OF_QUARTER = "end-of-quarter", _("suy ra từ kỳ: ngày cuối quý")
    END_OF_HALF = "end-of-half", _("suy ra từ kỳ: ngày cuối 6 tháng")
    END_OF_YEAR = "end-of-year", _("suy ra từ kỳ: ngày cuối năm")
    END_OF_RANGE = "end-of-range", _("suy ra từ kỳ: ngày cuối giai đoạn")
    END_OF_REPORTING_YEAR = "end-of-reporting-year", _("suy ra từ kỳ: ngày cuối năm báo cáo")
    REVIEW = "review", _("rà soát hằng năm, không có thời hạn")
    NO_DAY = "no-day", _("văn bản không nêu thời hạn")
    BY_HAND = "by-hand", _("do người theo dõi ấn định")
    EXTENDED = "extended", _("được gia hạn")


@dataclass(frozen=True, slots=True)
class When:
    """The time of a task, as :class:`dondoc.document.Timing` has it.

    ``days`` are printed: ISO, ``--MM-DD`` each year, ``---DD`` each month.
    ``before`` says that the words are "trước ngày"; ``ordered_on`` is the day
    on which the task was confirmed.
    """

    kind: TimingKind
    ordered_on: date
    start: date | None = None
    end: date | None = None
    days: tuple[str, ...] = ()
    recurrence: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What an office has settled: how "trước ngày" counts, and when its reporting year ends (month, day)."""

    day_before: bool = False
    year_ends: tuple[int, int] = (12, 14)


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its period, the day that counts, the rule, and the printed day where there is one."""

    period: str
    start: date | None
    end: date | None
    due_on: date | None
    rule: DueRule
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Beat:
    """How often a task comes back, and the day of a round that has no printed one."""

    cycle: Cycle
    rule: DueRule


_BEATS = {
    "weekly": _Beat(periods.week, DueRule.END_OF_WEEK),
    "monthly": _Beat(periods.month, DueRule.END_OF_MONTH),
    "quarterly": _Beat(periods.quarter, DueRule.END_OF_QUARTER),
    "half-yearly": _Beat(periods.half, DueRule.END_OF_HALF),
}
_NAMED_PERIODS = {
    TimingKind.YEAR: DueRule.END_OF_YEAR,
    TimingKind.QUARTER: DueRule.END_OF_QUARTER,
    TimingKind.MONTH: DueRule.END_OF_MONTH,
    TimingKind.RANGE: DueRule.END_OF_RANGE,
    TimingKind.DEADLINE: DueRule.END_OF_RANGE,
}
_REVIEWED = (TimingKind.ONGOING, TimingKind.FROM_YEAR_ONWARDS, TimingKind.PERIODIC)


def rounds(when: When, rules: Rules, horizon: date) -> tuple[Round, ...]:
    """The rounds of a task in order, as far as they begin by ``horizon``; the first is always there."""
    when = _without_contradiction(when)
    beat = _beat(when, rules)
    if beat is None:
        return _begun(_named(when, rules), horizon)
    return tuple(_recurring(when, rules, beat, horizon))


def _without_contradiction(when: When) -> When:
    """An end before the start leaves the end alone; days that are no days are left out."""
    days = tuple(day for day in when.days if _is_day(day))
    if when.start and when.end and when.end < when.start:
        return replace(when, start=None, days=days)
    return replace(when, days=days)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text.replace("---", "2024-01-").replace("--", "2024-") if text.startswith("--") else text)
    except ValueError:
        return False
    return True


def _begun(found: Sequence[Round], horizon: date) -> tuple[Round, ...]:
    return tuple(one for n, one in enumerate(found) if n == 0 or one.start is None or one.start <= horizon)


# What comes back ------------------------------------------------------------------------------------


def _beat(when: When, rules: Rules) -> _Beat | None:
    """How often the task comes back; None for one that is done in the periods its words name."""
    if when.recurrence == "when_needed" or (when.kind is TimingKind.DEADLINE and _whole_days(when)):
        return None
    if when.recurrence in _BEATS:
        return _BEATS[when.recurrence]
    if any(day.startswith("---") for day in when.days):
        return _BEATS["monthly"]
    return _yearly_beat(when, rules)


def _yearly_beat(when: When, rules: Rules) -> _Beat | None:
    by_calendar = bool(when.days)
    cycle = periods.year if by_calendar else periods.reporting_year(rules.year_ends)
    annual = when.kind is TimingKind.ANNUAL or (when.kind is TimingKind.PERIODIC and when.recurrence == "yearly")
    unsaid = when.kind in (TimingKind.DEADLINE, TimingKind.UNSPECIFIED) and any(d.startswith("--") for d in when.days)
    if annual or unsaid:
        return _Beat(cycle, DueRule.END_OF_YEAR if by_calendar else DueRule.END_OF_REPORTING_YEAR)
    open_range = when.kind is TimingKind.RANGE and when.end is None and when.start is not None
    return _Beat(cycle, DueRule.REVIEW) if when.kind in _REVIEWED or open_range else None


def _recurring(when: When, rules: Rules, beat: _Beat, horizon: date) -> Sequence[Round]:
    """Rounds from the day of the order on; where all are over by then, the last one stays."""
    kept: list[Round] = []
    over: list[Round] = []
    for period in _periods(when, rules, beat):
        for one in _rounds_in(period, when, rules, beat.rule):
            if kept and one.start is not None and one.start > horizon:
                return kept
            still = one.printed_on or one.end
            (kept if still is None or still >= when.ordered_on else over).append(one)
    return kept or over[-1:]


def _periods(when: When, rules: Rules, beat: _Beat) -> Iterator[Period]:
    """The periods of the beat within the days that the words name."""
    until = _last_day(when, rules, beat)
    first = max(when.ordered_on, when.start or when.ordered_on)
    for period in periods.following(beat.cycle, min(first, until) if until else first):
        start, end = period.start, period.end
        if until and start and start > until:
            return
        if when.start and start and start < when.start <= (end or when.start):
            start = when.start
        if until and end and end > until:
            end = until
        code = f"review-{period.code}" if beat.rule is DueRule.REVIEW else period.code
        yield Period(code, start, end)


def _last_day(when: When, rules: Rules, beat: _Beat) -> date | None:
    """The end that the words name; by reporting years the close of that year."""
    if when.end is None or when.days or beat in _BEATS.values():
        return when.end
    return periods.day_in_month(when.end.year, *rules.year_ends)


def _rounds_in(period: Period, when: When, rules: Rules, rule: DueRule) -> Iterator[Round]:
    days = sorted({day for text in when.days for day in _days_in(text, period)})
    yield from _by_days(period, days, when, rules, rule)


def _days_in(text: str, period: Period) -> Iterator[date]:
    """The printed day as it falls into the period; "day 20" of a quarter is that of its last month."""
    if period.start is None or period.end is None:
        return
    if text.startswith("---"):
        found = [periods.day_in_month(period.end.year, period.end.month, int(text[3:]))]
    elif text.startswith("--"):
        years = range(period.start.year, period.end.year + 1)
        found = [periods.day_in_month(year, int(text[2:4]), int(text[5:7])) for year in years]
    else:
        found = [date.fromisoformat(text)]
    yield from (day for day in found if period.start <= day <= period.end)


# What the words name ------------------------------------------------------------------------------------


def _named(when: When, rules: Rules) -> tuple[Round, ...]:
    """The rounds of a deadline, a year, a quarter, a month or a range."""
    rule = _NAMED_PERIODS.get(when.kind, DueRule.NO_DAY)
    parts = list(_parts(when))
    days = _whole_days(when)
    found: list[Round] = []
    for n, part in enumerate(parts):
        last = n == len(parts) - 1
        its_days = {day for day in days if _belongs(day, parts, n)}
        its_days |= {day for text in when.days if text.startswith("--") for day in _days_in(text, part)}
        found += _by_days(part, sorted(its_days), when, rules, rule if last else DueRule.END_OF_YEAR)
    return tuple(found)


def _whole_days(when: When) -> list[date]:
    return sorted({date.fromisoformat(day) for day in when.days if not day.startswith("--")})


def _parts(when: When) -> Iterator[Period]:
    """A range over years has a part a year, from the year of the order where no start is named."""
    start, end = when.start, when.end
    if (when.kind is TimingKind.DEADLINE and _whole_days(when)) or when.kind not in _NAMED_PERIODS:
        yield Period("once", start, end)
        return
    if when.kind is not TimingKind.RANGE or end is None:
        yield periods.named(start, end)
        return
    first = start or min(when.ordered_on, end)
    if start and start.year == end.year:
        yield periods.named(start, end)
        return
    for number in range(first.year, end.year + 1):
        whole = periods.year(date(number, 1, 1))
        yield Period(whole.code, start if number == first.year else whole.start, min(end, date(number, 12, 31)))


def _belongs(day: date, parts: Sequence[Period], n: int) -> bool:
    """A printed day belongs to the first part that has not ended before it, else to the last."""
    for number, part in enumerate(parts):
        if part.end is None or day <= part.end or number == len(parts) - 1:
            return number == n
    return False


# The day that counts ------------------------------------------------------------------------------------


def _by_days(period: Period, days: Sequence[date], when: When, rules: Rules, rule: DueRule) -> Iterator[Round]:
    """A round for the period, or one for each of several printed days in it."""
    if not days:
        yield _without_printed_day(period, rule)
    elif len(days) == 1:
        start = min(period.start, days[0]) if period.start else None
        yield _printed(replace(period, start=start, end=period.end or days[0]), days[0], when, rules)
    else:
        starts = [period.start and min(period.start, days[0]), *(one + DAY for one in days[:-1])]
        ends = [*days[:-1], max(period.end or days[-1], days[-1])]
        for start, end, day in zip(starts, ends, days, strict=True):
            yield _printed(Period(day.isoformat(), start, end), day, when, rules)


def _without_printed_day(period: Period, rule: DueRule) -> Round:
    if rule in (DueRule.REVIEW, DueRule.NO_DAY):
        return Round(period.code, period.start, period.end, None, rule)
    return Round(period.code, period.start, period.end, period.end, rule if period.end else DueRule.NO_DAY)


def _printed(period: Period, day: date, when: When, rules: Rules) -> Round:
    """A printed day counts itself; after "trước ngày", as the office has settled it."""
    if not when.before:
        return Round(period.code, period.start, period.end, day, DueRule.PRINTED, day)
    if rules.day_before:
        return Round(period.code, period.start, period.end, day - DAY, DueRule.BEFORE_DAY_BEFORE, day)
    return Round(period.code, period.start, period.end, day, DueRule.BEFORE_SAME_DAY, day)


def in_order(found: Sequence[Round]) -> bool:
    """Rounds follow one another: none begins before the one before it has ended."""
    return all(a.end is None or b.start is None or a.end < b.start for a, b in pairwise(found))
