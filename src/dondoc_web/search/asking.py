"""What was typed, as units that all have to be met; and how each database is asked for them.

A unit is a word, a phrase in quotes, or the number of a directive in any
spelling. Only a–z and figures come this far, so nothing that is typed can be an
operator of a database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dondoc.parsing.kinds import kind_names, kind_symbols
from dondoc_web.search.folding import folded, tokens

Phrase = tuple[str, ...]

MOST_LETTERS = 500
MOST_UNITS = 32
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_QUOTED = re.compile(r'"([^"]*)(?:"|$)')
_SPACED = re.compile(r"(\d)\s*[-–—/]\s*([^\W\d_]+)(?:\s*/\s*(?=[^\W\d_]))?")
_YEARS = range(1945, 2100)


@dataclass(frozen=True, slots=True)
class Unit:
    """Something to be met: one of its phrases, the last word of which may be the beginning of a word."""

    phrases: tuple[Phrase, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: its units, all of its words in order, and their marked forms where marks were typed."""

    units: tuple[Unit, ...]
    words: Phrase
    marks: Phrase
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.units)


def asked(text: str, *, typing: bool = False) -> Asked:
    """Understand ``text``; while a person is ``typing``, the last word may go on.

    >>> asked("57 - KL/TW").units == asked("057KL/TW").units
    True
    """
    text = text.translate(_QUOTES)
    cut = len(text) > MOST_LETTERS
    text = text[:MOST_LETTERS]
    units: list[Unit] = []
    at = 0
    for quoted in _QUOTED.finditer(text):
        units += _plain(text[at : quoted.start()])
        units += _phrase(quoted[1])
        at = quoted.end()
    rest = _plain(text[at:])
    if typing and rest and text[-1:].isalnum():
        rest[-1] = Unit(rest[-1].phrases, begins=True)
    units = list(dict.fromkeys(units + rest))
    found = list(tokens(text))
    words = tuple(one.folded for one in found)
    marks = tuple(one.marked for one in found if one.marked != one.folded)
    return Asked(tuple(units[:MOST_UNITS]), words, marks, cut or len(units) > MOST_UNITS)


def _phrase(words: str) -> list[Unit]:
    phrase = tuple(one.folded for one in tokens(words))
    return [Unit((phrase,))] if phrase else []


def _plain(text: str) -> list[Unit]:
    chunks = [chunk for part in _joined(text).split() if (chunk := tuple(one.folded for one in tokens(part)))]
    return list(_units(chunks))


def _joined(text: str) -> str:
    """``57 - KL / TW`` is one number: spaces between a figure and a symbol of a kind go."""

    def without_spaces(match: re.Match[str]) -> str:
        if folded(match[2]) not in _names():
            return match[0]
        return f"{match[1]}-{match[2]}{'/' if match[0].rstrip().endswith('/') else ''}"

    return _SPACED.sub(without_spaces, text)


def _units(chunks: Sequence[Phrase]) -> Iterator[Unit]:
    at = 0
    while at < len(chunks):
        taken, unit = _number_of_kind(chunks, at) or (1, Unit((chunks[at],)))
        yield unit
        at += taken


def _number_of_kind(chunks: Sequence[Phrase], at: int) -> tuple[int, Unit] | None:
    """``kết luận 57``, ``KL số 57``, ``KL57``: how many chunks it takes, and its spellings."""
    for words, symbol, before in _heads(chunks, at):
        rest = at + before
        if rest < len(chunks) and chunks[rest] == ("so",):
            rest += 1
        number = chunks[at][1:] if not before else chunks[rest] if rest < len(chunks) else ()
        if not number or not number[0].isdigit() or (len(number) == 1 and int(number[0]) in _YEARS):
            continue
        taken = 1 if not before else rest + 1 - at
        if len(number) > 1:
            return taken, Unit((number,))
        named = [name for name in dict.fromkeys((words, symbol)) if name]
        spelled = [form for name in named for form in ((*name, *number), (*name, "so", *number))]
        return taken, Unit((*spelled, *([(*number, *symbol)] if symbol else [])))
    return None


def _heads(chunks: Sequence[Phrase], at: int) -> Iterator[tuple[Phrase, Phrase, int]]:
    """A name of a kind that begins at chunk ``at``: words, symbol, chunks that it takes (0: part of one)."""
    symbols = _names()
    first = chunks[at]
    if len(first) > 1 and first[0] in symbols:
        yield symbols[first[0]], (first[0],), 0
    if len(first) == 1 and first[0] in symbols:
        yield symbols[first[0]], first, 1
    spoken = [chunk[0] for chunk in chunks[at : at + 4] if len(chunk) == 1]
    for words, symbol in _kinds():
        if words == tuple(spoken[: len(words)]):
            yield words, symbol, len(words)


@cache
def _kinds() -> tuple[tuple[Phrase, Phrase], ...]:
    """Words and symbol of each kind, folded, the longest name first; a kind without a symbol has none."""
    symbols = {name: folded(symbol) for symbol, name in reversed(kind_symbols().items())}
    return tuple((tuple(folded(name).split()), tuple(symbols.get(name, "").split())) for name in kind_names())


@cache
def _names() -> dict[str, Phrase]:
    """Symbol of a kind, folded → its words."""
    return {folded(symbol): tuple(folded(name).split()) for symbol, name in kind_symbols().items()}


# How a database is asked ------------------------------------------------------------------------------------------


def for_sqlite(units: Iterable[Unit]) -> str:
    """An expression of FTS5."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(phrase)}"{" *" if unit.begins else ""}' for phrase in unit.phrases) + ")"
        for unit in units
    )


def for_postgresql(units: Iterable[Unit]) -> str:
    """A ``tsquery``."""
    return " & ".join(
        "(" + " | ".join(_followed(phrase, unit.begins) for phrase in unit.phrases) + ")" for unit in units
    )


def _followed(phrase: Phrase, begins: bool) -> str:
    quoted = [f"'{word}'" for word in phrase]
    if begins:
        quoted[-1] += ":*"
    return "(" + " <-> ".join(quoted) + ")"
