"""An expected report held for a change, once it may be written."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.reports import rights
from dondoc_web.reports.models import Expected, ReportState, UnitReport
from dondoc_web.work.models import OfficeSettings

OPEN = (ReportState.OWED, ReportState.RETURNED)


def held(report_id: int) -> Expected:
    """The report, so that nobody else changes it meanwhile."""
    rows = Expected.objects.select_for_update(of=("self",)).select_related("office", "agency", "duty")
    return rows.get(pk=report_id)


def why_not_written(expected: Expected) -> str:
    """Why the agency cannot write it today; empty where it can."""
    today = timezone.localdate()
    if expected.state not in OPEN:
        return _("Báo cáo đã nộp hoặc không phải nộp nữa nên không sửa được; hãy tải lại trang.")
    if today < expected.start:
        return _("Kỳ báo cáo chưa bắt đầu.")
    if today > expected.open_until:
        return _("Đã quá hạn nộp nên báo cáo bị khóa; hãy đề nghị cơ quan theo dõi cho nộp ngoại lệ.")
    return ""


def held_to_write(report_id: int, by: User) -> Expected:
    """The same, for a unit officer and while it is open."""
    expected = held(report_id)
    require(rights.may_hand_in(by, expected))
    why = why_not_written(expected)
    if why:
        raise ValidationError(why)
    return expected


def approval_asked(expected: Expected) -> bool:
    """The office wants the unit's leader to approve before a report counts as handed in."""
    return OfficeSettings.objects.filter(office=expected.office_id, reports_approved=True).exists()


def written_of(expected: Expected) -> UnitReport:
    """What was written; ValidationError where nothing was prepared yet."""
    found = UnitReport.objects.filter(expected=expected).first()
    if found is None:
        raise ValidationError(_("Báo cáo chưa được soạn; hãy lập báo cáo trước."))
    return found
