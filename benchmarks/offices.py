"""Synthetic offices of any size, to measure the site: provinces, bodies, plans, tasks, rounds, obligations, reports.

    DONDOC_DATA=/tmp/offices python benchmarks/offices.py --obligations 100000 --years 10

Rows are loaded in bulk; the rounds of each task come from the site's own rules,
totals are then rebuilt and the log sealed by the site's own functions. The same
parameters give the same offices. Everybody signs in as ``bench-N`` with
:data:`PASSWORD`; the data belong to nobody and the database is thrown away.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

import django
from django.apps import apps

from dondoc_web import command

if not apps.ready:
    command.prepare()
    django.setup()

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from dondoc_web.accounts.models import Membership, User
from dondoc_web.agencies.models import Agency, AgencyName, Group, GroupMember, Level, System
from dondoc_web.agencies.naming import folded
from dondoc_web.audit import chain
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents.models import Directive, Source, Standing
from dondoc_web.work import totals
from dondoc_web.work.assigning import horizon_of, obligation_of, rules_of, when_of
from dondoc_web.work.models import (
    Answer,
    Obligation,
    Occurrence,
    OfficeSettings,
    Party,
    Plan,
    PlanState,
    Progress,
    Stage,
    Task,
    TaskState,
)
from dondoc_web.work.rounds import rounds

PASSWORD = "do-toc-do-2026"  # noqa: S105 - of people who do not exist
PROVINCES = ("Lam Giang", "Bình Sơn Hạ", "Hải Trường", "Đông Mai")
SHARES = (50, 25, 15, 10)
"""Of a hundred plans, those of each province: the first is large, so that no filter by office makes it easy."""
DEPARTMENTS = ("Nội vụ", "Tài chính", "Văn hóa, Thể thao và Du lịch", "Khoa học và Công nghệ", "Giáo dục và Đào tạo",
               "Y tế", "Tư pháp", "Xây dựng", "Công Thương", "Nông nghiệp và Môi trường", "Ngoại vụ",
               "Dân tộc và Tôn giáo")  # fmt: skip
COMMUNES = 38
VERBS = ("Xây dựng", "Rà soát", "Tổ chức", "Triển khai", "Hướng dẫn", "Biên soạn", "Tham mưu", "Kiểm tra", "Công bố")
THINGS = ("kế hoạch tuyên truyền", "tài liệu giới thiệu tỉnh", "hội nghị tập huấn", "cơ sở dữ liệu dùng chung",
          "quy chế phối hợp", "báo cáo chuyên đề", "danh mục thủ tục hành chính", "chương trình bồi dưỡng cán bộ",
          "phương án phòng chống thiên tai", "cổng thông tin điện tử")  # fmt: skip
PLACES = ("trên địa bàn tỉnh", "tại các xã, phường", "ở khu vực biên giới", "trong các trường học", "tại cơ sở")
TASKS_OF_A_PLAN = 50
AGENCIES_OF_A_TASK = 4
NOON = time(12)
PIECE = 2500
"""Tasks loaded at once."""
ROLES = ("desk", "unit", "leader", "desk", "unit", "desk", "auditor", "leader", "unit", "desk")
"""Of the people, again and again; every fifth works in the second province."""


@dataclass(frozen=True)
class Size:
    """How much is made: ``obligations`` in all, over ``years`` that end with that of ``today``."""

    obligations: int
    years: int = 10
    today: date = date(2026, 11, 28)
    people: int = 20
    seed: int = 7

    @property
    def tasks(self) -> int:
        """Each is owed by :data:`AGENCIES_OF_A_TASK` bodies."""
        return max(1, self.obligations // AGENCIES_OF_A_TASK)


@dataclass
class Province:
    """The body that follows, those that owe, and the two people who report and confirm."""

    top: Agency
    bodies: list[Agency] = field(default_factory=list)
    desk: User | None = None
    unit: User | None = None


def make(size: Size) -> None:
    """Make the offices in an empty, migrated database."""
    dice = random.Random(size.seed)
    provinces = [_province(name, size) for name in PROVINCES]
    _people(provinces, size)
    for piece in _pieces(_tasks(provinces, size, dice), PIECE):
        _load(piece, size, dice)
    totals.rebuild()
    chain.seal_all()


def _pieces(rows: Iterable, size: int) -> Iterator[list]:
    rows = iter(rows)
    while piece := list(islice(rows, size)):
        yield piece


# Bodies and people -------------------------------------------------------------------------------------------------


def _province(name: str, size: Size) -> Province:
    key = name.lower().replace(" ", "-")
    made = Province(_body(f"bench-top@{key}", f"UBND tỉnh {name}", Level.PROVINCE, None))
    made.bodies = [
        _body(f"bench-{n}@{key}", f"Sở {one}", Level.PROVINCE, made.top) for n, one in enumerate(DEPARTMENTS)
    ]
    made.bodies += [
        _body(f"bench-commune-{n}@{key}", f"UBND xã {name} {n + 1}", Level.COMMUNE, made.top) for n in range(COMMUNES)
    ]
    halves = (("các sở, ban, ngành", made.bodies[: len(DEPARTMENTS)]), ("UBND cấp xã", made.bodies[len(DEPARTMENTS) :]))
    for words, members in halves:
        group = Group.objects.create(key=f"bench-{len(members)}", name=words, place=made.top)
        GroupMember.objects.bulk_create(GroupMember(group=group, agency=one) for one in members)
    return made


def _body(key: str, name: str, level: str, parent: Agency | None) -> Agency:
    made = Agency.objects.create(key=key, name=name, system=System.STATE, level=level, parent=parent)
    made.trail = f"{parent.trail if parent else '/'}{made.pk}/"
    made.save(update_fields=["trail"])
    AgencyName.objects.create(agency=made, name=name, folded=folded(name))
    return made


def _people(provinces: Sequence[Province], size: Size) -> None:
    """``bench-0`` to ``bench-19`` for the pages, and in each province one who reports and one who confirms."""
    secret, since = make_password(PASSWORD), date(size.today.year - size.years - 1, 1, 1)

    def person(name: str, role: str, at: Agency) -> User:
        made = User.objects.create(username=name, full_name=f"Người {name}", password=secret)
        Membership.objects.create(person=made, agency=at, role=role, since=since)
        return made

    for n, one in enumerate(provinces):
        one.desk, one.unit = person(f"desk-{n}", "desk", one.top), person(f"unit-{n}", "unit", one.bodies[0])
    for n in range(size.people):
        at, role = provinces[1 if n % 5 == 4 else 0], ROLES[n % len(ROLES)]
        person(f"bench-{n}", role, at.bodies[n % len(DEPARTMENTS)] if role == "unit" else at.top)


# Plans and tasks ---------------------------------------------------------------------------------------------------


def _tasks(provinces: Sequence[Province], size: Size, dice: random.Random) -> Iterator[tuple[Task, Province]]:
    """Unsaved tasks, with their plans saved, from the first year on; everyone owes something each year."""
    start = date(size.today.year - size.years + 1, 1, 1)
    span = (size.today + timedelta(days=30) - start).days
    for n, piece in enumerate(_pieces(range(size.tasks), TASKS_OF_A_PLAN)):
        province = provinces[_share(n)]
        ordered = start + timedelta(days=span * piece[0] // max(1, size.tasks) - 25)
        plan = _plan(province, n, ordered)
        for position, number in enumerate(piece):
            facts = _timing(ordered, dice)
            text = f"{dice.choice(VERBS)} {dice.choice(THINGS)} {dice.choice(PLACES)}, đợt {number}"
            yield (
                Task(
                    plan=plan, position=position, key=f"bench-{number}", label=f"III.{position + 1}", text=text,
                    product="Báo cáo" if number % 3 else "", state=TaskState.CONFIRMED, confirmed_at=_noon(ordered),
                    accepted_by=province.desk, confirmed_by=province.desk, **facts,
                ),
                province,
            )  # fmt: skip


def _share(n: int) -> int:
    """Plans go round among the provinces by their shares, evenly in time."""
    place = n * 37 % 100
    return next(i for i in range(len(SHARES)) if place < sum(SHARES[: i + 1]))


def _plan(province: Province, n: int, day: date) -> Plan:
    number = f"{n + 1}/KH-UBND"
    directive = Directive.objects.create(
        kind="Kế hoạch", number=number, number_key=number.lower(), date=day, subject=f"Triển khai nhiệm vụ đợt {n + 1}"
    )
    source = Source.objects.create(
        name=f"ke-hoach-{n}.txt", size=1, sha256=f"{n:064}", standing=Standing.ADMITTED, directive=directive,
        uploaded_by=province.desk, uploaded_at=_noon(day), office=province.top,
    )  # fmt: skip
    return Plan.objects.create(
        office=province.top, directive=directive, source=source, state=PlanState.CONFIRMED, made_at=_noon(day),
        confirmed_at=_noon(day),
    )  # fmt: skip


def _timing(ordered: date, dice: random.Random) -> dict[str, object]:
    """Eight of ten have a day, one a year, one none at all."""
    die = dice.random()
    if die < 0.8:
        due = ordered + timedelta(days=dice.randint(10, 240))
        return {"timing_kind": "deadline", "due": due.isoformat(), "timing_text": f"Trước ngày {due:%d/%m/%Y}"}
    if die < 0.9:
        year = ordered.year
        return {"timing_kind": "year", "start": date(year, 1, 1), "end": date(year, 12, 31), "timing_text": f"{year}"}
    return {"timing_kind": "unspecified"}


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))


# What becomes of them ----------------------------------------------------------------------------------------------


def _load(piece: Sequence[tuple[Task, Province]], size: Size, dice: random.Random) -> None:
    """A piece of tasks with everything below them, in a few statements."""
    for task, _province in piece:
        task.folded = folded(f"{task.label} {task.text}")
    with transaction.atomic():
        tasks = Task.objects.bulk_create([task for task, _province in piece])
        leads = [_leads(province, dice) for _task, province in piece]
        parties = [_parties(task, led) for task, led in zip(tasks, leads, strict=True)]
        Party.objects.bulk_create(one for found in parties for one in found)
        made = [(one, led) for task, led in zip(tasks, leads, strict=True) for one in _rounds(task, size)]
        occurrences = Occurrence.objects.bulk_create([one for one, _led in made])
        owed = [
            _obligation(of, agency, size, dice)
            for of, (_one, led) in zip(occurrences, made, strict=True)
            for agency in led
        ]
        _report(Obligation.objects.bulk_create(owed), piece, dice)


def _leads(province: Province, dice: random.Random) -> list[Agency]:
    """A quarter of the work falls on five bodies."""
    first = dice.choice(province.bodies[:5]) if dice.random() < 0.5 else dice.choice(province.bodies)
    others = [one for one in dice.sample(province.bodies, AGENCIES_OF_A_TASK) if one is not first]
    return [first, *others[: AGENCIES_OF_A_TASK - 1]]


def _parties(task: Task, led: list[Agency]) -> list[Party]:
    found = [Party(task=task, role="lead", phrase=one.name, agency=one, position=n) for n, one in enumerate(led)]
    return [*found, Party(task=task, role="coordinating", phrase="các cơ quan liên quan", position=len(found))]


def _rounds(task: Task, size: Size) -> list[Occurrence]:
    """The rounds that the site's rules make of the task."""
    chosen = OfficeSettings()
    return [
        Occurrence(task=task, period=one.period, start=one.start, end=one.end, due_on=one.due_on,
                   due_rule=one.rule.value, printed_on=one.printed_on, made_at=task.confirmed_at)
        for one in rounds(when_of(task), rules_of(chosen), horizon_of(task, chosen, size.today))
    ]  # fmt: skip


