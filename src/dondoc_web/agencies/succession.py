"""Who holds the work of a body on a day: the rules by which changes are followed.

Work passes on by function. On each day of change the successor whose function
the task names takes it; where it names none, the one that the topic of the
directive names, else the successor of all the rest; where the body lives on,
the body itself. Nothing is guessed: a body that was
divided gives no holder for work that no function claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dondoc_web.agencies.models import Agency, Certainty, Succession
from dondoc_web.agencies.naming import speaks_of

_ORDER = (Certainty.SEEN, Certainty.REPORTED, Certainty.UNCHECKED)
SuccessionsOf = Callable[[Agency], Iterable[Succession]]
"""The successions of a body, each with its change, its ``old`` and its ``new``."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the work, None when nobody knows; why; how well it is known (that of the weakest step).

    ``steps`` are the changes that were followed, ``choices`` the bodies among
    which a person has to choose when ``agency`` is None.
    """

    agency: Agency | None
    reason: str
    certainty: str
    steps: tuple[Succession, ...] = ()
    choices: tuple[Agency, ...] = ()


def follow(*, agency: Agency, function: str, day: date, successions_of: SuccessionsOf, topic: str = "") -> Holder:
    """Who holds on ``day`` what ``agency`` was charged with.

    ``function`` names it, or is the words of the task; where they name no function,
    ``topic``, what the directive is about, may.
    """
    steps: list[Succession] = []
    here, since, visited = agency, date.min, {agency.pk}
    while rows := _next_day(successions_of(here), since, day, visited):
        on = rows[0].change.effective_on
        found = _taken_by(rows, function, topic)
        if not found and here.holds_on(on):
            since = _after(on)
            continue
        if len(found) != 1:
            return _undecided(here, function, steps, rows)
        step = found[0]
        if step.new is None or step.new_id != here.pk:
            steps.append(step)
        if step.new is None:
            return Holder(None, _reason(steps, function), _weakest(steps))
        since = _after(on) if step.new_id == here.pk else on
        here = step.new
        visited.add(here.pk)
    return _end(here, day, steps, function)


def _next_day(rows: Iterable[Succession], since: date, day: date, visited: set[int]) -> Sequence[Succession]:
    """The successions of the first day of change after ``since``; a body that was left is not gone back to."""
    due = [row for row in rows if since <= row.change.effective_on <= day]
    due = [row for row in due if row.new_id is None or row.new_id == row.old_id or row.new_id not in visited]
    first = min((row.change.effective_on for row in due), default=None)
    return [row for row in due if row.change.effective_on == first]


def _taken_by(rows: Sequence[Succession], function: str, topic: str) -> Sequence[Succession]:
    """The row that takes ``function``, else ``topic``: the longest named one, else the one for all the rest."""
    fitting = _named(rows, function) or _named(rows, topic) or [row for row in rows if not row.function]
    known = [row for row in fitting if row.new_id is not None]
    return _one_each(known or fitting)


def _named(rows: Sequence[Succession], words: str) -> Sequence[Succession]:
    """Those whose function ``words`` name, the longest name only."""
    named = {row.pk: speaks_of(words, row.function) for row in rows if row.function}
    longest = max(named.values(), default=0)
    return [row for row in rows if longest and named.get(row.pk) == longest]


def _one_each(rows: Sequence[Succession]) -> Sequence[Succession]:
    return list({row.new_id: row for row in rows}.values())


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _end(here: Agency, day: date, steps: Sequence[Succession], function: str) -> Holder:
    if here.holds_on(day):
        reason = _reason(steps, function) if steps else _("Vẫn hoạt động, không có thay đổi.")
        return Holder(here, reason, _weakest(steps) if steps else here.certainty, tuple(steps))
    if here.valid_from is not None and day < here.valid_from:
        words = _("“%(name)s” thành lập từ ngày %(day)s.") % {"name": here, "day": f"{here.valid_from:%d/%m/%Y}"}
    else:
        words = _("“%(name)s” đã kết thúc ngày %(day)s; chưa ghi cơ quan kế thừa.") % {
            "name": here,
            "day": f"{here.valid_to:%d/%m/%Y}",
        }
    return Holder(None, " ".join(filter(None, (_reason(steps, function), words))), Certainty.UNCHECKED, tuple(steps))


def _undecided(here: Agency, function: str, steps: Sequence[Succession], rows: Sequence[Succession]) -> Holder:
    choices = tuple({row.new_id: row.new for row in rows if row.new is not None}.values())
    words = _("“%(name)s” được chia cho nhiều cơ quan ngày %(day)s; hãy chọn theo chức năng của nhiệm vụ.") % {
        "name": here,
        "day": f"{rows[0].change.effective_on:%d/%m/%Y}",
    }
    reason = " ".join(filter(None, (_reason(steps, function), words)))
    return Holder(None, reason, Certainty.UNCHECKED, tuple(steps), choices)


def _reason(steps: Sequence[Succession], function: str) -> str:
    return " ".join(_sentence(step) for step in steps)


def _sentence(step: Succession) -> str:
    """``Từ 01/03/2025, Sở A chuyển cho Sở B (chức năng: x). Căn cứ: …``."""
    words = {
        "day": f"{step.change.effective_on:%d/%m/%Y}",
        "old": step.old,
        "new": step.new,
        "function": step.function,
    }
    if step.new is None:
        said = step.change.note or _("chưa rõ cơ quan nào tiếp nhận; hãy ghi theo văn bản của địa phương.")
        return (_("Từ %(day)s, “%(old)s”:") % words) + f" {said}"
    if step.function:
        sentence = _("Từ %(day)s, “%(new)s” nhận của “%(old)s” chức năng: %(function)s.") % words
    else:
        sentence = _("Từ %(day)s, “%(new)s” kế thừa “%(old)s”.") % words
    basis = step.change.legal_basis
    return f"{sentence} " + (_("Căn cứ: %s.") % basis) if basis else sentence


def _weakest(steps: Sequence[Succession]) -> str:
    return max((step.change.certainty for step in steps), key=lambda c: _ORDER.index(Certainty(c)))
