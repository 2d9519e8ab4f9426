"""Words of time to a :class:`~dondoc.document.Timing`: what is printed is kept, a named rule reads it.

Kinds and fields after ``timing`` in the guidelines of the reviewed answers:
``start`` and ``end`` are the period named, ``due`` is a printed day only.
Nothing is computed from today's date, and no year is supplied.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from dondoc.document import TimingKind
from dondoc.parsing.dates import DATE, iso, iso_of, last_day


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule made of words of time; ``rule`` is its name."""

    kind: TimingKind
    rule: str
    start: str | None = None
    end: str | None = None
    due: str | None = None
    due_dates: tuple[str, ...] = ()
    recurrence: str | None = None
    on_request: bool = False


_Y = r"(?:19|20)\d\d"
_YEARLY = r"h[àằ]ng năm|mỗi năm|năm một lần|một năm một lần|01 năm/lần|1 năm/lần"
_DASH = r"\s*(?:-|–|—|đến|tới|đến hết|đến năm)\s*(?:hết\s+)?(?:năm\s+)?"
HOUR = r"\d{1,2}\s?(?:giờ|h|g)\s?(?:\d{1,2}(?:\s+phút)?)?,?"
"""An hour before a day: ``17h00``, ``10 giờ 30 phút``; the day is what counts."""

_ROMAN_QUARTER = {"I": 1, "II": 2, "III": 3, "IV": 4}

_ONWARD = re.compile(
    rf"(?:từ\s+)?(?:(?:quý\s+(?P<q>IV|III|II|I|[1-4])|tháng\s+(?P<m>\d{{1,2}}))\s*(?:/|năm|-)?\s*)?(?:năm\s+)?(?P<y>{_Y})"
    rf"(?:\s*[,;]?\s*(?:{_Y})\s*)*\s*(?:,|và|trở đi|;)?\s*(?:(?:các|những)\s+năm\s+(?:tiếp theo|"
    rf"sau)|hằng năm tiếp theo|trở đi|các năm sau|những năm sau)",
    re.I,
)
_FROM = re.compile(
    rf"^\s*(?:bắt đầu\s+)?(?:kể\s+)?từ\s+(?:(?:đầu\s+)?quý\s+(?P<q>IV|III|II|"
    rf"I|[1-4])\s*(?:/|năm|-)?\s*|tháng\s+(?P<m>\d{{1,2}})\s*(?:/|năm|-)?\s*)?(?:năm\s+)?(?P<y>{_Y})\s*[.;]?$",
    re.I,
)
_RANGE = re.compile(rf"(?:giai đoạn\s+|từ\s+)?(?:năm\s+)?(?P<a>{_Y}){_DASH}(?P<b>{_Y})(?!\d)", re.I)
_YEARS = re.compile(
    rf"(?:^|(?:các\s+)?năm\s+)(?P<a>{_Y})(?:\s*(?:,|và)\s*(?:năm\s+)?{_Y})*\s*(?:,|và)\s*(?:năm\s+)?(?P<b>{_Y})", re.I
)
_QUARTER = re.compile(
    rf"(?:quý\s+|^q\s?\.?\s?)(?P<a>IV|III|II|I|[1-4])(?:\s*(?:,|-|–|và|đến|và quý|, quý|- quý|"
    rf"– quý|đến quý)\s*(?:quý\s+)?(?P<b>IV|III|II|I|[1-4])(?!\w))*\s*(?:/|-|"
    rf",)?\s*(?:năm\s+)?(?P<y>{_Y})",
    re.I,
)
_QUARTER_TO_QUARTER = re.compile(
    rf"quý\s+(?P<a>IV|III|II|I|[1-4])\s*(?:/|năm)?\s*(?P<y>{_Y})(?:{_DASH}|\s*[,;]\s*|\s+và\s+)(?:hết\s+)?quý\s+(?P<b>IV|III|II|I|[1-4])\s*(?:/|năm)?\s*(?P<z>{_Y})",
    re.I,
)
_MONTH = re.compile(
    rf"(?:tháng\s+|^(?:hoàn thành\s+)?(?:trong\s+|vào\s+)?t?)(?P<m>\d{{1,2}})\s*"
    rf"(?:/|-|\s+năm\s+|,?\s+năm\s+)\s*(?P<y>{_Y})",
    re.I,
)
"""«Tháng 9/2026», «9/2026», «T9/2026»."""
_MONTHS = re.compile(
    rf"(?:từ\s+)?tháng\s+(?P<a>\d{{1,2}})(?:\s*/\s*(?P<ya>{_Y}))?\s*(?:-|–|đến|và|,)\s*(?:hết\s+)?(?:tháng\s+)?(?P<b>\d{{1,2}})\s*(?:/|\s+năm\s+|-)\s*(?P<y>{_Y})",
    re.I,
)
_HALF = re.compile(rf"(?:6|06|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm\s+(?P<y>{_Y})", re.I)
_YEAR = re.compile(rf"(?:(?:trong|cả|đầu|cuối|mùa mưa|năm học)\s+)*(?:năm\s+)?(?P<y>{_Y})(?!\d)", re.I)
_DAY_RANGE = re.compile(rf"từ\s|{DATE.pattern}\s*[-–—]\s*(?:ngày\s+)?\d", re.I)
_UNTIL_DAY = re.compile(r"(?:chậm nhất\s+)?(?:đến|đến hết|hết|tới)\s+(?:hết\s+)?(?:ngày\s+)?\d", re.I)
_UNTIL_YEAR = re.compile(rf"^\s*(?:từ nay\s+)?(?:đến|đến hết|hết|tới)\s+(?:hết\s+)?năm\s+(?P<y>{_Y})\s*[.;]?$", re.I)
_BEFORE_YEAR = re.compile(rf"trước\s+năm\s+(?P<y>{_Y})", re.I)
_BEFORE_QUARTER = re.compile(rf"trước\s+quý\s+(?P<q>IV|III|II|I|[1-4])\s*(?:/|-|,)?\s*(?:năm\s+)?(?P<y>{_Y})", re.I)
_BEFORE_MONTH = re.compile(rf"trước\s+(?:tháng\s+)?(?P<m>\d{{1,2}})\s*(?:/|\s+năm\s+)\s*(?P<y>{_Y})", re.I)

