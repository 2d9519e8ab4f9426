"""When: the time of a task, from its field line or cell, else from its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.document import Timing, TimingKind
from dondoc.parsing.dates import DATE, iso_of
from dondoc.parsing.fields import FieldName, inline_labels
from dondoc.parsing.timing import HOUR, ON_REQUEST, Reading, read_phrase
from dondoc.text import Passage


def of_phrase(words: Passage, source: str, *, completion: bool = False, reason: str | None = None) -> Timing:
    """The timing that a field line or a cell prints."""
    words = words.strip(" .;:")
    if not words.text:
        return Timing()
    return _timing(read_phrase(words.text, completion=completion), [words], source, reason)


def _timing(reading: Reading, parts: list[Passage], source: str, reason: str | None = None) -> Timing:
    return Timing(
        text=" ... ".join(part.text for part in parts) or None,
        kind=reading.kind,
        start=reading.start,
        end=reading.end,
        due=reading.due,
        due_dates=reading.due_dates,
        recurrence=reading.recurrence,
        on_request=reading.on_request,
        rule=reading.rule,
        spans=tuple(span for part in parts for span in part.spans(source)),
        reason=reason,
    )


def labelled(words: Passage, source: str) -> Timing:
    """The timing after "Thời gian:" inside a sentence, else what its words give."""
    for field, _, start, end in inline_labels(words.text):
        if field in (FieldName.TIME, FieldName.COMPLETION):
            return of_phrase(words.cut(start, end), source, completion=field is FieldName.COMPLETION)
    return of_words(words, source)


# Time in the words of a task ------------------------------------------------------------------------

_Y = r"(?:19|20)\d\d"
_YEARLY = r"(?:h[àằ]ng|mỗi) năm"
_DAY = r"(?:ngày\s+)?\d{1,2}(?:\s?/\s?\d{1,2}|\s+tháng\s+\d{1,2})(?!\s?[/\-]\s?\d|\s+năm\s+\d)"
_FULL_DAY = (
    rf"(?:{HOUR}\s+)?"
    r"(?:ngày\s+)?\d{1,2}(?:\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)

_ROUND = re.compile(
    r"(?:[Đđ]ịnh kỳ,?\s+)?(?:vào\s+)?(?:(?:ngày\s+\d{1,2}|(?:chiều\s+)?thứ\s+\w+)\s+)?(?:[Hh][àằ]ng|[Mm]ỗi)\s+"
    r"(?:tuần|quý|tháng)"
    r"(?:(?<=tháng),?\s+(?:trước|chậm nhất(?:\s+là)?|vào)?\s*ngày\s+\d{1,2}(?!\s?[/\d]|\s+tháng\s+\d))?"
    r"|(?:trước|chậm nhất(?:\s+là)?|vào)\s+ngày\s+\d{1,2}\s+(?:của\s+)?"
    r"tháng\s+(?:đầu|cuối)\s+(?:của\s+|mỗi\s+)?quý(?!\s*[IV\d])"
    r"|[Đđ]ịnh kỳ\s+(?:ngày\s+\d{1,2}|thứ\s+\w+)\s+h[àằ]ng\s+(?:tháng|tuần)"
    rf"|[Đđ]ịnh kỳ\s+(?:0?6|sáu|0?3|ba)\s+tháng(?:,?\s+(?:và\s+)?{_YEARLY})?"
)
"""«Định kỳ ngày 20 hàng tháng», «vào thứ Sáu hàng tuần»."""

_DEADLINE = re.compile(
    r"(?:(?:bảo đảm\s+)?(?:hoàn thành|xong)\s+)?"
    rf"(?:trước|chậm nhất(?:\s+(?:là|vào|đến))?|muộn nhất(?:\s+(?:là|vào))?|không quá)\s+{_FULL_DAY}"
    rf"(?:(?:,|;|\s+và(?:\s+trước)?)\s+{_FULL_DAY})*"
    rf"|(?:hoàn thành|xong|kết thúc)\s+(?:[\w\s]{{0,25}})(?:vào|trong|đến hết|hết)\s+{_FULL_DAY}",
    re.I,
)
"""«hoàn thành trước ngày 10/6/2026», «chậm nhất là ngày 05 tháng 7 năm 2026»."""

_PERIOD = re.compile(
    r"(?P<does>(?:hoàn thành|xong|báo cáo|trình|ban hành)[^.;]{0,60}\s)?"
    r"(?:trong|vào|trước|xong|hết|cuối|đầu|hoàn thành)\s+"
    rf"(?:quý\s+(?:IV|III|II|I|[1-4])|tháng\s+\d{{1,2}})\s*(?:/|-|\s+năm\s+)\s*{_Y}",
    re.I,
)
"""«hoàn thành trong quý II năm 2026», «vào tháng 8/2024»."""

_YEARLY_DAY = re.compile(
    rf"(?:[Đđ]ịnh kỳ\s+)?{_YEARLY}\s*[,(]?\s*(?:trước|chậm nhất(?:\s+là)?|vào)\s+{_DAY}\)?"
    rf"|(?:trước|chậm nhất(?:\s+là)?|vào)\s+{_DAY}\s+(?:của\s+)?{_YEARLY}",
    re.I,
)
"""«định kỳ hằng năm (trước ngày 15/12)», «trước ngày 30 tháng 11 hằng năm»."""

_DAY_AFTER = re.compile(rf"[^.;]{{0,120}}?(?P<day>(?:trước|chậm nhất(?:\s+là)?)\s+{_DAY})(?!\d)", re.I)
"""The day, later in a sentence that says "hằng năm": «hằng năm báo cáo UBND tỉnh trước ngày 10/12»."""

_ANNUAL = re.compile(
    rf"(?:[Đđ]ịnh kỳ\s+)?(?:theo\s+)?{_YEARLY}(?:\s+(?:hoặc|và)\s+(?:theo\s+)?(?:giai đoạn|đột xuất))?", re.I
)
"""«hằng năm», «định kỳ hàng năm hoặc theo giai đoạn»."""

_ONWARD = re.compile(
    rf"từ\s+(?:quý\s+(?:IV|III|II|I)\s*/?\s*)?năm\s+{_Y}\s+(?:trở đi|và các năm tiếp theo)"
    rf"|(?<!kể )từ\s+tháng\s+\d{{1,2}}\s*(?:/|\s+năm\s+)\s*{_Y}(?=\s*(?:[,.;]|trở đi|$))",
    re.I,
)
"""«từ năm 2026 trở đi», «từ quý III năm 2025 và các năm tiếp theo»."""

_YEAR = re.compile(
    rf"(?:trong|hoàn thành trong|hoàn thành|ngay trong)\s+(?:mùa mưa\s+)?năm\s+{_Y}(?!\s*[-–]\s*\d)", re.I
)
"""«trong năm 2026», «hoàn thành năm 2025»."""

_PERIODIC = re.compile(r"định kỳ(?!\s+(?:h[àằ]ng|ngày|thứ|0?[36]\s+tháng))", re.I)
"""«định kỳ tham mưu», «định kỳ kiểm tra»."""

_ONGOING = re.compile(r"(?<!chi )(?<!phí )(?<!vốn )(?<!tính )(?<!vụ )thường xuyên(?!\s+(?:bị|chịu|ngập|xảy))", re.I)
"""«thường xuyên đôn đốc», but not the expenses called «chi thường xuyên»."""

_NEED = re.compile(
    r"trường hợp cần thiết|khi cần thiết|khi có yêu cầu|theo yêu cầu|đột xuất"
    r"|nếu có (?:khó khăn|vướng mắc|vấn đề)(?:, vướng mắc)?[^,.;]{0,40}|khi có (?:khó khăn|vướng mắc|phát sinh)",
    re.I,
)
"""«khi có yêu cầu», «nếu có khó khăn, vướng mắc»."""

_CUES: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("round", _ROUND, ("tuần", "tháng", "quý")),
    ("deadline", _DEADLINE, ("trước", "nhất", "không quá", "hoàn thành", "xong", "kết thúc")),
    ("yearly_day", _YEARLY_DAY, ("hằng năm", "hàng năm", "mỗi năm")),
    ("period", _PERIOD, ("quý", "tháng")),
    ("annual", _ANNUAL, ("hằng năm", "hàng năm", "mỗi năm")),
    ("onward", _ONWARD, ("trở đi", "tiếp theo", "từ tháng")),
    ("periodic", _PERIODIC, ("định kỳ",)),
    ("ongoing", _ONGOING, ("thường xuyên",)),
    ("year", _YEAR, ("năm",)),
    ("need", _NEED, ("cần thiết", "yêu cầu", "đột xuất", "nếu có", "khi có")),
)
"""Words that give a time to the sentence they stand in, the more telling first.

