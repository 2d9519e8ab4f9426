"""Trains the network that looks at a word's surroundings on both sides.

    python -m training.context_network --model lm.bin --minutes 30 --out network.npz

The network sees the eight words before and after a place and the mean of the
64 on each side, and scores the words that may stand there: those with the same
plain letters, and a sample of others. Places that the words beside them
already settle are mostly left out. bf16 products, one thread, no GPU needed.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from dondoc.repairing import model_file
from dondoc.repairing.language_model import LanguageModel
from dondoc.repairing.syllables import plain
from training.ngrams import stream

NEAR = 8
FAR = 64
CHUNK = 1024
CHOICES = 12
NEGATIVES = 192


class ContextNetwork(nn.Module):
    """Embeddings of the surroundings → two hidden layers → a vector compared with each candidate's."""

    def __init__(self, size: int, inner: int = 96, hidden: int = 512, outer: int = 128) -> None:
        super().__init__()
        self.words = nn.Embedding(size, inner)
        nn.init.normal_(self.words.weight, std=0.3)
        self.first = nn.Linear((2 * NEAR + 1) * inner, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.last = nn.Linear(hidden, outer)
        self.choices = nn.Embedding(size, outer)
        nn.init.normal_(self.choices.weight, std=0.05)
        self.prior = nn.Parameter(torch.zeros(size))

    def forward(self, chunks: torch.Tensor, row: torch.Tensor, place: torch.Tensor) -> torch.Tensor:
        """Vectors [n, outer] for the places (``row``, ``place``) of ``chunks`` [rows, CHUNK]."""
        inside = self.words(chunks)
        sums = torch.cumsum(inside, 1)
        far = (sums[row, place + FAR] - sums[row, place - FAR] - inside[row, place]) / (2 * FAR)
        offsets = torch.tensor([*range(-NEAR, 0), *range(1, NEAR + 1)])
        near = inside[row[:, None], place[:, None] + offsets].flatten(1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            one = torch.relu(self.first(torch.cat([near, 4 * far], 1)))
            two = torch.relu(self.second(one)) + one
            return self.last(two).float()


def groups(vocabulary: list[str], unigram: NDArray) -> NDArray[np.int64]:
    """For each word the words with the same plain letters [words, CHOICES], itself first, filled up with -1."""
    alike = defaultdict(list)
    for number, word in enumerate(vocabulary):
        alike[plain(word)].append(number)
    table = np.full((len(vocabulary), CHOICES), -1, np.int64)
    for members in alike.values():
        members.sort(key=lambda number: -unigram[number])
        for number in members:
            row = [number, *(other for other in members[:CHOICES] if other != number)][:CHOICES]
            table[number, : len(row)] = row
    return table


def open_places(text: NDArray, model: LanguageModel, alike: NDArray, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Places whose word is not settled by its two neighbours, and a tenth of the others."""
    chosen = np.zeros(len(text), bool)
    for start in range(1, len(text) - 1, 500_000):
        place = np.arange(start, min(start + 500_000, len(text) - 1))
        score = np.full((len(place), CHOICES), -1e9, np.float32)
        for k in range(CHOICES):
            word = alike[text[place], k]
            ok = np.flatnonzero(word >= 0)
            here = word[ok].astype(np.uint16)
            score[ok, k] = pair(model, text[place[ok] - 1], here) + pair(model, here, text[place[ok] + 1])
        margin = score[:, 0] - score[:, 1:].max(axis=1)
        several = alike[text[place], 1] >= 0
        chosen[place] = several & ((margin < 5) | (rng.random(len(place)) < 0.1))
    return chosen


def pair(model: LanguageModel, before: NDArray, word: NDArray) -> NDArray:
    """Ln p of each word after the one before it."""
    hashes = model.hashes[1][before] + model.hashes[0][word]
    score = model.backoff1[before] + model.unigram[word]
    hit, value, _ = model.tables[0].find(hashes)
    score[hit] = model.levels[value]
    return score


def train(
    text: NDArray, alike: NDArray, open_: NDArray, minutes: float, unigram: NDArray, start: Path | None
) -> ContextNetwork:
    """A network trained for ``minutes``, going on from ``start``; the learning rate falls with the time left."""
    rng = np.random.default_rng(8 if start else 7)
    net = ContextNetwork(len(alike))
    if start:
        net.load_state_dict({name: torch.from_numpy(value) for name, value in np.load(start).items()})
    optimiser = torch.optim.Adam(net.parameters(), lr=2e-3, betas=(0.9, 0.99), fused=True)
    weights = np.exp(unigram[: len(alike)] * 0.75)
    weights[:2] = 0
    weights /= weights.sum()
    log_weights = torch.from_numpy(np.log(weights * NEGATIVES + 1e-12).astype(np.float32))
    cumulative = np.cumsum(weights)
    begin, steps, seen, loss_sum, right = time.monotonic(), 0, 0, 0.0, 0
    while (spent := time.monotonic() - begin) < minutes * 60:
        rate = (
            (1.2e-3 if start else 2e-3)
            * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * spent / (minutes * 60))))
            * min(1, (steps + 1) / 200)
        )
        for group in optimiser.param_groups:
            group["lr"] = rate
        starts = rng.integers(0, len(text) - CHUNK, 10)
        ids = text[starts[:, None] + np.arange(CHUNK)].astype(np.int64)
        chosen = open_[starts[:, None] + np.arange(CHUNK)]
        chosen[:, :FAR] = False
        chosen[:, -FAR:] = False
        row, place = np.nonzero(chosen)
        target = ids[row, place]
        noisy = noised(ids, alike, rng)
        negative = np.searchsorted(cumulative, rng.random(NEGATIVES)).clip(max=len(alike) - 1)
        vector = net(torch.from_numpy(noisy), torch.from_numpy(row), torch.from_numpy(place))
        options = torch.from_numpy(alike[target])
        own = (net.choices(options.clamp(min=0)) * vector[:, None]).sum(-1) + net.prior[options.clamp(min=0)]
        own = own.masked_fill(options < 0, -1e4)
        others = torch.from_numpy(negative)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            wide = vector @ net.choices(others).T
        wide = wide.float() + net.prior[others] - log_weights[others]
        wide = wide.masked_fill((options[:, :, None] == others).any(1), -1e4)
        loss = nn.functional.cross_entropy(torch.cat([own, wide], 1), torch.zeros(len(row), dtype=torch.long))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        steps, seen, loss_sum = steps + 1, seen + len(row), loss_sum + loss.item()
        right += int((own.argmax(1) == 0).sum())
        if steps % 200 == 0:
            print(
                f"{spent / 60:.1f} min, {steps} steps, {seen / 1e6:.2f} M places, loss {loss_sum / 200:.3f}, "
                f"right {right / max(1, seen - getattr(train, 'before', 0)):.4f}",
                flush=True,
            )
            train.before, right, loss_sum = seen, 0, 0.0
    return net


def noised(ids: NDArray, alike: NDArray, rng: np.random.Generator) -> NDArray[np.int64]:
    """``ids`` with one word in fifty exchanged for another with the same plain letters."""
    out = ids.copy()
    row, place = np.nonzero(rng.random(ids.shape) < 0.02)
    other = alike[ids[row, place], rng.integers(0, CHOICES, len(row))]
    out[row, place] = np.where(other >= 0, other, ids[row, place])
    return out


def run(model_path: Path, minutes: float, out: Path, start: Path | None) -> None:
    """Trains and saves the weights as float32 arrays."""
    torch.set_num_threads(1)
    torch.manual_seed(7)
    held = model_file.read(model_path)
    model = LanguageModel.of(held.arrays)
    vocabulary = held.text("vocabulary").split("\n")[:-1]
    text = stream(wiki=True)
    alike = groups(vocabulary, model.unigram)
    chosen = open_places(text, model, alike, np.random.default_rng(5))
    print(f"{len(text)} words, {chosen.mean():.3f} open", flush=True)
    net = train(text, alike, chosen, minutes, model.unigram, start)
    np.savez(out, **{name: value.detach().numpy() for name, value in net.state_dict().items()})


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path, help="a network to go on from")
    given = arguments.parse_args()
    run(given.model, given.minutes, given.out, given.start)
