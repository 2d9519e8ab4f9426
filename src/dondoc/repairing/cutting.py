"""Two words that were joined are cut apart, where the pair is one that the language knows.

``thuchien`` is no syllable and no word, and *thực hiện* is a frequent pair; a
name or a foreign word has no such pair in it and stays whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from dondoc.repairing.language_model import LanguageModel, Words
from dondoc.repairing.restore import Restorer
from dondoc.repairing.syllables import could_be_plain, old_tone, plain
from dondoc.repairing.units import Gap, Unit
from dondoc.text import Span

SHORTEST, LONGEST = 5, 13
SHORTEST_PART = 2
LIKELY = -13.0
"""Ln p that a pair of words must have to be believed."""
RARER = 2.0
"""The corpus holds joined words too: the pair must be this much (ln) more frequent than the whole."""
JOINED = -6.0
"""Ln of how rarely two words are read as one."""
CUT_SURE = 0.95
"""Share of cuts that were right on held-out text whose spaces were taken out."""


def cut_apart(pieces: Iterable[Unit | Gap], using: Restorer, noisy: bool) -> list[Unit | Gap]:
    """The pieces of a stretch, each open unit that is two words made into two, the second marked ``joined``.

    In a ``noisy`` text a strange word may also be one whose letters are wrong: then the pair must be likelier.
    """
    found = partial(place_of_cut, using=using, noisy=noisy)
    return [part for piece in pieces for part in _parts(piece, found)]


def _parts(piece: Unit | Gap, found: Callable[[str], int | None]) -> Iterator[Unit | Gap]:
    whole = isinstance(piece, Unit) and piece.open and len(piece.core) == piece.span.end - piece.span.start
    place = found(piece.core) if whole and isinstance(piece, Unit) else None
    if place is None or not isinstance(piece, Unit):
        yield piece
        return
    middle = piece.span.start + place
    yield replace(piece, span=Span(piece.span.start, middle), core=piece.core[:place])
    yield Unit(Span(middle, piece.span.end), piece.core[place:], True, joined=True)


def place_of_cut(core: str, using: Restorer, noisy: bool = False) -> int | None:
    """Where ``core`` is to be cut, or None."""
    if not SHORTEST <= len(core) <= LONGEST or not core.isalpha():
        return None
    key = core, noisy
    if key not in using.cuts:
        if len(using.cuts) > 50_000:
            using.cuts.clear()
        using.cuts[key] = _place_of_cut(old_tone(core.lower()), using, noisy)
    return using.cuts[key]


def _place_of_cut(form: str, using: Restorer, noisy: bool) -> int | None:
    bare = plain(form)
    if could_be_plain(bare) or len(bare) != len(form):
        return None
    whole = using.plain.get(bare, _NONE)[0]
    least = max(LIKELY, float(using.model.unigram[whole].max()) + RARER if len(whole) else LIKELY)
    if noisy:
        words, chance = using.channel.candidates(form)
        least = max([least, *(chance + using.model.unigram[words] - JOINED).tolist()])
    places = range(SHORTEST_PART, len(form) - SHORTEST_PART + 1)
    scored = [(likeliest_pair(form[:place], form[place:], using), place) for place in places]
    best, place = max(scored)
    return place if best > least else None


def likeliest_pair(left: str, right: str, using: Restorer) -> float:
    """Ln p of the likeliest two words with the letters of ``left`` and ``right`` that stand together in the model."""
    before, after = _words(left, using), _words(right, using)
    if not len(before) or not len(after):
        return -np.inf
    return _best(using.model, np.repeat(before, len(after)), np.tile(after, len(before)))


_NONE = (np.zeros(0, np.uint16), np.zeros(0, np.float32))


def _words(part: str, using: Restorer) -> Words:
    """Words that ``part`` may be: with its own marks where it has some."""
    bare = plain(part)
    if not could_be_plain(bare) or bare not in using.plain:
        return np.zeros(0, np.uint16)
    if part != bare and part in using.number:
        return np.array([using.number[part]], np.uint16)
    return using.plain[bare][0]


def _best(model: LanguageModel, before: Words, after: Words) -> float:
    hit, value, _ = model.tables[0].find(model.hashes[1][before] + model.hashes[0][after])
    if not len(hit):
        return -np.inf
    return float((model.unigram[before[hit]] + model.levels[value]).max())
