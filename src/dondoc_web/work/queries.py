"""The read side of obligations: what a person has to do, and one obligation with its whole thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.document import Role
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import within
from dondoc_web.audit.models import Event
from dondoc_web.audit.queries import history
from dondoc_web.documents.models import Source
from dondoc_web.documents.reader import ROLES
from dondoc_web.work import figures, periods
from dondoc_web.work.follow_rights import DIRECTING, FOLLOWING, REPORTING, seen
from dondoc_web.work.holding import PARTS, stamp
from dondoc_web.work.models import (
    STAGES_OVER,
    Answer,
    Comment,
    Evidence,
    Extension,
    LinkState,
    Obligation,
    OfficeSettings,
    Plan,
    Progress,
    Stage,
    TaskLink,
)
from dondoc_web.work.rounds import DueRule
from dondoc_web.work.timeliness import Timeliness, timeliness

SOON_DAYS = 3
"""Where an office has not settled its own number."""


@dataclass(frozen=True, slots=True)
class Line:
    """An obligation in a list: its state, the days that are left (negative when over), why it came back."""

    obligation: Obligation
    timeliness: Timeliness
    period: str
    days_left: int | None
    returned: str = ""

    @property
    def stage(self) -> str:
        """The stage in words."""
        return self.obligation.get_stage_display()

    @property
    def days(self) -> str:
        """The days left in words."""
        return days_in_words(self.days_left)


def owed_by(user: User) -> QuerySet[Obligation]:
    """What the agencies for which ``user`` reports still owe, the most pressing first."""
    last = Progress.objects.filter(obligation=OuterRef("pk")).exclude(answer=Answer.DRAFT).order_by("-pk")
    return (
        Obligation.objects.filter(within(user, "agency__", REPORTING))
        .exclude(stage__in=STAGES_OVER)
        .select_related(*PARTS)
        .annotate(
            last_answer=Subquery(last.values("answer")[:1]), last_reason=Subquery(last.values("answer_reason")[:1])
        )
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def lines(obligations: Iterable[Obligation], today: date) -> Sequence[Line]:
    """Lines for ``obligations``; two queries whatever their number."""
    rows = list(obligations)
    soon = soon_days(row.office_id for row in rows)
    return [_line(row, today, soon.get(row.office_id, SOON_DAYS)) for row in rows]


def _line(row: Obligation, today: date, soon: int) -> Line:
    state = timeliness(row.stage, row.due_on, row.done_on, today=today, soon_days=soon)
    left = days_left(row.stage, row.due_on, today)
    back = getattr(row, "last_answer", "") == Answer.RETURNED and row.stage == Stage.UNDER_WAY
    reason = getattr(row, "last_reason", "") or ""
    return Line(row, state, periods.words_of(row.occurrence.period), left, reason if back else "")


def days_left(stage: str, due_on: date | None, today: date) -> int | None:
    """From ``today`` to the day that counts, negative when it is over; None where there is none, or no more is owed."""
    return (due_on - today).days if due_on and stage not in STAGES_OVER else None


def days_in_words(left: int | None) -> str:
    """``còn 3 ngày``, ``hôm nay là hạn``, ``quá 2 ngày``; empty without a day."""
    if left is None:
        return ""
    if left == 0:
        return _("hôm nay là hạn")
    if left > 0:
        return ngettext("còn %(n)s ngày", "còn %(n)s ngày", left) % {"n": left}
    return ngettext("quá %(n)s ngày", "quá %(n)s ngày", -left) % {"n": -left}


def soon_days(offices: Iterable[int]) -> Mapping[int, int]:
    """From how many days on each office calls a day near."""
    found = OfficeSettings.objects.filter(office__in=set(offices))
    return dict(found.values_list("office_id", "due_soon_days"))


def reports_waiting(user: User) -> QuerySet[Progress]:
    """Claims of completion that ``user`` may answer, the oldest first."""
    waiting = Progress.objects.filter(within(user, "obligation__office__", DIRECTING), answer=Answer.WAITING)
    parts = ("by", *(f"obligation__{part}" for part in PARTS))
    return waiting.exclude(by=user).filter(obligation__stage=Stage.TO_CONFIRM).select_related(*parts).order_by("pk")


def extensions_waiting(user: User) -> QuerySet[Extension]:
    """Requests for more time that ``user`` may answer."""
    waiting = Extension.objects.filter(within(user, "obligation__office__", DIRECTING), answer=Answer.WAITING)
    parts = ("asked_by", *(f"obligation__{part}" for part in PARTS))
    return waiting.exclude(asked_by=user).select_related(*parts).order_by("pk")


# One obligation ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A report with its figures as people write them and its files."""

    progress: Progress
    figures: Sequence[Mapping[str, str]]
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class Thread:
    """An obligation from the words that order it to all that was said of it."""

    line: Line
    stamp: str
    rule: str | Promise
    other_day: date | None
    draft: Note | None
    notes: Sequence[Note]
    extensions: Sequence[Extension]
    comments: Sequence[Comment]
    rounds: Sequence[Line]
    answers: Sequence[TaskLink]
    answered_by: Sequence[TaskLink]
    events: Sequence[Event]
    parties: Sequence[tuple[Promise, str]]
    entries: Sequence[Any]

    @property
    def obligation(self) -> Obligation:
        return self.line.obligation

    @property
    def waiting(self) -> Progress | None:
        """The report that waits for an answer."""
        return next((note.progress for note in self.notes if note.progress.answer == Answer.WAITING), None)

    @property
    def returned(self) -> str:
        """Why the last report came back; empty once another is handed in."""
        last = self.notes[0].progress if self.notes else None
        return last.answer_reason if last is not None and last.answer == Answer.RETURNED else ""

    @property
    def asking(self) -> Extension | None:
        """The request for more time that waits for an answer."""
        return next((one for one in self.extensions if one.answer == Answer.WAITING), None)


