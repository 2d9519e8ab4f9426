"""When: the time of a task, from its field line or cell, else from its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.document import Timing, TimingKind
from dondoc.parsing import timing as rules
from dondoc.parsing.dates import DATE, iso_of
from dondoc.parsing.timing import Reading, read_phrase
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


# Time in the words of a task ------------------------------------------------------------------------

_Y = r"(?:19|20)\d\d"
_YEARLY = r"(?:h[àằ]ng|mỗi) năm"
_DAY = r"(?:ngày\s+)?\d{1,2}(?:\s?/\s?\d{1,2}|\s+tháng\s+\d{1,2})(?!\s?[/\-]\s?\d|\s+năm\s+\d)"
_FULL_DAY = r"(?:ngày\s+)?\d{1,2}(?:\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"

_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("round", re.compile(
        r"(?:[Đđ]ịnh kỳ,?\s+)?(?:vào\s+)?(?:(?:ngày\s+\d{1,2}|thứ\s+\w+|chiều thứ\s+\w+)\s+)?(?:h[àằ]ng|mỗi)\s+(?:tuần|tháng|quý)"
        r"|[Đđ]ịnh kỳ\s+(?:ngày\s+\d{1,2}|thứ\s+\w+)\s+h[àằ]ng\s+(?:tháng|tuần)"
        rf"|[Đđ]ịnh kỳ\s+(?:0?6|sáu|0?3|ba)\s+tháng(?:,?\s+(?:và\s+)?{_YEARLY})?")),
    ("deadline", re.compile(
        rf"(?:(?:bảo đảm\s+)?(?:hoàn thành|xong)\s+)?(?:trước|chậm nhất(?:\s+(?:là|vào|đến))?|muộn nhất(?:\s+(?:là|vào))?|không quá)\s+{_FULL_DAY}"
        rf"|(?:hoàn thành|xong|kết thúc)\s+(?:[\w\s]{{0,25}})(?:vào|trong|đến hết|hết)\s+{_FULL_DAY}", re.I)),
    ("period", re.compile(
        rf"(?:(?:hoàn thành|xong|báo cáo|trình|ban hành)[^.;]{{0,60}}\s)?(?:trong|vào|trước|xong|hết|cuối|đầu|hoàn thành)\s+(?:quý\s+(?:IV|III|II|I|[1-4])|tháng\s+\d{{1,2}})\s*(?:/|-|\s+năm\s+)\s*{_Y}", re.I)),
    ("yearly_day", re.compile(
        rf"(?:[Đđ]ịnh kỳ\s+)?{_YEARLY}\s*[,(]?\s*(?:trước|chậm nhất(?:\s+là)?|vào)\s+{_DAY}\)?|(?:trước|chậm nhất(?:\s+là)?|vào)\s+{_DAY}\s+(?:của\s+)?{_YEARLY}", re.I)),
    ("annual", re.compile(rf"(?:[Đđ]ịnh kỳ\s+)?(?:theo\s+)?{_YEARLY}(?:\s+(?:hoặc|và)\s+(?:theo\s+)?(?:giai đoạn|đột xuất))?", re.I)),
    ("onward", re.compile(rf"từ\s+(?:quý\s+(?:IV|III|II|I)\s*/?\s*)?năm\s+{_Y}\s+(?:trở đi|và các năm tiếp theo)", re.I)),
    ("year", re.compile(rf"(?:trong|hoàn thành trong|hoàn thành|ngay trong)\s+(?:mùa mưa\s+)?năm\s+{_Y}(?!\s*[-–]\s*\d)", re.I)),
    ("periodic", re.compile(r"định kỳ(?!\s+(?:h[àằ]ng|ngày|thứ|0?[36]\s+tháng))", re.I)),
    ("ongoing", re.compile(r"(?<!chi )(?<!phí )(?<!vốn )(?<!tính )(?<!vụ )thường xuyên(?!\s+(?:bị|chịu|ngập|xảy))", re.I)),
    ("need", re.compile(
        r"trường hợp cần thiết|khi cần thiết|khi có yêu cầu|theo yêu cầu|đột xuất|nếu có (?:khó khăn|vướng mắc|vấn đề)[^,.;]{0,40}|khi có (?:khó khăn|vướng mắc|phát sinh)", re.I)),
)  # fmt: skip
"""Words that give a time to the sentence they stand in, the more telling first."""

_ATTRIBUTIVE = re.compile(r"(?:kế hoạch công tác|chương trình công tác|kế hoạch|chương trình|dự trữ quốc gia)\s+$", re.I)


def of_words(words: Passage, source: str) -> Timing:
    """The timing that the words of a task themselves give, or an unspecified one."""
    found = {name: matches for name, pattern in _CUES if (matches := list(_usable(pattern, words.text)))}
    for name in ("round", "deadline", "yearly_day", "period", "annual", "onward", "periodic", "ongoing", "year", "need"):
        if name in found:
            return _of_cue(name, found, words, source)
    return Timing()


def _usable(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that are not part of a name ("kế hoạch công tác hằng năm")."""
    for match in pattern.finditer(text):
        if not _ATTRIBUTIVE.search(text[max(0, match.start() - 40) : match.start()]):
            yield match


def _of_cue(name: str, found: dict[str, list[re.Match[str]]], words: Passage, source: str) -> Timing:
    matches = found[name]
    if name == "deadline":
        return _deadlines(matches, words, source)
    parts = [words.cut(*matches[0].span())]
    reading = read_phrase(parts[0].text, completion=name == "period" and _submits(parts[0].text))
    if name == "round" and "deadline" in found:
        last = found["deadline"][-1]
        parts.append(words.cut(*last.span()))
        day = DATE.search(last[0])
        reading = Reading(reading.kind, reading.rule, due=iso_of(day) if day else None, recurrence=reading.recurrence)
    if name == "ongoing":
        reading = Reading(TimingKind.ONGOING, "ongoing")
    if "need" in found and name != "need" and rules._ON_REQUEST.search(found["need"][0][0]):
        reading = Reading(
            reading.kind, reading.rule, reading.start, reading.end, reading.due, (), reading.recurrence, on_request=True
        )
    return _timing(reading, parts, source)


def _submits(text: str) -> bool:
    """Words say that something is finished or handed in within the period."""
    return bool(re.search(r"hoàn thành|xong|báo cáo|trình|ban hành|trước", text, re.I))


def _deadlines(matches: list[re.Match[str]], words: Passage, source: str) -> Timing:
    days = [(m, iso_of(day)) for m in matches if (day := DATE.search(m[0]))]
    known = [day for _, day in days if day]
    if not known:
        return Timing()
    reading = Reading(
        TimingKind.DEADLINE, "deadline", due=known[-1], due_dates=tuple(known) if len(known) > 1 else ()
    )
    return _timing(reading, [words.cut(*m.span()) for m, day in days if day], source)