def _obligation(of: Occurrence, agency: Agency, size: Size, dice: random.Random) -> Obligation:
    one = obligation_of(of, of.task.plan, agency, None, of.made_at)
    ordered, today = of.made_at.date(), size.today
    last = of.due_on or ordered + timedelta(days=200)
    one.stage = Stage(_stage(last, today, dice))
    if one.stage in {Stage.DONE, Stage.TO_CONFIRM}:
        late = dice.random() < 0.15
        day = last + timedelta(days=dice.randint(1, 40)) if late else last - timedelta(days=dice.randint(0, 9))
        one.done_on = min(max(day, ordered), today)
    one.changed_at = of.made_at + timedelta(minutes=dice.randint(1, 10_000))
    return one


def _stage(last: date, today: date, dice: random.Random) -> str:
    """What is long past is done or put aside; of the last year some is late; the rest is ahead."""
    age, die = (today - last).days, dice.random()
    if die < 0.04:
        return "suspended" if die < 0.01 else "cancelled"
    if age > 0:
        still_open = 0.01 if age > 365 else 0.25
        return dice.choice(("not_started", "under_way", "to_confirm")) if die > 1 - still_open else "done"
    return "done" if die < 0.2 else dice.choice(("not_started", "under_way", "under_way"))


def _report(owed: Sequence, piece: Sequence[tuple[Task, Province]], dice: random.Random) -> None:
    """Reports for what waits for its answer and for one of ten that are done, with the events of both."""
    of_office = {province.top.pk: province for _task, province in piece}
    told = [one for one in owed if one.stage == Stage.TO_CONFIRM or (one.stage == Stage.DONE and dice.random() < 0.1)]
    Progress.objects.bulk_create(
        Progress(obligation=one, by=of_office[one.office_id].unit, at=_noon(one.done_on), stage=Stage.DONE,
                 text="Đã thực hiện, gửi kèm báo cáo.",
                 answer=Answer.WAITING if one.stage == Stage.TO_CONFIRM else Answer.ACCEPTED)
        for one in told
    )  # fmt: skip
    events = [
        Event(actor=province.desk, verb=Verb.ROUNDS_MADE, target=f"task:{task.pk}", at=task.confirmed_at,
              office=province.top, data={"periods": ["once"]})
        for task, province in piece
    ]  # fmt: skip
    events += [
        Event(actor=of_office[one.office_id].unit, verb=Verb.PROGRESS_REPORTED, target=f"obligation:{one.pk}",
              at=_noon(one.done_on), office_id=one.office_id, data={"stage": "done"})
        for one in told
    ]  # fmt: skip
    Event.objects.bulk_create(events)


# The command -------------------------------------------------------------------------------------------------------


def main() -> None:
    """Make offices in the database of the environment (``DONDOC_DATA``, ``DONDOC_DATABASE_URL``)."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--obligations", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=10)
    asked = parser.parse_args()
    start = timezone.now()
    build(Size(asked.obligations, asked.years))
    print(f"{asked.obligations:,} obligations in {(timezone.now() - start).total_seconds():.0f} s")


def build(size: Size) -> None:
    """Migrate the database of the environment and make the offices in it."""
    call_command("migrate", verbosity=0)
    make(size)


if __name__ == "__main__":
    main()
