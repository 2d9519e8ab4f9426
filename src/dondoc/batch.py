"""Many files in one go: which ones are meant, and each one read by itself."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dondoc.document import Plan
from dondoc.errors import DondocError
from dondoc.pipeline import read_plan
from dondoc.reading import SUFFIXES

STANDARD_INPUT = Path("-")
"""The argument that stands for what is piped in."""


STDIN_NAME = "(đầu vào chuẩn)"
"""What its text is called in results and messages."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Files to read, and those in the same folders that no reader knows."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one file gave: a plan, or a sentence that says why not."""

    path: Path
    plan: Plan | None = None
    error: str | None = None


def select(arguments: Iterable[str]) -> Selection:
    """The files that ``arguments`` mean, each once: files, folders with all below them, patterns such as ``*.md``.

    A name that matches nothing stays in the list, so that reading it says so.
    """
    files: dict[Path, None] = {}
    passed_over: dict[Path, None] = {}
    for path in _matches(arguments):
        for file in _inside(path) if path.is_dir() else [path]:
            known = path == file or file.suffix.lower() in SUFFIXES
            (files if known else passed_over)[file] = None
    return Selection(tuple(files), tuple(passed_over))


def _matches(arguments: Iterable[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        if path.exists() or not glob.has_magic(argument):
            yield path
        else:
            yield from map(Path, sorted(glob.glob(argument, recursive=True)) or [argument])  # noqa: PTH207 - patterns may be absolute


def _inside(folder: Path) -> list[Path]:
    """All files below ``folder`` but hidden ones, in the order of their names."""
    below = (path for path in folder.rglob("*") if not _hidden(path.relative_to(folder)))
    return sorted(path for path in below if path.is_file())


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_each(paths: Iterable[Path]) -> Iterator[Outcome]:
    """Each file read when asked for; one that cannot be read does not stop the others."""
    for path in paths:
        try:
            yield Outcome(path, plan=_read(path))
        except DondocError as error:
            yield Outcome(path, error=str(error))
        except OSError as error:
            yield Outcome(path, error=f"«{path}»: không mở được tệp ({error.strerror}). Hãy kiểm tra đường dẫn.")


def _read(path: Path) -> Plan:
    if path == STANDARD_INPUT:
        return read_plan(sys.stdin.buffer.read(), name=STDIN_NAME)
    return read_plan(path)
