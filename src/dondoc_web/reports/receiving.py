"""The write side of what comes in: handed in, accepted, returned with a reason, an exception after the lock.

An agency hands in until the due day; then it is locked until the office grants
an exception. The office enters a report that came on paper with the day on
which it came.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.reports import rights
from dondoc_web.reports.expecting import NOT_IN
from dondoc_web.reports.holding import approval_asked
from dondoc_web.reports.models import Approval, Expected, ReportState, UnitReport


@transaction.atomic
def hand_in(*, report_id: int, by: User, paper: str, on: date | None = None) -> Expected:
    """Hand in: the agency today and before the lock; the office for it, on the day that the paper came."""
    report, today = _locked(report_id), timezone.localdate()
    asks = rights.may_ask(by, report.office)
    require(asks or rights.may_hand_in(by, report))
    day = (on or today) if asks else today
    if report.state not in NOT_IN:
        raise ValidationError(_("Báo cáo này không còn chờ nộp; hãy tải lại trang."))
    if not asks and today > report.open_until:
        raise ValidationError(_("Đã quá hạn nộp nên báo cáo bị khóa; hãy đề nghị cơ quan theo dõi cho nộp ngoại lệ."))
    if day > today or day < report.start:
        raise ValidationError(_("Ngày nộp phải trong khoảng từ đầu kỳ báo cáo đến hôm nay."))
    if not paper.strip():
        raise ValidationError(_("Hãy ghi số, ký hiệu hoặc tên báo cáo."))
    if not asks:
        _bring_written(report)
    report.handed_on, report.handed_by, report.paper = day, by, paper.strip()[:300]
    return _save(report, by, ReportState.HANDED_IN, Verb.REPORT_HANDED_IN, on=str(day), paper=report.paper)


def _bring_written(report: Expected) -> None:
    """What the unit wrote goes with it; where the office asks for that, its leader has approved these words."""
    written = UnitReport.objects.filter(expected=report).first()
    if approval_asked(report) and (written is None or written.approval != Approval.APPROVED):
        raise ValidationError(_("Hãy soạn báo cáo và trình lãnh đạo đơn vị duyệt trước khi nộp."))
    if written is not None:
        written.version += 1
        written.save(update_fields=["version"])


@transaction.atomic
def accept(*, report_id: int, by: User) -> Expected:
    """Take the report as complete; the day of handing in counts, not this one. Never by who handed it in."""
    report = _waiting(report_id, by)
    return _save(report, by, ReportState.ACCEPTED, Verb.REPORT_ACCEPTED)


@transaction.atomic
def send_back(*, report_id: int, by: User, reason: str) -> Expected:
    """Return it with a reason: it counts as not handed in until it comes again."""
    report = _waiting(report_id, by)
    report.reason = _asked(reason)
    UnitReport.objects.filter(expected=report).update(approval=Approval.NONE, approved_by=None, approved_at=None)
    return _save(report, by, ReportState.RETURNED, Verb.REPORT_RETURNED, reason=report.reason)


@transaction.atomic
def grant(*, report_id: int, by: User, until: date, reason: str) -> Expected:
    """Let an agency hand in until a later day; granted while it is not late yet, it moves the day that counts too."""
    report, today = _locked(report_id), timezone.localdate()
    require(rights.may_ask(by, report.office))
    if report.state not in NOT_IN:
        raise ValidationError(_("Báo cáo này không còn chờ nộp; hãy tải lại trang."))
    if until < today or until <= report.open_until:
        raise ValidationError(_("Hãy chọn ngày từ hôm nay trở đi và sau hạn đang có."))
    reason = _asked(reason)
    before = str(report.granted_until or "")
    if today <= report.counted_until:
        report.extended_to = until
    report.granted_on, report.granted_until = today, until
    return _save(
        report, by, ReportState(report.state), Verb.REPORT_GRANTED, until=str(until), was_until=before, reason=reason
    )


def _locked(report_id: int) -> Expected:
    rows = Expected.objects.select_for_update(of=("self",)).select_related("office", "agency")
    return rows.get(pk=report_id)


def _waiting(report_id: int, by: User) -> Expected:
    report = _locked(report_id)
    require(rights.may_ask(by, report.office))
    if report.state != ReportState.HANDED_IN:
        raise ValidationError(_("Báo cáo này không còn chờ tiếp nhận; hãy tải lại trang."))
    if report.handed_by_id == by.pk and not rights.entered_on_paper(by, report):
        raise ValidationError(_("Người nộp không tự tiếp nhận báo cáo của mình."))
    return report


def _asked(reason: str) -> str:
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do."))
    return reason.strip()


def _save(report: Expected, by: User, state: ReportState, verb: Verb, **told: str) -> Expected:
    before, report.state = report.state, state
    report.save()
    record(actor=by, verb=verb, target=report, before=before, after=state.value, **told)
    return report
