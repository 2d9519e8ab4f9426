"""How long a consolidated report takes: 200 units × 100 tasks, on either database.

    nice -n 10 .venv/bin/python benchmarks/consolidation_bench.py
    nice -n 10 scripts/with-postgres .venv/bin/python benchmarks/consolidation_bench.py

``--units 40 --tasks 20`` for a look. Every unit has a line, two figures and
words for every task. Printed: the draft as its worker makes it, with and
without a sentence for what each unit did; a page; what a later report would
change; the DOCX, and whether drafting again gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from own_site import prepared

ROOT = Path(__file__).resolve().parents[1]
Result = TypeVar("Result")


def timed(name: str, do: Callable[[], Result]) -> Result:
    """Do it and print the seconds, and those of the processor, which other work on the machine does not stretch."""
    begun, computed = time.perf_counter(), time.process_time()
    found = do()
    told = f"{time.perf_counter() - begun:.1f} s, of the processor {time.process_time() - computed:.1f} s"
    print(f"{name}: {told}", flush=True)
    return found


def made_world(units: int, tasks: int) -> tuple[object, object]:
    """Lam Giang with that many units that have reported, and the report that the department of culture owes."""
    w = cast.two_provinces()
    bodies = [cast.agency(f"dv-{n}", f"Đơn vị {n:03}", w.province, symbol=f"DV{n}") for n in range(units)]
    w.plan = given_plan(w)
    today = timezone.localdate()
    facts = {"words": "Báo cáo kết quả", "frequency": "ad_hoc", "regime": "nd09", "since": today - timedelta(days=90)}
    above = duties.add(office_id=w.province.pk, by=w.desk, facts=duties.Facts(**facts, reporters=(f"a{w.culture.pk}",)))
    codes = tuple(f"a{one.pk}" for one in bodies)
    w.below = duties.add(
        office_id=w.province.pk, by=w.desk, facts=duties.Facts(**facts, reporters=codes, parent=above.pk)
    )
    for duty in (above, w.below):
        duties.confirm(duty_id=duty.pk, by=w.desk)
        days = (today - timedelta(days=60), today, today + timedelta(days=9))
        expecting.open_by_hand(duty_id=duty.pk, by=w.desk, days=days, basis="")
    w.answers = above.expected.get()
    groups = [f"{n}. Nhóm nhiệm vụ {n}" for n in range(1, 11)]
    unit_reports.many(
        w,
        bodies,
        [
            unit_reports.task(w, n, text=f"Nhiệm vụ số {n} của kế hoạch", group_title=groups[n * 10 // tasks])
            for n in range(tasks)
        ],
    )
    return w, bodies


def drafted(w: object, *, by_unit: bool) -> Consolidation:
    """Asked for, and made as the worker does it."""
    wanted = actions.Wanted([w.below.pk], w.answers.start, w.answers.closes_on, by_unit=by_unit)
    made = actions.ask(report_id=w.answers.pk, by=w.unit, wanted=wanted)
    jobs.draft(made.job_id)
    return Consolidation.objects.get(pk=made.pk)


def measured(units: int, tasks: int) -> None:
    """All of it."""
    w, bodies = made_world(units, tasks)
    brief = timed("draft without what each unit did", lambda: drafted(w, by_unit=False))
    print(f"  {brief.sentences.count()} sentences")
    timed("its DOCX", lambda: to_docx(paper_of(brief)))
    made = timed("draft with a sentence for what each unit did", lambda: drafted(w, by_unit=True))
    print(f"  {made.sentences.count()} sentences")
    client = Client()
    client.force_login(w.unit)
    client.get(f"/consolidations/{made.pk}/letterhead/")  # what is loaded once is loaded
    timed("its first page", lambda: client.get(f"/consolidations/{made.pk}/").content)
    written = UnitReport.objects.get(expected__agency=bodies[0], expected__duty=w.below)
    written.lines.update(standing="late")
    UnitReport.objects.filter(pk=written.pk).update(version=2)
    timed("what a later report would change", lambda: client.get(f"/consolidations/{made.pk}/changes/").content)
    count = timed("taking it over", lambda: actions.take(consolidation_id=made.pk, by=w.unit))
    print(f"  {count} changes")
    made = Consolidation.objects.get(pk=made.pk)
    first = timed("its DOCX", lambda: to_docx(paper_of(made)))
    Consolidation.objects.all().delete()
    again = to_docx(paper_of(drafted(w, by_unit=True)))
    print(f"DOCX {len(first) / 1e6:.1f} MB {hashlib.sha256(first).hexdigest()[:12]}, again the same: {again == first}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    for _ in prepared(ROOT / "tests/web"):
        import cast
        import unit_reports
        from django.core.management import call_command
        from django.test import Client
        from django.utils import timezone
        from obligations import given_plan

        from dondoc_web.consolidation import actions, jobs
        from dondoc_web.consolidation.models import Consolidation
        from dondoc_web.consolidation.wording import paper_of
        from dondoc_web.papers.writing import to_docx
        from dondoc_web.reports import duties, expecting
        from dondoc_web.reports.models import UnitReport

        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--units", type=int, default=200)
        parser.add_argument("--tasks", type=int, default=100)
        asked = parser.parse_args()
        call_command("migrate", verbosity=0)
        measured(asked.units, asked.tasks)
