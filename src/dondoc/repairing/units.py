"""A ruined line taken apart: what may be changed, what must stay, and what the language model is told of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.repairing.syllables import MARKED_LETTERS, could_be_plain
from dondoc.text import Span

EDGE = " \t.,;:!?()[]{}\"'“”‘’`…–—-_/*+=<>~«»•°"
"""Signs that stand around words; most are kept as they are read."""
BRACKETS = {")": "(", "]": "[", "}": "{"}
_SMUDGES = "’‘'`~«“}{°_"
"""Signs that a reader without Vietnamese makes of a mark above a letter."""
_STOPS = "?!"
"""Signs that are smudges too where no sentence ends (a small letter follows)."""

LONGEST = 64
"""A longer run without a space is no word; it is left alone."""
REACH = 600
_BRACKET = re.compile(r"[()\[\]{}]")
_TOKEN = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9} ?/?>|[^\s<]+|<")
_INNER = re.compile(r"(?<=[^\W\d_]{2})[/\-–.,;:]+(?=[^\W\d_]{2})|(?<=\d)/(?=[A-ZĐ]?[a-zà-ỹ]{2,}\b)|\.{2,}|…+")
_WEB = re.compile(r"https?:|www\.|\w[\w.\-]*@\w[\w\-]*\.\w|\w+\.(?:vn|com|org|net|gov)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[\d]+(?:[.,:/\-–xX%]+\d+)*%?\Z")
_SYMBOL = re.compile(r"\d+[\w.]*[/\-–][\w/\-–&.,|]*[A-ZĐa-z][\w/\-–&.,|]*\Z|[A-ZĐ]{2,}\d*(?:[-/][A-ZĐ]+\w*)+\Z")
_WORD_AFTER_SLASH = re.compile(r"/[A-ZĐ]?[a-zà-ỹ]{2,}\Z")
_ROMAN = re.compile(r"[IVX]{1,5}\Z")
_LABEL = re.compile(r"[a-zđ]\Z|\d{1,3}\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of a line: ``core`` may be changed where ``open`` is true; else it is only context.

    ``span`` holds the core and smudges beside it that go with a change. A
    ``joined`` one stands straight after another word, from which it is to be cut.
    """

    span: Span
    core: str
    open: bool
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Punctuation between two units: one word for the language model."""


def pieces(line: str, start: int, loose: frozenset[int] | None = None) -> Iterator[Unit | Gap]:
    """Units and gaps of ``line``, which begins at ``start`` of the text.

    In a line with wrong letters (``loose`` is given: places in the text of
    brackets without partner) signs that are no punctuation go with their word.
    """
    for match in _TOKEN.finditer(line):
        token = match[0]
        if token[0] == "<" and token[-1] == ">":
            yield Gap()
            continue
        if len(token) > LONGEST:
            yield Unit(Span(start + match.start(), start + match.end()), token[:1], False)
            continue
        left = len(token) - len(token.lstrip(EDGE))
        right = len(token.rstrip(EDGE))
        if left >= right:
            yield Gap()
            continue
        first = not line[: match.start()].strip()
        at = start + match.start()
        before, after = left, right
        if loose is not None and not (first and token[right : right + 1] == ")"):
            follows = line[match.end() : match.end() + 2].strip()[:1]
            near = {place - at for place in range(at, at + len(token)) if place in loose} if loose else set()
            before, after = _with_smudges(token, (left, right), not follows or follows.islower(), near)
        if before:
            yield Gap()
        units = list(_cores(token[left:right], at + left, token[after:], first))
        if len(units) == 1 and isinstance(units[0], Unit) and units[0].open:
            units = [Unit(Span(at + before, at + after), token[left:right], True)]
        yield from units
        if after < len(token):
            yield Gap()


def _with_smudges(token: str, core: tuple[int, int], goes_on: bool, loose: set[int]) -> tuple[int, int]:
    """The core of ``token`` widened by the smudges beside it; ``goes_on`` when a small letter follows."""
    before, after = core
    while before and (token[before - 1] in _SMUDGES or before - 1 in loose):
        before -= 1
    signs = _SMUDGES + (_STOPS if goes_on or len(token) - after > 1 else "")
    while after < len(token) and (token[after] in signs or after in loose):
        after += 1
    return before, after


def unmatched(text: str) -> frozenset[int]:
    """Places of brackets of ``text`` that have no partner within :data:`REACH` characters."""
    waiting: list[int] = []
    loose = set()
    for match in _BRACKET.finditer(text):
        place, sign = match.start(), match[0]
        while waiting and waiting[0] < place - REACH:
            loose.add(waiting.pop(0))
        if sign not in BRACKETS:
            waiting.append(place)
        elif waiting and text[waiting[-1]] == BRACKETS[sign]:
            waiting.pop()
        else:
            loose.add(place)
    return frozenset(loose.union(waiting))


def _cores(core: str, at: int, after: str, first: bool) -> Iterator[Unit | Gap]:
    """The units of one token without the signs around it."""
    if _stays(core, after, first):
        yield Unit(Span(at, at + len(core)), core, False)
        return
    place = 0
    for cut in [*_INNER.finditer(core), None]:
        part = core[place : cut.start() if cut else len(core)]
        if part:
            yield Unit(Span(at + place, at + place + len(part)), part, not _stays(part, "", False))
        if cut:
            yield Gap()
            place = cut.end()


def _stays(core: str, after: str, first: bool) -> bool:
    """Numbers with signs, symbols, addresses, Roman numerals and labels at the start of a line are never changed."""
    if _WEB.search(core):
        return True
    if _SYMBOL.match(core) and not _WORD_AFTER_SLASH.search(core):
        return core[0].isdigit() or not all(could_be_plain(part.lower()) for part in re.split(r"[-/]", core))
    if _NUMBER.match(core):
        return len(core) > 3 or not core.isdigit()
    if first and after[:1] and after[0] in ".)-/" and (_ROMAN.match(core) or _LABEL.match(core)):
        return True
    return bool(_ROMAN.match(core)) and len(core) > 1


def sure_marks(core: str) -> bool:
    """``core`` bears marks that a reader without Vietnamese never writes."""
    return not (MARKED_LETTERS - frozenset("éÉ")).isdisjoint(core)


def cased(word: str, like: str, shouted: bool = False) -> str:
    """``word`` (lower case) in the case of what was read as ``like``; ``shouted`` in a line of capitals.

    >>> cased("đảng", "Pang"), cased("thực", "THU'C"), cased("lên", "Ién"), cased("đối", "d6i"), cased("bộ", "BO")
    ('Đảng', 'THỰC', 'lên', 'đối', 'Bộ')
    """
    letters = [letter for letter in like if letter.isalpha()]
    capital = sum(letter.isupper() for letter in letters)
    if word[:1] == "l" and like[:1] == "I" and capital == 1 and len(letters) > 1:
        return word
    if shouted and capital * 2 >= len(letters):
        return word.upper()
    if capital > 2 and capital == len(letters):
        return word.upper()
    if like[:1].isupper() or (capital and letters[0].isupper() and not like[:1].isalpha()):
        return word[:1].upper() + word[1:]
    return word


def shouts(line: str) -> bool:
    """Most letters of ``line`` are capitals."""
    capital = sum(letter.isupper() for letter in line)
    return capital > 0.55 * sum(letter.isalpha() for letter in line)
