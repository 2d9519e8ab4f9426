"""The main menu: groups of entries, where each entry leads, and which roles have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import EVERY_ROLE, trails
from dondoc_web.audit.rights import READERS as LOG_READERS

WORKING_ROLES = (Role.DESK, Role.UNIT, Role.LEADER, Role.AUDITOR)
"""Those who follow or owe obligations."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: the view it leads to, its words, the roles that see it, further views that light it.

    ``where`` names the setting that has to be on; nothing where it is always there.
    """

    view: str
    words: Promise
    roles: Sequence[str] = EVERY_ROLE
    also: Sequence[str] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, under one word; of a group with one visible entry only that is shown."""

    words: Promise
    entries: Sequence[Entry]


GROUPS = (
    Group(_("Hôm nay"), (Entry("work:today", _("Hôm nay")),)),
    Group(
        _("Nhiệm vụ"),
        (
            Entry("work:register", _("Sổ nhiệm vụ"), roles=WORKING_ROLES),
            Entry("follow:mine", _("Việc của tôi"), roles=(Role.UNIT, Role.DESK), also=("follow:show",)),
            Entry(
                "work:queue",
                _("Rà soát"),
                roles=(Role.DESK, Role.LEADER, Role.AUDITOR),
                also=("work:review", "work:correct"),
            ),
            Entry("reminders:calendar", _("Lịch"), roles=WORKING_ROLES),
        ),
    ),
    Group(
        _("Văn bản"),
        (
            Entry("documents:list", _("Văn bản"), also=("documents:show", "documents:withdraw", "documents:columns")),
            Entry("documents:upload", _("Tải lên"), roles=(Role.DESK, Role.ADMINISTRATOR)),
            Entry("documents:cascade", _("Chuỗi văn bản"), also=("figures:chain",)),
            Entry("clauses:list", _("Theo mục"), also=("clauses:show", "clauses:side_by_side", "clauses:versions")),
        ),
    ),
    Group(
        _("Báo cáo"),
        (
            Entry(
                "reports:matrix",
                _("Báo cáo phải nộp"),
                roles=WORKING_ROLES,
                also=(
                    *(f"reports:{name}" for name in ("duties", "duty", "add", "show", "write")),
                    *(
                        f"consolidation:{name}"
                        for name in ("begin", "show", "source", "edit", "changes", "head", "table")
                    ),
                ),
            ),
            Entry(
                "registers:list",
                _("Sổ theo dõi"),
                roles=WORKING_ROLES,
                also=tuple(f"registers:{name}" for name in ("define", "show", "redefine", "add", "entry", "sums")),
            ),
            Entry(
                "papers:list",
                _("Văn bản hành chính"),
                roles=(Role.DESK, Role.LEADER, Role.AUDITOR),
                also=("papers:show", "papers:forms", "papers:form"),
            ),
        ),
    ),
    Group(
        _("Số liệu"),
        (
            Entry("work:board", _("Số liệu"), roles=WORKING_ROLES),
            Entry("figures:published", _("Bảng công bố"), roles=WORKING_ROLES),
            Entry(
                "figures:publish_list",
                _("Trang công khai"),
                roles=(Role.LEADER, Role.ADMINISTRATOR),
                where="PUBLIC_PAGES",
            ),
        ),
    ),
    Group(
        _("Quản trị"),
        (
            Entry("agencies:tree", _("Cơ quan"), also=("agencies:show", "agencies:groups", "agencies:group")),
            Entry("people:list", _("Người dùng"), roles=(Role.ADMINISTRATOR,), also=("people:show", "people:invite")),
            Entry("reminders:offices", _("Thiết lập"), roles=(Role.ADMINISTRATOR,), also=("reminders:office",)),
            Entry("audit:log", _("Nhật ký"), roles=LOG_READERS),
        ),
    ),
)
"""In the order of the menu. A superuser has all entries."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a page shows it: lit where the page belongs to it, current where it is the page."""

    address: str
    words: Promise
    lit: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """A group as a page shows it; ``alone`` is its one line, where there is no more than one."""

    words: Promise
    lines: Sequence[Line]

    @property
    def lit(self) -> bool:
        """The page belongs to one of its lines."""
        return any(line.lit for line in self.lines)

    @property
    def alone(self) -> Line | None:
        return self.lines[0] if len(self.lines) == 1 else None


def menu(request: HttpRequest) -> dict[str, Sequence[Fold]]:
    """The ``menu`` of the signed-in person, for templates."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    here = request.resolver_match.view_name if request.resolver_match else ""
    folds = [Fold(group.words, [_line(one, here) for one in group.entries if _has(user, one)]) for group in GROUPS]
    return {"menu": [fold for fold in folds if fold.lines]}


def _has(user: User, entry: Entry) -> bool:
    if entry.where and not getattr(settings, entry.where):
        return False
    return entry.roles == EVERY_ROLE or user.is_superuser or bool(trails(user, entry.roles))


def _line(entry: Entry, here: str) -> Line:
    return Line(reverse(entry.view), entry.words, here == entry.view or here in entry.also, here == entry.view)
