"""What a page says of a clause and of a task, taken out of a plan once and kept beside the comparison."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from dondoc.document import Plan, Role, Task
from dondoc.linking import Asked, address, clauses_of


class TaskFacts(TypedDict):
    """A task in few words: key, printed label, text, who leads, with whom, when, the address of its clause."""

    key: str
    label: str
    text: str
    lead: list[str]
    others: list[str]
    time: str
    address: str


class ClauseFacts(TypedDict):
    """A clause: its path and words, whether it only tells an aim, the tasks that the directive itself makes of it."""

    path: str
    text: str
    aim: bool
    tasks: list[TaskFacts]


def of_task(task: Task) -> TaskFacts:
    """A task as pages show it."""
    return {
        "key": task.id,
        "label": task.label,
        "text": task.text,
        "lead": list(task.phrases(Role.LEAD)),
        "others": [*task.phrases(Role.IMPLEMENTING), *task.phrases(Role.COORDINATING)],
        "time": task.timing.text or "",
        "address": address(task),
    }


def of_tasks(plan: Plan) -> list[TaskFacts]:
    """Every task of a plan."""
    return [of_task(task) for task in plan.tasks]


def of_clauses(plan: Plan) -> list[ClauseFacts]:
    """Every clause of a plan that may be answered, with its own tasks."""
    own = of_tasks(plan)
    return [_clause(asked, own) for asked in clauses_of(plan)]


def _clause(asked: Asked, own: Iterable[TaskFacts]) -> ClauseFacts:
    return {
        "path": asked.path,
        "text": asked.parts[0] if asked.parts else "",
        "aim": asked.aim,
        "tasks": [task for task in own if task["address"] == asked.path],
    }
