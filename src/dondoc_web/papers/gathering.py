"""The read side of a paper's table: which obligations or tasks it lists, and what each line says on the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dondoc.document import Role
from dondoc_web.agencies.models import Agency
from dondoc_web.papers.models import PaperLine
from dondoc_web.work.models import STAGES_OVER, Obligation, Plan, Stage, Task, TaskState
from dondoc_web.work.periods import words_of
from dondoc_web.work.timeliness import Timeliness, timeliness


def open_obligations(office: Agency, agency: Agency, plan: Plan | None) -> QuerySet[Obligation]:
    """What ``agency`` still owes to ``office``, the oldest day first; of one plan where it is given."""
    rows = Obligation.objects.filter(office=office, agency=agency).exclude(stage__in=(*STAGES_OVER, Stage.SUSPENDED))
    rows = rows.filter(plan=plan) if plan else rows
    return rows.select_related("task", "occurrence", "plan__directive").order_by("due_on", "pk")


def overdue(office: Agency, agency: Agency, plan: Plan | None, day: date) -> Sequence[PaperLine]:
    """Lines of what is overdue on ``day``; what was handed in on time and waits for an answer is not."""
    late = (
        one
        for one in open_obligations(office, agency, plan).filter(due_on__lt=day)
        if timeliness(one.stage, one.due_on, one.done_on, today=day, soon_days=0) is Timeliness.OVERDUE
    )
    return _numbered(_line(one, day) for one in late)


def owed(office: Agency, agency: Agency, plan: Plan | None, day: date) -> Sequence[PaperLine]:
    """Lines of all that is still owed."""
    return _numbered(_line(one, day) for one in open_obligations(office, agency, plan))


def tasks_of(plan: Plan) -> Sequence[PaperLine]:
    """Lines of the confirmed tasks of a plan, in its order."""
    rows = plan.tasks.filter(state=TaskState.CONFIRMED).prefetch_related("parties").order_by("position", "pk")
    return _numbered(
        PaperLine(
            task=task,
            cells={
                "task": _words(task),
                "lead": _named(task, Role.LEAD),
                "with": _named(task, Role.COORDINATING),
                "time": task.timing_text,
                "due": _printed_day(task.due),
                "product": task.product,
                "note": _("Mục %s") % task.label if task.label else "",
            },
        )
        for task in rows
    )


def _numbered(lines: Iterable[PaperLine]) -> list[PaperLine]:
    found = list(lines)
    for position, line in enumerate(found, 1):
        line.position = position
    return found


def _words(task: Task) -> str:
    return "\n".join([task.text, *(f"- {point}" for point in task.bullets)])


def _printed_day(due: str) -> str:
    """The due day that the directive prints; empty where it prints a month or a year only."""
    try:
        return date.fromisoformat(due).isoformat() if len(due) == len("2026-12-15") else ""
    except ValueError:
        return ""


def _named(task: Task, role: Role) -> str:
    return "; ".join(party.phrase for party in task.parties.all() if party.role == role.value)


def _line(one: Obligation, day: date) -> PaperLine:
    over = (day - one.due_on).days if one.due_on and one.due_on < day else 0
    cells = {
        "task": _words(one.task),
        "by": ", ".join(part for part in (str(one.plan.directive), one.task.label and f"mục {one.task.label}") if part),
        "due": one.due_on.isoformat() if one.due_on else "",
        "over": str(over) if over else "",
        "state": str(one.get_stage_display()),
        "product": one.task.product,
        "period": str(words_of(one.occurrence.period)),
    }
    return PaperLine(task=one.task, obligation=one, cells=cells)
