"""How two texts are compared: by their words, whatever the spelling of tones, quotes and dashes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

Item = TypeVar("Item")

_NEW_TONES = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OLD_TONES = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})

_SPELLING = {
    form(new): form(old)
    for new, old in zip(_NEW_TONES, _OLD_TONES, strict=True)
    for form in (str, str.capitalize, str.upper)
}
_NEW_SPELLING = re.compile(rf"(?<![qQ])({'|'.join(_SPELLING)})(?!\w)")
_PUNCTUATION = re.compile(r"[^\w\s/]")
_SPACE = re.compile(r"\s+")


def canonical(text: str | None) -> str:
    """NFC, straight quotes and dashes, the tone where it used to stand (hoà as hòa), single spaces."""
    straight = unicodedata.normalize("NFC", text or "").translate(_STRAIGHT)
    return _SPACE.sub(" ", _NEW_SPELLING.sub(lambda found: _SPELLING[found[0]], straight)).strip()


def folded(text: str | None) -> str:
    """Canonical, in small letters, without punctuation and without "các" in front."""
    bare = _SPACE.sub(" ", _PUNCTUATION.sub(" ", canonical(text).lower())).strip()
    return bare.removeprefix("các ")


def words(text: str | None) -> list[str]:
    """The words that are compared."""
    return folded(text).split()


def similar(one: str | None, other: str | None) -> float:
    """1 for the same words in the same order, 0 for none; by edit distance over words."""
    first, second = words(one), words(other)
    return 1 - Levenshtein.normalized_distance(first, second) if first or second else 1.0


def same_words(one: str | None, other: str | None) -> bool:
    """Equal but for punctuation and capitals."""
    return folded(one) == folded(other)


def f1(hits: float, wanted: int, given: int) -> float:
    """Harmonic mean of what was found of the wanted and what was right of the given."""
    return 2 * hits / (wanted + given) if wanted + given else 1.0


def f1_of_lists(
    wanted: Sequence[Item], given: Sequence[Item], same: Callable[[Item, Item], bool] = same_words
) -> float:
    """F1 of two lists; each given item answers one wanted item at most."""
    left = list(given)
    hits = 0
    for item in wanted:
        answer = next((at for at, other in enumerate(left) if same(item, other)), None)
        if answer is not None:
            del left[answer]
            hits += 1
    return f1(hits, len(wanted), len(given))


def paired(
    wanted: Sequence[Item], given: Sequence[Item], text: Callable[[Item], str], floor: float = 0.6
) -> list[tuple[Item, Item]]:
    """One-to-one pairs, those that share most words first, none that shares less than ``floor``."""
    ours = [Counter(words(text(item))) for item in wanted]
    theirs = [Counter(words(text(item))) for item in given]
    candidates = sorted(((_shared(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs)), reverse=True)
    used_wanted: set[int] = set()
    used_given: set[int] = set()
    pairs = []
    for value, i, j in candidates:
        if value >= floor and i not in used_wanted and j not in used_given:
            used_wanted.add(i)
            used_given.add(j)
            pairs.append((wanted[i], given[j]))
    return pairs


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Dice overlap of two bags of words."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def mean(values: Iterable[float]) -> float:
    """1 for no values: what is not asked for cannot be wrong."""
    gathered = list(values)
    return sum(gathered) / len(gathered) if gathered else 1.0