_CUE = (
    r"(?:trước|(?:chậm|muộn) nhất(?:\s+(?:là|vào|đến))?|xong(?:\s+trước)?"
    r"|hoàn thành(?:\s+(?:vào|trong|trước|xong|xong trước))?|đến hết|hết|không quá|hạn(?:\s+cuối)?(?:\s+là)?|đến|trong)"
    rf"(?:\s+{HOUR})?"
)
_DEADLINE = re.compile(rf"{_CUE}\s+(?={DATE.pattern[DATE.pattern.index('(?:') :]})", re.I)
_NEXT_DAY = re.compile(r"\s*(?:,|;|và|và trước)\s+(?=(?:ngày\s+)?\d)", re.I)
_YEARLY_DAY = re.compile(
    r"(?:trước|chậm nhất(?: là)?|vào|đến)?\s*(?:ngày\s+)?(?P<d>\d{1,2})\s?(?:/|"
    r"-|\s+tháng\s+)\s?(?P<m>\d{1,2})(?!\s?[/\-]\s?\d|\s+năm\s+\d)(?!\d)",
    re.I,
)
_MONTHLY_DAY = re.compile(
    r"ngày\s+(?P<d>\d{1,2})\s+(?:hằng|hàng|mỗi|của)\s+tháng|(?:hằng|hàng|mỗi)\s+tháng[^\d]{0,20}ngày\s+(?P<e>\d{1,2})(?![/\d])",
    re.I,
)

