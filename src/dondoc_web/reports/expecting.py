"""The write side of expected reports: duty × agency × period, made up to a horizon and again without doubles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency, Group
from dondoc_web.agencies.queries import Heirs, members_on
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.jobs import pulse
from dondoc_web.reminders.calendar import calendar_of
from dondoc_web.reports import rights
from dondoc_web.reports.models import PERIODIC, Duty, DutyState, Expected, Frequency, ReportState
from dondoc_web.reports.regimes import Asked, periods, regime_of, working_day_before
from dondoc_web.work.workdays import WorkCalendar

AHEAD = timedelta(days=400)
"""How far ahead reports are expected: over the end of the next reporting year of most."""
NOT_IN = (ReportState.OWED, ReportState.RETURNED)

Reporting = dict[int, tuple[Agency, Group | None]]


def _held(duty_id: int) -> Duty:
    """The duty, held for the rest of the transaction."""
    rows = Duty.objects.select_for_update(of=("self",), no_key=True).select_related("office", "plan__directive")
    return rows.get(pk=duty_id)


def bring_up(today: date | None = None) -> int:
    """Make what is expected of every confirmed duty, and follow bodies that ended; how many reports are new."""
    today = today or timezone.localdate()
    keys = list(Duty.objects.filter(state=DutyState.CONFIRMED).order_by("pk").values_list("pk", flat=True))
    made = 0
    for key in keys:
        made += expect(key, today)
        pulse.say()
    return made


@transaction.atomic
def expect(duty_id: int, today: date, by: User | None = None) -> int:
    """The same for one duty. It is held, so that two who come at once make each report once."""
    duty = _held(duty_id)
    if duty.state != DutyState.CONFIRMED:
        return 0
    heirs, made, moved = Heirs(), list[Expected](), 0
    asked = {one.code: one for one in periods_of(duty, calendar_of(duty.office), today)}
    asked |= _opened_by_hand(duty)
    for period in asked.values():
        new, passed = _of_period(duty, period, heirs)
        made += new
        moved += passed
    if made or moved:
        told = {"periods": sorted({one.period for one in made}), "made": len(made), "passed_on": moved}
        record(actor=by, verb=Verb.REPORTS_EXPECTED, target=duty, **told)
    return len(made)


def periods_of(duty: Duty, calendar: WorkCalendar, today: date) -> Sequence[Asked]:
    """The periods of a duty up to the horizon; a single report is one period that ends on its day."""
    until = min(duty.until or date.max, today + AHEAD)
    if duty.frequency == Frequency.ONCE:
        return _once(duty, calendar)
    regime = regime_of(duty.regime, duty.frequency, max(duty.since, today)) if duty.frequency in PERIODIC else None
    if regime is None:
        return ()
    return list(periods(regime, since=duty.since, until=until, own=duty.own_days, calendar=calendar))


def _once(duty: Duty, calendar: WorkCalendar) -> Sequence[Asked]:
    due = day_of(duty.due)
    if due is None or due < duty.since:
        return ()
    closes = day_of(duty.closes)
    rule = "directive" if closes else "before_due"
    return [
        Asked("once", duty.since, closes or max(duty.since, working_day_before(due, calendar)), due, rule, "directive")
    ]


def day_of(words: str) -> date | None:
    """The date of ``2026-12-10``; None for a day that comes again, or none."""
    return date.fromisoformat(words) if words and not words.startswith("--") else None


def _opened_by_hand(duty: Duty) -> dict[str, Asked]:
    rows = Expected.objects.filter(duty=duty, due_rule="by_hand").order_by("pk")
    return {
        one.period: Asked(one.period, one.start, one.closes_on, one.due_on, "by_hand", "by_hand", one.basis)
        for one in rows
    }


# Who reports ------------------------------------------------------------------------------------------------


def reporting(duty: Duty, period: Asked, heirs: Heirs) -> Reporting:
    """Who reports for a period: bodies that were named or members, and existed, on the closing day.

    One that ended by then, or by the due day, is followed to the body that holds its
    work on the due day; where nobody knows that one, nobody is expected.
    """
    found: Reporting = {}
    for row in duty.reporters.select_related("agency", "group__place"):
        if not row.holds_on(period.closes_on):
            continue
        members = [row.agency] if row.agency else _members(row.group, period)
        for agency in members:
            if agency.valid_from and agency.valid_from > period.closes_on:
                continue
            living = heirs.holder(agency, duty.words, day=period.due_on, topic=duty.topic).agency
            if living is not None:
                found.setdefault(living.pk, (living, row.group))
    return found


def _members(group: Group | None, period: Asked) -> Sequence[Agency]:
    """Members on the closing day, and those of the first day that have ended since: their successors take over."""
    if group is None:
        return ()
    then = members_on(group, period.closes_on)
    ended = [
        one for one in members_on(group, period.start) if one.valid_to is not None and one.valid_to < period.closes_on
    ]
    return [*then, *ended]


def _of_period(duty: Duty, period: Asked, heirs: Heirs) -> tuple[list[Expected], int]:
    owing = reporting(duty, period, heirs)
    there = {one.agency_id: one for one in duty.expected.filter(period=period.code).select_related("agency")}
    passed = _pass_on(duty, [one for key, one in there.items() if key not in owing], heirs)
    back = [there[key] for key in owing if key in there and there[key].state == ReportState.PASSED_ON]
    for one in back:
        one.state, one.passed_to, one.reason = ReportState.OWED, None, ""
        one.save(update_fields=["state", "passed_to", "reason"])
    now = timezone.now()
    new = Expected.objects.bulk_create(
        Expected(
            duty=duty,
            office=duty.office,
            agency=agency,
            group=group,
            period=period.code,
            start=period.start,
            closes_on=period.closes_on,
            due_on=period.due_on,
            closing_rule=period.closing_rule,
            due_rule=period.due_rule,
            basis=period.basis,
            made_at=now,
        )
        for key, (agency, group) in owing.items()
        if key not in there
    )
    return new, passed + len(back)


def _pass_on(duty: Duty, rows: Iterable[Expected], heirs: Heirs) -> int:
    """What a body no longer owes is kept, and says who owes it now; what came in stays as it is."""
    passed = 0
    for one in rows:
        if one.state in NOT_IN:
            holder = heirs.holder(one.agency, duty.words, day=one.due_on, topic=duty.topic)
            one.state, one.reason = ReportState.PASSED_ON, holder.reason
            one.passed_to = holder.agency if holder.agency and holder.agency.pk != one.agency_id else None
            one.save(update_fields=["state", "reason", "passed_to"])
            passed += 1
    return passed


# Opened by hand -----------------------------------------------------------------------------------------------


@transaction.atomic
def open_by_hand(*, duty_id: int, by: User, days: tuple[date, date, date], basis: str) -> int:
    """Ask for a report now (đột xuất) of all who report under a confirmed duty; how many are expected.

    ``days``: from which day, the closing day, the due day.
    """
    duty = _held(duty_id)
    require(rights.may_ask(by, duty.office))
    if duty.state != DutyState.CONFIRMED:
        raise ValidationError(_("Hãy xác nhận chế độ báo cáo này trước khi yêu cầu báo cáo."))
    start, closes_on, due_on = days
    if not start <= closes_on <= due_on:
        raise ValidationError(_("Các ngày phải theo thứ tự: từ ngày, ngày chốt số liệu, hạn nộp."))
    code = f"{due_on}"
    if duty.expected.filter(period=code).exists():
        raise ValidationError(_("Đã có báo cáo với hạn này; hãy chọn ngày khác."))
    period = Asked(code, start, closes_on, due_on, "by_hand", "by_hand", basis.strip()[:300])
    made, _passed = _of_period(duty, period, Heirs())
    if not made:
        raise ValidationError(_("Không có đơn vị nào phải báo cáo vào ngày chốt số liệu; hãy chọn đơn vị báo cáo."))
    record(actor=by, verb=Verb.REPORT_ASKED, target=duty, period=code, made=len(made), basis=period.basis)
    return len(made)
