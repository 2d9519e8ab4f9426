"""The write side of a unit's report: its words, its files, the leader's approval."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.actions import plain_name
from dondoc_web.reports import rights
from dondoc_web.reports.holding import held, held_to_write, why_not_written, written_of
from dondoc_web.reports.lines import Content, content_of, put
from dondoc_web.reports.models import Approval, Expected, ReportAttachment, ReportLine, UnitReport
from dondoc_web.work.evidence import MOST_FILES, checked


@dataclass(frozen=True, slots=True)
class Text:
    """What a form sends: the words about the whole, lines by key, lines of the unit's own, keys of own lines to drop.

    ``seen`` is the stamp of the report that the person saw; None asks nothing.
    """

    summary: str = ""
    difficulties: str = ""
    proposals: str = ""
    lines: Mapping[int, Content] = field(default_factory=dict)
    added: Sequence[tuple[str, Content]] = ()
    dropped: Collection[int] = ()
    seen: str | None = None


def stamp(report: UnitReport) -> str:
    """What a form shows back, so that nobody overwrites what another has just written."""
    return report.changed_at.isoformat()


@transaction.atomic
def write(*, report_id: int, by: User, text: Text) -> UnitReport:
    """Keep what was typed; an approval that was given before is no longer one of these words."""
    expected = held_to_write(report_id, by)
    report = written_of(expected)
    if text.seen is not None and text.seen != stamp(report):
        raise ValidationError(_("Người khác vừa sửa báo cáo này; hãy chép lại phần đã gõ, tải lại trang rồi sửa tiếp."))
    changed = _lines(report, text)
    report.summary, report.difficulties, report.proposals = text.summary, text.difficulties, text.proposals
    _changed(report, by)
    record(actor=by, verb=Verb.REPORT_WRITTEN, target=expected, lines=changed, added=len(text.added))
    return report


def _lines(report: UnitReport, text: Text) -> list[int]:
    """Change, add and drop lines; the keys of those that say something else now."""
    there = {line.pk: line for line in report.lines.prefetch_related("figures")}
    if not set(text.lines) <= set(there):
        raise ValidationError(_("Báo cáo vừa được lập lại; hãy tải lại trang."))
    rows = [(there[key], content) for key, content in text.lines.items() if content_of(there[key]) != content]
    last = max((line.position for line in there.values()), default=0)
    own = [
        (ReportLine(report=report, position=last + n, words=words, edited=True), content)
        for n, (words, content) in enumerate(text.added, 1)
    ]
    ReportLine.objects.bulk_create([line for line, _content in own])
    put([*rows, *own])
    report.lines.filter(pk__in=text.dropped, obligation=None).delete()
    return [line.pk for line, _content in rows]


def _changed(report: UnitReport, by: User) -> None:
    report.written_by, report.changed_at = by, timezone.now()
    report.approval, report.approved_by, report.approved_at = Approval.NONE, None, None
    report.save()


# The leader's approval --------------------------------------------------------------------------------------------


@transaction.atomic
def ask_approval(*, report_id: int, by: User) -> UnitReport:
    """Lay it before the unit's leader."""
    expected = held_to_write(report_id, by)
    report = written_of(expected)
    if report.approval != Approval.NONE:
        raise ValidationError(_("Báo cáo đã được trình duyệt; hãy tải lại trang."))
    report.approval = Approval.WAITING
    report.save(update_fields=["approval"])
    record(actor=by, verb=Verb.REPORT_TO_APPROVE, target=expected)
    return report


@transaction.atomic
def approve(*, report_id: int, by: User) -> UnitReport:
    """The leader agrees with these words; the unit may hand them in. Never by who wrote them."""
    expected, report = _before_leader(report_id, by)
    if report.written_by_id == by.pk:
        raise ValidationError(_("Người soạn không tự duyệt báo cáo của mình."))
    report.approval, report.approved_by, report.approved_at = Approval.APPROVED, by, timezone.now()
    report.save(update_fields=["approval", "approved_by", "approved_at"])
    record(actor=by, verb=Verb.REPORT_APPROVED, target=expected)
    return report


@transaction.atomic
def give_back(*, report_id: int, by: User, reason: str) -> UnitReport:
    """The leader wants it otherwise, and says what."""
    expected, report = _before_leader(report_id, by)
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do."))
    report.approval = Approval.NONE
    report.save(update_fields=["approval"])
    record(actor=by, verb=Verb.REPORT_NOT_APPROVED, target=expected, reason=reason.strip())
    return report


def _before_leader(report_id: int, by: User) -> tuple[Expected, UnitReport]:
    expected = held(report_id)
    require(rights.may_approve(by, expected))
    why = why_not_written(expected)
    if why:
        raise ValidationError(why)
    report = written_of(expected)
    if report.approval != Approval.WAITING:
        raise ValidationError(_("Báo cáo này không còn chờ duyệt; hãy tải lại trang."))
    return expected, report


# Files --------------------------------------------------------------------------------------------------------------


def attach(*, report_id: int, by: User, file: File[bytes], name: str, confirmed_unclassified: bool) -> ReportAttachment:
    """Add a file; the same content twice is kept once. Files are taken and refused as evidence is."""
    if not confirmed_unclassified:
        raise ValidationError(_("Hãy xác nhận tệp không thuộc danh mục bí mật nhà nước."))
    name = plain_name(name)
    media_type = checked(file, name)
    digest = hashlib.file_digest(file.open("rb"), "sha256").hexdigest()
    file.seek(0)
    made = ReportAttachment(name=name, size=file.size, sha256=digest, media_type=media_type, added_by=by)
    try:
        with transaction.atomic():
            return _kept(made, report_id, by, file)
    except BaseException:
        if made.file:
            made.file.delete(save=False)
        raise


def _kept(made: ReportAttachment, report_id: int, by: User, file: File[bytes]) -> ReportAttachment:
    expected = held_to_write(report_id, by)
    report = written_of(expected)
    known = report.attachments.filter(sha256=made.sha256).first()
    if known is not None:
        return known
    if report.attachments.count() >= MOST_FILES:
        raise ValidationError(_("Một báo cáo không quá %d tệp; hãy gộp các tệp lại.") % MOST_FILES)
    made.report, made.added_at = report, timezone.now()
    made.file.save(made.name, file, save=False)
    made.save()
    _changed(report, by)
    said = {"name": made.name, "sha256": made.sha256, "size": made.size}
    record(actor=by, verb=Verb.REPORT_FILE_ADDED, target=expected, attachment=made.pk, **said)
    return made


@transaction.atomic
def detach(*, attachment_id: int, by: User) -> Expected:
    """Take a file out while the report may be written."""
    made = ReportAttachment.objects.select_related("report").get(pk=attachment_id)
    expected = held_to_write(made.report.expected_id, by)
    said = {"name": made.name, "sha256": made.sha256}
    storage, place, key = made.file.storage, made.file.name, made.pk
    made.delete()
    if place:
        transaction.on_commit(lambda: storage.delete(place))
    _changed(made.report, by)
    record(actor=by, verb=Verb.REPORT_FILE_REMOVED, target=expected, attachment=key, **said)
    return expected