_PERIODS = (
    ("weekly", re.compile(r"(?:hằng|hàng|mỗi)\s+tuần|01 tuần/lần|tuần/lần", re.I)),
    ("monthly", re.compile(r"(?:hằng|hàng|mỗi)\s+tháng|(?<![\d/])(?:01|1)\s+tháng(?:/|\s+một\s+)lần", re.I)),
    ("quarterly", re.compile(r"(?:hằng|hàng|mỗi|theo)\s+quý|(?:03|3)\s+tháng(?:/|\s+(?:một|01|1)\s+)lần", re.I)),
    ("quarterly", re.compile(r"tháng\s+(?:đầu|cuối)\s+(?:của\s+|mỗi\s+)?quý(?!\s*[IV\d])", re.I)),
    ("half-yearly", re.compile(r"(?:0?6|sáu)\s+tháng(?:\s*(?:/|một|01|1)\s*lần)?(?!\s+(?:đầu|cuối)\s+năm\s+\d)", re.I)),
)
_ANNUAL = re.compile(rf"(?:định kỳ\s+)?(?:{_YEARLY})", re.I)
_ONGOING = re.compile(r"thường xuyên|liên tục", re.I)
_PERIODIC = re.compile(r"định kỳ|h[àằ]ng ngày|h[àằ]ng giờ", re.I)
ON_REQUEST = re.compile(r"đột xuất|(?:khi|theo)\s+(?:có\s+)?yêu cầu", re.I)
"""Words that order something whenever it is asked for."""
_WHEN_NEEDED = re.compile(
    r"(?:trong\s+)?trường hợp cần thiết|khi cần(?: thiết)?|nếu (?:có|cần)|khi có (?:khó khăn|"
    r"vướng mắc|phát sinh|tình huống)",
    re.I,
)
_DONE = re.compile(r"hoàn thành|xong", re.I)


def read_phrase(words: str, *, completion: bool = False) -> Reading:
    """Reads words that are nothing but a time: a cell, or what follows "Thời gian thực hiện:".

    ``completion`` says that the label asks for the end ("Thời gian hoàn thành").

    >>> read_phrase("Quý III/2024").start, read_phrase("Năm 2024 và những năm tiếp theo").kind.value
    ('2024-07-01', 'from_year_onwards')
    """
    text = words.strip(" .;:-–")
    finishing = completion or bool(_DONE.search(text))
    for rule in PHRASE_RULES:
        reading = rule(text, finishing)
        if reading:
            return reading
    return Reading(TimingKind.UNSPECIFIED, "no_time", recurrence=_need(text), on_request=bool(ON_REQUEST.search(text)))


def _need(text: str) -> str | None:
    return "when_needed" if _WHEN_NEEDED.search(text) or ON_REQUEST.search(text) else None


# Rules, in the order in which they are tried --------------------------------------------------------


def annual_rule(text: str, finishing: bool) -> Reading | None:
    """«Hằng năm» recurs every year; a day without a year beside it is the yearly day."""
    if not _ANNUAL.search(text) or re.match(r"\s*thường xuyên", text, re.I) or re.search(r"tiếp theo", text):
        return None
    days = _yearly_days(text)
    if not days:
        return Reading(TimingKind.ANNUAL, "annual", recurrence="yearly")
    several = tuple(days) if len(days) > 1 else ()
    return Reading(TimingKind.ANNUAL, "yearly_day", due=days[-1], due_dates=several, recurrence="yearly")


def _yearly_days(text: str) -> list[str]:
    """``--MM-DD`` of each day printed without a year."""
    days = [(int(match["m"]), int(match["d"])) for match in _YEARLY_DAY.finditer(text)]
    return [f"--{month:02d}-{day:02d}" for month, day in days if iso(2024, month, day)]


def onward_rule(text: str, finishing: bool) -> Reading | None:
    """«Năm 2024 và những năm tiếp theo», "từ quý II năm 2026" begin and have no end."""
    match = _ONWARD.search(text) or _FROM.search(text)
    if not match:
        return None
    return Reading(TimingKind.FROM_YEAR_ONWARDS, "from_onwards", start=_first_day(match))


def _first_day(match: re.Match[str]) -> str | None:
    year, month = int(match["y"]), 1
    if match["q"]:
        month = 3 * _quarter(match["q"]) - 2
    elif match["m"]:
        month = int(match["m"])
    return iso(year, month, 1)


