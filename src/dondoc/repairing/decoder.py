"""Chooses the words of many segments at once: beam search over candidates, then a look from both sides.

A *lattice* holds, for each place of each segment, candidate words with the ln
probability that they are read as what stands there. All segments of a batch
move one place at a time, so that the work is done in a few array operations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing.language_model import Floats, LanguageModel, Words

NEVER = np.float32(-1e9)
_CUT = np.float32(-1e8)
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Segments side by side: ``words`` and ``scores`` [segments, places, candidates], ``lengths`` [segments].

    Unused candidates have score :data:`NEVER`; segments are sorted by falling length, none is empty.
    """

    words: Words
    scores: Floats
    lengths: Indices


@dataclass(slots=True)
class _Beams:
    """The best partial readings of each segment: [segments, beams] and what scoring needs of their past."""

    score: Floats
    history: Words
    backoffs: Floats
    latest: Indices


def beam_search(model: LanguageModel, lattice: Lattice, width: int, weight: float = 1.0) -> Indices:
    """Best candidate [segments, places] of each place; ``weight`` is that of the language model."""
    count, places, _ = lattice.words.shape
    came = np.zeros((places, count, width), np.uint8)
    chose = np.zeros((places, count, width), np.uint8)
    final = np.zeros(count, np.int64)
    beams = _start(model, count)
    for place in range(places):
        live = int(np.searchsorted(-lattice.lengths, -place, side="left"))
        beams = _Beams(beams.score[:live], beams.history[:live], beams.backoffs[:live], beams.latest[:live])
        words, emitted = lattice.words[:live, place], lattice.scores[:live, place]
        beams, source = _step(model, beams, words, emitted, (width, weight))
        keep = source.shape[1]
        came[place, :live, :keep], chose[place, :live, :keep] = source, beams.latest
        ended = np.flatnonzero(lattice.lengths[:live] == place + 1)
        final[ended] = beams.score[ended].argmax(axis=1)
    return _traced(lattice.lengths, came, chose, final)


def _start(model: LanguageModel, count: int) -> _Beams:
    """One empty reading for each segment, at the start of a line."""
    history = np.full((count, 1, model.order - 1), model.size, np.uint16)
    history[:, :, 0] = 1
    backoffs = np.zeros((count, 1, model.order), np.float32)
    backoffs[:, :, 0] = model.backoff1[1]
    return _Beams(np.zeros((count, 1), np.float32), history, backoffs, np.zeros((count, 1), np.int64))


def _step(
    model: LanguageModel, beams: _Beams, words: Words, emitted: Floats, how: tuple[int, float]
) -> tuple[_Beams, Indices]:
    """Beams one place further and, for each, the beam it came from."""
    width, weight = how
    live, choices = words.shape
    total, formed = _expanded(model, beams, words, emitted, weight)
    _drop_duplicates(total, beams.latest)
    flat = total.reshape(live, -1)
    keep = min(width, flat.shape[1])
    rows = np.arange(live)[:, None]
    if keep < flat.shape[1]:
        best = np.argpartition(-flat, keep - 1, axis=1)[:, :keep]
    else:
        best = np.broadcast_to(np.arange(keep), (live, keep))
    source, chosen = best // choices, best % choices
    taken = words[rows, chosen]
    history = np.concatenate([taken[:, :, None], beams.history[rows, source, :-1]], axis=2)
    backoffs = _summed(model, taken, formed[rows, source, chosen])
    return _Beams(flat[rows, best], history, backoffs, chosen), source


def _summed(model: LanguageModel, last: Words, formed: NDArray[np.uint8]) -> Floats:
    """Sums of back-off weights of a history from each length on: [..., order]."""
    sums = np.zeros((*last.shape, model.order), np.float32)
    sums[..., 0] = model.backoff1[last]
    sums[..., 1:-1] = model.steps[formed]
    return np.ascontiguousarray(np.cumsum(sums[..., ::-1], axis=-1)[..., ::-1])


def _expanded(
    model: LanguageModel, beams: _Beams, words: Words, emitted: Floats, weight: float
) -> tuple[Floats, NDArray[np.uint8]]:
    """Scores [segments, beams, candidates] of every beam with every candidate, and the back-offs they form."""
    open_ = (beams.score > _CUT)[:, :, None] & (emitted > _CUT)[:, None, :]
    segment, beam, choice = np.nonzero(open_)
    partial = model.partial(beams.history)
    found, bytes_ = model.extend(partial[segment, beam], beams.backoffs[segment, beam], words[segment, choice])
    total = np.full(open_.shape, NEVER, np.float32)
    total[segment, beam, choice] = found * np.float32(weight) + emitted[segment, choice] + beams.score[segment, beam]
    formed = np.zeros((*open_.shape, bytes_.shape[1]), np.uint8)
    formed[segment, beam, choice] = bytes_
    return total, formed


def _drop_duplicates(total: Floats, latest: Indices) -> None:
    """Of beams with the same last word, only the best may go on to a given candidate."""
    beams = total.shape[1]
    if beams < 2:
        return
    same = latest[:, :, None] == latest[:, None, :]
    ranked = total - np.arange(beams, dtype=np.float32)[:, None] * np.float32(1e-3)
    for one in range(beams):
        rows = np.flatnonzero(same[:, one].sum(axis=1) > 1)
        if len(rows):
            rival = np.where(same[rows, one][:, :, None], ranked[rows], 2 * NEVER)
            rival[:, one] = 2 * NEVER
            beaten = rival.max(axis=1) > ranked[rows, one]
            total[rows, one] = np.where(beaten, NEVER, total[rows, one])


def _traced(lengths: Indices, came: NDArray[np.uint8], chose: NDArray[np.uint8], final: Indices) -> Indices:
    """Candidates on the way back from the best last beam of each segment."""
    places, count, _ = came.shape
    path = np.zeros((count, places), np.int64)
    beam = final.copy()
    for place in range(places - 1, -1, -1):
        rows = np.flatnonzero(lengths > place)
        path[rows, place] = chose[place, rows, beam[rows]]
        beam[rows] = came[place, rows, beam[rows]]
    return path
