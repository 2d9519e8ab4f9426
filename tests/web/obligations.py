"""Plans, tasks and obligations of the cast, made without the pages of review."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from dondoc.document import Role as PartyRole
from dondoc.document import TimingKind
from dondoc_web.agencies.models import Agency
from dondoc_web.documents.models import Directive, Source, Standing
from dondoc_web.work.models import Obligation, Occurrence, Party, Plan, PlanState, Task, TaskState

CONFIRMED = timezone.make_aware(timezone.datetime(2026, 11, 28, 9, 0))


def given_plan(people: SimpleNamespace, number: str = "12/KH-UBND", office: Agency | None = None) -> Plan:
    """A confirmed plan that the committee of Lam Giang follows."""
    directive = Directive.objects.create(kind="Kế hoạch", number=number, number_key=number, date=date(2026, 1, 5))
    source = Source.objects.create(
        name="ke-hoach.txt",
        size=1,
        sha256=f"{directive.pk:064}",
        standing=Standing.ADMITTED,
        directive=directive,
        uploaded_by=people.desk,
        uploaded_at=CONFIRMED,
        office=office or people.province,
    )
    return Plan.objects.create(
        office=office or people.province,
        directive=directive,
        source=source,
        state=PlanState.CONFIRMED,
        made_at=CONFIRMED,
        confirmed_at=CONFIRMED,
    )


def given_task(people: SimpleNamespace, *, plan: Plan | None = None, lead=(), **facts: object) -> Task:
    """A confirmed task, due 2026-12-15 unless told otherwise; ``lead`` are agencies or groups."""
    facts = {
        "text": "Biên soạn tài liệu giới thiệu tỉnh Lam Giang",
        "label": "III.1",
        "timing_kind": TimingKind.DEADLINE.value,
        "timing_text": "Trước ngày 15/12/2026",
        "due": "2026-12-15",
        "state": TaskState.CONFIRMED,
        "confirmed_at": CONFIRMED,
        "confirmed_by": people.desk2,
        "accepted_by": people.desk,
    } | facts
    plan = plan or Plan.objects.filter(office=people.province).first() or given_plan(people)
    task = Task.objects.create(plan=plan, position=plan.tasks.count() + 1, key=f"k{plan.tasks.count()}", **facts)
    for one in lead:
        party(task, PartyRole.LEAD, one)
    return task


def party(task: Task, role: PartyRole, whom) -> Party:
    """``whom`` in ``role``; a string is a phrase that nobody knows."""
    known = {"agency" if isinstance(whom, Agency) else "group": whom} if not isinstance(whom, str) else {}
    return Party.objects.create(task=task, role=role.value, phrase=str(whom), **known)


def owed(task: Task, agency: Agency, number: int) -> Obligation:
    """An unsaved obligation in a round of its own."""
    occurrence = Occurrence.objects.create(task=task, period=f"r{number}", made_at=CONFIRMED)
    return Obligation(
        occurrence=occurrence, agency=agency, task=task, plan=task.plan, office=task.plan.office, changed_at=CONFIRMED
    )
