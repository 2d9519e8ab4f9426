"""Words as they are compared: folded, in ones and pairs of syllables, each with its weight in the two directives."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

DUTY = 2.5
"""How much more a standing duty (to report, to plan, to ask for funds …) tells than a word."""

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\b\d+(?:/\d{4})?[/-][A-ZĐ][A-ZĐ0-9]*(?:[-/][A-ZĐ0-9]+)*")

Bag = Mapping[str, float]
"""Weight of each word."""


def plain(text: str) -> str:
    """Lower case, without marks, đ as d: how words are compared whatever way they are typed.

    >>> plain("Đôn đốc, Hòa")
    'don doc, hoa'
    """
    marked = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def numbers(text: str) -> frozenset[str]:
    """Numbers and symbols of directives that ``text`` names.

    >>> sorted(numbers("Nghị quyết số 912/NQ-CP, Kết luận số 918-KL/TW"))
    ['912/NQ-CP', '918-KL/TW']
    """
    return frozenset(_NUMBER.findall(text))


@cache
def _duties() -> tuple[tuple[str, str], ...]:
    text = files("dondoc.linking").joinpath("data/duties.csv").read_text(encoding="utf-8")
    return tuple((row["duty"], f" {plain(row['words'])} ") for row in csv.DictReader(text.splitlines()))


def duties(text: str) -> frozenset[str]:
    """The standing duties that a text speaks of.

    >>> sorted(duties("Theo dõi, đôn đốc; báo cáo kết quả"))
    ['follow', 'report']
    """
    line = f" {' '.join(_WORD.findall(plain(text)))} "
    return frozenset(duty for duty, words in _duties() if words in line)


def tokens(text: str) -> frozenset[str]:
    """Syllables and pairs of syllables of a text, and its duties behind an equals sign; numbers of papers left out."""
    syllables = [word for word in _WORD.findall(plain(_NUMBER.sub(" ", text))) if not word.isdigit()]
    pairs = [f"{one} {two}" for one, two in pairwise(syllables)]
    return frozenset([*syllables, *pairs, *(f"={duty}" for duty in duties(text))])


def weights(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """What each word tells: nothing where every text has it, most where two have it (inverse document frequency)."""
    counted = Counter(word for words in texts for word in words)
    size = len(texts)
    return {word: math.log((size + 1) / (n + 0.5)) * (DUTY if word[0] == "=" else 1.0) for word, n in counted.items()}


def weighed(texts: Sequence[str]) -> list[Bag]:
    """Each text as its words with their weights among all the ``texts``."""
    words = [tokens(text) for text in texts]
    weight = weights(words)
    return [{word: weight[word] for word in one} for one in words]
