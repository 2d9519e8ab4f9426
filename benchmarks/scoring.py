"""How well a plan was read: figures between 0 and 1 against a reviewed answer.

The measures are those that the folder of real documents uses for its own
answers; tests/test_scoring.py holds the two equal. A reviewed answer is JSON
with ``document``, ``sections``, ``tasks`` and ``reporting``; beside the plain
fields it may say:

- ``optional`` of a task: neither missed nor punished;
- ``alt_text``, ``alt_kinds`` of a task: other readings that are right as well;
- ``NAME_also`` of the document: further right values of the field NAME;
- ``ignore_lines`` of the document: lines in which nothing is judged;
- ``body_citations`` of the document: citations that may be found, but need not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from words import canonical, f1, f1_of_lists, folded, mean, paired, same_words, similar, words

Answer = Mapping[str, Any]
Pair = tuple[Answer, Answer]
Measure = Callable[[Answer, Answer], float]
"""How well a task was found: of the wanted one and the one that was read."""

HEADER_FIELDS = ("number", "type", "issuer", "place", "date")
PARTS = (
    "header", "sections", "citations", "recipients", "tasks", "task_text", "reporting", "directing", "lead",
    "coordinating", "timing_kind", "timing_dates", "task_label", "report_due", "task_place",
)  # fmt: skip
"""What the total is the mean of."""


@dataclass(frozen=True, slots=True)
class TaskPairs:
    """Wanted tasks beside those that were found."""

    pairs: list[Pair]
    required: list[Answer]
    wrong: int

    def rate(self, value: Measure) -> float:
        """Mean of ``value(wanted, found)`` over the required tasks; one that was not found counts 0."""
        return sum(value(wanted, found) for wanted, found in self.pairs) / (len(self.required) or 1)


def score(gold: Answer, read: Answer, source: str | None = None) -> dict[str, float]:
    """Every figure for one document; ``source`` is the text that line numbers count in."""
    wanted, found = gold["document"], read.get("document") or {}
    tasks = task_pairs(gold, read, source)
    duties = paired(gold["reporting"], read.get("reporting") or [], lambda duty: duty.get("text") or "")
    figures = {
        "header": header(wanted, found),
        "sections": f1_of_lists(headings(gold), headings(read), _same_heading),
        "citations": citations(wanted, found),
        "recipients": f1_of_lists(wanted.get("recipients") or [], found.get("recipients") or [], _same_recipient),
        "tasks": f1(len(tasks.pairs), len(tasks.required), len(tasks.pairs) + tasks.wrong),
        "reporting": f1(len(duties), len(gold["reporting"]), len(read.get("reporting") or [])),
        **task_figures(tasks),
        "report_due": report_due(gold["reporting"], duties),
    }
    return {**figures, "total": mean(figures[part] for part in PARTS)}


def header(wanted: Answer, found: Answer) -> float:
    """Share of the fields of the letterhead that are right; what is not printed must stay empty."""
    exact = [_field_is_right(wanted, found, field) for field in HEADER_FIELDS]
    subject = similar(wanted.get("subject"), found.get("subject")) >= 0.9
    signer = same_words((wanted.get("signer") or {}).get("name"), (found.get("signer") or {}).get("name"))
    return mean([*exact, subject, signer])


def _field_is_right(wanted: Answer, found: Answer, field: str) -> bool:
    if not wanted.get(field):
        return not found.get(field)
    accepted = [wanted[field], *(wanted.get(f"{field}_also") or [])]
    return folded(found.get(field)) in set(map(folded, accepted))


def headings(answer: Answer) -> list[Answer]:
    """Sections with a title: items without one are cut differently by every reader."""
    sections = answer.get("sections") or []
    return [s for s in sections if s.get("title") and s.get("kind", "heading") == "heading"]


def _same_heading(one: Answer, other: Answer) -> bool:
    return same_words(one["label"], other["label"]) and similar(one["title"], other["title"]) >= 0.85


def _same_recipient(one: str, other: str) -> bool:
    return similar(one, other) >= 0.8


def citations(wanted: Answer, found: Answer) -> float:
    """F1 over the numbers of cited directives; a number that stands elsewhere in the text is no error."""
    numbers = _numbers(wanted.get("parent_citations"))
    given = _numbers(found.get("parent_citations"))
    strange = given - numbers - _numbers(wanted.get("body_citations"))
    hits = len(numbers & given)
    return f1(hits, len(numbers), hits + len(strange))


def _numbers(cited: list[Any] | None) -> set[str]:
    """Numbers without spaces, in capitals; a citation may be an object or a bare number."""
    printed = [c.get("number") if isinstance(c, Mapping) else c for c in cited or []]
    return {re.sub(r"\s", "", canonical(number)).upper() for number in printed if number}


def full_text(task: Answer) -> str:
    """The task with the points under it."""
    return " ".join([task.get("text") or "", *(task.get("bullets") or [])])


def _other_text(task: Answer) -> str:
    return task.get("alt_text") or full_text(task)


def task_pairs(gold: Answer, read: Answer, source: str | None) -> TaskPairs:
    """Tasks paired by their words; one left over may still be known by its ``alt_text``."""
    wanted, found = gold["tasks"], read.get("tasks") or []
    pairs = paired(wanted, found, full_text)
    left = [t for t in wanted if t.get("alt_text") and not _among(t, (a for a, _ in pairs))]
    pairs += paired(left, [t for t in found if not _among(t, (b for _, b in pairs))], _other_text)
    zone = ignored_runs(gold, source)
    unknown = [t for t in found if not _among(t, (b for _, b in pairs))]
    return TaskPairs(
        pairs=[(a, b) for a, b in pairs if not a.get("optional")],
        required=[t for t in wanted if not t.get("optional")],
        wrong=sum(not _inside(zone, t) for t in unknown),
    )


def _among(task: Answer, others: Iterable[Answer]) -> bool:
    """By identity: two rows of a table may hold the same words."""
    return any(task is other for other in others)


def ignored_runs(gold: Answer, source: str | None) -> set[tuple[str, ...]]:
    """Runs of three words that stand in the lines where nothing is judged."""
    lines = source.split("\n") if source else []
    zones = gold["document"].get("ignore_lines") or []
    return {run for first, last in zones for run in _runs(" ".join(lines[first - 1 : last]))}


def _runs(text: str) -> set[tuple[str, ...]]:
    these = words(text)
    return {tuple(these[at : at + 3]) for at in range(len(these) - 2)}


def _inside(zone: set[tuple[str, ...]], task: Answer) -> bool:
    runs = _runs(full_text(task))
    return bool(runs) and len(runs & zone) / len(runs) > 0.8


def task_figures(tasks: TaskPairs) -> dict[str, float]:
    """The fields of tasks, each over all required tasks."""
    return {
        "task_text": tasks.rate(_text),
        "task_place": tasks.rate(_place),
        "directing": tasks.rate(_agencies("directing")),
        "lead": tasks.rate(_agencies("lead")),
        "coordinating": tasks.rate(_agencies("coordinating")),
        "timing_kind": tasks.rate(_kind),
        "timing_dates": tasks.rate(_dates),
        "task_label": task_label(tasks),
    }


def _text(wanted: Answer, found: Answer) -> float:
    return max(similar(full_text(wanted), full_text(found)), similar(wanted.get("alt_text"), full_text(found)))


def _agencies(role: str) -> Measure:
    return lambda wanted, found: f1_of_lists(wanted.get(role) or [], found.get(role) or [])


def _kind(wanted: Answer, found: Answer) -> bool:
    timing = wanted.get("timing") or {}
    others = timing.get("alt_kinds") or wanted.get("alt_kinds") or []
    return (found.get("timing") or {}).get("kind") in {timing.get("kind"), *others}


def _dates(wanted: Answer, found: Answer) -> bool:
    one, other = wanted.get("timing") or {}, found.get("timing") or {}
    return all((one.get(field) or None) == (other.get(field) or None) for field in ("start", "end", "due"))


def _place(wanted: Answer, found: Answer) -> bool:
    """Within the reviewed lines, give or take one, and over at least half of them."""
    lines, given = wanted.get("source_lines"), found.get("source_lines")
    if not lines or not given:
        return False
    inside = given[0] >= lines[0] - 1 and given[1] <= lines[1] + 1
    shared = min(lines[1], given[1]) - max(lines[0], given[0]) + 1
    return inside and 2 * shared >= lines[1] - lines[0] + 1


def task_label(tasks: TaskPairs) -> float:
    """Share of right addresses; ``III.2#3`` (the third bullet) is for reference only."""
    judged = sum(_has_label(task) for task in tasks.required)
    right = sum(_has_label(a) and same_words(a.get("label"), b.get("label")) for a, b in tasks.pairs)
    return right / (judged or 1)


def _has_label(task: Answer) -> bool:
    return "#" not in (task.get("label") or "")


def report_due(wanted: list[Answer], duties: list[Pair]) -> float:
    """Share of reporting duties whose day is right."""
    right = sum((a.get("due") or None) == (b.get("due") or None) for a, b in duties)
    return right / len(wanted) if wanted else 1.0
