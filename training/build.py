"""Puts the trained parts into the model file of the package.

python -m training.build --levels FOLDER [--channel channel.npz] [--network network.npz] [--tagger tagger.npz]
                         [--calibration calibration.npz] --out src/dondoc/repairing/data/model.bin

``--base model.bin`` instead of ``--levels`` takes all that is not given from a model made before.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dondoc.repairing import model_file
from training.corpus import cache
from training.groups import Groups
from training.pack import model_arrays

LIMIT = 40_000_000
FORM_SEEN = 200
"""A form that only one word has needs this many places in the training text to have a row of its own."""
_DENSE = {"words": "words", "choices": "choices", "first": "first", "second": "second", "last": "last"}


def network_arrays(path: Path) -> dict[str, NDArray]:
    """Weights of the network as bytes, one scale for each row."""
    held = np.load(path)
    arrays: dict[str, NDArray] = {"net_prior": held["prior"]}
    for name, key in _DENSE.items():
        arrays |= in_bytes(f"net_{name}", held[f"{key}.weight"])
        if f"{key}.bias" in held:
            arrays[f"net_{name}_bias"] = held[f"{key}.bias"]
    return arrays


def in_bytes(name: str, weights: NDArray) -> dict[str, NDArray]:
    """``weights`` as bytes with one scale for each row."""
    scale = np.abs(weights).max(axis=1) / 127
    scale[scale == 0] = 1
    return {
        name: np.rint(weights / scale[:, None]).astype(np.int8),
        f"{name}_scale": scale.astype(np.float32),
    }


def tagger_arrays(path: Path, vocabulary: list[str]) -> dict[str, NDArray]:
    """Weights of the network of marks; words that no other word looks like, and rare forms, have no row."""
    held, groups = np.load(path), Groups.of(vocabulary)
    several = np.diff(groups.start) > 1
    counts = sum(np.bincount(np.load(file), minlength=len(vocabulary)) for file in cache().glob("tokens-*-train.npy"))
    kept = several | (np.bincount(groups.form, counts) >= FORM_SEEN)
    kept[0] = True
    number = np.where(kept, np.cumsum(kept) - 1, 0)
    told = np.flatnonzero(several[groups.form])
    row = np.zeros(len(vocabulary), np.uint16)
    row[told] = np.arange(1, len(told) + 1)
    arrays = {
        "tag_form": number[groups.form].astype(np.uint16),
        "tag_row": row,
        "tag_prior": np.concatenate([[0], held["prior"][told]]).astype(np.float32),
        "tag_cases": held["cases.weight"],
        **in_bytes("tag_words", np.concatenate([np.zeros_like(held["words.weight"][:1]), held["words.weight"][told]])),
        **in_bytes("tag_forms", held["forms.weight"][kept]),
    }
    for key in held:
        if key.endswith(".bias"):
            name = key.removesuffix(".bias")
            short = "tag_" + re.sub(r"blocks\.(\d+)\.(into|out)", r"\2\1", name)
            arrays |= {**in_bytes(short, held[f"{name}.weight"]), f"{short}_bias": held[key]}
    return arrays


def counted(levels: Path) -> dict[str, NDArray]:
    """The n-grams, the vocabulary and its capitals."""
    arrays = model_arrays(levels, len(list(levels.glob("level-*.npz"))))
    arrays["vocabulary"] = np.frombuffer((cache() / "vocabulary.txt").read_bytes(), np.uint8)
    arrays["capitals"] = np.load(cache() / "capitals.npy").astype(np.float16)
    return arrays


def run(arrays: dict[str, NDArray], parts: list[Path], network: Path | None, tagger: Path | None, out: Path) -> None:
    """Packs all and refuses a file over the limit."""
    for part in parts:
        arrays |= dict(np.load(part))
    if network:
        arrays |= network_arrays(network)
    if tagger:
        arrays |= tagger_arrays(tagger, bytes(arrays["vocabulary"]).decode().split("\n")[:-1])
    order = 1 + sum(f"prints{n}" in arrays for n in range(2, 9))
    model_file.write(out, arrays, {"order": order, "words": len(arrays["unigram"])})
    size = out.stat().st_size
    print(f"{size / 1e6:.1f} MB", {name: round(a.nbytes / 1e6, 2) for name, a in arrays.items() if a.nbytes > 1e6})
    if size > LIMIT:
        raise SystemExit(f"the model is larger than {LIMIT / 1e6:.0f} MB; ask for smaller --sizes in training.ngrams")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    source = arguments.add_mutually_exclusive_group(required=True)
    source.add_argument("--levels", type=Path)
    source.add_argument("--base", type=Path)
    arguments.add_argument("--channel", type=Path)
    arguments.add_argument("--network", type=Path)
    arguments.add_argument("--tagger", type=Path)
    arguments.add_argument("--calibration", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    begun = dict(model_file.read(given.base).arrays) if given.base else counted(given.levels)
    run(begun, [p for p in (given.channel, given.calibration) if p], given.network, given.tagger, given.out)
