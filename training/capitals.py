"""How often each word bears a capital inside a sentence: ln of the share, as bytes.

python -m training.capitals
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from dondoc.repairing.syllables import old_tone
from training.corpus import LEGAL, cache, read

_INSIDE = re.compile(r"(?<=[^\W\d_] )[^\W\d_]+|(?<=, )[^\W\d_]+")


def run() -> None:
    """Counts words after another word or a comma, and writes ``capitals.npy`` beside the vocabulary."""
    vocabulary = (cache() / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    capital: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for source in LEGAL:
        for line in read(source):
            if line.part == "train" and not line.text.isupper():
                words = _INSIDE.findall(line.text)
                every.update(words)
    for word, count in every.items():
        if word[0].isupper() and not (word.isupper() and len(word) > 1):
            capital[old_tone(word.lower())] += count
    total: Counter[str] = Counter()
    for word, count in every.items():
        total[old_tone(word.lower())] += count
    share = np.array([(capital[word] + 0.1) / (total[word] + 1.5) for word in vocabulary], np.float32)
    np.save(cache() / "capitals.npy", share)
    print({word: float(share[vocabulary.index(word)]) for word in ("đảng", "đang", "bộ", "bỏ", "tỉnh", "tính")})


if __name__ == "__main__":
    run()
