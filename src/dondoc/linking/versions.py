"""Two versions of a directive: which clause is which, and what became of it.

A clause that only carries another number is not a new one. So clauses are
first paired by their words, whatever their address; then each pair is told by
where it stands: in its place, under another number, under another heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dondoc.document import ClauseKind, Plan, TaskOrigin
from dondoc.linking.items import address

ALIKE = 0.5
"""Share of words in common (Dice) from which two clauses are one, reworded."""

IN_PLACE = 0.25
"""The same from which two clauses with the same address are one."""

PIECE = 0.75
"""Share of the words of a piece that stand in the whole, and of the whole that stand in the pieces together."""

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"(?:\w+|[^\w\s])\s*")
"""A word or a mark with the space behind it, so that words gone together are one run."""


class Kind(StrEnum):
    """What became of a clause."""

    SAME = "same"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause or a task as it is compared: its address, the address above it, its words."""

    path: str
    text: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: of both versions (``same``), only of the older (``gone``) or of the newer one (``new``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the clauses ``old``: they are now ``new``; ``reworded`` when their words differ too."""

    kind: Kind
    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    reworded: bool = False

    def pieces(self) -> tuple[Piece, ...]:
        """The difference word by word; of pieces that were split or merged, all together in their order."""
        return word_by_word(" ".join(one.text for one in self.old), " ".join(one.text for one in self.new))


def units_of(plan: Plan) -> tuple[Unit, ...]:
    """Everything of a directive that has words and a place: clauses, bullets, paragraphs, rows of annexes."""
    clauses = [
        Unit(one.path, " ".join(quote.text for quote in (one.title, one.text) if quote), one.parent)
        for one in plan.document.clauses
        if one.kind is not ClauseKind.BLOCK_LINE
    ]
    rows = [
        Unit(address(task), " ".join([task.text, *task.bullets]), task.clause)
        for task in plan.tasks
        if task.origin is TaskOrigin.TABLE_ROW
    ]
    return tuple(one for one in (*clauses, *rows) if one.text)


def changes(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Change, ...]:
    """What became of every unit, in the order of the newer version; what is gone stands after what stood before it."""
    pairs, splits, merges = _paired(old, new)
    places = {old[mine].path: new[theirs].path for mine, theirs in pairs.items()}
    found: list[tuple[tuple[float, int], Change]] = []
    for mine, theirs in pairs.items():
        found.append(((theirs, 0), _told(old[mine], new[theirs], places)))
    for whole, parts in splits.items():
        found.append(((parts[0], 0), _several(Kind.SPLIT, [old[whole]], [new[at] for at in parts])))
    for whole, parts in merges.items():
        found.append(((whole, 0), _several(Kind.MERGED, [old[at] for at in parts], [new[whole]])))
    kept = set(pairs.values()) | set(merges) | {at for parts in splits.values() for at in parts}
    found += [((at, 0), Change(Kind.ADDED, (), (one,))) for at, one in enumerate(new) if at not in kept]
    known = dict(pairs) | {whole: parts[-1] for whole, parts in splits.items()}
    known |= {at: whole for whole, parts in merges.items() for at in parts}
    last = -0.5
    for at, one in enumerate(old):
        if at in known:
            last = known[at] + 0.5
        else:
            found.append(((last, at), Change(Kind.REMOVED, (one,), ())))
    return tuple(change for _place, change in sorted(found, key=lambda line: line[0]))


def word_by_word(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both in order, each run said to be the same, gone or new."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Piece] = []
    old_words, new_words = ([token.strip() for token in side] for side in (before, after))
    for code, a, b, c, d in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        if code == "equal":
            found.append(Piece("same", "".join(before[a:b])))
            continue
        if a < b:
            found.append(Piece("gone", "".join(before[a:b])))
        if c < d:
            found.append(Piece("new", "".join(after[c:d])))
    return tuple(found)


def _told(old: Unit, new: Unit, places: Mapping[str, str]) -> Change:
    """A pair in words: by its number, by the heading above it, by its text."""
    reworded = _words(old.text) != _words(new.text)
    own = (old.path.removeprefix(f"{old.parent}"), new.path.removeprefix(f"{new.parent}"))
    under_the_same = places.get(old.parent or "", old.parent) == new.parent
    if not under_the_same:
        return Change(Kind.MOVED, (old,), (new,), reworded)
    if own[0] != own[1]:
        return Change(Kind.RENUMBERED, (old,), (new,), reworded)
    return Change(Kind.REWORDED if reworded else Kind.SAME, (old,), (new,), reworded)


def _several(kind: Kind, old: Sequence[Unit], new: Sequence[Unit]) -> Change:
    before, after = (" ".join(one.text for one in side) for side in (old, new))
    return Change(kind, tuple(old), tuple(new), _words(before) != _words(after))


Several = dict[int, list[int]]
"""A whole, and the pieces it was split into or put together from."""

Bag = Counter[str]
Matrix = npt.NDArray[np.float64]


def _paired(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[dict[int, int], Several, Several]:
    """Which is which: the same words first, then wholes and their pieces, then like words, then the same place."""
    mine, theirs = [_bag(one.text) for one in old], [_bag(one.text) for one in new]
    common = _common(mine, theirs)
    pairs = _identical(old, new)
    free_old, free_new = _free(len(old), pairs), _free(len(new), pairs.values())
    splits = _wholes(common, mine, theirs, free_old, free_new)
    free_old -= set(splits)
    free_new -= {at for parts in splits.values() for at in parts}
    merges = _wholes(common.T, theirs, mine, free_new, free_old)
    free_new -= set(merges)
    free_old -= {at for parts in merges.values() for at in parts}
    for a, b in _alike(old, new, common, (free_old, free_new)):
        if a in free_old and b in free_new:
            pairs[a] = b
            free_old.discard(a)
            free_new.discard(b)
    return pairs, splits, merges


def _common(mine: Sequence[Bag], theirs: Sequence[Bag]) -> Matrix:
    """How many words and pairs of words each of ``mine`` has in common with each of ``theirs``."""
    held: dict[str, list[tuple[int, int]]] = {}
    for at, one in enumerate(theirs):
        for word, n in one.items():
            held.setdefault(word, []).append((at, n))
    places = {word: np.array(where).T for word, where in held.items()}
    found = np.zeros((len(mine), len(theirs)))
    for row, one in zip(found, mine, strict=True):
        for word, n in one.items():
            if word in places:
                where, counts = places[word]
                row[where] += np.minimum(counts, n)
    return found


def _alike(
    old: Sequence[Unit], new: Sequence[Unit], common: Matrix, free: tuple[set[int], set[int]]
) -> list[tuple[int, int]]:
    """Pairs that may be one, the most alike first; the same address counts for a tenth."""
    sizes_old, sizes_new = ([len(_words(one.text)) * 2 - 1 for one in side] for side in (old, new))
    scored = []
    for a in sorted(free[0]):
        for b in sorted(free[1]):
            share = 2 * common[a, b] / max(sizes_old[a] + sizes_new[b], 1)
            here = old[a].path == new[b].path
            if share >= (IN_PLACE if here else ALIKE):
                scored.append((-share - here / 10, a, b))
    return [(a, b) for _share, a, b in sorted(scored)]


def _identical(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Units with the same words; of several the one at the same address, then in order."""
    by_words: dict[tuple[str, ...], list[int]] = {}
    for at, one in enumerate(new):
        by_words.setdefault(_words(one.text), []).append(at)
    pairs: dict[int, int] = {}
    for in_place in (True, False):
        for at, one in enumerate(old):
            if at in pairs:
                continue
            same = by_words.get(_words(one.text), [])
            fitting = [other for other in same if not in_place or new[other].path == one.path]
            if fitting:
                pairs[at] = fitting[0]
                same.remove(fitting[0])
    return pairs


def _wholes(common: Matrix, whole: Sequence[Bag], part: Sequence[Bag], wholes: set[int], parts: set[int]) -> Several:
    """Wholes of which two or more pieces stand on the other side, nearly all of each."""
    home: Several = {}
    candidates = sorted(wholes)
    for at in sorted(parts):
        size = part[at].total()
        best = max(candidates, key=lambda one: (common[one, at], -one), default=None)
        if best is not None and size and common[best, at] / size >= PIECE and size < whole[best].total():
            home.setdefault(best, []).append(at)
    return {
        one: pieces
        for one, pieces in home.items()
        if len(pieces) > 1 and _inside(whole[one], sum((part[at] for at in pieces), Counter())) >= PIECE
    }


def _bag(text: str) -> Bag:
    """Words and pairs of words."""
    words = _words(text)
    return Counter([*words, *(f"{one} {two}" for one, two in pairwise(words))])


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _inside(part: Bag, whole: Bag) -> float:
    size = sum(part.values())
    return sum((part & whole).values()) / size if size else 0.0


def _free(size: int, used: Iterable[int]) -> set[int]:
    return set(range(size)) - set(used)