def seen_obligations(user: User) -> QuerySet[Obligation]:
    """Every obligation that ``user`` may see, with its parts."""
    return Obligation.objects.filter(seen(user)).select_related(
        *PARTS, "plan__source", "follows__agency", "inferred_from"
    )


def thread(obligation: Obligation, user: User, today: date) -> Thread:
    """All that the page of an obligation shows to ``user``."""
    notes = _notes(obligation, user)
    line = lines([obligation], today)[0]
    return Thread(
        line=line,
        stamp=stamp(obligation),
        rule=_rule(obligation),
        other_day=_other_day(obligation),
        draft=next((note for note in notes if note.progress.answer == Answer.DRAFT), None),
        notes=[note for note in notes if note.progress.answer != Answer.DRAFT],
        extensions=list(obligation.extensions.select_related("asked_by", "answered_by")),
        comments=list(obligation.comments.select_related("by").prefetch_related("mentions")),
        rounds=_rounds(obligation, today),
        answers=_links(child=obligation.task_id),
        answered_by=_links(parent=obligation.task_id, state=LinkState.CONFIRMED),
        events=history(obligation),
        entries=list(
            obligation.register_entries.filter(withdrawn_at=None).select_related("register", "by").order_by("-pk")
        ),
        parties=[(ROLES[Role(one.role)], one.phrase) for one in obligation.task.parties.all()],
    )


def _notes(obligation: Obligation, user: User) -> list[Note]:
    """Reports, newest first; of drafts only the person's own."""
    shown = obligation.progress.filter(~Q(answer=Answer.DRAFT) | Q(by=user))
    rows = shown.select_related("by", "answered_by").prefetch_related("evidence").order_by("-pk")
    return [
        Note(row, [one | {"value": figures.words(one["value"])} for one in row.figures], list(row.evidence.all()))
        for row in rows
    ]


def _rule(obligation: Obligation) -> str | Promise:
    """Where the day comes from: a day of its own was granted, or the rule of the round gave it."""
    if obligation.due_on != obligation.occurrence.due_on:
        return DueRule.EXTENDED.label
    rule = obligation.occurrence.due_rule
    return DueRule(rule).label if rule in DueRule.values else ""


def _other_day(obligation: Obligation) -> date | None:
    """The day that "trước ngày" gives when it is read the other way."""
    occurrence = obligation.occurrence
    if occurrence.printed_on is None or obligation.due_on != occurrence.due_on:
        return None
    if occurrence.due_rule == DueRule.BEFORE_SAME_DAY:
        return occurrence.printed_on - timedelta(days=1)
    return occurrence.printed_on if occurrence.due_rule == DueRule.BEFORE_DAY_BEFORE else None


def _rounds(obligation: Obligation, today: date) -> Sequence[Line]:
    """Every round of the task for this agency, in order."""
    same = Obligation.objects.filter(task=obligation.task_id, agency=obligation.agency_id)
    return lines(same.select_related(*PARTS).order_by(F("occurrence__start").asc(nulls_first=True), "pk"), today)


def _links(**wanted: object) -> list[TaskLink]:
    parts = ("child__plan__directive", "child__plan__office", "parent__plan__directive", "parent__plan__office")
    return list(TaskLink.objects.filter(**wanted).select_related(*parts).order_by("-score", "pk"))


def evidence_seen(user: User) -> QuerySet[Evidence]:
    """Files that ``user`` may take: of reports of obligations that they see, of drafts only their own."""
    handed_in = seen(user, "progress__obligation__") & ~Q(progress__answer=Answer.DRAFT)
    return Evidence.objects.filter(handed_in | Q(progress__by=user.pk)).exclude(file="")


def plan_carried_out(source: Source, user: User) -> Plan | None:
    """The plan of the directive of ``source`` of which ``user`` sees an obligation or which ``user`` follows."""
    owed = Obligation.objects.filter(seen(user), plan__directive=source.directive_id).order_by()
    followed = within(user, "office__", FOLLOWING)
    found = Plan.objects.filter(followed | Q(pk__in=owed.values("plan")), directive=source.directive_id)
    return found.exclude(directive=None).select_related("office").first()


def today() -> date:
    """The day at the office; the one place of these pages that reads the clock."""
    return timezone.localdate()
