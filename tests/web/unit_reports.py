"""Unit reports that were handed in, and the lead's own report that takes them further up; made without pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from obligations import given_plan, given_task

from dondoc_web.registers import defining, entering
from dondoc_web.registers.models import Entry
from dondoc_web.registers.shipped import shipped
from dondoc_web.reports import duties
from dondoc_web.reports.models import Expected, ReportFigure, ReportLine, ReportState, UnitReport
from dondoc_web.work.models import Obligation, Occurrence

D = date.fromisoformat
NOW = timezone.make_aware(datetime.fromisoformat("2026-06-18T09:00"))


def set_clock(monkeypatch, day):
    """The day of today; ``[0]`` moves it."""
    today = [D(day)]
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: value.date() if value else today[0])
    return today


def ladder(w, reporters, *, frequency="half_year", since="2026-01-01", lead=None):
    """A duty of units and that of the lead above it; ``w.below``, ``w.above``, ``w.answers`` for 2026's first half."""
    w.plan = given_plan(w)
    facts = {"words": "Báo cáo kết quả", "frequency": frequency, "regime": "nd09", "since": D(since)}
    lead = lead or w.culture
    w.above = duties.add(
        office_id=w.province.pk, by=w.desk,
        facts=duties.Facts(**facts | {"words": "Tổng hợp, báo cáo Tỉnh ủy"}, reporters=(f"a{lead.pk}",), to="Tỉnh ủy"),
    )  # fmt: skip
    codes = tuple(f"a{one.pk}" for one in reporters)
    w.below = duties.add(
        office_id=w.province.pk, by=w.desk, facts=duties.Facts(**facts, parent=w.above.pk, reporters=codes)
    )
    type(w.below).objects.filter(pk__in=(w.below.pk, w.above.pk)).update(plan=w.plan)
    for duty in (w.above, w.below):
        duties.confirm(duty_id=duty.pk, by=w.desk)
    w.answers = w.above.expected.get(period=periods(frequency)[0])
    return w


def periods(frequency):
    return {"half_year": ("2026-H1",), "year": ("2026",)}[frequency]


def task(w, n, **facts):
    """The ``n``-th task of the plan."""
    given = {"text": f"Việc {n}", "label": f"II.{n}", "group_title": "1. Tuyên truyền"} | facts
    return given_task(w, plan=w.plan, **given)


def expected(w, agency, period="2026-H1"):
    return Expected.objects.get(duty=w.below, agency=agency, period=period)


def handed(w, agency, lines, *, period="2026-H1", state=ReportState.ACCEPTED, on="2026-06-18", **general):
    """A report with ``lines``: (task or words, standing, result, facts); figures as (label, value, unit)."""
    report = expected(w, agency, period)
    report.state, report.handed_on, report.handed_by, report.paper = state, on, w.unit, f"BC {agency.symbol}"
    report.save()
    written, _new = UnitReport.objects.update_or_create(
        expected=report,
        defaults={"prepared_at": NOW, "written_by": w.unit, "changed_at": NOW, "version": 1} | general,
    )
    written.lines.all().delete()
    for position, (what, standing, result, facts) in enumerate(lines, 1):
        _line(w, written, position, what, agency, {"standing": standing, "result": result} | facts)
    return report


def _line(w, written, position, what, agency, facts):
    figures = facts.pop("figures", ())
    own = isinstance(what, str)
    row = ReportLine.objects.create(
        report=written, position=position, task=None if own else what, words=what if own else what.text,
        obligation=None if own else obligation(w, what, agency), **facts,
    )  # fmt: skip
    for label, value, unit in figures:
        ReportFigure.objects.create(line=row, label=label, value=Decimal(value), unit=unit)


def entered(register, obligation, day, name, by):
    """An entry of a register of activities, written on ``day``."""
    entry = entering.add(
        register_id=register.pk, by=by, obligation_id=obligation.pk, values={"name": name, "kind": "Sự kiện"}
    )
    Entry.objects.filter(pk=entry.pk).update(at=timezone.make_aware(datetime.fromisoformat(f"{day}T09:00")))
    return entry


def activities(w):
    """The register of activities and products of the office."""
    return defining.define(office_id=w.province.pk, by=w.desk, definition=shipped()["activities"])


def obligation(w, what, agency):
    """What the agency owes of the task, the same each time."""
    occurrence, _new = Occurrence.objects.get_or_create(task=what, period="once", defaults={"made_at": NOW})
    given = {"task": what, "plan": what.plan, "office": what.plan.office, "changed_at": NOW}
    return Obligation.objects.get_or_create(occurrence=occurrence, agency=agency, defaults=given)[0]


def many(w, units, tasks):
    """As many accepted reports as ``units``, each with a line, two figures and words for every task."""
    owed = Obligation.objects.bulk_create(
        (
            Obligation(occurrence=one, agency=unit, task=one.task, plan=w.plan, office=w.province, changed_at=NOW)
            for one in Occurrence.objects.bulk_create(Occurrence(task=t, period="once", made_at=NOW) for t in tasks)
            for unit in units
        ),
        batch_size=1000,
    )
    rows = Expected.objects.filter(duty=w.below, period=w.answers.period)
    rows.update(state=ReportState.ACCEPTED, handed_on=w.answers.closes_on, handed_by=w.unit)
    given = {"prepared_at": NOW, "written_by": w.unit, "changed_at": NOW, "version": 1}
    reports = UnitReport.objects.bulk_create(UnitReport(expected=one, **given) for one in rows)
    of = {one.expected.agency_id: one for one in reports}
    lines = ReportLine.objects.bulk_create(
        (
            ReportLine(
                report=of[one.agency_id], position=n, obligation=one, task=one.task, words=one.task.text,
                standing=("done", "late", "doing", "not_done")[n % 4], result=f"Đã làm phần {n}",
                difficulties="Thiếu kinh phí" if n % 9 == 0 else "",
            )
            for n, one in enumerate(owed)
        ),
        batch_size=1000,
    )  # fmt: skip
    ReportFigure.objects.bulk_create(
        (
            ReportFigure(line=line, label=label, value=Decimal(n % 50), unit=unit)
            for n, line in enumerate(lines)
            for label, unit in (("Tin, bài", "tin"), ("Lớp tập huấn", "lớp"))
        ),
        batch_size=1000,
    )
