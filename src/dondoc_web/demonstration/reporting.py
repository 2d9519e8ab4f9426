"""What the units of the province report: in time and late, returned and mended, after an exception, and not at all.

It draws from a chance of its own, so that the rest of the history is the same with and without it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from dondoc.document import ReportingKind
from dondoc_web.accounts.models import User
from dondoc_web.demonstration.papers import sayings
from dondoc_web.demonstration.province import body, officer_of, person
from dondoc_web.reports import duties, expecting, preparing, receiving, writing
from dondoc_web.reports.lines import content_of
from dondoc_web.reports.models import PERIODIC, Duty, DutyState, Expected, ReportState, UnitReport
from dondoc_web.work.models import Plan

if TYPE_CHECKING:
    from dondoc_web.demonstration.history import History

OFFICE = "uy-ban-nhan-dan-tinh"
QUARTERLY = (
    "so-van-hoa-the-thao-va-du-lich", "so-tai-chinh", "so-noi-vu", "so-khoa-hoc-va-cong-nghe", "so-giao-duc-va-dao-tao",
)  # fmt: skip
"""Bodies that report each quarter, and write their reports in the site."""
ALWAYS = {"so-noi-vu": 0.35, "so-tai-chinh": 0.2, "so-van-hoa-the-thao-va-du-lich": 0.9}
"""How it goes each quarter with one of these: returned once, late after an exception, in time (see :func:`_goes`)."""
LONG = timedelta(days=280)
"""So long ago the office began to ask for them."""
RECENT = timedelta(days=70)
"""Of reports due so lately some still wait to be accepted, or to be mended."""
FORGETS = "so-giao-duc-va-dao-tao"
"""This one never sends its last report."""


def decide(told: History, plan: Plan) -> None:
    """The desk officer confirms what the plan asks to report; estimates of costs it follows elsewhere."""
    desk = person("dau-moi-1")
    for duty in Duty.objects.filter(plan=plan, state=DutyState.PROPOSED).order_by("pk"):
        reports = duty.kind in (ReportingKind.REPORT.value, ReportingKind.CONSOLIDATED_REPORT.value)
        if reports and duty.frequency in PERIODIC and duty.reporters.exists():
            duties.confirm(duty_id=duty.pk, by=desk)
        elif duty.kind == ReportingKind.BUDGET_SUBMISSION.value:
            duties.refuse(duty_id=duty.pk, by=desk, reason="Dự toán được theo dõi ở chế độ lập dự toán hằng năm.")
    foresee(told)


def asked_since(today: date) -> date:
    """The day on which the office began to ask each quarter, given the day of the first start."""
    return today - LONG


def ask_quarterly(told: History) -> None:
    """A duty that no paper names: the desk officer adds it by hand."""
    reporters = tuple(f"a{body(key).pk}" for key in QUARTERLY)
    facts = duties.Facts(
        words="Báo cáo quý về công tác thông tin đối ngoại", frequency="quarter", regime="nd09",
        since=timezone.localdate(), to="Ủy ban nhân dân tỉnh", to_agency=body(OFFICE).pk, reporters=reporters,
    )  # fmt: skip
    desk = person("dau-moi-1")
    duty = duties.add(office_id=body(OFFICE).pk, by=desk, facts=facts)
    duties.confirm(duty_id=duty.pk, by=desk)
    foresee(told)


def follow(told: History) -> None:
    """Later periods, and who owes what now."""
    expecting.bring_up(timezone.localdate())
    foresee(told)


def foresee(told: History) -> None:
    """Decide for each new expected report how it will go."""
    known = told.reports_planned
    new = Expected.objects.filter(state=ReportState.OWED).exclude(pk__in=known).select_related("agency", "duty")
    for one in new.order_by("pk"):
        known.add(one.pk)
        _goes(told, one)


def _goes(told: History, one: Expected) -> None:
    chance = Random(f"báo cáo {one.duty_id} {one.agency.key} {one.period}")  # noqa: S311 - a story, no secret
    due, way, key, written = one.due_on, chance.random(), one.pk, one.duty.plan_id is None
    if written:
        way = ALWAYS.get(one.agency.key.partition("@")[0], way)
    if one.agency.key.startswith(FORGETS) and due > timezone.localdate(told.now) - timedelta(days=100):
        return
    if way < 0.12:  # asks in time for more days
        told.on(due - timedelta(days=2), 9, lambda: _grant(key, due + timedelta(days=7)))
        handed = due + timedelta(days=chance.randint(2, 5))
    elif way < 0.3:  # is late, and locked until the office lets it in
        told.on(due + timedelta(days=3), 9, lambda: _grant(key, due + timedelta(days=14)))
        handed = due + timedelta(days=chance.randint(5, 9))
    else:
        handed = max(due - timedelta(days=chance.randint(1, 8)), one.closes_on)
    handed = min(handed, due) if way >= 0.3 else handed
    number = f"{chance.randint(20, 400)}/BC"
    if written:
        told.on(handed - timedelta(days=1), 14, lambda: _write(key, chance.random()))
    if 0.3 <= way < 0.42:
        told.on(handed - timedelta(days=4), 10, lambda: _hand_in(key, number))
        told.on(handed - timedelta(days=3), 10, lambda: _send_back(key))
    told.on(handed, 15, lambda: _hand_in(key, number))
    answered = handed + timedelta(days=chance.randint(1, 6))
    if due > timezone.localdate(told.now) - RECENT and 0.42 <= way < 0.62:
        if way >= 0.52:  # the others still wait to be accepted
            told.on(answered, 16, lambda: _send_back(key))
        return
    told.on(answered, 16, lambda: _accept(key))


def _held(key: int) -> Expected:
    return Expected.objects.select_related("agency").get(pk=key)


def _can_write(one: Expected, by: User | None) -> bool:
    day = timezone.localdate()
    return by is not None and one.state in expecting.NOT_IN and one.start <= day <= one.open_until


def _write(key: int, chance: float) -> None:
    """Prepared from progress; some add words of their own."""
    one = _held(key)
    by = officer_of(one.agency)
    if by is None or not _can_write(one, by):
        return
    report = preparing.prepare(report_id=key, by=by)
    kept = report.lines.prefetch_related("figures").first()
    said = sayings("summary")
    text = writing.Text(summary=said[int(chance * len(said))])
    if kept is not None and chance < 0.5:
        content = content_of(kept)
        more = replace(content, result=f"{content.result}\n{sayings('added')[0]}".strip())
        text = replace(text, lines={kept.pk: more})
    writing.write(report_id=key, by=by, text=text)


def _hand_in(key: int, number: str) -> None:
    one = _held(key)
    by = officer_of(one.agency)
    if by is None or not _can_write(one, by):
        return
    if one.duty.plan_id is None and not UnitReport.objects.filter(expected=one).exists():
        preparing.prepare(report_id=key, by=by)
    receiving.hand_in(report_id=key, by=by, paper=f"{number}-{one.agency.symbol or 'ĐV'}")


def _send_back(key: int) -> None:
    if _held(key).state == ReportState.HANDED_IN:
        receiving.send_back(report_id=key, by=person("dau-moi-2"), reason="Bổ sung số liệu so với cùng kỳ năm trước.")


def _accept(key: int) -> None:
    if _held(key).state == ReportState.HANDED_IN:
        receiving.accept(report_id=key, by=person("dau-moi-1"))


def _grant(key: int, until: date) -> None:
    one = _held(key)
    if one.state in expecting.NOT_IN and until > one.open_until:
        receiving.grant(report_id=key, by=person("dau-moi-1"), until=until, reason="Đơn vị chờ số liệu của cấp xã.")
