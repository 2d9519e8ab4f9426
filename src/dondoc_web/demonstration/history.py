"""Two years of work in Lam Giang, done through the actions of the site one after another in the order of their days.

The same day of the first start gives the same history. What was to happen after
that day is left out, so that some work is under way, waits, or is late.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from dondoc_web.agencies.models import Agency
from dondoc_web.agencies.queries import Heirs
from dondoc_web.demonstration import clock, registers, reporting
from dondoc_web.demonstration.papers import Paper, papers, picture_of, sayings
from dondoc_web.demonstration.province import COMMUNES_SINCE, body, officer_of, person
from dondoc_web.documents.actions import receive
from dondoc_web.documents.jobs import read_source
from dondoc_web.documents.models import Source
from dondoc_web.reminders.giving import remind
from dondoc_web.work import assigning, comments, confirming, directing, evidence, extensions, progress, review
from dondoc_web.work.holding import PARTS, WORKING
from dondoc_web.work.models import Answer, Obligation, Plan, Stage, TaskState
from dondoc_web.work.progress import Report

PLAN_OF_THE_PROVINCE = "ke-hoach-ubnd-tinh.md"
DEPARTMENTS_MERGED = date(2025, 3, 1)
RECENT = timedelta(days=35)
"""Only work due so lately may still be missing: what is older was handed in at last, however late."""
REGISTERS_AFTER = 10
"""Days from the first plan to the registers that it asks for."""
CLAIMED = 2
"""Results that wait for an answer on any first day."""
REMINDED = 12
"""Days for which reminders were given."""


def start_of(today: date) -> date:
    """The day on which the history begins: about two years ago."""
    return max(date(2024, 5, 27), today - timedelta(days=914))


@dataclass(slots=True)
class History:
    """What is still to happen, by its time, up to ``now``."""

    now: datetime
    documents: Path
    chance: Random = field(default_factory=lambda: Random("Lam Giang"))  # noqa: S311 - a story, no secret
    waiting: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    order: Iterable[int] = field(default_factory=count)
    planned: set[int] = field(default_factory=set)
    reports_planned: set[int] = field(default_factory=set)

    def on(self, day: date, hour: float, do: Callable[[], object]) -> None:
        """Let ``do`` happen at that time, a weekday; never when it lies after the first start."""
        while day.weekday() > 4:
            day += timedelta(days=1)
        moment = timezone.make_aware(datetime.combine(day, time(int(hour), int(hour % 1 * 60))))
        if moment < self.now:
            heapq.heappush(self.waiting, (moment, next(self.order), do))  # type: ignore[call-overload]

    def pass_by(self, tell: Callable[[str], None]) -> None:
        """Let everything happen; ``tell`` hears each year."""
        year = 0
        while self.waiting:
            moment, _n, do = heapq.heappop(self.waiting)
            if moment.year != year:
                year = moment.year
                tell(f"  năm {year} …")
            with clock.at(moment):
                do()

    def say(self, kind: str) -> str:
        """Words of one kind."""
        return self.chance.choice(sayings(kind))

    def happens(self, share: float) -> bool:
        """True so often."""
        return self.chance.random() < share


def make(today: date, documents: Path, now: datetime, tell: Callable[[str], None]) -> None:
    """Make the history up to ``now``; ``documents`` holds the plan of the province."""
    told = History(now, documents)
    start = start_of(today)
    text = (documents / PLAN_OF_THE_PROVINCE).read_text(encoding="utf-8")
    for paper in (Paper(PLAN_OF_THE_PROVINCE, start, text), *papers(today)):
        _arrives(told, paper)
    for year in range(start.year, today.year + 1):
        for day in (date(year, 6, 15), date(year, 12, 15)):
            told.on(day, 5, lambda day=day: _rounds(told, day))  # type: ignore[misc]
    told.on(start + timedelta(days=REGISTERS_AFTER), 9, registers.open_registers)
    for day in registers.days(start + timedelta(days=REGISTERS_AFTER + 1), today):
        told.on(day, 17, registers.write)
    for day in (DEPARTMENTS_MERGED, COMMUNES_SINCE):
        told.on(day + timedelta(days=2), 9, lambda: _hand_over(told))
    told.on(reporting.asked_since(today), 10, lambda: reporting.ask_quarterly(told))
    told.on(_weekday_before(today), 16.75, lambda: _claim(told))
    for days in range(REMINDED, -1, -1):
        told.on(today - timedelta(days=days), 6, _remind)
    told.pass_by(tell)


def _weekday_before(today: date) -> date:
    day = today - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _claim(told: History) -> None:
    """What was reported as done at the end of the last working day waits for an answer at the first start."""
    under_way = Obligation.objects.filter(stage=Stage.UNDER_WAY).order_by("-due_on", "pk")
    for key in under_way.values_list("pk", flat=True)[:CLAIMED]:
        _reports(told, key, Stage.DONE)


def _remind() -> None:
    remind(timezone.localdate())


# --- from the paper to what is owed --------------------------------------------------------------------------


def _arrives(told: History, paper: Paper) -> None:
    """Taken in, read, reviewed on the next days, confirmed by another person."""
    told.on(paper.day, 8.25, lambda: _read(paper))
    told.on(paper.day + timedelta(days=1), 9.5, lambda: _accept(paper))
    told.on(paper.day + timedelta(days=2), 14, lambda: _confirm(told, paper))
    told.on(paper.day + timedelta(days=3), 11, lambda: reporting.decide(told, _plan(paper)))


def _read(paper: Paper) -> None:
    file = ContentFile(paper.text.encode(), paper.name)
    got = receive(by=person("dau-moi-1"), file=file, name=paper.name, confirmed_unclassified=True)
    read_source(got.source.job_id or 0)


def _plan(paper: Paper) -> Plan:
    return Plan.objects.get(source__in=Source.objects.filter(name=paper.name), office=body("uy-ban-nhan-dan-tinh"))


def _accept(paper: Paper) -> None:
    desk, plan = person("dau-moi-1"), _plan(paper)
    tasks = list(plan.tasks.filter(state=TaskState.PROPOSED).prefetch_related("parties"))
    led = [task.pk for task in tasks if confirming.has_lead(task)]
    review.accept(by=desk, task_ids=led)
    for task in tasks:
        if task.pk not in led:
            review.refuse(by=desk, task_id=task.pk, reason="Không rõ cơ quan chủ trì; theo dõi ở văn bản khác.")


def _confirm(told: History, paper: Paper) -> None:
    confirming.confirm_all(by=person("dau-moi-2"), plan_id=_plan(paper).pk)
    _foresee(told)


def _rounds(told: History, day: date) -> None:
    assigning.bring_up(day)
    _foresee(told)
    if day.month == 12:
        reporting.follow(told)


# --- what becomes of it --------------------------------------------------------------------------------------


def _foresee(told: History) -> None:
    """Decide for each new obligation how it will go."""
    new = Obligation.objects.exclude(pk__in=told.planned).exclude(stage=Stage.TRANSFERRED)
    for one in new.select_related("occurrence").order_by("pk"):
        told.planned.add(one.pk)
        due = one.due_on or one.occurrence.end
        if due is not None:
            _goes(told, one.pk, max(due, timezone.localdate() + timedelta(days=3)), dated=one.due_on is not None)


def _goes(told: History, key: int, due: date, *, dated: bool) -> None:
    way, days = told.chance.random(), told.chance.randint
    today = timezone.localdate(told.now)
    if told.happens(0.35):
        told.on(due - timedelta(days=days(9, 40)), 10, lambda: _reports(told, key, Stage.UNDER_WAY))
    if told.happens(0.2):
        told.on(due - timedelta(days=days(2, 8)), 15.5, lambda: _remarks(told, key))
    if way < 0.12 and due > today - RECENT and due <= today + timedelta(days=2):
        return
    asks, late = way < 0.2 and dated, 0.24 < way < 0.4
    if asks:
        told.on(due - timedelta(days=days(6, 9)), 8.5, lambda: _asks(told, key))
    handed_in = due + timedelta(days=days(1, 19)) if late or asks else due - timedelta(days=days(0, 9))
    if way > 0.88:
        _returned(told, key, handed_in)
        handed_in += timedelta(days=days(3, 6))
    told.on(handed_in, 9 + days(0, 6), lambda: _finishes(told, key))


def _returned(told: History, key: int, day: date) -> None:
    told.on(day, 9, lambda: _reports(told, key, Stage.DONE))
    told.on(day + timedelta(days=1), 16, lambda: _sends_back(told, key))


def _finishes(told: History, key: int) -> None:
    """Hands the result in; it is accepted a few days later."""
    if _reports(told, key, Stage.DONE):
        day = timezone.localdate() + timedelta(days=told.chance.randint(1, 3))
        told.on(day, 16.5, lambda: _accepts(key))


def _held(key: int) -> Obligation:
    return Obligation.objects.select_related("agency", "office", "occurrence").get(pk=key)


def _reports(told: History, key: int, stage: Stage) -> bool:
    one = _held(key)
    by = officer_of(one.agency)
    if by is None or one.stage not in WORKING:
        return False
    if stage == Stage.DONE and told.happens(0.3):
        words = f"Bao cao ket qua - tinh Lam Giang (minh hoa) - {timezone.localdate():%d/%m/%Y} - {key}"
        name = f"bao-cao-ket-qua-{key}.pdf"
        file = ContentFile(picture_of(words), name)
        evidence.attach(obligation_id=key, by=by, file=file, name=name, confirmed_unclassified=True)
    figures = [{"name": "Sản phẩm", "value": str(told.chance.randint(1, 12)), "unit": "văn bản"}]
    progress.submit(
        obligation_id=key,
        by=by,
        report=Report(
            stage=stage.value,
            text=told.say(stage.value),
            figures=figures if told.happens(0.5) else (),
            difficulties=told.say("difficulty") if told.happens(0.25) else "",
            proposals=told.say("proposal") if told.happens(0.15) else "",
        ),
    )
    return True


def _waiting(key: int) -> int | None:
    found = _held(key).progress.filter(answer=Answer.WAITING).values_list("pk", flat=True).first()
    return found if found is None else int(found)


def _accepts(key: int) -> None:
    claim = _waiting(key)
    if claim is not None:
        progress.accept(progress_id=claim, by=person("dau-moi-1"))


def _sends_back(told: History, key: int) -> None:
    claim = _waiting(key)
    if claim is not None:
        progress.send_back(progress_id=claim, by=person("dau-moi-2"), reason=told.say("returned"))


def _remarks(told: History, key: int) -> None:
    one = _held(key)
    by = "lanh-dao-tinh" if told.happens(0.25) else "dau-moi-2"
    officer = officer_of(one.agency)
    words = told.say("leader" if by == "lanh-dao-tinh" else "comment")
    comments.comment(obligation_id=key, by=person(by), text=words, mentions=[officer.pk] if officer else [])


def _asks(told: History, key: int) -> None:
    one = _held(key)
    by = officer_of(one.agency)
    if by is None or one.stage not in WORKING or one.due_on is None:
        return
    later = one.due_on + timedelta(days=told.chance.randint(7, 20))
    asked = extensions.ask(obligation_id=key, by=by, new_due_on=later, reason=told.say("ask"))
    granted = told.happens(0.7)
    told.on(timezone.localdate() + timedelta(days=1), 10.5, lambda: _answers(told, asked.pk, later, granted))


def _answers(told: History, key: int, later: date, granted: bool) -> None:
    by = person("dau-moi-1")
    try:
        if granted:
            extensions.grant(extension_id=key, by=by, due_on=later, paper=f"{100 + key}/UBND-TH")
        else:
            extensions.refuse(extension_id=key, by=by, reason=told.say("refuse"))
    except ValidationError:
        return  # the unit handed its result in meanwhile


# --- bodies that end -----------------------------------------------------------------------------------------


def _hand_over(told: History) -> None:
    """What a body that has ended still owes goes to the one that holds its work now."""
    today, heirs, desk = timezone.localdate(), Heirs.of_everybody(), person("dau-moi-1")
    stages = (*WORKING, Stage.SUSPENDED)
    for one in Obligation.objects.filter(stage__in=stages, agency__valid_to__lt=today).select_related(*PARTS):
        heir = heirs.holder(one.agency, one.task.text, day=today, topic=one.plan.directive.subject).agency
        if heir is not None and not _owes_already(one, heir):
            reason = f"{one.agency} đã kết thúc hoạt động; {heir} tiếp nhận nhiệm vụ."
            directing.transfer(obligation_id=one.pk, by=desk, to=heir, reason=reason)
        else:
            reason = f"{one.agency} đã kết thúc hoạt động; cơ quan tiếp nhận đã có việc này trong kỳ."
            directing.cancel(obligation_id=one.pk, by=desk, reason=reason)
    _foresee(told)
    reporting.follow(told)


def _owes_already(one: Obligation, heir: Agency) -> bool:
    return Obligation.objects.filter(occurrence=one.occurrence_id, agency=heir).exists()
