"""The ladder of reports: units before the lead, the lead before the superior (10/12 → 25/12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dondoc_web.work.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Rung:
    """A duty as far as the ladder looks at it; ``days`` are its due days by period."""

    pk: int
    words: str
    parent: int | None
    days: Mapping[str, tuple[date, date]]
    same: tuple[object, ...] = ()
    named: str = ""

    @property
    def short(self) -> str:
        """Its words, cut where a sentence about it would grow too long."""
        return self.words if len(self.words) <= 90 else self.words[:89] + "…"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a duty, in words that say what to do."""

    duty: int
    kind: str
    words: str


def flaws(rungs: Iterable[Rung], calendar: WorkCalendar | None = None) -> Sequence[Flaw]:
    """Impossible ladders, dates that disagree, days without a working day between closing and handing in."""
    known = {one.pk: one for one in rungs}
    calendar = calendar or WorkCalendar()
    found = [flaw for one in known.values() for flaw in (*_closing(one, calendar), *_above(one, known, calendar))]
    return [*found, *_disagree(list(known.values()))]


def _closing(one: Rung, calendar: WorkCalendar) -> Iterable[Flaw]:
    """At least one working day lies between closing and sending (Decree 09/2019/NĐ-CP, Article 8.5)."""
    for closes, due in one.days.values():
        if calendar.between(closes, due) < 1:
            words = _("Hạn %(due)s không sau ngày chốt số liệu %(closes)s ít nhất một ngày làm việc; hãy sửa ngày.")
            yield Flaw(one.pk, "closing", words % {"due": _day(due), "closes": _day(closes)})
            return


def _above(one: Rung, known: Mapping[int, Rung], calendar: WorkCalendar) -> Iterable[Flaw]:
    """Who consolidates has the reports of those below at least one working day before the own due day."""
    if _circular(one, known):
        yield Flaw(one.pk, "circle", _("Các bậc báo cáo nối thành vòng; hãy chọn lại chế độ báo cáo cấp trên."))
        return
    upper = known.get(one.parent) if one.parent else None
    if upper is None:
        return
    for period in sorted(set(one.days) & set(upper.days)):
        below, above = one.days[period][1], upper.days[period][1]
        if calendar.between(below, above) < 1:
            words = _(
                "Kỳ %(period)s: đơn vị nộp ngày %(below)s, nhưng đơn vị đầu mối phải báo cáo cấp trên ngày %(above)s"
                " (“%(words)s”); đơn vị phải nộp trước."
            )
            told = {"period": period, "below": _day(below), "above": _day(above), "words": upper.short}
            yield Flaw(one.pk, "ladder", words % told)
            return


def _circular(one: Rung, known: Mapping[int, Rung]) -> bool:
    seen, here = set[int](), one.parent
    while here is not None and here not in seen:
        if here == one.pk:
            return True
        seen.add(here)
        here = known[here].parent if here in known else None
    return False


def _disagree(rungs: Sequence[Rung]) -> Iterable[Flaw]:
    """The same bodies report the same to the same body, and the directive names two days."""
    for at, one in enumerate(rungs):
        for other in rungs[:at]:
            if one.same and one.same == other.same and one.named and other.named and one.named != other.named:
                words = _("Văn bản nêu hai hạn khác nhau (%(one)s và %(other)s) cho cùng báo cáo; xem “%(words)s”.")
                told = {"one": printed(one.named), "other": printed(other.named), "words": other.short}
                yield Flaw(one.pk, "disagree", words % told)


def printed(named: str) -> str:
    """``--12-10`` as ``10/12``, ``---20`` as ``20``, a date as people write it."""
    if named.startswith("---"):
        return _("ngày %s hằng tháng") % named[3:]
    if named.startswith("--"):
        return f"{named[5:7]}/{named[2:4]}"
    return _day(date.fromisoformat(named))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
