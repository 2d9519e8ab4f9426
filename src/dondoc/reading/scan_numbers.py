"""Numbers of table rows, put right by their sequence where their reading is doubtful.

The digits of a lone "1.1" are the weakest spot of recognition ("11", "li", "1l"),
and the sequence of a table is the best witness: after 1.1 comes 1.2, 2 or 1.1.1;
after II comes 1 or III. The way through all rows that departs least from what
was read is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

ROMANS: Final = (
    "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()  # noqa: SIM905 - a row of numerals reads best as printed
)
LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_DASHES: Final = frozenset("-–—+*•")
_LABEL = re.compile(r"(?P<bare>\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-Zđa-z])(?P<end>[.)]?)")
_LIKE_DIGITS = str.maketrans("lIi|!ìÍÌ]TOoSZzBgq,", "1111111111005228" + "99.")
"""Letters and signs that lone digits are taken for."""


class Label(NamedTuple):
    """What was read in the number cell of a row; ``inked`` where something is printed there.

    ``group`` is true for a row with a title alone, as heads of groups have.
    """

    text: str
    confidence: float
    inked: bool
    group: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """A way through the rows so far: its cost, the labels it takes, the labels that may go on (outermost first)."""

    cost: float
    labels: tuple[str, ...]
    open: tuple[str, ...]


_BEAM: Final = 24
_STEP_COST: Final = 2.0
"""A label that does not follow from those before it."""


def in_sequence(rows: Sequence[Label]) -> list[str]:
    """The label of each row: as read where it follows, else the one that the sequence asks for."""
    ways = [_Way(0.0, (), ())]
    for row in rows:
        steps = [step for way in ways for step in _steps(way, row)]
        best: dict[tuple[str, ...], _Way] = {}
        for way in sorted(steps, key=lambda way: way.cost):
            best.setdefault((*way.open, "|", way.labels[-1]), way)
        ways = list(best.values())[:_BEAM]
    return list(ways[0].labels)


def _steps(way: _Way, row: Label) -> Iterator[_Way]:
    """Every label that the row may bear after ``way``."""
    text = row.text.strip()
    if not row.inked and not text:
        yield _Way(way.cost, (*way.labels, ""), way.open)
        return
    if text and set(text) <= _DASHES:
        yield _Way(way.cost, (*way.labels, text), way.open)
        return
    bare, end = _parts(text)
    follow = dict(_following(way.open))
    for label, now in follow.items():
        yield _Way(way.cost + _distance(label, bare, row) + _odd_place(label, row), (*way.labels, label + end), now)
    if row.group and (roman := _as_roman(text)) in ROMANS and roman not in follow:
        yield _Way(way.cost + 1.0, (*way.labels, roman + end), (*_kept(way.open, roman), roman))
    if bare not in follow:
        opened = (*_kept(way.open, bare), bare) if _style(bare) else way.open
        odd = _STEP_COST if way.labels else 0.4 if _style(bare) else 1.0
        yield _Way(way.cost + odd + _odd_place(bare, row), (*way.labels, text), opened)


def _odd_place(label: str, row: Label) -> float:
    """Groups are headed by numerals or capitals, tasks are not."""
    if _style(label) == "letter":
        return 0.0 if _alike(label) == _alike(row.text) and not row.group else 1.0
    return 0.5 if (_style(label) in ("roman", "capital")) != row.group else 0.0


def _parts(text: str) -> tuple[str, str]:
    """Label and the sign after it."""
    match = _LABEL.fullmatch(text)
    return (match["bare"], match["end"]) if match else (text, "")


def _distance(label: str, read: str, row: Label) -> float:
    """How hard it is to believe that ``label`` is printed where ``read`` was read."""
    if label == read:
        return 0.0
    if not read:
        return 0.6
    if _alike(label) == _alike(read) or (label in ROMANS and label == _as_roman(read)):
        return 0.3
    if not _style(read):
        return 0.8
    same_kind = _style(label) == _style(read)
    return (0.9 if row.confidence < 0.6 else 1.6) + (0.0 if same_kind else 0.4)


def _alike(text: str) -> str:
    """Digits without dots, letters that look like digits as these."""
    return re.sub(r"[^0-9a-zA-Zđ]", "", text.translate(_LIKE_DIGITS))


def _as_roman(text: str) -> str:
    """Strokes that look like a row of I, as one: ``Il``, ``HI``, ``1l``."""
    wide = text.replace("H", "II").replace("m", "III").replace("n", "II")
    return re.sub(r"[l1|!iÍÌìT]", "I", wide.strip("\"'“”‘’.,:;"))


def _style(label: str) -> str:
    if re.fullmatch(r"\d{1,3}", label):
        return "number"
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,2})+", label):
        return f"decimal{label.count('.')}"
    if label in ROMANS:
        return "roman"
    if re.fullmatch(r"[A-Z]", label):
        return "capital"
    return "letter" if len(label) == 1 and label in LETTERS else ""


def _kept(opened: tuple[str, ...], label: str) -> tuple[str, ...]:
    """The open labels above a new one of its style: an equal style closes all below it."""
    styles = [_style(other) for other in opened]
    style = _style(label)
    return opened[: styles.index(style)] if style in styles else opened


def _following(opened: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Labels that may come next, each with the labels then open."""
    for depth in range(len(opened) - 1, -1, -1):
        if after := _next(opened[depth]):
            yield after, (*opened[:depth], after)
    last = opened[-1] if opened else ""
    style = _style(last)
    for label in _first_below(last, style):
        yield label, (*opened, label)


def _first_below(last: str, style: str) -> Iterator[str]:
    if style in ("", "roman", "capital"):
        yield "1"
    if style in ("", "capital"):
        yield "I"
    if style.startswith(("number", "decimal")):
        yield f"{last}.1"
        yield "a"


def _next(label: str) -> str | None:
    style = _style(label)
    if style == "roman":
        at = ROMANS.index(label) + 1
        return ROMANS[at] if at < len(ROMANS) else None
    if style == "letter":
        return LETTERS[LETTERS.index(label) + 1 : LETTERS.index(label) + 2] or None
    if style == "capital":
        return chr(ord(label) + 1) if label < "Z" else None
    if style:
        *above, last = label.split(".")
        return ".".join([*above, str(int(last) + 1)])
    return None
