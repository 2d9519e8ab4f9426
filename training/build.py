"""Puts the trained parts into the model file of the package.

python -m training.build --levels FOLDER [--channel channel.npz] [--network network.npz]
                         [--calibration calibration.npz] --out src/dondoc/repair/data/model.bin
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dondoc.repair import model_file
from training.corpus import cache
from training.pack import model_arrays

LIMIT = 40_000_000
_DENSE = {"words": "words", "choices": "choices", "first": "first", "second": "second", "last": "last"}


def network_arrays(path: Path) -> dict[str, NDArray]:
    """Weights of the network as bytes, one scale for each row."""
    held = np.load(path)
    arrays: dict[str, NDArray] = {"net_prior": held["prior"]}
    for name, key in _DENSE.items():
        weights = held[f"{key}.weight"]
        scale = np.abs(weights).max(axis=1) / 127
        scale[scale == 0] = 1
        arrays[f"net_{name}"] = np.rint(weights / scale[:, None]).astype(np.int8)
        arrays[f"net_{name}_scale"] = scale.astype(np.float32)
        if f"{key}.bias" in held:
            arrays[f"net_{name}_bias"] = held[f"{key}.bias"]
    return arrays


def run(levels: Path, parts: list[Path], network: Path | None, out: Path) -> None:
    """Packs all and refuses a file over the limit."""
    order = len(list(levels.glob("level-*.npz")))
    arrays = model_arrays(levels, order)
    arrays["vocabulary"] = np.frombuffer((cache() / "vocabulary.txt").read_bytes(), np.uint8)
    arrays["capitals"] = np.load(cache() / "capitals.npy").astype(np.float16)
    for part in parts:
        arrays |= dict(np.load(part))
    if network:
        arrays |= network_arrays(network)
    model_file.write(out, arrays, {"order": order, "words": len(arrays["unigram"])})
    size = out.stat().st_size
    print(f"{size / 1e6:.1f} MB", {name: round(a.nbytes / 1e6, 2) for name, a in arrays.items() if a.nbytes > 1e6})
    if size > LIMIT:
        raise SystemExit(f"the model is larger than {LIMIT / 1e6:.0f} MB; ask for smaller --sizes in training.ngrams")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--levels", type=Path, required=True)
    arguments.add_argument("--channel", type=Path)
    arguments.add_argument("--network", type=Path)
    arguments.add_argument("--calibration", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    run(given.levels, [p for p in (given.channel, given.calibration) if p], given.network, given.out)
