"""Changes of the text (chỗ sửa) as their page shows them: repaired and doubtful words, and what people decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from django.core.paginator import Page as Screen
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.document import Plan
from dondoc.edits import Edit, OffsetMap, Reason, apply
from dondoc.text import Span
from dondoc_web.documents.boxes import PlacedWords
from dondoc_web.documents.models import EditDecision, Reading, Source, Verdict

SURE = 0.95
"""Changes less sure than this are for a person to look at; so says the library too."""

ROWS = 60
"""Changes on one screen of the list."""

AROUND = 60
"""Letters of the line that are shown on either side of a change."""


class Level(Enum):
    """How a change looks: code, words, sign; the colour never stands alone."""

    SURE = ("sure", _("chắc"), "·")
    DOUBT = ("doubt", _("chưa chắc"), "?")
    NUMBER = ("number", _("số, ký hiệu"), "#")
    UNSURE = ("unsure", _("nhận dạng chưa chắc"), "?")
    CONFIRMED = ("confirmed", _("đã xác nhận"), "✓")
    PERSON = ("person", _("người chọn"), "✎")
    UNDONE = ("undone", _("đã bỏ"), "↶")

    def __init__(self, code: str, words: Promise, sign: str) -> None:
        self.code = code
        self.words = words
        self.sign = sign


TO_BE_SEEN = {Level.DOUBT, Level.NUMBER, Level.UNSURE}
DECIDED = {Level.CONFIRMED, Level.PERSON, Level.UNDONE}

REASONS: dict[Reason, Promise] = {
    Reason.ENCODING: _("bảng mã"),
    Reason.MARKS: _("mất dấu"),
    Reason.LETTERS: _("sai chữ"),
    Reason.SPLIT: _("dính chữ"),
    Reason.JOINED: _("rời chữ"),
    Reason.SYMBOL: _("số, ký hiệu"),
    Reason.PERSON: _("người đọc chọn"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One place: ``place`` in the text before repair, ``here`` in the text as it is read.

    ``is_waiting`` when it was decided after this reading and the next one is not made yet.
    """

    place: Span
    here: Span
    before: str
    after: str
    level: Level
    reason: Promise | None = None
    confidence: float | None = None
    alternatives: tuple[tuple[str, float], ...] = ()
    decision: EditDecision | None = None
    is_waiting: bool = False

    @property
    def token(self) -> str:
        """Its name on the page."""
        return f"e{self.place.start}-{self.place.end}"

    @property
    def percent(self) -> int | None:
        """Confidence in hundredths."""
        return None if self.confidence is None else round(self.confidence * 100)

    @property
    def others(self) -> list[str]:
        """The next readings, best first."""
        return [words for words, _chance in self.alternatives if words != self.before]


def changes_of(reading: Reading) -> Sequence[Change]:
    """Every change and every doubtful word of ``reading``, in the order of the text; two queries."""
    plan = reading.plan
    rows = EditDecision.objects.filter(source=reading.source_id).select_related("by")
    decisions = {decision.place: decision for decision in rows}
    pages = [row.page for row in reading.pages.filter(origin="recognised")]
    doubtful = PlacedWords(pages).doubtful() if pages else ()
    return list(_changes(plan, decisions, [(span, chance) for span, _, chance in doubtful]))


def _changes(
    plan: Plan, decisions: dict[Span, EditDecision], doubtful: Collection[tuple[Span, float]]
) -> Iterator[Change]:
    original = plan.source.original if plan.source.original is not None else plan.source.text
    edits = plan.source.edits
    way = apply(original, edits)[1]
    found = {
        edit.span: _edited(edit, here, decisions.get(edit.span)) for edit, here in zip(edits, way.new, strict=True)
    }
    for here, chance in doubtful:
        place = way.span_back(here)
        if not _touches(place, way.old):
            found[place] = _unsure(place, here, place.of(original), chance, decisions.get(place))
    for place, decision in decisions.items():
        if place not in found and place.of(original) == decision.before:
            found[place] = _only_decided(decision, way)
    return iter(found[place] for place in sorted(found))


def _touches(place: Span, edited: Sequence[Span]) -> bool:
    return any(span.start < place.end and span.end > place.start for span in edited)


