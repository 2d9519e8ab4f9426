"""Trains the network that gives every word of a text its marks at once.

    python -m training.tagger --model lm.bin --minutes 50 --out tagger.npz

It sees each word without its marks and whether it is in capitals, runs over the
text in both directions through four gated linear recurrences, and scores the
words that have the same plain letters. bf16 products, one thread, no GPU needed;
the recurrence itself is compiled by numba.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from dondoc.repairing import model_file
from training.corpus import SOURCES, cache
from training.groups import Groups

LENGTH, BATCH = 128, 64
INNER, WIDTH, STATE, OUTER, LAYERS = 128, 256, 128, 96, 3
SHARE = {
    "gen_viwiki": 1.5,
    "gen_d2l": 2.0,
    "gen_ud_vtb": 4.0,
    "gen_msdocs": 1.0,
    "legal_phapdien": 0.6,
    "legal_congbao": 2.0,
    "legal_tvpl": 1.6,
    "legal_2026": 3.0,
    "legal_readability": 4.0,
}
"""How often a source is seen for its size: the plans of today are nearest to the gazette and to general text."""


@numba.njit(fastmath=True, cache=True)
def forward_scan(u: NDArray, c: NDArray, y: NDArray) -> None:
    """States ``c`` and gated states ``y`` [rows, places, 2H] of ``u`` [rows, places, 6H]: inputs, keeping, gates."""
    rows, places, wide = c.shape
    half = wide // 2
    for b in range(rows):
        for step in range(places):
            for back in range(2):
                t = places - 1 - step if back else step
                p = t + 1 if back else t - 1
                o = half * back
                for h in range(o, o + half):
                    f = u[b, t, wide + h]
                    keep = np.float32(0.5) + np.float32(0.5) * f / (np.float32(1) + abs(f))
                    old = c[b, p, h] if step else np.float32(0)
                    new = keep * old + (np.float32(1) - keep) * u[b, t, h]
                    c[b, t, h] = new
                    g = u[b, t, 2 * wide + h]
                    y[b, t, h] = new * g * (np.float32(0.5) + np.float32(0.5) * g / (np.float32(1) + abs(g)))


@numba.njit(fastmath=True, cache=True)
def backward_scan(u: NDArray, c: NDArray, dy: NDArray, du: NDArray) -> None:
    """Gradient ``du`` of ``u`` from the gradient ``dy`` of the gated states."""
    rows, places, wide = c.shape
    half = wide // 2
    carried = np.zeros(wide, np.float32)
    one, point = np.float32(1), np.float32(0.5)
    for b in range(rows):
        carried[:] = 0
        for step in range(places):
            for back in range(2):
                t = step if back else places - 1 - step
                p = t + 1 if back else t - 1
                edge = step == places - 1
                o = half * back
                for h in range(o, o + half):
                    g = u[b, t, 2 * wide + h]
                    ag = one / (one + abs(g))
                    s = point + point * g * ag
                    d = dy[b, t, h]
                    state = c[b, t, h]
                    du[b, t, 2 * wide + h] = d * state * (s + g * point * ag * ag)
                    dc = d * g * s + carried[h]
                    f = u[b, t, wide + h]
                    af = one / (one + abs(f))
                    keep = point + point * f * af
                    old = np.float32(0) if edge else c[b, p, h]
                    du[b, t, h] = dc * (one - keep)
                    du[b, t, wide + h] = dc * (old - u[b, t, h]) * point * af * af
                    carried[h] = dc * keep


class Scan(torch.autograd.Function):
    """The gated recurrence in both directions."""

    @staticmethod
    def forward(ctx: Any, u: torch.Tensor) -> torch.Tensor:  # noqa: ANN401 - torch's own
        """Gated states of ``u``."""
        u = u.float().contiguous()
        shape = (*u.shape[:2], u.shape[2] // 3)
        c, y = torch.empty(shape), torch.empty(shape)
        forward_scan(u.numpy(), c.numpy(), y.numpy())
        ctx.save_for_backward(u, c)
        return y

    @staticmethod
    def backward(ctx: Any, dy: torch.Tensor) -> torch.Tensor:  # noqa: ANN401
        """Gradient of ``u``."""
        u, c = ctx.saved_tensors
        du = torch.empty_like(u)
        backward_scan(u.numpy(), c.numpy(), dy.float().contiguous().numpy(), du.numpy())
        return du


class Block(nn.Module):
    """One recurrence with its two products, added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.into = nn.Linear(WIDTH, 6 * STATE)
        self.out = nn.Linear(2 * STATE, WIDTH)
        with torch.no_grad():
            self.into.bias[2 * STATE : 4 * STATE] = torch.linspace(-1, 4, STATE).repeat(2)
            self.out.weight *= 0.5

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """``x`` with what the layer adds."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            u = self.into(nn.functional.layer_norm(x, (WIDTH,)))
        y = Scan.apply(u)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            more = self.out(y)
        return x + more


class Tagger(nn.Module):
    """Plain forms and capitals → a vector for each place, compared with those of the words it may be."""

    def __init__(self, forms: int, words: int) -> None:
        super().__init__()
        self.forms = nn.Embedding(forms, INNER)
        self.cases = nn.Embedding(3, WIDTH)
        self.widen = nn.Linear(INNER, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.last = nn.Linear(WIDTH, OUTER)
        self.words = nn.Embedding(words, OUTER)
        self.prior = nn.Parameter(torch.zeros(words))
        nn.init.normal_(self.forms.weight, std=1.0)
        nn.init.normal_(self.cases.weight, std=0.1)
        nn.init.normal_(self.words.weight, std=0.1)

    def forward(self, forms: torch.Tensor, cases: torch.Tensor) -> torch.Tensor:
        """A vector for each place."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = self.widen(self.forms(forms))
        x = x.float() + self.cases(cases)
        for block in self.blocks:
            x = block(x)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.last(nn.functional.layer_norm(x, (WIDTH,))).float()


