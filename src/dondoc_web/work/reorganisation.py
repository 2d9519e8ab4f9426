"""The reorganisation assistant: what bodies that ended still owe, who holds it now, and handing it over in bulk.

Proposals are those of the registry (``agencies.queries.Heirs``), by the words of
each task; where nobody knows, a person chooses. Handing over is the write side:
each obligation through :func:`.directing.transfer`, in a transaction of its own,
so that one that cannot be handed over does not hold up the others. The phrase
of the party and the quotation stay as they were printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.document import Role as PartyRole
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require, within
from dondoc_web.agencies.models import Agency, Certainty, holding_on
from dondoc_web.agencies.naming import folded
from dondoc_web.agencies.queries import Heirs
from dondoc_web.agencies.succession import Holder
from dondoc_web.work.directing import transfer
from dondoc_web.work.follow_rights import DIRECTING, FOLLOWING, may_direct
from dondoc_web.work.holding import PARTS, WORKING, stamp
from dondoc_web.work.models import STAGES_OVER, Obligation, Party, Stage, TaskState

AT_MOST = 200
"""Obligations on one page: each has three fields, and a form takes a thousand."""

# --- what there is to do -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """An open obligation of a body that ended; ``may`` says whether it can be handed over by this person now."""

    obligation: Obligation
    holder: Holder
    may: bool

    @property
    def seen(self) -> str:
        return stamp(self.obligation)

    @property
    def choices(self) -> Sequence[Agency]:
        """Bodies to choose among, the proposed one first."""
        return (self.holder.agency, *self.holder.choices) if self.holder.agency else self.holder.choices

    @property
    def waiting(self) -> bool:
        """A report has to be answered before it can be handed over."""
        return self.obligation.stage == Stage.TO_CONFIRM


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one body that ended with one proposal; ``reason`` and ``certainty`` are those of the proposal."""

    body: Agency
    to: Agency | None
    reason: str
    certainty: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Mention:
    """A party that only helps, or a group of a place, whose body ended: nothing to hand over, good to know."""

    party: Party
    body: Agency
    holder: Holder


def owed_by_ended(user: User, day: date, roles: Iterable[str] = FOLLOWING) -> QuerySet[Obligation]:
    """Open obligations, of offices that ``user`` reaches, whose agency had ended on ``day``."""
    ended = Obligation.objects.filter(within(user, "office__", roles), agency__valid_to__lt=day)
    return ended.exclude(stage__in=STAGES_OVER)


def to_hand_over(user: User) -> int:
    """How many obligations wait for this person to hand them over."""
    return owed_by_ended(user, timezone.localdate(), DIRECTING).count()


def sections(user: User, day: date, body: int | None = None) -> list[Section]:
    """What is there to hand over on ``day``, by body and proposal; of one ``body`` if given."""
    found = owed_by_ended(user, day).select_related(*PARTS).order_by("agency__name", "agency", "due_on", "pk")
    if body is not None:
        found = found.filter(agency=body)
    heirs = Heirs.of_everybody()
    groups: dict[tuple[int, int | None, str], list[Line]] = {}
    for one in found[:AT_MOST]:
        line = _line(user, one, _holder(heirs, one, day))
        to = line.holder.agency
        groups.setdefault((one.agency_id, to.pk if to else None, line.holder.reason), []).append(line)
    return [_section(lines) for lines in groups.values()]


def _holder(heirs: Heirs, one: Obligation, day: date) -> Holder:
    return heirs.holder(one.agency, one.task.text, day=day, topic=one.plan.directive.subject)


def _line(user: User, one: Obligation, holder: Holder) -> Line:
    return Line(one, holder, may_direct(user, one) and one.stage in (*WORKING, Stage.SUSPENDED))


def _section(lines: Sequence[Line]) -> Section:
    first = lines[0]
    held = first.holder
    return Section(first.obligation.agency, held.agency, held.reason, str(Certainty(held.certainty).label), lines)


def mentions(user: User, day: date) -> list[Mention]:
    """Helping parties and groups of open orders whose body had ended on ``day``."""
    ended = Q(agency__valid_to__lt=day) & ~Q(role=PartyRole.LEAD.value) | Q(group__place__valid_to__lt=day)
    open_orders = Q(task__state=TaskState.CONFIRMED) & within(user, "task__plan__office__", FOLLOWING)
    still = Obligation.objects.exclude(stage__in=STAGES_OVER).values("task")
    rows = Party.objects.filter(ended, open_orders, task__in=still).order_by("phrase", "pk")
    heirs, found = Heirs.of_everybody(), []
    for row in rows.select_related("agency", "group__place", "task__plan__directive")[:AT_MOST]:
        body = row.agency or (row.group.place if row.group else None)
        if body is not None:
            topic = row.task.plan.directive.subject
            found.append(Mention(row, body, heirs.holder(body, row.task.text, day=day, topic=topic)))
    return found


# --- handing over --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose for one obligation; ``seen`` as in :func:`.holding.check`."""

    obligation_id: int
    to: Agency
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was handed over, and what was not, with the reason."""

    done: Sequence[Obligation]
    refused: Sequence[tuple[Obligation, str]]


def hand_over(*, by: User, chosen: Sequence[Chosen], note: str = "") -> Outcome:
    """Hand over each of ``chosen``; the reason that is kept names the change and its legal basis, then ``note``."""
    today = timezone.localdate()
    rows = Obligation.objects.select_related(*PARTS).in_bulk([one.obligation_id for one in chosen])
    for one in chosen:
        require(one.obligation_id in rows and may_direct(by, rows[one.obligation_id]))
    heirs, done, refused = Heirs.of_everybody(), [], []
    for one in chosen:
        old = rows[one.obligation_id]
        try:
            reason = _reason(old, one.to, _holder(heirs, old, today), note)
            _living(old, one.to, today)
            done.append(transfer(obligation_id=old.pk, by=by, to=one.to, reason=reason, seen=one.seen))
        except ValidationError as error:
            refused.append((old, " ".join(error.messages)))
    return Outcome(done, refused)


def _living(old: Obligation, to: Agency, today: date) -> None:
    """Only what a body that ended owes is handed over here, to one that is at work."""
    if old.agency.valid_to is None or old.agency.valid_to >= today:
        raise ValidationError(_("“%s” vẫn hoạt động; chuyển giao ở trang của việc đó.") % old.agency)
    if not to.holds_on(today):
        raise ValidationError(_("“%s” không hoạt động hôm nay; hãy chọn cơ quan khác.") % to)


def _reason(old: Obligation, to: Agency, holder: Holder, note: str) -> str:
    """The registry's reason where its proposal was taken; else that a person chose, and what the registry knows."""
    proposed = holder.agency is not None and holder.agency.pk == to.pk
    chosen = "" if proposed else _("Người chuyển giao chọn “%(to)s” thay “%(old)s”.") % {"to": to, "old": old.agency}
    return " ".join(filter(None, (chosen, holder.reason, note.strip())))


def bodies_called(words: str, offices: Iterable[Agency], day: date) -> list[Agency]:
    """Bodies at work on ``day`` in the branches of ``offices`` that go by a name or a key."""
    here = Q(pk__in=())
    for office in offices:
        here |= Q(trail__startswith=office.trail)
    called = Q(key=words.strip()) | Q(names__folded=folded(words))
    return list(Agency.objects.filter(here & called & holding_on(day)).distinct().order_by("name", "pk")[:2])
