"""The write side of proposals: tasks of a reading become proposed tasks of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from dondoc.document import Plan as ReadPlan
from dondoc.document import Task as ReadTask
from dondoc.edits import apply
from dondoc.text import Span
from dondoc_web.documents.models import Reading
from dondoc_web.work import doubts, facts
from dondoc_web.work.facts import Facts
from dondoc_web.work.models import Party, Plan, Task
from dondoc_web.work.whom import Whom


def sheets(plan: Plan, reading: Reading) -> list[tuple[ReadTask, Facts]]:
    """Every task of a reading with its fact sheet, parties resolved for the plan's office."""
    whom = Whom(plan.office, plan.directive.date)
    return [(task, facts.of_reading(task, whom)) for task in reading.plan.tasks]


def propose(plan: Plan, reading: Reading, found: Sequence[tuple[ReadTask, Facts]], *, after: float = 0.0) -> list[Task]:
    """Store ``found`` as proposed tasks, placed after position ``after``."""
    unsure = _mended(reading.plan)
    contradictory = doubts.contradictions([sheet for _task, sheet in found])
    tasks = []
    for at, (task, sheet) in enumerate(found):
        codes = doubts.of_facts(sheet, issued=plan.directive.date)
        codes += ["dates_disagree"] * (at in contradictory) + _of_reading(task, unsure)
        row = Task(plan=plan, reading=reading, position=after + at + 1, proposed=sheet | {"origin": task.origin.value})
        facts.put(row, sheet)
        row.doubts, row.confidence = codes, doubts.confidence(task.origin.value, codes)
        tasks.append(row)
    Task.objects.bulk_create(tasks)
    Party.objects.bulk_create(
        party for row, (_task, sheet) in zip(tasks, found, strict=True) for party in facts.parties(row, sheet)
    )
    return tasks


SURE = 0.9
"""A repair of the text that is right at least so often raises no doubt."""


def _mended(read: ReadPlan) -> list[Span]:
    """Places of the text where a repair was less than sure, or touched a number."""
    source = read.source
    if source.original is None or not source.edits:
        return []
    edits = sorted(source.edits, key=lambda edit: edit.span)
    _text, way = apply(source.original, edits)
    return [span for edit, span in zip(edits, way.new, strict=True) if edit.confidence < SURE or edit.touches_number]


def _of_reading(task: ReadTask, unsure: Sequence[Span]) -> list[str]:
    """Doubts about how the words were read."""
    mended = any(one.start < span.end and span.start < one.end for one in unsure for span in task.wording.spans)
    return ["finding"] * bool(task.findings) + ["mended"] * mended