def windows(part: str, rng: np.random.Generator) -> Iterator[tuple[NDArray, NDArray]]:
    """Batches of word numbers and cases [BATCH, LENGTH] from the sources by their share, for ever."""
    held = [s for s in SOURCES if (cache() / f"tokens-{s}-{part}.npy").exists()]
    text = [np.load(cache() / f"tokens-{s}-{part}.npy") for s in held]
    case = [np.load(cache() / f"cases-{s}-{part}.npy") for s in held]
    weight = np.array([len(t) * SHARE.get(s, 1.0) for s, t in zip(held, text, strict=True)])
    limits = np.cumsum(weight / weight.sum())
    while True:
        pick = np.searchsorted(limits, rng.random(BATCH)).clip(max=len(held) - 1)
        at = [int(rng.integers(0, len(text[s]) - LENGTH)) for s in pick]
        yield (
            np.stack([text[s][i : i + LENGTH] for s, i in zip(pick, at, strict=True)]).astype(np.int64),
            np.stack([case[s][i : i + LENGTH] for s, i in zip(pick, at, strict=True)]).astype(np.int64),
        )


def loss_of(net: Tagger, groups: Groups, words: NDArray, seen: NDArray, cases: NDArray) -> tuple[torch.Tensor, float]:
    """Mean of −ln p of the words that have others with the same plain letters, and the share right."""
    vectors = net(torch.from_numpy(seen), torch.from_numpy(cases))
    size = np.diff(groups.start)
    row, column = np.nonzero(size[groups.form[words]] > 1)
    true = words[row, column]
    form = groups.form[true]
    count = size[form]
    first = np.cumsum(count) - count
    where = np.repeat(np.arange(len(true)), count)
    nth = np.arange(len(where)) - first[where]
    choice = torch.from_numpy(groups.order[groups.start[form][where] + nth])
    places = torch.from_numpy(where)
    mine = vectors[torch.from_numpy(row), torch.from_numpy(column)]
    score = ((net.words(choice) * mine[places]).sum(-1) + net.prior[choice]).clamp(-60, 60)
    total = torch.zeros(len(true)).index_add(0, places, score.exp())
    own = score[torch.from_numpy(first + groups.place[true])]
    chance = own - total.log()
    with torch.no_grad():
        top = torch.full((len(true),), -99.0).scatter_reduce(0, places, score, "amax")
        right = float((own >= top).float().mean())
    return -chance.mean(), right


