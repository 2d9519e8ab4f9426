"""The columns of a task list, as offices print them; every format shows these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from dondoc.document import Plan, Role, Task


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the words of a task in it, its share of the width."""

    title: str
    words: Callable[[Task], str]
    share: int
    optional: bool = False


class Heading(StrEnum):
    """Headings of a task list."""

    ORDER = "STT"
    CONTENT = "Nội dung nhiệm vụ"
    DIRECTING = "Cơ quan chỉ đạo"
    LEAD = "Cơ quan chủ trì"
    COORDINATING = "Cơ quan phối hợp"
    TIMING = "Thời gian thực hiện"
    PRODUCT = "Sản phẩm"
    NOTE = "Ghi chú"
    PLACE = "Vị trí"


_NOTED_ROLES = {
    Role.IMPLEMENTING: "Đơn vị thực hiện",
    Role.GUIDING: "Hướng dẫn",
    Role.SUBMITTED_TO: "Cấp trình",
    Role.APPROVED_BY: "Cấp phê duyệt",
}


def content(task: Task) -> str:
    """The task and, each on a line of its own, the points under it."""
    return "\n".join([task.text, *(f"- {point}" for point in task.bullets)])


def lead(task: Task) -> str:
    """Those in charge."""
    return _list(task.lead)


def coordinating(task: Task) -> str:
    """Those who coordinate."""
    return _list(task.coordinating)


def directing(task: Task) -> str:
    """Those who direct."""
    return _list(task.directing)


def timing(task: Task) -> str:
    """The printed words of time."""
    return task.timing.text or ""


def product(task: Task) -> str:
    """What the task is to result in."""
    return task.product.text if task.product else ""


def note(task: Task) -> str:
    """The printed remark, then the roles that have no column of their own."""
    lines = [task.note.text] if task.note else []
    for role, name in _NOTED_ROLES.items():
        if phrases := task.phrases(role):
            lines.append(f"{name}: {_list(phrases)}")
    return "\n".join(lines)


def place(task: Task) -> str:
    """Where the task is ordered: its address and lines, ``III.2.1, dòng 45-47``."""
    first, last = task.source_lines
    lines = f"dòng {first}" if first == last else f"dòng {first}-{last}"
    return f"{task.label}, {lines}" if task.label else lines


COLUMNS = (
    Column(Heading.CONTENT, content, 60),
    Column(Heading.DIRECTING, directing, 22, optional=True),
    Column(Heading.LEAD, lead, 25),
    Column(Heading.COORDINATING, coordinating, 32),
    Column(Heading.TIMING, timing, 20),
    Column(Heading.PRODUCT, product, 24),
    Column(Heading.NOTE, note, 24),
    Column(Heading.PLACE, place, 20),
)


def columns_for(tasks: Iterable[Task]) -> tuple[Column, ...]:
    """The columns of a list of ``tasks``: an optional one only where a task has words for it."""
    listed = tuple(tasks)
    return tuple(c for c in COLUMNS if not c.optional or any(c.words(task) for task in listed))


def grouped(tasks: Iterable[Task]) -> list[tuple[str | None, list[Task]]]:
    """Tasks in order under the heads of their groups ("Nhóm nhiệm vụ …"); None where there is no head."""
    runs = groupby(tasks, key=lambda task: task.group_title.text if task.group_title else None)
    return [(title, list(run)) for title, run in runs]


def heading_line(plan: Plan) -> str:
    """What the directive is, in a line: ``Kế hoạch số 12/KH-UBND ngày 05/02/2024 của … về …``."""
    document = plan.document
    words = [document.type or "Văn bản"]
    if document.number:
        words.append(f"số {document.number}")
    if document.date:
        words.append(f"ngày {vietnamese_day(document.date)}")
    if document.issuer:
        words.append(f"của {document.issuer}")
    return " ".join(words) + (f": {document.subject}" if document.subject else "")


def vietnamese_day(day: str) -> str:
    """An ISO day, or ``--MM-DD`` each year, ``---DD`` each month, as it is written in tables.

    >>> vietnamese_day("2024-02-05"), vietnamese_day("--12-15"), vietnamese_day("---20")
    ('05/02/2024', '15/12 hằng năm', 'ngày 20 hằng tháng')
    """
    if day.startswith("---"):
        return f"ngày {day[3:]} hằng tháng"
    if day.startswith("--"):
        month, of_month = day[2:].split("-")
        return f"{of_month}/{month} hằng năm"
    return "/".join(reversed(day.split("-")))


def _list(phrases: Iterable[str]) -> str:
    return "; ".join(phrases)
