"""How well a text reads as Vietnamese, without a dictionary: by the rule of its syllables.

A Vietnamese syllable is one of some 25 onsets, one of some 160 rimes and a
tone; a rime that ends in ``c ch p t`` takes only two of the tones. A text read
with the wrong language, or a text layer of a font without a proper code table,
breaks that rule in most of its words.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ONSET = "ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_RIMES = (
    r"a(?:[iyoucmnpt]|ch|ng|nh)?",
    r"ă(?:[cmnpt]|ng)",
    r"â(?:[uycmnpt]|ng)",
    r"e(?:[ocmnpt]|ng)?",
    r"ê(?:[ucmnpt]|ch|nh)?",
    r"i(?:[aucmnpt]|ch|nh)?",
    r"[iy]ê(?:[ucmnpt]|ng)",
    r"o(?:[icmnpt]|ng|oc|ong)?",
    r"ô(?:[icmnpt]|ng)?",
    r"ơ(?:[icmnpt])?",
    r"u(?:[aicmnpt]|ng)?",
    r"uô(?:[icmnpt]|ng)",
    r"ư(?:[auicmnt]|ng)?",
    r"ươ(?:[iucmnpt]|ng)",
    r"[ou]a(?:[iyocmnpt]|ch|ng|nh)?",
    r"[ou]ă(?:[cmnpt]|ng)",
    r"[ou]e(?:[omnt])?",
    r"uâ(?:[nyt]|ng)",
    r"uê(?:[nu]|ch|nh)?",
    r"uơ",
    r"u?y(?:[aunpt]|ch|nh)?",
    r"uyê(?:[nt]|ng)",
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{'|'.join(_RIMES)})")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_TONES: Final = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_WORD = re.compile(r"[^\W\d_]+(?:[\d_]+[^\W\d_]+)*")
_USUAL_ACCENTED = 0.55
"""Fewer words than this bear a mark only where marks were lost (usual: three in four)."""


def is_syllable(word: str) -> bool:
    """True for letters that spell one Vietnamese syllable.

    >>> [is_syllable(w) for w in ("nghiệp", "Quyết", "d6i", "biêt", "biềt", "xyz")]
    [True, True, False, True, False, False]
    """
    bare, tone = _without_tone(word.lower())
    if not _SYLLABLE.fullmatch(bare):
        return False
    return tone in ("", "sắc", "nặng") or not _STOPPED.search(bare)


def _without_tone(word: str) -> tuple[str, str]:
    tone, letters = "", []
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tone = _TONES[sign]
        else:
            letters.append(sign)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def grade(text: str) -> float:
    """0 for no Vietnamese at all, near 1 for a clean text; 1 where there are no words to judge.

    The share of words that are syllables, lowered where hardly any word bears
    a mark. Abbreviations (short words in capitals) are not judged.
    """
    words = [w for w in _WORD.findall(unicodedata.normalize("NFC", text)) if not (w.isupper() and len(w) <= 5)]
    if not words:
        return 1.0
    right = sum(is_syllable(word) for word in words) / len(words)
    marked = sum(not word.isascii() for word in words) / len(words)
    return right * min(1.0, marked / _USUAL_ACCENTED)
