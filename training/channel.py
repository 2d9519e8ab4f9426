"""Learns from the pairs what each word, onset and rhyme is read as.

python -m training.channel --model lm.bin --out channel.npz
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from dondoc.repairing import model_file
from dondoc.repairing.channel import LONGEST, Channel
from dondoc.repairing.syllables import ONSETS, parts, plain
from training.align import line_pairs, word_pairs

FREQUENT = 6000
MIN_SHARE = np.exp(-254 / 12)


OLD_READER = 0.25
"""Readings of the engine before the networks count so much: few offices use it now, and it errs otherwise."""


def counted(tune: bool = False) -> Counter[tuple[str, str]]:
    """How often (weighed) each word was read as each form, by readers without Vietnamese."""
    counts: Counter[tuple[str, str]] = Counter()
    for pair in line_pairs():
        if pair.engine != "vie-fast" and (pair.part == "train" or tune):
            weight = OLD_READER if pair.engine == "eng-legacy" else 1
            for word, form in word_pairs(pair):
                if len(form) <= LONGEST:
                    counts[word, form] += weight  # type: ignore[assignment]
    return counts


def syllable_parts(vocabulary: list[str]) -> tuple[NDArray[np.int16], list[str], list[str]]:
    """Numbers of onset and rhyme (with tone) of each word, and the lists they are numbers of."""
    onsets = ["", *ONSETS]
    rhymes: dict[str, int] = {}
    table = np.full((len(vocabulary), 2), -1, np.int16)
    for number, word in enumerate(vocabulary):
        found = parts(word)
        if found:
            onset, rhyme, tone = found
            table[number] = onsets.index(onset), rhymes.setdefault(rhyme + "." + tone, len(rhymes))
    return table, onsets, list(rhymes)


def split_costs(form: str, onset: str, rest: str) -> list[float]:
    """Edit distance of each way to cut ``form`` in an onset and a rhyme."""
    return [
        Levenshtein.distance(form[:cut], onset) + Levenshtein.distance(form[cut:], rest)
        for cut in range(min(len(form), 5) + 1)
    ]


def pieces(counts: Counter[tuple[str, str]], vocabulary: list[str], table: NDArray[np.int16]) -> tuple[dict, dict]:
    """Counts of pieces of forms for each onset and each rhyme, each form cut where it fits best (three rounds)."""
    number = {word: place for place, word in enumerate(vocabulary)}
    rows = []
    for (word, form), count in counts.items():
        place = number.get(word, -1)
        if place >= 0 and table[place, 0] >= 0:
            onset = plain(parts(word)[0])
            rows.append(
                (
                    int(table[place, 0]),
                    int(table[place, 1]),
                    form,
                    count,
                    split_costs(form, onset, plain(word)[len(onset) :]),
                )
            )
    onset_counts: dict = defaultdict(Counter)
    rhyme_counts: dict = defaultdict(Counter)
    for round_ in range(3):
        new_onset: dict = defaultdict(Counter)
        new_rhyme: dict = defaultdict(Counter)
        for onset, rhyme, form, count, costs in rows:
            score = [
                -1.5 * cost
                + (
                    np.log1p(onset_counts[onset][form[:cut]]) + np.log1p(rhyme_counts[rhyme][form[cut:]])
                    if round_
                    else 0
                )
                for cut, cost in enumerate(costs)
            ]
            cut = int(np.argmax(score))
            new_onset[onset][form[:cut]] += count
            new_rhyme[rhyme][form[cut:]] += count
        onset_counts, rhyme_counts = new_onset, new_rhyme
    return onset_counts, rhyme_counts


def cost_matrix(
    counts: dict, size: int, smoothing: float, back: list[int] | None = None
) -> tuple[list[str], NDArray[np.uint8]]:
    """Forms and -12·ln P(form | part) as bytes; 255 means never. Each part shares a little with its like (``back``)."""
    kept = Counter()
    for forms in counts.values():
        kept.update(forms)
    names = list(kept)
    place = {form: number for number, form in enumerate(names)}
    matrix = np.zeros((len(names), size), np.float64)
    for part, forms in counts.items():
        for form, count in forms.items():
            matrix[place[form], part] += count
    if back is not None:
        pooled = np.zeros((len(names), max(back) + 1))
        for part, group in enumerate(back):
            pooled[:, group] += matrix[:, part]
        pooled /= np.maximum(pooled.sum(0), 1)
        matrix += smoothing * pooled[:, back]
    share = matrix / np.maximum(matrix.sum(0) + smoothing, 1)
    cost = np.full(matrix.shape, 255, np.uint8)
    seen = share > MIN_SHARE
    cost[seen] = np.clip(np.rint(-12 * np.log(share[seen])), 0, 254).astype(np.uint8)
    return names, cost


def confusions(counts: Counter[tuple[str, str]]) -> tuple[str, NDArray[np.float32]]:
    """Letters, and ln P(letter as read | true letter) from the letters that stand at the same place."""
    tally: Counter[tuple[str, str]] = Counter()
    for (word, form), count in counts.items():
        if len(word) == len(form) and Levenshtein.distance(plain(word), form) <= 2:
            for true, seen in zip(word, form, strict=True):
                tally[true, seen] += count
    letters = "\0" + "".join(sorted({letter for pair in tally for letter in pair}))
    place = {letter: number for number, letter in enumerate(letters)}
    matrix = np.full((len(letters), len(letters)), 0.02)
    for (true, seen), count in tally.items():
        matrix[place[true], place[seen]] += count
    matrix /= matrix.sum(1, keepdims=True)
    return letters, np.maximum(np.log(matrix), -9).astype(np.float32)


def run(model_path: Path, out: Path, tune: bool) -> None:
    """Counts, estimates, works out the candidates of the forms that were seen, and saves the arrays."""
    held = model_file.read(model_path)
    vocabulary = held.text("vocabulary").split("\n")[:-1]
    unigram = held.arrays["unigram"]
    number = {word: place for place, word in enumerate(vocabulary)}
    counts = counted(tune)
    table, onsets, rhymes = syllable_parts(vocabulary)
    onset_counts, rhyme_counts = pieces(counts, vocabulary, table)
    shape: dict[str, int] = {}
    closer = [shape.setdefault(rhyme.split(".")[0], len(shape)) for rhyme in rhymes]
    onset_forms, onset_cost = cost_matrix(onset_counts, len(onsets), 1.0)
    rhyme_forms, rhyme_cost = cost_matrix(rhyme_counts, len(rhymes), 6.0, closer)
    letters, confusion = confusions(counts)
    totals = np.zeros(len(vocabulary), np.float32)
    by_form: dict[str, Counter[int]] = defaultdict(Counter)
    for (word, form), count in counts.items():
        if word in number:
            totals[number[word]] += count
            by_form[form][number[word]] += count
    frequent = np.argsort(-unigram)[:FREQUENT]
    frequent = frequent[frequent > 3]
    arrays = {
        "parts": table,
        "word_totals": totals,
        "alphabet": blob(letters),
        "confusion": confusion,
        "frequent": frequent.astype(np.uint16),
        "onset_forms": blob("\n".join(onset_forms)),
        "onset_cost": onset_cost,
        "rhyme_forms": blob("\n".join(rhyme_forms)),
        "rhyme_cost": rhyme_cost,
    }
    arrays |= known(Channel(vocabulary, unigram, arrays), by_form)
    np.savez(out, **arrays)
    print(
        f"{sum(counts.values())} words, {len(by_form)} forms, {len(rhyme_forms)} rhyme pieces, "
        f"{sum(a.nbytes for a in arrays.values()) / 1e6:.1f} MB"
    )


def known(channel: Channel, by_form: dict[str, Counter[int]]) -> dict[str, NDArray]:
    """Candidates of every form that was seen at least twice, worked out beforehand."""
    forms, words, scores, sizes = [], [], [], []
    for form, counts in by_form.items():
        number, score = channel.generated(form, counts)
        forms.append(form)
        words.append(number)
        scores.append(np.clip(np.rint(-12 * score), 0, 255).astype(np.uint8))
        sizes.append(len(number))
    return {
        "known_forms": blob("\n".join(forms)),
        "known_words": np.concatenate(words),
        "known_scores": np.concatenate(scores),
        "known_counts": np.array(sizes, np.uint8),
    }


def blob(text: str) -> NDArray[np.uint8]:
    """``text`` as an array of its UTF-8 bytes."""
    return np.frombuffer(text.encode("utf-8"), np.uint8)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--with-tune", action="store_true")
    given = arguments.parse_args()
    run(given.model, given.out, given.with_tune)