Each with words of which it holds at least one: a plain look for them is many
times faster than the expression.
"""

_ATTRIBUTIVE = re.compile(
    r"(?:kế hoạch công tác|chương trình công tác|kế hoạch|chương trình|dự trữ quốc gia|ngân sách|ngân sách nhà nước"
    r"|(?:5|năm) năm và)\s+$",
    re.I,
)


def of_words(words: Passage, source: str) -> Timing:
    """The timing that the words of a task themselves give, or an unspecified one."""
    lowered = words.text.lower()
    found = {
        name: matches
        for name, pattern, signs in _CUES
        if any(sign in lowered for sign in signs) and (matches := list(_usable(pattern, words.text)))
    }
    telling = next(iter(found), None)
    return _of_cue(telling, found, words, source) if telling else Timing()


def _usable(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that are not part of a name ("kế hoạch công tác hằng năm")."""
    for match in pattern.finditer(text):
        if not _ATTRIBUTIVE.search(text[max(0, match.start() - 40) : match.start()]):
            yield match


def _of_cue(name: str, found: dict[str, list[re.Match[str]]], words: Passage, source: str) -> Timing:
    matches = found[name]
    if name == "deadline":
        return _deadlines(matches, words, source)
    parts = [words.cut(_time_words(name, matches[0]), matches[0].end())]
    if name == "annual" and (day := _DAY_AFTER.match(words.text, matches[0].end())):
        parts.append(words.cut(*day.span("day")))
        return _timing(read_phrase(f"{parts[0].text}, {parts[1].text}"), parts, source)
    reading = read_phrase(parts[0].text, completion=name == "period" and _submits(matches[0][0]))
    if name == "round" and "deadline" in found:
        last = found["deadline"][-1]
        parts.append(words.cut(*last.span()))
        day = DATE.search(last[0])
        reading = Reading(reading.kind, reading.rule, due=iso_of(day) if day else None, recurrence=reading.recurrence)
    if name == "round" and "yearly_day" in found and not reading.due:
        day = found["yearly_day"][-1]
        if not words.cut(*matches[0].span()).text.endswith(day[0]):
            parts.append(words.cut(*day.span()))
        due = read_phrase(day[0]).due
        reading = Reading(reading.kind, reading.rule, due=due, recurrence=reading.recurrence)
    if name == "ongoing":
        reading = Reading(TimingKind.ONGOING, "ongoing")
    if "need" in found and name != "need" and ON_REQUEST.search(found["need"][0][0]):
        reading = Reading(
            reading.kind, reading.rule, reading.start, reading.end, reading.due, (), reading.recurrence, on_request=True
        )
    return _timing(reading, parts, source)


def _time_words(name: str, match: re.Match[str]) -> int:
    """Where the words of time begin: behind what is finished or handed in, but with a bare «hoàn thành»."""
    does = match["does"] if name == "period" else None
    return match.start() if not does or does.count(" ") <= 2 else match.end("does")


def _submits(text: str) -> bool:
    """Words say that something is finished or handed in within the period."""
    return bool(re.search(r"hoàn thành|xong|báo cáo|trình|ban hành|trước", text, re.I))


def _deadlines(matches: list[re.Match[str]], words: Passage, source: str) -> Timing:
    known = [value for m in matches for day in DATE.finditer(m[0]) if (value := iso_of(day))]
    if not known:
        return Timing()
    reading = Reading(TimingKind.DEADLINE, "deadline", due=known[-1], due_dates=tuple(known) if len(known) > 1 else ())
    return _timing(reading, [words.cut(*m.span()) for m in matches], source)
