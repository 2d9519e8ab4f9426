"""Whether a report came and came in time: pure functions of days (completeness and timeliness of a set of reports)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from dondoc_web.reports.models import Expected, ReportState


class Standing(StrEnum):
    """What a cell of the matrix says."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    WAITING_LATE = "waiting_late"
    RETURNED = "returned"
    MISSING = "missing"
    NOT_YET = "not_yet"
    PASSED_ON = "passed_on"

    @property
    def sign(self) -> str:
        """A mark beside the word and the colour."""
        return _SIGNS[self]

    @property
    def colour(self) -> str:
        """The class of its colour."""
        return _COLOURS[self]

    @property
    def words(self) -> str:
        """The word."""
        return {
            Standing.ON_TIME: _("đủ, đúng hạn"),
            Standing.LATE: _("đủ, quá hạn"),
            Standing.WAITING: _("nộp đúng hạn, chờ tiếp nhận"),
            Standing.WAITING_LATE: _("nộp quá hạn, chờ tiếp nhận"),
            Standing.RETURNED: _("bị trả lại, còn hạn"),
            Standing.MISSING: _("thiếu"),
            Standing.NOT_YET: _("chưa đến hạn"),
            Standing.PASSED_ON: _("không phải nộp nữa"),
        }[self]


_SIGNS = dict(zip(Standing, ["✓", "◷", "◇", "◈", "↩", "✕", "○", "–"], strict=True))
_COLOURS = dict(zip(Standing, ["green", "purple", "green", "purple", "amber", "red", "grey", "grey"], strict=True))


def standing(report: Expected, today: date) -> Standing:
    """Late by the day of handing in, however late it was accepted; a returned report has not come."""
    late = report.handed_on is not None and report.handed_on > report.counted_until
    if report.state == ReportState.PASSED_ON:
        return Standing.PASSED_ON
    if report.state == ReportState.ACCEPTED:
        return Standing.LATE if late else Standing.ON_TIME
    if report.state == ReportState.HANDED_IN:
        return Standing.WAITING_LATE if late else Standing.WAITING
    if today > report.counted_until:
        return Standing.MISSING
    return Standing.RETURNED if report.state == ReportState.RETURNED else Standing.NOT_YET


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of the reports whose day is over; those that are not due yet stand apart.

    ``complete`` have been accepted, ``on_time`` of them were handed in by their day.
    """

    expected: int = 0
    complete: int = 0
    on_time: int = 0
    waiting: int = 0
    missing: int = 0
    not_yet: int = 0

    @property
    def completeness(self) -> float | None:
        """Percent; None where nothing has been due."""
        return 100 * self.complete / self.expected if self.expected else None

    @property
    def timeliness(self) -> float | None:
        """Percent of all that were expected; None where nothing has been due."""
        return 100 * self.on_time / self.expected if self.expected else None


def rates(reports: Iterable[Expected], today: date) -> Rates:
    """Completeness and timeliness on ``today``; what was passed on is owed by the successor and not counted twice."""
    due = [one for one in reports if one.state != ReportState.PASSED_ON]
    over = [standing(one, today) for one in due if one.counted_until < today]
    return Rates(
        expected=len(over),
        complete=sum(one in (Standing.ON_TIME, Standing.LATE) for one in over),
        on_time=over.count(Standing.ON_TIME),
        waiting=sum(one in (Standing.WAITING, Standing.WAITING_LATE) for one in over),
        missing=over.count(Standing.MISSING),
        not_yet=len(due) - len(over),
    )


Key = TypeVar("Key")


def rates_by(reports: Iterable[Expected], key: Callable[[Expected], Key], today: date) -> dict[Key, Rates]:
    """:func:`rates` of each part."""
    parts: dict[Key, list[Expected]] = {}
    for report in reports:
        parts.setdefault(key(report), []).append(report)
    return {name: rates(part, today) for name, part in parts.items()}
