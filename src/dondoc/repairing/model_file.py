"""One file that holds the arrays and tables of a trained model, mapped into memory on first use.

Layout: the magic ``DDRM1\\n``, the length of a JSON header (8 bytes, little
endian), the header, then each array at a multiple of 64 bytes. The header
lists arrays (name, type, shape, offset) and ``about`` (figures of the training).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"DDRM1\n"
_ALIGN = 64


@dataclass(frozen=True, slots=True)
class ModelFile:
    """Named arrays of a model and what is said about its training."""

    arrays: Mapping[str, NDArray[Any]]
    about: Mapping[str, Any]

    def text(self, name: str) -> str:
        """The array ``name`` of bytes as UTF-8 text."""
        return bytes(self.arrays[name]).decode("utf-8")


def write(path: Path, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> None:
    """Writes ``arrays`` and ``about`` to ``path``."""
    offset, listed = 0, {}
    for name, array in arrays.items():
        listed[name] = {"type": array.dtype.str, "shape": array.shape, "offset": offset}
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"arrays": listed, "about": about}, ensure_ascii=False).encode()
    header += b" " * (-(len(_MAGIC) + 8 + len(header)) % _ALIGN)
    with path.open("wb") as out:
        out.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        for array in arrays.values():
            out.write(np.ascontiguousarray(array).tobytes() + b"\0" * (-array.nbytes % _ALIGN))


def read(path: Path) -> ModelFile:
    """Maps the model at ``path``; pages come into memory when they are looked at."""
    data = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    if bytes(data[: len(_MAGIC)]) != _MAGIC:
        raise ValueError(f"{path.name} is not a model of this version; train it again")
    start = len(_MAGIC) + 8
    size = int.from_bytes(bytes(data[len(_MAGIC) : start]), "little")
    header = json.loads(bytes(data[start : start + size]))
    arrays = {}
    for name, spec in header["arrays"].items():
        kind, shape = np.dtype(spec["type"]), tuple(spec["shape"])
        begin = start + size + spec["offset"]
        length = kind.itemsize * int(np.prod(shape, dtype=np.int64))
        arrays[name] = data[begin : begin + length].view(kind).reshape(shape)
    return ModelFile(arrays, header["about"])
