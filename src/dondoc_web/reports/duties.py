"""The write side of reporting duties: a desk officer corrects, confirms or refuses them, or adds one by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.reports import rights
from dondoc_web.reports.expecting import NOT_IN, day_of, expect
from dondoc_web.reports.models import PERIODIC, Duty, DutyReporter, DutyState, Frequency, ReportState
from dondoc_web.reports.proposing import name_leads
from dondoc_web.reports.regimes import names_a_day, regime_of

_AGAIN = re.compile(r"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|---(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a duty says; ``reporters`` are ``a12`` for a body and ``g3`` for a group."""

    words: str
    frequency: str
    regime: str
    since: date
    until: date | None = None
    to: str = ""
    to_agency: int | None = None
    closes: str = ""
    due: str = ""
    parent: int | None = None
    reporters: Sequence[str] = ()


@transaction.atomic
def add(*, office_id: int, by: User, facts: Facts) -> Duty:
    """A duty that no reading found; it waits for confirmation like the others."""
    office = Agency.objects.get(pk=office_id)
    require(rights.may_ask(by, office))
    duty = Duty(office=office, added_by=by)
    _put(duty, facts)
    record(actor=by, verb=Verb.DUTY_ADDED, target=duty, after=_told(facts))
    return duty


@transaction.atomic
def correct(*, duty_id: int, by: User, facts: Facts) -> Duty:
    """Say what a duty really asks for. Reports that are expected already keep their days."""
    duty = _locked(duty_id, by)
    before = {name: str(getattr(duty, name) or "") for name in ("words", "frequency", "regime", "closes", "due", "to")}
    _put(duty, facts)
    record(actor=by, verb=Verb.DUTY_CORRECTED, target=duty, before=before, after=_told(facts))
    if duty.state == DutyState.CONFIRMED:
        _check(duty)
        expect(duty.pk, timezone.localdate(), by)
    return duty


@transaction.atomic
def confirm(*, duty_id: int, by: User) -> Duty:
    """From now on reports are expected."""
    duty = _locked(duty_id, by)
    if duty.state == DutyState.CONFIRMED:
        raise ValidationError(_("Chế độ báo cáo này đã được xác nhận; hãy tải lại trang."))
    if not duty.reporters.exists():
        name_leads(duty)
    _check(duty)
    _decide(duty, by, DutyState.CONFIRMED, Verb.DUTY_CONFIRMED)
    expect(duty.pk, timezone.localdate(), by)
    return duty


@transaction.atomic
def refuse(*, duty_id: int, by: User, reason: str) -> Duty:
    """It asks for no report of ours. Reports that came in stay; others are no longer owed."""
    duty = _locked(duty_id, by)
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do không áp dụng."))
    _decide(duty, by, DutyState.REFUSED, Verb.DUTY_REFUSED, reason=reason.strip())
    duty.expected.filter(state__in=NOT_IN).update(state=ReportState.PASSED_ON, reason=reason.strip())
    return duty


def _locked(duty_id: int, by: User) -> Duty:
    duty = Duty.objects.select_for_update(of=("self",)).select_related("office").get(pk=duty_id)
    require(rights.may_ask(by, duty.office))
    return duty


def _decide(duty: Duty, by: User, state: DutyState, verb: Verb, **told: str) -> None:
    before, duty.state = duty.state, state
    duty.decided_by, duty.decided_at = by, timezone.now()
    duty.save(update_fields=["state", "decided_by", "decided_at"])
    record(actor=by, verb=verb, target=duty, before=before, after=state.value, **told)


def _check(duty: Duty) -> None:
    """A confirmed duty says who, how often and by when."""
    if not duty.reporters.exists():
        raise ValidationError(_("Chưa rõ đơn vị phải báo cáo; hãy chọn cơ quan hoặc nhóm cơ quan."))
    if duty.frequency == Frequency.ONCE and day_of(duty.due) is None:
        raise ValidationError(_("Báo cáo một lần cần hạn là một ngày cụ thể."))
    if duty.frequency in PERIODIC and not names_a_day(
        regime_of(duty.regime, duty.frequency, timezone.localdate()), duty.own_days
    ):
        raise ValidationError(_("Chế độ này không có hạn nộp; hãy ghi hạn do văn bản nêu hoặc chọn chế độ khác."))
    if not duty.frequency:
        raise ValidationError(_("Chưa rõ chu kỳ báo cáo; hãy chọn chu kỳ."))


def _put(duty: Duty, facts: Facts) -> None:
    if not facts.words.strip():
        raise ValidationError(_("Hãy ghi nội dung phải báo cáo."))
    for named in (facts.closes, facts.due):
        if named and not _AGAIN.fullmatch(named) and not _is_a_day(named):
            raise ValidationError(_("Ngày do văn bản nêu: ghi 10/12 (hằng năm), 20 (hằng tháng) hoặc 10/12/2026."))
    if facts.until and facts.until < facts.since:
        raise ValidationError(_("Ngày kết thúc phải sau ngày bắt đầu."))
    for name in ("words", "frequency", "regime", "since", "until", "to", "closes", "due"):
        setattr(duty, name, getattr(facts, name))
    duty.to_agency_id = facts.to_agency
    above = Duty.objects.filter(office=duty.office, pk=facts.parent).first() if facts.parent else None
    duty.parent = above if above is not None and above.pk != duty.pk else None
    duty.save()
    _name(duty, facts.reporters)


def _is_a_day(words: str) -> bool:
    try:
        return date.fromisoformat(words) is not None
    except ValueError:
        return False


def _name(duty: Duty, reporters: Sequence[str]) -> None:
    """Bodies that stay keep their dates; one that is left out no longer reports from today on."""
    wanted, today = dict.fromkeys(reporters), timezone.localdate()
    for row in duty.reporters.filter(valid_to=None):
        code = f"a{row.agency_id}" if row.agency_id else f"g{row.group_id}"
        if code in wanted:
            wanted.pop(code)
        elif duty.state == DutyState.CONFIRMED:
            row.valid_to = today
            row.save(update_fields=["valid_to"])
        else:
            row.delete()
    since = today if duty.state == DutyState.CONFIRMED else None
    for code in wanted:
        row = DutyReporter(duty=duty, valid_from=since)
        if code.startswith("a"):
            row.agency = Agency.objects.get(pk=code[1:])
        else:
            row.group = Group.objects.get(pk=code[1:])
        row.save()


def _told(facts: Facts) -> dict[str, object]:
    return {name: str(value or "") if name != "reporters" else list(value) for name, value in asdict(facts).items()}
