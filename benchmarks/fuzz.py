"""Readers fed with damaged files: each must say in words what is wrong, or read what is left.

    benchmarks/fuzz.py                       every reader in turn for 60 seconds
    benchmarks/fuzz.py --seconds 600 --seed 7 --only docx

Sound files are made here and damaged by a plain die: bytes changed, cut out,
doubled, exchanged with those of other files; for packages (DOCX, XLSX) also
inside their parts. Reading runs in a process of its own, so that a crash or a
hang is found, too. What a reader may raise is DondocError; a file that makes it
do anything else is kept in the folder given by --keep, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

import dondoc
from dondoc.errors import DondocError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "files"))

from hostile_files import _sheet, ole_file, workbook
from word_files import cell, p, row, table, word_file

import pdf_made

PATIENCE = 20.0
"""Seconds after which a file hangs its reader."""

_TEXT = "KẾ HOẠCH\nI. NHIỆM VỤ\n1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, xong trước ngày 15/12/2026.\n"


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    image = Image.new("L", (240, 90), 255)
    for x in range(20, 200, 12):
        image.paste(0, (x, 30, x + 6, 50))
    image.save(out, kind, dpi=(200, 200))
    return out.getvalue()


@cache
def sound_files() -> dict[str, bytes]:
    """One or more files for each reader, by name."""
    paragraph = _TEXT.split("\n")
    html = f"<html><table><tr><td>STT<td>Nhiệm vụ</table><p>{'<p>'.join(paragraph)}</html>"
    files = {
        "a.txt": _TEXT.encode(),
        "a-utf16.txt": _TEXT.encode("utf-16"),
        "a.md": f"# {_TEXT}| STT | Nhiệm vụ |\n|---|---|\n| 1 | Tập huấn |\n".encode(),
        "a.html": html.encode(),
        "a.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
        + html.encode() + b"\n--x--\n",
        "a.csv": "STT,Nhiệm vụ,Cơ quan chủ trì\n1,Tập huấn,Sở Nội vụ\n".encode(),
        "a.docx": word_file("".join(map(p, paragraph)) + table(row(cell("STT"), cell("Nhiệm vụ")))),
        "a.xlsx": workbook(_sheet("Nhiệm vụ")),
        "a.doc": ole_file("WordDocument", b"\xec\xa5"),
        "a.png": _picture("PNG"),
        "a.jpg": _picture("JPEG"),
        "a.tif": _picture("TIFF"),
    }  # fmt: skip
    if pdf_made.font() is not None:
        files |= {"prose.pdf": pdf_made.prose_pdf(1), "table.pdf": pdf_made.table_pdf(1)}
    return files


# Damage -------------------------------------------------------------------------------------------

_TOKENS = (
    b"\x00",
    b"\xff" * 4,
    b"-1",
    b"99999999999",
    b"<!--",
    b"&#0;",
    b"/Length 0",
    b"\xed\xa0\x80",
    b"||||",
    b"<w:p>",
)


def damaged(data: bytes, other: bytes, die: random.Random) -> bytes:
    """The bytes after one to six blows; packages are struck inside as often as outside."""
    if zipfile.is_zipfile(io.BytesIO(data)) and die.random() < 0.7:
        return _inside(data, other, die)
    out = bytearray(data)
    for _ in range(die.randint(1, 6)):
        die.choice(_BLOWS)(out, other, die)
    return bytes(out)


def _inside(data: bytes, other: bytes, die: random.Random) -> bytes:
    package = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: package.read(name) for name in package.namelist()}
    struck = die.choice(sorted(parts))
    parts[struck] = damaged(parts[struck], other, die)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _change(out: bytearray, other: bytes, die: random.Random) -> None:
    for _ in range(die.randint(1, 12)):
        if out:
            out[die.randrange(len(out))] = die.randrange(256)


def _cut(out: bytearray, other: bytes, die: random.Random) -> None:
    start = die.randint(0, len(out))
    del out[start : start + die.choice((1, 8, 100, len(out)))]


def _double(out: bytearray, other: bytes, die: random.Random) -> None:
    start = die.randint(0, len(out))
    piece = bytes(out[start : start + die.choice((4, 40, 400))])
    out[start:start] = piece * die.choice((1, 2, 50))


def _exchange(out: bytearray, other: bytes, die: random.Random) -> None:
    start, place = die.randint(0, len(other)), die.randint(0, len(out))
    out[place : place + 30] = other[start : start + die.choice((10, 200))]


def _insert(out: bytearray, other: bytes, die: random.Random) -> None:
    place = die.randint(0, len(out))
    out[place:place] = die.choice(_TOKENS)


_BLOWS: tuple[Callable[[bytearray, bytes, random.Random], None], ...] = (_change, _cut, _double, _exchange, _insert)


# Reading ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Outcome:
    """What a run found: files tried and read for each reader, and those that broke one, with why."""

    tried: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    broken: list[tuple[str, bytes, str]] = field(default_factory=list)


def run(seconds: float, seed: int, only: str = "") -> Outcome:
    """Damages and reads until the time is up; the same seed gives the same files in the same order."""
    outcome, end = Outcome(), time.monotonic() + seconds
    reader = _Reader()
    try:
        for name, data in _files(seed, only):
            if time.monotonic() > end:
                break
            said = reader.read(name, data)
            outcome.tried[name] = outcome.tried.get(name, 0) + 1
            if said == "read":
                outcome.read[name] = outcome.read.get(name, 0) + 1
            elif said != "refused":
                outcome.broken.append((name, data, said))
    finally:
        reader.close()
    return outcome


def _files(seed: int, only: str) -> Iterator[tuple[str, bytes]]:
    die = random.Random(seed)
    files = {name: data for name, data in sound_files().items() if only in name}
    everything = list(files.values())
    while files:
        for name, data in files.items():
            yield name, damaged(data, die.choice(everything), die)


class _Reader:
    """A process that reads, begun anew when it dies or hangs."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.ours, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def read(self, name: str, data: bytes) -> str:
        """``read``, ``refused``, or what went wrong."""
        try:
            self.ours.send((name, data))
            if self.ours.poll(PATIENCE):
                return str(self.ours.recv())
            said = f"hangs for more than {PATIENCE:g} seconds"
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self.process.join()
            said = f"crashes with code {self.process.exitcode}"
        self.close()
        self._begin()
        return said

    def close(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.join()
        self.ours.close()


def _serve(pipe: Connection) -> None:
    while True:
        name, data = pipe.recv()
        try:
            dondoc.read(data, name=name)
            pipe.send("read")
        except (DondocError, RecursionError, MemoryError):
            pipe.send("refused")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            pipe.send(f"{type(error).__name__}: {error}")


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description="Readers fed with damaged files.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=254)
    parser.add_argument("--only", default="", metavar="NAME", help="files whose name holds this")
    parser.add_argument("--keep", type=Path, default=Path("var/fuzz"), help="folder for files that break a reader")
    arguments = parser.parse_args()
    outcome = run(arguments.seconds, arguments.seed, arguments.only)
    for name, tried in outcome.tried.items():
        print(f"{name:<14}{tried:6} tried {outcome.read.get(name, 0):6} read")
    for at, (name, data, said) in enumerate(outcome.broken):
        arguments.keep.mkdir(parents=True, exist_ok=True)
        place = arguments.keep / f"{arguments.seed}-{at}-{name}"
        place.write_bytes(data)
        print(f"{place}: {said}")
    sys.exit(bool(outcome.broken))


if __name__ == "__main__":
    main()
