"""The write side of reminding: each step once, none lost, whenever and however often it runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dondoc_web.accounts.models import Membership, Role
from dondoc_web.agencies.models import Agency
from dondoc_web.jobs import pulse
from dondoc_web.reminders.calendar import calendar_of
from dondoc_web.reminders.ladder import Dated, Step, dated, reached_of, shipped
from dondoc_web.reminders.models import Digest, Given, LadderStep, Reminder
from dondoc_web.work.models import Obligation, PlanState, Stage

OWED = (Stage.NOT_STARTED, Stage.UNDER_WAY)
"""Who has handed in a result, or was told to wait, is not reminded."""
AHEAD = timedelta(days=60)
BATCH = 1000


def ladder_of(office: Agency) -> tuple[Step, ...]:
    """The ladder that ``office`` has settled, or the shipped one."""
    own = tuple(Step(row.days, row.working, row.to) for row in LadderStep.objects.filter(office=office))
    return own or shipped()


def remind(today: date | None = None) -> int:
    """Give every step that has been reached and was not given; how many reminders people get.

    One office at a time, each in transactions of its own that hold the office,
    so that two runs at once wait for each other.
    """
    today = today or timezone.localdate()
    told = 0
    for office in Agency.objects.filter(plans__state=PlanState.CONFIRMED).distinct().order_by("pk"):
        told += _remind_of(office, today)
    return told


def _remind_of(office: Agency, today: date) -> int:
    steps, calendar = ladder_of(office), calendar_of(office)
    wanted = Q(office=office, stage__in=OWED, due_on__isnull=False, due_on__lte=today + AHEAD)
    keys = (
        Obligation.objects.filter(wanted, plan__state=PlanState.CONFIRMED).order_by("pk").values_list("pk", flat=True)
    )
    told, pending = 0, list(keys)
    # Many obligations share a due day, and working days are slow to count.
    days = cache(lambda due_on: dated(due_on, steps, calendar))
    for at in range(0, len(pending), BATCH):
        with transaction.atomic():
            Agency.objects.select_for_update().get(pk=office.pk)
            told += _give(pending[at : at + BATCH], days, today)
        pulse.say()
    return told


@dataclass(frozen=True, slots=True)
class _Due:
    """A step that is to be given."""

    obligation: Obligation
    due_on: date
    step: Step


def _give(keys: Sequence[int], days: Callable[[date], Dated], today: date) -> int:
    """Give what these obligations have reached; whole rows are asked for only where there is something to tell."""
    rows = Obligation.objects.filter(pk__in=keys, stage__in=OWED, due_on__isnull=False)
    given = set(Given.objects.filter(obligation__in=keys).values_list("obligation_id", "due_on", "code"))
    wanted = {
        key: steps
        for key, due_on, made_at in rows.order_by("pk").values_list("pk", "due_on", "occurrence__made_at")
        if due_on is not None
        and (steps := _missing(key, due_on, reached_of(days(due_on), timezone.localdate(made_at), today), given))
    }
    if not wanted:
        return 0
    found = list(rows.filter(pk__in=list(wanted)).select_related("agency", "office").order_by("pk"))
    due = [_Due(one, day, step) for one in found for day, step in wanted[one.pk] if day == one.due_on]
    return _tell(due, _People(found, today), today)


def _missing(
    key: int, due_on: date, steps: Iterable[Step], given: Container[tuple[int, date, str]]
) -> list[tuple[date, Step]]:
    return [(due_on, step) for step in steps if (key, due_on, step.code) not in given]


def _tell(due: Iterable[_Due], people: _People, today: date) -> int:
    """Write what is given and to whom; a step for which nobody is there waits until somebody is."""
    made, persons = [], []
    for one in due:
        found = people.of(one)
        if found:
            made.append(Given(obligation=one.obligation, due_on=one.due_on, code=one.step.code, on=today))
            persons.append(found)
    Given.objects.bulk_create(made)
    digests = _digests({person for found in persons for person in found}, today)
    reminders = [
        Reminder(given=given, person_id=person, digest=digests[person])
        for given, found in zip(made, persons, strict=True)
        for person in found
    ]
    Reminder.objects.bulk_create(reminders)
    return len(reminders)


def _digests(persons: Iterable[int], today: date) -> dict[int, Digest]:
    """Each person's digest of ``today``; where that one is already under way, tomorrow's takes what comes late."""
    wanted = sorted(persons)
    found: dict[int, Digest] = {}
    day = today
    while missing := [person for person in wanted if person not in found]:
        Digest.objects.bulk_create([Digest(person_id=one, day=day) for one in missing], ignore_conflicts=True)
        rows = Digest.objects.select_for_update().filter(person__in=missing, day=day)
        found |= {row.person_id: row for row in rows if row.is_open}
        day += timedelta(days=1)
    return found


class _People:
    """Who is reminded of which obligation, asked once for many."""

    def __init__(self, obligations: Sequence[Obligation], today: date) -> None:
        above = {int(part) for one in obligations for part in _parts(one.agency.trail) + _parts(one.office.trail)}
        holds = Q(until=None) | Q(until__gte=today)
        rows = Membership.objects.filter(holds, agency__in=above, since__lte=today, person__is_active=True)
        self.staff: dict[tuple[int, str], list[int]] = defaultdict(list)
        for agency, role, person in rows.order_by("pk").values_list("agency_id", "role", "person_id"):
            self.staff[agency, role].append(person)

    def of(self, due: _Due) -> list[int]:
        """The nearest agency on the way up that has somebody in the role; desk officers are the office's."""
        desk = due.step.to == Role.DESK
        trail = due.obligation.office.trail if desk else due.obligation.agency.trail
        for part in reversed(_parts(trail)):
            found = self.staff.get((int(part), due.step.to))
            if found:
                return sorted(set(found))
        return []


def _parts(trail: str) -> list[str]:
    return [part for part in trail.split("/") if part]
