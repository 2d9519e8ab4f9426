"""The read side of "Việc hôm nay": for each role what waits, every figure with the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.accounts.rights import trails
from dondoc_web.audit import chain
from dondoc_web.audit import queries as log
from dondoc_web.audit.models import ChainHead, Seal
from dondoc_web.jobs.models import Job, State
from dondoc_web.people.rights import people
from dondoc_web.work import counting, queries, review_queries
from dondoc_web.work.models import Answer, Comment, Progress, Stage
from dondoc_web.work.scope import Scope, Side, scope_of
from dondoc_web.work.wanted import Clock, Wanted, clock, obligations_asked

SHOWN = 8
TAIL = 30
"""Seals that the page checks; the whole chain is checked once a day, and by ``dondoc-web audit verify``."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, its words, and the address of its list."""

    n: int
    words: str | Promise
    address: str
    colour: str = "grey"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: words, what is said beside it, where it leads."""

    words: str
    beside: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: figures, then lists by title; ``empty`` says what to do where nothing waits."""

    title: str | Promise
    tiles: Sequence[Tile]
    lists: Sequence[tuple[str | Promise, Sequence[Item]]]
    empty: str | Promise
    warning: str | Promise = ""

    @property
    def waits(self) -> bool:
        """Something is there to be looked at."""
        return any(tile.n for tile in self.tiles) or any(items for _title, items in self.lists)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and how far that person sees."""

    user: User
    at: Clock
    scope: Scope

    def state(self, side: Side, state: str, words: Promise, colour: str, found: counting.Figures) -> Tile:
        """A figure by timeliness with the address of its list."""
        return Tile(found.of(state), words, _register(Wanted(side=side.value, state=state)), colour)

    def until(self, side: Side, words: Promise, last: date) -> Tile:
        """What is open and due from today to ``last``."""
        wanted = Wanted(side=side.value, state="open", since=self.at.today, until=last)
        n = obligations_asked(wanted, self.scope, self.at).count()
        return Tile(n, words, _register(wanted), "amber")


def today_of(user: User, today: date) -> list[Part]:
    """The parts of the page for the roles that ``user`` holds; as many queries whatever waits."""
    ask = Asking(user, clock(today), scope_of(user))
    roles = [role for role in PARTS if (user.is_superuser and role == Role.ADMINISTRATOR) or trails(user, [role])]
    return [PARTS[role](ask) for role in roles]


def _register(wanted: Wanted) -> str:
    return f"{reverse('work:register')}?{wanted.address()}"


def _unit(ask: Asking) -> Part:
    found = counting.figures(Wanted(side=Side.AGENCY.value), ask.scope, ask.at)
    owed: Any = queries.owed_by(ask.user)
    back = owed.filter(stage=Stage.UNDER_WAY, last_answer=Answer.RETURNED)
    drafts = Progress.objects.filter(by=ask.user, answer=Answer.DRAFT).order_by("-at")
    tiles = [
        ask.until(Side.AGENCY, _("hạn hôm nay"), ask.at.today),
        ask.state(Side.AGENCY, "soon", _("sắp đến hạn"), "amber", found),
        ask.state(Side.AGENCY, "overdue", _("quá hạn"), "red", found),
        ask.state(Side.AGENCY, "open", _("đang phải làm"), "grey", found),
    ]
    lists = [
        (
            _("Bị trả lại"),
            [
                Item(words, reason or "", _page(key))
                for key, words, reason in back.values_list("pk", "task__text", "last_reason")[:SHOWN]
            ],
        ),
        (
            _("Báo cáo đang soạn"),
            [_item(*row) for row in drafts.values_list("obligation", "obligation__task__text", "at")[:SHOWN]],
        ),
        (_("Nhắc đến tôi"), _mentions(ask.user)),
    ]
    empty = _("Không có việc nào chờ đơn vị bạn. Việc mới được giao sẽ hiện ở đây; sổ nhiệm vụ có các việc đã xong.")
    return Part(_("Việc của đơn vị tôi"), tiles, lists, empty)


def _page(obligation_id: int) -> str:
    return reverse("follow:show", args=[obligation_id])


def _item(obligation_id: int, words: str, at: datetime) -> Item:
    return Item(words, f"{timezone.localtime(at):%d/%m/%Y %H:%M}", _page(obligation_id))


def _mentions(user: User) -> list[Item]:
    parts = ("by__full_name", "by__username", "obligation__task__text")
    rows = Comment.objects.filter(mentions=user).select_related("by", "obligation__task").order_by("-pk")
    rows = rows.only("text", "obligation", *parts)[:SHOWN]
    return [Item(one.text, f"{one.by} – {one.obligation.task.text}", _page(one.obligation_id)) for one in rows]


def _desk(ask: Asking) -> Part:
    wanted = Wanted(side=Side.OFFICE.value)
    bodies = counting.by_agency(wanted, ask.scope, ask.at)
    found = counting.whole(wanted, bodies)
    proposed, to_confirm = review_queries.numbers_waiting(ask.user)
    mine, queue = reverse("follow:mine"), reverse("work:queue")
    sunday = ask.at.today + timedelta(days=6 - ask.at.today.weekday())
    tiles = [
        Tile(proposed, _("nhiệm vụ cần rà soát"), queue),
        Tile(to_confirm, _("nhiệm vụ chờ tôi xác nhận"), queue),
        Tile(queries.reports_waiting(ask.user).count(), _("báo cáo chờ trả lời"), mine),
        Tile(queries.extensions_waiting(ask.user).count(), _("đề nghị gia hạn"), mine),
        ask.until(Side.OFFICE, _("đến hạn trong tuần này"), sunday),
        ask.state(Side.OFFICE, "overdue", _("quá hạn"), "red", found),
    ]
    lists = [(_("Quá hạn theo đơn vị"), _overdue(bodies)), (_("Nhắc đến tôi"), _mentions(ask.user))]
    empty = _("Chưa theo dõi việc nào. Tải văn bản lên, rà soát nhiệm vụ rồi xác nhận để giao việc.")
    return Part(_("Theo dõi và đôn đốc"), tiles, lists, empty)


def _overdue(bodies: Sequence[counting.Figures]) -> list[Item]:
    late = [one for one in bodies if one.of("overdue")]
    return [
        Item(one.name, str(one.of("overdue")), _register(one.wanted.narrowed(state="overdue"))) for one in late[:SHOWN]
    ]


def _leader(ask: Asking) -> Part:
    side = (ask.scope.sides or [Side.OFFICE])[0]
    wanted = Wanted(side=side.value)
    bodies = counting.by_agency(wanted, ask.scope, ask.at)
    found = counting.whole(wanted, bodies)
    tiles = [Tile(one.n, one.words, f"{reverse('work:register')}?{one.address}", one.colour) for one in found.cells]
    empty = _("Chưa có nhiệm vụ nào được giao. Khi có, số liệu hiện ở đây và mở được đến từng câu chữ giao việc.")
    return Part(_("Kết quả thực hiện"), tiles, [(_("Quá hạn theo đơn vị"), _overdue(bodies))], empty)


def _auditor(ask: Asking) -> Part:
    address = reverse("audit:log")
    events = log.events(ask.user, log.Wanted())[:SHOWN]
    items = [
        Item(f"{one.get_verb_display()} {one.target}", f"{one.actor or ''} {timezone.localtime(one.at):%d/%m/%Y %H:%M}",
             f"{address}?target={one.target}")
        for one in events
    ]  # fmt: skip
    tiles = [Tile(log.number_unsealed(), _("sự kiện chờ niêm phong"), address)]
    broken = _("Chuỗi nhật ký không khớp: chạy dondoc-web audit verify và báo quản trị ngay.")
    empty = _("Nhật ký chưa có sự kiện nào.")
    return Part(_("Kiểm tra nhật ký"), tiles, [(_("Sự kiện mới nhất"), items)], empty, "" if _chain_holds() else broken)


def _chain_holds() -> bool:
    """The newest seals fit their events and each other, and the last check of the whole chain found nothing."""
    if ChainHead.objects.filter(broken_at__isnull=False).exists():
        return False
    seals = list(Seal.objects.select_related("event").order_by("-position")[:TAIL])
    follows = all(new.before == old.hash for new, old in pairwise(seals))
    return follows and all(chain.link(one.before, one.event) == one.hash for one in seals)


def _administrator(ask: Asking) -> Part:
    today = ask.at.today
    now = Membership.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    idle = people(ask.user).filter(is_active=True, is_superuser=False).exclude(pk__in=now.values("person"))
    address = reverse("people:list")
    tiles = [
        Tile(idle.distinct().count(), _("người không có vai trò nào"), address),
        Tile(log.number_unsealed(), _("sự kiện chờ niêm phong"), reverse("audit:log")),
    ]
    failed: list[Item] = []
    if ask.user.is_superuser:
        jobs = Job.objects.filter(state=State.FAILED).order_by("-pk")
        tiles.append(Tile(jobs.count(), _("việc nền không làm được"), reverse("documents:list"), "red"))
        failed = [_item_of_job(one) for one in jobs[:SHOWN]]
    items = [Item(str(one), one.username, reverse("people:show", args=[one.pk])) for one in idle.distinct()[:SHOWN]]
    empty = _("Mọi người đều có vai trò, nhật ký đã niêm phong. Không có việc quản trị nào chờ.")
    lists = [(_("Chưa có vai trò"), items), (_("Việc nền không làm được"), failed)]
    return Part(_("Quản trị"), tiles, lists, empty)


def _item_of_job(one: Job) -> Item:
    return Item(one.error or one.work, f"{timezone.localtime(one.asked_at):%d/%m/%Y %H:%M}", reverse("documents:list"))


PARTS: dict[str, Callable[[Asking], Part]] = {
    Role.UNIT: _unit,
    Role.DESK: _desk,
    Role.LEADER: _leader,
    Role.AUDITOR: _auditor,
    Role.ADMINISTRATOR: _administrator,
}
