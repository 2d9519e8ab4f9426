"""Vietnamese syllables: their letters, marks, parts and two ways of placing a tone.

A syllable is an onset (``ngh``) and a rhyme (``iệm``). *Plain* letters are
what is left when every mark is taken off: ``nghiệm`` → ``nghiem``, ``đ`` → ``d``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_MARKED = "".join("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ")
_BASE = "".join("a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5 + "d")
_PLAIN = str.maketrans(_MARKED + _MARKED.upper(), _BASE + _BASE.upper())
MARKED_LETTERS = frozenset(_MARKED + _MARKED.upper())
"""The 134 letters of Vietnamese that ASCII has not."""

_NEW_TO_OLD = {
    new: old
    for old, new in zip(
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        strict=True,
    )
}
_NEW_TO_OLD |= {form.upper(): old.upper() for form, old in _NEW_TO_OLD.items()} | {
    form.capitalize(): old.capitalize() for form, old in _NEW_TO_OLD.items()
}
_NEW_TONE = re.compile(r"(?<![qQ])(" + "|".join(_NEW_TO_OLD) + r")(?!\w)")

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}

ONSETS = tuple(re.findall(r"\w+", "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x"))
"""Onsets, longest first; ``qu`` and ``gi`` are written as onsets here."""

_RHYMES = frozenset((files("dondoc.repairing.data") / "rhymes.csv").read_text("utf-8").split()[1:])
_STOPPED = ("c", "ch", "p", "t")


def plain(text: str) -> str:
    """``text`` without the marks of Vietnamese letters, of the same length.

    >>> plain("Đối ngoại")
    'Doi ngoai'
    """
    return text.translate(_PLAIN)


def old_tone(text: str) -> str:
    """``text`` with tones placed the old way, so that both ways compare equal.

    >>> old_tone("hoà, thuỷ, quý, hoàn")
    'hòa, thủy, quý, hoàn'
    """
    return _NEW_TONE.sub(lambda match: _NEW_TO_OLD[match[0]], text)


@lru_cache(maxsize=65536)
def parts(syllable: str) -> tuple[str, str, str] | None:
    """Onset, rhyme without tone, and tone letter (Telex, or empty) of a lower-case syllable.

    None when it is not a possible Vietnamese syllable.

    >>> parts("nghiệm"), parts("xyz")
    (('ngh', 'iêm', 'j'), None)
    """
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = [_TONES[letter] for letter in decomposed if letter in _TONES]
    if len(tones) > 1:
        return None
    bare = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in _TONES))
    tone = tones[0] if tones else ""
    for onset in (*ONSETS, ""):
        if bare.startswith(onset) and _fits(onset, bare[len(onset) :], tone):
            return onset, bare[len(onset) :], tone
    return ("gi", "i", tone) if bare == "gi" else None


def _fits(onset: str, rhyme: str, tone: str) -> bool:
    """Onset, rhyme and tone may stand together."""
    if rhyme not in _RHYMES:
        return False
    if rhyme.endswith(_STOPPED) and tone not in ("s", "j"):
        return False
    if onset in ("ngh", "gh", "k"):
        return rhyme[0] in "eêiy"
    if onset in ("ng", "g", "c"):
        return rhyme[0] not in "eêiy" or (onset == "g" and rhyme[0] == "i")
    return True


def is_syllable(word: str) -> bool:
    """``word`` in any case is a possible Vietnamese syllable with its marks right."""
    return parts(word.lower()) is not None


@lru_cache(maxsize=65536)
def could_be_plain(word: str) -> bool:
    """``word`` (lower case) is what some syllable is without its marks.

    >>> could_be_plain("nghiem"), could_be_plain("dbi")
    (True, False)
    """
    return (
        any(word.startswith(onset) and _fits_plain(onset, word[len(onset) :]) for onset in (*_PLAIN_ONSETS, ""))
        or word == "gi"
    )


def _fits_plain(onset: str, rhyme: str) -> bool:
    return rhyme in _PLAIN_RHYMES and (onset not in ("ngh", "gh", "k") or rhyme[0] in "eiy")


_PLAIN_ONSETS = tuple(onset for onset in ONSETS if onset != "đ")
_PLAIN_RHYMES = frozenset(plain(rhyme) for rhyme in _RHYMES)
