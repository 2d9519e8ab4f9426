"""The working days of an office: what its branch, or a body above it, has entered."""

from __future__ import annotations

from dondoc_web.agencies.models import Agency
from dondoc_web.work.models import DayOverride
from dondoc_web.work.workdays import WorkCalendar


def calendar_of(office: Agency) -> WorkCalendar:
    """The calendar that holds for ``office``: the nearest body that entered a day is right."""
    above = [int(part) for part in office.trail.split("/") if part]
    rows = DayOverride.objects.filter(office__in=above).select_related("office")
    ordered = sorted(rows, key=lambda row: len(row.office.trail))
    return WorkCalendar({row.day: (row.works, row.reason) for row in ordered})