def deadline_rule(text: str, finishing: bool) -> Reading | None:
    """«Trước ngày 10/6/2026» is a deadline of that day; several days: the last counts."""
    days = deadlines(text)
    if days:
        return Reading(TimingKind.DEADLINE, "deadline", due=days[-1], due_dates=tuple(days) if len(days) > 1 else ())
    return None


def day_rule(text: str, finishing: bool) -> Reading | None:
    """A bare day is the day of an event; two days joined are a range; under "hoàn thành" it is a deadline."""
    found = [iso_of(m) for m in DATE.finditer(text)]
    days = [day for day in found if day]
    if found and not days:
        return Reading(TimingKind.UNSPECIFIED, "no_such_day")
    if not days:
        return None
    if len(days) >= 2 and _DAY_RANGE.search(text):
        return Reading(TimingKind.RANGE, "days_from_to", start=days[0], end=days[-1], due=days[-1])
    if finishing or _UNTIL_DAY.match(text):
        return Reading(TimingKind.DEADLINE, "completion_day", due=days[-1])
    return Reading(TimingKind.DEADLINE, "event_day", start=days[-1], end=days[-1], due=days[-1])


def before_year_rule(text: str, finishing: bool) -> Reading | None:
    """«Trước năm 2025» ends with the year before; "trước tháng 6/2025", "trước quý III/2025" likewise."""
    if match := _BEFORE_YEAR.search(text):
        return Reading(TimingKind.DEADLINE, "before_year", due=iso(int(match["y"]) - 1, 12, 31))
    if match := _BEFORE_QUARTER.search(text):
        first = iso(int(match["y"]), 3 * _quarter(match["q"]) - 2, 1)
        return Reading(TimingKind.DEADLINE, "before_quarter", due=_day_before(first))
    if match := _BEFORE_MONTH.search(text):
        year, month = int(match["y"]), int(match["m"])
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        return Reading(TimingKind.DEADLINE, "before_month", due=last_day(year, month))
    return None


def _day_before(day: str | None) -> str | None:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat() if day else None


def quarter_rule(text: str, finishing: bool) -> Reading | None:
    """«Quý II, III/2015» runs from the first to the last quarter named."""
    if match := _QUARTER_TO_QUARTER.search(text):
        start, _ = _quarter_days(int(match["y"]), match["a"])
        _, end = _quarter_days(int(match["z"]), match["b"])
        return Reading(TimingKind.RANGE, "quarter_to_quarter", start=start, end=end, due=end if finishing else None)
    if not (match := _QUARTER.search(text)):
        return None
    numerals = re.findall(r"(?<![IVX\d])(IV|III|II|I|[1-4])(?!\w)", match[0].split(match["y"])[0], re.I)
    start, _ = _quarter_days(int(match["y"]), numerals[0])
    _, end = _quarter_days(int(match["y"]), numerals[-1])
    return Reading(TimingKind.QUARTER, "quarter", start=start, end=end, due=end if finishing else None)


