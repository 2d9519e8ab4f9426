"""Labels at the heads of lines (II., 5.2., c), put right by their sequence over all pages of a file.

A lone label has no language that betrays a wrong sign: "II." is read as "H.",
"III." as "II.", "c)" as "e)", "5.2." as "52.". Within its kind a label follows
the one before it or begins a new sequence; of all labels that look like what was
read, those that make the best sequences are taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dondoc.reading.scan_numbers import LETTERS, ROMANS
from dondoc.reading.scan_page import ReadLine, ReadWord, Recognised

_GLUED = re.compile(r"(?P<label>(?:[IVXHl]{1,5}|\d{1,2})[.])(?P<rest>[^\W\d_]\S*)")
"""A label and its title without a space between them: ``I.NGUYÊN``."""
_NUMERAL = re.compile(r"(?P<bare>(?!(?:TM|KT|TL|TUQ|T|L|M|N|U|LL|TT|LT)\b)[IVXHLTUNlín1|!]{1,5})(?P<end>[.,:])?")
_LETTER = re.compile(r"(?P<bare>[^\W_]|[@£€©®])(?P<end>\))")
_NUMBER = re.compile(r"(?P<bare>\d{1,2}|[^\w\s\-–—+*•\"“(.,]|[lzZSBgqós])(?P<end>[.,])")
_NUMBERS: Final = tuple(map(str, range(1, 100)))
_FIGURES = re.compile(r"(?P<bare>\d{1,4}(?:[.,]\d{1,2}){0,3}|[\dlLI|]{2,4})(?P<end>[.,]?)")
_ONES = str.maketrans("lLI|", "1111")

_JUMP: Final = 1.5
"""A label that follows from none before it."""
_RESTART: Final = 0.3
"""The first of a new sequence."""
_AT_ONCE: Final = 1.2
"""The first of a new sequence right after the first of another: a list of one."""
_NEVER: Final = 9.0


class _Place(NamedTuple):
    """Where a label stands: page, part of the page; what was read, and the sign after it."""

    page: int
    part: int
    bare: str
    end: str


def mended(pages: Sequence[Recognised]) -> list[Recognised]:
    """The pages with labels as their sequences ask; a word that was changed keeps what was read."""
    pages = [_unglued(page) for page in pages]
    changes: dict[tuple[int, int], str] = {}
    changes |= _best(_places(pages, _NUMERAL, _is_title), tuple(ROMANS), _like_numeral)
    changes |= _best(_places(pages, _LETTER, _is_item), tuple(LETTERS), _like_letter)
    changes |= _best(_places(pages, _NUMBER, _is_numbered), _NUMBERS, _like_number)
    pages = [_changed(page, at, changes) for at, page in enumerate(pages)]
    points = _decimals(_places(pages, _FIGURES, _is_item))
    return [_changed(page, at, points) for at, page in enumerate(pages)]


def _places(pages: Sequence[Recognised], form: re.Pattern[str], fits: Callable[[ReadLine], bool]) -> list[_Place]:
    found = []
    for at, page in enumerate(pages):
        for k, part in enumerate(page.parts):
            if isinstance(part, ReadLine) and len(part.words) > 1 and fits(part):
                match = form.fullmatch(part.words[0].text)
                if match:
                    found.append(_Place(at, k, match["bare"], match["end"] or ""))
    return found


def _is_title(line: ReadLine) -> bool:
    """In capitals after the label, so that the label is a numeral: figures and letters head other lines."""
    rest = [sign for word in line.words[1:] for sign in word.text if sign.isalpha()]
    return len(rest) > 5 and sum(sign.isupper() for sign in rest) > 0.8 * len(rest)


def _is_numbered(line: ReadLine) -> bool:
    return _is_item(line) and (line.words[0].text[0].isdecimal() or not _is_title(line))


def _is_item(line: ReadLine) -> bool:
    return line.words[1].text[:1].isupper() or len(line.words) > 3


def _unglued(page: Recognised) -> Recognised:
    """The page with labels set apart from the words they are glued to."""
    parts = [_split(part) if isinstance(part, ReadLine) else part for part in page.parts]
    return page.model_copy(update={"parts": tuple(parts)}) if parts != list(page.parts) else page


def _split(line: ReadLine) -> ReadLine:
    first = line.words[0]
    match = _GLUED.fullmatch(first.text)
    if not match or not match["rest"][0].isupper() or (len(line.words) < 2 and len(match["rest"]) < 4):
        return line
    middle = first.x0 + (first.x1 - first.x0) * len(match["label"]) / len(first.text)
    label = first._replace(text=match["label"], x1=middle)
    rest = first._replace(text=match["rest"], x0=middle)
    return ReadLine(
        words=(label, rest, *line.words[1:]), spaces=(line.spaces[0], 1, *line.spaces[1:]), gap_above=line.gap_above
    )


# The best sequence --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    cost: float
    labels: tuple[int, ...]


def _best(
    places: Sequence[_Place], labels: Sequence[str], alike: Callable[[str, str], float]
) -> dict[tuple[int, int], str]:
    """For places whose label was read wrong, the right one: the cheapest way through all labels (Viterbi)."""
    ways = {-1: _Way(0.0, ())}
    for place in places:
        costs = [(k, cost) for k, label in enumerate(labels) if (cost := alike(label, place.bare)) < _NEVER]
        if not costs:
            ways = {before: _Way(way.cost, (*way.labels, -1)) for before, way in ways.items()}
            continue
        steps: dict[int, _Way] = {}
        for k, cost in costs:
            before, way = min(ways.items(), key=lambda item: item[1].cost + _step(item[0], k))
            steps[k] = _Way(way.cost + _step(before, k) + cost, (*way.labels, k))
        ways = steps
    taken = min(ways.values(), key=lambda way: way.cost).labels
    return {
        (place.page, place.part): labels[k] + (place.end or ".").replace(",", ".").replace(":", ".")
        for place, k in zip(places, taken, strict=True)
        if k >= 0 and (labels[k] != place.bare or place.end == ",")
    }


def _step(before: int, now: int) -> float:
    if now == before + 1:
        return 0.0
    if now == 0:
        return _AT_ONCE if before == 0 else _RESTART
    return _JUMP


def _like_numeral(label: str, read: str) -> float:
    """How hard it is to take ``read`` for the numeral ``label``: by its strokes."""
    if label == read:
        return 0.0
    wanted, given = _strokes(label), _strokes(read)
    if wanted == given:
        return 0.15
    if wanted == given + "I":
        return 0.7
    if given == wanted + "I":
        return 1.0
    return _NEVER


def _strokes(text: str) -> str:
    for sign, strokes in (("H", "II"), ("N", "II"), ("U", "II"), ("n", "II")):
        text = text.replace(sign, strokes)
    return re.sub(r"[lLT1|!í]", "I", text)


_LIKE_LETTER: Final = {
    "c": "eoéèạ", "d": "đ", "đ": "dá", "e": "cé", "g": "øqø89ggpeø@", "h": "bn", "b": "h6", "i": "l1íìj!", "k": "h",
    "l": "1i!I", "a": "à4áạ", "o": "0c", "q": "g9", "u": "ư", "y": "v", "v": "y", "p": "þ", "m": "rn",
}  # fmt: skip
"""What a letter alone before a bracket is taken for."""


def _like_letter(label: str, read: str) -> float:
    if label == read:
        return 0.0
    return 0.4 if read.lower() in _LIKE_LETTER.get(label, "") else _NEVER


_LIKE_FIGURE: Final = {
    "1": "lI|!7í", "2": "zZ?", "3": "8", "4": "a", "5": "Ss$§6š", "6": "ób5", "7": "?1", "8": "§&$B3S", "9": "gq",
}  # fmt: skip


def _like_number(label: str, read: str) -> float:
    if label == read:
        return 0.0
    if len(label) == 1 and read in _LIKE_FIGURE[label]:
        return 1.1 if read.isdecimal() else 0.4
    return 0.8 if len(label) == 1 and not read.isalnum() else _NEVER


# Figures ------------------------------------------------------------------------------------------


def _decimals(places: Sequence[_Place]) -> dict[tuple[int, int], str]:
    """Numbers that lost a point: ``52`` after ``5.1`` is ``5.2``, ``11`` after ``1`` and before ``1.2`` is ``1.1``."""
    changes: dict[tuple[int, int], str] = {}
    last: tuple[int, ...] = ()
    for at, place in enumerate(places):
        label = tuple(int(part) for part in re.split("[.,]", place.bare.translate(_ONES)))
        if not place.bare[0].isdecimal() or not place.bare[-1].isdecimal():
            label = _with_points(last, label[0], places[at + 1 : at + 4]) or ()
        elif place.end and len(label) == 1 and label[0] > 9 and not _goes_on(last, label):
            label = _with_points(last, label[0], places[at + 1 : at + 4]) or label
        text = ".".join(map(str, label))
        if text not in ("", place.bare):
            changes[place.page, place.part] = text + place.end.replace(",", ".")
        if label and (place.end or len(label) > 1):
            last = label
    return changes


def _goes_on(last: tuple[int, ...], label: tuple[int, ...]) -> bool:
    return bool(last) and label[0] == last[0] + 1


def _with_points(last: tuple[int, ...], read: int, after: Sequence[_Place]) -> tuple[int, ...] | None:
    """The label that follows from ``last`` and has the same figures."""
    following = [(*last[:depth], last[depth] + 1) for depth in range(len(last) - 1, 0, -1)]
    found = next((label for label in following if "".join(map(str, label)) == str(read)), None)
    if found or not last:
        return found
    below = (*last, 1)
    second = ".".join(map(str, (*last, 2)))
    expected = any(place.bare.replace(".", "") == second.replace(".", "") for place in after)
    return below if "".join(map(str, below)) == str(read) and expected else None


def _changed(page: Recognised, at: int, changes: dict[tuple[int, int], str]) -> Recognised:
    parts = list(page.parts)
    for k, part in enumerate(parts):
        label = changes.get((at, k))
        if label is not None and isinstance(part, ReadLine) and part.words[0].text != label:
            parts[k] = part.model_copy(update={"words": (_inferred(part.words[0], label), *part.words[1:])})
    return page.model_copy(update={"parts": tuple(parts)})


def _inferred(word: ReadWord, label: str) -> ReadWord:
    return word._replace(text=label, read=word.text)
