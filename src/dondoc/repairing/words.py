"""How a line is cut into words for the language model.

The model sees lower-case words with tones placed the old way; numbers and
runs of punctuation are one word each, whatever they hold.
"""

from __future__ import annotations

import re

from dondoc.repairing.syllables import old_tone

UNKNOWN, START, NUMBER, PUNCTUATION = range(4)
SPECIAL = ("<unk>", "<s>", "<num>", "<p>")
"""Names of the first four words of every vocabulary."""

SMALL, CAPITAL, CAPITALS = range(3)
"""How a word is written: small, with a first capital, all in capitals."""

_PART = re.compile(r"(\d\w*(?:[.,:/\-]\d\w*)*)|([^\W\d_]+)(?![\w])|([^\W_]\w*)|[^\w\s]+|_+")


def lm_words(line: str) -> list[str]:
    """Words of ``line`` as the language model counts them.

    >>> lm_words("Số 57-KL/TW, ngày 15/6/2023")
    ['số', '<num>', '<p>', 'kl', '<p>', 'tw', '<p>', 'ngày', '<num>']
    """
    found = []
    for match in _PART.finditer(old_tone(line.lower())):
        kind = match.lastindex
        found.append("<num>" if kind in (1, 3) else match[0] if kind == 2 else "<p>")
    return found


def lm_cases(line: str) -> list[int]:
    """How each of the words of :func:`lm_words` is written."""
    low = old_tone(line.lower())
    shown = line if len(low) == len(line) else low
    return [case_of(shown[slice(*match.span())]) if match.lastindex == 2 else SMALL for match in _PART.finditer(low)]


def case_of(word: str) -> int:
    """How ``word`` is written.

    >>> case_of("hội"), case_of("Hội"), case_of("HỘI"), case_of("B")
    (0, 1, 2, 1)
    """
    if not word[:1].isupper():
        return SMALL
    return CAPITALS if len(word) > 1 and word.isupper() else CAPITAL