def _quarter(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else _ROMAN_QUARTER[numeral.upper()]


def _quarter_days(year: int, numeral: str) -> tuple[str | None, str | None]:
    quarter = _quarter(numeral)
    return iso(year, 3 * quarter - 2, 1), last_day(year, 3 * quarter)


def month_rule(text: str, finishing: bool) -> Reading | None:
    """«Tháng 10/2023», or months from–to."""
    if match := _MONTHS.search(text):
        year = int(match["y"])
        start = iso(int(match["ya"] or year), int(match["a"]), 1)
        end = last_day(year, int(match["b"]))
        if start and end:
            return Reading(TimingKind.RANGE, "month_to_month", start=start, end=end, due=end if finishing else None)
    if not (match := _MONTH.search(text)):
        return None
    year, month = int(match["y"]), int(match["m"])
    end = last_day(year, month)
    if end is None:
        return Reading(TimingKind.UNSPECIFIED, "no_such_month")
    return Reading(TimingKind.MONTH, "month", start=iso(year, month, 1), end=end, due=end if finishing else None)


def half_year_rule(text: str, finishing: bool) -> Reading | None:
    """«6 tháng đầu năm 2026» is its first half."""
    if not (match := _HALF.search(text)):
        return None
    year, first = int(match["y"]), match["half"].lower() == "đầu"
    start, end = (iso(year, 1, 1), iso(year, 6, 30)) if first else (iso(year, 7, 1), iso(year, 12, 31))
    return Reading(TimingKind.RANGE, "half_year", start=start, end=end, due=end if finishing else None)


def range_rule(text: str, finishing: bool) -> Reading | None:
    """«Giai đoạn 2026 - 2030», "năm 2026, 2027": whole years."""
    match = _RANGE.search(text) or _YEARS.search(text)
    if not match or int(match["a"]) >= int(match["b"]):
        return None
    end = iso(int(match["b"]), 12, 31)
    return Reading(TimingKind.RANGE, "years", start=iso(int(match["a"]), 1, 1), end=end, due=end if finishing else None)


def until_year_rule(text: str, finishing: bool) -> Reading | None:
    """«Đến năm 2030» has an end and no start."""
    if not (match := _UNTIL_YEAR.search(text)):
        return None
    return Reading(TimingKind.RANGE, "until_year", end=iso(int(match["y"]), 12, 31))


def periodic_rule(text: str, finishing: bool) -> Reading | None:
    """Weekly, monthly, quarterly, half-yearly rounds."""
    for recurrence, pattern in _PERIODS:
        if pattern.search(text):
            day = _MONTHLY_DAY.search(text)
            due = f"---{int(day['d'] or day['e']):02d}" if day and recurrence == "monthly" else None
            return Reading(TimingKind.PERIODIC, recurrence, due=due, recurrence=recurrence)
    return None


def ongoing_rule(text: str, finishing: bool) -> Reading | None:
    """«Thường xuyên» has neither start nor end."""
    if not _ONGOING.search(text):
        return None
    return Reading(TimingKind.ONGOING, "ongoing", recurrence="yearly" if _ANNUAL.search(text) else None)


def unfixed_period_rule(text: str, finishing: bool) -> Reading | None:
    """«Định kỳ» without an interval."""
    return Reading(TimingKind.PERIODIC, "periodic", recurrence="periodic") if _PERIODIC.search(text) else None


def year_rule(text: str, finishing: bool) -> Reading | None:
    """A year stands for the whole of it."""
    if not (match := _YEAR.search(text)):
        return None
    year = int(match["y"])
    end = iso(year, 12, 31)
    return Reading(TimingKind.YEAR, "year", start=iso(year, 1, 1), end=end, due=end if finishing else None)


Rule = Callable[[str, bool], Reading | None]

PHRASE_RULES: tuple[Rule, ...] = (
    onward_rule,
    annual_rule,
    deadline_rule,
    before_year_rule,
    half_year_rule,
    quarter_rule,
    day_rule,
    month_rule,
    range_rule,
    until_year_rule,
    periodic_rule,
    ongoing_rule,
    unfixed_period_rule,
    year_rule,
)
"""The first rule that reads the words wins: the more exact before the more general."""


def deadlines(text: str) -> list[str]:
    """Days that a word of completion stands before ("trước ngày", "chậm nhất", "hoàn thành"), in order."""
    found = []
    for cue in _DEADLINE.finditer(text):
        day = DATE.match(text, cue.end())
        value = iso_of(day) if day else None
        if day and value and _asks_for_the_end(text, cue):
            found += [value, *_further_days(text, day.end())]
    return found


def _asks_for_the_end(text: str, cue: re.Match[str]) -> bool:
    """«đến», "trong" ask for the end only behind a word that does ("hoàn thành … trong ngày")."""
    before = text[max(0, cue.start() - 60) : cue.start()]
    weak = re.match(r"(?:đến|trong)\s", cue[0], re.I)
    return not weak or bool(re.search(r"hoàn thành|xong|trước|chậm nhất", before, re.I))


def _further_days(text: str, at: int) -> list[str]:
    """«Trước 30/9/2026 và 30/12/2026»: days that one word of completion shares."""
    days = []
    while (comma := _NEXT_DAY.match(text, at)) and (day := DATE.match(text, comma.end())):
        days += [value] if (value := iso_of(day)) else []
        at = day.end()
    return days
