"""A clean source of the same directive beside a ruined one: is it one, and where do the two truly differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b

from dondoc.repairing.syllables import old_tone, plain
from dondoc.text import Span

_WORD = re.compile(r"\w+(?:[/.\-]\w+)*")
_RUN = 4
ALIKE = 0.35
"""From this share of common four-word runs on, two texts are offered as twins."""
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Twin:
    """How much of a text stands in another: ``likeness`` 0 to 1, and whether it is worth offering."""

    likeness: float

    @property
    def offered(self) -> bool:
        """A person should be asked whether to use the other text."""
        return self.likeness >= ALIKE


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the repaired text and of its twin that stand at the same place and are not the same words misread."""

    here: Span
    there: Span
    before: str
    after: str


def _key(word: str) -> str:
    return plain(old_tone(word.lower()))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [_key(match[0]) for match in _WORD.finditer(text)]
    return {tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}


def twin(text: str, other: str) -> Twin:
    """How alike a (repaired) text and another are, by runs of four words without marks."""
    mine, theirs = _runs(text), _runs(other)
    least = min(len(mine), len(theirs))
    return Twin(len(mine & theirs) / least if least else 0.0)


SKETCH = 64
"""Marks of a sketch."""


def sketch(text: str) -> tuple[int, ...]:
    """Marks by which texts that are alike can be looked up: the smallest hashes of its runs of four words.

    Two texts have about the share of marks in common that they have of runs,
    so those with a few in common are worth comparing with :func:`twin`. A
    mark is positive and fits eight bytes with a sign.
    """
    runs = ("\n".join(run).encode() for run in _runs(text))
    hashes = {int.from_bytes(blake2b(run, digest_size=8).digest()) >> 1 for run in runs}
    return tuple(sorted(hashes)[:SKETCH])


def differences(repaired: str, other: str) -> tuple[Difference, ...]:
    """Where ``repaired`` and its clean twin say different things; words only misread are left out."""
    mine, theirs = list(_WORD.finditer(repaired)), list(_WORD.finditer(other))
    matcher = SequenceMatcher(None, [_key(m[0]) for m in mine], [_key(m[0]) for m in theirs], autojunk=False)
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" or _noise([m[0] for m in mine[a:b]], [m[0] for m in theirs[c:d]]):
            continue
        here, there = _span(mine, a, b, repaired), _span(theirs, c, d, other)
        found.append(Difference(here, there, here.of(repaired), there.of(other)))
    return tuple(found)


def _noise(mine: list[str], theirs: list[str]) -> bool:
    """The same words misread: their letters, joined, are nearly alike and hold no different number."""
    one, other = "".join(map(_key, mine)), "".join(map(_key, theirs))
    digits = [re.sub(r"\D", "", "".join(words)) for words in (mine, theirs)]
    if all(digits) and digits[0] != digits[1]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _NEAR


def _span(words: list[re.Match[str]], start: int, end: int, text: str) -> Span:
    """From the first to the last of ``words[start:end]``; the place before the next word when there is none."""
    if start < end:
        return Span(words[start].start(), words[end - 1].end())
    place = words[start].start() if start < len(words) else len(text)
    return Span(place, place)