def _edited(edit: Edit, here: Span, decision: EditDecision | None) -> Change:
    level, waits = _level(edit), False
    if decision is not None:
        waits = decision.changes_reading and (decision.verdict == Verdict.UNDONE or decision.after != edit.after)
        if decision.changes_reading or decision.after == edit.after:
            level = _DECIDED[Verdict(decision.verdict)]
        else:
            decision = None
    return Change(
        edit.span,
        here,
        edit.before,
        decision.after if decision is not None and waits else edit.after,
        level,
        REASONS[edit.reason],
        None if edit.reason == Reason.PERSON else edit.confidence,
        edit.alternatives,
        decision,
        waits,
    )


def _level(edit: Edit) -> Level:
    if edit.reason == Reason.PERSON:
        return Level.PERSON
    if edit.touches_number:
        return Level.NUMBER
    return Level.SURE if edit.confidence >= SURE else Level.DOUBT


_DECIDED = {Verdict.CONFIRMED: Level.CONFIRMED, Verdict.UNDONE: Level.UNDONE, Verdict.READ_AS: Level.PERSON}


def _unsure(place: Span, here: Span, word: str, chance: float, decision: EditDecision | None) -> Change:
    """A word that was recognised with little confidence and that no repair touched."""
    waits = decision is not None and decision.verdict == Verdict.READ_AS
    after = decision.after if decision is not None and waits else word
    level = Level.UNSURE if decision is None else _DECIDED[Verdict(decision.verdict)]
    return Change(place, here, word, after, level, None, chance, (), decision, waits)


def _only_decided(decision: EditDecision, way: OffsetMap) -> Change:
    """A change that was undone, or a reading chosen that the text does not have yet."""
    level = _DECIDED[Verdict(decision.verdict)]
    waits = decision.verdict == Verdict.READ_AS
    after = decision.after if decision.verdict != Verdict.UNDONE else decision.before
    here = way.span_forward(decision.place)
    return Change(decision.place, here, decision.before, after, level, None, None, (), decision, waits)


Decided = frozenset[tuple[Span, str, str, str]]
"""What people decided that makes the text another: place, words before, verdict, reading."""


def decided(source_id: int) -> Decided:
    """The decisions on the text of a source, as they stand now."""
    rows = EditDecision.objects.filter(source=source_id).exclude(verdict=Verdict.CONFIRMED)
    return frozenset((row.place, row.before, row.verdict, row.after) for row in rows)


def undone_and_chosen(found: Decided, original: str) -> tuple[set[Span], dict[Span, str]]:
    """Places of ``original`` to leave as they are, and readings for others; what no longer fits is passed over."""
    fits = [(place, verdict, after) for place, before, verdict, after in found if place.of(original) == before]
    undone = {place for place, verdict, _after in fits if verdict == Verdict.UNDONE}
    return undone, {place: after for place, verdict, after in fits if verdict == Verdict.READ_AS}


def change_at(source: Source, place: Span) -> Change | None:
    """The change at ``place`` in the current reading of ``source``."""
    if source.reading is None:
        return None
    return next((change for change in changes_of(source.reading) if change.place == place), None)


def to_be_seen(changes: Iterable[Change]) -> int:
    """How many wait for a person."""
    return sum(change.level in TO_BE_SEEN for change in changes)


@dataclass(frozen=True, slots=True)
class Line:
    """A change in the list, with the words around it."""

    change: Change
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One screen of the list, and how many changes each choice has."""

    show: str
    screen: Screen[Change]
    lines: Sequence[Line]
    counts: dict[str, int]


def listing(plan: Plan, changes: Sequence[Change], *, show: str, at: str) -> Listing:
    """The screen ``at`` of the changes that wait (``show`` is nothing else), are decided, or all."""
    choices = {
        "open": [change for change in changes if change.level in TO_BE_SEEN],
        "decided": [change for change in changes if change.level in DECIDED],
        "all": list(changes),
    }
    show = show if show in choices else "open"
    screen = Paginator(choices[show], ROWS).get_page(at)
    lines = [_line(plan.source.text, change) for change in screen.object_list]
    return Listing(show, screen, lines, {name: len(found) for name, found in choices.items()})


def _line(text: str, change: Change) -> Line:
    start, end = change.here
    left = text[max(start - AROUND, 0) : start].rsplit("\n", 1)[-1]
    right = text[end : end + AROUND].split("\n", 1)[0]
    if len(left) == AROUND:
        left = f"… {left.split(' ', 1)[-1]}"
    if len(right) == AROUND:
        right = f"{right.rsplit(' ', 1)[0]} …"
    return Line(change, left, right)
