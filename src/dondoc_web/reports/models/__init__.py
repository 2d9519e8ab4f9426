"""The models of reports: duties and what is expected of them, what units write."""

from dondoc_web.reports.models.expected import (
    KINDS,
    PERIODIC,
    REGIME_WORDS,
    Duty,
    DutyReporter,
    DutyState,
    Expected,
    Frequency,
    ReportState,
)
from dondoc_web.reports.models.written import (
    Approval,
    FilledForm,
    LineStanding,
    ReportAttachment,
    ReportFigure,
    ReportLine,
    UnitReport,
)

__all__ = [
    "KINDS",
    "PERIODIC",
    "REGIME_WORDS",
    "Approval",
    "Duty",
    "DutyReporter",
    "DutyState",
    "Expected",
    "FilledForm",
    "Frequency",
    "LineStanding",
    "ReportAttachment",
    "ReportFigure",
    "ReportLine",
    "ReportState",
    "UnitReport",
]
