"""The main menu: where each entry leads, and which roles have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc_web.accounts.models import Role
from dondoc_web.accounts.rights import EVERY_ROLE, trails
from dondoc_web.audit.rights import READERS as LOG_READERS

WORKING_ROLES = (Role.DESK, Role.UNIT, Role.LEADER, Role.AUDITOR)
"""Those who follow or owe obligations."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: the view it leads to, its words, the roles that see it, further views that light it."""

    view: str
    words: Promise
    roles: Sequence[str] = EVERY_ROLE
    also: Sequence[str] = ()


ENTRIES = (
    Entry("work:today", _("Hôm nay")),
    Entry("work:register", _("Sổ nhiệm vụ"), roles=WORKING_ROLES),
    Entry("work:board", _("Số liệu"), roles=WORKING_ROLES),
    Entry("follow:mine", _("Việc của tôi"), roles=(Role.UNIT, Role.DESK), also=("follow:show",)),
    Entry("reminders:calendar", _("Lịch"), roles=(Role.UNIT, Role.DESK, Role.LEADER, Role.AUDITOR)),
    Entry("documents:list", _("Văn bản"), also=("documents:show", "documents:withdraw", "documents:columns")),
    Entry("documents:upload", _("Tải lên"), roles=(Role.DESK, Role.ADMINISTRATOR)),
    Entry(
        "work:queue", _("Rà soát"), roles=(Role.DESK, Role.LEADER, Role.AUDITOR), also=("work:review", "work:correct")
    ),
    Entry(
        "reports:matrix",
        _("Báo cáo"),
        roles=(Role.DESK, Role.UNIT, Role.LEADER, Role.AUDITOR),
        also=("reports:duties", "reports:duty", "reports:add", "reports:show"),
    ),
    Entry("documents:cascade", _("Chuỗi văn bản")),
    Entry("papers:list", _("Văn bản hành chính"), roles=(Role.DESK, Role.LEADER, Role.AUDITOR), also=("papers:show",)),
    Entry("people:list", _("Người dùng"), roles=(Role.ADMINISTRATOR,), also=("people:show", "people:invite")),
    Entry("reminders:offices", _("Thiết lập"), roles=(Role.ADMINISTRATOR,), also=("reminders:office",)),
    Entry("agencies:tree", _("Cơ quan"), also=("agencies:show", "agencies:groups", "agencies:group")),
    Entry("audit:log", _("Nhật ký"), roles=LOG_READERS),
)
"""In the order of the menu. A superuser has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a page shows it: lit where the page belongs to it, current where it is the page."""

    address: str
    words: Promise
    lit: bool
    current: bool


def menu(request: HttpRequest) -> dict[str, Sequence[Line]]:
    """The ``menu`` of the signed-in person, for templates."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    here = request.resolver_match.view_name if request.resolver_match else ""
    mine = [one for one in ENTRIES if one.roles == EVERY_ROLE or user.is_superuser or trails(user, one.roles)]
    return {"menu": [Line(reverse(e.view), e.words, here == e.view or here in e.also, here == e.view) for e in mine]}
