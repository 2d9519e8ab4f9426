"""An item cut where a standing duty ends and a recurring report, review or estimate begins.

Guidelines B3.6: a part with a time of its own that is a stretch of words of its
own, usually at ``;`` or at the end of a sentence, is a task of its own. Parts
that share one object or one deadline stay together.
"""

from __future__ import annotations

import re

from dondoc.text import UPPER, Passage

_BOUNDARY = re.compile(rf"(?:;\s+|(?<=[^\d{UPPER}])\.\s+(?=[{UPPER}]))")
_RECURRING = re.compile(r"(?:định kỳ|h[àằ]ng (?:năm|quý|tháng|tuần)|mỗi năm|0?6 tháng)", re.I)
_ROUND_DUTY = re.compile(r"báo cáo|sơ kết|tổng kết|đánh giá|dự toán|kinh phí|tổng hợp", re.I)
_MIN_WORDS = 4
_START = 25
_ATTRIBUTE = re.compile(r"(?:kế hoạch|chương trình)(?: công tác)? h[àằ]ng năm\.?$", re.I)
_ON_REQUEST = re.compile(r"đột xuất|khi có yêu cầu", re.I)
_DATED = re.compile(
    r"(?:trước|chậm nhất|hoàn thành|xong|trong|vào)\s[^.;]{0,40}?(?:\d{1,2}/\d{1,2}/\d{4}|"
    r"tháng\s+\d{1,2}(?:/|\s+năm\s+)\d{4}|quý\s+\w+(?:/|\s+năm\s+)\d{4})"
    r"|trong năm \d{4}",
    re.I,
)
_ALWAYS = re.compile(r"(?:chủ động\s+)?thường xuyên", re.I)
_REPORTS = re.compile(r"báo cáo|trình", re.I)


def split_duties(words: Passage) -> list[Passage]:
    """The parts of an item, in order; one part when nothing calls for a cut."""
    parts = _sentences(words)
    natures = [_nature(part.text) for part in parts]
    if len(parts) < 2 or _is_one_series(parts, natures):
        return [words]
    return _merged(words, parts, natures)


def _nature(text: str) -> str:
    """How a part goes in time: in rounds, by a date, on request, always, or as the parts beside it."""
    if text.count(" ") < _MIN_WORDS:
        return ""
    recurring = _RECURRING.search(text)
    if recurring and (recurring.start() < _START or _ROUND_DUTY.search(text)) and not _ATTRIBUTE.search(text):
        return "round"
    if _ON_REQUEST.search(text):
        return "request"
    if _DATED.search(text):
        return "dated"
    return "always" if _ALWAYS.match(text) else ""


def _is_one_series(parts: list[Passage], natures: list[str]) -> bool:
    """Nothing sets the parts apart: one nature, dates without rounds, or the reports of one affair."""
    named = {nature for nature in natures if nature}
    if not named or (named <= {"dated"}) or ("dated" not in named and "round" not in named and len(named) < 2):
        return True
    reports = [bool(_REPORTS.search(part.text)) for part, nature in zip(parts, natures, strict=True) if nature]
    return named == {"round", "dated"} and all(reports)


def _sentences(words: Passage) -> list[Passage]:
    cuts = [0, *(m.end() for m in _BOUNDARY.finditer(words.text) if not _inside_brackets(words.text, m.start()))]
    return [words.cut(a, b).strip() for a, b in zip(cuts, [*cuts[1:], len(words.text)], strict=True)]


def _inside_brackets(text: str, index: int) -> bool:
    return text.count("(", 0, index) > text.count(")", 0, index)


def _merged(words: Passage, parts: list[Passage], natures: list[str]) -> list[Passage]:
    """Neighbouring parts that nothing sets apart put together again, the mark between two tasks left out."""
    done: list[Passage] = []
    at = 0
    for index, part in enumerate(parts):
        end = words.text.find(part.text, at) + len(part.text)
        if index and not _sets_apart(natures[index - 1], natures[index]):
            start = words.text.find(done[-1].text, max(0, at - len(done[-1].text) - 3))
            done[-1] = words.cut(start, end)
        else:
            done.append(part)
        at = end
    return [part.strip(" ;") for part in done]


def _sets_apart(before: str, after: str) -> bool:
    """A round is apart from all else; other natures are apart when both parts have one."""
    if before == after:
        return False
    return "round" in (before, after) or bool(before and after)