def worn(words: NDArray, cases: NDArray, groups: Groups, rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    """What the network is shown: plain forms, one in a hundred lost, capitals at times all lost or all there."""
    seen = groups.form[words]
    seen[rng.random(seen.shape) < 0.01] = 0
    shown = cases.copy()
    mood = rng.random(len(words))
    shown[mood < 0.04] = 0
    shown[mood > 0.97] = 2
    return seen, shown


def train(net: Tagger, groups: Groups, minutes: float, out: Path) -> dict[str, NDArray]:
    """Weights averaged over the last part of ``minutes`` of training; saved on the way every ten minutes."""
    rng = np.random.default_rng(11)
    batches = windows("train", rng)
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-3, betas=(0.9, 0.98), fused=True)
    average = {name: value.detach().clone() for name, value in net.state_dict().items()}
    begin, steps, losses, rights, saved = time.monotonic(), 0, [], [], 0.0
    while (spent := time.monotonic() - begin) < minutes * 60:
        done = spent / (minutes * 60)
        rate = 3e-3 * min(1, (steps + 1) / 150) * (0.02 + 0.98 * (1 - done) ** 1.2)
        for group in optimiser.param_groups:
            group["lr"] = rate
        words, cases = next(batches)
        seen, shown = worn(words, cases, groups, rng)
        loss, right = loss_of(net, groups, words, seen, shown)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        steps += 1
        losses.append(loss.item())
        rights.append(right)
        if steps % 5 == 0:
            keep = min(0.98, steps / (steps + 50))
            with torch.no_grad():
                for name, value in net.state_dict().items():
                    average[name].lerp_(value, 1 - keep)
        if steps % 200 == 0:
            words_seen = steps * BATCH * LENGTH / 1e6
            print(
                f"{spent / 60:.1f} min, {steps} steps, {words_seen:.1f} M words, loss {np.mean(losses[-200:]):.4f}, "
                f"right {np.mean(rights[-200:]):.4f}",
                flush=True,
            )
        if spent - saved > 300:
            saved = spent
            np.savez(out, **{name: value.numpy() for name, value in average.items()})
    return {name: value.numpy() for name, value in average.items()}


def tested(net: Tagger, groups: Groups, weights: dict[str, NDArray]) -> None:
    """Prints the share right on the tuning blocks with the averaged weights."""
    net.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    rng = np.random.default_rng(3)
    batches = windows("tune", rng)
    with torch.no_grad():
        found = [loss_of(net, groups, w, groups.form[w], c) for w, c in (next(batches) for _ in range(40))]
    loss, right = np.mean([float(x[0]) for x in found]), np.mean([x[1] for x in found])
    print(f"tuning blocks: loss {loss:.4f}, right {right:.4f}")


def run(model_path: Path, minutes: float, out: Path) -> None:
    """Trains and saves the averaged weights as float32 arrays."""
    torch.set_num_threads(1)
    torch.manual_seed(5)
    vocabulary = model_file.read(model_path).text("vocabulary").split("\n")[:-1]
    groups = Groups.of(vocabulary)
    net = Tagger(int(groups.form.max()) + 1, len(vocabulary))
    print(f"{len(vocabulary)} words, {len(groups.start) - 1} forms", flush=True)
    weights = train(net, groups, minutes, out)
    np.savez(out, **weights)
    tested(net, groups, weights)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=50)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    run(given.model, given.minutes, given.out)
